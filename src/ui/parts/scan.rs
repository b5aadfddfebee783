//! Getting another tablet's key: scanned by the camera, or pasted.

use leptos::prelude::*;

use super::field_error;
use crate::app::notices::scanning::scan_words;
use crate::app::notices::secrets::recipient_words;
use crate::app::scanning::{Scan, Scanned};
use crate::app::store::{Store, use_store};
use casebook_vault::Recipient;

/// Where the camera is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Eye {
    Shut,
    Opening,
    Looking,
}

/// The camera and the field. Copy: handles to its signals.
#[derive(Clone, Copy)]
struct Scanning {
    store: Store,
    on_key: Callback<String>,
    eye: RwSignal<Eye>,
    /// What the camera's side has to say.
    seen: RwSignal<Option<&'static str>>,
    /// What the field's has.
    wrong: RwSignal<Option<&'static str>>,
    typed: RwSignal<String>,
    scan: StoredValue<Option<Scan>, LocalStorage>,
}

impl Scanning {
    fn heard(self, scanned: Scanned) {
        let shut = |words| {
            let _ = self.eye.try_set(Eye::Shut);
            let _ = self.seen.try_set(words);
        };
        match scanned {
            Scanned::Looking => drop(self.eye.try_set(Eye::Looking)),
            Scanned::NotAKey(other) => drop(self.seen.try_set(Some(recipient_words(other)))),
            Scanned::Key(key) => {
                shut(None);
                self.on_key.run(key.text().to_owned());
            }
            Scanned::Failed(error) => shut(Some(scan_words(error))),
            Scanned::Stopped => {
                shut(Some("The camera was turned off. Scan again when the code is in front of you."));
            }
        }
    }

    fn open(self) {
        self.seen.set(None);
        self.wrong.set(None);
        self.eye.set(Eye::Opening);
        self.scan.set_value(Some(self.store.device.scan(VIDEO, move |scanned| self.heard(scanned))));
        self.store.device.focus("scan-stop");
    }

    fn shut(self) {
        self.scan.set_value(None);
        self.eye.set(Eye::Shut);
        self.store.device.focus("scan-start");
    }

    /// Takes the key that was pasted.
    fn take(self) {
        match Recipient::parse(&self.typed.get_untracked()) {
            Ok(key) => {
                self.scan.set_value(None);
                self.eye.set(Eye::Shut);
                self.wrong.set(None);
                self.on_key.run(key.text().to_owned());
            }
            Err(other) => {
                self.wrong.set(Some(recipient_words(other)));
                self.store.device.focus("scan-key");
            }
        }
    }

    fn words(self) -> &'static str {
        match (self.seen.get(), self.eye.get()) {
            (Some(words), _) => words,
            (None, Eye::Shut) => "",
            (None, Eye::Opening) => "The camera is starting. Allow it if the browser asks.",
            (None, Eye::Looking) => "Hold the other tablet's code in the frame, about 10 cm away.",
        }
    }

    fn button(self) -> AnyView {
        if self.eye.get() == Eye::Shut {
            let open = move |_| self.open();
            return view! {
                <button class="button main" type="button" id="scan-start" on:click=open>
                    "Scan with the camera"
                </button>
            }
            .into_any();
        }
        let shut = move |_| self.shut();
        view! {
            <button class="button" type="button" id="scan-stop" on:click=shut>
                "Turn the camera off"
            </button>
        }
        .into_any()
    }

    /// A key can be pasted instead.
    fn field(self) -> AnyView {
        let Self { wrong, typed, .. } = self;
        let entered = move |key: String| {
            let enter = key == "Enter";
            if enter {
                self.take();
            }
            enter
        };
        view! {
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
                        if entered(event.key()) {
                            event.prevent_default();
                        }
                    }
                ></textarea>
                {move || wrong.get().map(|words| field_error("scan-key-error", words))}
            </div>
        }
        .into_any()
    }
}

/// A key to seal for. `on_key` gets it checked, as `age1…` in lower case; the camera is off then. It is off too whenever this
/// is left, hidden, blanked or locked.
#[component]
pub fn ScanKey(
    /// Gets the key.
    on_key: Callback<String>,
) -> impl IntoView {
    let (eye, typed) = (RwSignal::new(Eye::Shut), RwSignal::new(String::new()));
    let (seen, wrong) = (RwSignal::new(None), RwSignal::new(None));
    let scan = StoredValue::new_local(None::<Scan>);
    on_cleanup(move || drop(scan.try_update_value(Option::take)));
    let scanning = Scanning { store: use_store(), on_key, eye, seen, wrong, typed, scan };
    view! {
        <div class="scan stack measure">
            // There before it is needed: the camera is shown in it as soon as it is allowed.
            <div class="scan-view" class:shut=move || eye.get() == Eye::Shut>
                <video id=VIDEO prop:muted=true playsinline="" disablepictureinpicture="" aria-label="What the camera sees"></video>
                <span class="scan-guide" aria-hidden="true"></span>
            </div>
            <p role="status" class:hint=move || eye.get() != Eye::Shut class:error=move || eye.get() == Eye::Shut>
                {move || scanning.words()}
            </p>
            // Below the picture: the person who has the focus here sees the picture too.
            <div class="actions">{move || scanning.button()}</div>
            {scanning.field()}
            <div class="actions">
                <button class="button" type="button" on:click=move |_| scanning.take()>
                    "Use this key"
                </button>
            </div>
        </div>
    }
}

const VIDEO: &str = "scan-video";
