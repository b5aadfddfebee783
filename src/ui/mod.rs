//! Views over the store and `present`. Layout and local state only: a rule of
//! the policy in here is a bug, and so is a call to the browser.

pub mod autosave;
mod blank;
pub mod form;
pub mod gate;
pub mod pages;
pub mod parts;
pub mod recovery;
pub mod shell;

use leptos::prelude::*;

use crate::app::notices::storage::repository_words;
use crate::app::people::check_passphrase;
use crate::app::phase::Phase;
use crate::app::split::{Fetch, Inside};
use crate::app::store::Store;
use casebook_vault as vault;

/// All that lies behind the lock. Named by the program alone, which decides where it comes from.
pub static INSIDE: Inside = Inside {
    check_passphrase,
    create: |store, derived, settings| Box::pin(async move { store.create_with(&derived, settings).await }),
    unlock_boxed: vault::unlock_with_key,
    unlock_with_words: vault::unlock_with_words,
    recovery: recovery::first,
    open: |store, unlocked| Box::pin(store.open(unlocked)),
    enter: |store| Box::pin(store.enter()),
    listen: crate::app::incoming_files::listen,
    open_for_route: |store| Box::pin(store.casebook.open_for_route()),
    pause_observation: |store| drop(store.observing.pause_observation()),
    write_held: |store| Box::pin(store.casebook.write_held_before_a_lock()),
    demo: |store| Box::pin(crate::app::demo::start(store)),
    repository_words,
    observing: || view! { <pages::observe::Alone /> }.into_any(),
    shell: || view! { <shell::Shell /> }.into_any(),
};

/// The whole app: the screen that the store's phase asks for.
#[component]
pub fn App(
    /// Gets what lies behind the lock.
    fetch: Fetch,
) -> impl IntoView {
    let store = Store::new(fetch);
    provide_context(store);
    store.begin();
    Effect::new(move |_| store.device.show_blank("casebook", "blank", store.device.blank.get()));
    let phase = store.session.phase;
    Effect::new(move |_| {
        if phase.get() != Phase::Starting {
            store.device.say_ready();
            store.session.fetch_ahead();
        }
    });
    view! {
        <div id="casebook" class="contents">
            {move || match phase.get() {
                Phase::Starting => view! { <main class="gate" aria-busy="true"></main> }.into_any(),
                Phase::FirstRun { vanished } => view! { <gate::FirstRun vanished /> }.into_any(),
                Phase::Locked => view! { <gate::Locked /> }.into_any(),
                Phase::Open => store.session.inside().map(|inside| (inside.shell)()).into_any(),
                Phase::Observing => store.session.inside().map(|inside| (inside.observing)()).into_any(),
                Phase::Elsewhere => view! { <gate::Elsewhere /> }.into_any(),
                Phase::Trouble(trouble) => view! { <gate::Stopped trouble /> }.into_any(),
            }}
        </div>
        <blank::Blank />
    }
}
