//! A pupil's file as the rules see it: the shown version of every record.
//!
//! Records are asked for by type and come oldest first, by the mentor's day,
//! then by when they were saved, then by id, so that no order of import matters.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use crate::calendar::Date;

use super::assessment::Assessment;
use super::calendar::Moment;
use super::contact::{Contact, Responsibility};
use super::content::{Body, Content, Entry, Kind};
use super::exit::{Exit, FollowUp, Onward};
use super::ids::{EpisodeId, FileId, RecordId};
use super::measure::{Measure, Occasion};
use super::observation::Observation;
use super::order;
use super::plan::{Circulation, Plan, Signature};
use super::preparation::{FamilyContact, HomeRuling, LeadDecision, Letter, Liaison, Start, Waiver};
use super::pupil::Pupil;
use super::referral::{Authorisation, AuthorisationDecision, Criterion, Referral};
use super::review::Review;
use super::safety::Worry;
use super::session::{Achievement, Note, Session};
use super::standing::Standing;
use super::states::{self, State};

/// A record in a file, as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The record.
    pub id: RecordId,
    /// When the shown version was saved.
    pub saved: Moment,
    /// What it says.
    pub entry: Entry,
}

/// A record of one type where it is in the file; reads like the content itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Recorded<'a, T> {
    /// The record.
    pub id: RecordId,
    /// The episode it belongs to.
    pub episode: Option<EpisodeId>,
    /// When the shown version was saved.
    pub saved: Moment,
    /// What it says.
    pub body: &'a T,
}

impl<T> Clone for Recorded<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Recorded<'_, T> {}

impl Recorded<'_, Plan> {
    /// Whether the plan says something else than what went out then (p23).
    pub fn changed_since(&self, circulation: &Recorded<'_, Circulation>) -> bool {
        if circulation.sent.is_empty() {
            return self.saved > circulation.saved;
        }
        !self.body.changed_since(&circulation.sent).is_empty()
    }
}

impl<T> Deref for Recorded<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.body
    }
}

/// From referral to exit; a re-referral opens the next one (p29).
#[derive(Clone, Debug)]
pub struct Episode<'a> {
    /// Its id: the record of the referral that opened it.
    pub id: EpisodeId,
    /// Day of that referral.
    pub opened: Date,
    /// The referral that opened it, or the first that joined where that one is not in the file.
    pub referral: Recorded<'a, Referral>,
    /// Where it is.
    pub state: State,
    /// The start of the intervention (the first, should an import have brought two).
    pub start: Option<Recorded<'a, Start>>,
    /// The exit (the last, should there be two).
    pub exit: Option<Recorded<'a, Exit>>,
}

impl Episode<'_> {
    /// Work on it may continue: a second referral joins it.
    pub const fn open(&self) -> bool {
        self.state.open()
    }
}

/// Everything about one pupil that this Casebook can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// The file.
    pub id: FileId,
    items: BTreeMap<RecordId, Item>,
    authors: BTreeMap<RecordId, String>,
    /// Records made by a newer Casebook: kept and carried along, not shown.
    pub newer: usize,
    /// Records that two devices changed without knowing of each other: until somebody chooses, one of the versions is
    /// shown, or none where that one is a deletion.
    pub two_versions: BTreeSet<RecordId>,
    /// Records that were moved to another pupil, and that somebody who did not know wrote on.
    pub moved_away: BTreeSet<RecordId>,
}

impl CaseFile {
    /// An empty file.
    pub fn new(id: FileId) -> Self {
        Self {
            id,
            items: BTreeMap::new(),
            authors: BTreeMap::new(),
            newer: 0,
            two_versions: BTreeSet::new(),
            moved_away: BTreeSet::new(),
        }
    }

