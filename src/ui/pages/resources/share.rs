//! Making a resource pack: choose, look once more, seal by words.

use leptos::prelude::*;

use super::register::with_register;
use crate::app::notices::transfers::transfer_words;
use crate::app::store::{Store, use_store};
use crate::app::transfer::{Exported, TransferError};
use crate::route::Route;
use crate::ui::pages::bundles::making::{MakingStep, SavedFiles, all_saved, failed, files, words_large, working};
use crate::ui::parts::others_named;
use crate::ui::parts::{Empty, Icon, PageHead, icon};
use casebook_domain::content::Kind;
use casebook_domain::ids::RecordId;
use casebook_present::resources::by_title;
use casebook_present::templates::what;

/// Something that can go into a pack.
#[derive(Clone)]
struct Offer {
    kind: Kind,
    id: RecordId,
    title: String,
    about: String,
    /// Pupils of this casebook whose names are in it.
    named: Vec<String>,
}

/// The page "make a resource pack".
#[component]
pub fn SharePack() -> impl IntoView {
    view! {
        <PageHead title="Make a resource pack">
            <a class="button quiet" href=Route::Resources.to_string()>
                {icon(Icon::Back)}
                "Resources"
            </a>
        </PageHead>
        {with_register(|| making(use_store()))}
    }
}

fn making(store: Store) -> AnyView {
    let offers = StoredValue::new(offers(store));
    let chosen = RwSignal::new(Vec::<RecordId>::new());
    let step = RwSignal::new(MakingStep::Asking);
    let problem = RwSignal::new(false);
    let words = StoredValue::new(store.device.offer_seven_words());
    on_cleanup(move || store.transfers.cancel_transfer());
    let begin = move |_| {
        if chosen.with_untracked(Vec::is_empty) {
            problem.set(true);
            return store.device.focus("pack-choices");
        }
        let of = |kind: Kind| {
            offers.with_value(|all| {
                let wanted =
                    |offer: &&Offer| offer.kind == kind && chosen.with_untracked(|chosen| chosen.contains(&offer.id));
                all.iter().filter(wanted).map(|offer| offer.id).collect::<Vec<_>>()
            })
        };
        let (resources, templates) = (of(Kind::Resource), of(Kind::Template));
        step.set(MakingStep::Working);
        store.device.focus("bundle-step");
        store.device.task(async move {
            let next = match store.transfers.make_pack(resources, templates, words.get_value()).await {
                Ok(made) => MakingStep::Ready(StoredValue::new(made)),
                Err(TransferError::Cancelled) => MakingStep::Asking,
                Err(error) => MakingStep::Failed(transfer_words(&error)),
            };
            let _ = step.try_set(next);
            store.device.focus("bundle-step");
        });
    };
    if offers.with_value(Vec::is_empty) {
        return view! {
            <Empty text="There is nothing to share yet: no resource, and no observation template of your own.">
                <a class="button main" href=Route::NewResource.to_string()>
                    "New resource"
                </a>
            </Empty>
        }
        .into_any();
    }
    (move || match step.get() {
        MakingStep::Asking => view! {
            {choices(offers, chosen, problem)}
            <div class="actions">
                <button class="button main" type="button" on:click=begin>
                    "Make the pack"
                </button>
            </div>
        }
        .into_any(),
        MakingStep::Working => working(store),
        MakingStep::Failed(words) => failed(words, step),
        MakingStep::Ready(made) => ready(store, made, words),
    })
    .into_any()
}

fn ready(store: Store, made: StoredValue<Exported>, words: StoredValue<String>) -> AnyView {
    let saved = SavedFiles::default();
    let all = all_saved(made, saved);
    view! {
        {words_large(words)}
        {files(store, made, saved)}
        {move || {
            all.get()
                .then(|| {
                    view! {
                        <section class="stack measure">
                            <h2>"What happens next"</h2>
                            <p>
                                "Give colleagues the file and, separately, the words. They open it in their Casebook under Resources, see what is in it, and take what they like."
                            </p>
                        </section>
                    }
                })
        }}
    }
    .into_any()
}

