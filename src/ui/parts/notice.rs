//! What was just done or went wrong, with the way back.

use leptos::prelude::*;

use crate::app::notice::NoticeTone;
use crate::app::store::use_store;

/// What was just done or went wrong, with the way back.
#[component]
pub fn Notice() -> impl IntoView {
    let store = use_store();
    view! {
        <div role="status" aria-live="polite">
            {move || {
                store
                    .device
                    .notice
                    .get()
                    .map(|notice| {
                        let class = if notice.tone == NoticeTone::Bad { "notice bad" } else { "notice" };
                        view! {
                            <div class=class>
                                <p>{notice.text}</p>
                                {notice
                                    .undo
                                    .then(|| {
                                        view! {
                                            <button class="button" type="button" on:click=move |_| store.casebook.undo_last()>
                                                "Undo"
                                            </button>
                                        }
                                    })}
                                <button class="button" type="button" on:click=move |_| store.device.clear_notice()>
                                    "Close"
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
