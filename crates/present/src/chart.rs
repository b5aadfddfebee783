//! Measures over time as charts (p14): places between 0 and 1 for an SVG, and
//! the table that is behind each.

mod drawing;
mod readings;

use super::dates;
use casebook_domain::calendar::Date;
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::{EpisodeId, RecordId};
use casebook_domain::measure::{Direction, Hundredths};
use casebook_domain::order;

use drawing::draw;
use readings::{Taken, readings};

/// A mark on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where, 0 to 1.
    pub at: f32,
    /// What it says.
    pub label: String,
}
/// A point: x from left to right, y from bottom to top, each 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Time.
    pub x: f32,
    /// Value.
    pub y: f32,
    /// "87.88% on 23 November 2026".
    pub label: String,
}
/// A row of the table behind a chart, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartRow {
    /// The record it comes from.
    pub record: RecordId,
    /// "23 November 2026".
    pub date: String,
    /// "Baseline", "At a review".
    pub occasion: &'static str,
    /// The value in full.
    pub value: String,
    /// Where the figure comes from.
    pub source: String,
}
const LATE: &str = "Late";
/// What the figures of a chart come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartSource {
    /// The register: attendance, lateness.
    Attendance,
    /// Attainment in a subject.
    Attainment,
    /// A scale that the school names.
    Scale,
    /// Classroom observations.
    Observation,
}
/// Which way a measure went from the baseline to the latest figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// Better.
    Better,
    /// The same.
    Same,
    /// Worse.
    Worse,
}
impl Trend {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Same => "the same",
            Self::Worse => "worse",
        }
    }
}
/// One measure over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What the figures come from.
    pub source: ChartSource,
    /// What is drawn: "Attendance", "Maths", the scale's name.
    pub title: String,
    /// Unit or short explanation; may be empty.
    pub unit: String,
    /// Which way is better.
    pub direction: Direction,
    /// The points, oldest first; empty where the school's levels are no numbers.
    pub points: Vec<Point>,
    /// Marks of the time axis.
    pub x_ticks: Vec<Tick>,
    /// Marks of the value axis.
    pub y_ticks: Vec<Tick>,
    /// Where an intervention started: a line from top to bottom.
    pub starts: Vec<f32>,
    /// Where an action plan began: another phase.
    pub plans: Vec<f32>,
    /// It stands for the others of its sheet: a measure, the first code, one that serves a target of the plan.
    pub headline: bool,
    /// The table behind it.
    pub rows: Vec<ChartRow>,
    /// From the baseline to the latest figure; `None` with fewer than two.
    pub trend: Option<Trend>,
    /// The chart in a sentence, for those who hear it.
    pub summary: String,
}
struct Series<'a> {
    from: ChartSource,
    title: String,
    unit: String,
    direction: Direction,
    /// Least and greatest of the axis; `None`: from the values.
    range: Option<(Hundredths, Hundredths)>,
    readings: Vec<Taken<'a>>,
}
/// Where something new began.
#[derive(Default)]
struct Phases {
    starts: Vec<Date>,
    plans: Vec<Date>,
}
/// The charts of an episode, or of the whole file where none is named: one for
/// each thing that was measured, in the order in which they were first measured.
pub fn charts(case: &CaseFile, episode: Option<EpisodeId>) -> Vec<Chart> {
    let mut items: Vec<&Item> = case
        .items()
        .filter(|item| episode.is_none() || item.entry.episode == episode)
        .filter(|item| {
            matches!(item.entry.content.kind(), Kind::Measure | Kind::Observation | Kind::Start | Kind::Plan)
        })
        .collect();
    order::by_key(&mut items, |item| (item.entry.content.day(), item.saved, item.id));
    let mut all: Vec<Series> = Vec::new();
    let mut phases = Phases::default();
    for item in items {
        match &item.entry.content {
            Content::Start(start) => phases.starts.push(start.date),
            // A revised plan continues with what the first began.
            Content::Plan(plan) if plan.revises.is_none() => phases.plans.push(plan.date),
            _ => readings(item, &mut all),
        }
    }
    // Nobody needs a line at nought.
    all.retain(|series| {
        series.from != ChartSource::Attendance
            || series.title != LATE
            || series.readings.iter().any(|reading| reading.value > Some(0))
    });
    all.into_iter().map(|series| draw(series, &phases)).collect()
}
/// Where the first figure counts as baseline: the first taken as one, else the first of all.
fn baseline<'r, 'a>(drawn: &[(&'r Taken<'a>, Hundredths)]) -> Option<(&'r Taken<'a>, Hundredths)> {
    drawn.iter().find(|(reading, _)| reading.baseline).or(drawn.first()).copied()
}
fn trend(drawn: &[(&Taken, Hundredths)], direction: Direction) -> Option<Trend> {
    let ((first, from), (last, to)) = (baseline(drawn)?, *drawn.last()?);
    if std::ptr::eq(first, last) {
        return None;
    }
    let better = match direction {
        Direction::Higher => to.cmp(&from),
        Direction::Lower => from.cmp(&to),
    };
    Some(match better {
        core::cmp::Ordering::Greater => Trend::Better,
        core::cmp::Ordering::Equal => Trend::Same,
        core::cmp::Ordering::Less => Trend::Worse,
    })
}
fn summary(title: &str, readings: &[Taken], trend: Option<Trend>) -> String {
    let compared = || readings.iter().filter(|reading| !reading.too_short);
    let first = compared().find(|reading| reading.baseline).or_else(|| compared().next());
    let (Some(first), Some(last)) = (first, compared().next_back()) else { return title.to_owned() };
    let mut text = [title, ": ", &first.short, " on ", &dates::long(first.date)].concat();
    if !std::ptr::eq(first, last) {
        text += &["; ", &last.short, " on ", &dates::long(last.date)].concat();
    }
    if let Some(trend) = trend {
        text += ": ";
        text += trend.label();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::content::Entry;
    use casebook_domain::ids::FileId;
    use casebook_domain::measure::{Measure, Sessions};
    use casebook_domain::measure::{MeasureReading, Occasion};
    use casebook_domain::preparation::Start;

    fn put(case: &mut CaseFile, id: u8, content: Content) {
        let saved = Moment { utc_ms: i64::from(id), offset_min: 0 };
        let episode = Some(EpisodeId::from_bytes([1; 16]));
        case.put(Item { id: RecordId::from_bytes([id; 16]), saved, entry: Entry { episode, content } });
    }

    fn measure(date: &str, occasion: Occasion, reading: MeasureReading) -> Content {
        Content::Measure(Measure { date: parse_iso(date).unwrap(), occasion, reading, source: "Tally".to_owned() })
    }

    fn scale(value: Hundredths, direction: Direction) -> MeasureReading {
        let (name, unit) = ("Behaviour points".to_owned(), "a week".to_owned());
        MeasureReading::Scale { name, unit, least: 0, greatest: 1000, direction, value }
    }

    fn start(date: &str) -> Content {
        Content::Start(Start {
            date: parse_iso(date).unwrap(),
            weeks: 6,
            arrangement: String::new(),
            urgent_agreed_by: None,
            urgent_reason: String::new(),
        })
    }

    #[test]
    fn p14_a_scale_is_drawn_in_its_own_range_with_a_line_at_the_start() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        put(&mut case, 1, measure("2026-11-01", Occasion::Baseline, scale(800, Direction::Lower)));
        put(&mut case, 2, start("2026-11-06"));
        put(&mut case, 3, measure("2026-11-11", Occasion::Review, scale(300, Direction::Lower)));
        let [chart] = &charts(&case, None)[..] else { panic!("one chart") };
        let places: Vec<_> = chart.points.iter().map(|point| (point.x, point.y)).collect();
        assert_eq!(places, [(0.0, 0.8), (1.0, 0.3)]);
        assert_eq!((chart.starts.as_slice(), chart.trend), (&[0.5][..], Some(Trend::Better)));
        assert_eq!(
            chart.y_ticks.iter().map(|tick| tick.label.as_str()).collect::<Vec<_>>(),
            ["0", "2", "4", "6", "8", "10"]
        );
        assert_eq!(chart.x_ticks.iter().map(|tick| tick.label.as_str()).collect::<Vec<_>>(), ["1 Nov 26", "11 Nov 26"]);
        assert_eq!(chart.summary, "Behaviour points: 8 on 1 November 2026; 3 on 11 November 2026: better");
        assert_eq!((chart.rows[0].occasion, chart.rows[0].value.as_str()), ("Baseline", "8 (0 to 10)"));
    }

    #[test]
    fn p14_attendance_gives_two_charts_and_the_axis_begins_below_the_lowest() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        let reading = |attended, authorised| {
            let sessions = Sessions { attended, authorised, unauthorised: 0, late: 2 };
            let date = parse_iso("2026-09-01").unwrap();
            MeasureReading::Attendance { from: date, until: date, sessions }
        };
        put(&mut case, 1, measure("2026-11-01", Occasion::Baseline, reading(75, 25)));
        put(&mut case, 2, measure("2026-12-01", Occasion::Review, reading(85, 15)));
        let charts = charts(&case, None);
        assert_eq!(charts.iter().map(|chart| chart.title.as_str()).collect::<Vec<_>>(), ["Attendance", "Late"]);
        assert_eq!(charts[0].points[0].y, (75.0 - 70.0) / 30.0);
        assert_eq!((charts[0].trend, charts[1].trend), (Some(Trend::Better), Some(Trend::Same)));
    }

    #[test]
    fn p14_levels_without_numbers_are_in_the_table_only() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        let level = |level: &str, points| MeasureReading::Attainment {
            subject: "Maths".to_owned(),
            level: level.to_owned(),
            points,
        };
        put(&mut case, 1, measure("2026-11-01", Occasion::Baseline, level("3a", None)));
        put(&mut case, 2, measure("2026-12-01", Occasion::Review, level("4c", None)));
        let [chart] = &charts(&case, None)[..] else { panic!("one chart") };
        assert_eq!((chart.points.len(), chart.rows.len(), chart.trend, chart.y_ticks.len()), (0, 2, None, 0));
        assert_eq!(chart.summary, "Maths: 3a on 1 November 2026; 4c on 1 December 2026");
    }

    #[test]
    fn p14_whatever_the_range_every_place_is_on_the_chart() {
        for (least, greatest, value) in
            [(0, 0, 500), (1000, 0, 500), (i64::MIN, i64::MAX, 1), (0, 1000, 5000), (-500, 500, -500)]
        {
            let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
            let reading = MeasureReading::Scale {
                name: "Scale".to_owned(),
                unit: String::new(),
                least,
                greatest,
                direction: Direction::Higher,
                value,
            };
            put(&mut case, 1, measure("2026-11-01", Occasion::Baseline, reading));
            let [chart] = &charts(&case, None)[..] else { panic!("one chart") };
            let places = chart
                .points
                .iter()
                .flat_map(|point| [point.x, point.y])
                .chain(chart.y_ticks.iter().map(|tick| tick.at));
            assert!(places.into_iter().all(|place| (0.0..=1.0).contains(&place)), "{least} {greatest}");
            assert!(!chart.y_ticks.is_empty() && chart.y_ticks.len() <= 7, "{least} {greatest}");
        }
    }

    #[test]
    fn p14_an_episode_shows_its_own_measures() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        put(&mut case, 1, measure("2026-11-01", Occasion::Baseline, scale(800, Direction::Lower)));
        assert_eq!(charts(&case, Some(EpisodeId::from_bytes([2; 16]))), []);
        assert_eq!(charts(&case, Some(EpisodeId::from_bytes([1; 16]))).len(), 1);
    }
}
