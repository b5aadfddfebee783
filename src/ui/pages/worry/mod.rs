//! "Worried about safety" (p40): who to go to, how to listen, the child's words, who was told. Casebook helps to hand a
//! worry over and is never the child-protection file.

mod child;
mod fields;
mod guidance;
mod telling;
mod told;
mod writing;

pub use told::Told;

use leptos::prelude::*;

use crate::app::store::use_store;
use crate::ui::autosave::DraftPlace;
use crate::ui::form::Handle;
use crate::ui::parts::PageHead;
use crate::ui::parts::about_safety::fresh_entry;
use casebook_domain::content::Kind;
use casebook_present::forms::Draft;
use casebook_records::NO_FILE;
use guidance::guidance;
use writing::Writing;

/// The page "worried about safety": guidance, then the entry.
#[component]
pub fn Worry() -> impl IntoView {
    let store = use_store();
    let about = RwSignal::new(store.navigation.route.get_untracked().file());
    let ready = RwSignal::new(None::<(Handle, bool)>);
    let place = DraftPlace::of(NO_FILE, Kind::Worry, None);
    let begin = move |afresh: bool| {
        store.device.task(async move {
            let case = store.casebook.case_or_blank(about.get_untracked().unwrap_or(NO_FILE));
            let ctx = store.casebook.form_ctx(&case);
            if afresh {
                let _ = store.casebook.drop_draft(place.home, place.id).await;
            }
            let kept = if afresh { None } else { store.casebook.kept_draft(place.home, place.id).await };
            let restored = kept.is_some();
            let draft = match kept {
                Some(row) => {
                    // What was typed about one child is never put under another.
                    if row.file.is_some() {
                        let _ = about.try_set(row.file);
                    }
                    Draft { values: row.values }
                }
                None => fresh_entry(store, about.get_untracked()),
            };
            let _ = ready.try_set(Some((Handle::new(draft, ctx), restored)));
        });
    };
    begin(false);
    view! {
        <PageHead title="Worried about safety" />
        {move || guidance(&store.casebook.settings.get())}
        <hr />
        {move || {
            ready
                .get()
                .map(|(handle, restored)| {
                    view! {
                        <Writing about handle place />
                        {restored
                            .then(|| {
                                view! {
                                    <p class="hint">
                                        "What you typed before is back. "
                                        <button class="button quiet" type="button" on:click=move |_| begin(true)>
                                            "Start again"
                                        </button>
                                    </p>
                                }
                            })}
                    }
                })
        }}
    }
}
