//! Attendance as measures.

use casebook_domain::content::Content;
use casebook_domain::ids::RecordId;
use casebook_domain::measure::{Direction, Measure, MeasureReading, Occasion};

use super::{Attendance, Held, Wanted, Write};
use crate::incoming::{Attended, Incoming, Period};

/// The measures that the file brings and that are not here.
pub(super) fn writes(
    pupil: &Incoming,
    here: &[(RecordId, Measure)],
    wanted: &Wanted,
    held: &mut Vec<Held>,
) -> Vec<Write> {
    let mut writes = Vec::new();
    if let Some((attendance, attended)) = wanted.attendance.as_ref().zip(pupil.figures.attendance) {
        match measure(attendance, attended) {
            Some(measure) => writes.extend(written(measure, here)),
            None => held.push(Held::AbsencesNotSplit),
        }
    }
    let years = wanted.years.as_ref().map(|source| (source, &pupil.years));
    for (source, year) in years.into_iter().flat_map(|(source, years)| years.iter().map(move |year| (source, year))) {
        match year.period {
            Period::Known(from, until) => {
                let reading = MeasureReading::Attendance { from, until, sessions: year.sessions };
                let source = source.clone();
                writes.extend(written(Measure { date: until, occasion: Occasion::Progress, reading, source }, here));
            }
            Period::Asked { .. } => held.push(Held::WhichYear(year.clone())),
        }
    }
    writes
}

fn measure(attendance: &Attendance, attended: Attended) -> Option<Measure> {
    let Attendance { from, until, source, scale } = attendance;
    let reading = match attended {
        Attended::Sessions(sessions) if sessions.possible() > 0 => {
            MeasureReading::Attendance { from: *from, until: *until, sessions }
        }
        // Which absences were authorised is not made up.
        _ => {
            let ((name, unit), value) = scale.clone().zip(attended.hundredths())?;
            MeasureReading::Scale {
                name,
                unit,
                least: 0,
                greatest: 10_000,
                direction: Direction::Higher,
                value: value.into(),
            }
        }
    };
    Some(Measure { date: *until, occasion: Occasion::Progress, reading, source: source.clone() })
}

/// A measure that is not here yet, or one of the same period that says otherwise now: that one is put right.
fn written(measure: Measure, here: &[(RecordId, Measure)]) -> Option<Write> {
    let about_same = |own: &Measure| match (&own.reading, &measure.reading) {
        (
            MeasureReading::Attendance { from, until, .. },
            MeasureReading::Attendance { from: new_from, until: new_until, .. },
        ) => from == new_from && until == new_until,
        (MeasureReading::Scale { name, .. }, MeasureReading::Scale { name: new_name, .. }) => {
            name == new_name && own.date == measure.date
        }
        _ => false,
    };
    match here.iter().find(|(_, own)| about_same(own)) {
        Some((_, own)) if own.reading == measure.reading => None,
        Some((record, own)) => {
            let measure = Measure { occasion: own.occasion, ..measure };
            Some(Write { record: Some(*record), content: Content::Measure(measure) })
        }
        None => Some(Write { record: None, content: Content::Measure(measure) }),
    }
}
