//! Baseline and later measures (p14), attendance arithmetic (domain facts section 5).

use time::Date;

use super::terms::terms;

/// Session counts of one period. Attended counts approved educational
/// activity; codes that are no possible attendance are in none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
pub enum Reading {
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
    pub reading: Reading,
    /// Where the figure comes from.
    pub source: String,
}