    /// The files of one pupil as one, under the smallest identifier. Of several pupils' records the one saved last is
    /// there: the others are not out of order, they are the same child's first page in another file.
    pub fn united(mut files: Vec<&Self>) -> Self {
        order::by_key(&mut files, |file| file.id);
        let mut united = Self::new(files.first().map_or(FileId::from_bytes([0; 16]), |file| file.id));
        for file in &files {
            for item in file.items() {
                united.items.entry(item.id).or_insert_with(|| item.clone());
            }
            united.newer += file.newer;
            united.two_versions.extend(&file.two_versions);
            united.moved_away.extend(&file.moved_away);
        }
        // Within one file two of them stay, to be decided.
        let pupil = |item: &&Item| item.entry.content.kind() == Kind::Pupil;
        let latest = files.iter().filter_map(|file| {
            let last = file.items().filter(pupil).max_by_key(|item| (item.saved, item.id))?;
            Some((last.saved, last.id, file.id))
        });
        let Some((_, page, shown)) = latest.max() else { return united };
        let mut asked = Vec::new();
        for file in files.iter().filter(|file| file.id != shown) {
            for item in file.items().filter(pupil) {
                united.items.remove(&item.id);
                asked.push(item);
            }
        }
        united.keep_asking(page, &asked);
        united
    }

    /// "Ask the safeguarding lead before contacting home" is said of the child, so it holds for the joined files although
    /// another first page is shown (p15). It ends as in one file: the lead agrees, and after that the page is saved
    /// without the mark.
    fn keep_asking(&mut self, shown: RecordId, others: &[&Item]) {
        let Some(page) = self.items.get(&shown) else { return };
        let agreed = self.all::<LeadDecision>().into_iter().filter(|said| said.ruling == HomeRuling::Allow);
        let agreed: Vec<Moment> = agreed.map(|said| said.saved).filter(|&at| at < page.saved).collect();
        let reason = others.iter().find_map(|item| match &item.entry.content {
            Content::Pupil(pupil) if !agreed.iter().any(|&at| at > item.saved) => pupil.ask_lead_first.clone(),
            _ => None,
        });
        if let Some(Item { entry: Entry { content: Content::Pupil(pupil), .. }, .. }) = self.items.get_mut(&shown)
            && pupil.ask_lead_first.is_none()
        {
            pupil.ask_lead_first = reason;
        }
    }

    /// Puts a record, replacing what was shown.
    pub fn put(&mut self, item: Item) {
        self.authors.remove(&item.id);
        self.items.insert(item.id, item);
    }

    /// The same, with the name of the person who wrote the shown version. No rule asks for it.
    pub fn put_by(&mut self, item: Item, author: String) {
        self.authors.insert(item.id, author);
        self.items.insert(item.id, item);
    }

    /// The person who wrote the shown version of a record, where that is known.
    pub fn author(&self, id: RecordId) -> Option<&str> {
        self.authors.get(&id).map(String::as_str)
    }

    /// Takes a record out of what is shown.
    pub fn remove(&mut self, id: RecordId) {
        self.authors.remove(&id);
        self.items.remove(&id);
    }

    /// One record.
    pub fn get(&self, id: RecordId) -> Option<&Item> {
        self.items.get(&id)
    }

