//! Several observations of a pupil beside each other: the same code over time, and by what may matter: before and since the
//! plan, subject, time of day (p16). Never by teacher: lessons are compared, not people.

use casebook_domain::calendar::Date;

use crate::chart::{Chart, ChartSource, charts};
use crate::numbers::{counted, hundredths, percent};
use casebook_domain::case::CaseFile;
use casebook_domain::ids::RecordId;
use casebook_domain::measure::Hundredths;
use casebook_domain::observation::{Observation, PartOfDay};
use casebook_domain::order;
use casebook_domain::plan::Plan;

use super::{LEVEL, figure, lines};

/// The middle of some observations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Middle {
    /// "Mathematics".
    pub name: String,
    /// "58.6%".
    pub value: String,
    /// "median of 3 observations".
    pub of: String,
}

/// A way to sort observations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouped {
    /// "By subject".
    pub by: &'static str,
    /// A line for each group.
    pub lines: Vec<Middle>,
}

/// One code over several observations.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedCode {
    /// Over time, with its table.
    pub chart: Chart,
    /// Sorted in the ways that give more than one group.
    pub groups: Vec<Grouped>,
}

/// Every code that was observed, in the order in which it was first, those observed most often before the others.
pub fn compared(case: &CaseFile) -> Vec<ComparedCode> {
    let observations = case.all::<Observation>();
    let plans = case.all::<Plan>();
    let plan = plans.iter().filter(|plan| plan.revises.is_none()).map(|plan| plan.date).min();
    let mut all: Vec<ComparedCode> = Vec::new();
    for chart in charts(case, None) {
        if chart.source != ChartSource::Observation {
            continue;
        }
        let mut taken = Vec::new();
        for row in &chart.rows {
            let found = observations.iter().find(|one| one.id == row.record && !one.body.too_short());
            let value = found.and_then(|observation| value(observation.body, &chart));
            if let Some((observation, value)) = found.zip(value) {
                taken.push((observation.id, observation.body, value));
            }
        }
        let groups = grouped(&taken, plan, &chart.unit);
        all.push(ComparedCode { chart, groups });
    }
    order::by_key(&mut all, |one| core::cmp::Reverse(one.chart.rows.len()));
    all
}

/// The figure of an observation that is in a chart.
fn value(observation: &Observation, chart: &Chart) -> Option<Hundredths> {
    let figures = observation.figures();
    let lines = lines(&observation.sheet, &figures);
    let alike = |name: &str| name.trim().to_lowercase() == chart.title.trim().to_lowercase();
    observation.sheet.codes.iter().zip(&figures.codes).zip(&lines).find_map(|((code, measured), line)| {
        let (value, unit) = figure(code, measured, figures.watched_ms)?;
        (alike(&line.name) && unit == chart.unit).then_some(value)
    })
}

type Taken<'a> = (RecordId, &'a Observation, Hundredths);

fn grouped(taken: &[Taken], plan: Option<Date>, unit: &str) -> Vec<Grouped> {
    let mut all = Vec::new();
    let mut add = |by: &'static str, name: &dyn Fn(&Observation) -> String| {
        let mut groups: Vec<(String, Vec<Hundredths>)> = Vec::new();
        for (_, observation, value) in taken {
            let name = name(observation);
            if name.is_empty() {
                continue;
            }
            match groups.iter_mut().find(|(other, _)| other.to_lowercase() == name.to_lowercase()) {
                Some((_, values)) => values.push(*value),
                None => groups.push((name, vec![*value])),
            }
        }
        if groups.len() > 1 {
            let lines = groups.into_iter().map(|(name, values)| middle(name, values, unit)).collect();
            all.push(Grouped { by, lines });
        }
    };
    if let Some(plan) = plan {
        add("By the plan", &|observation| {
            if observation.began.date() < plan { "Before the plan" } else { "Since the plan" }.to_owned()
        });
    }
    add("By subject", &|observation| observation.lesson.subject.trim().to_owned());
    add("By time of day", &|observation| observation.lesson.part_of_day.map_or("", PartOfDay::label).to_owned());
    all
}

