//! Measures.

use crate::wire::{Code, Day, Fields, Loaded, Stored, Tree, stored};
use casebook_domain::measure;

stored! {
    Sessions = measure::Sessions {
        attended: u16,
        authorised: u16,
        unauthorised: u16,
        late: u16,
    }
}

/// What was measured: `{"attendance": {…}}` and so on.
pub(crate) struct Reading;

impl Loaded for Reading {
    type Domain = measure::MeasureReading;

    fn load(tree: Tree<'_>) -> Option<measure::MeasureReading> {
        let (name, value) = tree.chosen()?;
        let mut fields = value?.fields()?;
        let reading = match &*name {
            "attendance" => measure::MeasureReading::Attendance {
                from: fields.load::<Day>("from")?,
                until: fields.load::<Day>("until")?,
                sessions: fields.load::<Sessions>("sessions")?,
            },
            "attainment" => measure::MeasureReading::Attainment {
                subject: fields.load::<String>("subject")?,
                level: fields.load::<String>("level")?,
                points: fields.load::<Option<i64>>("points")?,
            },
            "scale" => measure::MeasureReading::Scale {
                name: fields.load::<String>("name")?,
                unit: fields.load::<String>("unit")?,
                least: fields.load::<i64>("least")?,
                greatest: fields.load::<i64>("greatest")?,
                direction: fields.load::<Code<_>>("direction")?,
                value: fields.load::<i64>("value")?,
            },
            _ => return None,
        };
        fields.end()?;
        Some(reading)
    }
}

impl Stored for Reading {
    fn store(domain: &measure::MeasureReading) -> Tree<'_> {
        let mut fields = Fields::default();
        let name = match domain {
            measure::MeasureReading::Attendance { from, until, sessions } => {
                fields.store::<Day>("from", from);
                fields.store::<Day>("until", until);
                fields.store::<Sessions>("sessions", sessions);
                "attendance"
            }
            measure::MeasureReading::Attainment { subject, level, points } => {
                fields.store::<String>("subject", subject);
                fields.store::<String>("level", level);
                fields.store::<Option<i64>>("points", points);
                "attainment"
            }
            measure::MeasureReading::Scale { name, unit, least, greatest, direction, value } => {
                fields.store::<String>("name", name);
                fields.store::<String>("unit", unit);
                fields.store::<i64>("least", least);
                fields.store::<i64>("greatest", greatest);
                fields.store::<Code<_>>("direction", direction);
                fields.store::<i64>("value", value);
                "scale"
            }
        };
        Tree::variant(name, Tree::Map(fields))
    }
}
stored! {
    Measure = measure::Measure {
        date: Day,
        occasion: Code<measure::Occasion>,
        reading: Reading,
        source: String,
    }
}
