//! Strengths, needs and barriers by area (p09).

use crate::calendar::Date;

use super::terms::terms;

terms! {
    /// Areas of an assessment.
    Area {
        Learning = "learning", "Learning and attainment";
        Engagement = "engagement", "Engagement and motivation";
        Feelings = "feelings", "Feelings and self-esteem";
        Relationships = "relationships", "Relationships";
        Behaviour = "behaviour", "Behaviour";
        Attendance = "attendance", "Attendance and punctuality";
        Home = "home", "Home and family";
        Health = "health", "Health and wellbeing";
    }
}
terms! {
    /// When the assessment was made.
    AssessmentOccasion {
        Entry = "entry", "At entry to the school";
        Referral = "referral", "At referral";
        Review = "review", "At a review";
    }
}

/// One area of an assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaFinding {
    /// The area.
    pub area: Area,
    /// Strengths.
    pub strengths: String,
    /// Needs.
    pub needs: String,
    /// Barriers to learning.
    pub barriers: String,
}

/// An assessment of strengths, needs and barriers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// Day.
    pub date: Date,
    /// When in the pupil's way.
    pub occasion: AssessmentOccasion,
    /// The areas looked at; areas without a word are left out.
    pub findings: Vec<AreaFinding>,
    /// The pupil's own view, in their words.
    pub pupil_view: String,
}