fn middle(name: String, mut values: Vec<Hundredths>, unit: &str) -> Middle {
    order::plain(&mut values);
    let count = values.len();
    let (low, high) = (values[(count - 1) / 2], values[count / 2]);
    // To one place, as every figure of an observation.
    let tenths = (low + high + 10).div_euclid(20);
    let read = |tenths: Hundredths| match unit {
        _ if unit.starts_with('%') => percent(u16::try_from(tenths).unwrap_or(0)),
        LEVEL => ["Level ", &hundredths(tenths * 10)].concat(),
        _ => [&hundredths(tenths * 10), " ", unit].concat(),
    };
    let of = counted(count as u64, "observation", "observations");
    match count {
        // Two have no median: both are said.
        2 => Middle {
            name,
            value: values.iter().map(|value| read((value + 5).div_euclid(10))).collect::<Vec<_>>().join(" and "),
            of,
        },
        1 => Middle { name, value: read(tenths), of },
        _ => Middle { name, value: read(tenths), of: ["median of ", &of].concat() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::case::Item;
    use casebook_domain::content::{Content, Entry};
    use casebook_domain::ids::FileId;
    use casebook_domain::observation::starters::sheet;
    use casebook_domain::observation::{Event, EventKind, Lesson, Method, Sheet, Starter};
    use casebook_domain::plan::ParentsPart;

    fn put(case: &mut CaseFile, id: u8, content: Content) {
        let saved = Moment { utc_ms: 0, offset_min: 0 };
        case.put(Item { id: RecordId::from_bytes([id; 16]), saved, entry: Entry { episode: None, content } });
    }

    fn observation(day: i64, on: u32, subject: &str) -> Observation {
        let event = |interval: u32| Event {
            at_ms: (interval + 1) * 20_000,
            target: None,
            what: EventKind::Scored { code: u8::from(interval >= on), interval },
        };
        let mut events: Vec<Event> = (0..10).map(event).collect();
        events.push(Event { at_ms: 201_000, target: None, what: EventKind::Ended });
        Observation {
            began: Moment { utc_ms: 1_795_428_000_000 + day * 86_400_000, offset_min: 0 },
            sheet: Sheet { planned_min: 5, ..sheet(Starter::Engagement) },
            lesson: Lesson { subject: subject.into(), ..Lesson::default() },
            events,
            comment: String::new(),
            uses: Vec::new(),
        }
    }

    fn case() -> CaseFile {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        put(&mut case, 1, Content::Observation(observation(0, 3, "Science")));
        put(&mut case, 2, Content::Observation(observation(7, 6, "Art")));
        put(&mut case, 3, Content::Observation(observation(14, 9, "science")));
        let plan = Plan {
            date: parse_iso("2026-11-25").unwrap(),
            revises: None,
            objectives: Vec::new(),
            targets: Vec::new(),
            strategies: String::new(),
            school: String::new(),
            parents: ParentsPart::NotAppropriate,
            review_on: None,
            success: String::new(),
            rewards: String::new(),
            agreed_with: String::new(),
            pupil_voice: String::new(),
        };
        put(&mut case, 4, Content::Plan(plan));
        case
    }

    #[test]
    fn p16_the_same_code_is_compared_over_time_by_plan_and_by_subject_with_how_many() {
        let all = compared(&case());
        let on = &all[0];
        assert_eq!((on.chart.title.as_str(), on.chart.points.len(), on.chart.plans.len()), ("On task", 3, 1));
        let read = |grouped: &Grouped| {
            let line = |line: &Middle| [&line.name, ": ", &line.value, ", ", &line.of].concat();
            [grouped.by, "; ", &grouped.lines.iter().map(line).collect::<Vec<_>>().join("; ")].concat()
        };
        assert_eq!(
            on.groups.iter().map(read).collect::<Vec<_>>(),
            [
                "By the plan; Before the plan: 30.0%, 1 observation; Since the plan: 60.0% and 90.0%, 2 observations",
                "By subject; Science: 30.0% and 90.0%, 2 observations; Art: 60.0%, 1 observation",
            ]
        );
    }

    #[test]
    fn p16_a_middle_is_read_in_its_unit() {
        let read = |values: &[Hundredths], unit| middle(String::new(), values.to_vec(), unit).value;
        assert_eq!(read(&[200, 300, 250, 250], LEVEL), "Level 2.5");
        assert_eq!(read(&[21, 5, 16], "a minute"), "0.2 a minute");
        assert_eq!(read(&[3_750, 5_833], "% of intervals seen"), "37.5% and 58.3%", "two have no median");
    }

    #[test]
    fn p16_an_observation_that_was_cut_short_is_listed_and_compared_with_nothing() {
        let mut case = case();
        let mut short = observation(21, 10, "Science");
        short.events.truncate(3);
        short.events.push(Event { at_ms: 61_000, target: None, what: EventKind::Ended });
        put(&mut case, 5, Content::Observation(short));
        let on = &compared(&case)[0];
        assert_eq!((on.chart.points.len(), on.chart.rows.len()), (3, 4));
        assert!(on.chart.rows[3].value.ends_with("; too short to compare"), "{}", on.chart.rows[3].value);
        assert!(!on.chart.summary.contains("100.0%"), "{}", on.chart.summary);
        assert!(on.groups.iter().all(|group| group.lines.iter().all(|line| !line.value.contains("100"))));
    }

    #[test]
    fn p16_a_code_of_the_same_name_that_is_recorded_otherwise_is_another() {
        let mut case = case();
        let mut other = observation(21, 5, "Art");
        other.sheet.codes[0].method = Method::PartialInterval;
        put(&mut case, 5, Content::Observation(other));
        let titled: Vec<usize> =
            compared(&case).iter().filter(|one| one.chart.title == "On task").map(|one| one.chart.rows.len()).collect();
        assert_eq!(titled, [3, 1]);
    }
}
