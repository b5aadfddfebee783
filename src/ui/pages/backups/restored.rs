//! What to know once a backup was brought in.

use leptos::prelude::*;

use crate::app::store::Store;
use crate::route::Route;

/// Under what was written: whose keys are whose now, and what to do next.
pub fn after_restore(store: Store) -> AnyView {
    view! {
        <section class="stack measure" aria-labelledby="restored-title">
            <h2 id="restored-title">"Good to know now"</h2>
            <ul class="stack tight">
                <li>
                    "This tablet has keys of its own. A hand-over that was encrypted for the old tablet does not open here: ask for it again, for "
                    <a href=Route::TabletKey.to_string()>"this tablet's key"</a> "."
                </li>
                <li>
                    "This casebook has its own recovery sheet. Keep the old sheet as long as you keep old backups: only the old sheet opens them."
                </li>
                <li>"Anything written after the backup was made is not here."</li>
            </ul>
            <div class="actions">
                <button class="button" type="button" on:click=move |_| store.casebook.back_up_now()>
                    "Make a first backup of this tablet"
                </button>
            </div>
        </section>
    }
    .into_any()
}
