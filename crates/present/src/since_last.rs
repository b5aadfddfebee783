//! The "since last time" card: what to have in mind before a session.

use casebook_domain::calendar::Date;

use casebook_domain::case::{CaseFile, Item};
use casebook_domain::content::Content;
use casebook_domain::ids::{EpisodeId, RecordId};
use casebook_domain::order;
use casebook_domain::plan::Plan;
use casebook_domain::session::{Attended, Session};

use super::timeline::{contact_name, newest_first};

/// A rating given last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated {
    /// The target's number.
    pub number: u16,
    /// The target in words; empty when the plan no longer has it.
    pub what: String,
    /// The rating in words.
    pub rating: &'static str,
    /// What was seen.
    pub remark: String,
}

/// Something that happened since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// The record to open.
    pub record: RecordId,
    /// Day.
    pub date: Date,
    /// In words.
    pub text: String,
}

/// The last session with the pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastSession {
    /// The record to open.
    pub record: RecordId,
    /// Day.
    pub date: Date,
    /// "One to one".
    pub kind: &'static str,
    /// What was done and said.
    pub notes: String,
    /// What was to come next.
    pub next_step: String,
    /// The ratings given.
    pub ratings: Vec<Rated>,
}

/// The card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SinceLast {
    /// The last session to which the pupil came; `None` before the first.
    pub last: Option<LastSession>,
    /// Sessions since then to which the pupil did not come.
    pub not_come: Vec<Since>,
    /// Achievements since.
    pub achievements: Vec<Since>,
    /// Contacts with the family since.
    pub family: Vec<Since>,
    /// Notes and talks with staff since.
    pub notes: Vec<Since>,
}

