//! After an observation: what came of it, the comment, whose it is; then saved.

mod one;
mod summary;

use leptos::prelude::*;

use crate::app::observing::Resumed;
use crate::app::store::use_store;
use crate::route::Route;
use crate::ui::autosave::Autosave;
use crate::ui::pages::observe::put_right::PutRight;
use crate::ui::parts::{Dialog, PageHead};
use casebook_domain::ids::FileId;
use casebook_present::dates;
use one::one;
use summary::{Part, Summary};

/// The summary of an observation that has ended and is not saved yet.
#[component]
pub fn Finish(
    /// As it lies on the disk.
    resumed: StoredValue<Resumed>,
    /// The pupil on whose page observing was asked for.
    asked: Option<FileId>,
    /// Several were saved: the page of each, in their order.
    saved: Callback<Vec<Route>>,
) -> impl IntoView {
    let store = use_store();
    let summary = Summary::begin(store, resumed);
    let Summary { parts, events, submit, twice, .. } = summary;
    let autosave = Autosave::new(store, move || summary.keep());
    autosave.follow(move || summary.track(), move || twice.set(false));
    let running = StoredValue::new(resumed.with_value(|resumed| resumed.running.clone()));
    let throwing = RwSignal::new(false);
    let several = parts.with_value(|parts| parts.len() > 1);
    let about = resumed.with_value(|resumed| {
        let running = &resumed.running;
        [running.sheet.name.as_str(), ", ", &dates::moment(running.began)].concat()
    });
    let body = |part: &Part| one(PutRight { store, running, events, target: part.target }, *part, several);
    let bodies: Vec<AnyView> = parts.with_value(|parts| parts.iter().map(body).collect());
    let of_another = asked.is_some_and(|file| {
        parts.with_value(|parts| parts.iter().all(|part| part.pupil.get_untracked() != Some(file)))
    });
    let other = of_another.then(|| {
        view! { <p class="advice">"This earlier observation is not saved yet. Save or discard it before you start the next one."</p> }
    });
    let save_words = if several { "Save the observations" } else { "Save the observation" };
    view! {
        <PageHead title="Observation: summary" />
        {other}
        <p class="about">
            <span>{about}</span>
        </p>
        {lesson(resumed)}
        {bodies}
        {move || {
            twice
                .get()
                .then(|| {
                    view! {
                        <p class="error" id="twice" role="alert" tabindex="-1">
                            "The same pupil is chosen twice. Choose another for one of them, or none."
                        </p>
                    }
                })
        }}
        {move || summary.refused()}
        <div class="actions">
            <button class="button main" type="button" aria-disabled=move || submit.slow() on:click=move |_| summary.save(autosave, saved)>
                {save_words}
            </button>
            <button class="button quiet" type="button" on:click=move |_| throwing.set(true)>
                "Discard"
            </button>
        </div>
        <Dialog open=throwing id="throw-away" title="Discard this observation?">
            <p>"Everything recorded in this lesson will be deleted. This cannot be undone."</p>
            <div class="actions">
                <button class="button danger" type="button" on:click=move |_| summary.discard(autosave)>
                    "Discard it"
                </button>
                <button class="button" type="button" autofocus on:click=move |_| throwing.set(false)>
                    "Keep it"
                </button>
            </div>
        </Dialog>
    }
}

fn lesson(resumed: StoredValue<Resumed>) -> Option<AnyView> {
    let words = resumed.with_value(|resumed| casebook_present::observation::lesson(&resumed.running.lesson));
    (!words.is_empty()).then(|| view! { <p>{words}</p> }.into_any())
}
