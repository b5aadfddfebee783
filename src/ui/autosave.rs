//! Keeps what is typed: after a pause, before a lock, and when the view goes away. Everything that is typed and not saved
//! yet is kept through here.

use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;

use crate::app::store::Store;
use casebook_domain::content::Kind;
use casebook_domain::ids::{DraftId, FileId, RecordId};
use casebook_present::forms::Draft;
use casebook_records::DraftRow;
use casebook_repository::DraftSlot;

/// Runs `then` once nothing that `track` reads has changed for a moment; not for what is there at the beginning.
pub fn after_typing(store: Store, track: impl Fn() + 'static, then: impl Fn() + 'static) {
    let pause = store.device.debounced(then);
    on_change(track, pause);
}

/// Runs `then` at each change of what `track` reads; not for what is there at the beginning.
fn on_change(track: impl Fn() + 'static, then: impl Fn() + 'static) {
    Effect::new(move |before: Option<()>| {
        track();
        if before.is_some() {
            then();
        }
    });
}

/// Writes what has changed since it was last written.
#[derive(Clone, Copy)]
pub struct Autosave {
    dirty: StoredValue<bool>,
    pause: StoredValue<Rc<dyn Fn()>, LocalStorage>,
}

impl Autosave {
    /// `write` puts into the queue what is there now.
    pub fn new(store: Store, write: impl Fn() + Copy + Send + Sync + 'static) -> Self {
        let dirty = StoredValue::new(false);
        let put = move || {
            if dirty.try_get_value() == Some(true) {
                dirty.set_value(false);
                write();
            }
        };
        store.session.flush_with(put);
        on_cleanup(put);
        Self { dirty, pause: StoredValue::new_local(Rc::new(store.device.debounced(put))) }
    }

    /// Something has changed: it is written after a pause.
    pub fn changed(self) {
        self.mark(true);
        if let Some(pause) = self.pause.try_get_value() {
            pause();
        }
    }

    /// Follows what `track` reads; `then` runs at each change.
    pub fn follow(self, track: impl Fn() + 'static, then: impl Fn() + 'static) {
        on_change(track, move || {
            then();
            self.changed();
        });
    }

    /// Whether something is not written yet.
    pub fn is_dirty(self) -> bool {
        self.dirty.try_get_value() == Some(true)
    }

    /// Nothing is to be written any more (`false`), or what is there is to be written after all.
    pub fn mark(self, dirty: bool) {
        let _ = self.dirty.try_set_value(dirty);
    }
}

/// Where a draft lies and what it is of.
#[derive(Clone, Copy)]
pub struct DraftPlace {
    /// The file beside which it lies.
    pub home: FileId,
    /// Its id.
    pub id: DraftId,
    /// What it is of.
    pub kind: Kind,
    /// The record that is changed.
    pub record: Option<RecordId>,
}

impl DraftPlace {
    /// The draft of a form: one for each record, and one for each kind of new record in a file.
    pub fn of(home: FileId, kind: Kind, record: Option<RecordId>) -> Self {
        Self { home, id: casebook_repository::drafts::form_draft(kind, record), kind, record }
    }

    /// As a save names the draft that ends with it.
    pub const fn at(self) -> (FileId, DraftId) {
        (self.home, self.id)
    }

    /// What was kept here; `afresh`: it is dropped, and there is nothing.
    pub async fn restore(self, store: Store, afresh: bool) -> Option<DraftRow> {
        if afresh {
            let _ = store.casebook.drop_draft(self.home, self.id).await;
            return None;
        }
        store.casebook.kept_draft(self.home, self.id).await
    }
}

/// A draft that is being kept.
#[derive(Clone, Copy)]
pub struct Keeping {
    /// Whether all that was typed is kept.
    pub kept: RwSignal<bool>,
    autosave: Autosave,
    place: DraftPlace,
    slot: StoredValue<DraftSlot, LocalStorage>,
    store: Store,
}

impl Keeping {
    /// What was typed is saved, and the form stays open: what is typed from now on is kept again.
    pub fn begin_again(self) {
        self.autosave.mark(false);
        let _ = self.slot.try_set_value(self.store.casebook.open_slot(self.place.home, self.place.id));
    }

    /// From now on something else takes the draft's place, and nothing is kept there any more.
    pub fn end(self) {
        let _ = self.slot.try_with_value(DraftSlot::close);
    }

    /// Nothing else took its place after all: what was typed is kept again.
    pub fn resume(self) {
        self.begin_again();
        self.autosave.mark(true);
    }

    /// Says that the draft is kept.
    pub fn words(self) -> AnyView {
        let words = move || self.kept.get().then_some("Draft kept on this tablet");
        view! {
            <span class="hint" role="status">
                {words}
            </span>
        }
        .into_any()
    }
}

/// Starts keeping a draft. `file`: whom it is about.
pub fn keep(store: Store, place: DraftPlace, draft: RwSignal<Draft>, file: Signal<Option<FileId>>) -> Keeping {
    let values = move || draft.try_with_untracked(|draft| draft.values.clone());
    keep_values(store, place, move || draft.track(), values, file)
}

/// The same for what is typed into fields of a page's own: `track` follows them, `values` reads them.
pub fn keep_values(
    store: Store,
    place: DraftPlace,
    track: impl Fn() + 'static,
    values: impl Fn() -> Option<BTreeMap<String, String>> + Copy + Send + Sync + 'static,
    file: Signal<Option<FileId>>,
) -> Keeping {
    let slot = StoredValue::new_local(store.casebook.open_slot(place.home, place.id));
    let kept = RwSignal::new(false);
    let dirty = StoredValue::new(None::<Autosave>);
    let write = move || {
        let (Some(values), Some(file), Some(slot)) = (values(), file.try_get_untracked(), slot.try_get_value()) else {
            return;
        };
        let row = DraftRow { kind: place.kind, file, record: place.record, saved: store.device.now(), values };
        let told = move || {
            // What was typed in the meantime is not kept yet.
            if dirty.try_get_value().flatten().is_some_and(|autosave| !autosave.is_dirty()) {
                let _ = kept.try_set(true);
            }
        };
        store.casebook.keep_draft(slot, row, Box::new(told));
    };
    let autosave = Autosave::new(store, write);
    dirty.set_value(Some(autosave));
    autosave.follow(track, move || kept.set(false));
    Keeping { kept, autosave, place, slot, store }
}
