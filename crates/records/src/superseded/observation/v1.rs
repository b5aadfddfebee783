//! The observation of schema 1, which knew one sheet with two marks.

use super::v2::{
    CodeV2, ColourV2, DirectionV2, EventV2, HappenedV2, IntervalsV2, LessonV2, MethodV2, ObservationV2, ScoredAtV2,
    SheetV2, WatchingV2,
};
use crate::superseded::{frozen, frozen_terms};
use crate::wire::{Instant, Loaded, Tree};

frozen_terms! {
    /// What was seen at a moment, in schema 1.
    MarkV1 {
        OnTask = "on",
        OffTask = "off",
        NotSeen = "not_seen",
    }
}

/// What happened in an observation of schema 1: `{"marked": {…}}`, `{"noted": "…"}`, `"ended"`.
pub(crate) enum HappenedV1 {
    Marked { interval: u32, mark: MarkV1 },
    Unmarked { interval: u32 },
    Noted(String),
    Ended,
}

impl Loaded for HappenedV1 {
    type Domain = Self;

    fn load(tree: Tree<'_>) -> Option<Self> {
        let (name, value) = tree.chosen()?;
        match (&*name, value) {
            ("ended", None) => Some(Self::Ended),
            ("noted", Some(text)) => Some(Self::Noted(String::load(text)?)),
            ("marked" | "unmarked", Some(value)) => {
                let mut fields = value.fields()?;
                let interval = fields.load::<u32>("interval")?;
                let happened = if name == "marked" {
                    Self::Marked { interval, mark: fields.load::<MarkV1>("mark")? }
                } else {
                    Self::Unmarked { interval }
                };
                fields.end()?;
                Some(happened)
            }
            _ => None,
        }
    }
}

frozen! {
    /// An event of schema 1.
    EventV1 {
        at_ms: u32,
        what: HappenedV1,
    }
}
frozen! {
    /// An observation of schema 1: two marks, on task or off task.
    ObservationV1 {
        began: Instant,
        interval_s: u16,
        planned_min: u16,
        lesson: String,
        setting: String,
        events: Vec<EventV1>,
        comment: String,
    }
}

impl From<ObservationV1> for ObservationV2 {
    /// An observation of a sheet with two momentary codes.
    fn from(old: ObservationV1) -> Self {
        let ObservationV1 { began, interval_s, planned_min, lesson, setting, events, comment } = old;
        Self {
            began,
            sheet: on_task(interval_s, planned_min),
            lesson: LessonV2 { subject: lesson, activity: setting, seating: String::new(), part_of_day: None },
            events: events.into_iter().map(Into::into).collect(),
            comment,
            uses: Vec::new(),
        }
    }
}

/// The one sheet that schema 1 knew.
fn on_task(interval_s: u16, planned_min: u16) -> SheetV2 {
    let code = |name: &str, colour, better| CodeV2 {
        name: name.to_owned(),
        definition: String::new(),
        colour,
        method: MethodV2::Momentary,
        better,
        watching: WatchingV2::Everyone,
    };
    SheetV2 {
        name: "On task or not".to_owned(),
        planned_min,
        intervals: Some(IntervalsV2 { length_s: interval_s, instant: ScoredAtV2::End, peer_every: None }),
        codes: vec![
            code("On task", ColourV2::Blue, DirectionV2::Higher),
            code("Off task", ColourV2::Orange, DirectionV2::Lower),
        ],
        abc: false,
    }
}

impl From<EventV1> for EventV2 {
    /// A mark is the score of one of the two codes.
    fn from(old: EventV1) -> Self {
        let EventV1 { at_ms, what } = old;
        let what = match what {
            HappenedV1::Marked { interval, mark: MarkV1::OnTask } => HappenedV2::Scored { code: 0, interval },
            HappenedV1::Marked { interval, mark: MarkV1::OffTask } => HappenedV2::Scored { code: 1, interval },
            HappenedV1::Marked { interval, mark: MarkV1::NotSeen } => HappenedV2::NotSeen { interval },
            HappenedV1::Unmarked { interval } => HappenedV2::Unmarked { interval },
            HappenedV1::Noted(text) => HappenedV2::Noted(text),
            HappenedV1::Ended => HappenedV2::Ended,
        };
        Self { at_ms, target: None, what }
    }
}
