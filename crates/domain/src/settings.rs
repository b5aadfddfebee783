//! What another school sets differently. Names of people, posts, terms and
//! limits are settings, never constants.

use super::school_day::Period;
use super::terms::terms;

pub use super::calendar::Term;

terms! {
    /// Which records law applies.
    SchoolStatus {
        Maintained = "maintained", "Maintained school";
        Academy = "academy", "Academy";
        Unknown = "unknown", "Not known";
    }
}

terms! {
    /// Which pupils the school has: words differ.
    SchoolPhase {
        Primary = "primary", "Primary school";
        Secondary = "secondary", "Secondary school";
        AllThrough = "all_through", "All-through or other";
    }
}

impl SchoolPhase {
    /// Whether such a school has this year group: 0 is Reception.
    pub const fn has_year(self, year: i8) -> bool {
        match self {
            Self::Primary => year <= 6,
            Self::Secondary => year >= 7,
            Self::AllThrough => true,
        }
    }
}

/// A post and who holds it. The title is the school's own.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Post {
    /// The school's title for the post.
    pub title: String,
    /// Who holds it.
    pub name: String,
    /// How to reach them; for safeguarding leads the number shown under "worried about safety".
    pub reach: String,
}

/// Settings of this casebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Mentor's name, as letters are signed.
    pub mentor: String,
    /// School's name.
    pub school: String,
    /// School's address and telephone for letters.
    pub school_address: String,
    /// Maintained or academy.
    pub status: SchoolStatus,
    /// Which pupils it has.
    pub phase: SchoolPhase,
    /// Line manager, who authorises referrals.
    pub line_manager: Post,
    /// Headteacher.
    pub head: Post,
    /// Head of Student Performance, with whom onward referrals are discussed (p28).
    pub student_performance: Post,
    /// Designated safeguarding lead.
    pub safeguarding_lead: Post,
    /// Deputies.
    pub safeguarding_deputies: Vec<Post>,
    /// Whom to call if nobody answers (local authority, out of hours).
    pub safeguarding_outside: String,
    /// Half-terms, in order of time. Empty: every weekday counts as a school day.
    pub terms: Vec<Term>,
    /// Periods of the school day, in order of time. Empty: sessions are planned by the clock.
    pub periods: Vec<Period>,
    /// Attendance floor in tenths of a per cent (p12), 800.
    pub attendance_floor_tenths: u16,
    /// Possible sessions below which persistent absence is not flagged: a week's illness says little (docs/policy.md#attendance), 20.
    pub absence_flag_sessions: u16,
    /// Length of the initial period in weeks (p18), 6.
    pub initial_weeks: u8,
    /// School days in which open gates fall due after an urgent start (p17), 5.
    pub urgent_gate_days: u8,
    /// School days until the letter home is overdue (p15), 3.
    pub letter_days: u8,
    /// School days until an authorisation is overdue, 5.
    pub authorisation_days: u8,
    /// School days without family contact until Today says so (p36), 20.
    pub family_contact_days: u8,
    /// Minutes without touch until the casebook locks, 5.
    pub lock_minutes: u8,
    /// Pupils' lists show initials only.
    pub initials_only: bool,
    /// The letters' templates, by [`super::preparation::LetterKind`] code; missing: the built-in one.
    pub letter_templates: Vec<(String, String)>,
    /// Days after which a backup is due if anything changed, 7.
    pub backup_days: u8,
    /// Changes after which a backup is due, 50.
    pub backup_changes: u16,
    /// Data-protection officer: to be told of a lost tablet within 72 hours, and of requests for access.
    pub data_protection_officer: Post,
    /// Who can lock or wipe a lost tablet from afar.
    pub it_support: Post,
    /// Half-terms after an exit in which a follow-up falls due (p27), 2.
    pub follow_up_half_terms: u8,
    /// Months after an exit until this tablet's copy falls due for erasing, 12.
    pub keep_after_exit_months: u8,
    /// Half-terms that a declined referral, or an observation without a pupil, is kept, its own among them, 2: a term.
    pub keep_unused_half_terms: u8,
    /// Age in years until which the school keeps its record (docs/policy.md#keeping-and-access), 25.
    pub school_keeps_years: u8,
    /// The same for pupils with SEN support or a plan, 31.
    pub school_keeps_sen_years: u8,
}

impl Settings {
    /// The settings of a new casebook: the policy's limits, nobody's names.
    pub fn new(mentor: String, school: String) -> Self {
        let post = |title: &str| Post { title: title.to_owned(), ..Post::default() };
        Self {
            mentor,
            school,
            school_address: String::new(),
            status: SchoolStatus::Unknown,
            phase: SchoolPhase::AllThrough,
            line_manager: post("Line manager"),
            head: post("Headteacher"),
            student_performance: post("Head of Student Performance"),
            safeguarding_lead: post("Designated safeguarding lead"),
            safeguarding_deputies: Vec::new(),
            safeguarding_outside: String::new(),
            terms: Vec::new(),
            periods: Vec::new(),
            attendance_floor_tenths: 800,
            absence_flag_sessions: 20,
            initial_weeks: 6,
            urgent_gate_days: 5,
            letter_days: 3,
            authorisation_days: 5,
            family_contact_days: 20,
            lock_minutes: 5,
            initials_only: false,
            letter_templates: Vec::new(),
            backup_days: 7,
            backup_changes: 50,
            data_protection_officer: post("Data-protection officer"),
            it_support: post("IT support"),
            follow_up_half_terms: 2,
            keep_after_exit_months: 12,
            keep_unused_half_terms: 2,
            school_keeps_years: 25,
            school_keeps_sen_years: 31,
        }
    }

    /// Whether nothing was set since the casebook was made: all but the mentor and the school is as [`Settings::new`]
    /// has it.
    pub fn as_made(&self) -> bool {
        *self == Self::new(self.mentor.clone(), self.school.clone())
    }
}
