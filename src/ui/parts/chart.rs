//! A measure over time: drawn, said in a sentence, and as the table behind it.

use leptos::prelude::*;

use crate::route::{FilePage, Route};
use casebook_domain::ids::FileId;
use casebook_present::chart::{Chart, Point};

/// The drawing's box, and the plot in it.
const WIDTH: f32 = 640.0;
const HEIGHT: f32 = 220.0;
const LEFT: f32 = 56.0;
const RIGHT: f32 = 620.0;
const TOP: f32 = 14.0;
const BOTTOM: f32 = 186.0;

fn across(x: f32) -> f32 {
    LEFT + x.clamp(0.0, 1.0) * (RIGHT - LEFT)
}

fn down(y: f32) -> f32 {
    BOTTOM - y.clamp(0.0, 1.0) * (BOTTOM - TOP)
}

/// One decimal place is finer than a screen.
fn number(value: f32) -> String {
    let tenths = (value * 10.0).round() as i32;
    [&(tenths / 10).to_string(), ".", &(tenths % 10).to_string()].concat()
}

fn place(x: f32, y: f32) -> String {
    [&number(x), " ", &number(y)].concat()
}

/// A chart with its table.
pub fn chart(file: FileId, chart: &Chart) -> AnyView {
    // One point is no course: it is said, not drawn.
    let drawing = (chart.points.len() > 1).then(|| drawing(chart));
    let rows: Vec<AnyView> = chart
        .rows
        .iter()
        .rev()
        .map(|row| {
            view! {
                <tr>
                    <td>
                        <a href=Route::Of(file, FilePage::Record(row.record)).to_string()>{row.date.clone()}</a>
                    </td>
                    <td>{row.occasion}</td>
                    <td>{row.value.clone()}</td>
                    <td>{row.source.clone()}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let open = drawing.is_none();
    view! {
        <figure class="chart">
            <figcaption class="stack tight">
                <h2>{chart.title.clone()}</h2>
                <p class="hint">
                    {[chart.unit.as_str(), if chart.unit.is_empty() { "" } else { ". " }, chart.direction.label(), "."].concat()}
                </p>
                <p>{chart.summary.clone()}</p>
            </figcaption>
            {drawing}
            <details open=open>
                <summary>"The figures"</summary>
                <div class="scroll-x" tabindex="0" role="region" aria-label=["Figures: ", &chart.title].concat()>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">"Day"</th>
                                <th scope="col">"When"</th>
                                <th scope="col">"Value"</th>
                                <th scope="col">"Source"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </figure>
    }
    .into_any()
}

fn drawing(chart: &Chart) -> AnyView {
    let mut grid = String::new();
    for tick in &chart.y_ticks {
        grid += &["M", &place(LEFT, down(tick.at)), "H", &number(RIGHT)].concat();
    }
    let mut line = String::new();
    for Point { x, y, .. } in &chart.points {
        line += if line.is_empty() { "M" } else { "L" };
        line += &place(across(*x), down(*y));
    }
    let mut starts = String::new();
    for &at in &chart.starts {
        starts += &["M", &place(across(at), TOP), "V", &number(BOTTOM)].concat();
    }
    let dots: Vec<AnyView> = chart
        .points
        .iter()
        .map(|point| view! { <circle cx=number(across(point.x)) cy=number(down(point.y)) r="4.5"></circle> }.into_any())
        .collect();
    let up: Vec<AnyView> = chart
        .y_ticks
        .iter()
        .map(|tick| {
            view! {
                <text x=number(LEFT - 8.0) y=number(down(tick.at) + 4.5) class="end">
                    {tick.label.clone()}
                </text>
            }
            .into_any()
        })
        .collect();
    let along: Vec<AnyView> = chart
        .x_ticks
        .iter()
        .map(|tick| {
            let class = if tick.at > 0.85 {
                "end"
            } else if tick.at < 0.15 {
                ""
            } else {
                "middle"
            };
            view! {
                <text x=number(across(tick.at)) y=number(BOTTOM + 22.0) class=class>
                    {tick.label.clone()}
                </text>
            }
            .into_any()
        })
        .collect();
    for &at in &chart.plans {
        starts += &["M", &place(across(at), TOP), "V", &number(BOTTOM)].concat();
    }
    let phase = |at: Option<&f32>, words: &'static str, down: f32| {
        at.map(|&at| {
            let (x, class) = if at > 0.7 { (across(at) - 6.0, "end") } else { (across(at) + 6.0, "") };
            view! {
                <text x=number(x) y=number(TOP + down) class=class>
                    {words}
                </text>
            }
            .into_any()
        })
    };
    let start_words = phase(chart.starts.first(), "Intervention", 10.0);
    // Lower, so that two lines near each other can both be read.
    let plan_words = phase(chart.plans.first(), "Plan", 26.0);
    let size = ["0 0 ", &number(WIDTH), " ", &number(HEIGHT)].concat();
    view! {
        <svg viewBox=size role="img" aria-label=chart.summary.clone()>
            <path class="grid" d=grid></path>
            <path class="start" d=starts></path>
            <path class="series" d=line></path>
            {dots}
            {up}
            {along}
            {start_words}
            {plan_words}
        </svg>
    }
    .into_any()
}
