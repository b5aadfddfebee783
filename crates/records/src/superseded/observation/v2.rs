//! The observation of schema 2, with a sheet of any codes.

use crate::superseded::{frozen, frozen_terms};
use crate::wire::{Fields, Instant, Loaded, Tree};
use casebook_domain::measure;
use casebook_domain::observation::{self, sheet};

frozen_terms! {
    /// The colour of a code.
    ColourV2 => observation::Colour {
        Blue = "blue",
        Orange = "orange",
        Green = "green",
        Purple = "purple",
        Red = "red",
        Teal = "teal",
        Yellow = "yellow",
        Grey = "grey",
    }
}
frozen_terms! {
    /// How a code is recorded.
    MethodV2 => observation::Method {
        Momentary = "momentary",
        PartialInterval = "partial",
        WholeInterval = "whole",
        Count = "count",
        Duration = "duration",
        Latency = "latency",
        Level = "level",
    }
}
frozen_terms! {
    /// Which way a figure is better.
    DirectionV2 => measure::Direction {
        Higher = "higher",
        Lower = "lower",
    }
}
frozen_terms! {
    /// Who is watched for a code.
    WatchingV2 => observation::Watching {
        Everyone = "everyone",
        PeerIntervals = "peer_intervals",
    }
}
frozen_terms! {
    /// When a momentary code is scored.
    ScoredAtV2 => observation::Instant {
        End = "end",
        Start = "start",
    }
}
frozen_terms! {
    /// When in the day the lesson was.
    PartOfDayV2 => observation::PartOfDay {
        First = "first",
        Morning = "morning",
        Midday = "midday",
        Afternoon = "afternoon",
    }
}
frozen_terms! {
    /// What a figure serves as in the plan.
    OccasionV2 => measure::Occasion {
        Baseline = "baseline",
        Progress = "progress",
        Review = "review",
    }
}
frozen_terms! {
    /// Why the observation paused.
    PauseReasonV2 => observation::PauseReason {
        OutOfRoom = "out_of_room",
        CannotSee = "cannot_see",
        Interrupted = "interrupted",
        Other = "other",
        Locked = "locked",
    }
}
frozen! {
    /// A code of a sheet of schema 2.
    CodeV2 {
        name: String,
        definition: String,
        colour: ColourV2,
        method: MethodV2,
        better: DirectionV2,
        watching: WatchingV2,
    }
}
frozen! {
    /// The intervals of a sheet of schema 2.
    IntervalsV2 {
        length_s: u16,
        instant: ScoredAtV2,
        peer_every: Option<u8>,
    }
}
frozen! {
    /// A sheet of schema 2.
    SheetV2 {
        name: String,
        planned_min: u16,
        intervals: Option<IntervalsV2>,
        codes: Vec<CodeV2>,
        abc: bool,
    }
}
frozen! {
    /// A lesson of schema 2.
    LessonV2 {
        subject: String,
        activity: String,
        seating: String,
        part_of_day: Option<PartOfDayV2>,
    }
}
frozen! {
    /// What a figure of schema 2 serves as.
    UseV2 {
        target: u16,
        code: u8,
        occasion: OccasionV2,
    }
}
frozen! {
    /// Antecedent, behaviour and consequence of schema 2.
    AbcV2 {
        antecedent: String,
        behaviour: String,
        consequence: String,
    }
}

/// What happened in an observation of schema 2: `{"counted": {"code": 0}}`, `{"noted": "…"}`, `"ended"`.
pub(crate) enum HappenedV2 {
    Scored { code: u8, interval: u32 },
    Cleared { code: u8, interval: u32 },
    NotSeen { interval: u32 },
    Unmarked { interval: u32 },
    Watched { interval: u32 },
    Counted { code: u8 },
    Began { code: u8 },
    Stopped { code: u8 },
    Cued { code: u8 },
    Responded { code: u8 },
    Rated { code: u8, level: u8 },
    Abc(AbcV2),
    Noted(String),
    Paused { reason: PauseReasonV2, words: String },
    Resumed,
    Undone { event: u32 },
    Redone { event: u32 },
    Ended,
}

impl Loaded for HappenedV2 {
    type Domain = Self;

    fn load(tree: Tree<'_>) -> Option<Self> {
        let (name, value) = tree.chosen()?;
        match (&*name, value) {
            ("ended", None) => Some(Self::Ended),
            ("resumed", None) => Some(Self::Resumed),
            ("noted", Some(text)) => Some(Self::Noted(String::load(text)?)),
            ("abc", Some(abc)) => Some(Self::Abc(AbcV2::load(abc)?)),
            (_, Some(value)) => {
                let mut fields = value.fields()?;
                let happened = Self::with_fields(&name, &mut fields)?;
                fields.end()?;
                Some(happened)
            }
            _ => None,
        }
    }
}

