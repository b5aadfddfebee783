//! Opening a resource pack: look at what is in it, take what is wanted.

use leptos::prelude::*;

use crate::app::checking::Pack;
use crate::app::notices::storage::repository_words;
use crate::app::notices::transfers::transfer_words;
use crate::app::store::{Store, use_store};
use crate::app::transfer::{OpenBy, TransferError};
use crate::route::Route;
use crate::ui::pages::files_and_words::FilesAndWords;
use crate::ui::parts::{ChosenFile, Icon, PageHead, Submit, icon};
use casebook_present::dates;
use casebook_present::numbers::counted;
use casebook_present::resources::beginning;
use casebook_present::templates::{timing, what};

/// The page "open a resource pack".
#[component]
pub fn OpenPack() -> impl IntoView {
    let store = use_store();
    let submit = Submit::<String>::ready();
    let found = RwSignal::new(None::<StoredValue<Pack>>);
    on_cleanup(move || store.transfers.cancel_transfer());
    let open = Callback::new(move |(files, by): (Vec<ChosenFile>, OpenBy)| {
        submit.run("open-error", async move {
            let Some(file) = files.first() else {
                submit.end();
                return Ok(());
            };
            match store.transfers.open_pack(&file.content, by).await {
                Ok(pack) => {
                    let _ = found.try_set(Some(StoredValue::new(pack)));
                    ChosenFile::done(store, &files);
                    store.device.focus("pack");
                }
                Err(TransferError::Cancelled) => {}
                Err(error) => return Err(transfer_words(&error)),
            }
            submit.end();
            Ok(())
        });
    });
    view! {
        <PageHead title="Open a resource pack">
            <a class="button quiet" href=Route::Resources.to_string()>
                {icon(Icon::Back)}
                "Resources"
            </a>
        </PageHead>
        {move || match found.get() {
            Some(pack) => look(store, pack, found),
            None => view! { <FilesAndWords sheet=false most=1 label="See what's in it" trying=submit open /> }.into_any(),
        }}
    }
}

fn look(store: Store, pack: StoredValue<Pack>, found: RwSignal<Option<StoredValue<Pack>>>) -> AnyView {
    let (resources, templates) = pack.with_value(|pack| (pack.resources.len(), pack.templates.len()));
    // What is new is ticked; what is here already can be had once more.
    let wanted = RwSignal::new(pack.with_value(|pack| {
        let all = pack.resources.iter().map(|(_, here)| !here).chain(pack.templates.iter().map(|(_, here)| !here));
        all.collect::<Vec<bool>>()
    }));
    let submit = Submit::<String>::ready();
    let problem = submit.problem;
    let count = move || wanted.with(|wanted| wanted.iter().filter(|on| **on).count());
    let take = move |_| {
        if submit.is_busy() || untrack(count) == 0 {
            return;
        }
        problem.set(None);
        let on = wanted.get_untracked();
        let is_on = |place: usize| on.get(place).copied().unwrap_or_default();
        let (chosen, sheets) = pack.with_value(|pack| {
            let chosen = pack.resources.iter().enumerate().filter(|(at, _)| is_on(*at));
            let sheets = pack.templates.iter().enumerate().filter(|(at, _)| is_on(resources + at));
            (
                chosen.map(|(_, (resource, _))| resource.clone()).collect::<Vec<_>>(),
                sheets.map(|(_, (sheet, _))| sheet.clone()).collect::<Vec<_>>(),
            )
        });
        submit.run("", async move {
            let warnings = store.casebook.take_pack(chosen, sheets).await.map_err(|error| repository_words(&error))?;
            store.casebook.say_saved("What you chose is in your casebook.", &warnings);
            store.navigation.go(Route::Resources);
            Ok(())
        });
    };
    let line = move |place: usize, title: String, about: String, here: bool| {
        view! {
            <li>
                <label class="line bundle-line">
                    <span class="choice">
                        <input
                            type="checkbox"
                            prop:checked=!here
                            on:change:target=move |event| {
                                let on = event.target().checked();
                                wanted
                                    .update(|wanted| {
                                        if let Some(wanted) = wanted.get_mut(place) {
                                            *wanted = on;
                                        }
                                    });
                            }
                        />
                        <span>
                            <span class="name">{title}</span>
                            {(!about.is_empty())
                                .then(|| {
                                    view! {
                                        <br />
                                        <span class="hint">{about}</span>
                                    }
                                })}
                        </span>
                    </span>
                    <span class=if here { "state closed" } else { "state running" }>{if here { "Here already" } else { "New here" }}</span>
                </label>
            </li>
        }
        .into_any()
    };
    let (author, made, newer, lines) = pack.with_value(|pack| {
        let mut lines: Vec<AnyView> = Vec::new();
        for (place, (resource, here)) in pack.resources.iter().enumerate() {
            let about = [beginning(&resource.text), resource.tags.join(", ")];
            let about: Vec<String> = about.into_iter().filter(|part| !part.is_empty()).collect();
            lines.push(line(place, resource.title.clone(), about.join(" · "), *here));
        }
        for (place, (sheet, here)) in pack.templates.iter().enumerate() {
            let about = ["Observation template: ", &what(sheet), ". ", &timing(sheet)].concat();
            lines.push(line(resources + place, sheet.name.clone(), about, *here));
        }
        (pack.author.trim().to_owned(), pack.made, pack.newer, lines)
    });
    let by = if author.is_empty() { "somebody who gave no name".to_owned() } else { author };
    let holds = [
        &counted(resources as u64, "resource", "resources"),
        " and ",
        &counted(templates as u64, "observation template", "observation templates"),
    ]
    .concat();
    view! {
        <section class="stack measure" id="pack" tabindex="-1">
            <h2>"A resource pack by " {by}</h2>
            <p>"Made on " {dates::moment(made)} ". It holds " {holds} ". The name is the one its maker typed."</p>
            {(newer > 0)
                .then(|| {
                    view! {
                        <p class="advice">
                            {counted(newer.into(), "template in it needs", "templates in it need")}
                            " a newer Casebook and can't be added yet."
                        </p>
                    }
                })}
            <p>
                <strong>"Nothing has been written so far. "</strong>
                "Untick what you do not want."
            </p>
        </section>
        <ul class="ruled bundle-files">{lines}</ul>
        {move || {
            problem
                .get()
                .map(|words| {
                    view! {
                        <div class="advice bad measure" role="alert">
                            <p>
                                <strong>"Nothing was written. "</strong>
                                {words}
                            </p>
                        </div>
                    }
                })
        }}
        <div class="actions">
            <button class="button main" type="button" disabled=move || submit.busy() || count() == 0 on:click=take>
                "Add to my casebook"
            </button>
            <button class="button" type="button" disabled=move || submit.busy() on:click=move |_| found.set(None)>
                "Cancel"
            </button>
        </div>
    }
    .into_any()
}
