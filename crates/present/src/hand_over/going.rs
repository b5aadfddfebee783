//! What goes along and what stays.

use casebook_domain::case::CaseFile;
use casebook_domain::content::Content;
use casebook_domain::hand_over::{Parts, Place, Purpose, ever_leaves};

use super::HandOverDraft;

/// What goes along, a line each.
pub const fn goes(parts: Parts) -> &'static [&'static str] {
    match parts {
        Parts::Whole => &[
            "The pupil's details, and the people at home",
            "Referrals, what was prepared, measures, observations",
            "Action plans, sessions with your notes, reviews, exit and follow-ups",
            "Letters, contact with the family, signatures",
            "The transition record",
            "Also what is marked \"mentor only\": this is for a mentor who takes the case on",
        ],
        Parts::WithoutSessions => &[
            "The pupil's details, and the people at home",
            "Referrals, what was prepared, measures, observations",
            "Action plans, reviews, exit and follow-ups, achievements",
            "Letters and signatures",
            "Conversations with staff and with the family, but not those marked \"mentor only\"",
            "The transition record",
        ],
        Parts::PlanAndReviews => &[
            "The pupil's details, without the people at home",
            "The referral and how it was decided",
            "Action plans and reviews, each in full",
            "The transition record",
        ],
    }
}

/// What this choice of parts leaves here, in a line; empty where it leaves nothing.
pub const fn left_out_words(parts: Parts) -> &'static str {
    match parts {
        Parts::Whole => "",
        Parts::WithoutSessions => {
            "Sessions, notes, everything marked \"mentor only\", and what a newer Casebook wrote."
        }
        Parts::PlanAndReviews => {
            "Contacts, sessions, notes, observations, measures, letters and all the rest, and what a newer Casebook wrote."
        }
    }
}

/// What always stays, a line each. It is the same for every pupil, whether there is any of it or not.
pub fn always_stays(choice: &HandOverDraft) -> Vec<&'static str> {
    let mut lines = vec![
        "Safeguarding entries. The safeguarding lead passes these on separately.",
        "Anything about other members of a group, and every other pupil.",
        "The log of hand-overs, requests for access, and how long this school keeps the file.",
        "Your settings, templates and resources.",
    ];
    if choice.purpose == Some(Purpose::Transfer) || choice.place == Some(Place::Elsewhere) {
        lines.push("Earlier versions of what was changed or deleted: the file goes as it is now.");
    }
    lines
}

/// How many records go along. Safeguarding entries are in no count.
pub fn leaving(case: &CaseFile, parts: Parts) -> usize {
    let newer = if parts == Parts::Whole { case.newer } else { 0 };
    case.items().filter(|item| parts.take(&item.entry.content)).count() + newer
}

/// How many the choice of parts leaves here, of those that ever leave.
pub fn left_out(case: &CaseFile, parts: Parts) -> usize {
    let newer = if parts == Parts::Whole { 0 } else { case.newer };
    let out = |content: &Content| ever_leaves(content.kind()) && !parts.take(content);
    case.items().filter(|item| out(&item.entry.content)).count() + newer
}