fn choices(offers: StoredValue<Vec<Offer>>, chosen: RwSignal<Vec<RecordId>>, problem: RwSignal<bool>) -> AnyView {
    let group = move |kind: Kind, legend: &'static str| {
        let lines: Vec<AnyView> = offers.with_value(|all| {
            all.iter().filter(|offer| offer.kind == kind).map(|offer| line(offer, chosen, problem)).collect()
        });
        (!lines.is_empty()).then(|| {
            view! {
                <fieldset class="field">
                    <legend>{legend}</legend>
                    {lines}
                </fieldset>
            }
        })
    };
    let all = move |_| {
        problem.set(false);
        chosen.set(offers.with_value(|all| all.iter().map(|offer| offer.id).collect()));
    };
    // A pack has nowhere to put a pupil; a text that somebody wrote has.
    let named = move || {
        let named: Vec<(String, String)> = chosen.with(|chosen| {
            offers.with_value(|all| {
                let wanted = |offer: &&Offer| chosen.contains(&offer.id) && !offer.named.is_empty();
                all.iter().filter(wanted).map(|offer| (offer.title.clone(), offer.named.join(", "))).collect()
            })
        });
        (!named.is_empty()).then(|| {
            let lines: Vec<AnyView> =
                named.into_iter().map(|(title, names)| view! { <li>{title} ": " {names}</li> }.into_any()).collect();
            view! {
                <div class="advice bad measure" role="alert">
                    <p>
                        <strong>"These contain names of pupils. "</strong>
                        "Nobody's name belongs in a pack. Change the text first, or leave it out."
                    </p>
                    <ul>{lines}</ul>
                </div>
            }
        })
    };
    view! {
        <p class="measure">
            "Resources and observation templates for colleagues. A pack contains nothing about pupils: no case, no record and no date."
        </p>
        <div id="pack-choices" tabindex="-1" class="stack">
            {group(Kind::Resource, "Resources")}
            {group(Kind::Template, "Observation templates of your own")}
            <div class="actions">
                <button class="button quiet" type="button" on:click=all>
                    "Choose all"
                </button>
            </div>
            {move || {
                problem
                    .get()
                    .then(|| {
                        view! {
                            <p class="error" role="alert">
                                "Choose something to share first."
                            </p>
                        }
                    })
            }}
        </div>
        {named}
    }
    .into_any()
}

fn line(offer: &Offer, chosen: RwSignal<Vec<RecordId>>, problem: RwSignal<bool>) -> AnyView {
    let id = offer.id;
    let (title, about) = (offer.title.clone(), offer.about.clone());
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || chosen.with(|chosen| chosen.contains(&id))
                on:change:target=move |event| {
                    let on = event.target().checked();
                    problem.set(false);
                    chosen
                        .update(|chosen| {
                            chosen.retain(|other| *other != id);
                            if on {
                                chosen.push(id);
                            }
                        });
                }
            />
            <span>
                {title}
                {(!about.is_empty())
                    .then(|| {
                        view! {
                            <br />
                            <span class="hint">{about}</span>
                        }
                    })}
            </span>
        </label>
    }
    .into_any()
}

fn offers(store: Store) -> Vec<Offer> {
    let register = store.casebook.resources_now();
    let resources = by_title(&register).into_iter().map(|one| {
        let body = one.body;
        let text = [body.title.as_str(), &body.text, &body.link, &body.tags.join(" ")].join(" ");
        Offer {
            kind: Kind::Resource,
            id: one.id,
            title: body.title.clone(),
            about: body.tags.join(", "),
            named: others_named(store, None, &text),
        }
    });
    let kit = store.casebook.kit.get_untracked();
    let templates = kit.templates.iter().map(|(id, template)| {
        let sheet = &template.sheet;
        let texts = sheet.codes.iter().flat_map(|code| [code.name.as_str(), &code.definition]);
        let text = [sheet.name.as_str()].into_iter().chain(texts).collect::<Vec<_>>().join(" ");
        Offer {
            kind: Kind::Template,
            id: *id,
            title: sheet.name.clone(),
            about: what(sheet),
            named: others_named(store, None, &text),
        }
    });
    resources.chain(templates).collect()
}
