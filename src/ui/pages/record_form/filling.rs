//! A form that is being filled in: its draft is kept, its words are looked at, it is saved.

use leptos::prelude::*;

use super::advice::{advice_view, advise};
use crate::app::drafts::Carried;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab, after_save};
use crate::ui::autosave::{DraftPlace, after_typing, keep};
use crate::ui::form::{Handle, error_summary, form_view};
use crate::ui::parts::about_safety::Asking;
use crate::ui::parts::{Submit, refusal, submitted};
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::{FileId, RecordId};
use casebook_present::disclosure;
use casebook_present::forms;
use casebook_records::DraftRow;
use casebook_repository::RepositoryError;

/// The form, with what it is saved by.
#[component]
pub(super) fn Filling(
    /// The file that it writes in.
    file: FileId,
    /// Where its draft lies.
    place: DraftPlace,
    /// Its values.
    handle: Handle,
) -> impl IntoView {
    let store = use_store();
    let kind = place.kind;
    let keeping = keep(store, place, handle.draft, Signal::derive(move || Some(file)));
    let submit = Submit::<RepositoryError>::ready();
    // The storage answers again: what the refusal said is over.
    Effect::new(move |_| {
        let by_storage = |refused: &Option<RepositoryError>| matches!(refused, Some(RepositoryError::Db(_)));
        if keeping.kept.get() && submit.problem.with_untracked(by_storage) {
            submit.problem.set(None);
        }
    });
    let asking = Asking::begin();
    let sounds = move || handle.draft.with_untracked(|draft| !disclosure::fields_of(kind, &draft.values).is_empty());
    let warnings = RwSignal::new(Vec::new());
    let look = move || {
        warnings.set(advise(store, file, kind, handle));
        asking.listen(sounds());
    };
    after_typing(store, move || handle.draft.track(), look);
    let save = move || {
        if !submit.pressed() {
            return;
        }
        match handle.draft.with_untracked(|draft| forms::parse(kind, draft, &handle.ctx())) {
            Err(errors) => {
                handle.errors.set(errors);
                store.device.hush();
                store.device.focus("error-summary");
            }
            Ok(_) if asking.stops(sounds()) => {}
            Ok(content) => submit.run("refused", save(store, file, place, content)),
        }
    };
    let cancel = move |_| {
        store.navigation.back(match kind {
            Kind::Resource => Route::Resources,
            _ => Route::Of(file, FilePage::Tab(Tab::Timeline)),
        });
    };
    let wrong = move |errors: &Vec<_>| (!errors.is_empty()).then(|| error_summary(store, handle, kind, errors));
    view! {
        <form class="form" novalidate autocomplete="off" on:submit=submitted(save)>
            {move || handle.errors.with(wrong)}
            {form_view(forms::form(kind), handle)}
            {asking.view(move || take_words(store, handle, file, place))}
            {move || advice_view(store, &warnings.read())}
            {move || submit.problem.get().map(|error| refusal(store, file, &error))}
            <div class="form-foot no-print">
                <button class="button main" type="submit" aria-disabled=move || submit.slow()>
                    "Save"
                </button>
                <button class="button quiet" type="button" on:click=cancel>
                    "Back"
                </button>
                {keeping.words()}
            </div>
        </form>
    }
}

/// Saves the record, ends its draft with it and continues.
async fn save(store: Store, file: FileId, place: DraftPlace, content: Content) -> Result<(), RepositoryError> {
    let DraftPlace { kind, record, .. } = place;
    let content = keep_unseen(content, store, file, record);
    let id = record.unwrap_or_else(casebook_repository::ids::record_id);
    let shown = content.clone();
    match store.casebook.save(file, id, content, Some(place.at())).await {
        Ok(warnings) => {
            let what = if record.is_some() { "change saved" } else { "saved" };
            store.casebook.say_saved(&format!("{}: {what}.", kind.label()), &warnings);
            let asked = store.navigation.take_onward().or_else(|| store.navigation.tab_of(file));
            store.navigation.go(asked.unwrap_or_else(|| after_save(&store.casebook.case_or_blank(file), id, &shown)));
            Ok(())
        }
        Err(error) => {
            store.device.hush();
            Err(error)
        }
    }
}

/// Takes the words about safety out of a form; what is left of it stays a draft.
fn take_words(store: Store, handle: Handle, file: FileId, place: DraftPlace) -> Option<Carried> {
    let DraftPlace { kind, record, .. } = place;
    let ctx = handle.ctx();
    let (carried, keys) = handle.draft.with_untracked(|draft| {
        let keys = disclosure::fields_of(kind, &draft.values);
        let words: Vec<&str> = keys.iter().map(|key| draft.get(key).trim()).collect();
        let blank = forms::blank(kind, &ctx, &[]);
        let row = |values| DraftRow { kind, file: Some(file), record, saved: store.device.now(), values };
        let left = disclosure::left_of(&draft.values, &keys, &blank).map(row);
        let about =
            store.casebook.headers.with_untracked(|all| all.iter().any(|header| header.file == file)).then_some(file);
        let carried = Carried { about, words: words.join("\n\n"), from: Some((place.at(), left)) };
        (!keys.is_empty()).then(|| (carried, keys.into_iter().map(str::to_owned).collect::<Vec<_>>()))
    })?;
    handle.empty(&keys);
    Some(carried)
}

/// What no form shows is kept, such as the events of an observation.
fn keep_unseen(content: Content, store: Store, file: FileId, record: Option<RecordId>) -> Content {
    let case = store.casebook.case_or_blank(file);
    match record.and_then(|id| case.get(id)) {
        Some(item) => forms::keep_unseen(content, &item.entry.content),
        None => content,
    }
}
