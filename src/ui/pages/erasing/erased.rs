//! The certificates of erased files.

use leptos::prelude::*;

use crate::app::notices::storage::repository_words;
use crate::app::store::{Store, use_store};
use crate::route::Route;
use crate::ui::parts::{Empty, Icon, PageHead, facts, icon};
use casebook_domain::ids::FileId;
use casebook_domain::retention::Certificate;
use casebook_present::dates;
use casebook_present::keeping::certificate;

/// The certificates of erased files.
#[component]
pub fn Erased() -> impl IntoView {
    let store = use_store();
    let found = RwSignal::new(None::<Result<Vec<(FileId, Certificate)>, String>>);
    store.device.task(async move {
        let all = store.casebook.certificates().await;
        let _ = found.try_set(Some(all.map_err(|error| repository_words(&error))));
    });
    view! {
        <PageHead title="Erased files">
            <button class="button" type="button" on:click=move |_| store.device.print()>
                "Print"
            </button>
            <a class="button quiet" href=Route::Erasing.to_string()>
                {icon(Icon::Back)}
                "Files due for erasing"
            </a>
        </PageHead>
        <p class="measure no-print">
            "This is all that is left of each file. It is only on this tablet and in no backup, so print it for the school's record. Later imports leave out what was erased here, unless you choose it."
        </p>
        {move || match found.get() {
            None => {
                view! {
                    <p class="late hint" role="status">
                        "Loading …"
                    </p>
                }
                    .into_any()
            }
            Some(Err(words)) => {
                view! {
                    <div class="advice bad" role="alert">
                        <p>{words}</p>
                    </div>
                }
                    .into_any()
            }
            Some(Ok(all)) if all.is_empty() => {
                view! {
                    <Empty text="No file has been erased on this tablet yet.">
                        <a class="button" href=Route::Erasing.to_string()>
                            "Files due for erasing"
                        </a>
                    </Empty>
                }
                    .into_any()
            }
            Some(Ok(all)) => {
                let school = store.casebook.settings.with(|settings| settings.school.clone());
                let cards: Vec<AnyView> = all.iter().map(|(file, one)| card(store, *file, one)).collect();
                view! {
                    <div class="stack wide certificates">
                        <p class="print-only">{school}</p>
                        {cards}
                    </div>
                }
                    .into_any()
            }
        }}
    }
}

fn card(store: Store, file: FileId, one: &Certificate) -> AnyView {
    let back = store.casebook.headers.with(|headers| headers.iter().any(|header| header.file == file));
    let title = ["Certificate of erasing: ", &one.initials, ", ", &dates::long(one.at.date())].concat();
    view! {
        <section class="stack tight keep certificate">
            <h2>{title}</h2>
            {back.then(|| view! { <p class="advice">"The file is on this tablet again: it was imported again."</p> })}
            {facts(certificate(one, &file.to_string()))}
        </section>
    }
    .into_any()
}
