//! What came of an observation: the figures, the drawing along its time, the table by five minutes, the notes. The summary
//! after it, its record and its print show the same.

use leptos::prelude::*;

use casebook_domain::observation::{Colour, Observation};
use casebook_present::dates;
use casebook_present::observation::strip::{
    Band, Remark, Shape, Strip, StripLane, StripMark, StripRow, Text, WIDTH, letters, remarks,
};
use casebook_present::observation::{by_five, clock_words, intervals_words, lines, strip};

/// Where the plot begins in the drawing's box, beside the lanes' names.
const LEFT: u32 = 112;
/// The height of the time axis, of a lane, of an interval in it.
const AXIS: u32 = 30;
const LANE: u32 = 26;
const BOX: u32 = 20;

/// The whole result.
pub fn observed(observation: &Observation) -> AnyView {
    view! {
        <div class="observed stack wide">{figures(observation)} {drawing(observation, true)} {five(observation)} {notes(observation)}</div>
    }
    .into_any()
}

/// A code's letter in its colour.
pub fn letter(letter: String, colour: Colour) -> AnyView {
    view! {
        <span class="code-letter" data-colour=colour.code() aria-hidden="true">
            {letter}
        </span>
    }
    .into_any()
}

/// The figures, each beside what it is of, with the comparison peer's at its side.
pub fn figures(observation: &Observation) -> AnyView {
    let Observation { sheet, .. } = observation;
    let figures = observation.figures();
    let lines = lines(sheet, &figures);
    let compared = lines.iter().any(|line| line.in_comparison || line.peer.is_some());
    let cell = |value: Option<(String, String)>| match value {
        Some((value, of)) => view! {
            <td>
                <strong class="figures">{value}</strong>
                " "
                <span class="hint">{of}</span>
            </td>
        }
        .into_any(),
        None => view! { <td class="hint">"–"</td> }.into_any(),
    };
    let rows: Vec<AnyView> = lines
        .into_iter()
        .zip(letters(sheet))
        .zip(&sheet.codes)
        .map(|((line, sign), code)| {
            let own =
                Some(if line.nothing { (String::new(), "not recorded".to_owned()) } else { (line.value, line.detail) });
            let (pupil, peer) = if line.in_comparison { (None, own) } else { (own, line.peer) };
            view! {
                <tr>
                    <th scope="row">{letter(sign, code.colour)} " " {line.name}</th>
                    {cell(pupil)}
                    {compared.then(|| cell(peer))}
                </tr>
            }
            .into_any()
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <table class="observed-figures">
                <thead>
                    <tr>
                        <th scope="col">"Recorded"</th>
                        <th scope="col">"Pupil"</th>
                        {compared.then(|| view! { <th scope="col">"Comparison peer"</th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    let mut words = intervals_words(&figures);
    if !words.is_empty() {
        words += ". ";
    }
    words += &["Watched for ", &dates::clock(figures.watched_ms)].concat();
    let length = observation.length_ms();
    if length > figures.watched_ms {
        words += &[" of ", &dates::clock(length), "; pauses are not counted"].concat();
    }
    words.push('.');
    let left_out = (figures.missed + figures.not_seen > 0).then(|| {
        view! { <p class="hint measure">"Percentages leave out intervals that were missed or in which the pupil was not seen."</p> }
    });
    let clock = clock_words(&observation.events).map(|words| view! { <p>{words}</p> });
    view! { <section class="stack">{table}<p>{words}</p>{clock}{left_out}</section> }.into_any()
}

/// What happened when; `notes`: with the numbers of the notes.
pub fn drawing(observation: &Observation, notes: bool) -> AnyView {
    let Strip { rows, letters, signs } = strip::strip(observation, notes);
    let rows: Vec<AnyView> = rows.iter().map(draw).collect();
    let named: Vec<AnyView> = letters
        .into_iter()
        .map(|(sign, colour, name)| view! { <li>{letter(sign, colour)} " " {name}</li> }.into_any())
        .collect();
    let signs: Vec<AnyView> = signs
        .into_iter()
        .map(|why| {
            view! {
                <li>
                    <span class="code-letter" aria-hidden="true">
                        {why.sign()}
                    </span>
                    " "
                    {why.label()}
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <figure class="along stack tight">
            {rows} <figcaption>
                <ul class="along-key">{named}{signs}</ul>
            </figcaption>
        </figure>
    }
    .into_any()
}

fn draw(row: &StripRow) -> AnyView {
    let height = AXIS + LANE * row.lanes.len() as u32;
    let size = ["0 0 ", &(LEFT + WIDTH + 8).to_string(), " ", &height.to_string()].concat();
    let mut grid = String::new();
    let mut times: Vec<AnyView> = Vec::new();
    for (at, label) in &row.ticks {
        grid += &["M", &(LEFT + at).to_string(), " ", &(AXIS - 6).to_string(), "V", &height.to_string()].concat();
        let class = if *at == WIDTH { "end" } else { "middle" };
        times.push(
            view! {
                <text x=LEFT + at y="11" class=class>
                    {label.clone()}
                </text>
            }
            .into_any(),
        );
    }
    let bands: Vec<AnyView> = row.bands.iter().map(|band| apart(band, height)).collect();
    let lanes: Vec<AnyView> = row.lanes.iter().enumerate().map(|(place, lane)| one_lane(lane, place as u32)).collect();
    let rest = (row.end < WIDTH).then(|| {
        let (x, width) = (LEFT + row.end, WIDTH - row.end);
        view! { <rect class="rest" x=x y=AXIS - 6 width=width height=height + 6 - AXIS></rect> }
    });
    view! {
        <svg viewBox=size role="img" aria-label="A chart of what happened when. The tables and the notes give the same in words.">
            {bands}
            <path class="grid" d=grid></path>
            {times}
            {lanes}
            {rest}
        </svg>
    }
        .into_any()
}

fn apart(band: &Band, height: u32) -> AnyView {
    let (x, width) = (LEFT + band.from, (band.until - band.from).max(1));
    let class = match band.why {
        strip::Why::Peer => "band peer",
        strip::Why::NotSeen => "band unseen",
        strip::Why::Missed => "band missed",
        strip::Why::Paused => "band paused",
    };
    let middle = x + width / 2;
    view! {
        <rect class=class x=x y=AXIS - 6 width=width height=height + 6 - AXIS></rect>
        <text class="middle sign" x=middle y=AXIS - 8>
            {band.why.sign()}
        </text>
    }
    .into_any()
}

fn one_lane(lane: &StripLane, place: u32) -> AnyView {
    let top = AXIS + place * LANE + (LANE - BOX) / 2;
    let marks: Vec<AnyView> = lane.marks.iter().map(|mark| one_mark(mark, top)).collect();
    // A long name is cut: the key names it in full.
    let label: String = if lane.label.chars().count() > 15 {
        lane.label.chars().take(14).chain(['…']).collect()
    } else {
        lane.label.clone()
    };
    view! {
        <text class="end lane" x=LEFT - 8 y=top + 15>
            {label}
        </text>
        {marks}
    }
    .into_any()
}

fn one_mark(mark: &StripMark, top: u32) -> AnyView {
    let hue = mark.colour.map_or("", Colour::code);
    let (x, width) = (LEFT + mark.from, mark.until - mark.from);
    match mark.shape {
        Shape::Interval | Shape::Bar => {
            let shown = width >= 9;
            let (middle, width) = (x + width / 2, width.max(2));
            view! {
                <g data-colour=hue>
                    <rect x=x y=top width=width height=BOX></rect>
                    {shown
                        .then(|| {
                            view! {
                                <text class="middle" x=middle y=top + 15>
                                    {mark.text.clone()}
                                </text>
                            }
                        })}
                </g>
            }
            .into_any()
        }
        Shape::Tick => view! {
            <g data-colour=hue>
                <rect class="tick" x=x.saturating_sub(1) y=top width="3" height=BOX></rect>
            </g>
        }
        .into_any(),
        Shape::Number => view! {
            <g data-colour=hue>
                <text class="middle number" x=x y=top + 15>
                    {mark.text.clone()}
                </text>
            </g>
        }
        .into_any(),
    }
}

/// The table by five minutes; nothing where there is no code, or no more than one part.
pub fn five(observation: &Observation) -> Option<AnyView> {
    let parts = by_five(observation);
    if parts.len() < 2 || observation.sheet.codes.is_empty() {
        return None;
    }
    let head: Vec<AnyView> = observation
        .sheet
        .codes
        .iter()
        .map(|code| view! { <th scope="col">{code.name.clone()}</th> }.into_any())
        .collect();
    let rows: Vec<AnyView> = parts
        .into_iter()
        .map(|part| {
            let cells: Vec<AnyView> = part.cells.into_iter().map(|cell| view! { <td>{cell}</td> }.into_any()).collect();
            view! {
                <tr>
                    <th scope="row">{part.time}</th>
                    {cells}
                </tr>
            }
            .into_any()
        })
        .collect();
    Some(
        view! {
            <section class="stack tight">
                <h2>"By five minutes"</h2>
                <div class="scroll-x" tabindex="0" role="group" aria-label="Figures by five minutes">
                    <table class="observed-five">
                        <thead>
                            <tr>
                                <th scope="col">"Time"</th>
                                {head}
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}

/// Notes, ABC notes and pauses with their times, numbered as in the drawing.
pub fn notes(observation: &Observation) -> Option<AnyView> {
    let all: Vec<AnyView> = remarks(observation).iter().map(remark).collect();
    (!all.is_empty()).then(|| {
        view! {
            <section class="stack tight">
                <h2>"Notes"</h2>
                <ol class="observed-notes">{all}</ol>
            </section>
        }
        .into_any()
    })
}

fn remark(remark: &Remark) -> AnyView {
    let text = match remark.text {
        Text::Note(text) => view! { <span class="text">{text.to_owned()}</span> }.into_any(),
        Text::Abc(abc) => {
            let part = |label: &'static str, text: &str| {
                (!text.trim().is_empty()).then(|| {
                    view! {
                        <dt>{label}</dt>
                        <dd>{text.to_owned()}</dd>
                    }
                })
            };
            view! { <dl class="facts abc">{part("Before", &abc.antecedent)} {part("Behaviour", &abc.behaviour)} {part("After", &abc.consequence)}</dl> }
            .into_any()
        }
        Text::Pause(reason, words) => {
            let said = if words.trim().is_empty() { "" } else { ": " };
            view! { <span>{["Paused: ", reason, said, words].concat()}</span> }.into_any()
        }
    };
    view! {
        <li>
            <span class="figures">{dates::clock(remark.at_ms)}</span>
            " "
            {text}
        </li>
    }
    .into_any()
}
