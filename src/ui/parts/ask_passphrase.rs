//! The passphrase, asked for while the casebook is open.

use leptos::prelude::*;

use super::field_error;
use crate::app::split::Task;
use crate::app::store::{Store, use_store};
use crate::ui::parts::{Submit, submitted};

const WRONG: &str = "That does not open this casebook. Check the spelling and try again.";

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
    let submit = Submit::<()>::ready();
    let wrong = submit.problem;
    let send = move || {
        if !submit.pressed() {
            return;
        }
        let passphrase = typed.get_untracked();
        submit.run(id, async move {
            if !check(store, passphrase).await {
                return Err(());
            }
            then.try_run(());
            Ok(())
        });
    };
    store.device.focus(id);
    let error = [id, "-error"].concat();
    let described = error.clone();
    view! {
        <form class="stack" novalidate autocomplete="off" on:submit=submitted(send)>
            <div class="field">
                <label for=id>"Your passphrase"</label>
                <input
                    class="input"
                    id=id
                    type="password"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=described
                    aria-invalid=move || wrong.get().map(|()| "true")
                    on:input:target=move |event| typed.set(event.target().value())
                />
                {move || wrong.get().map(|()| field_error(error.clone(), WRONG))}
            </div>
            <div class="actions">
                <button class="button main" type="submit" disabled=move || submit.busy()>
                    {move || if submit.busy() { "Checking …" } else { words }}
                </button>
                <button class="button quiet" type="button" on:click=move |_| store.lock()>
                    "Lock instead"
                </button>
            </div>
        </form>
    }
}
