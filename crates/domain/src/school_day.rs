//! The times of a school day.

use core::fmt;

/// A time on the school's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// When the school day is over where the settings have no periods.
    pub const AFTER_SCHOOL: Self = Self(15 * 60 + 30);
    const LAST: u16 = 24 * 60 - 1;

    /// Hours 0 to 23, minutes 0 to 59.
    pub const fn new(hours: u8, minutes: u8) -> Option<Self> {
        if hours < 24 && minutes < 60 { Some(Self(hours as u16 * 60 + minutes as u16)) } else { None }
    }

    /// Reads "9:05" or "09:05", also with a full stop.
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.trim().split_once([':', '.'])?;
        let digits = |part: &str, most: usize| {
            let fits = (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            fits.then(|| part.parse::<u8>().ok()).flatten()
        };
        (minutes.len() == 2).then_some(())?;
        Self::new(digits(hours, 2)?, digits(minutes, 2)?)
    }

    /// Minutes since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// Some minutes later, within the day.
    pub fn later(self, minutes: u16) -> Self {
        Self(self.0.saturating_add(minutes).min(Self::LAST))
    }
}

impl fmt::Display for TimeOfDay {
    /// "09:05", as time inputs and stored rows write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let two = |number: u16| [char::from(b'0' + (number / 10) as u8), char::from(b'0' + (number % 10) as u8)];
        let [a, b] = two(self.0 / 60);
        let [c, d] = two(self.0 % 60);
        f.write_str(a.encode_utf8(&mut [0; 4]))?;
        f.write_str(b.encode_utf8(&mut [0; 4]))?;
        f.write_str(":")?;
        f.write_str(c.encode_utf8(&mut [0; 4]))?;
        f.write_str(d.encode_utf8(&mut [0; 4]))
    }
}

/// A period of the school day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// What the school calls it: "Period 3", "Lunch".
    pub name: String,
    /// When it begins.
    pub begins: TimeOfDay,
    /// When it ends.
    pub ends: TimeOfDay,
}
