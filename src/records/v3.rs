//! Schema 3: observations whose events say that the tablet's clock was put right. All else of them is schema 2's.

use super::v2;
use super::wire::{Code, Fields, Instant, Stored, Tree, stored};
use crate::domain::observation;

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
        sheet: v2::Sheet,
        lesson: v2::Lesson,
        events: Vec<Event>,
        comment: String,
        uses: Vec<v2::Use>,
    }
}

/// What happened: what schema 2 knows, and `{"clock_moved": {"by_ms": -90000}}`.
pub(super) struct What;

impl Stored for What {
    type Domain = observation::What;

    fn store(domain: &observation::What) -> Tree<'_> {
        use observation::What as Is;
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
            Is::Abc(abc) => Tree::variant("abc", v2::AbcNote::store(abc)),
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

    fn load(tree: Tree<'_>) -> Option<observation::What> {
        match tree {
            Tree::Map(mut fields) if fields.has("clock_moved") => {
                let mut moved = fields.take("clock_moved")?.fields()?;
                let what = observation::What::ClockMoved { by_ms: moved.load::<i32>("by_ms")? };
                moved.end()?;
                fields.end()?;
                Some(what)
            }
            other => v2::What::load(other),
        }
    }
}
