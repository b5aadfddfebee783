//! What an observation's figures serve as in the plan: the baseline of a target, and its value since then (p16, p21).

use casebook_domain::calendar::Date;

use crate::chart::Trend;
use crate::dates;
use crate::numbers::hundredths;
use casebook_domain::case::CaseFile;
use casebook_domain::ids::{EpisodeId, RecordId};
use casebook_domain::measure::{Direction, Hundredths, Occasion};
use casebook_domain::observation::{Measured, Observation, Use};
use casebook_domain::order;
use casebook_domain::plan::{Plan, Target};

use super::{figure, lines};

/// A figure of an observation that can serve a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Place of the code on the sheet.
    pub code: u8,
    /// "On task 44.8%, 13 of 29 intervals".
    pub words: String,
}

/// The figures of an observation that something was measured of.
pub fn candidates(observation: &Observation) -> Vec<Candidate> {
    let figures = observation.figures();
    let mut all = Vec::new();
    let measured = observation.sheet.codes.iter().zip(&figures.codes).zip(lines(&observation.sheet, &figures));
    for (place, ((code, measured), line)) in measured.enumerate() {
        if figure(code, measured, figures.watched_ms).is_some() {
            all.push(Candidate {
                code: place as u8,
                words: [&line.name, " ", &line.value, ", ", &line.detail].concat(),
            });
        }
    }
    all
}

/// Whether the figure serves the target so.
pub fn serves(observation: &Observation, wanted: &Use) -> bool {
    observation.uses.contains(wanted)
}

/// The observation with this use, or without it where it had it: a second tap takes the first back. A target gets one
/// figure of an observation.
pub fn switched(observation: &Observation, wanted: Use) -> Observation {
    let mut switched = observation.clone();
    switched.uses.retain(|other| other.target != wanted.target);
    if !serves(observation, &wanted) {
        switched.uses.push(wanted);
    }
    switched
}

/// The measure, its unit and the figure, as a target's fields say them; `None` where nothing was measured.
fn fields(observation: &Observation, place: u8) -> Option<(String, &'static str, String)> {
    let figures = observation.figures();
    let code = observation.sheet.codes.get(usize::from(place))?;
    let (value, unit) = figure(code, figures.codes.get(usize::from(place))?, figures.watched_ms)?;
    // Per cents are read to one place, rates and times to two.
    let value = if unit.starts_with('%') { (value + 5).div_euclid(10) * 10 } else { value };
    Some((["Classroom observation: ", code.name.trim()].concat(), unit, hundredths(value)))
}

/// The plan with what its target lacks of measure, unit and baseline filled in from the observation; `None` where nothing
/// is lacking, or nothing was measured. What somebody wrote stays.
pub fn filled(plan: &Plan, target: u16, observation: &Observation, code: u8) -> Option<Plan> {
    let (measure, unit, baseline) = fields(observation, code)?;
    let mut filled = plan.clone();
    let of = filled.targets.iter_mut().find(|other| other.number == target)?;
    let empty = |text: &str| text.trim().is_empty();
    if !empty(&of.baseline) {
        return None;
    }
    // A figure belongs to its unit: where another is written the mentor has to say how they go together.
    if (!empty(&of.unit) && of.unit.trim() != unit) || (!empty(&of.measure) && empty(&of.unit)) {
        return None;
    }
    if empty(&of.measure) {
        of.measure = measure;
    }
    of.unit = unit.to_owned();
    of.baseline = baseline;
    Some(filled)
}

/// What the form of a new plan begins with: a target that the figure is the baseline of.
pub fn preset(observation: &Observation, code: u8) -> Vec<(String, String)> {
    let Some((measure, unit, baseline)) = fields(observation, code) else { return Vec::new() };
    [("targets.0.measure", measure), ("targets.0.unit", unit.to_owned()), ("targets.0.baseline", baseline)]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
}

/// A figure that serves a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// The observation.
    pub record: RecordId,
    /// Its day.
    pub date: Date,
    /// As what.
    pub occasion: Occasion,
    /// The code's name.
    pub name: String,
    /// "37.5%".
    pub value: String,
    /// "18 of 48 intervals".
    pub detail: String,
    figure: Hundredths,
    unit: &'static str,
    better: Direction,
}

