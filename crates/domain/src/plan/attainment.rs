//! Goal attainment scaling: how far a target was reached.

/// Goal attainment, -2 much less than expected to +2 much more; 0 is the expected outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attainment(i8);

impl Attainment {
    /// A rating from -2 to +2.
    pub fn new(value: i8) -> Option<Self> {
        (-2..=2).contains(&value).then_some(Self(value))
    }

    /// The number.
    pub const fn value(self) -> i8 {
        self.0
    }
}

/// What each rating means, from -2 to +2.
pub const ATTAINMENT_LABELS: [(i8, &str); 5] = [
    (-2, "Much less than expected"),
    (-1, "Less than expected"),
    (0, "As expected"),
    (1, "More than expected"),
    (2, "Much more than expected"),
];

impl Attainment {
    /// The words that people read.
    pub const fn label(self) -> &'static str {
        ATTAINMENT_LABELS[(self.0 + 2) as usize].1
    }
}

/// Share of the goals' weights that is taken to be common to them (Kiresuk and Sherman's r).
pub(super) const CORRELATION: f64 = 0.3;

/// The standard score T of goal attainment (docs/policy.md#goal-attainment), in
/// hundredths: 5500 is 55.0. 50.0 is "all as expected"; it is no percentage and
/// cannot be compared between pupils. When all weights are 0 they count as equal;
/// `None` without a rating.
pub fn goal_attainment(goals: &[(u8, Attainment)]) -> Option<u16> {
    let equal = goals.iter().all(|(weight, _)| *weight == 0);
    let (mut weighted, mut weights, mut squares) = (0.0, 0.0, 0.0);
    for (weight, attainment) in goals {
        let weight = if equal { 1.0 } else { f64::from(*weight) };
        weighted += weight * f64::from(attainment.value());
        weights += weight;
        squares += weight * weight;
    }
    if goals.is_empty() {
        return None;
    }
    let spread = ((1.0 - CORRELATION) * squares + CORRELATION * weights * weights).sqrt();
    Some(((50.0 + 10.0 * weighted / spread) * 100.0).round() as u16)
}

/// A rating of one target at a session or review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetRating {
    /// The target's number.
    pub target: u16,
    /// The rating.
    pub attainment: Attainment,
    /// What was seen.
    pub remark: String,
}
