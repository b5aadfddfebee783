//! Random content from a seed, also such as no rule allows: what is stored must come back whatever it says.

use crate::short::{clock, on, record};
use casebook_domain::calendar::{Date, Moment, add_days};
use casebook_domain::ids::RecordId;
use casebook_domain::measure::{Direction, MeasureReading, Occasion, Sessions};
use casebook_domain::observation::{
    Abc, Code, Colour, Event, EventKind as Happened, Instant, Intervals, Method, PauseReason, Sheet, Use, Watching,
};
use casebook_domain::plan::{Attainment, Outcome, TargetRating};
use casebook_domain::planned::{SessionTime, TimeOfDay};
use casebook_domain::settings::Post;

/// Random content. No shrinking: one number makes all of it, so a failure is repeated by its number.
pub struct Any(pub u64);

impl Any {
    /// A number below this.
    pub fn number(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// Yes or no.
    pub fn flag(&mut self) -> bool {
        self.number(2) == 1
    }

    /// One of these.
    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.number(all.len() as u64) as usize]
    }

    /// A text of up to three pieces, some of them awkward.
    pub fn text(&mut self) -> String {
        const PIECES: [&str; 12] =
            ["", "a", "Zoë", "\n", "\"", "\\", "\t", "\u{2028}", "👩‍🏫", "</script>", "null", " made up "];
        let count = self.number(4);
        (0..count).map(|_| self.of(&PIECES)).collect()
    }

    /// A day within three hundred years.
    pub fn day(&mut self) -> Date {
        let first = on("1900-01-01");
        add_days(first, self.number(300 * 365) as i32)
    }

    /// A moment with an offset.
    pub fn moment(&mut self) -> Moment {
        let utc_ms = self.number(1 << 31) as i64 * self.of(&[1, 1_000, -1]);
        Moment { utc_ms, offset_min: self.number(1681) as i16 - 840 }
    }

    /// An identifier.
    pub fn record(&mut self) -> RecordId {
        record(self.number(256) as u8)
    }

    /// One or none.
    pub fn maybe<T>(&mut self, make: fn(&mut Self) -> T) -> Option<T> {
        self.flag().then(|| make(self))
    }

    /// None to a few.
    pub fn some<T>(&mut self, make: fn(&mut Self) -> T) -> Vec<T> {
        let count = self.number(4);
        (0..count).map(|_| make(self)).collect()
    }

    /// A small number.
    pub fn small(&mut self) -> u16 {
        self.number(1 << 16) as u16
    }

    /// A number of hundredths, also a negative one.
    pub fn hundredths(&mut self) -> i64 {
        self.number(1 << 31) as i64 - (1 << 30)
    }

    /// A target's rating.
    pub fn rating(&mut self) -> TargetRating {
        let attainment = Attainment::new(self.number(5) as i8 - 2).expect("a rating");
        TargetRating { target: self.small(), attainment, remark: self.text() }
    }

    /// A post of the school.
    pub fn post(&mut self) -> Post {
        Post { title: self.text(), name: self.text(), reach: self.text() }
    }

    /// An event of an observation.
    pub fn event(&mut self) -> Event {
        let interval = self.number(1 << 31) as u32;
        let code = self.number(1 << 8) as u8;
        let what = match self.number(19) {
            0 => Happened::Scored { code, interval },
            1 => Happened::Cleared { code, interval },
            2 => Happened::NotSeen { interval },
            3 => Happened::Unmarked { interval },
            4 => Happened::Watched { interval },
            5 => Happened::Counted { code },
            6 => Happened::Began { code },
            7 => Happened::Stopped { code },
            8 => Happened::Cued { code },
            9 => Happened::Responded { code },
            10 => Happened::Rated { code, level: self.number(6) as u8 },
            11 => Happened::Abc(Abc { antecedent: self.text(), behaviour: self.text(), consequence: self.text() }),
            12 => Happened::Noted(self.text()),
            13 => Happened::Paused { reason: self.of(PauseReason::ALL), words: self.text() },
            14 => Happened::Resumed,
            15 => Happened::Undone { event: interval },
            16 => Happened::Redone { event: interval },
            17 => Happened::ClockMoved { by_ms: self.number(i32::MAX as u64) as i32 },
            _ => Happened::Ended,
        };
        let target = self.flag().then(|| self.number(4) as u8);
        Event { at_ms: self.number(1 << 31) as u32, target, what }
    }

    /// A code of a sheet.
    pub fn code(&mut self) -> Code {
        Code {
            name: self.text(),
            definition: self.text(),
            colour: self.of(Colour::ALL),
            method: self.of(Method::ALL),
            better: self.of(Direction::ALL),
            watching: self.of(Watching::ALL),
        }
    }

    /// A sheet.
    pub fn sheet(&mut self) -> Sheet {
        Sheet {
            name: self.text(),
            planned_min: self.small(),
            intervals: self.flag().then(|| Intervals {
                length_s: self.small(),
                instant: self.of(Instant::ALL),
                peer_every: self.flag().then(|| self.number(1 << 8) as u8),
            }),
            codes: self.some(Self::code),
            abc: self.flag(),
        }
    }

    /// What an observation serves.
    pub fn serves(&mut self) -> Use {
        Use { target: self.small(), code: self.number(1 << 8) as u8, occasion: self.of(Occasion::ALL) }
    }

    /// A measure's reading.
    pub fn reading(&mut self) -> MeasureReading {
        match self.number(3) {
            0 => MeasureReading::Attendance {
                from: self.day(),
                until: self.day(),
                sessions: Sessions {
                    attended: self.small(),
                    authorised: self.small(),
                    unauthorised: self.small(),
                    late: self.small(),
                },
            },
            1 => MeasureReading::Attainment {
                subject: self.text(),
                level: self.text(),
                points: self.maybe(Self::hundredths),
            },
            _ => MeasureReading::Scale {
                name: self.text(),
                unit: self.text(),
                least: self.hundredths(),
                greatest: self.hundredths(),
                direction: self.of(Direction::ALL),
                value: self.hundredths(),
            },
        }
    }

    /// Some of the five outcomes.
    pub fn outcomes(&mut self) -> Vec<Outcome> {
        self.some(|any| any.of(Outcome::ALL))
    }

    /// A time of day.
    pub fn clock(&mut self) -> TimeOfDay {
        clock(self.number(24) as u8, self.number(60) as u8)
    }

    /// A session's time.
    pub fn slot(&mut self) -> SessionTime {
        match self.number(3) {
            0 => SessionTime::Period(self.text()),
            1 => SessionTime::At(self.clock()),
            _ => SessionTime::AnyTime,
        }
    }
}
