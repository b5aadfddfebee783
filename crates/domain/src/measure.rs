//! Baseline and later measures (p14), attendance arithmetic (docs/policy.md#attendance).

use crate::calendar::Date;

use super::terms::terms;

/// Session counts of one period. Attended counts approved educational
/// activity; codes that are no possible attendance are in none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sessions {
    /// Sessions attended, including late before the register closed.
    pub attended: u16,
    /// Authorised absence.
    pub authorised: u16,
    /// Unauthorised absence, including after the register closed.
    pub unauthorised: u16,
    /// Times late (codes L and U), for punctuality; not part of the sum.
    pub late: u16,
}

/// A share in hundredths of a per cent, rounded half up; `None` when nothing was possible.
fn share(part: u32, whole: u32) -> Option<u16> {
    (whole > 0).then(|| ((part * 20_000 + whole) / (2 * whole)).min(u32::from(u16::MAX)) as u16)
}

impl Sessions {
    /// Sessions that were possible for this pupil.
    pub const fn possible(self) -> u32 {
        self.attended as u32 + self.absent()
    }

    /// Sessions of absence, authorised or not.
    pub const fn absent(self) -> u32 {
        self.authorised as u32 + self.unauthorised as u32
    }

    /// Attendance in hundredths of a per cent: 8788 is 87.88 %. `None` when nothing was possible.
    pub fn attendance(self) -> Option<u16> {
        share(u32::from(self.attended), self.possible())
    }

    /// Attendance in tenths of a per cent, as a referral keeps it.
    pub fn attendance_tenths(self) -> Option<u16> {
        let possible = self.possible();
        (possible > 0).then(|| ((u32::from(self.attended) * 2000 + possible) / (2 * possible)) as u16)
    }

    /// Absence in hundredths of a per cent.
    pub fn absence(self) -> Option<u16> {
        share(self.absent(), self.possible())
    }

    /// Times late as a share of the possible sessions, in hundredths of a per cent.
    pub fn lateness(self) -> Option<u16> {
        share(u32::from(self.late), self.possible())
    }

    /// Persistent absence: a tenth or more of the pupil's own possible
    /// sessions, exactly. `None` below `least` possible sessions, where the share says little.
    pub fn persistent_absence(self, least: u16) -> Option<bool> {
        self.flag(least, 10)
    }

    /// Severe absence: half or more of the pupil's own possible sessions. `None` as above.
    pub fn severe_absence(self, least: u16) -> Option<bool> {
        self.flag(least, 2)
    }

    fn flag(self, least: u16, part: u32) -> Option<bool> {
        let possible = self.possible();
        (possible > 0 && possible >= u32::from(least)).then(|| part * self.absent() >= possible)
    }
}

terms! {
    /// Which way is better on a scale.
    Direction {
        Higher = "higher", "Higher is better";
        Lower = "lower", "Lower is better";
    }
}
terms! {
    /// When in the case a measure was taken.
    Occasion {
        Baseline = "baseline", "Baseline";
        Progress = "progress", "During the intervention";
        Review = "review", "At a review";
    }
}

/// A value on a scale, in hundredths, so that sums are exact: 750 is 7.5.
pub type Hundredths = i64;

/// What was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeasureReading {
    /// Attendance and punctuality over a period.
    Attendance {
        /// First day of the period.
        from: Date,
        /// Last day of the period.
        until: Date,
        /// The counts.
        sessions: Sessions,
    },
    /// Attainment in a subject, in the school's own words or levels.
    Attainment {
        /// Subject.
        subject: String,
        /// Level or grade as the school writes it.
        level: String,
        /// The same as a number where the school has one, to be drawn.
        points: Option<Hundredths>,
    },
    /// Any scale the school names, with its range and direction.
    Scale {
        /// Name of the scale, such as "Behaviour points a week".
        name: String,
        /// Unit or short explanation.
        unit: String,
        /// Least possible value.
        least: Hundredths,
        /// Greatest possible value.
        greatest: Hundredths,
        /// Which way is better.
        direction: Direction,
        /// The value.
        value: Hundredths,
    },
}

/// A measure taken on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Day.
    pub date: Date,
    /// When in the case.
    pub occasion: Occasion,
    /// What was measured.
    pub reading: MeasureReading,
    /// Where the figure comes from.
    pub source: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn absent(days: u16, possible: u16) -> Sessions {
        Sessions { attended: possible - days, authorised: days, unauthorised: 0, late: 0 }
    }

    #[test]
    fn p14_half_a_term_of_marks_gives_the_sums_of_domain_facts() {
        // 52 present, 3 late, 2 off site, 1 visit; 4 ill, 1 medical; 2 after the register closed, 1 other; 4 not possible.
        let sessions = Sessions { attended: 58, authorised: 5, unauthorised: 3, late: 5 };
        assert_eq!((sessions.possible(), sessions.absent()), (66, 8));
        assert_eq!((sessions.attendance(), sessions.absence()), (Some(8788), Some(1212)));
        assert_eq!((sessions.attendance_tenths(), sessions.lateness()), (Some(879), Some(758)));
        assert_eq!(sessions.persistent_absence(20), Some(true));
    }

    #[test]
    fn p14_persistent_absence_begins_at_exactly_a_tenth() {
        for (days, absence, persistent, severe) in
            [(37, 974, false, false), (38, 1000, true, false), (189, 4974, true, false), (190, 5000, true, true)]
        {
            let sessions = absent(days, 380);
            assert_eq!(sessions.absence(), Some(absence), "{days}");
            assert_eq!(sessions.persistent_absence(20), Some(persistent), "{days}");
            assert_eq!(sessions.severe_absence(20), Some(severe), "{days}");
        }
    }

    #[test]
    fn p14_no_possible_session_gives_no_figure() {
        let none = Sessions { attended: 0, authorised: 0, unauthorised: 0, late: 0 };
        assert_eq!(
            (none.attendance(), none.attendance_tenths(), none.absence(), none.lateness()),
            (None, None, None, None)
        );
        assert_eq!((none.persistent_absence(0), none.severe_absence(0)), (None, None));
    }

    #[test]
    fn p14_few_sessions_raise_no_flag() {
        assert_eq!(absent(1, 10).persistent_absence(20), None);
        assert_eq!(absent(2, 20).persistent_absence(20), Some(true));
    }

    #[test]
    fn p14_the_largest_counts_do_not_overflow() {
        let most = Sessions { attended: u16::MAX, authorised: u16::MAX, unauthorised: u16::MAX, late: u16::MAX };
        assert_eq!((most.attendance(), most.absence()), (Some(3333), Some(6667)));
        assert_eq!(most.severe_absence(20), Some(true));
    }
}
