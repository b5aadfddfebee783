//! Every change goes through here: from (state, command, context) to changes or a rejection.

use crate::calendar::Date;

use super::calendar::Moment;
use super::case::{CaseFile, Episode, Item};
use super::checks::{self, Check, Situation};
use super::content::{Content, Entry, Kind};
use super::custody;
use super::disorder::{changed, disorderliness};
use super::exit::FollowUp;
use super::gates::{GateStanding, gates, unsent_letter};
use super::home;
use super::ids::{EpisodeId, RecordId};
use super::plan::{Plan, PlanPart, SmartGap};
use super::preparation::{Gate, HomeRuling, LetterKind, Start};
use super::referral::{AttendanceWarning, AuthorisationDecision, Criterion, Referral};
use super::review::{Participant, ReviewDecision};
use super::safety::{Withdrawn, Worry};
use super::settings::Settings;
use super::standing::StandingKind;
use super::states::{self, State, Step};
use super::upn::Upn;

pub use super::advice::{advice, names_in};

/// What the caller knows and the domain does not.
#[derive(Clone, Copy, Debug)]
pub struct Ctx {
    /// The mentor's calendar day.
    pub today: Date,
    /// This moment.
    pub now: Moment,
}

/// What the mentor wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Save a record, new (an id that the file does not have) or changed. The
    /// rules find the episode it belongs to.
    Save {
        /// The record.
        id: RecordId,
        /// What it says.
        content: Content,
    },
    /// Delete a record: it stays in history.
    Delete {
        /// The record.
        id: RecordId,
    },
    /// Undo a change or a deletion: the record says again what it said, in the
    /// episode it was in. What rests on it is checked, where it came from is not.
    Restore {
        /// The record.
        id: RecordId,
        /// What it said, and in which episode.
        entry: Entry,
    },
    /// Of a record that has two versions, one is picked, or what was put
    /// together from them. Both are in the file already, wherever they were
    /// written the rules were kept, and which of them was shown until now only
    /// a clock decided: so nothing is refused for what it does to the case. If
    /// records disagree afterwards, that is said and shown. Two things are refused: what ends a safeguarding entry without
    /// right (p40), and what opens home although one of the versions keeps it closed (p15).
    Choose {
        /// The record.
        id: RecordId,
        /// What it says from now on, and in which episode; `None`: it is deleted.
        entry: Option<Entry>,
        /// Its versions that say something, each with when it was saved.
        versions: Vec<Item>,
    },
    /// A way out of what an import brought out of order ([`super::disorder`]):
    /// allowed for leaving less out of order than before, and for nothing else.
    SetRight {
        /// The records with what they say from now on; `None`: deleted.
        changes: Vec<(RecordId, Option<Entry>)>,
    },
    /// Undo of [`Command::SetRight`]: the records say again what they said,
    /// out of order as that was.
    SetBack {
        /// The records with what they said; `None`: they were not there.
        changes: Vec<(RecordId, Option<Entry>)>,
    },
}

impl Command {
    /// The records that it writes.
    pub fn records(&self) -> Vec<RecordId> {
        match self {
            Self::Save { id, .. } | Self::Delete { id } | Self::Restore { id, .. } | Self::Choose { id, .. } => {
                vec![*id]
            }
            Self::SetRight { changes } | Self::SetBack { changes } => changes.iter().map(|(id, _)| *id).collect(),
        }
    }

    fn attempt(&self, case: &CaseFile) -> Attempt {
        match self {
            Self::Save { content, .. } => Attempt::Change(content.kind()),
            Self::Restore { entry, .. } | Self::Choose { entry: Some(entry), .. } => {
                Attempt::Change(entry.content.kind())
            }
            Self::Delete { id } | Self::Choose { id, entry: None, .. } => {
                Attempt::Delete(case.get(*id).map_or(Kind::Note, |item| item.entry.content.kind()))
            }
            Self::SetRight { changes } | Self::SetBack { changes } => {
                let first = changes.iter().find_map(|(id, entry)| {
                    entry.as_ref().or_else(|| case.get(*id).map(|item| &item.entry)).map(|entry| entry.content.kind())
                });
                Attempt::Change(first.unwrap_or(Kind::Referral))
            }
        }
    }
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)]
pub enum Change {
    /// A record says this now.
    Put {
        /// The record.
        id: RecordId,
        /// Its content and episode.
        entry: Entry,
    },
    /// A record is deleted.
    Remove {
        /// The record.
        id: RecordId,
    },
    /// The older versions of a record are removed from history too: the
    /// safeguarding lead holds the words of a worry (p40). The only change that loses anything.
    EraseHistory {
        /// The record.
        id: RecordId,
    },
}

/// A command is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is to be written, in one transaction.
    pub changes: Vec<Change>,
    /// What the mentor should know; nothing is held up by it.
    pub warnings: Vec<Warning>,
}

