//! Getting another tablet's key: scanned by the camera, or pasted.

use leptos::prelude::*;

use crate::app::notices::{recipient_words, scan_words};
use crate::app::scanning::{Scan, Scanned};
use crate::app::store::use_store;
use casebook_vault::Recipient;

/// Where the camera is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Eye {
    Shut,
    Opening,
    Looking,
}

/// A key to seal for. `on_key` gets it checked, as `age1…` in lower case; the camera is off then. It is off too whenever this
/// is left, hidden, blanked or locked.
#[component]
pub fn ScanKey(
    /// Gets the key.
    on_key: Callback<String>,
) -> impl IntoView {
    let store = use_store();
    let eye = RwSignal::new(Eye::Shut);
    // What the camera's side has to say, and what the field's has.
    let seen = RwSignal::new(None::<&'static str>);
    let wrong = RwSignal::new(None::<&'static str>);
    let typed = RwSignal::new(String::new());
    let scan = StoredValue::new_local(None::<Scan>);
    on_cleanup(move || drop(scan.try_update_value(Option::take)));

    let heard = move |scanned: Scanned| match scanned {
        Scanned::Looking => drop(eye.try_set(Eye::Looking)),
        Scanned::NotAKey(other) => drop(seen.try_set(Some(recipient_words(other)))),
        Scanned::Key(key) => {
            let _ = eye.try_set(Eye::Shut);
            let _ = seen.try_set(None);
            on_key.run(key.text().to_owned());
        }
        Scanned::Failed(error) => {
            let _ = eye.try_set(Eye::Shut);
            let _ = seen.try_set(Some(scan_words(error)));
        }
        Scanned::Stopped => {
            let _ = eye.try_set(Eye::Shut);
            let _ = seen.try_set(Some("The camera was turned off. Scan again when the code is in front of you."));
        }
    };
    let open = move |_| {
        seen.set(None);
        wrong.set(None);
        eye.set(Eye::Opening);
        scan.set_value(Some(store.device.scan(VIDEO, heard)));
        store.device.focus("scan-stop");
    };
    let shut = move |_| {
        scan.set_value(None);
        eye.set(Eye::Shut);
        store.device.focus("scan-start");
    };
    let take = move || match Recipient::parse(&typed.get_untracked()) {
        Ok(key) => {
            scan.set_value(None);
            eye.set(Eye::Shut);
            wrong.set(None);
            on_key.run(key.text().to_owned());
        }
        Err(other) => {
            wrong.set(Some(recipient_words(other)));
            store.device.focus("scan-key");
        }
    };
    view! {
        <div class="scan stack measure">
            // There before it is needed: the camera is shown in it as soon as it is allowed.
            <div class="scan-view" class:shut=move || eye.get() == Eye::Shut>
                <video id=VIDEO prop:muted=true playsinline="" disablepictureinpicture="" aria-label="What the camera sees"></video>
                <span class="scan-guide" aria-hidden="true"></span>
            </div>
            <p role="status" class:hint=move || eye.get() != Eye::Shut class:error=move || eye.get() == Eye::Shut>
                {move || match (seen.get(), eye.get()) {
                    (Some(words), _) => words,
                    (None, Eye::Shut) => "",
                    (None, Eye::Opening) => "The camera is starting. Allow it if the browser asks.",
                    (None, Eye::Looking) => "Hold the other tablet's code in the frame, about 10 cm away.",
                }}
            </p>
            // Below the picture: the person who has the focus here sees the picture too.
            <div class="actions">
                {move || {
                    if eye.get() == Eye::Shut {
                        view! {
                            <button class="button main" type="button" id="scan-start" on:click=open>
                                "Scan with the camera"
                            </button>
                        }
                            .into_any()
                    } else {
                        view! {
                            <button class="button" type="button" id="scan-stop" on:click=shut>
                                "Turn the camera off"
                            </button>
                        }
                            .into_any()
                    }
                }}
            </div>
            <div class="field">
                <label for="scan-key">"Or paste the key"</label>
                <p class="hint" id="scan-key-hint">
                    "It begins with age1 and is below the code on the other tablet."
                </p>
                <textarea
                    class="input scan-key"
                    id="scan-key"
                    rows="2"
                    maxlength="400"
                    autocapitalize="none"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="scan-key-hint scan-key-error"
                    aria-invalid=move || wrong.get().map(|_| "true")
                    prop:value=typed
                    on:input:target=move |event| typed.set(event.target().value())
                    on:keydown=move |event| {
                        if event.key() == "Enter" {
                            event.prevent_default();
                            take();
                        }
                    }
                ></textarea>
                {move || {
                    wrong
                        .get()
                        .map(|words| {
                            view! {
                                <p class="error" role="alert" id="scan-key-error">
                                    {words}
                                </p>
                            }
                        })
                }}
            </div>
            <div class="actions">
                <button class="button" type="button" on:click=move |_| take()>
                    "Use this key"
                </button>
            </div>
        </div>
    }
}

const VIDEO: &str = "scan-video";
