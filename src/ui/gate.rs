//! Every screen before the casebook is open: first run, lock, another tab, trouble.

mod frame;
mod locked;
mod set_up;

pub use locked::Locked;

use std::sync::Arc;

use leptos::prelude::*;

use self::frame::waits;
use self::set_up::SetUp;
use crate::app::phase::StartFailure;
use crate::app::store::use_store;
use casebook_vault::RecoverySheet;

/// First run: name, school, passphrase; then the recovery sheet, once.
#[component]
pub fn FirstRun(
    /// A casebook stood here and is gone.
    vanished: bool,
) -> impl IntoView {
    let store = use_store();
    let sheet = RwSignal::new(None::<Arc<RecoverySheet>>);
    // The steps of restoring are shown; and whether the new casebook is made for a backup, which is opened next.
    let explained = RwSignal::new(false);
    let restoring = RwSignal::new(false);
    view! {
        <div class="gate">
            <main>
                <p class="wordmark">"Casebook"</p>
                {move || match (sheet.get(), explained.get()) {
                    (Some(shown), _) => store.session.inside().map(|inside| (inside.recovery)(shown, restoring)).into_any(),
                    (None, true) => view! { <Restore explained restoring /> }.into_any(),
                    (None, false) => view! { <SetUp vanished sheet explained restoring /> }.into_any(),
                }}
                {waits(store, "A file has come in. You can open it once your casebook is made.")}
                {move || store.session.demo.get().then(|| view! { <p class="hint">"This is the demo."</p> })}
            </main>
        </div>
    }
}

/// A backup needs a casebook to be opened in.
#[component]
fn Restore(explained: RwSignal<bool>, restoring: RwSignal<bool>) -> impl IntoView {
    let store = use_store();
    store.device.focus("page-title");
    let go = move |on: bool| {
        restoring.set(on);
        explained.set(false);
        store.device.focus("page-title");
    };
    view! {
        <div class="stack">
            <h1 tabindex="-1" id="page-title">
                "Restore a backup"
            </h1>
            <p>"A backup is opened in a new casebook. There are three steps:"</p>
            <ol class="steps">
                <li>
                    <strong>"Make a new casebook on this tablet. "</strong>
                    "It gets its own passphrase and recovery sheet. The old sheet still opens the old backups."
                </li>
                <li>
                    <strong>"Choose the backup. "</strong>
                    "That page opens for you. If the backup has several parts, put all of them on this tablet."
                </li>
                <li>
                    <strong>"Type what opens it: "</strong>
                    "the twelve words of its recovery sheet, or its seven words. You see what is in it before anything is written."
                </li>
            </ol>
            <div class="actions">
                <button class="button main" type="button" on:click=move |_| go(true)>
                    "Make the new casebook"
                </button>
                <button class="button quiet" type="button" on:click=move |_| go(false)>
                    "Not now"
                </button>
            </div>
            <p class="hint">"Have the backup's recovery sheet or seven words ready: nobody can open it without them."</p>
        </div>
    }
}

/// Another tab holds the casebook.
#[component]
pub fn Elsewhere() -> impl IntoView {
    let store = use_store();
    view! {
        <div class="gate">
            <main class="stack">
                <p class="wordmark">"Casebook"</p>
                <h1 tabindex="-1" id="page-title">
                    "Casebook is open in another tab"
                </h1>
                <p>"Only one tab can use it at a time. The other tab saves what was typed there and closes the casebook."</p>
                <div class="actions">
                    <button class="button main" type="button" on:click=move |_| store.use_here()>
                        "Use here"
                    </button>
                </div>
                {waits(store, "A file has come in. You can open it once Casebook is unlocked.")}
            </main>
        </div>
    }
}

/// Something stops the casebook from starting.
#[component]
pub fn Stopped(
    /// What.
    trouble: StartFailure,
) -> impl IntoView {
    let store = use_store();
    let (title, words) = match trouble {
        StartFailure::Blocked => ("Another window has the casebook open", "Close every other window and tab with Casebook, then try again. Nothing is lost.".to_owned()),
        StartFailure::Newer => ("This casebook was made by a newer Casebook", "Connect to the network and reload, so that this tablet gets the newer version. Nothing was changed.".to_owned()),
        StartFailure::DamagedVault => ("The casebook can't be read", "The part with its locks is damaged. Your newest backup has everything: open Casebook in another browser on this tablet and choose \"Restore a backup\".".to_owned()),
        StartFailure::Browser(words) => ("The casebook did not open", words),
    };
    view! {
        <div class="gate">
            <main class="stack">
                <p class="wordmark">"Casebook"</p>
                <h1 tabindex="-1" id="page-title">
                    {title}
                </h1>
                <p>{words}</p>
                <div class="actions">
                    <button class="button main" type="button" on:click=move |_| store.device.reload()>
                        "Try again"
                    </button>
                </div>
            </main>
        </div>
    }
}