/// What was tried when a rule said no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// A step of the table.
    Step(Step),
    /// Saving a record of this kind.
    Change(Kind),
    /// Deleting a record of this kind.
    Delete(Kind),
}

/// A command is not allowed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// What was tried.
    pub attempt: Attempt,
    /// What is missing; never empty.
    pub missing: Vec<Missing>,
}

/// One thing that is missing before a step may be taken, or that prevents a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// The pupil has not been referred.
    Referral,
    /// The referral ticks no criterion.
    Criterion,
    /// The line manager has not authorised the referral (p06).
    Authorised,
    /// Who decided.
    DecidedBy,
    /// Why it was decided so.
    Why,
    /// Talk with the class teacher (gate 1).
    ClassTeacher,
    /// Talk with other staff (gate 1).
    OtherStaff,
    /// Talk with an agency, or "no agency is involved" (gate 1).
    AgencyOrNone,
    /// A baseline measure (gate 2).
    Baseline,
    /// The letter home (gate 3).
    LetterHome,
    /// Somebody at home who is recorded as having parental responsibility (gate 3).
    Responsibility,
    /// The day to ask the safeguarding lead again about contact with home has passed (gate 3).
    WithheldReview,
    /// The safeguarding lead withholds letter and contact.
    HomeWithheld {
        /// The last day of it.
        until: Date,
    },
    /// Only a new decision of the safeguarding lead opens contact with home, not a change or deletion.
    LeadDecision,
    /// A conversation with the family, or two logged attempts (gate 3).
    FamilyTalk {
        /// Attempts logged so far.
        attempts: u8,
    },
    /// A classroom observation (gate 4).
    Observation,
    /// Why the start is urgent.
    UrgentReason,
    /// Somebody other than the mentor who agrees to the urgent start.
    AgreedByAnother,
    /// A first day not before the referral and its authorisation.
    LaterStart {
        /// The earliest day.
        first: Date,
    },
    /// Why the gate is waived.
    WaiverReason,
    /// The parents' gate is never waived (p15).
    ParentsAlways,
    /// The safeguarding lead who decided to withhold the letter.
    LeadNamed,
    /// A review date after the day of the decision.
    LaterReviewDate,
    /// The intervention has started already.
    StartedAlready,
    /// The intervention has started: a review ends it, or it is put on hold.
    EndedByReview,
    /// The intervention has not started.
    Started,
    /// "Ask the lead before contacting home" is set.
    LeadAsked,
    /// The contact is not in this file, or none was chosen.
    Contact,
    /// A contact without a restriction.
    UnrestrictedContact,
    /// A contact who may get letters.
    ContactForLetters,
    /// The case is on hold, objected to, or the pupil left: it has to be resumed first.
    Resumed(StandingKind),
    /// The pupil has died.
    Alive,
    /// There is no action plan.
    Plan,
    /// A later version or a review froze this version of the plan.
    CurrentPlan,
    /// The plan was reviewed, signed or given to somebody: it is never deleted (p25).
    PlanUsed,
    /// A review is of the plan in force in its own episode.
    PlanInForce,
    /// A review of the plan that decided to continue (p25).
    ReviewToContinue,
    /// A review that decided to exit (p26).
    ReviewToExit,
    /// A judgement of this referral criterion (p26).
    Judgement(Criterion),
    /// The pupil has not exited, or not by that day.
    Exit,
    /// The episode has ended: a new referral opens the next one (p29).
    ReReferral,
    /// A newer referral is open, and the decision belongs to that one.
    NewerReferral,
    /// Records disagree and have to be settled first.
    Settled,
    /// It would make the records disagree with one of this kind.
    Agreement(Kind),
    /// Who was told of the worry, and when.
    Told,
    /// Why the worry is withdrawn, and a safeguarding lead who agreed: not the mentor alone.
    Withdrawal,
    /// The record holds others; they would be left without it.
    HeldRecords {
        /// How many.
        count: u16,
    },
    /// There is no such record.
    Record,
    /// The record is of this other kind.
    SameKind(Kind),
    /// The file has its pupil already.
    OnePupil,
    /// The record has two versions: somebody has to choose before it is changed.
    OneVersion,
    /// The case back here: it was handed over for good, and this copy is read-only (p30).
    BackHere {
        /// When it went.
        since: Date,
    },
}

