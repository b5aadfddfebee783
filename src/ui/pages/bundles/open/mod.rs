//! Opening a bundle: choose its files, what opens it, look, decide, write.

mod choose;
mod done;
mod look;
mod receipt;
mod sender;
mod step;

pub use done::{PutBack, UndoImport};

use leptos::prelude::*;

use crate::app::receiving::PreviewKind;
use crate::app::store::use_store;
use crate::route::{Route, Section};
use crate::ui::parts::{Icon, PageHead, icon};
use step::Step;

/// The page "open a backup or hand-over".
#[component]
pub fn OpenBundle() -> impl IntoView {
    let store = use_store();
    let step = RwSignal::new(Step::Choose);
    // The worker holds the bundle in clear for as long as it is looked at.
    on_cleanup(move || {
        store.transfers.cancel_transfer();
        store.transfers.close_bundle();
    });
    view! {
        <PageHead title="Open a backup or hand-over">
            <a class="button quiet" href=Route::Settings(Section::Storage).to_string()>
                {icon(Icon::Back)}
                "Storage and backups"
            </a>
        </PageHead>
        {move || match step.get() {
            Step::Choose => view! { <choose::Choose step /> }.into_any(),
            Step::Look(found) if found.with_value(|found| found.kind == PreviewKind::Receipt) => {
                view! { <receipt::Receipt found step /> }.into_any()
            }
            Step::Look(found) => view! { <look::Look found step /> }.into_any(),
            Step::Done(finished) => view! { <done::Done finished step /> }.into_any(),
        }}
        {store
            .session
            .demo
            .get_untracked()
            .then(|| view! { <p class="hint">"In the demo, anything you open is deleted when you leave."</p> })}
    }
}
