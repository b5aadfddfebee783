//! Classroom observation (p16): the set-up, the live screen, the summary.

mod finish;
pub mod live;
mod set_up;
pub mod unattached;

use leptos::prelude::*;

use crate::app::notices::Notice;
use crate::app::observing::Resumed;
use crate::app::store::use_store;
use crate::domain::ids::FileId;
use crate::domain::observation::events::ended_at;

/// The page "observe": whatever stage the one observation of this tablet is in.
#[component]
pub fn Observe(
    /// The pupil to begin with.
    file: Option<FileId>,
) -> impl IntoView {
    let store = use_store();
    let found = RwSignal::new(None::<Option<StoredValue<Resumed>>>);
    let look = move || {
        store.task(async move {
            match store.running_observation().await {
                Ok(resumed) => drop(found.try_set(Some(resumed.map(StoredValue::new)))),
                Err(error) => store.say(Notice::error(&error)),
            }
        });
    };
    look();
    // What ends on this page is what was asked for.
    let asked = StoredValue::new(file);
    let again = Callback::new(move |()| {
        asked.set_value(None);
        look();
    });
    move || match found.get() {
        None => ().into_any(),
        Some(None) => view! { <set_up::SetUp file begun=again/> }.into_any(),
        Some(Some(resumed)) if resumed.with_value(|resumed| ended_at(&resumed.events).is_some()) => {
            view! { <finish::Finish resumed asked=asked.get_value()/> }.into_any()
        }
        Some(Some(resumed)) => view! { <live::Live resumed ended=again/> }.into_any(),
    }
}
