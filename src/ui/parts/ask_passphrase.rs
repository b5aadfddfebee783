//! The passphrase, asked for while the casebook is open.

use leptos::prelude::*;

use crate::app::inside::Task;
use crate::app::store::{Store, use_store};

/// A field for the passphrase. `then` runs where it was right.
#[component]
pub fn AskPassphrase(
    /// Its id in the page.
    id: &'static str,
    /// What the button says.
    words: &'static str,
    /// Whether what was typed is right.
    check: fn(Store, String) -> Task<bool>,
    /// It was right.
    then: Callback<()>,
) -> impl IntoView {
    let store = use_store();
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(false);
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(false);
        let passphrase = typed.get_untracked();
        store.task(async move {
            if check(store, passphrase).await {
                then.try_run(());
            } else {
                let _ = wrong.try_set(true);
                let _ = busy.try_set(false);
                store.focus(id);
            }
        });
    };
    store.focus(id);
    let error = [id, "-error"].concat();
    let described = error.clone();
    view! {
        <form class="stack" novalidate autocomplete="off" on:submit=move |event| { event.prevent_default(); submit(); }>
            <div class="field">
                <label for=id>"Your passphrase"</label>
                <input class="input" id=id type="password" autocomplete="off" autocapitalize="none" spellcheck="false"
                    aria-describedby=described aria-invalid=move || wrong.get().then_some("true")
                    on:input:target=move |event| typed.set(event.target().value())/>
                {move || wrong.get().then(|| view! { <p class="error" id=error.clone() role="alert">"That does not open this casebook. Check the spelling and try again."</p> })}
            </div>
            <div class="actions">
                <button class="button main" type="submit" disabled=move || busy.get()>{move || if busy.get() { "Checking …" } else { words }}</button>
                <button class="button quiet" type="button" on:click=move |_| store.lock()>"Lock instead"</button>
            </div>
        </form>
    }
}
