//! Views over the store and `present`. Layout and local state only: a rule of
//! the policy in here is a bug, and so is a call to the browser.

pub mod form;
pub mod gate;
pub mod keep;
pub mod pages;
pub mod parts;
pub mod shell;

use leptos::prelude::*;

use crate::app::store::{Phase, Store};

/// The whole app: the screen that the store's phase asks for.
#[component]
pub fn App() -> impl IntoView {
    let store = Store::new();
    provide_context(store);
    store.begin();
    Effect::new(move |_| store.show_dialog("blank", store.blank.get()));
    let phase = store.phase;
    Effect::new(move |_| {
        if phase.get() != Phase::Starting {
            store.say_ready();
        }
    });
    view! {
        {move || match phase.get() {
            Phase::Starting => view! { <main class="gate" aria-busy="true"></main> }.into_any(),
            Phase::FirstRun { vanished } => view! { <gate::FirstRun vanished/> }.into_any(),
            Phase::Locked => view! { <gate::Locked/> }.into_any(),
            Phase::Open => view! { <shell::Shell/> }.into_any(),
            Phase::Elsewhere => view! { <gate::Elsewhere/> }.into_any(),
            Phase::Trouble(trouble) => view! { <gate::Stopped trouble/> }.into_any(),
        }}
        // A dialog, so that it lies over every other one: a dialog with words must not stay readable.
        <dialog id="blank" class="blank-screen" aria-label="Blank screen" on:close=move |_| store.blank.set(false)>
            <button type="button" autofocus on:click=move |_| store.blank.set(false)>"Touch to go on"</button>
        </dialog>
    }
}