/// What the mentor should know when saving; it holds nothing up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The number looks doubtful.
    Upn(Upn),
    /// The attendance rule speaks against the referral (p12).
    Attendance(AttendanceWarning),
    /// The mentor authorises their own work.
    AuthorisedByMentor,
    /// A target is not SMART yet (p21).
    Smart {
        /// The target's number.
        target: u16,
        /// What it lacks.
        gap: SmartGap,
    },
    /// This part of the plan is missing (p22).
    PlanPart(PlanPart),
    /// The review date is not after the day of the plan.
    ReviewDateTooEarly,
    /// The review date is a weekend, or in none of the terms that were entered.
    ReviewOutsideTerms,
    /// Nobody is named who agreed to the plan (p19).
    NobodyAgreed,
    /// Somebody did not take part in the review (p24).
    Absent(Participant),
    /// The line manager was not consulted (p24).
    LineManagerNotConsulted,
    /// A target was not rated at the review.
    NotRated {
        /// The target's number.
        target: u16,
    },
    /// An urgent start leaves this gate due (p17).
    GateLeftOpen(Gate),
    /// What met this gate is no longer there: after the start it falls open again (p17).
    GateReopened(Gate),
    /// Little or no progress, or a deterioration: referring on is proposed (p28).
    ConsiderOnward,
    /// The work on an exit ends at a deterioration (p26, p28).
    ExitAtDeterioration,
    /// The pupil should be referred again (p27).
    ReferAgain,
    /// The contact is restricted: nothing may be sent, and the safeguarding lead should know.
    RestrictedContact,
    /// It is not safe to phone this contact.
    NotSafeToPhone,
    /// Nobody knows whether it is safe to phone this contact.
    PhoneSafetyUnknown,
    /// Home may not be contacted without the safeguarding lead's word.
    AskLeadFirst,
    /// The household of this person with parental responsibility has not had the letter.
    LeftOut(String),
    /// Nobody was told of the worry (p40).
    NobodyTold,
    /// The limits of confidentiality were not explained to the pupil (p40).
    LimitsNotExplained,
    /// The session is outside an intervention; it is recorded all the same.
    OutsideIntervention,
    /// The onward referral was not discussed with the head of student performance (p28).
    NotDiscussed,
    /// Consent was refused, yet something was shared.
    SharedWithoutConsent,
    /// The day lies ahead.
    InFuture,
    /// The day lies before the referral that it belongs to.
    BeforeReferral,
    /// The person shares an address, a telephone number or an e-mail address with a restricted one, whom the letter may reach.
    ReachesRestricted(String),
    /// Another pupil's name is in the text.
    OtherPupilNamed(String),
    /// Other records name the deleted one.
    StillNamed {
        /// How many.
        count: u16,
    },
    /// What was chosen does not agree with other records: that is to be decided next.
    Disagrees,
}

/// Decides a command: what is to be written, or what is missing first.
///
/// Facts are never refused; only what the policy holds to rules is. A step is
/// held to its row of [`states::TABLE`]. A change, a deletion or an undo is
/// held to what rests on the record: it may break nothing that held before. A case
/// that was handed over for good takes only what can't wait.
pub fn decide(case: &CaseFile, settings: &Settings, command: &Command, ctx: &Ctx) -> Result<Decision, Rejection> {
    if let Some(gone) = custody::read_only(case) {
        let attempt = command.attempt(case);
        if !matches!(attempt, Attempt::Change(kind) | Attempt::Delete(kind) if custody::always_recorded(kind)) {
            return Err(rejection(attempt, vec![Missing::BackHere { since: gone.at.date() }]));
        }
    }
    let choosing = matches!(command, Command::Choose { .. });
    match (choosing, command.records().iter().any(|id| case.two_versions.contains(id))) {
        // A write supersedes all versions of the record that are here: that is never done unseen.
        (false, true) => return Err(rejection(command.attempt(case), vec![Missing::OneVersion])),
        // Where there is nothing to choose, choosing would be a way round the rules.
        (true, false) => return Err(rejection(command.attempt(case), vec![Missing::Record])),
        (true, true) | (false, false) => {}
    }
    let mut decision = match command {
        Command::Save { id, content } => save(case, settings, *id, content, ctx)?,
        Command::Delete { id } => delete(case, *id, ctx)?,
        Command::Restore { id, entry } => restore(case, *id, entry, ctx)?,
        Command::Choose { id, entry, versions } => choose(case, *id, entry.as_ref(), versions, ctx)?,
        Command::SetRight { changes } => {
            let (before, after) = (disorderliness(case), disorderliness(&changed(case, changes)));
            if after >= before {
                return Err(rejection(command.attempt(case), vec![Missing::Settled]));
            }
            written(case, changes)
        }
        Command::SetBack { changes } => written(case, changes),
    };
    let missing: Vec<Missing> =
        decision.changes.iter().filter_map(|change| safeguarding_lacks(case, settings, change)).collect();
    if !missing.is_empty() {
        return Err(rejection(command.attempt(case), missing));
    }
    let reopened = reopened(case, &decision.changes, ctx);
    // First of all: not every place has room for more than one.
    decision.warnings.splice(0..0, reopened.into_iter().map(Warning::GateReopened));
    Ok(decision)
}

