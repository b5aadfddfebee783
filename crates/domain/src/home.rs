//! Whether home may be contacted (p15). Every letter, print, circulation, postcard, call and reminder that reaches
//! somebody at home asks [`contact`]; the rule is written nowhere else.

use crate::calendar::Date;

use super::case::{CaseFile, Recorded};
use super::content::Kind;
use super::custody;
use super::decide::Missing;
use super::preparation::{HomeRuling, LeadDecision};
use super::pupil::Pupil;
use super::standing::StandingKind;
use super::states::{Overlay, overlay};

/// Home may be contacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The safeguarding lead who agreed, where they were asked.
    pub lead: Option<String>,
    /// The last day on which their word counts; `None`: no end.
    pub until: Option<Date>,
    /// "Ask the lead before contacting home" is still set: the lead is asked again for what comes later.
    pub ask_again: bool,
}

/// Home may not be contacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Why.
    pub why: Why,
    /// The day after which the lead is asked again, or was to be asked again.
    pub until: Option<Date>,
    /// Who may say otherwise: the safeguarding lead who decided last; `None`: any safeguarding lead of the school.
    pub lead: Option<String>,
}

/// Why home may not be contacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The pupil has left or died, or the case is elsewhere: this has to change first.
    Stopped(Missing),
    /// Two tablets changed a record that decides it, and one of the versions may say no.
    TwoVersions,
    /// "Ask the safeguarding lead before contacting home" is set, and no word of theirs answers it.
    AskLead,
    /// The safeguarding lead withholds letter and contact.
    Withheld,
    /// The day on which the lead was to be asked again has passed.
    AskAgain,
}

impl Closed {
    /// Whether a safeguarding lead's word opens it.
    pub const fn by_lead(&self) -> bool {
        matches!(self.why, Why::AskLead | Why::Withheld | Why::AskAgain)
    }

    /// What is missing before home may be contacted.
    pub fn missing(&self) -> Missing {
        match (self.why, self.until) {
            (Why::Stopped(missing), _) => missing,
            (Why::TwoVersions, _) => Missing::OneVersion,
            (Why::AskLead, _) => Missing::LeadAsked,
            (Why::Withheld, Some(until)) => Missing::HomeWithheld { until },
            (Why::Withheld, None) | (Why::AskAgain, _) => Missing::WithheldReview,
        }
    }
}

/// Whether home may be contacted about this pupil, and if not, why, until when, and who may say so. The lead's last
/// decision counts for the whole file: a new referral does not end what protects the child.
pub fn contact(case: &CaseFile, today: Date) -> Result<Open, Closed> {
    let closed = |why| Err(Closed { why, until: None, lead: None });
    if let Some(missing) = stopped(case, today) {
        return closed(Why::Stopped(missing));
    }
    if undecided(case) {
        return closed(Why::TwoVersions);
    }
    lead_says(case, today)
}

/// What the safeguarding lead's last word and the mark "ask the lead first" say, whatever else closes home.
fn lead_says(case: &CaseFile, today: Date) -> Result<Open, Closed> {
    let closed = |why| Err(Closed { why, until: None, lead: None });
    let pupil = case.all::<Pupil>().pop();
    let asked = pupil.filter(|pupil| pupil.ask_lead_first.is_some());
    let Some(last) = last_decision(case, today) else {
        return match asked {
            Some(_) => closed(Why::AskLead),
            None => Ok(Open { lead: None, until: None, ask_again: false }),
        };
    };
    let lead = Some(last.lead.trim().to_owned()).filter(|lead| !lead.is_empty());
    let over = last.until.is_some_and(|until| until < today);
    let why = match last.ruling {
        HomeRuling::Withhold if over || last.until.is_none() => Why::AskAgain,
        HomeRuling::Withhold => Why::Withheld,
        HomeRuling::Allow if over => Why::AskAgain,
        // The mark may have been set after their word, for a new reason.
        HomeRuling::Allow if asked.is_some_and(|pupil| pupil.saved > last.saved) => Why::AskLead,
        HomeRuling::Allow => return Ok(Open { lead, until: last.until, ask_again: asked.is_some() }),
    };
    Err(Closed { why, until: last.until, lead })
}

/// Whether the lead has to say something before home may be contacted. This is asked before a change that could take the
/// protection away, so nothing that closes home for another reason hides it.
pub fn lead_to_say(case: &CaseFile, today: Date) -> bool {
    lead_says(case, today).is_err()
}

/// Whether a reminder may send somebody home. Reminders outlive the day on which they are worked out, so a word that
/// ends is not enough.
pub fn may_remind(case: &CaseFile, today: Date) -> bool {
    contact(case, today).is_ok_and(|open| open.until.is_none() && !open.ask_again)
}

/// The decision that counts: the last one. Permission given for a later day does not count before it.
fn last_decision(case: &CaseFile, today: Date) -> Option<Recorded<'_, LeadDecision>> {
    let mut all = case.all::<LeadDecision>();
    all.retain(|decision| decision.ruling == HomeRuling::Withhold || decision.date <= today);
    all.pop()
}

fn stopped(case: &CaseFile, today: Date) -> Option<Missing> {
    match overlay(case, today) {
        Overlay::Left => Some(Missing::Resumed(StandingKind::Left)),
        Overlay::Died => Some(Missing::Alive),
        Overlay::HandedOver => custody::read_only(case).map(|gone| Missing::BackHere { since: gone.at.date() }),
        Overlay::None | Overlay::OnHold | Overlay::Objected => None,
    }
}

/// Whether one of two versions that nobody has chosen from may close home: the pupil's, a decision's, or one of a record
/// that is shown as deleted.
fn undecided(case: &CaseFile) -> bool {
    let mut open = case.two_versions.iter();
    open.any(|&record| case.get(record).is_none_or(|item| decides(item.entry.content.kind())))
}

/// Whether [`lead_to_say`] goes by records of this kind.
pub const fn decides(kind: Kind) -> bool {
    matches!(kind, Kind::Pupil | Kind::LeadDecision)
}
