//! Observations, their templates and lists, and the set-up of a running one.

use crate::wire::{Code, Fields, Id, Instant, Loaded, Stored, Tree, stored};
use casebook_domain::ids::FileId;
use casebook_domain::measure;
use casebook_domain::observation::{self, Abc, RunningObservation, kit, sheet};

stored! {
    SheetCode = sheet::Code {
        name: String,
        definition: String,
        colour: Code<observation::Colour>,
        method: Code<observation::Method>,
        better: Code<measure::Direction>,
        watching: Code<observation::Watching>,
    }
}
stored! {
    Intervals = sheet::Intervals {
        length_s: u16,
        instant: Code<observation::Instant>,
        peer_every: Option<u8>,
    }
}
stored! {
    Sheet = sheet::Sheet {
        name: String,
        planned_min: u16,
        intervals: Option<Intervals>,
        codes: Vec<SheetCode>,
        abc: bool,
    }
}
stored! {
    Lesson = observation::Lesson {
        subject: String,
        activity: String,
        seating: String,
        part_of_day: Option<Code<observation::PartOfDay>>,
    }
}
stored! {
    Use = observation::Use {
        target: u16,
        code: u8,
        occasion: Code<measure::Occasion>,
    }
}
stored! {
    Template = kit::Template {
        sheet: Sheet,
        starter: Option<Code<observation::Starter>>,
        hidden: bool,
    }
}
stored! {
    Lists = kit::Lists {
        antecedents: Vec<String>,
        behaviours: Vec<String>,
        consequences: Vec<String>,
        phrases: Vec<String>,
        subjects: Vec<String>,
        activities: Vec<String>,
        seatings: Vec<String>,
    }
}
stored! {
    Observed = observation::Observed {
        file: Option<Id<FileId>>,
        colour: Code<observation::Colour>,
        label: String,
    }
}
stored! {
    SetUp = RunningObservation {
        began: Instant,
        sheet: Sheet,
        lesson: Lesson,
        observed: Vec<Observed>,
    }
}
stored! {
    AbcNote = Abc {
        antecedent: String,
        behaviour: String,
        consequence: String,
    }
}

/// What happened: `{"counted": {"code": 0}}`, `{"noted": "…"}`, `"ended"`.
pub(crate) struct What;

impl Loaded for What {
    type Domain = observation::EventKind;

    fn load(tree: Tree<'_>) -> Option<observation::EventKind> {
        use observation::EventKind as Is;
        let (name, value) = tree.chosen()?;
        match (&*name, value) {
            ("ended", None) => Some(Is::Ended),
            ("resumed", None) => Some(Is::Resumed),
            ("noted", Some(text)) => Some(Is::Noted(String::load(text)?)),
            ("abc", Some(abc)) => Some(Is::Abc(AbcNote::load(abc)?)),
            (_, Some(value)) => {
                let mut fields = value.fields()?;
                let what = Self::with_fields(&name, &mut fields)?;
                fields.end()?;
                Some(what)
            }
            _ => None,
        }
    }
}

impl Stored for What {
    fn store(domain: &observation::EventKind) -> Tree<'_> {
        use observation::EventKind as Is;
        let one = |name, field, value: u32| {
            let mut fields = Fields::default();
            fields.put(field, Tree::Number(value.into()));
            Tree::variant(name, Tree::Map(fields))
        };
        let two = |name, code: u8, field, value: u32| {
            let mut fields = Fields::default();
            fields.put("code", Tree::Number(code.into()));
            fields.put(field, Tree::Number(value.into()));
            Tree::variant(name, Tree::Map(fields))
        };
        match domain {
            Is::Scored { code, interval } => two("scored", *code, "interval", *interval),
            Is::Cleared { code, interval } => two("cleared", *code, "interval", *interval),
            Is::NotSeen { interval } => one("not_seen", "interval", *interval),
            Is::Unmarked { interval } => one("unmarked", "interval", *interval),
            Is::Watched { interval } => one("watched", "interval", *interval),
            Is::Counted { code } => one("counted", "code", u32::from(*code)),
            Is::Began { code } => one("began", "code", u32::from(*code)),
            Is::Stopped { code } => one("stopped", "code", u32::from(*code)),
            Is::Cued { code } => one("cued", "code", u32::from(*code)),
            Is::Responded { code } => one("responded", "code", u32::from(*code)),
            Is::Rated { code, level } => two("rated", *code, "level", u32::from(*level)),
            Is::Abc(abc) => Tree::variant("abc", AbcNote::store(abc)),
            Is::Noted(text) => Tree::variant("noted", String::store(text)),
            Is::Paused { reason, words } => {
                let mut fields = Fields::default();
                fields.store::<Code<_>>("reason", reason);
                fields.store::<String>("words", words);
                Tree::variant("paused", Tree::Map(fields))
            }
            Is::Resumed => Tree::Text("resumed".into()),
            Is::Undone { event } => one("undone", "event", *event),
            Is::Redone { event } => one("redone", "event", *event),
            Is::ClockMoved { by_ms } => {
                let mut fields = Fields::default();
                fields.store::<i32>("by_ms", by_ms);
                Tree::variant("clock_moved", Tree::Map(fields))
            }
            Is::Ended => Tree::Text("ended".into()),
        }
    }
}

impl What {
    fn with_fields(name: &str, fields: &mut Fields<'_>) -> Option<observation::EventKind> {
        use observation::EventKind as Is;
        if name == "clock_moved" {
            return Some(Is::ClockMoved { by_ms: fields.load::<i32>("by_ms")? });
        }
        if name == "paused" {
            let reason = fields.load::<Code<_>>("reason")?;
            return Some(Is::Paused { reason, words: fields.load::<String>("words")? });
        }
        let code = |fields: &mut Fields<'_>| fields.load::<u8>("code");
        let interval = |fields: &mut Fields<'_>| fields.load::<u32>("interval");
        let event = |fields: &mut Fields<'_>| fields.load::<u32>("event");
        Some(match name {
            "scored" => Is::Scored { code: code(fields)?, interval: interval(fields)? },
            "cleared" => Is::Cleared { code: code(fields)?, interval: interval(fields)? },
            "not_seen" => Is::NotSeen { interval: interval(fields)? },
            "unmarked" => Is::Unmarked { interval: interval(fields)? },
            "watched" => Is::Watched { interval: interval(fields)? },
            "counted" => Is::Counted { code: code(fields)? },
            "began" => Is::Began { code: code(fields)? },
            "stopped" => Is::Stopped { code: code(fields)? },
            "cued" => Is::Cued { code: code(fields)? },
            "responded" => Is::Responded { code: code(fields)? },
            "rated" => Is::Rated { code: code(fields)?, level: fields.load::<u8>("level")? },
            "undone" => Is::Undone { event: event(fields)? },
            "redone" => Is::Redone { event: event(fields)? },
            _ => return None,
        })
    }
}

stored! {
    Event = observation::Event {
        at_ms: u32,
        target: Option<u8>,
        what: What,
    }
}
stored! {
    Observation = observation::Observation {
        began: Instant,
        sheet: Sheet,
        lesson: Lesson,
        events: Vec<Event>,
        comment: String,
        uses: Vec<Use>,
    }
}