/// A worry is always recorded. Once it is, nothing ends its insisting but what ends it by right (p40): whatever the
/// command, an undo and a choice between versions too. That the lead holds it needs somebody who was told.
fn safeguarding_lacks(case: &CaseFile, settings: &Settings, change: &Change) -> Option<Missing> {
    let insists = |id: &RecordId| case.find::<Worry>(*id).is_some_and(|worry| worry.insists());
    match change {
        Change::Put { entry: Entry { content: Content::Worry(worry), .. }, .. } => {
            let told = worry.told.is_none() || worry.somebody_told();
            if !told || (worry.held_by_lead && !worry.somebody_told()) {
                return Some(Missing::Told);
            }
            let agreed = |one: &Withdrawn| worry.is_withdrawn() && !is_mentor_alone(settings, &one.lead);
            let withdrawn = worry.withdrawn.as_ref().is_none_or(agreed);
            (!withdrawn).then_some(Missing::Withdrawal)
        }
        Change::Put { id, .. } | Change::Remove { id } => insists(id).then_some(Missing::Told),
        Change::EraseHistory { .. } => None,
    }
}

/// The gates of a running intervention that fall open again by these changes (p17).
fn reopened(case: &CaseFile, changes: &[Change], ctx: &Ctx) -> Vec<Gate> {
    let feeds = |content: &Content| {
        matches!(
            content,
            Content::Liaison(_)
                | Content::Measure(_)
                | Content::Letter(_)
                | Content::LeadDecision(_)
                | Content::FamilyContact(_)
                | Content::Contact(_)
                | Content::Pupil(_)
                | Content::Referral(_)
                | Content::Observation(_)
                | Content::Waiver(_)
        )
    };
    let touched = |change: &Change| {
        let (Change::Put { id, .. } | Change::Remove { id } | Change::EraseHistory { id }) = change;
        case.get(*id).is_some_and(|before| feeds(&before.entry.content))
    };
    let mut reopened = Vec::new();
    if !changes.iter().any(touched) {
        return reopened;
    }
    let mut after = case.clone();
    for change in changes {
        match change {
            Change::Put { id, entry } => after.put(Item { id: *id, saved: ctx.now, entry: entry.clone() }),
            Change::Remove { id } => after.remove(*id),
            Change::EraseHistory { .. } => {}
        }
    }
    for episode in case.episodes().into_iter().filter(|episode| episode.state == State::Intervention) {
        let open = |case: &CaseFile| gates(case, episode.id, ctx.today).map(|gate| gate.standing == GateStanding::Open);
        let (before, after) = (open(case), open(&after));
        for (place, &gate) in Gate::ALL.iter().enumerate() {
            if after[place] && !before[place] {
                reopened.push(gate);
            }
        }
    }
    reopened
}

/// Whether this is the mentor, who is no safeguarding lead or deputy.
fn is_mentor_alone(settings: &Settings, name: &str) -> bool {
    let same = |other: &str| other.trim().to_lowercase() == name.trim().to_lowercase();
    let leads = core::iter::once(&settings.safeguarding_lead).chain(&settings.safeguarding_deputies);
    same(&settings.mentor) && !leads.into_iter().any(|post| same(&post.name))
}

fn save(
    case: &CaseFile,
    settings: &Settings,
    id: RecordId,
    content: &Content,
    ctx: &Ctx,
) -> Result<Decision, Rejection> {
    let existing = case.get(id);
    let mut entry = match existing {
        Some(item) => Entry { episode: item.entry.episode, content: content.clone() },
        None => Entry { episode: episode_of(case, id, content), content: content.clone() },
    };
    let step = match existing {
        Some(_) => None,
        None => Step::of(case, entry.episode, content),
    };
    let attempt = step.map_or(Attempt::Change(content.kind()), Attempt::Step);
    let mut missing = match existing {
        Some(item) => edit_lacks(case, settings, item, content, ctx.today),
        None => new_lacks(case, settings, &entry, step, ctx.today),
    };
    if existing.is_some() && missing.is_empty() {
        missing.extend(opens_home(case, id, Some(&entry), ctx));
    }
    complete(case, existing.map(|item| &item.entry.content), &mut entry);
    if missing.is_empty() && rules_bind(content) {
        missing = newly_broken(case, id, Some(&entry), ctx);
    }
    if !missing.is_empty() {
        return Err(rejection(attempt, missing));
    }
    let warnings = advice(case, settings, content, ctx);
    let mut changes = vec![Change::Put { id, entry }];
    if matches!(content, Content::Worry(worry) if worry.held_by_lead) && existing.is_some() {
        changes.push(Change::EraseHistory { id });
    }
    Ok(Decision { changes, warnings })
}

