//! Classroom observation (p16): the set-up, the live screen, the summary.

mod finish;
pub mod live;
mod put_right;
mod set_up;
pub mod unattached;

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::observing::Resumed;
use crate::app::store::{Store, use_store};
use crate::route::Route;
use crate::ui::parts::{Notice, PageHead};
use casebook_domain::ids::FileId;
use casebook_domain::observation::events::ended_at;

/// The page "observe": whatever stage the one observation of this tablet is in.
#[component]
pub fn Observe(
    /// The pupil to begin with.
    file: Option<FileId>,
) -> impl IntoView {
    let store = use_store();
    let found = RwSignal::new(None);
    let look = move || look(store, found);
    look();
    // What ends on this page is what was asked for.
    let asked = StoredValue::new(file);
    let again = Callback::new(move |()| {
        asked.set_value(None);
        look();
    });
    let saved = RwSignal::new(Vec::<Route>::new());
    let several = Callback::new(move |pages: Vec<Route>| saved.set(pages));
    move || match found.get() {
        _ if !saved.with(Vec::is_empty) => all_saved(&saved.get()),
        None => ().into_any(),
        Some(None) => view! { <set_up::SetUp file begun=again /> }.into_any(),
        Some(Some(resumed)) if resumed.with_value(|resumed| ended_at(&resumed.events).is_some()) => {
            view! { <finish::Finish resumed asked=asked.get_value() saved=several /> }.into_any()
        }
        Some(Some(resumed)) => view! { <live::Live resumed ended=again /> }.into_any(),
    }
}

/// After several were saved: the way to each.
fn all_saved(pages: &[Route]) -> AnyView {
    let one = |(place, page): (usize, &Route)| {
        let words = ["Observation ", &(place + 1).to_string()].concat();
        view! {
            <li>
                <a href=page.to_string()>{words}</a>
            </li>
        }
        .into_any()
    };
    let each: Vec<AnyView> = pages.iter().enumerate().map(one).collect();
    view! {
        <PageHead title="Observations saved" />
        <p>"Each is in its pupil's file. One without a pupil is on Today until you choose the pupil."</p>
        <ul class="ruled">{each}</ul>
        <div class="actions">
            <a class="button main" href=Route::Today.to_string()>
                "Done"
            </a>
        </div>
    }
    .into_any()
}

/// What lies on the disk, once it is read.
type Found = RwSignal<Option<Option<StoredValue<Resumed>>>>;

fn look(store: Store, found: Found) {
    store.device.task(async move {
        match store.observing.running_observation().await {
            Ok(resumed) => drop(found.try_set(Some(resumed.map(StoredValue::new)))),
            Err(error) => store.device.say(Notice::error(&error)),
        }
    });
}

/// The observation that runs, alone: everything else is locked. Once it has ended, it is locked too.
#[component]
pub fn Alone() -> impl IntoView {
    let store = use_store();
    let found: Found = RwSignal::new(None);
    look(store, found);
    let ended = Callback::new(move |()| store.lock());
    view! {
        <div class="frame alone">
            <main class="page" id="main">
                {move || found.get().flatten().map(|resumed| view! { <live::Live resumed ended /> })}
            </main>
        </div>
        <Notice />
    }
}
