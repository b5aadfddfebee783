//! An observation on one page for the class teacher (p16): what was recorded, each figure with what it is of. The mentor's
//! comment and the notes made in the lesson only when the mentor wants them on it.

use crate::numbers::counted;
use crate::summary::{Block, Page, SummarySection};
use crate::{dates, summary};
use casebook_domain::observation::Observation;
use casebook_domain::settings::Settings;

use super::strip::{Text, remarks};
use super::{clock_words, intervals_words, lesson, lines};

/// What the mentor wants on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Initials instead of the name.
    pub initials: bool,
    /// The mentor's comment.
    pub comment: bool,
    /// Notes and ABC notes of the lesson.
    pub notes: bool,
}

/// The page; the drawing is after its first `.1` sections.
///
/// `name`: the pupil, in full or as initials, as wanted.
pub fn page(observation: &Observation, name: Option<String>, settings: &Settings, wanted: Wanted) -> (Page, usize) {
    let Observation { began, sheet, lesson: context, comment, .. } = observation;
    let figures = observation.figures();
    let lines = lines(sheet, &figures);
    let mut facts = Vec::new();
    let mut fact = |what: &'static str, text: String| {
        if !text.trim().is_empty() {
            facts.push((what, text));
        }
    };
    fact("Pupil", name.unwrap_or_default());
    fact("When", dates::moment(*began));
    fact("Lesson", lesson(context));
    fact("Observer", [settings.mentor.trim(), ", learning mentor"].concat());
    let length = dates::clock(observation.length_ms());
    let mut recorded = [&sheet.name, ", ", &length].concat();
    if let Some(intervals) = sheet.intervals {
        recorded += &[" in intervals of ", &counted(u64::from(intervals.length_s), "second", "seconds")].concat();
    }
    fact("Recorded", recorded);

    let compared = lines.iter().any(|line| line.in_comparison || line.peer.is_some());
    let mut rows = Vec::new();
    for (line, code) in lines.into_iter().zip(&sheet.codes) {
        // The sentence below says what they are of: the table has one line for each behaviour.
        let with = |value: String, of: String| {
            let of = of.trim_end_matches(" intervals").trim_end_matches(" interval");
            [&value, " (", of, ")"].concat()
        };
        let dash = || "–".to_owned();
        let own = with(line.value, line.detail);
        let (target, peer) = if line.in_comparison {
            (dash(), own)
        } else {
            (own, line.peer.map_or_else(dash, |(value, of)| with(value, of)))
        };
        let mut row = vec![line.name, [code.method.label(), ". ", code.definition.trim()].concat(), target];
        if compared {
            row.push(peer);
        }
        rows.push(row);
    }
    let mut head = vec!["Behaviour", "What counted", "Pupil"];
    if compared {
        head.push("Comparison peer");
    }
    let mut sections = Vec::new();
    let mut section = |heading: &str, block| sections.push(SummarySection { heading: heading.to_owned(), block });
    if !rows.is_empty() {
        section("What was recorded", Block::Table { head, rows });
    }
    let mut counted_words = intervals_words(&figures);
    if !counted_words.is_empty() {
        counted_words += ". Percentages are of the intervals seen. ";
    }
    counted_words += &["Watched for ", &dates::clock(figures.watched_ms), "."].concat();
    if let Some(clock) = clock_words(&observation.events) {
        counted_words += &[" ", &clock].concat();
    }
    section("How much was seen", Block::Text(counted_words));
    let before_drawing = sections.len();
    let mut section = |heading: &str, block| sections.push(SummarySection { heading: heading.to_owned(), block });
    if wanted.comment && !comment.trim().is_empty() {
        section("Comment", Block::Text(comment.trim().to_owned()));
    }
    if wanted.notes {
        let mut list = Vec::new();
        for remark in remarks(observation) {
            let said = match remark.text {
                Text::Note(text) => text.to_owned(),
                Text::Abc(abc) => {
                    let parts =
                        [("before: ", &abc.antecedent), ("behaviour: ", &abc.behaviour), ("after: ", &abc.consequence)];
                    let said = parts.iter().filter(|(_, text)| !text.trim().is_empty());
                    said.map(|(label, text)| [label, text.trim()].concat()).collect::<Vec<_>>().join("; ")
                }
                Text::Pause(reason, _) => ["Paused: ", reason].concat(),
            };
            list.push([&dates::clock(remark.at_ms), " ", &said].concat());
        }
        if !list.is_empty() {
            section("Notes", Block::List(list));
        }
    }
    let page = Page {
        head: summary::head(settings),
        title: "Classroom observation".to_owned(),
        facts,
        sections,
        sign: None,
        foot: summary::foot(settings),
    };
    (page, before_drawing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::Moment;
    use casebook_domain::observation::starters::sheet;
    use casebook_domain::observation::{Event, EventKind, Lesson, Starter};

    fn text(wanted: Wanted) -> String {
        let event = |at_ms, what| Event { at_ms, target: None, what };
        let observation = Observation {
            began: Moment { utc_ms: 1_795_428_000_000, offset_min: 0 },
            sheet: sheet(Starter::Engagement),
            lesson: Lesson { subject: "Science".into(), ..Lesson::default() },
            events: vec![
                event(20_500, EventKind::Scored { code: 0, interval: 0 }),
                event(21_000, EventKind::Noted("Something only I should read".into())),
                event(40_500, EventKind::Scored { code: 1, interval: 1 }),
                event(41_000, EventKind::Ended),
            ],
            comment: "What I make of it".into(),
            uses: Vec::new(),
        };
        page(&observation, None, &Settings::new("Mx Demo".into(), "Made-up School".into()), wanted).0.text()
    }

    #[test]
    fn p16_the_page_for_the_teacher_has_each_figure_with_what_it_is_of() {
        let text = text(Wanted::default());
        assert!(text.contains("On task; At the moment. Doing what"), "{text}");
        assert!(text.contains("50.0% (1 of 2)") && text.contains("Percentages are of the intervals seen"), "{text}");
        assert!(text.contains("2 of 60 intervals seen"), "{text}");
        assert!(text.contains("Observer: Mx Demo, learning mentor"), "{text}");
    }

    #[test]
    fn p16_comment_and_notes_go_on_paper_only_when_wanted() {
        let (bare, full) = (text(Wanted::default()), text(Wanted { comment: true, notes: true, initials: false }));
        for own in ["Something only I should read", "What I make of it"] {
            assert!(!bare.contains(own) && full.contains(own), "{own}");
        }
    }
}