/// What a new record lacks: its place in the table and what the row needs.
fn new_lacks(case: &CaseFile, settings: &Settings, entry: &Entry, step: Option<Step>, today: Date) -> Vec<Missing> {
    let content = &entry.content;
    if matches!(content, Content::Pupil(_)) && case.pupil().is_some() {
        return vec![Missing::OnePupil];
    }
    let Some(row) = step.and_then(Step::row) else { return Vec::new() };
    if let Content::Authorisation(authorisation) = content
        && case.find::<Referral>(authorisation.referral).is_none()
    {
        return vec![Missing::Referral];
    }
    // A new referral is judged by the state of the pupil, everything else by its episode.
    let state = match (content, entry.episode) {
        (Content::Referral(_), _) => case.current().map_or(State::None, |current| current.state),
        (_, Some(episode)) => states::state(case, episode),
        (_, None) => State::None,
    };
    if let Some(missing) = states::out_of_place(row, state) {
        return vec![missing];
    }
    let situation = Situation { case, settings, today, episode: entry.episode, content: Some(content) };
    row.needs.iter().flat_map(|&check| checks::lacks(check, &situation)).collect()
}

/// What a changed record lacks. Where the case stood when it was new is not
/// asked again; what it says now is.
fn edit_lacks(case: &CaseFile, settings: &Settings, item: &Item, content: &Content, today: Date) -> Vec<Missing> {
    let before = &item.entry.content;
    if before.kind() != content.kind() {
        return vec![Missing::SameKind(before.kind())];
    }
    let episode = item.entry.episode;
    let situation = Situation { case, settings, today, episode, content: Some(content) };
    let asked: &[Check] = match (before, content) {
        (Content::Plan(_), Content::Plan(_)) if before != content && case.is_frozen(item.id) => {
            return vec![Missing::CurrentPlan];
        }
        (Content::Referral(_), Content::Referral(_)) => &[Check::Criterion],
        (Content::Authorisation(_), Content::Authorisation(after)) => match after.decision {
            AuthorisationDecision::Authorised => &[Check::DecidedBy],
            _ => &[Check::DecidedBy, Check::Why],
        },
        (Content::Letter(before), Content::Letter(after)) if before.contact != after.contact => {
            &[Check::HomeMayHear, Check::Recipient]
        }
        (Content::Circulation(before), Content::Circulation(after))
            if (before.to, before.contact, before.plan, before.method)
                != (after.to, after.contact, after.plan, after.method) =>
        {
            &[Check::PlanNamed, Check::CirculationMayGo]
        }
        // A review may name an earlier plan once that was revised; another one is chosen among those in force.
        (Content::Review(before), Content::Review(after)) if before.plan != after.plan => &[Check::PlanInForce],
        (Content::LeadDecision(_), Content::LeadDecision(_)) => &[Check::LeadNamed, Check::LaterReviewDate],
        (Content::Waiver(_), Content::Waiver(_)) => &[Check::GateWaivable, Check::WaiverReason],
        (Content::Start(before), Content::Start(after))
            if before.urgent_agreed_by.is_some() && after.urgent_agreed_by.is_none() =>
        {
            &[Check::GatesOrUrgent, Check::NotBeforeDecision]
        }
        (Content::Start(before), Content::Start(after)) if before.urgent_agreed_by != after.urgent_agreed_by => {
            &[Check::AgreedByAnother, Check::NotBeforeDecision]
        }
        (Content::Start(before), Content::Start(after)) if before.date != after.date => &[Check::NotBeforeDecision],
        (Content::Signature(before), Content::Signature(after)) if before.by != after.by => &[Check::SignerMayBeAsked],
        (Content::Exit(_), Content::Exit(_)) => &[Check::Judgements],
        (Content::FollowUp(_), Content::FollowUp(_)) => &[Check::AfterExit],
        _ => &[],
    };
    asked.iter().flat_map(|&check| checks::lacks(check, &situation)).collect()
}

/// Fills in what the rules know better than a form: the chain of plans, the
/// plan that was reviewed; and removes the words that the lead holds (p40).
fn complete(case: &CaseFile, before: Option<&Content>, entry: &mut Entry) {
    let latest = |episode: Option<EpisodeId>| episode.and_then(|episode| case.latest_plan(episode)).map(|plan| plan.id);
    match &mut entry.content {
        Content::Plan(plan) => {
            plan.revises = match before {
                Some(Content::Plan(before)) => before.revises,
                _ => latest(entry.episode),
            };
        }
        Content::Review(review) if review.plan.is_none() => {
            review.plan = match before {
                Some(Content::Review(before)) => before.plan,
                _ => latest(entry.episode),
            };
        }
        Content::Authorisation(authorisation) => {
            if let Some(Content::Authorisation(before)) = before {
                authorisation.referral = before.referral;
            }
        }
        Content::Circulation(circulation) => {
            circulation.sent = match before {
                Some(Content::Circulation(before)) if before.plan == circulation.plan => before.sent.clone(),
                _ => {
                    let plan = circulation.plan.and_then(|plan| case.find::<Plan>(plan));
                    plan.map(|plan| plan.marks()).unwrap_or_default()
                }
            };
        }
        Content::Worry(worry) if worry.held_by_lead => worry.words.clear(),
        _ => {}
    }
}

