//! Points as a drawing with its axes.

use crate::dates;
use crate::numbers::hundredths;
use casebook_domain::calendar::Datelike as _;
use casebook_domain::calendar::{Date, EARLIEST, days_between};
use casebook_domain::measure::Hundredths;

use super::readings::Taken;
use super::{Chart, ChartRow, ChartSource, LATE, Phases, Point, Series, Tick, summary, trend};

pub(super) fn draw(series: Series, phases: &Phases) -> Chart {
    let Series { from, title, unit, direction, range, readings } = series;
    let drawn: Vec<(&Taken, Hundredths)> =
        readings.iter().filter_map(|reading| Some((reading, reading.value?))).collect();
    let (low, high) =
        value_axis(from == ChartSource::Attendance && title != LATE, range, drawn.iter().map(|(_, value)| *value));
    let Phases { starts, plans } = phases;
    let began: Vec<Date> = starts.iter().chain(plans).copied().collect();
    let x = TimeAxis::new(drawn.iter().map(|(reading, _)| reading.date), &began);
    let lines =
        |days: &[Date]| if drawn.is_empty() { Vec::new() } else { days.iter().map(|&day| x.place(day)).collect() };
    let place = |value: Hundredths| ((value - low) as f64 / (high - low) as f64).clamp(0.0, 1.0) as f32;
    let points: Vec<Point> = drawn
        .iter()
        .map(|(reading, value)| Point {
            x: x.place(reading.date),
            y: place(*value),
            label: [&reading.short, " on ", &dates::long(reading.date)].concat(),
        })
        .collect();
    let y_ticks = if drawn.is_empty() {
        Vec::new()
    } else {
        steps(low, high).map(|value| Tick { at: place(value), label: hundredths(value) }).collect()
    };
    let trend = trend(&drawn, direction);
    let summary = summary(&title, &readings, trend);
    Chart {
        source: from,
        x_ticks: x.ticks(drawn.iter().map(|(reading, _)| reading.date)),
        starts: lines(starts),
        plans: lines(plans),
        headline: readings.iter().any(|reading| reading.headline),
        rows: readings.iter().map(row).collect(),
        title,
        unit,
        direction,
        points,
        y_ticks,
        trend,
        summary,
    }
}

pub(super) fn row(reading: &Taken) -> ChartRow {
    ChartRow {
        record: reading.item.id,
        date: dates::long(reading.date),
        occasion: reading.occasion,
        value: reading.full.clone(),
        source: reading.source.to_owned(),
    }
}

/// Least and greatest of the value axis.
pub(super) fn value_axis(
    attendance: bool,
    range: Option<(Hundredths, Hundredths)>,
    values: impl Iterator<Item = Hundredths> + Clone,
) -> (Hundredths, Hundredths) {
    let (least, greatest) = (values.clone().min().unwrap_or(0), values.max().unwrap_or(0));
    match range {
        // Attendance lives near the top: the axis begins at the ten below the lowest figure.
        Some((_, top)) if attendance => (((least - 1).max(0) / 1000 * 1000).min(top - 1000), top),
        Some((low, high)) if low < high => (low, high),
        _ => {
            let step = step(greatest - least);
            let low = least.div_euclid(step) * step;
            (low, (greatest.div_euclid(step) * step + step).max(low + step))
        }
    }
}

/// A round step that gives about four marks over a span.
pub(super) fn step(span: Hundredths) -> Hundredths {
    let mut step = 1;
    loop {
        for factor in [1, 2, 5] {
            if span <= step * factor * 5 {
                return step * factor;
            }
        }
        if step > Hundredths::MAX / 500 {
            return step;
        }
        step *= 10;
    }
}

pub(super) fn steps(low: Hundredths, high: Hundredths) -> impl Iterator<Item = Hundredths> {
    let step = step(high - low);
    let first = low.div_euclid(step) * step;
    let first = if first < low { first + step } else { first };
    (0..=6).map(move |count| first + count * step).take_while(move |value| *value <= high)
}

pub(super) struct TimeAxis {
    pub(super) first: Date,
    pub(super) days: i32,
}

impl TimeAxis {
    pub(super) fn new(days: impl Iterator<Item = Date> + Clone, starts: &[Date]) -> Self {
        let all = days.chain(starts.iter().copied());
        let first = all.clone().min().unwrap_or(EARLIEST);
        let last = all.max().unwrap_or(first);
        Self { first, days: days_between(first, last) }
    }

    pub(super) fn place(&self, date: Date) -> f32 {
        if self.days == 0 { 0.5 } else { days_between(self.first, date) as f32 / self.days as f32 }
    }

    /// The days of points that have room for their words; first and last always.
    pub(super) fn ticks(&self, days: impl Iterator<Item = Date>) -> Vec<Tick> {
        const ROOM: f32 = 0.2;
        let mut ticks: Vec<Tick> = Vec::new();
        let all: Vec<Date> = days.collect();
        let last = all.last().copied();
        for date in all {
            let at = self.place(date);
            if last == Some(date) {
                while ticks.len() > 1 && ticks.last().is_some_and(|tick| at - tick.at < ROOM) {
                    ticks.pop();
                }
            }
            let room = ticks.last().is_none_or(|tick| at - tick.at >= ROOM);
            if room || (last == Some(date) && ticks.last().is_none_or(|tick| at > tick.at)) {
                ticks.push(Tick { at, label: day_month(date) });
            }
        }
        ticks
    }
}

/// "23 Nov 26".
pub(super) fn day_month(date: Date) -> String {
    let short = dates::short(date, date);
    let year = crate::numbers::whole(u64::from(date.year().unsigned_abs() % 100) + 100);
    [short.split_once(' ').map_or("", |(_, day)| day), " ", &year[1..]].concat()
}
