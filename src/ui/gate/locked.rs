//! The lock screen.

use leptos::prelude::*;

use super::frame::waits;
use crate::app::notices::secrets::mistyped;
use crate::app::store::use_store;
use crate::ui::parts::{Submit, field_error, submitted};
use casebook_vault::{self as vault, WordError};

/// The lock screen.
#[component]
pub fn Locked() -> impl IntoView {
    let store = use_store();
    view! {
        <div class="gate">
            <main>
                <p class="wordmark">"Casebook"</p>
                <Unlock />
                {waits(store, "A file has come in. You can open it once Casebook is unlocked.")}
                <Show when=move || store.session.demo.get()>
                    <button class="button" type="button" on:click=move |_| store.leave_demo()>
                        "Leave the demo"
                    </button>
                </Show>
            </main>
        </div>
    }
}

/// By the passphrase or the recovery words.
#[component]
fn Unlock() -> impl IntoView {
    let store = use_store();
    let typed = RwSignal::new(String::new());
    let by_words = RwSignal::new(false);
    let submit = Submit::<String>::ready();
    let send = move || {
        if !submit.pressed() {
            return;
        }
        // Emptied at once: what is in a field is the browser's to remember when it is ended in this moment.
        let secret = typed.get_untracked();
        typed.set(String::new());
        let words = by_words.get_untracked();
        submit.run("secret", async move {
            let opened = if words { store.unlock_with_words(&secret).await } else { store.unlock(&secret).await };
            let Err(error) = opened else { return Ok(()) };
            let odd = if words { None } else { vault::words::odd_one(&secret) };
            if words || !error.is_of_what_was_typed() {
                // Twelve words are put right, and what was not refused is tried again: neither is typed again.
                let _ = typed.try_set(secret);
            }
            Err(odd.map_or_else(|| store.session.why_not(&error), |position| mistyped(WordError::Unknown { position })))
        });
    };
    let other_way = move |_| {
        by_words.update(|on| *on = !*on);
        submit.problem.set(None);
    };
    let label = move || if by_words.get() { "The twelve recovery words" } else { "Passphrase" };
    let kind = move || if by_words.get() { "text" } else { "password" };
    view! {
        <form class="stack" novalidate on:submit=submitted(send)>
            <h1 tabindex="-1" id="page-title">
                "Locked"
            </h1>
            <div class="field">
                <label for="secret">{label}</label>
                <input
                    class="input"
                    id="secret"
                    prop:value=typed
                    type=kind
                    autocomplete="off"
                    autocapitalize="none"
                    prop:autocorrect=false
                    spellcheck="false"
                    autofocus
                    aria-describedby="secret-error"
                    aria-invalid=move || submit.problem.with(|problem| problem.as_ref().map(|_| "true"))
                    on:input:target=move |event| typed.set(event.target().value())
                />
                {move || submit.problem.get().map(|words| field_error("secret-error", words))}
            </div>
            <div class="actions">
                <button class="button main" type="submit" disabled=move || submit.busy()>
                    {move || if submit.busy() { "Opening …" } else { "Unlock" }}
                </button>
                <button class="button quiet" type="button" on:click=other_way>
                    {move || if by_words.get() { "Use the passphrase" } else { "Use the recovery words" }}
                </button>
            </div>
        </form>
    }
}
