//! Schema 3: observations whose events say that the tablet's clock was put right, all else of them being schema 2's; settings
//! that name the periods of the school day and which pupils the school has.

use super::wire::{Code, Fields, Instant, Stored, Tree, stored};
use super::{v1, v2};
use casebook_domain::{observation, settings};

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

stored! {
    Settings = settings::Settings {
        mentor: String,
        school: String,
        school_address: String,
        status: Code<settings::SchoolStatus>,
        phase: Code<settings::SchoolPhase>,
        line_manager: v1::Post,
        head: v1::Post,
        student_performance: v1::Post,
        safeguarding_lead: v1::Post,
        safeguarding_deputies: Vec<v1::Post>,
        safeguarding_outside: String,
        terms: Vec<v1::Term>,
        periods: Vec<v1::Period>,
        attendance_floor_tenths: u16,
        absence_flag_sessions: u16,
        initial_weeks: u8,
        urgent_gate_days: u8,
        letter_days: u8,
        authorisation_days: u8,
        family_contact_days: u8,
        lock_minutes: u8,
        initials_only: bool,
        letter_templates: Vec<v1::Template>,
        backup_days: u8,
        backup_changes: u16,
        data_protection_officer: v1::Post,
        it_support: v1::Post,
        follow_up_half_terms: u8,
        keep_after_exit_months: u8,
        keep_unused_half_terms: u8,
        school_keeps_years: u8,
        school_keeps_sen_years: u8,
    }
}

/// Settings of schema 2 with what a new casebook has of the rest. A row of schema 2 that has these fields already is none:
/// they are then there twice.
pub(super) fn settings_from_v2(body: Tree<'_>) -> Option<Tree<'_>> {
    let mut fields = body.fields()?;
    fields.put("phase", Code::<settings::SchoolPhase>::store(&settings::SchoolPhase::AllThrough));
    fields.put("periods", Tree::List(Vec::new()));
    fields.put("follow_up_half_terms", u8::store(&2));
    Some(Tree::Map(fields))
}
