//! What is recorded in an observation and how: the sheet with its codes and its timing (p16; docs/policy.md#observation).

use super::super::measure::Direction;
use super::super::terms::terms;

/// The most codes on a sheet: what fits on the screen at arm's length, and in a set of codes (`Codes`).
pub const MOST_CODES: usize = 24;
/// The shortest interval in seconds: nobody codes faster.
pub const SHORTEST_INTERVAL_S: u16 = 5;
/// The longest interval in seconds.
pub const LONGEST_INTERVAL_S: u16 = 1_800;
/// The most intervals of an observation: beyond what [`LONGEST_MIN`] and [`SHORTEST_INTERVAL_S`] allow, so that a sheet from
/// elsewhere costs no more.
pub const MOST_INTERVALS: u32 = 2_000;
/// The longest observation in minutes: as long as the screen stays open for one.
pub const LONGEST_MIN: u16 = 90;

terms! {
    /// How a behaviour is recorded.
    Method {
        Momentary = "momentary", "At the moment";
        PartialInterval = "partial", "At any time in the interval";
        WholeInterval = "whole", "Through the whole interval";
        Count = "count", "Count";
        Duration = "duration", "How long";
        Latency = "latency", "Time until the response";
        Level = "level", "Level 1 to 5";
    }
}

impl Method {
    /// Recorded once for an interval, as a per cent of intervals.
    pub const fn by_interval(self) -> bool {
        matches!(self, Self::Momentary | Self::PartialInterval | Self::WholeInterval)
    }
}

terms! {
    /// Colours of codes and of those observed. Each has a shape of its own too, for who can't tell the colours apart.
    Colour {
        Blue = "blue", "Blue";
        Orange = "orange", "Orange";
        Green = "green", "Green";
        Purple = "purple", "Purple";
        Red = "red", "Red";
        Teal = "teal", "Teal";
        Yellow = "yellow", "Yellow";
        Grey = "grey", "Grey";
    }
}

terms! {
    /// In which intervals a code is recorded.
    Watching {
        Everyone = "everyone", "Target and comparison peer";
        PeerIntervals = "peer_intervals", "Only in the comparison intervals";
    }
}

terms! {
    /// Which instant of an interval a momentary code looks at.
    Instant {
        End = "end", "At the end of each interval";
        Start = "start", "At the start of each interval";
    }
}

/// One behaviour on a sheet. The school names it and says in its own words what counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Name, as it is on the button: "On task".
    pub name: String,
    /// What counts and what does not, in the school's words; may be empty.
    pub definition: String,
    /// Colour of the button.
    pub colour: Colour,
    /// How it is recorded.
    pub method: Method,
    /// Which way is better, for charts.
    pub better: Direction,
    /// In which intervals.
    pub watching: Watching,
}

impl Code {
    /// Whether it is recorded for an interval; `peer`: the comparison peer is watched in it.
    pub fn in_interval(&self, peer: bool) -> bool {
        self.method.by_interval() && (peer || self.watching == Watching::Everyone)
    }
}

/// The intervals of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intervals {
    /// Length of an interval in seconds.
    pub length_s: u16,
    /// Which instant momentary codes look at.
    pub instant: Instant,
    /// Every so-manieth interval a comparison peer is watched instead; `None`: never.
    pub peer_every: Option<u8>,
}

/// What is recorded, and how. An observation keeps the sheet that it was made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Name: "On task or not".
    pub name: String,
    /// Planned length in minutes.
    pub planned_min: u16,
    /// The intervals, where the sheet has any.
    pub intervals: Option<Intervals>,
    /// The behaviours; events name them by their place here.
    pub codes: Vec<Code>,
    /// Antecedent, behaviour and consequence can be noted.
    pub abc: bool,
}

/// Why a sheet can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetFault {
    /// It has no name.
    NoName,
    /// Nothing is recorded with it: no code and no ABC notes.
    Nothing,
    /// More codes than [`MOST_CODES`].
    TooManyCodes,
    /// A code has no name; its place.
    CodeWithoutName(usize),
    /// Two codes have the same name; the place of the second.
    SameName(usize),
    /// A code is recorded by intervals, but the sheet has none; its place.
    NeedsIntervals(usize),
    /// An interval is shorter than [`SHORTEST_INTERVAL_S`] or longer than [`LONGEST_INTERVAL_S`].
    IntervalLength,
    /// The observation is shorter than an interval or a minute, or longer than [`LONGEST_MIN`].
    Length,
    /// A comparison peer every single interval, or a code for comparison intervals where there are none.
    Peer,
}