fn delete(case: &CaseFile, id: RecordId, ctx: &Ctx) -> Result<Decision, Rejection> {
    let Some(item) = case.get(id) else {
        return Err(rejection(Attempt::Delete(Kind::Note), vec![Missing::Record]));
    };
    let content = &item.entry.content;
    let attempt = Attempt::Delete(content.kind());
    let held = match content {
        Content::Pupil(_) => case.items().filter(|other| other.id != id).count(),
        // The opening referral holds its episode; one that joined, the decisions on it.
        Content::Referral(_) => case
            .items()
            .filter(|other| other.id != id)
            .filter(|other| other.entry.episode == Some(id) || decides_on(&other.entry.content, id))
            .count(),
        _ => 0,
    };
    if held > 0 {
        return Err(rejection(attempt, vec![Missing::HeldRecords { count: count(held) }]));
    }
    if matches!(content, Content::Plan(_)) && case.is_used(id) {
        return Err(rejection(attempt, vec![Missing::PlanUsed]));
    }
    if matches!(content, Content::Plan(_)) && case.is_frozen(id) {
        return Err(rejection(attempt, vec![Missing::CurrentPlan]));
    }
    if rules_bind(content) {
        let missing = newly_broken(case, id, None, ctx);
        if !missing.is_empty() {
            return Err(rejection(attempt, missing));
        }
    }
    if let Some(missing) = opens_home(case, id, None, ctx) {
        return Err(rejection(attempt, vec![missing]));
    }
    let named = case.items().filter(|other| names(&other.entry.content, id)).count();
    let warnings = if named > 0 { vec![Warning::StillNamed { count: count(named) }] } else { Vec::new() };
    Ok(Decision { changes: vec![Change::Remove { id }], warnings })
}

fn restore(case: &CaseFile, id: RecordId, entry: &Entry, ctx: &Ctx) -> Result<Decision, Rejection> {
    let attempt = Attempt::Change(entry.content.kind());
    let mut missing = match case.get(id) {
        Some(item) if item.entry.content.kind() != entry.content.kind() => {
            vec![Missing::SameKind(item.entry.content.kind())]
        }
        Some(item) if matches!(item.entry.content, Content::Plan(_)) && item.entry != *entry && case.is_frozen(id) => {
            vec![Missing::CurrentPlan]
        }
        _ if rules_bind(&entry.content) => newly_broken(case, id, Some(entry), ctx),
        _ => Vec::new(),
    };
    let permits = matches!(&entry.content, Content::LeadDecision(decision) if decision.ruling == HomeRuling::Allow);
    if !permits {
        missing.extend(opens_home(case, id, Some(entry), ctx));
    }
    if !missing.is_empty() {
        return Err(rejection(attempt, missing));
    }
    let mut entry = entry.clone();
    if let Content::Worry(worry) = &mut entry.content
        && worry.held_by_lead
    {
        worry.words.clear();
    }
    Ok(Decision { changes: vec![Change::Put { id, entry }], warnings: Vec::new() })
}

fn written(case: &CaseFile, changes: &[(RecordId, Option<Entry>)]) -> Decision {
    let write = |(id, entry): &(RecordId, Option<Entry>)| match entry {
        Some(entry) => Some(Change::Put { id: *id, entry: entry.clone() }),
        None => case.get(*id).map(|_| Change::Remove { id: *id }),
    };
    Decision { changes: changes.iter().filter_map(write).collect(), warnings: Vec::new() }
}

