//! An entry that is saved: who was told, and that the lead holds it.

use leptos::prelude::*;

use super::telling::Telling;
use crate::app::store::use_store;
use crate::route::{FilePage, Route, Tab};
use crate::ui::autosave::DraftPlace;
use crate::ui::form::Handle;
use crate::ui::parts::about_safety::to_the_minute;
use crate::ui::parts::{Empty, PageHead};
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::safety::Worry as Entry;
use casebook_present::forms::Draft;
use casebook_present::{dates, forms};

/// A worry that is saved: who was told, and that the lead holds it.
#[component]
pub fn Told(
    /// The file, open.
    file: FileId,
    /// The entry.
    record: RecordId,
) -> impl IntoView {
    let store = use_store();
    let entry =
        Memo::new(move |_| store.casebook.file.with(|case| Some((*case.as_ref()?.find::<Entry>(record)?).clone())));
    view! {
        <PageHead title="Safeguarding entry">
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                "Back to the pupil"
            </a>
        </PageHead>
        {move || match entry.get() {
            None => view! { <Empty text="This entry is not in the file any more." /> }.into_any(),
            Some(entry) if entry.held_by_lead => held(&entry),
            Some(entry) if entry.is_withdrawn() => was_withdrawn(&entry),
            Some(entry) => view! { <Open file record entry /> }.into_any(),
        }}
    }
}

fn told_words(entry: &Entry) -> Option<String> {
    entry.told.as_ref().map(|told| [&told.name, ", ", &dates::moment(told.at), ", ", &told.how].concat())
}

/// The lead has it: nothing is left to do.
fn held(entry: &Entry) -> AnyView {
    view! {
        <div class="advice good">
            <p>
                <strong>{use_store().casebook.titled("The safeguarding lead holds this. ")}</strong>
                "The words were erased here; the note that they were handed over is kept."
            </p>
        </div>
        <dl class="facts">
            <dt>"Seen or heard"</dt>
            <dd>{dates::moment(entry.at)}</dd>
            <dt>"Told"</dt>
            <dd>{told_words(entry)}</dd>
        </dl>
    }
    .into_any()
}

/// A lead agreed that it is withdrawn: nothing is left to do.
fn was_withdrawn(entry: &Entry) -> AnyView {
    let lines = entry.withdrawn.as_ref().map(|one| {
        view! {
            <dt>"Why"</dt>
            <dd>{one.reason.clone()}</dd>
            <dt>"Agreed with"</dt>
            <dd>{[&one.lead, ", ", &dates::moment(one.at)].concat()}</dd>
        }
    });
    view! {
        <div class="advice good">
            <p>
                <strong>"This entry is withdrawn. "</strong>
                "It is kept here with the reason."
            </p>
        </div>
        <p class="quoted">{entry.words.clone()}</p>
        <dl class="facts">
            <dt>"Seen or heard"</dt>
            <dd>{dates::moment(entry.at)}</dd>
            {lines}
        </dl>
    }
    .into_any()
}

#[component]
fn Open(file: FileId, record: RecordId, entry: Entry) -> impl IntoView {
    let store = use_store();
    let told = told_words(&entry);
    let content = Content::Worry(entry.clone());
    let case = store.casebook.case_or_blank(file);
    let ctx = store.casebook.form_ctx(&case);
    let mut draft = forms::fill(&content, &ctx);
    if entry.told.is_none() {
        draft.tick("told", true);
        forms::follow(Kind::Worry, "told", &mut draft, &ctx);
        to_the_minute(&mut draft, "told_at");
    }
    let handle = Handle::new(draft, ctx).of(Kind::Worry);
    let place = DraftPlace::of(file, Kind::Worry, Some(record));
    // What was half typed comes back into the fields that are on the screen.
    let ready = RwSignal::new(false);
    store.device.task(async move {
        if let Some(row) = store.casebook.kept_draft(place.home, place.id).await {
            let _ = handle.draft.try_set(Draft { values: row.values });
        }
        let _ = ready.try_set(true);
    });
    view! { {move || ready.get().then(|| view! { <Telling place handle entry=entry.clone() told=told.clone() /> })} }
}
