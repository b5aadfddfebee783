//! Records that contradict each other after an import, and the ways to resolve it.
//!
//! Two devices can each keep the rules, and their records can still contradict each other: both opened an episode, one
//! ended it while the other continued. Casebook refuses none of it; it waits for somebody to decide. Each way out is a
//! list of changes that leaves fewer or less serious contradictions than before ([`Disorderliness`]), so deciding
//! always ends. There is always at least one way out.

use crate::calendar::Date;

use super::case::{CaseFile, Item};
use super::content::{Content, Entry, Kind};
use super::exit::Exit;
use super::ids::{EpisodeId, RecordId};
use super::plan::Plan;
use super::preparation::Start;
use super::pupil::Pupil;
use super::referral::AuthorisationDecision;
use super::review::ReviewDecision;
use super::states;

/// What does not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disorder {
    /// Two episodes are open at once.
    OpenTwice {
        /// The one that was opened first.
        older: EpisodeId,
        /// The other.
        newer: EpisodeId,
    },
    /// The file has two pupils' records.
    TwoPupils,
    /// The intervention of an episode was started twice.
    StartedTwice(EpisodeId),
    /// An episode has ended, and work on it continues after that day.
    GoesOn(EpisodeId),
    /// The intervention was started, and the decision in force does not authorise it.
    NotAuthorised(EpisodeId),
    /// The plan of an episode was made or revised twice: the versions do not follow each other.
    RevisedTwice(EpisodeId),
}

/// A way out, with what it would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Which.
    pub kind: WayKind,
    /// What is written: a record says this from now on, or is deleted and stays in its history.
    pub changes: Vec<(RecordId, Option<Entry>)>,
}

/// Ways out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayKind {
    /// The second referral joins the episode that was opened first, with everything recorded under it.
    Join,
    /// A referral that nothing but decisions rests on is removed.
    WithdrawReferral(RecordId),
    /// This record says who the pupil is.
    KeepPupil(RecordId),
    /// This start counts.
    KeepStart(RecordId),
    /// The work continued: the exit is removed.
    WithdrawExit,
    /// The exit came last: on this day.
    ExitLater(Date),
    /// The exit stands; what came after belongs to a new referral of this day, which is still to be authorised.
    NewEpisode(Date),
    /// The exit stands; this many records of work after it are removed.
    TakeBack(usize),
    /// The start is removed.
    WithdrawStart,
    /// The authorisation of this day stands: later decisions are removed.
    KeepAuthorisation(Date),
    /// This version of the plan is in force; the others come before it and stay readable.
    KeepPlan(RecordId),
}

/// How much is out of order, the weightiest first: a way out may leave more of what comes later, never of what comes before.
pub type Disorderliness = [usize; 6];

/// How much of a file is out of order; nothing but zeroes for everything that commands made.
pub fn disorderliness(case: &CaseFile) -> Disorderliness {
    let mut found = [0; 6];
    for disorder in disorders(case) {
        found[match disorder {
            Disorder::OpenTwice { .. } => 0,
            Disorder::TwoPupils => 1,
            Disorder::StartedTwice(_) => 2,
            Disorder::GoesOn(_) => 3,
            Disorder::NotAuthorised(_) => 4,
            Disorder::RevisedTwice(_) => 5,
        }] += 1;
    }
    // Of a third pupil or start one more has to go.
    found[1] = case.all::<Pupil>().len().saturating_sub(1);
    found[2] = case.episodes().iter().map(|episode| case.of::<Start>(episode.id).len().saturating_sub(1)).sum();
    found
}

/// What is out of order in a file, the weightiest first.
pub fn disorders(case: &CaseFile) -> Vec<Disorder> {
    let episodes = case.episodes();
    let mut found = Vec::new();
    let mut open = episodes.iter().filter(|episode| episode.open()).map(|episode| episode.id);
    if let Some(older) = open.next() {
        found.extend(open.map(|newer| Disorder::OpenTwice { older, newer }));
    }
    if case.all::<Pupil>().len() > 1 {
        found.push(Disorder::TwoPupils);
    }
    let twice = episodes.iter().filter(|episode| case.of::<Start>(episode.id).len() > 1);
    found.extend(twice.map(|episode| Disorder::StartedTwice(episode.id)));
    for episode in &episodes {
        match states::disagreement(case, episode.id) {
            Some(Kind::Authorisation) => found.push(Disorder::NotAuthorised(episode.id)),
            Some(_) => found.push(Disorder::GoesOn(episode.id)),
            None => {}
        }
    }
    super::order::by_key(&mut found, |disorder| matches!(disorder, Disorder::NotAuthorised(_)));
    let revised_twice = episodes.iter().filter(|episode| !case.plans_in_line(episode.id));
    found.extend(revised_twice.map(|episode| Disorder::RevisedTwice(episode.id)));
    found
}