fn choose(
    case: &CaseFile,
    id: RecordId,
    entry: Option<&Entry>,
    versions: &[Item],
    ctx: &Ctx,
) -> Result<Decision, Rejection> {
    // One of the versions keeps home closed, though it is not the one that is shown.
    let decides = |version: &&Item| home::decides(version.entry.content.kind());
    let keeps_closed = |version: &Item| {
        let mut before = case.clone();
        before.put(version.clone());
        opens_home(&before, id, entry, ctx)
    };
    if let Some(missing) =
        versions.iter().filter(decides).find_map(keeps_closed).or_else(|| opens_home(case, id, entry, ctx))
    {
        let kind = case.get(id).map_or(Kind::Pupil, |item| item.entry.content.kind());
        return Err(rejection(Attempt::Change(kind), vec![missing]));
    }
    if entry.is_none() && case.is_used(id) {
        return Err(rejection(Attempt::Delete(Kind::Plan), vec![Missing::PlanUsed]));
    }
    let shown = case.get(id).map(|item| &item.entry.content);
    let binds = shown.into_iter().chain(entry.map(|entry| &entry.content)).any(rules_bind);
    let disagrees = binds && !newly_broken(case, id, entry, ctx).is_empty();
    let warnings = if disagrees { vec![Warning::Disagrees] } else { Vec::new() };
    let Some(entry) = entry else { return Ok(Decision { changes: vec![Change::Remove { id }], warnings }) };
    let mut entry = entry.clone();
    let mut changes = Vec::new();
    if let Content::Worry(worry) = &mut entry.content
        && worry.held_by_lead
    {
        // The lead holds them: neither version keeps them here (p40).
        worry.words.clear();
        changes.push(Change::EraseHistory { id });
    }
    changes.insert(0, Change::Put { id, entry });
    Ok(Decision { changes, warnings })
}

/// The episode a new record belongs to. What the mentor does goes to the
/// episode they work on; once it has ended, facts belong to none.
fn episode_of(case: &CaseFile, id: RecordId, content: &Content) -> Option<EpisodeId> {
    let current = case.current();
    let of_plan = |plan: RecordId| case.find::<Plan>(plan).and_then(|plan| plan.episode);
    let newest = current.as_ref().map(|current| current.id);
    match content {
        Content::Pupil(_)
        | Content::Contact(_)
        | Content::Standing(_)
        | Content::Worry(_)
        | Content::Settings(_)
        | Content::Template(_)
        | Content::Lists(_)
        | Content::Transition(_)
        | Content::HandedOver(_)
        | Content::Received(_)
        | Content::Retention(_)
        | Content::AccessRequest(_)
        | Content::Resource(_) => None,
        Content::Referral(_) => current.filter(Episode::open).map(|current| current.id).or(Some(id)),
        Content::Authorisation(authorisation) => case
            .find::<Referral>(authorisation.referral)
            .map(|referral| referral.episode.unwrap_or(referral.id))
            .or(newest),
        Content::Circulation(circulation) => circulation.plan.and_then(of_plan).or(newest),
        Content::Signature(signature) => of_plan(signature.plan).or(newest),
        Content::FollowUp(_) => {
            let exited = case.episodes().into_iter().rfind(|episode| episode.exit.is_some());
            exited.map(|episode| episode.id).or(newest)
        }
        Content::Letter(letter) if matches!(letter.kind, LetterKind::Referral | LetterKind::Declined) => {
            untold_at_home(case).or(newest)
        }
        Content::LeadDecision(_) => untold_at_home(case).or(newest),
        // What an exit programme is made of belongs to it, also while a re-referral waits for its decision (p27).
        Content::Session(_) | Content::Achievement(_) if case.exit_programme().is_some() => {
            case.exit_programme().map(|episode| episode.id)
        }
        Content::Letter(_)
        | Content::FamilyContact(_)
        | Content::Waiver(_)
        | Content::Start(_)
        | Content::Plan(_)
        | Content::Review(_)
        | Content::Exit(_)
        | Content::Onward(_) => newest,
        Content::Liaison(_)
        | Content::Measure(_)
        | Content::Observation(_)
        | Content::Assessment(_)
        | Content::Session(_)
        | Content::Achievement(_)
        | Content::PlannedSession(_)
        | Content::Note(_) => current.filter(|current| current.state != State::Exited).map(|current| current.id),
    }
}

/// The episode whose family has not been told of the referral: of those that are worked on or came to nothing since.
pub fn untold_at_home(case: &CaseFile) -> Option<EpisodeId> {
    let untold = |episode: &Episode<'_>| unsent_letter(case, episode.id).is_some();
    case.current_and_since().into_iter().rfind(untold).map(|episode| episode.id)
}

/// Whether anything in the state or its rules can hang on this content. The
/// rest is saved without a look at the rules.
fn rules_bind(content: &Content) -> bool {
    matches!(
        content,
        Content::Referral(_)
            | Content::Authorisation(_)
            | Content::Start(_)
            | Content::Plan(_)
            | Content::Review(_)
            | Content::Exit(_)
            | Content::FollowUp(_)
            | Content::Waiver(_)
    )
}

/// Taking the mark off, or changing or deleting a decision, is not how home is opened: the lead's word is recorded for it.
fn opens_home(case: &CaseFile, id: RecordId, entry: Option<&Entry>, ctx: &Ctx) -> Option<Missing> {
    let kind = case.get(id).map(|item| item.entry.content.kind()).or(entry.map(|entry| entry.content.kind()))?;
    if !home::decides(kind) {
        return None;
    }
    let waits = |case: &CaseFile| home::lead_to_say(case, ctx.today);
    (waits(case) && !waits(&with(case, id, entry, ctx))).then_some(Missing::LeadDecision)
}

