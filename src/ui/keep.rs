//! Keeps what is typed as a sealed draft: after a pause, before a lock, and
//! when the view goes away.

use leptos::prelude::*;

use crate::app::store::Store;
use crate::domain::content::Kind;
use crate::domain::ids::{DraftId, FileId, RecordId};
use crate::present::forms::Draft;
use crate::records::DraftRow;

/// Where a draft lies and what it is of.
#[derive(Clone, Copy)]
pub struct Place {
    /// The file beside which it lies.
    pub home: FileId,
    /// Its id.
    pub id: DraftId,
    /// What it is of.
    pub kind: Kind,
    /// The record that is changed.
    pub record: Option<RecordId>,
}

/// A draft that is being kept.
#[derive(Clone, Copy)]
pub struct Keeping {
    /// Whether all that was typed is kept.
    pub kept: RwSignal<bool>,
    dirty: StoredValue<bool>,
    over: StoredValue<bool>,
}

impl Keeping {
    /// What stands there now was saved, or is dropped: it is not kept again.
    pub fn done(self) {
        let _ = self.dirty.try_set_value(false);
    }

    /// From now on something else stands in the draft's place, and nothing is kept there any more.
    pub fn end(self) {
        let _ = self.over.try_set_value(true);
    }

    /// Nothing else came to stand there after all: what was typed is kept again.
    pub fn go_on(self) {
        let _ = self.over.try_set_value(false);
        let _ = self.dirty.try_set_value(true);
    }
}

/// Starts keeping a draft. `file`: whom it is about.
pub fn keep(store: Store, place: Place, draft: RwSignal<Draft>, file: Signal<Option<FileId>>) -> Keeping {
    let keeping = Keeping { kept: RwSignal::new(false), dirty: StoredValue::new(false), over: StoredValue::new(false) };
    let put = move || {
        if keeping.dirty.try_get_value() != Some(true) || keeping.over.try_get_value() != Some(false) {
            return;
        }
        let (Some(values), Some(file)) =
            (draft.try_with_untracked(|draft| draft.values.clone()), file.try_get_untracked())
        else {
            return;
        };
        keeping.dirty.set_value(false);
        let row = DraftRow { kind: place.kind, file, record: place.record, saved: store.now(), values };
        let told = move || {
            // What was typed meanwhile is not kept yet.
            if keeping.dirty.try_get_value() == Some(false) {
                let _ = keeping.kept.try_set(true);
            }
        };
        store.keep_draft(place.home, place.id, row, Box::new(told));
    };
    let pause = store.after_pause(put);
    Effect::new(move |before: Option<()>| {
        draft.track();
        // The first run is the form as it came, not something typed.
        if before.is_some() {
            keeping.dirty.set_value(true);
            keeping.kept.set(false);
            pause();
        }
    });
    store.flush_with(put);
    on_cleanup(put);
    keeping
}

/// Says that the draft is kept.
pub fn kept_words(keeping: Keeping) -> AnyView {
    view! { <span class="hint" role="status">{move || keeping.kept.get().then_some("Draft kept on this tablet")}</span> }.into_any()
}