/// The figures that serve a target of an episode, oldest first.
pub fn of_target(case: &CaseFile, episode: EpisodeId, target: u16) -> Vec<Used> {
    let mut all = Vec::new();
    for observation in case.of::<Observation>(episode) {
        let mut uses = observation.body.uses.iter().filter(|used| used.target == target).peekable();
        if uses.peek().is_none() {
            continue;
        }
        let figures = observation.figures();
        let lines = lines(&observation.sheet, &figures);
        for used in uses {
            let place = usize::from(used.code);
            let (Some(code), Some(measured), Some(line)) =
                (observation.sheet.codes.get(place), figures.codes.get(place), lines.get(place))
            else {
                continue;
            };
            let measured: &Measured = measured;
            let Some((value, unit)) = figure(code, measured, figures.watched_ms) else { continue };
            all.push(Used {
                record: observation.id,
                date: observation.began.date(),
                occasion: used.occasion,
                name: line.name.clone(),
                value: line.value.clone(),
                detail: line.detail.clone(),
                figure: value,
                unit,
                better: code.better,
            });
        }
    }
    order::by_key(&mut all, |used| used.date);
    all
}

/// The state of a target by the figures that serve it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    /// The baseline; the last one, should there be several.
    pub baseline: Option<Used>,
    /// Those since, oldest first.
    pub since: Vec<Used>,
    /// From the baseline to the latest; `None` without both, and where they are not of the same measure.
    pub trend: Option<Trend>,
}

/// The state of a target of an episode; `None` where no observation serves it.
pub fn stands(case: &CaseFile, episode: EpisodeId, target: u16) -> Option<Stands> {
    let all = of_target(case, episode, target);
    let baseline = all.iter().rfind(|used| used.occasion == Occasion::Baseline).cloned();
    let since: Vec<Used> = all.into_iter().filter(|used| used.occasion != Occasion::Baseline).collect();
    if baseline.is_none() && since.is_empty() {
        return None;
    }
    let trend = baseline.as_ref().zip(since.last()).filter(|(from, to)| from.unit == to.unit && same(from, to)).map(
        |(from, to)| {
            let (worse, better) = match from.better {
                Direction::Higher => (from.figure, to.figure),
                Direction::Lower => (to.figure, from.figure),
            };
            match better.cmp(&worse) {
                core::cmp::Ordering::Greater => Trend::Better,
                core::cmp::Ordering::Equal => Trend::Same,
                core::cmp::Ordering::Less => Trend::Worse,
            }
        },
    );
    Some(Stands { baseline, since, trend })
}

fn same(one: &Used, other: &Used) -> bool {
    one.name.trim().to_lowercase() == other.name.trim().to_lowercase()
}

/// "Target 2: I ask for help", cut to a button's length.
pub fn target_words(target: &Target) -> String {
    const MOST: usize = 60;
    let what = target.what.trim().trim_end_matches('.');
    let mut words = ["target ", &crate::numbers::whole(u64::from(target.number))].concat();
    if !what.is_empty() {
        words += ": ";
        words.extend(what.chars().take(MOST));
        if what.chars().count() > MOST {
            words.push('…');
        }
    }
    words
}