impl SinceLast {
    /// Nothing to show.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The card for the next session of an episode; family contacts, achievements
/// and notes of the whole file since the last session, the newest first. Before
/// the first session everything counts as since. Safeguarding entries are never on it.
pub fn since_last(case: &CaseFile, episode: Option<EpisodeId>) -> SinceLast {
    let mut items: Vec<&Item> = case.items().collect();
    order::by_key(&mut items, |item| newest_first(item));
    let mut card = SinceLast::default();
    let came = items.iter().find_map(|item| match &item.entry.content {
        Content::Session(session) if counts(item, episode) && came(session) => Some((*item, session)),
        _ => None,
    });
    if let Some((item, session)) = came {
        let plan = items.iter().find_map(|item| match &item.entry.content {
            Content::Plan(plan) if item.entry.episode == episode => Some(plan),
            _ => None,
        });
        card.last = Some(last_session(item, session, plan));
    }
    let since = came.map(|(item, _)| newest_first(item).0);
    for item in items {
        let is_since = match item.entry.content.day() {
            None => false,
            // Of the last session's own day only what was saved after it.
            Some(_) => since.is_none_or(|since| newest_first(item).0 > since),
        };
        if is_since {
            add(case, item, episode, &mut card);
        }
    }
    card
}

/// Sessions of the episode and drop-ins outside any.
fn counts(item: &Item, episode: Option<EpisodeId>) -> bool {
    item.entry.episode.is_none() || item.entry.episode == episode
}

fn came(session: &Session) -> bool {
    matches!(session.attended, Attended::Yes | Attended::Late)
}

fn last_session(item: &Item, session: &Session, plan: Option<&Plan>) -> LastSession {
    let rated = session.ratings.iter().map(|rating| Rated {
        number: rating.target,
        what: plan.and_then(|plan| plan.target(rating.target)).map(|target| target.what.clone()).unwrap_or_default(),
        rating: rating.attainment.label(),
        remark: rating.remark.clone(),
    });
    LastSession {
        record: item.id,
        date: session.date,
        kind: session.kind.label(),
        notes: session.notes.clone(),
        next_step: session.next_step.clone(),
        ratings: rated.collect(),
    }
}

fn add(case: &CaseFile, item: &Item, episode: Option<EpisodeId>, card: &mut SinceLast) {
    let (list, date, text) = match &item.entry.content {
        Content::Session(session) if counts(item, episode) && !came(session) => {
            (&mut card.not_come, session.date, session.attended.label().to_owned())
        }
        Content::Achievement(achievement) => (&mut card.achievements, achievement.date, achievement.what.clone()),
        Content::FamilyContact(contact) => {
            let who = contact_name(case, contact.contact);
            let mut text =
                [contact.way.label(), ", ", &who, ": ", &contact.reached.label().to_ascii_lowercase()].concat();
            if !contact.about.trim().is_empty() {
                text.push_str(". ");
                text.push_str(contact.about.trim());
            }
            (&mut card.family, contact.date, text)
        }
        Content::Note(note) => (&mut card.notes, note.date, note.text.clone()),
        Content::Liaison(liaison) if !liaison.learnt.trim().is_empty() => {
            let who = if liaison.name.trim().is_empty() { liaison.with.label() } else { liaison.name.trim() };
            (&mut card.notes, liaison.date, [who, ": ", liaison.learnt.trim()].concat())
        }
        _ => return,
    };
    list.push(Since { record: item.id, date, text });
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::content::Entry;
    use casebook_domain::ids::FileId;
    use casebook_domain::plan::{Attainment, TargetRating};
    use casebook_domain::preparation::Audience;
    use casebook_domain::safety::Worry;
    use casebook_domain::session::{Note, SessionKind};

    const EPISODE: Option<EpisodeId> = Some(EpisodeId::from_bytes([1; 16]));

    fn put(case: &mut CaseFile, id: u8, content: Content) {
        let saved = Moment { utc_ms: i64::from(id), offset_min: 0 };
        case.put(Item { id: RecordId::from_bytes([id; 16]), saved, entry: Entry { episode: EPISODE, content } });
    }

    fn session(date: &str, attended: Attended, next_step: &str) -> Content {
        Content::Session(Session {
            date: parse_iso(date).unwrap(),
            kind: SessionKind::OneToOne,
            minutes: 30,
            attended,
            lesson_missed: String::new(),
            notes: "What was said".to_owned(),
            next_step: next_step.to_owned(),
            audience: Audience::MentorOnly,
            ratings: vec![TargetRating { target: 1, attainment: Attainment::new(1).unwrap(), remark: String::new() }],
            gifted: false,
            resources: Vec::new(),
        })
    }

    fn note(date: &str, text: &str) -> Content {
        Content::Note(Note { date: parse_iso(date).unwrap(), text: text.to_owned(), audience: Audience::MentorOnly })
    }

    #[test]
    fn the_card_shows_the_last_session_to_which_the_pupil_came_and_what_happened_since() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        put(&mut case, 2, note("2026-11-01", "before"));
        put(&mut case, 3, session("2026-11-02", Attended::Yes, "older"));
        put(&mut case, 4, note("2026-11-09", "same day, before"));
        put(&mut case, 5, session("2026-11-09", Attended::Late, "Try the card in maths"));
        put(&mut case, 6, note("2026-11-09", "same day, after"));
        put(&mut case, 7, note("2026-11-10", "since"));
        put(&mut case, 8, session("2026-11-16", Attended::Absent, ""));
        let at = Moment { utc_ms: 1_800_000_000_000, offset_min: 0 };
        put(
            &mut case,
            9,
            Content::Worry(Worry { at, words: "words".to_owned(), told: None, held_by_lead: false, withdrawn: None }),
        );
        let card = since_last(&case, EPISODE);
        let last = card.last.unwrap();
        assert_eq!((last.next_step.as_str(), last.ratings[0].rating), ("Try the card in maths", "More than expected"));
        assert_eq!(card.not_come.len(), 1);
        let notes: Vec<_> = card.notes.into_iter().map(|note| note.text).collect();
        assert_eq!(notes, ["since", "same day, after"]);
    }

    #[test]
    fn before_the_first_session_everything_is_since() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        assert!(since_last(&case, EPISODE).is_empty());
        put(&mut case, 2, note("2026-11-01", "before"));
        let card = since_last(&case, EPISODE);
        assert_eq!((card.last, card.notes.len()), (None, 1));
    }
}
