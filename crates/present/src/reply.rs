//! The reply to who made a referral (p06): drafted from the line manager's decision, to be changed before it is printed.

use casebook_domain::case::{CaseFile, Recorded};
use casebook_domain::contact::PersonName;
use casebook_domain::ids::RecordId;
use casebook_domain::referral::{Authorisation, AuthorisationDecision, Referral, ReferrerKind};
use casebook_domain::settings::Settings;

use super::posts::titled;
use super::salutation::salutation;
use super::{dates, initials};

/// A reply that is due, or was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The decision that it tells of.
    pub decision: RecordId,
    /// To whom.
    pub to: String,
    /// It goes to somebody at home: nothing prevents that.
    pub home: bool,
    /// The draft.
    pub text: String,
}

/// The replies of a pupil's referrals, those that nobody was given yet first. A school audit gets none.
pub fn replies(case: &CaseFile, settings: &Settings) -> Vec<Reply> {
    let mut decided: Vec<(bool, Reply)> = Vec::new();
    for referral in case.all::<Referral>().into_iter().rev() {
        if referral.referrer_kind == ReferrerKind::Audit {
            continue;
        }
        if let Some(decision) = case.decision_on(referral.id) {
            decided.extend(
                draft(case, settings, &referral, &decision).map(|reply| (decision.referrer_told.is_some(), reply)),
            );
        }
    }
    casebook_domain::order::by_key(&mut decided, |(told, _)| *told);
    decided.into_iter().map(|(_, reply)| reply).collect()
}

fn draft(
    case: &CaseFile,
    settings: &Settings,
    referral: &Recorded<'_, Referral>,
    decision: &Recorded<'_, Authorisation>,
) -> Option<Reply> {
    let pupil = case.pupil()?;
    let home = matches!(referral.referrer_kind, ReferrerKind::Parent | ReferrerKind::Pupil);
    // A colleague knows the pupil by the name in school, the family by the name at home.
    let name = if home { initials::home_name(pupil) } else { initials::full_name(pupil) };
    let own = referral.referrer_kind == ReferrerKind::Pupil;
    let to = if referral.referrer.trim().is_empty() {
        referral.referrer_kind.label().to_owned()
    } else {
        referral.referrer.trim().to_owned()
    };
    let whom = if own { "yourself".to_owned() } else { name };
    let thanks = ["Thank you for referring ", &whom, " to me on ", &dates::long(referral.date), "."].concat();
    let decided = match decision.decision {
        AuthorisationDecision::Authorised => {
            "The line manager has authorised the referral. I will now talk with staff, gather information and observe a lesson; after that the mentoring can start."
        }
        AuthorisationDecision::MoreInformation => {
            "The line manager would like to know more before deciding. Please tell me:"
        }
        AuthorisationDecision::Redirected => "The line manager has decided that other support fits better:",
        AuthorisationDecision::Declined => {
            "The line manager has decided that mentoring is not the right support at present:"
        }
    };
    let why = decision.why.trim();
    // What was decided for the family's eyes is written by the mentor: the reason may name others.
    let why = if decision.decision == AuthorisationDecision::Authorised || home { "" } else { why };
    let end = match decision.decision {
        AuthorisationDecision::Authorised => "Please tell me about anything I should know in the meantime.",
        _ => "Please come to me if you would like to talk about it.",
    };
    let paragraphs = [
        ["Dear ", &salutation(&PersonName::entered(&to), &pupil.surname), ","].concat(),
        thanks,
        titled(decided, settings),
        why.to_owned(),
        end.to_owned(),
        [settings.mentor.trim(), "\nLearning mentor, ", settings.school.trim()].concat(),
    ];
    let text = paragraphs.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    Some(Reply { decision: decision.id, to, home, text })
}
