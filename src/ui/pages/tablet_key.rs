//! This tablet's key, to be shown at a meeting, and the colleagues whose keys are known here.

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::notices::storage::repository_words;
use crate::app::receiving::{Colleague, TabletKey as Key};
use crate::app::store::{Store, use_store};
use crate::route::{Route, Section};
use crate::ui::parts::{Icon, PageHead, QrCode, icon};
use casebook_present::dates;

/// The page "this tablet's key".
#[component]
pub fn TabletKey() -> impl IntoView {
    let store = use_store();
    let key = RwSignal::new(None::<Result<Key, String>>);
    let colleagues = RwSignal::new(Vec::<Colleague>::new());
    store.device.task(async move {
        let found = store.casebook.tablet_key().await.map_err(|error| repository_words(&error));
        let _ = key.try_set(Some(found));
        read(store, colleagues).await;
    });
    view! {
        <PageHead title="This tablet's key">
            <a class="button quiet" href=Route::Settings(Section::Security).to_string()>
                {icon(Icon::Back)}
                "Security"
            </a>
        </PageHead>
        <p class="measure">
            "Show it to a colleague who hands a case over to you. Their tablet scans it and encrypts the file for this one. Then no words are needed, and nobody else can open it. The key is not secret."
        </p>
        {move || {
            key.get()
                .map(|found| match found {
                    Ok(found) => {
                        view! {
                            <QrCode text=found.recipient label="The key of this tablet" />
                            <section class="stack measure">
                                <h2>"Was it scanned correctly?"</h2>
                                <p>"After scanning, your colleague's tablet shows these six words:"</p>
                                <p class="sheet big-words">{found.key_words}</p>
                            </section>
                            <section class="stack measure">
                                <h2>"Is a file from this tablet?"</h2>
                                <p>
                                    "Every file that this tablet makes is signed. When your colleague opens one, their tablet shows six words. If they are these, the file is yours and nobody has changed it:"
                                </p>
                                <p class="sheet big-words six-words">{found.signature_words}</p>
                                <p class="hint">
                                    "A casebook that is set up again, even from a backup, has a new key and new words: show them again."
                                </p>
                            </section>
                        }
                            .into_any()
                    }
                    Err(words) => {
                        view! {
                            <p class="advice bad measure" role="alert">
                                {words}
                            </p>
                        }
                            .into_any()
                    }
                })
        }}
        <section class="stack measure">
            <h2>"Colleagues known on this tablet"</h2>
            {move || known(store, colleagues)}
        </section>
    }
}

async fn read(store: Store, colleagues: RwSignal<Vec<Colleague>>) {
    match store.casebook.colleagues().await {
        Ok(found) => drop(colleagues.try_set(found)),
        Err(error) => store.device.say(Notice::error(&error)),
    }
}

fn known(store: Store, colleagues: RwSignal<Vec<Colleague>>) -> AnyView {
    let all = colleagues.get();
    if all.is_empty() {
        return view! { <p class="hint">"Nobody yet. When you open a hand-over together, you compare six words and remember whose tablet it is."</p> }.into_any();
    }
    let lines: Vec<AnyView> = all
        .into_iter()
        .map(|colleague| {
            let asked = RwSignal::new(false);
            let label = ["Forget ", &colleague.name].concat();
            let signer = StoredValue::new(colleague.signer.clone());
            let forget = move |_| {
                if !asked.get_untracked() {
                    return asked.set(true);
                }
                store.device.task(async move {
                    match store.casebook.forget_colleague(signer.get_value()).await {
                        Ok(()) => read(store, colleagues).await,
                        Err(error) => store.device.say(Notice::error(&error)),
                    }
                });
            };
            let sealed = if colleague.recipient.is_some() { " Files can be encrypted for their tablet." } else { "" };
            let replaced = colleague.replaced.then(|| view! {
                " "
                <span class="tag">"Replaced by a newer tablet"</span>
            });
            view! {
                <li class="with-button">
                    <span class="line">
                        <span>
                            <span class="name">{colleague.name}</span>
                            {replaced}
                            <br />
                            <span class="hint">
                                "Known since " {dates::moment(colleague.since)} "." {sealed} " Six words: " {colleague.signer.words}
                            </span>
                        </span>
                    </span>
                    <button class="button quiet" type="button" aria-label=label on:click=forget>
                        {move || if asked.get() { "Forget for good" } else { "Forget" }}
                    </button>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul class="ruled">{lines}</ul> }.into_any()
}