/// "On task 37.5% (18 of 48 intervals), 23 November 2026".
pub fn used_words(used: &Used) -> String {
    [&used.name, " ", &used.value, " (", &used.detail, "), ", &dates::long(used.date)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::case::Item;
    use casebook_domain::content::{Content, Entry};
    use casebook_domain::ids::FileId;
    use casebook_domain::observation::starters::sheet;
    use casebook_domain::observation::{Event, EventKind, Lesson, Starter};
    use casebook_domain::plan::ParentsPart;

    const EPISODE: EpisodeId = EpisodeId::from_bytes([1; 16]);
    const DAY_MS: i64 = 86_400_000;

    fn observation(day: i64, on: u32, of: u32, uses: Vec<Use>) -> Observation {
        let mut events = Vec::new();
        for interval in 0..of {
            let code = u8::from(interval >= on);
            events.push(Event {
                at_ms: (interval + 1) * 20_000,
                target: None,
                what: EventKind::Scored { code, interval },
            });
        }
        events.push(Event { at_ms: of * 20_000, target: None, what: EventKind::Ended });
        Observation {
            began: Moment { utc_ms: 1_795_428_000_000 + day * DAY_MS, offset_min: 0 },
            sheet: sheet(Starter::Engagement),
            lesson: Lesson::default(),
            events,
            comment: String::new(),
            uses,
        }
    }

    fn target(measure: &str, unit: &str, baseline: &str) -> Target {
        Target {
            number: 2,
            what: "I start".into(),
            measure: measure.into(),
            unit: unit.into(),
            baseline: baseline.into(),
            aim: String::new(),
            by: None,
            helper: String::new(),
            outcomes: Vec::new(),
            weight: 1,
            own_words: String::new(),
        }
    }

    fn plan(target: Target) -> Plan {
        Plan {
            date: parse_iso("2026-11-23").unwrap(),
            revises: None,
            objectives: Vec::new(),
            targets: vec![target],
            strategies: String::new(),
            school: String::new(),
            parents: ParentsPart::NotAppropriate,
            review_on: None,
            success: String::new(),
            rewards: String::new(),
            agreed_with: String::new(),
            pupil_voice: String::new(),
        }
    }

    fn as_(occasion: Occasion) -> Use {
        Use { target: 2, code: 0, occasion }
    }

    #[test]
    fn p21_a_target_without_measure_gets_measure_unit_and_baseline_of_the_observation() {
        let observation = observation(0, 18, 48, Vec::new());
        let filled = filled(&plan(target("", "", "")), 2, &observation, 0).unwrap();
        let target = &filled.targets[0];
        assert_eq!(
            (target.measure.as_str(), target.unit.as_str(), target.baseline.as_str()),
            ("Classroom observation: On task", "% of intervals seen", "37.5")
        );
    }

    #[test]
    fn p21_a_plan_begins_with_the_figure_in_its_unit() {
        let mut counts = observation(0, 0, 0, Vec::new());
        counts.sheet = sheet(Starter::Disruption);
        let counted = |at_ms| Event { at_ms, target: None, what: EventKind::Counted { code: 0 } };
        counts.events = vec![counted(1_000), Event { at_ms: 480_000, target: None, what: EventKind::Ended }];
        let values: Vec<(String, String)> = preset(&counts, 0);
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(
            values,
            [
                ("targets.0.measure", "Classroom observation: Calls out"),
                ("targets.0.unit", "a minute"),
                ("targets.0.baseline", "0.13")
            ]
        );
    }

    #[test]
    fn p21_what_somebody_wrote_of_a_target_stays() {
        let observation = observation(0, 18, 48, Vec::new());
        for written in [
            target("Tasks started", "of 10", "2"),
            target("", "", "2"),
            target("", "of 10", ""),
            target("Tasks", "", ""),
        ] {
            assert_eq!(filled(&plan(written.clone()), 2, &observation, 0), None, "{written:?}");
        }
        assert_eq!(filled(&plan(target("", "", "")), 3, &observation, 0), None, "no such target");
        assert_eq!(filled(&plan(target("", "", "")), 2, &observation, 2), None, "no level was given");
    }

    #[test]
    fn p16_a_second_tap_takes_a_use_back_and_another_takes_its_place() {
        let bare = observation(0, 1, 2, Vec::new());
        let once = switched(&bare, as_(Occasion::Baseline));
        assert_eq!(once.uses, [as_(Occasion::Baseline)]);
        assert_eq!(switched(&once, as_(Occasion::Baseline)), bare);
        assert_eq!(switched(&once, as_(Occasion::Progress)).uses, [as_(Occasion::Progress)]);
    }

    #[test]
    fn p21_a_target_stands_by_its_baseline_and_what_came_since() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        for (id, observation) in [
            (9, observation(14, 29, 48, vec![as_(Occasion::Progress)])),
            (3, observation(0, 18, 48, vec![as_(Occasion::Baseline)])),
            (5, observation(7, 10, 48, Vec::new())),
        ] {
            let saved = observation.began;
            let entry = Entry { episode: Some(EPISODE), content: Content::Observation(observation) };
            case.put(Item { id: RecordId::from_bytes([id; 16]), saved, entry });
        }
        let stands = stands(&case, EPISODE, 2).unwrap();
        let baseline = stands.baseline.as_ref().unwrap();
        assert_eq!((baseline.value.as_str(), stands.since.len(), stands.trend), ("37.5%", 1, Some(Trend::Better)));
        assert_eq!(used_words(baseline), "On task 37.5% (18 of 48 intervals), 23 November 2026");
        assert_eq!(super::stands(&case, EPISODE, 1), None);
        assert_eq!(super::stands(&case, EpisodeId::from_bytes([2; 16]), 2), None);
    }
}