impl HappenedV2 {
    fn with_fields(name: &str, fields: &mut Fields<'_>) -> Option<Self> {
        if name == "paused" {
            let reason = fields.load::<PauseReasonV2>("reason")?;
            return Some(Self::Paused { reason, words: fields.load::<String>("words")? });
        }
        let code = |fields: &mut Fields<'_>| fields.load::<u8>("code");
        let interval = |fields: &mut Fields<'_>| fields.load::<u32>("interval");
        let event = |fields: &mut Fields<'_>| fields.load::<u32>("event");
        Some(match name {
            "scored" => Self::Scored { code: code(fields)?, interval: interval(fields)? },
            "cleared" => Self::Cleared { code: code(fields)?, interval: interval(fields)? },
            "not_seen" => Self::NotSeen { interval: interval(fields)? },
            "unmarked" => Self::Unmarked { interval: interval(fields)? },
            "watched" => Self::Watched { interval: interval(fields)? },
            "counted" => Self::Counted { code: code(fields)? },
            "began" => Self::Began { code: code(fields)? },
            "stopped" => Self::Stopped { code: code(fields)? },
            "cued" => Self::Cued { code: code(fields)? },
            "responded" => Self::Responded { code: code(fields)? },
            "rated" => Self::Rated { code: code(fields)?, level: fields.load::<u8>("level")? },
            "undone" => Self::Undone { event: event(fields)? },
            "redone" => Self::Redone { event: event(fields)? },
            _ => return None,
        })
    }
}

frozen! {
    /// An event of schema 2.
    EventV2 {
        at_ms: u32,
        target: Option<u8>,
        what: HappenedV2,
    }
}
frozen! {
    /// An observation of schema 2: a sheet of any codes.
    ObservationV2 {
        began: Instant,
        sheet: SheetV2,
        lesson: LessonV2,
        events: Vec<EventV2>,
        comment: String,
        uses: Vec<UseV2>,
    }
}

impl From<ObservationV2> for observation::Observation {
    fn from(old: ObservationV2) -> Self {
        let ObservationV2 { began, sheet, lesson, events, comment, uses } = old;
        Self {
            began,
            sheet: sheet.into(),
            lesson: lesson.into(),
            events: events.into_iter().map(Into::into).collect(),
            comment,
            uses: uses.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<SheetV2> for sheet::Sheet {
    fn from(old: SheetV2) -> Self {
        let SheetV2 { name, planned_min, intervals, codes, abc } = old;
        let codes = codes.into_iter().map(Into::into).collect();
        Self { name, planned_min, intervals: intervals.map(Into::into), codes, abc }
    }
}

impl From<IntervalsV2> for sheet::Intervals {
    fn from(old: IntervalsV2) -> Self {
        let IntervalsV2 { length_s, instant, peer_every } = old;
        Self { length_s, instant: instant.into(), peer_every }
    }
}

impl From<CodeV2> for sheet::Code {
    fn from(old: CodeV2) -> Self {
        let CodeV2 { name, definition, colour, method, better, watching } = old;
        let (colour, method, better, watching) = (colour.into(), method.into(), better.into(), watching.into());
        Self { name, definition, colour, method, better, watching }
    }
}

impl From<LessonV2> for observation::Lesson {
    fn from(old: LessonV2) -> Self {
        let LessonV2 { subject, activity, seating, part_of_day } = old;
        Self { subject, activity, seating, part_of_day: part_of_day.map(Into::into) }
    }
}

impl From<UseV2> for observation::Use {
    fn from(old: UseV2) -> Self {
        let UseV2 { target, code, occasion } = old;
        Self { target, code, occasion: occasion.into() }
    }
}

impl From<EventV2> for observation::Event {
    fn from(old: EventV2) -> Self {
        let EventV2 { at_ms, target, what } = old;
        Self { at_ms, target, what: what.into() }
    }
}

impl From<HappenedV2> for observation::EventKind {
    fn from(old: HappenedV2) -> Self {
        use HappenedV2 as Was;
        match old {
            Was::Scored { code, interval } => Self::Scored { code, interval },
            Was::Cleared { code, interval } => Self::Cleared { code, interval },
            Was::NotSeen { interval } => Self::NotSeen { interval },
            Was::Unmarked { interval } => Self::Unmarked { interval },
            Was::Watched { interval } => Self::Watched { interval },
            Was::Counted { code } => Self::Counted { code },
            Was::Began { code } => Self::Began { code },
            Was::Stopped { code } => Self::Stopped { code },
            Was::Cued { code } => Self::Cued { code },
            Was::Responded { code } => Self::Responded { code },
            Was::Rated { code, level } => Self::Rated { code, level },
            Was::Abc(AbcV2 { antecedent, behaviour, consequence }) => {
                Self::Abc(observation::Abc { antecedent, behaviour, consequence })
            }
            Was::Noted(text) => Self::Noted(text),
            Was::Paused { reason, words } => Self::Paused { reason: reason.into(), words },
            Was::Resumed => Self::Resumed,
            Was::Undone { event } => Self::Undone { event },
            Was::Redone { event } => Self::Redone { event },
            Was::Ended => Self::Ended,
        }
    }
}
