//! Handing a sealed file to another app.

use leptos::prelude::*;

use crate::app::doors::Shared;
use crate::app::store::Store;

/// "Share …" beside "Save the file", with what comes of it; nothing where the device has no share sheet for it. `bytes` is
/// asked at the tap. `shared` is called when an app took the file; a sheet that was closed changes nothing.
pub fn share_button(
    store: Store,
    name: String,
    size: usize,
    bytes: impl Fn() -> Vec<u8> + 'static,
    shared: Callback<()>,
) -> Option<AnyView> {
    if !store.can_share(size) {
        return None;
    }
    let said = RwSignal::new(None::<Shared>);
    let share = move |_| {
        said.set(None);
        let (name, bytes) = (name.clone(), bytes());
        store.task(async move {
            let outcome = store.share(&name, &bytes).await;
            if outcome == Shared::Done {
                shared.run(());
            }
            let _ = said.try_set(Some(outcome));
        });
    };
    let words = move || {
        match said.get() {
        Some(Shared::Done) => {
            view! { <p class="hint">"Handed on as text, under a name that ends in .casebook.txt. Casebook opens it like the other."</p> }
                .into_any()
        }
        Some(Shared::Unavailable) => {
            view! { <p class="error">"This device did not take the file. Save it and send it on from there."</p> }.into_any()
        }
        Some(Shared::Cancelled) | None => ().into_any(),
    }
    };
    Some(
        view! {
            <button class="button" type="button" on:click=share>"Share …"</button>
            <div role="status">{words}</div>
        }
        .into_any(),
    )
}
