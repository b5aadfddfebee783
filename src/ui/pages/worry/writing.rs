//! The child's words, saved at once.

use leptos::prelude::*;

use super::child::Child;
use super::fields::{SEEN, fields};
use crate::app::store::use_store;
use crate::route::{FilePage, Route};
use crate::ui::autosave::{DraftPlace, keep};
use crate::ui::form::{Handle, error_summary};
use crate::ui::parts::{Submit, refusal, submitted};
use casebook_domain::content::Kind;
use casebook_domain::ids::FileId;
use casebook_present::forms;
use casebook_records::NO_FILE;
use casebook_repository::RepositoryError;

/// The child's words, saved at once.
#[component]
pub(super) fn Writing(about: RwSignal<Option<FileId>>, handle: Handle, place: DraftPlace) -> impl IntoView {
    let store = use_store();
    let keeping = keep(store, place, handle.draft, about.into());
    let nobody = RwSignal::new(false);
    let submit = Submit::<RepositoryError>::ready();
    let refused = submit.problem;
    let send = move || {
        if !submit.pressed() {
            return;
        }
        nobody.set(about.get_untracked().is_none());
        let parsed = handle.draft.with_untracked(|draft| forms::parse(Kind::Worry, draft, &handle.ctx()));
        let content = match parsed {
            Err(errors) => {
                handle.errors.set(errors);
                store.device.hush();
                return store.device.focus("error-summary");
            }
            Ok(content) => content,
        };
        let Some(file) = about.get_untracked() else { return store.device.focus("worry-pupil") };
        submit.run("refused", async move {
            let record = casebook_repository::ids::record_id();
            store.casebook.save(file, record, content, Some(place.at())).await?;
            // The next page says loudly what is still to do; a notice would lie over its button.
            store.device.clear_notice();
            store.navigation.go(Route::Of(file, FilePage::Edit(record)));
            Ok(())
        });
    };
    view! {
        <form class="form" novalidate autocomplete="off" on:submit=submitted(send)>
            <section class="form-section" aria-labelledby="worry-write">
                <div class="stack">
                    <h2 id="worry-write">"What was said or seen"</h2>
                    <p class="advice bad measure">
                        <strong>"Saving is not reporting. "</strong>
                        "Go to the lead first if you can; write as soon as you have."
                    </p>
                </div>
                {move || handle.errors.with(|errors| (!errors.is_empty()).then(|| error_summary(store, handle, Kind::Worry, errors)))}
                <Child about nobody />
                {fields(SEEN, handle)}
            </section>
            {move || refused.get().map(|error| refusal(store, about.get_untracked().unwrap_or(NO_FILE), &error))}
            <div class="actions">
                <button class="button main" type="submit" aria-disabled=move || submit.slow()>
                    "Save the words"
                </button>
                {keeping.words()}
            </div>
        </form>
    }
}
