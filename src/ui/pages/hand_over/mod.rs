//! A hand-over, step by step. Each step is a page; what was chosen is kept as a sealed draft, so that neither a lock nor a
//! reload loses any of it, and going back and forward works as everywhere.

mod before;
mod begin;
mod cases;
mod make;
mod paper;
mod recorded;
mod seal;
mod what;
mod who;
mod wizard;

pub use begin::Begin;

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::store::use_store;
use crate::route::{HandOverStep, Route};
use crate::ui::parts::PageHead;
use wizard::Wizard;

/// The page of a step.
#[component]
pub fn HandingOver(
    /// Which.
    step: HandOverStep,
) -> impl IntoView {
    let store = use_store();
    let ready = RwSignal::new(store.casebook.hand_over.with_untracked(Option::is_some));
    if !ready.get_untracked() {
        store.device.task(async move {
            store.casebook.open_hand_over().await;
            let _ = ready.try_set(true);
        });
    }
    let give_up = RwSignal::new(false);
    let discard = move |_| {
        if !give_up.get_untracked() {
            return give_up.set(true);
        }
        store.device.task(async move {
            match store.casebook.drop_hand_over().await {
                Ok(()) => store.navigation.go(Route::Pupils),
                Err(error) => store.device.say(Notice::error(&error)),
            }
        });
    };
    let places = HandOverStep::ALL
        .iter()
        .map(|&other| {
            let here = other == step;
            view! {
                <li>
                    <a href=Route::HandingOver(other).to_string() aria-current=here.then_some("step")>
                        {other.label()}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <PageHead title=["Hand over: ", step.label()]
            .concat()>
            {move || {
                store
                    .casebook
                    .hand_over
                    .with(Option::is_some)
                    .then(|| {
                        view! {
                            <button class="button quiet" type="button" on:click=discard>
                                {move || if give_up.get() { "Discard for good" } else { "Discard" }}
                            </button>
                        }
                    })
            }}
        </PageHead>
        <nav class="steps-line no-print" aria-label="Steps of the hand-over">
            <ol>{places}</ol>
        </nav>
        {move || {
            ready
                .get()
                .then(|| {
                    let wizard = Wizard::new(store);
                    match step {
                        HandOverStep::Who => who::view(wizard),
                        HandOverStep::What => what::view(wizard),
                        HandOverStep::Before => before::view(wizard),
                        HandOverStep::Seal => seal::view(wizard),
                        HandOverStep::Make => make::view(wizard),
                    }
                })
        }}
    }
}
