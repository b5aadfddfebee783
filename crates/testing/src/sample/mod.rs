//! One made-up record of every kind in which every field says something, as the golden rows have it.

mod exit;
mod hand_over;
mod keeping;
mod observing;
mod people;
mod plan;
mod preparation;
mod referral;
mod settings;
mod work;

use crate::any::Any;
pub use crate::short::{clock, on, record};
use casebook_domain::calendar::Moment;
use casebook_domain::content::{Body, Content, Kind};
use casebook_domain::for_each_kind;
use casebook_domain::measure::Direction;
use casebook_domain::observation::{
    Abc, Code, Colour, Event, EventKind as Happened, Instant, Intervals, Lesson, Method, PartOfDay, PauseReason, Sheet,
    Watching,
};

/// The made-up content of one kind.
pub trait Sample: Body {
    /// Every field says something.
    fn sample() -> Self;

    /// Any content at all, also such as no rule allows.
    fn any(any: &mut Any) -> Self;
}

/// The sample of a kind.
pub fn sample(kind: Kind) -> Content {
    macro_rules! sample {
        ($($kind:ident $row:tt)+) => { match kind { $(Kind::$kind => Content::$kind(Sample::sample()),)+ } };
    }
    for_each_kind!(sample)
}

/// Any content of a kind.
pub fn any_content(kind: Kind, any: &mut Any) -> Content {
    macro_rules! content {
        ($($kind:ident $row:tt)+) => { match kind { $(Kind::$kind => Content::$kind(Sample::any(any)),)+ } };
    }
    for_each_kind!(content)
}

/// When a sample was written.
pub fn written_at() -> Moment {
    Moment { utc_ms: 1_795_446_000_000, offset_min: 60 }
}

/// A text of its own.
pub fn text(text: &str) -> String {
    text.to_owned()
}

/// A sheet with a code of every method.
pub fn sheet() -> Sheet {
    let code = |name: &str, method, watching| Code {
        name: text(name),
        definition: text("As the school means it"),
        colour: Colour::Teal,
        method,
        better: Direction::Lower,
        watching,
    };
    Sheet {
        name: text("Made-up sheet"),
        planned_min: 15,
        intervals: Some(Intervals { length_s: 15, instant: Instant::Start, peer_every: Some(5) }),
        codes: vec![
            code("Active", Method::Momentary, Watching::Everyone),
            code("Instruction", Method::PartialInterval, Watching::PeerIntervals),
        ],
        abc: true,
    }
}

/// A lesson.
pub fn lesson() -> Lesson {
    Lesson {
        subject: text("Mathematics"),
        activity: text("In pairs"),
        seating: text("Back row"),
        part_of_day: Some(PartOfDay::Morning),
    }
}

/// One of every kind, of the second observed where it is of one.
pub fn every_event() -> Vec<Event> {
    let of_one = [
        Happened::Scored { code: 0, interval: 0 },
        Happened::Cleared { code: 1, interval: 0 },
        Happened::NotSeen { interval: 1 },
        Happened::Unmarked { interval: 1 },
        Happened::Counted { code: 2 },
        Happened::Began { code: 3 },
        Happened::Stopped { code: 3 },
        Happened::Cued { code: 4 },
        Happened::Responded { code: 4 },
        Happened::Rated { code: 5, level: 4 },
        Happened::Abc(Abc {
            antecedent: text("Told to wait"),
            behaviour: text("Shouts"),
            consequence: text("Ignored"),
        }),
        Happened::Noted(text("Helps a neighbour")),
    ];
    let of_all = [
        Happened::Watched { interval: 2 },
        Happened::Paused { reason: PauseReason::Locked, words: text("Fire drill") },
        Happened::Resumed,
        Happened::Undone { event: 4 },
        Happened::Redone { event: 4 },
        Happened::ClockMoved { by_ms: -90_000 },
        Happened::Ended,
    ];
    let of_one = of_one.into_iter().map(|what| (Some(1), what));
    let all = of_one.chain(of_all.into_iter().map(|what| (None, what)));
    all.enumerate().map(|(at, (target, what))| Event { at_ms: at as u32 * 1_000, target, what }).collect()
}
