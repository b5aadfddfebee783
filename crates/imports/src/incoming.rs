//! A pupil as a file of another system has them. What the file does not say is empty or `None`, and wipes nothing.

use casebook_domain::calendar::Date;
use casebook_domain::contact::Contact;
use casebook_domain::identity::Identity;
use casebook_domain::measure::Sessions;
use casebook_domain::pupil::SenProvision;

use crate::columns::Meaning;
use crate::level::Level;

/// A pupil of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Incoming {
    /// The row as a spreadsheet shows it, or which pupil of the CTF, from 1.
    pub place: u32,
    /// By what they are recognised.
    pub identity: Identity,
    /// The number they had before.
    pub former_upn: String,
    /// Year group.
    pub year: Option<Year>,
    /// Form.
    pub form: String,
    /// SEN provision.
    pub sen: Option<SenProvision>,
    /// Attracts pupil premium.
    pub pupil_premium: Option<bool>,
    /// Free school meals, now or within six years. A pupil's file does not keep it; see
    /// [`Wanted::free_meals`](crate::check::Wanted::free_meals).
    pub free_meals: Option<bool>,
    /// Looked after by a local authority.
    pub looked_after: Option<bool>,
    /// English as an additional language.
    pub eal: Option<bool>,
    /// The people at home, in the file's order.
    pub contacts: Vec<Contact>,
    /// Figures of now.
    pub figures: Figures,
    /// Attendance by year.
    pub years: Vec<YearOfAttendance>,
    /// What could not be taken, and what should be looked at.
    pub notes: Vec<Note>,
}

/// A year group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Year {
    /// Reception is 0.
    Taught(u8),
    /// Nursery, or outside the national curriculum: nothing that a pupil's file keeps.
    Other,
}

/// The figures of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Figures {
    /// Attendance.
    pub attendance: Option<Attended>,
    /// Times late.
    pub late: Option<u16>,
    /// Attainment now.
    pub now: Option<Level>,
    /// Attainment that is expected now.
    pub expected: Option<Level>,
    /// Attainment at an earlier time.
    pub before: Option<Level>,
    /// Behaviour points; more are worse.
    pub behaviour: Option<u16>,
    /// Exclusions and suspensions.
    pub exclusions: Option<u16>,
}

/// Attendance, as exactly as the file has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Attended {
    /// All counts of a measure. Times late are 0 where the file has none ([`Figures::late`] says which).
    Sessions(Sessions),
    /// Nothing about what the absences were.
    Counts {
        /// Sessions attended.
        attended: u16,
        /// Of so many.
        possible: u16,
    },
    /// A share alone, in hundredths of a per cent.
    Share(u16),
}

impl Attended {
    /// Attendance in hundredths of a per cent; `None` where no session was possible.
    pub fn hundredths(self) -> Option<u16> {
        match self {
            Self::Sessions(sessions) => sessions.attendance(),
            Self::Counts { .. } => self.as_sessions()?.attendance(),
            Self::Share(share) => Some(share),
        }
    }

    /// In tenths of a per cent, as a referral keeps it and the attendance rule compares it (p12).
    pub fn tenths(self) -> Option<u16> {
        match self {
            Self::Sessions(sessions) => sessions.attendance_tenths(),
            Self::Counts { .. } => self.as_sessions()?.attendance_tenths(),
            Self::Share(share) => Some((share + 5) / 10),
        }
    }

    /// Sessions that were possible; `None` of a share.
    pub fn possible(self) -> Option<u32> {
        match self {
            Self::Sessions(sessions) => Some(sessions.possible()),
            Self::Counts { possible, .. } => Some(u32::from(possible)),
            Self::Share(_) => None,
        }
    }

    /// Whether attendance is this share or less, exactly; `None` where no session was possible.
    pub fn at_most(self, tenths: u16) -> Option<bool> {
        let (attended, possible) = match self {
            Self::Sessions(sessions) => (u32::from(sessions.attended), sessions.possible()),
            Self::Counts { attended, possible } => (u32::from(attended), u32::from(possible)),
            Self::Share(share) => (u32::from(share), 10_000),
        };
        (possible > 0).then(|| u64::from(attended) * 1000 <= u64::from(possible) * u64::from(tenths))
    }

    /// For the arithmetic of a share alone: which absences were authorised does not change it.
    fn as_sessions(self) -> Option<Sessions> {
        let Self::Counts { attended, possible } = self else { return None };
        Some(Sessions { attended, authorised: 0, unauthorised: possible.checked_sub(attended)?, late: 0 })
    }
}

/// One school's attendance of one year.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct YearOfAttendance {
    /// The year as the file writes it, which may be that in which the school year begins or ends.
    pub year: u16,
    /// First and last day, as far as they can be told: by the first day in the file, or because the other reading of the
    /// year can't be true.
    pub period: Period,
    /// The school.
    pub school: String,
    /// The counts.
    pub sessions: Sessions,
    /// Whether times late are known: they are where the codes are in the file.
    pub late_known: bool,
}

/// When a year of attendance was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Period {
    /// From a day until a day.
    Known(Date, Date),
    /// Both readings of the year can be true: the mentor is asked.
    Asked {
        /// If it is the year in which the school year begins.
        begins: (Date, Date),
        /// If it is that in which it ends.
        ends: (Date, Date),
    },
}

/// What could not be taken from a pupil's row, or should be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Note {
    /// A cell that could not be read as what its column means; nothing was taken from it.
    Unreadable {
        /// What its column means.
        meaning: Meaning,
        /// What it says.
        text: String,
    },
    /// A cell with a formula; nothing was taken from it.
    Formula {
        /// What its column means.
        meaning: Meaning,
    },
    /// The row has more cells than there are headings: nothing of it is to be trusted.
    OutOfStep {
        /// How many more.
        extra: usize,
    },
    /// A name in one piece, of which it is not clear which word is the surname.
    NameInOnePiece {
        /// The name.
        name: String,
    },
    /// A name was in capitals alone and is written in the usual way.
    InCapitals {
        /// As it was.
        name: String,
    },
    /// Possible sessions are not the sum of the others; no attendance was taken.
    DoesNotAddUp {
        /// The year, where it is one year's.
        year: Option<u16>,
    },
    /// Attendance codes that were retired; they were counted as they were then.
    OldCodes(Vec<String>),
    /// Attendance codes that nobody knows; no attendance was taken.
    UnknownCodes(Vec<String>),
    /// More contacts or years than are taken.
    TooMany,
    /// A name stood where other systems have it and the CTF does not.
    OddShape,
}
