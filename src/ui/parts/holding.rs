//! The words for typing that only this page holds, because the tablet's storage does not take it.

use leptos::prelude::*;

use super::file_out;
use crate::app::held::Holding;
use crate::app::store::use_store;

/// Names nobody.
const FILE: &str = "what-i-typed.txt";

/// Said on every page for as long as it is so.
#[component]
pub fn HoldingBanner() -> impl IntoView {
    let store = use_store();
    let copied = RwSignal::new(None::<bool>);
    let text = move || {
        store.session.flush();
        store.casebook.held_text()
    };
    let copy = move |_| {
        store.device.task(async move {
            let done = store.device.copy(&text()).await;
            let _ = copied.try_set(Some(done));
        });
    };
    let words = move || match store.casebook.holding.get() {
        Holding::Nothing => None,
        Holding::Typing => Some((
            "This tablet's storage does not answer. ",
            "What you typed is only on this page: keep it open. Casebook keeps trying and saves it automatically as soon as it can.",
        )),
        Holding::ForGood => Some((
            "The browser has removed Casebook's storage from this tablet. ",
            "What you typed is only on this page: copy it or save it as a file now. Then reload the page and restore your newest backup.",
        )),
    };
    move || {
        let (what, then) = words()?;
        copied.set(None);
        let file = move || Ok((FILE.to_owned(), text().into_bytes()));
        let save = file_out(store, "Save what I typed", Signal::stored(false), 0, file, Callback::new(|_| ()));
        Some(
            view! {
                <section class="banner bad no-print" role="alert" aria-label="Not saved yet">
                    <p>
                        <strong>{what}</strong>
                        {then}
                    </p>
                    <div class="actions">
                        <button class="button" type="button" on:click=copy>
                            "Copy what I typed"
                        </button>
                        {save}
                        <span role="status">
                            {move || {
                                copied
                                    .get()
                                    .map(|done| {
                                        if done {
                                            "✓ Copied. Paste it somewhere safe: the copy is not protected."
                                        } else {
                                            "The browser did not copy it. Save it as a file."
                                        }
                                    })
                            }}
                        </span>
                    </div>
                </section>
            }
            .into_any(),
        )
    }
}
