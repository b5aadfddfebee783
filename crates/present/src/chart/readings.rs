//! Readings of measures and observations as points over time.

use crate::figures::{attendance_words, lateness_words, reading_value};
use crate::numbers::hundredths;
use casebook_domain::calendar::Date;
use casebook_domain::case::Item;
use casebook_domain::content::Content;
use casebook_domain::measure::{Direction, Hundredths, MeasureReading, Occasion};
use casebook_domain::observation::Measured;

use super::{ChartSource, LATE, Series};

/// A value of a series before it is placed.
pub(super) struct Taken<'a> {
    pub(super) item: &'a Item,
    pub(super) date: Date,
    pub(super) occasion: &'static str,
    pub(super) baseline: bool,
    pub(super) headline: bool,
    pub(super) value: Option<Hundredths>,
    /// It is in the table and is compared with nothing.
    pub(super) too_short: bool,
    pub(super) short: String,
    pub(super) full: String,
    pub(super) source: &'a str,
}

/// Keeps what an import may bring where sums cannot overflow.
pub(super) fn bounded(value: Hundredths) -> Hundredths {
    const MOST: Hundredths = 100_000_000_000_000;
    value.clamp(-MOST, MOST)
}

pub(super) fn readings<'a>(item: &'a Item, all: &mut Vec<Series<'a>>) {
    let percents = Some((0, 10_000));
    match &item.entry.content {
        Content::Measure(measure) => {
            let reading = |value, short: String, full: String| Taken {
                item,
                date: measure.date,
                occasion: measure.occasion.label(),
                baseline: measure.occasion == Occasion::Baseline,
                headline: true,
                value,
                too_short: false,
                short,
                full,
                source: &measure.source,
            };
            match &measure.reading {
                MeasureReading::Attendance { sessions, .. } => {
                    let share = |value: Option<u16>| value.map(i64::from);
                    let attendance = share(sessions.attendance());
                    let text = |value: Option<i64>| value.map_or_else(String::new, |value| hundredths(value) + "%");
                    let full = attendance_words(*sessions);
                    add(
                        all,
                        (ChartSource::Attendance, "Attendance", "%", Direction::Higher, percents),
                        reading(attendance, text(attendance), full.clone()),
                    );
                    let late = share(sessions.lateness());
                    add(
                        all,
                        (ChartSource::Attendance, LATE, "% of possible sessions", Direction::Lower, None),
                        reading(late, text(late), lateness_words(*sessions)),
                    );
                }
                MeasureReading::Attainment { subject, level, points } => {
                    let short = level.clone();
                    add(
                        all,
                        (ChartSource::Attainment, subject, "", Direction::Higher, None),
                        reading(points.map(bounded), short.clone(), short),
                    );
                }
                MeasureReading::Scale { name, unit, least, greatest, direction, value } => {
                    let axis = (
                        ChartSource::Scale,
                        name.as_str(),
                        unit.as_str(),
                        *direction,
                        Some((bounded(*least), bounded(*greatest))),
                    );
                    add(all, axis, reading(Some(bounded(*value)), hundredths(*value), reading_value(&measure.reading)));
                }
            }
        }
        Content::Observation(observation) => {
            let figures = observation.figures();
            let lines = crate::observation::lines(&observation.sheet, &figures);
            let too_short = observation.too_short();
            let coded = observation.sheet.codes.iter().zip(&figures.codes).zip(lines);
            for (place, ((code, measured), line)) in coded.enumerate() {
                let served = observation.uses.iter().find(|used| usize::from(used.code) == place);
                let Some((value, unit)) = crate::observation::figure(code, measured, figures.watched_ms) else {
                    continue;
                };
                let reading = Taken {
                    item,
                    date: observation.began.date(),
                    occasion: served.map_or("Observation", |used| used.occasion.label()),
                    baseline: served.is_some_and(|used| used.occasion == Occasion::Baseline),
                    headline: place == 0 || served.is_some(),
                    value: (!too_short).then_some(value),
                    too_short,
                    short: line.value.clone(),
                    full: [
                        line.value.as_str(),
                        ", ",
                        &line.detail,
                        if too_short { "; too short to compare" } else { "" },
                    ]
                    .concat(),
                    source: &observation.lesson.subject,
                };
                let range = match measured {
                    Measured::Intervals { .. } | Measured::Duration { .. } => percents,
                    Measured::Level { .. } => Some((100, 500)),
                    Measured::Count { .. } | Measured::Latency { .. } => None,
                };
                add(all, (ChartSource::Observation, &line.name, unit, code.better, range), reading);
            }
        }
        _ => {}
    }
}

pub(super) type Axis<'t> = (ChartSource, &'t str, &'t str, Direction, Option<(Hundredths, Hundredths)>);

/// Adds to the series of the same name, unit, direction and range, or begins one.
pub(super) fn add<'a>(all: &mut Vec<Series<'a>>, (from, title, unit, direction, range): Axis, reading: Taken<'a>) {
    let same = |series: &&mut Series| {
        series.from == from
            && same_words(&series.title, title)
            && same_words(&series.unit, unit)
            && series.direction == direction
            && series.range == range
    };
    if let Some(series) = all.iter_mut().find(same) {
        series.readings.push(reading);
    } else {
        all.push(Series {
            from,
            title: title.trim().to_owned(),
            unit: unit.trim().to_owned(),
            direction,
            range,
            readings: vec![reading],
        });
    }
}

pub(super) fn same_words(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