    /// One record of a type; `None` also when it is of another type.
    pub fn find<T: Body>(&self, id: RecordId) -> Option<Recorded<'_, T>> {
        self.items.get(&id).and_then(recorded)
    }

    /// All records, by id.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    /// The records of one episode, by id.
    pub fn of_episode(&self, episode: EpisodeId) -> impl Iterator<Item = &Item> {
        self.items.values().filter(move |item| item.entry.episode == Some(episode))
    }

    /// All records of a type, oldest first.
    pub fn all<T: Body>(&self) -> Vec<Recorded<'_, T>> {
        typed(self.sorted(&|item| item.entry.content.kind() == T::KIND))
    }

    /// The records of a type in one episode, oldest first.
    pub fn of<T: Body>(&self, episode: EpisodeId) -> Vec<Recorded<'_, T>> {
        typed(self.sorted(&|item| item.entry.episode == Some(episode) && item.entry.content.kind() == T::KIND))
    }

    /// Sorted before the type is known: one sort in the program instead of one for each type.
    fn sorted(&self, wanted: &dyn Fn(&Item) -> bool) -> Vec<&Item> {
        let mut items: Vec<_> = self.items.values().filter(|item| wanted(item)).collect();
        order::by_key(&mut items, |item| (item.entry.content.day(), item.saved, item.id));
        items
    }

    /// The pupil, if the file has one (the version saved last, should an import have brought two).
    pub fn pupil(&self) -> Option<&Pupil> {
        self.all::<Pupil>().last().map(|pupil| pupil.body)
    }

    /// The people at home: who has parental responsibility first, then by name.
    pub fn contacts(&self) -> Vec<Recorded<'_, Contact>> {
        let mut contacts = self.all::<Contact>();
        order::by(&mut contacts, |one, other| {
            let first = |contact: &Contact| contact.responsibility != Responsibility::Yes;
            (first(one), one.name.whole(), one.id).cmp(&(first(other), other.name.whole(), other.id))
        });
        contacts
    }

    /// Changes of standing.
    pub fn standings(&self) -> Vec<Recorded<'_, Standing>> {
        self.all()
    }

    /// Worries about safety. Timelines hide them until asked.
    pub fn worries(&self) -> Vec<Recorded<'_, Worry>> {
        self.all()
    }

    /// All sessions.
    pub fn sessions(&self) -> Vec<Recorded<'_, Session>> {
        self.all()
    }

    /// All notes.
    pub fn notes(&self) -> Vec<Recorded<'_, Note>> {
        self.all()
    }

    /// All achievements.
    pub fn achievements(&self) -> Vec<Recorded<'_, Achievement>> {
        self.all()
    }

    /// All measures, to be drawn over time.
    pub fn measures(&self) -> Vec<Recorded<'_, Measure>> {
        self.all()
    }

    /// All assessments.
    pub fn assessments(&self) -> Vec<Recorded<'_, Assessment>> {
        self.all()
    }

    /// All observations.
    pub fn observations(&self) -> Vec<Recorded<'_, Observation>> {
        self.all()
    }

    /// All contacts with the family.
    pub fn family_contacts(&self) -> Vec<Recorded<'_, FamilyContact>> {
        self.all()
    }

    /// All onward referrals.
    pub fn onwards(&self) -> Vec<Recorded<'_, Onward>> {
        self.all()
    }

    /// The episodes, oldest first. Records of an episode whose referral is not in the file make none.
    pub fn episodes(&self) -> Vec<Episode<'_>> {
        let mut opening: BTreeMap<EpisodeId, Recorded<'_, Referral>> = BTreeMap::new();
        for referral in self.all::<Referral>() {
            let id = referral.episode.unwrap_or(referral.id);
            if referral.id == id {
                opening.insert(id, referral);
            } else {
                opening.entry(id).or_insert(referral);
            }
        }
        let mut episodes: Vec<_> = opening
            .into_iter()
            .map(|(id, referral)| Episode {
                id,
                opened: referral.date,
                referral,
                state: states::state(self, id),
                start: self.start(id),
                exit: self.exit(id),
            })
            .collect();
        order::by_key(&mut episodes, |episode| (episode.opened, episode.id));
        episodes
    }

    /// One episode.
    pub fn episode(&self, id: EpisodeId) -> Option<Episode<'_>> {
        self.episodes().into_iter().find(|episode| episode.id == id)
    }

    /// The episode that the mentor works on: the newest open one, else an exit programme that is running, else the newest.
    /// A referral that was declined or redirected in the meantime does not end an exit programme (p27).
    pub fn current(&self) -> Option<Episode<'_>> {
        let episodes = self.episodes();
        let index = current_of(&episodes)?;
        episodes.into_iter().nth(index)
    }

    /// The exit programme that is running (p27), until a later referral is authorised.
    pub fn exit_programme(&self) -> Option<Episode<'_>> {
        let episodes = self.episodes();
        let index = programme_of(&episodes)?;
        episodes.into_iter().nth(index)
    }

    /// The episode that is worked on, and the referrals since: they came to nothing, and their families and referrers are
    /// told all the same.
    pub fn current_and_since(&self) -> Vec<Episode<'_>> {
        let mut episodes = self.episodes();
        let from = current_of(&episodes).unwrap_or(0);
        episodes.drain(from..).collect()
    }

    /// The referrals of an episode: the one that opened it and those that joined.
    pub fn referrals(&self, episode: EpisodeId) -> Vec<Recorded<'_, Referral>> {
        typed(self.sorted(&|item| {
            let here = item.entry.episode == Some(episode) || item.id == episode;
            here && item.entry.content.kind() == Kind::Referral
        }))
    }

    /// The criteria that the referrals of an episode tick, in the policy's order, each once.
    pub fn criteria(&self, episode: EpisodeId) -> Vec<Criterion> {
        let mut criteria: Vec<_> = self
            .referrals(episode)
            .iter()
            .flat_map(|referral| referral.body.criteria.iter().map(|ticked| ticked.criterion))
            .collect();
        order::plain(&mut criteria);
        criteria.dedup();
        criteria
    }

    /// The line manager's decisions in an episode; the last one counts.
    pub fn authorisations(&self, episode: EpisodeId) -> Vec<Recorded<'_, Authorisation>> {
        self.of(episode)
    }

    /// The last decision about one referral.
    pub fn decision_on(&self, referral: RecordId) -> Option<Recorded<'_, Authorisation>> {
        self.all::<Authorisation>().into_iter().rfind(|decision| decision.referral == referral)
    }

    /// The decision that counts in an episode. Each of its referrals has one, the last about it. Where one of them is
    /// authorised, that counts; while one waits for its decision, none does; then a wish for more information.
    pub fn latest_authorisation(&self, episode: EpisodeId) -> Option<Recorded<'_, Authorisation>> {
        let all = self.authorisations(episode);
        let last = |decision: &&Recorded<'_, Authorisation>| {
            let about = all.iter().rfind(|other| other.referral == decision.referral);
            about.is_some_and(|about| about.id == decision.id)
        };
        let latest: Vec<_> = all.iter().filter(last).copied().collect();
        let one = |wanted| latest.iter().rfind(|decision| decision.decision == wanted).copied();
        if let Some(authorised) = one(AuthorisationDecision::Authorised) {
            return Some(authorised);
        }
        if !self.undecided(episode).is_empty() {
            return None;
        }
        one(AuthorisationDecision::MoreInformation).or_else(|| latest.last().copied())
    }

    /// The referrals of an episode that nobody has decided on.
    pub fn undecided(&self, episode: EpisodeId) -> Vec<Recorded<'_, Referral>> {
        let decided = self.authorisations(episode);
        let mut referrals = self.referrals(episode);
        referrals.retain(|referral| decided.iter().all(|decision| decision.referral != referral.id));
        referrals
    }

    /// Talks with staff and agencies in an episode (gate 1).
    pub fn liaison(&self, episode: EpisodeId) -> Vec<Recorded<'_, Liaison>> {
        self.of(episode)
    }

    /// Baseline measures of an episode (gate 2).
    pub fn baseline(&self, episode: EpisodeId) -> Vec<Recorded<'_, Measure>> {
        let mut measures = self.of::<Measure>(episode);
        measures.retain(|measure| measure.occasion == Occasion::Baseline);
        measures
    }

    /// Later measures of an episode.
    pub fn later_measures(&self, episode: EpisodeId) -> Vec<Recorded<'_, Measure>> {
        let mut measures = self.of::<Measure>(episode);
        measures.retain(|measure| measure.occasion != Occasion::Baseline);
        measures
    }

    /// Letters of an episode (gate 3).
    pub fn letters(&self, episode: EpisodeId) -> Vec<Recorded<'_, Letter>> {
        self.of(episode)
    }

    /// Waivers of an episode.
    pub fn waivers(&self, episode: EpisodeId) -> Vec<Recorded<'_, Waiver>> {
        self.of(episode)
    }

    /// The start of the intervention.
    pub fn start(&self, episode: EpisodeId) -> Option<Recorded<'_, Start>> {
        self.of(episode).into_iter().next()
    }

    /// The versions of the plan in order of revision: the last one is in force, the others are frozen.
    pub fn plans(&self, episode: EpisodeId) -> Vec<Recorded<'_, Plan>> {
        let mut plans = self.of::<Plan>(episode);
        let revises: Vec<_> = plans.iter().map(|plan| (plan.id, plan.revises)).collect();
        // Bounded, since an import may bring plans that revise each other in a ring.
        let depth = |id: RecordId| {
            let earlier = |id: &RecordId| revises.iter().find(|(plan, _)| plan == id)?.1;
            std::iter::successors(Some(id), earlier).take(revises.len() + 1).count()
        };
        order::by_key(&mut plans, |plan| depth(plan.id));
        plans
    }

    /// Whether the versions of the plan follow each other in one line. Two tablets that each made or revised one break it.
    pub fn plans_in_line(&self, episode: EpisodeId) -> bool {
        let plans = self.of::<Plan>(episode);
        let known = |id: RecordId| plans.iter().any(|plan| plan.id == id);
        let after = |before: Option<RecordId>| {
            let mut next = plans.iter().filter(|plan| plan.revises.filter(|&id| known(id)) == before);
            let one = next.next()?;
            next.next().is_none().then_some(one.id)
        };
        let line = std::iter::successors(after(None), |&plan| after(Some(plan))).take(plans.len());
        line.count() == plans.len()
    }

    /// The plan in force.
    pub fn latest_plan(&self, episode: EpisodeId) -> Option<Recorded<'_, Plan>> {
        self.plans(episode).pop()
    }

    /// Whether a later version of the plan or a review of it, whatever its outcome, froze this one (p25).
    pub fn is_frozen(&self, plan: RecordId) -> bool {
        let Some(episode) = self.find::<Plan>(plan).and_then(|plan| plan.episode) else { return false };
        self.latest_plan(episode).is_some_and(|latest| latest.id != plan) || self.is_reviewed(plan)
    }

    /// Whether a review rated this version of the plan.
    pub fn is_reviewed(&self, plan: RecordId) -> bool {
        self.all::<Review>().iter().any(|review| review.plan == Some(plan))
    }

    /// Whether a version of the plan was reviewed, signed or given to somebody: it is never deleted then (p25).
    pub fn is_used(&self, plan: RecordId) -> bool {
        self.is_reviewed(plan) || !self.circulations(plan).is_empty() || !self.signatures(plan).is_empty()
    }

    /// To whom a version of the plan went.
    pub fn circulations(&self, plan: RecordId) -> Vec<Recorded<'_, Circulation>> {
        let mut circulations = self.all::<Circulation>();
        circulations.retain(|circulation| circulation.plan == Some(plan));
        circulations
    }

    /// Who signed a version of the plan.
    pub fn signatures(&self, plan: RecordId) -> Vec<Recorded<'_, Signature>> {
        let mut signatures = self.all::<Signature>();
        signatures.retain(|signature| signature.plan == plan);
        signatures
    }

    /// Reviews of an episode.
    pub fn reviews(&self, episode: EpisodeId) -> Vec<Recorded<'_, Review>> {
        self.of(episode)
    }

    /// The last review of an episode.
    pub fn latest_review(&self, episode: EpisodeId) -> Option<Recorded<'_, Review>> {
        self.reviews(episode).pop()
    }

    /// The exit of an episode.
    pub fn exit(&self, episode: EpisodeId) -> Option<Recorded<'_, Exit>> {
        self.of(episode).pop()
    }

    /// Follow-ups after the exit of an episode, from the day of the exit on.
    pub fn follow_ups(&self, episode: EpisodeId) -> Vec<Recorded<'_, FollowUp>> {
        let mut follow_ups = self.of::<FollowUp>(episode);
        let exit = self.exit(episode).map(|exit| exit.date);
        follow_ups.retain(|follow_up| exit.is_some_and(|exit| follow_up.date >= exit));
        follow_ups
    }
}

fn current_of(episodes: &[Episode<'_>]) -> Option<usize> {
    let open = episodes.iter().rposition(Episode::open);
    open.or_else(|| programme_of(episodes)).or_else(|| episodes.len().checked_sub(1))
}

fn programme_of(episodes: &[Episode<'_>]) -> Option<usize> {
    use State::{AwaitingAuthorisation, Declined, MoreInformation, Redirected};
    let not_authorised = |state| matches!(state, AwaitingAuthorisation | MoreInformation | Declined | Redirected);
    let last = episodes.iter().rposition(|episode| !not_authorised(episode.state))?;
    (episodes[last].state == State::ExitProgramme).then_some(last)
}

fn recorded<T: Body>(item: &Item) -> Option<Recorded<'_, T>> {
    T::of(&item.entry.content).map(|body| Recorded {
        id: item.id,
        episode: item.entry.episode,
        saved: item.saved,
        body,
    })
}

fn typed<T: Body>(items: Vec<&Item>) -> Vec<Recorded<'_, T>> {
    // A plain loop: an iterator's code would be there once more for every type.
    let mut all = Vec::with_capacity(items.len());
    for item in items {
        if let Some(recorded) = recorded(item) {
            all.push(recorded);
        }
    }
    all
}