impl Sheet {
    /// What is wrong with the sheet, first things first; nothing: it can be used.
    pub fn faults(&self) -> Vec<SheetFault> {
        let mut faults = Vec::new();
        let mut fault = |yes: bool, fault| {
            if yes {
                faults.push(fault);
            }
        };
        fault(self.name.trim().is_empty(), SheetFault::NoName);
        fault(self.codes.is_empty() && !self.abc, SheetFault::Nothing);
        fault(self.codes.len() > MOST_CODES, SheetFault::TooManyCodes);
        let peer_every = self.intervals.and_then(|intervals| intervals.peer_every);
        for (place, code) in self.codes.iter().enumerate() {
            let name = code.name.trim().to_lowercase();
            fault(name.is_empty(), SheetFault::CodeWithoutName(place));
            let before = &self.codes[..place];
            let twice = !name.is_empty() && before.iter().any(|other| other.name.trim().to_lowercase() == name);
            fault(twice, SheetFault::SameName(place));
            fault(code.method.by_interval() && self.intervals.is_none(), SheetFault::NeedsIntervals(place));
        }
        if let Some(intervals) = self.intervals {
            let within = (SHORTEST_INTERVAL_S..=LONGEST_INTERVAL_S).contains(&intervals.length_s);
            fault(!within, SheetFault::IntervalLength);
        }
        let short = self.intervals.is_some() && self.planned_intervals() == 0;
        fault(self.planned_min == 0 || self.planned_min > LONGEST_MIN || short, SheetFault::Length);
        let lonely = self.codes.iter().any(|code| code.watching == Watching::PeerIntervals) && peer_every.is_none();
        fault(peer_every.is_some_and(|every| every < 2) || lonely, SheetFault::Peer);
        faults
    }

    /// Milliseconds of an interval; 0 where the sheet has none.
    pub fn interval_ms(&self) -> u32 {
        self.intervals.map_or(0, |intervals| u32::from(intervals.length_s) * 1000)
    }

    /// Whole intervals planned; 0 where the sheet has none.
    pub fn planned_intervals(&self) -> u32 {
        let planned = (u32::from(self.planned_min) * 60_000).checked_div(self.interval_ms()).unwrap_or(0);
        planned.min(MOST_INTERVALS)
    }

    /// Intervals that have ended after this many milliseconds, never more than planned.
    pub fn ended(&self, elapsed_ms: u32) -> u32 {
        elapsed_ms.checked_div(self.interval_ms()).unwrap_or(0).min(self.planned_intervals())
    }

    /// The interval that is running; `None` after the last one, and where the sheet has none.
    pub fn current(&self, elapsed_ms: u32) -> Option<u32> {
        Some(self.ended(elapsed_ms)).filter(|&index| index < self.planned_intervals())
    }

    /// Milliseconds until the running interval ends; `None` after the last one.
    pub fn until_next_ms(&self, elapsed_ms: u32) -> Option<u32> {
        let next = (self.current(elapsed_ms)? + 1) * self.interval_ms();
        Some(next - elapsed_ms)
    }

    /// The interval that a tap on an interval's code belongs to at this time. Momentary codes that look at the end belong
    /// to the interval that has just ended (`None` before the first moment); everything else to the running one, and after
    /// the last interval to that.
    pub fn interval_of(&self, method: Method, elapsed_ms: u32) -> Option<u32> {
        let last = self.planned_intervals().checked_sub(1)?;
        let at_end = self.intervals.is_some_and(|intervals| intervals.instant == Instant::End);
        if method == Method::Momentary && at_end {
            self.ended(elapsed_ms).checked_sub(1)
        } else {
            Some(self.ended(elapsed_ms).min(last))
        }
    }

    /// Whether a comparison peer is watched in this interval: every fifth means the fifth, the tenth …
    pub fn is_peer(&self, interval: u32) -> bool {
        let every = self.intervals.and_then(|intervals| intervals.peer_every);
        every.is_some_and(|every| every > 0 && (interval + 1).is_multiple_of(u32::from(every)))
    }

    /// Whether an interval that was watched to its end without a mark is data: nothing was shown. So it is where codes look
    /// at the whole interval. With momentary codes alone every moment gets a mark, and one without is missed.
    pub fn blank_is_data(&self) -> bool {
        self.codes.iter().any(|code| matches!(code.method, Method::PartialInterval | Method::WholeInterval))
    }

    /// The places of the codes recorded so.
    pub fn codes_by(&self, method: Method) -> impl Iterator<Item = usize> {
        self.codes.iter().enumerate().filter(move |(_, code)| code.method == method).map(|(place, _)| place)
    }

    /// The place of the code that is recorded alike under the same name, for comparing observations.
    pub fn same_code(&self, like: &Code) -> Option<usize> {
        let name = like.name.trim().to_lowercase();
        self.codes.iter().position(|code| code.method == like.method && code.name.trim().to_lowercase() == name)
    }
}
