//! Who a bundle is from, and pinning their key at the meeting.

use leptos::prelude::*;

use crate::app::notices::storage::repository_words;
use crate::app::receiving::{Signer, Vouched};
use crate::app::store::use_store;
use casebook_domain::calendar::Moment;
use casebook_present::dates;
use casebook_vault::Recipient;

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
    /// It is a backup: there is no colleague to meet.
    #[prop(default = false)]
    backup: bool,
    /// When it was made.
    #[prop(default = None)]
    made: Option<Moment>,
    /// Called once the tablet is remembered.
    #[prop(optional)]
    on_pin: Option<Callback<()>>,
) -> impl IntoView {
    let now = RwSignal::new(vouched);
    let (author, reply) = (StoredValue::new(author), StoredValue::new(reply));
    move || {
        match now.get() {
        Vouched::Unsigned => view! {
            <div class="advice measure">
                <p>
                    <strong>"Not signed. "</strong>
                    "Nothing proves who made this file: anybody could have written that name. Take it only if you got it from the sender in person, or asked them."
                </p>
            </div>
        }
        .into_any(),
        Vouched::Forged => view! {
            <div class="advice bad measure" role="alert">
                <p>
                    <strong>"THE SIGNATURE IS FALSE. "</strong>
                    "Somebody changed this file after it was made, or put another name on it. Nothing in it can be used. Tell the person you expected it from, and ask them in person for a new one."
                </p>
            </div>
        }
        .into_any(),
        Vouched::Own => view! {
            <div class="advice good measure">
                <p>
                    <strong>"Made on this tablet. "</strong>
                    "Its signature is this tablet's own."
                </p>
            </div>
        }
        .into_any(),
        Vouched::Known(name, signer) => {
            let said = author.get_value();
            let other = (!said.trim().is_empty() && said.trim() != name.trim())
                .then(|| ["The file itself gives the name \"", said.trim(), "\". "].concat());
            view! {
                <div class="advice good measure">
                    <p>
                        <strong>"Signed by " {name} ". "</strong>
                        {other}
                        "You have compared the six words with them: "
                        <span class="six-words">{signer.words}</span>
                    </p>
                </div>
            }
            .into_any()
        }
        Vouched::New(signer) if backup => of_backup(&author.get_value(), made, signer.words),
        Vouched::New(signer) => view! { <Pin signer author reply now on_pin /> }.into_any(),
    }
    }
}

/// A backup by a tablet that is not known here, which is usual when the old tablet is lost: what is on paper tells.
fn of_backup(author: &str, made: Option<Moment>, words: String) -> AnyView {
    let by = if author.trim().is_empty() { "somebody who gave no name" } else { author.trim() };
    let made = made.map(|made| [", on ", &dates::moment(made)].concat()).unwrap_or_default();
    let line = ["It was made by ", by, &made, ", on another tablet."].concat();
    view! {
        <div class="advice measure stack">
            <p>
                <strong>"Is this your backup? "</strong>
                {line}
                " Compare that with the list of backups on your lost-tablet sheet. If you have no sheet, check that the name and the date are right and that the pupils below are yours."
            </p>
            <details>
                <summary>"The six words of the tablet that made it"</summary>
                <p class="six-words">{words}</p>
            </details>
        </div>
    }
    .into_any()
}

#[component]
fn Pin(
    signer: Signer,
    author: StoredValue<String>,
    reply: StoredValue<Option<Recipient>>,
    now: RwSignal<Vouched>,
    on_pin: Option<Callback<()>>,
) -> impl IntoView {
    let store = use_store();
    let name = RwSignal::new(author.get_value().trim().to_owned());
    let problem = RwSignal::new(None::<String>);
    let words = signer.words.clone();
    let signer = StoredValue::new(signer);
    let save = move || {
        let called = name.get_untracked().trim().to_owned();
        if called.is_empty() {
            problem.set(Some("Enter your colleague's name.".to_owned()));
            return store.device.focus("pin-name");
        }
        store.device.task(async move {
            // Taken now: the page may be gone when it is remembered.
            let signed = signer.get_value();
            match store.casebook.pin(signed.clone(), called.clone(), reply.get_value()).await {
                // The page that is made then says that the sender is known; what is answered before would be lost.
                Ok(()) => match on_pin {
                    Some(on_pin) => drop(on_pin.try_run(())),
                    None => drop(now.try_set(Vouched::Known(called, signed))),
                },
                Err(error) => drop(problem.try_set(Some(repository_words(&error)))),
            }
        });
    };
    view! {
        <div class="advice measure stack">
            <p>
                <strong>"Signed by a tablet that is not known here yet. "</strong>
                "At the meeting, read these six words to your colleague. They find theirs under Settings, Security, \"This tablet's key\", below \"Is a file from this tablet?\"."
            </p>
            <p class="sheet big-words six-words">{words}</p>
            <form
                class="stack"
                novalidate
                autocomplete="off"
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                <div class="field">
                    <label for="pin-name">"Whose tablet it is"</label>
                    <input
                        class="input"
                        id="pin-name"
                        autocomplete="off"
                        maxlength="200"
                        aria-describedby="pin-error"
                        prop:value=name
                        on:input:target=move |event| name.set(event.target().value())
                    />
                    {move || {
                        problem
                            .get()
                            .map(|words| {
                                view! {
                                    <p class="error" role="alert" id="pin-error">
                                        {words}
                                    </p>
                                }
                            })
                    }}
                </div>
                <div class="actions">
                    <button class="button" type="submit">
                        "The words are the same: remember this tablet"
                    </button>
                </div>
            </form>
            <p class="hint">
                "If they differ, do not import the file. If your colleague is not here, you can still look at it, but ask them before you rely on it."
            </p>
        </div>
    }
}
