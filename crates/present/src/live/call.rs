//! What the live screen asks for just now.

use casebook_domain::observation::sheet::{Instant, Method, Sheet};

/// How long "look now" is shown after a moment, in milliseconds.
pub const CALL_MS: u32 = 4_000;

/// What the screen calls out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Nothing has to be looked at by the clock.
    Free,
    /// The first moment is still to come.
    First,
    /// This is the moment.
    Look {
        /// The comparison peer is meant.
        peer: bool,
    },
    /// The moment has passed without a mark.
    Mark {
        /// The comparison peer is meant.
        peer: bool,
    },
    /// The moment has its mark.
    Marked {
        /// The next moment is the comparison peer's.
        next_peer: bool,
    },
    /// The running interval is watched to its end.
    Watch {
        /// The comparison peer is meant.
        peer: bool,
    },
    /// The last moment has passed without a mark.
    Last,
    /// All intervals are over.
    Over,
    /// The planned time is over; there are no intervals.
    TimeUp,
}

impl Call {
    /// The comparison peer is meant.
    pub const fn peer(self) -> bool {
        matches!(self, Self::Look { peer: true } | Self::Mark { peer: true } | Self::Watch { peer: true })
    }

    /// There is nothing more to record: to stop is what comes next.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Over | Self::TimeUp)
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Free => "",
            Self::First => "Wait for the first signal",
            Self::Look { peer: false } => "Look now!",
            Self::Look { peer: true } => "Look at the comparison peer now!",
            Self::Mark { peer: false } => "What did you see?",
            Self::Mark { peer: true } => "What did the comparison peer do?",
            Self::Marked { next_peer: false } => "Marked",
            Self::Marked { next_peer: true } => "Marked. Next: the comparison peer",
            Self::Watch { peer: false } => "Keep watching",
            Self::Watch { peer: true } => "Watch the comparison peer",
            Self::Last => "That was the last signal. Mark it, then stop.",
            Self::Over => "All intervals are over. Stop when you are ready.",
            Self::TimeUp => "The planned time is over. Stop when you are ready.",
        }
    }
}

/// What is called out after this many milliseconds; `marked`: the moment that can be marked now has its mark for everybody
/// who is observed.
pub fn call(sheet: &Sheet, elapsed_ms: u32, marked: bool) -> Call {
    let Some(intervals) = sheet.intervals else {
        return if elapsed_ms >= u32::from(sheet.planned_min) * 60_000 { Call::TimeUp } else { Call::Free };
    };
    let ended = sheet.ended(elapsed_ms);
    let since = elapsed_ms.saturating_sub(ended * sheet.interval_ms());
    let over = sheet.current(elapsed_ms).is_none();
    let peer = sheet.is_peer(ended) && !over;
    let momentary = sheet.codes_by(Method::Momentary).next().is_some();
    if momentary && intervals.instant == Instant::End {
        let Some(moment) = ended.checked_sub(1) else { return Call::First };
        return match (marked, over) {
            (true, true) => Call::Over,
            (false, true) => Call::Last,
            (true, false) => Call::Marked { next_peer: peer },
            (false, false) if since < CALL_MS => Call::Look { peer: sheet.is_peer(moment) },
            (false, false) => Call::Mark { peer: sheet.is_peer(moment) },
        };
    }
    if over {
        return Call::Over;
    }
    match (momentary && !marked, sheet.blank_is_data()) {
        (true, _) if since < CALL_MS => Call::Look { peer },
        (true, _) => Call::Mark { peer },
        (false, false) if momentary => Call::Marked { next_peer: sheet.is_peer(ended + 1) },
        (false, _) => Call::Watch { peer },
    }
}

/// What the screen is doing, as far as timers matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awake {
    /// The countdown can be seen.
    Counting,
    /// It can be seen, and recording pauses for everybody: nothing counts down.
    Paused,
    /// Blank or hidden.
    Dark,
}

/// What wakes the CPU next, in milliseconds from now; `None`: nothing.
///
/// - While the countdown or a time on a button can be seen: once a second, as its figure turns.
/// - While recording pauses: at the end of each interval, for its number.
/// - Blank or hidden: at the end of each interval, and only if that is buzzed or sounded (`cued`).
/// - After the last interval: only for a time that runs on a button (`runs`).
pub fn next_wake_ms(sheet: &Sheet, elapsed_ms: u32, awake: Awake, cued: bool, runs: bool) -> Option<u32> {
    let moment = sheet.until_next_ms(elapsed_ms);
    match awake {
        Awake::Dark => moment.filter(|_| cued),
        Awake::Paused => moment,
        Awake::Counting if moment.is_some() || runs || sheet.intervals.is_none() => Some(1000 - elapsed_ms % 1000),
        Awake::Counting => None,
    }
}
