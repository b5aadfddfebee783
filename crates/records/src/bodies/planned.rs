//! Planned sessions.

use crate::wire::{Clock, Code, Day, Fields, Loaded, Stored, Tree, stored};
use casebook_domain::{planned, session};

stored! {
    Period = planned::Period {
        name: String,
        begins: Clock,
        ends: Clock,
    }
}

/// When a session is planned on its day: `{"period": "…"}`, `{"at": "HH:MM"}` or `"any_time"`.
pub(crate) struct Slot;

impl Loaded for Slot {
    type Domain = planned::SessionTime;

    fn load(tree: Tree<'_>) -> Option<planned::SessionTime> {
        let (name, value) = tree.chosen()?;
        match (&*name, value) {
            ("period", Some(text)) => Some(planned::SessionTime::Period(String::load(text)?)),
            ("at", Some(time)) => Some(planned::SessionTime::At(Clock::load(time)?)),
            ("any_time", None) => Some(planned::SessionTime::AnyTime),
            _ => None,
        }
    }
}

impl Stored for Slot {
    fn store(domain: &planned::SessionTime) -> Tree<'_> {
        match domain {
            planned::SessionTime::Period(name) => Tree::variant("period", String::store(name)),
            planned::SessionTime::At(time) => Tree::variant("at", Clock::store(time)),
            planned::SessionTime::AnyTime => Tree::Text("any_time".into()),
        }
    }
}

/// What became of a planned day: `{"moved": {"to": …, "slot": …}}` or `{"off": "reason"}`.
pub(crate) struct DayChanged;

impl Loaded for DayChanged {
    type Domain = planned::DayChanged;

    fn load(tree: Tree<'_>) -> Option<planned::DayChanged> {
        let (name, value) = tree.chosen()?;
        match (&*name, value) {
            ("moved", Some(value)) => {
                let mut fields = value.fields()?;
                let to = fields.load::<Day>("to")?;
                let slot = fields.load::<Slot>("slot")?;
                fields.end()?;
                Some(planned::DayChanged::Moved { to, slot })
            }
            ("off", Some(reason)) => Some(planned::DayChanged::Off(Code::<planned::OffReason>::load(reason)?)),
            _ => None,
        }
    }
}

impl Stored for DayChanged {
    fn store(domain: &planned::DayChanged) -> Tree<'_> {
        match domain {
            planned::DayChanged::Moved { to, slot } => {
                let mut fields = Fields::default();
                fields.store::<Day>("to", to);
                fields.store::<Slot>("slot", slot);
                Tree::variant("moved", Tree::Map(fields))
            }
            planned::DayChanged::Off(reason) => Tree::variant("off", Code::<planned::OffReason>::store(reason)),
        }
    }
}
stored! {
    DayChange = planned::DayChange {
        day: Day,
        what: DayChanged,
    }
}
stored! {
    PlannedSession = planned::PlannedSession {
        date: Day,
        slot: Slot,
        minutes: u16,
        place: String,
        kind: Code<session::SessionKind>,
        weekly_until: Option<Day>,
        about: String,
        changes: Vec<DayChange>,
    }
}