/// The ways out, the likeliest first; never none. `fresh` is the identifier of a record that may be made.
pub fn ways(case: &CaseFile, disorder: Disorder, fresh: RecordId) -> Vec<Way> {
    let before = disorderliness(case);
    let mut ways = match disorder {
        Disorder::OpenTwice { older, newer } => open_twice(case, older, newer),
        Disorder::TwoPupils => keep_one::<Pupil>(case, None, WayKind::KeepPupil),
        Disorder::StartedTwice(episode) => keep_one::<Start>(case, Some(episode), WayKind::KeepStart),
        Disorder::GoesOn(episode) => goes_on(case, episode, fresh),
        Disorder::NotAuthorised(episode) => not_authorised(case, episode),
        Disorder::RevisedTwice(episode) => revised_twice(case, episode),
    };
    ways.retain(|way| disorderliness(&changed(case, &way.changes)) < before);
    ways
}

/// A file after some changes, for looking at only.
pub fn changed(case: &CaseFile, changes: &[(RecordId, Option<Entry>)]) -> CaseFile {
    let mut after = case.clone();
    for (id, entry) in changes {
        match entry {
            Some(entry) => {
                // Nothing here asks when something was saved but to tell what has the same day.
                let saved =
                    case.get(*id).map_or(super::calendar::Moment { utc_ms: 0, offset_min: 0 }, |item| item.saved);
                after.put(Item { id: *id, saved, entry: entry.clone() });
            }
            None => after.remove(*id),
        }
    }
    after
}

fn open_twice(case: &CaseFile, older: EpisodeId, newer: EpisodeId) -> Vec<Way> {
    let moved = members(case, newer)
        .into_iter()
        .map(|item| (item.id, Some(Entry { episode: Some(older), content: item.entry.content.clone() })));
    let mut ways = vec![Way { kind: WayKind::Join, changes: moved.collect() }];
    for episode in [newer, older] {
        let members = members(case, episode);
        let bare = members.iter().all(|item| matches!(item.entry.content.kind(), Kind::Referral | Kind::Authorisation));
        if bare {
            let changes = members.iter().map(|item| (item.id, None)).collect();
            ways.push(Way { kind: WayKind::WithdrawReferral(episode), changes });
        }
    }
    ways
}

/// What belongs to an episode, its opening referral among it.
fn members(case: &CaseFile, episode: EpisodeId) -> Vec<&Item> {
    let opens = |item: &Item| item.id == episode && item.entry.content.kind() == Kind::Referral;
    case.items().filter(|item| item.entry.episode == Some(episode) || opens(item)).collect()
}

fn keep_one<T: super::content::Body>(
    case: &CaseFile,
    episode: Option<EpisodeId>,
    kind: fn(RecordId) -> WayKind,
) -> Vec<Way> {
    let all: Vec<RecordId> =
        case.all::<T>().iter().filter(|one| episode.is_none() || one.episode == episode).map(|one| one.id).collect();
    // The latest first.
    let ways = all.iter().rev().map(|kept| {
        let changes = all.iter().filter(|other| *other != kept).map(|other| (*other, None)).collect();
        Way { kind: kind(*kept), changes }
    });
    ways.collect()
}

fn goes_on(case: &CaseFile, episode: EpisodeId, fresh: RecordId) -> Vec<Way> {
    let Some(exit) = case.exit(episode) else { return Vec::new() };
    let later = work_after(case, episode, exit.date);
    let days = || later.iter().filter_map(|item| item.entry.content.day());
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Vec::new() };
    let withdrawn =
        case.of_episode(episode).filter(|item| matches!(item.entry.content.kind(), Kind::Exit | Kind::FollowUp));
    let mut ways = vec![Way { kind: WayKind::WithdrawExit, changes: withdrawn.map(|item| (item.id, None)).collect() }];
    let moved = Exit { date: last, ..exit.body.clone() };
    let entry = Entry { episode: exit.episode, content: Content::Exit(moved) };
    ways.push(Way { kind: WayKind::ExitLater(last), changes: vec![(exit.id, Some(entry))] });
    ways.extend(new_episode(case, episode, exit.date, first, fresh));
    // What was reviewed, signed or given to somebody is not removed.
    if later.iter().all(|item| !case.is_used(item.id)) {
        let taken = later.iter().map(|item| (item.id, None)).collect();
        ways.push(Way { kind: WayKind::TakeBack(later.len()), changes: taken });
    }
    ways
}

