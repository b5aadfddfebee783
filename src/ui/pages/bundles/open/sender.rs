//! Who a bundle is from, and pinning their key at the meeting.

use leptos::prelude::*;

use crate::app::notices::core_words;
use crate::app::receiving::{Signer, Vouched};
use crate::app::store::use_store;
use crate::vault::Recipient;

/// Who vouches for a bundle, with the way to pin a key that is not known yet.
#[component]
pub(super) fn Sender(
    /// As it was found.
    vouched: Vouched,
    /// Who made it, as the file says.
    author: String,
    /// The key of their tablet, as the file says.
    #[prop(default = None)]
    reply: Option<Recipient>,
) -> impl IntoView {
    let now = RwSignal::new(vouched);
    let (author, reply) = (StoredValue::new(author), StoredValue::new(reply));
    move || {
        match now.get() {
        Vouched::Unsigned => view! {
            <div class="advice measure"><p><strong>"Not signed. "</strong>"Nothing proves who made this file: anybody could have written that name. Take it only if you got it from the sender in person, or asked them."</p></div>
        }
        .into_any(),
        Vouched::Forged => view! {
            <div class="advice bad measure" role="alert"><p><strong>"THE SIGNATURE IS FALSE. "</strong>"Somebody changed this file after it was made, or put another name to it. Nothing of it can be taken. Tell the person you expected it from, and ask them in person for a new one."</p></div>
        }
        .into_any(),
        Vouched::Own => view! {
            <div class="advice good measure"><p><strong>"Made on this tablet. "</strong>"Its signature is this tablet's own."</p></div>
        }
        .into_any(),
        Vouched::Known(name, signer) => {
            let said = author.get_value();
            let other = (!said.trim().is_empty() && said.trim() != name.trim())
                .then(|| ["The file itself gives the name “", said.trim(), "”. "].concat());
            view! {
                <div class="advice good measure"><p><strong>"Signed by " {name} ". "</strong>{other}"You have compared the six words with them: " <span class="six-words">{signer.words}</span></p></div>
            }
            .into_any()
        }
        Vouched::New(signer) => view! { <Pin signer author reply now/> }.into_any(),
    }
    }
}

#[component]
fn Pin(
    signer: Signer,
    author: StoredValue<String>,
    reply: StoredValue<Option<Recipient>>,
    now: RwSignal<Vouched>,
) -> impl IntoView {
    let store = use_store();
    let name = RwSignal::new(author.get_value().trim().to_owned());
    let compared = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let words = signer.words.clone();
    let signer = StoredValue::new(signer);
    let save = move || {
        let called = name.get_untracked().trim().to_owned();
        if called.is_empty() {
            problem.set(Some("Write the name of your colleague.".to_owned()));
            return store.focus("pin-name");
        }
        store.task(async move {
            match store.pin(signer.get_value(), called.clone(), reply.get_value()).await {
                Ok(()) => drop(now.try_set(Vouched::Known(called, signer.get_value()))),
                Err(error) => drop(problem.try_set(Some(core_words(&error)))),
            }
        });
    };
    view! {
        <div class="advice measure stack">
            <p><strong>"Signed by a tablet that is not known here yet. "</strong>"At the meeting, read these six words to your colleague. They see their own under Settings, Security, “This tablet's key”, below “Is a file from this tablet?”."</p>
            <p class="sheet big-words six-words">{words}</p>
            {move || if compared.get() {
                view! {
                    <form class="stack" novalidate on:submit=move |event| { event.prevent_default(); save(); }>
                        <div class="field">
                            <label for="pin-name">"Whose tablet it is"</label>
                            <input class="input" id="pin-name" autocomplete="off" maxlength="200" aria-describedby="pin-error" prop:value=name on:input:target=move |event| name.set(event.target().value())/>
                            {move || problem.get().map(|words| view! { <p class="error" role="alert" id="pin-error">{words}</p> })}
                        </div>
                        <div class="actions">
                            <button class="button main" type="submit">"Remember this tablet"</button>
                            <button class="button" type="button" on:click=move |_| compared.set(false)>"Not now"</button>
                        </div>
                    </form>
                }
                .into_any()
            } else {
                view! {
                    <div class="actions">
                        <button class="button" type="button" on:click=move |_| { compared.set(true); store.focus("pin-name"); }>"We compared the six words: they are the same"</button>
                    </div>
                    <p class="hint">"If they differ, do not take the file. If your colleague is not here, you can look into it all the same; ask them before you rely on it."</p>
                }
                .into_any()
            }}
        </div>
    }
}
