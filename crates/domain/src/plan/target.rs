//! A target, and what makes it SMART.

use crate::calendar::Date;
use crate::terms::terms;

use super::Outcome;

/// A long-term objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    /// In words.
    pub text: String,
    /// The outcomes it serves.
    pub outcomes: Vec<Outcome>,
}

/// A short-term objective made SMART (p21). Empty fields are gaps that
/// [`Target::missing`] names; they warn, they do not block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Stays the same from version to version of the plan, so that ratings can follow it: 1, 2, 3 …
    pub number: u16,
    /// What the pupil will do.
    pub what: String,
    /// How it is measured.
    pub measure: String,
    /// Unit of the measure.
    pub unit: String,
    /// Where the pupil is now, as typed.
    pub baseline: String,
    /// Where the pupil wants to be, as typed.
    pub aim: String,
    /// By when.
    pub by: Option<Date>,
    /// Who helps.
    pub helper: String,
    /// The outcomes it serves.
    pub outcomes: Vec<Outcome>,
    /// Weight for the goal attainment score, 1 to 9.
    pub weight: u8,
    /// The target as the pupil says it, for the pupil's own copy of the plan (p23). Empty: nobody asked yet.
    pub own_words: String,
}

terms! {
    /// What a target lacks to be SMART, as far as a machine can tell (p21).
    SmartGap {
        What = "what", "What the pupil will do";
        Measure = "measure", "How it is measured";
        Unit = "unit", "The unit of the measure";
        Baseline = "baseline", "Where the pupil is now";
        Aim = "aim", "Where the pupil wants to be";
        AimIsBaseline = "aim_is_baseline", "The aim is the same as the baseline";
        By = "by", "By when";
        ByTooEarly = "by_too_early", "The date is not after the day of the plan";
        ByAfterReview = "by_after_review", "The date is after the review";
        Helper = "helper", "Who helps";
    }
}

pub(super) fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// "2" and "2.0", "Twice" and "twice" are the same value. Compared as text: reading decimals as floats would bring
/// their whole parser along.
pub(super) fn same_value(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let text = text.trim().to_lowercase();
        let number =
            text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text.contains(|c: char| c != '.');
        match (number, text.split_once('.')) {
            (true, Some((whole, part))) => {
                let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
                if part.is_empty() { whole.to_owned() } else { [whole, ".", part].concat() }
            }
            (true, None) => text.trim_start_matches('0').to_owned(),
            (false, _) => text,
        }
    };
    plain(one) == plain(other)
}

impl Target {
    /// What the target by itself lacks to be SMART, in the order of the form.
    /// The dates that need the plan are judged by [`super::Plan::gaps`].
    pub fn missing(&self) -> Vec<SmartGap> {
        let mut gaps = Vec::new();
        let mut need = |lacks: bool, gap| {
            if lacks {
                gaps.push(gap);
            }
        };
        need(blank(&self.what), SmartGap::What);
        need(blank(&self.measure), SmartGap::Measure);
        need(blank(&self.unit), SmartGap::Unit);
        need(blank(&self.baseline), SmartGap::Baseline);
        need(blank(&self.aim), SmartGap::Aim);
        need(!blank(&self.aim) && same_value(&self.baseline, &self.aim), SmartGap::AimIsBaseline);
        need(self.by.is_none(), SmartGap::By);
        need(blank(&self.helper), SmartGap::Helper);
        gaps
    }
}