/// What can't come after an exit: plans, starts, reviews that continue.
fn work_after(case: &CaseFile, episode: EpisodeId, exit: Date) -> Vec<&Item> {
    let goes_on = |item: &&Item| match &item.entry.content {
        Content::Plan(plan) => plan.date > exit,
        Content::Start(start) => start.date > exit,
        Content::Review(review) => review.date > exit && review.decision == ReviewDecision::Continue,
        _ => false,
    };
    case.of_episode(episode).filter(goes_on).collect()
}

fn new_episode(case: &CaseFile, episode: EpisodeId, exit: Date, first: Date, fresh: RecordId) -> Option<Way> {
    let mut referral = case.episode(episode)?.referral.body.clone();
    referral.date = first;
    let stays =
        |kind| matches!(kind, Kind::Exit | Kind::FollowUp | Kind::Onward | Kind::Referral | Kind::Authorisation);
    let after =
        |item: &&Item| item.entry.content.day().is_some_and(|day| day > exit) && !stays(item.entry.content.kind());
    let moved: Vec<&Item> = case.of_episode(episode).filter(after).collect();
    let mut changes = vec![(fresh, Some(Entry { episode: Some(fresh), content: Content::Referral(referral) }))];
    for item in &moved {
        let mut content = item.entry.content.clone();
        if let Content::Plan(Plan { revises, .. }) = &mut content
            && revises.is_some_and(|revised| moved.iter().all(|other| other.id != revised))
        {
            // The plan that it revised stays with the episode that has ended.
            *revises = None;
        }
        changes.push((item.id, Some(Entry { episode: Some(fresh), content })));
    }
    Some(Way { kind: WayKind::NewEpisode(first), changes })
}

/// One of the newest versions is chosen. The others go before it, from where its own line parts from theirs: nothing is
/// deleted, and who signed or got which stays true.
fn revised_twice(case: &CaseFile, episode: EpisodeId) -> Vec<Way> {
    let plans = case.plans(episode);
    let before = |id: RecordId| plans.iter().find(|plan| plan.id == id)?.revises;
    let line = |id: RecordId| {
        let mut line = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next.filter(|id| !line.contains(id) && plans.iter().any(|plan| plan.id == *id)) {
            line.insert(0, id);
            next = before(id);
        }
        line
    };
    let newest = |id: RecordId| plans.iter().all(|other| other.revises != Some(id));
    let mut candidates: Vec<RecordId> = plans.iter().map(|plan| plan.id).filter(|id| newest(*id)).collect();
    if candidates.len() < 2 {
        // They revise each other in a ring.
        candidates = plans.iter().map(|plan| plan.id).collect();
    }
    let keep = |kept: &RecordId| {
        let own = line(*kept);
        let others: Vec<RecordId> = plans.iter().map(|plan| plan.id).filter(|id| !own.contains(id)).collect();
        let parts = own.iter().rposition(|id| others.iter().any(|other| line(*other).contains(id)));
        let mut order = own;
        let place = parts.map_or(0, |place| (place + 1).min(order.len() - 1));
        order.splice(place..place, others);
        let mut changes = Vec::new();
        for (place, id) in order.iter().enumerate() {
            let revises = place.checked_sub(1).map(|before| order[before]);
            let Some(plan) = case.find::<Plan>(*id).filter(|plan| plan.revises != revises) else { continue };
            let content = Content::Plan(Plan { revises, ..plan.body.clone() });
            changes.push((*id, Some(Entry { episode: plan.episode, content })));
        }
        Way { kind: WayKind::KeepPlan(*kept), changes }
    };
    // The latest first.
    candidates.iter().rev().map(keep).collect()
}

fn not_authorised(case: &CaseFile, episode: EpisodeId) -> Vec<Way> {
    let decisions = case.authorisations(episode);
    let authorised = decisions.iter().rposition(|one| one.decision == AuthorisationDecision::Authorised);
    let mut ways = Vec::new();
    if let Some(place) = authorised {
        let later = decisions[place + 1..].iter().map(|decision| (decision.id, None)).collect();
        ways.push(Way { kind: WayKind::KeepAuthorisation(decisions[place].date), changes: later });
    }
    let starts = case.of::<Start>(episode).iter().map(|start| (start.id, None)).collect();
    ways.push(Way { kind: WayKind::WithdrawStart, changes: starts });
    ways
}
