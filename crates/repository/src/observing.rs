//! A running observation as it lies in the database.
//!
//! There is at most one. Its rows are in `drafts` under no pupil's file: row 0 says that there is one and holds the comment
//! typed afterwards, row 1 the set-up, and each tap is a row after that. A tap counts when its row is on the disk.

use casebook_domain::content::Kind;
use casebook_domain::ids::DraftId;
use casebook_domain::observation::{Event, EventKind, RunningObservation};
use casebook_records::{self as records, DraftRow, EventRow, NO_FILE};

use super::drafts::form_draft;
use super::{Repository, RepositoryError};

/// In row 0: there is an observation. Without it the row is a half-filled set-up.
pub const BEGAN: &str = "began";
/// In row 0: the comments typed so far, each under this and the number of the one observed.
pub const COMMENT: &str = "comment.";

/// The running observation as it lies on the disk.
#[derive(Clone, Debug)]
pub struct Resumed {
    /// How it was set up.
    pub running: RunningObservation,
    /// What has happened; each is a row.
    pub events: Vec<Event>,
    /// The next row's place: beyond every row there is, also one that can't be read.
    pub next_seq: u64,
    /// Row 0.
    pub row: DraftRow,
}

/// The draft under which the observation runs.
pub fn observation_draft() -> DraftId {
    form_draft(Kind::Observation, None)
}

/// A running observation from its rows, each with its place; `None`: there is none.
///
/// A row that can't be read ends nothing: what can be read is kept. Every event keeps its place, because undoing names events
/// by it.
///
/// # Errors
/// [`RepositoryError::Damaged`] or [`RepositoryError::Unreadable`] when the set-up can't be read.
pub fn resumed(rows: &[(u64, Option<Vec<u8>>)]) -> Result<Option<Resumed>, RepositoryError> {
    let at = |place: u64| rows.iter().find(|(seq, _)| *seq == place);
    let Some((_, set_up)) = at(1) else { return Ok(None) };
    let running = records::decode_set_up(set_up.as_deref().ok_or(RepositoryError::Damaged)?)?;
    let row = at(0).and_then(|(_, plain)| records::decode_draft(plain.as_deref()?).ok());
    let mut events: Vec<Event> = Vec::with_capacity(rows.len());
    let mut next_seq = 2;
    for (seq, plain) in rows.iter().filter(|(seq, _)| *seq >= 2) {
        let event = plain.as_deref().and_then(|plain| records::decode_event(plain).ok());
        let event = event.filter(|row| row.seq == *seq).map(|row| row.event);
        let place = usize::try_from(seq - 2).unwrap_or(usize::MAX);
        let nothing = |events: &[Event]| Event {
            at_ms: events.last().map_or(0, |event| event.at_ms),
            target: None,
            what: EventKind::Undone { event: u32::MAX },
        };
        // More gaps than rows are no taps that failed, but nonsense.
        while events.len() < place.min(2 * rows.len()) {
            events.push(nothing(&events));
        }
        events.push(event.unwrap_or_else(|| nothing(&events)));
        next_seq = next_seq.max(seq.saturating_add(1));
    }
    Ok(Some(Resumed { row: row.unwrap_or_else(|| begun(&running)), running, events, next_seq }))
}

/// Row 0 of an observation that begins.
pub fn begun(running: &RunningObservation) -> DraftRow {
    let values = [(BEGAN.to_owned(), running.began.utc_ms.to_string())].into();
    DraftRow { kind: Kind::Observation, file: None, record: None, saved: running.began, values }
}

/// An observation that was running when Casebook was updated from schema 1 continues: its rows move here from the pupil's file.
/// Whether there was one.
///
/// # Errors
/// [`RepositoryError`].
pub async fn adopt_schema_1(repository: &Repository) -> Result<bool, RepositoryError> {
    let drafts = repository.drafts().await?;
    let old = drafts.into_iter().find_map(|(home, id, row)| {
        let running = (home != NO_FILE && id == observation_draft()).then(|| records::set_up_of_schema_1(&row))??;
        Some((home, row, running))
    });
    let Some((home, row, running)) = old else { return Ok(false) };
    let mut rows = vec![records::encode_draft(&row), records::encode_set_up(&running)];
    for old in repository.draft(home, observation_draft()).await?.iter().skip(1) {
        if let Ok(EventRow { mut event, .. }) = records::decode_event(old) {
            event.target = (event.what != EventKind::Ended).then_some(0);
            rows.push(records::encode_event(&EventRow { seq: rows.len() as u64, event }));
        }
    }
    repository.begin_draft(NO_FILE, observation_draft(), &rows, Some((home, observation_draft()))).await.map(|()| true)
}
