//! Keeps what is typed as a sealed draft: after a pause, before a lock, and
//! when the view goes away. The save that the draft is for ends it.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::app::store::Store;
use casebook_domain::content::Kind;
use casebook_domain::ids::{DraftId, FileId, RecordId};
use casebook_present::forms::Draft;
use casebook_records::DraftRow;
use casebook_repository::Slot;

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

impl Place {
    /// As a save names the draft that ends with it.
    pub const fn at(self) -> (FileId, DraftId) {
        (self.home, self.id)
    }
}

/// A draft that is being kept.
#[derive(Clone, Copy)]
pub struct Keeping {
    /// Whether all that was typed is kept.
    pub kept: RwSignal<bool>,
    dirty: StoredValue<bool>,
    place: Place,
    slot: StoredValue<Slot, LocalStorage>,
    store: Store,
}

impl Keeping {
    /// What was typed is saved, and the form stays open: what is typed from now on is kept again.
    pub fn begin_again(self) {
        let _ = self.dirty.try_set_value(false);
        let _ = self.slot.try_set_value(self.store.open_slot(self.place.home, self.place.id));
    }

    /// From now on something else takes the draft's place, and nothing is kept there any more.
    pub fn end(self) {
        let _ = self.slot.try_with_value(Slot::close);
    }

    /// Nothing else took its place after all: what was typed is kept again.
    pub fn resume(self) {
        self.begin_again();
        let _ = self.dirty.try_set_value(true);
    }
}

/// Starts keeping a draft. `file`: whom it is about.
pub fn keep(store: Store, place: Place, draft: RwSignal<Draft>, file: Signal<Option<FileId>>) -> Keeping {
    let values = move || draft.try_with_untracked(|draft| draft.values.clone());
    keep_values(store, place, move || draft.track(), values, file)
}

/// The same for what is typed into fields of a page's own: `track` follows them, `values` reads them.
pub fn keep_values(
    store: Store,
    place: Place,
    track: impl Fn() + 'static,
    values: impl Fn() -> Option<BTreeMap<String, String>> + Copy + Send + Sync + 'static,
    file: Signal<Option<FileId>>,
) -> Keeping {
    let slot = StoredValue::new_local(store.open_slot(place.home, place.id));
    let keeping = Keeping { kept: RwSignal::new(false), dirty: StoredValue::new(false), place, slot, store };
    let put = move || {
        if keeping.dirty.try_get_value() != Some(true) {
            return;
        }
        let (Some(values), Some(file), Some(slot)) = (values(), file.try_get_untracked(), keeping.slot.try_get_value())
        else {
            return;
        };
        keeping.dirty.set_value(false);
        let row = DraftRow { kind: place.kind, file, record: place.record, saved: store.now(), values };
        let told = move || {
            // What was typed in the meantime is not kept yet.
            if keeping.dirty.try_get_value() == Some(false) {
                let _ = keeping.kept.try_set(true);
            }
        };
        store.keep_draft(slot, row, Box::new(told));
    };
    let pause = store.after_pause(put);
    Effect::new(move |before: Option<()>| {
        track();
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
