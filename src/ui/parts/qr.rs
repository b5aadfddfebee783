//! A key to be scanned by another tablet.

use leptos::prelude::*;

use crate::app::store::use_store;
use crate::qr;
use casebook_vault::Recipient;

/// A text as a large QR code, black on white in every theme, with the text itself below to copy; of a key also the
/// six words that the other tablet shows. Prints.
#[component]
pub fn QrCode(
    /// The text: a key, as a rule.
    #[prop(into)]
    text: String,
    /// What it is, for the person who can't see the code and for the paper.
    #[prop(into, default = "The key of this tablet".to_owned())]
    label: String,
) -> impl IntoView {
    let store = use_store();
    let copied = RwSignal::new(None::<bool>);
    let drawn = qr::draw(&text).map(|drawing| {
        let side = drawing.side().to_string();
        let box_of_all = ["0 0 ", &side, " ", &side].concat();
        let spoken = [&label, ", as a QR code. The same key is below it as text."].concat();
        view! {
            <svg class="qr-code" role="img" aria-label=spoken viewBox=box_of_all shape-rendering="crispEdges">
                <rect width=side.clone() height=side fill="#fff"></rect>
                <path d=drawing.path() fill="#000"></path>
            </svg>
        }
    });
    let words = Recipient::parse(&text).ok().map(|key| {
        view! {
            <span class="measure">
                "The tablet that scanned it shows these six words: "<strong class="key-words">{key.fingerprint().join(" ")}</strong>
                ". Compare them, and you know that nobody has swapped the code."
            </span>
        }
    });
    let to_copy = text.clone();
    let copy = move |_| {
        let text = to_copy.clone();
        store.device.task(async move {
            let done = store.device.copy(&text).await;
            let _ = copied.try_set(Some(done));
        });
    };
    view! {
        <figure class="qr">
            {drawn} <figcaption class="stack">
                <span>{label}</span>
                <code class="qr-text">{text}</code>
                {words}
                <span class="actions no-print">
                    <button class="button" type="button" on:click=copy>
                        "Copy the key"
                    </button>
                    <span role="status">
                        {move || {
                            copied
                                .get()
                                .map(|done| {
                                    if done {
                                        "Copied."
                                    } else {
                                        "This browser does not let Casebook copy: select the key and copy it by hand."
                                    }
                                })
                        }}
                    </span>
                </span>
            </figcaption>
        </figure>
    }
}