/// The file with this record so, or without it.
fn with(case: &CaseFile, id: RecordId, entry: Option<&Entry>, ctx: &Ctx) -> CaseFile {
    let mut after = case.clone();
    match entry {
        Some(entry) => after.put(Item { id, saved: ctx.now, entry: entry.clone() }),
        None => after.remove(id),
    }
    after
}

/// What would be broken with this record so (or without it) that is not broken now.
fn newly_broken(case: &CaseFile, id: RecordId, entry: Option<&Entry>, ctx: &Ctx) -> Vec<Missing> {
    let after = with(case, id, entry, ctx);
    let concerned = [case.get(id).and_then(|item| item.entry.episode), entry.and_then(|entry| entry.episode)];
    let mut missing = Vec::new();
    for episode in concerned.into_iter().flatten() {
        let mut held = broken(case, episode);
        for rule in broken(&after, episode) {
            // A late authorisation of a start that had none is how such records are settled.
            let same = |known: Missing| match (known, rule) {
                (Missing::LaterStart { .. } | Missing::Authorised, Missing::LaterStart { .. }) => true,
                _ => known == rule,
            };
            match held.iter().position(|&known| same(known)) {
                Some(known) => drop(held.swap_remove(known)),
                None => missing.push(rule),
            }
        }
    }
    let open = |case: &CaseFile| case.episodes().iter().filter(|episode| episode.open()).count();
    if open(&after) > open(case).max(1) {
        missing.push(Missing::NewerReferral);
    }
    super::order::plain(&mut missing);
    missing.dedup();
    missing
}

/// What does not hold in an episode. Empty for everything that commands made;
/// an import can bring anything, which is shown and not refused.
pub fn broken(case: &CaseFile, episode: EpisodeId) -> Vec<Missing> {
    let mut missing = Vec::new();
    let mut rule = |holds: bool, otherwise: Missing| {
        if !holds {
            missing.push(otherwise);
        }
    };
    let reviews = case.reviews(episode);
    let plans = case.plans(episode);
    let exit = case.exit(episode);
    let starts = case.of::<Start>(episode).len();
    rule(case.referrals(episode).iter().all(|referral| !referral.criteria.is_empty()), Missing::Criterion);
    rule(starts <= 1, Missing::StartedAlready);
    if let Some(missing) = case.start(episode).and_then(|start| checks::too_early(case, Some(episode), start.body)) {
        rule(false, missing);
    }
    rule(reviews.is_empty() || starts > 0, Missing::Started);
    rule(exit.is_none() || starts > 0, Missing::Started);
    rule(case.of::<FollowUp>(episode).is_empty() || exit.is_some(), Missing::Exit);
    rule(case.plans_in_line(episode), Missing::Agreement(Kind::Plan));
    rule(case.waivers(episode).iter().all(|waiver| waiver.gate != Gate::Parents), Missing::ParentsAlways);
    match states::disagreement(case, episode) {
        Some(Kind::Authorisation) => rule(false, Missing::Authorised),
        Some(kind) => rule(false, Missing::Agreement(kind)),
        None => {}
    }
    if let Some(exit) = exit {
        rule(reviews.iter().any(|review| review.decision == ReviewDecision::Exit), Missing::ReviewToExit);
        missing.extend(checks::unjudged(case, episode, exit.body));
    }
    let continues = |revised: RecordId| {
        reviews.iter().any(|review| review.decision == ReviewDecision::Continue && review.plan == Some(revised))
    };
    let unfounded = plans.iter().filter_map(|plan| plan.revises).filter(|&revised| !continues(revised));
    missing.extend(unfounded.map(|_| Missing::ReviewToContinue));
    missing
}

fn decides_on(content: &Content, referral: RecordId) -> bool {
    matches!(content, Content::Authorisation(authorisation) if authorisation.referral == referral)
}

/// Whether a record names another one.
pub(super) fn names(content: &Content, id: RecordId) -> bool {
    match content {
        Content::Letter(letter) => letter.contact == id,
        Content::FamilyContact(contact) => contact.contact == id,
        Content::Circulation(circulation) => circulation.plan == Some(id) || circulation.contact == Some(id),
        Content::Signature(signature) => signature.plan == id,
        Content::Review(review) => review.plan == Some(id),
        Content::Plan(plan) => plan.revises == Some(id),
        Content::Authorisation(authorisation) => authorisation.referral == id,
        _ => false,
    }
}

fn rejection(attempt: Attempt, mut missing: Vec<Missing>) -> Rejection {
    super::order::plain(&mut missing);
    missing.dedup();
    Rejection { attempt, missing }
}

fn count(records: usize) -> u16 {
    u16::try_from(records).unwrap_or(u16::MAX)
}
