//! What is typed after an observation, and how it is kept and saved.

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::observing::{COMMENT, Resumed};
use crate::app::store::Store;
use crate::route::{FilePage, Route, Tab};
use crate::ui::autosave::Autosave;
use crate::ui::parts::about_safety::Asking;
use crate::ui::parts::{Submit, refusal};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::observation::{Event, Observation, Observed};
use casebook_records::DraftRow;
use casebook_repository::{RepositoryError, ids};

/// In row 0: whose observation it is, where that was chosen on this page.
const PUPIL: &str = "pupil.";

/// Ids of the fields, for each of those observed: there are at most four.
pub(super) const COMMENTS: [&str; 4] = ["comment-1", "comment-2", "comment-3", "comment-4"];

/// One of those observed, with what is typed about them. Copy: handles to its signals.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) target: u8,
    pub(super) pupil: RwSignal<Option<FileId>>,
    pub(super) comment: RwSignal<String>,
    pub(super) asking: Asking,
}

fn key(name: &str, target: u8) -> String {
    [name, &target.to_string()].concat()
}

/// What is typed on this page. Copy: handles to its signals.
#[derive(Clone, Copy)]
pub(super) struct Summary {
    pub(super) store: Store,
    pub(super) resumed: StoredValue<Resumed>,
    pub(super) parts: StoredValue<Vec<Part>>,
    pub(super) events: RwSignal<Vec<Event>>,
    pub(super) submit: Submit<RepositoryError>,
    /// The same pupil is chosen for two.
    pub(super) twice: RwSignal<bool>,
}

impl Summary {
    pub(super) fn begin(store: Store, resumed: StoredValue<Resumed>) -> Self {
        let known = |file: &FileId| {
            store.casebook.headers.with_untracked(|headers| headers.iter().any(|header| header.file == *file))
        };
        let parts = resumed.with_value(|resumed| {
            let value = |name: String| resumed.row.values.get(&name).cloned().unwrap_or_default();
            let part = |(target, observed): (usize, &Observed)| {
                let target = target as u8;
                let chosen = FileId::parse(&value(key(PUPIL, target))).or(observed.file).filter(known);
                let comment = RwSignal::new(value(key(COMMENT, target)));
                Part { target, pupil: RwSignal::new(chosen), comment, asking: Asking::begin() }
            };
            resumed.running.observed.iter().take(COMMENTS.len()).enumerate().map(part).collect()
        });
        Self {
            store,
            resumed,
            parts: StoredValue::new(parts),
            events: RwSignal::new(resumed.with_value(|resumed| resumed.events.clone())),
            submit: Submit::ready(),
            twice: RwSignal::new(false),
        }
    }

    /// Follows what is typed.
    pub(super) fn track(self) {
        self.parts.with_value(|parts| {
            for part in parts {
                part.comment.track();
                part.pupil.track();
            }
        });
    }

    /// Puts what is typed into row 0: with it the observation comes back after a reload.
    pub(super) fn keep(self) {
        let store = self.store;
        let Some(mut row) = self.resumed.try_with_value(|resumed| resumed.row.clone()) else { return };
        self.parts.with_value(|parts| {
            for part in parts {
                let (Some(comment), Some(pupil)) = (part.comment.try_get_untracked(), part.pupil.try_get_untracked())
                else {
                    continue;
                };
                row.values.insert(key(COMMENT, part.target), comment);
                row.values.insert(key(PUPIL, part.target), pupil.map(|file| file.to_string()).unwrap_or_default());
            }
        });
        store.device.task(async move {
            if let Err(error) =
                store.observing.keep_observation_row(DraftRow { saved: store.device.now(), ..row }).await
            {
                store.device.say(Notice::error(&error));
            }
        });
    }

    /// The observation of each of those observed, with whose it is; and whether a pupil is chosen for two.
    pub(super) fn observations(self) -> (Vec<ToSave>, bool) {
        let mut all: Vec<ToSave> = Vec::new();
        let mut same = false;
        self.parts.with_value(|parts| {
            for part in parts {
                let pupil = part.pupil.get_untracked();
                same |= pupil.is_some() && all.iter().any(|(other, ..)| *other == pupil);
                let comment = part.comment.get_untracked().trim().to_owned();
                let observation = self.events.with_untracked(|events| {
                    self.resumed.with_value(|resumed| resumed.running.of(part.target, events, comment))
                });
                all.push((pupil, ids::record_id(), observation));
            }
        });
        (all, same)
    }

    pub(super) fn save(self, autosave: Autosave, saved: Callback<Vec<Route>>) {
        let Self { store, submit, .. } = self;
        if !submit.pressed() {
            return;
        }
        let stops = |part: &Part| part.asking.stops_text(&part.comment.get_untracked());
        if self.parts.with_value(|parts| parts.iter().any(stops)) {
            return;
        }
        let (all, same) = self.observations();
        self.twice.set(same);
        if same {
            return store.device.focus("twice");
        }
        autosave.mark(false);
        let page = |(file, record, _): &ToSave| match file {
            Some(file) => Route::Of(*file, FilePage::Record(*record)),
            None => Route::Unattached(*record),
        };
        let pages: Vec<Route> = all.iter().map(page).collect();
        let words = if all.len() > 1 { "Observations saved." } else { "Observation saved." };
        submit.run("refused", async move {
            let warnings = store.observing.save_observations(all).await.inspect_err(|_| autosave.mark(true))?;
            store.casebook.say_saved(words, &warnings);
            match pages.as_slice() {
                [only] => store.navigation.go(*only),
                _ => drop(saved.try_run(pages)),
            }
            Ok(())
        });
    }

    /// Drops it without saving.
    pub(super) fn discard(self, autosave: Autosave) {
        autosave.mark(false);
        let store = self.store;
        let first = self.parts.with_value(|parts| parts.first().and_then(|part| part.pupil.get_untracked()));
        store.device.task(async move {
            match store.observing.drop_observation().await {
                Ok(()) => store.navigation.go(match first {
                    Some(file) => Route::Of(file, FilePage::Tab(Tab::Timeline)),
                    None => Route::Today,
                }),
                Err(error) => store.device.say(Notice::error(&error)),
            }
        });
    }

    /// Why it was not saved.
    pub(super) fn refused(self) -> Option<AnyView> {
        let error = self.submit.problem.get()?;
        let file = self.parts.with_value(|parts| parts.iter().find_map(|part| part.pupil.get_untracked()));
        Some(refusal(self.store, file.unwrap_or_else(ids::file_id), &error))
    }
}

/// Whose an observation is, its record, and what it says.
type ToSave = (Option<FileId>, RecordId, Observation);
