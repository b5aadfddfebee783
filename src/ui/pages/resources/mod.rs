//! The bank of resources (p37): the list, one of them, its form.

mod open;
mod register;
mod share;

pub use open::OpenPack;
pub use share::SharePack;

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::store::{Store, use_store};
use crate::route::Route;
use crate::ui::pages::record_form::FormPage;
use crate::ui::parts::sheet;
use crate::ui::parts::{Empty, Icon, PageHead, icon};
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::RecordId;
use casebook_domain::resource::{Resource as Body, Uses, is_web_address};
use casebook_present::numbers::counted;
use casebook_present::resources::{beginning, find, site, tags, uses as uses_words};
use casebook_present::summary::{self, Block, Page, SummarySection};
use casebook_records::RESOURCES_FILE;
use casebook_repository::RepositoryError;
use register::with_register;

/// The page "resources".
#[component]
pub fn Resources() -> impl IntoView {
    view! {
        <PageHead title="Resources">
            <a class="button" href=Route::SharePack.to_string()>
                "Make a pack"
            </a>
            <a class="button" href=Route::OpenPack.to_string()>
                "Open a pack"
            </a>
            <a class="button main" href=Route::NewResource.to_string()>
                {icon(Icon::Plus)}
                "New resource"
            </a>
        </PageHead>
        {with_register(|| list(use_store()))}
    }
}

fn list(store: Store) -> AnyView {
    let typed = RwSignal::new(String::new());
    let tag = RwSignal::new(String::new());
    let none = Memo::new(move |_| {
        store.casebook.resources.with(|all| all.as_ref().is_none_or(|all| all.all::<Body>().is_empty()))
    });
    let found = move || {
        store.casebook.resources.track();
        let all = store.casebook.resources_now();
        let found = find(&all, &typed.get(), &tag.get());
        let count = counted(found.len() as u64, "resource", "resources");
        let lines: Vec<AnyView> = found.iter().map(|one| line(one.id, one.body)).collect();
        view! {
            <p class="hint" role="status">
                {count}
            </p>
            <ul class="ruled">{lines}</ul>
        }
    };
    let all_tags = move || store.casebook.resources.with(|all| all.as_ref().map(|all| tags(all)).unwrap_or_default());
    let filter = move || {
        let all = all_tags();
        (!all.is_empty()).then(|| {
            let options: Vec<AnyView> = all
                .into_iter()
                .map(|(name, count)| {
                    let (value, own) = (name.clone(), name.clone());
                    let words = [&name, " (", &count.to_string(), ")"].concat();
                    view! {
                        <option value=value prop:selected=move || tag.with(|tag| *tag == own)>
                            {words}
                        </option>
                    }
                    .into_any()
                })
                .collect();
            view! {
                <div class="field">
                    <label for="resource-tag">"Good for"</label>
                    <select
                        autocomplete="off"
                        class="input"
                        id="resource-tag"
                        on:change:target=move |event| tag.set(event.target().value())
                    >
                        <option value="" prop:selected=move || tag.with(String::is_empty)>
                            "Anything"
                        </option>
                        {options}
                    </select>
                </div>
            }
        })
    };
    (move || {
        if none.get() {
            return view! {
                <Empty text="No resources yet. Keep what you use again and again here: a game, a worksheet, a page on the web, and what it is good for.">
                    <div class="actions">
                        <a class="button main" href=Route::NewResource.to_string()>
                            "New resource"
                        </a>
                    </div>
                </Empty>
            }
            .into_any();
        }
        view! {
            <div class="form no-print resource-search">
                <div class="field">
                    <label for="resource-find">"Find a resource by any word"</label>
                    <input
                        class="input"
                        id="resource-find"
                        type="search"
                        autocomplete="off"
                        prop:value=typed
                        on:input:target=move |event| typed.set(event.target().value())
                    />
                </div>
                {filter}
            </div>
            {found}
        }
        .into_any()
    })
    .into_any()
}

fn line(id: RecordId, resource: &Body) -> AnyView {
    let tags = resource.tags.join(", ");
    let begins = beginning(&resource.text);
    view! {
        <li>
            <a class="line" href=Route::Resource(id).to_string()>
                <span class="stack tight">
                    <span class="name">{resource.title.clone()}</span>
                    {(!begins.is_empty()).then(|| view! { <span>{begins}</span> })}
                    {(!tags.is_empty()).then(|| view! { <span class="hint">"Good for: " {tags}</span> })}
                </span>
            </a>
        </li>
    }
    .into_any()
}

/// A form over the register: a new resource, or one that is changed.
pub fn form(record: Option<RecordId>) -> AnyView {
    with_register(move || match record {
        Some(id) if use_store().casebook.resources_now().get(id).is_none() => gone(),
        record => view! { <FormPage file=RESOURCES_FILE kind=Kind::Resource record /> }.into_any(),
    })
}

fn gone() -> AnyView {
    view! {
        <PageHead title="This resource is not here" />
        <Empty text="It was deleted, or the address is from another casebook.">
            <a class="button" href=Route::Resources.to_string()>
                "Go to resources"
            </a>
        </Empty>
    }
    .into_any()
}

/// One resource, to read and to print.
pub fn one(record: RecordId) -> AnyView {
    with_register(move || {
        let store = use_store();
        let body = Memo::new(move |_| {
            store.casebook.resources.with(|all| match all.as_ref()?.get(record)?.entry.content.clone() {
                Content::Resource(body) => Some(body),
                _ => None,
            })
        });
        let uses = RwSignal::new(None::<Result<Uses, RepositoryError>>);
        store.device.task(async move {
            let found = store.casebook.resource_uses(record).await;
            let _ = uses.try_set(Some(found));
        });
        (move || match body.get() {
            Some(body) => shown(store, record, &body, uses),
            None => gone(),
        })
        .into_any()
    })
}

fn shown(
    store: Store,
    record: RecordId,
    body: &Body,
    uses: RwSignal<Option<Result<Uses, RepositoryError>>>,
) -> AnyView {
    let delete = move |_| {
        store.device.task(async move {
            match store.casebook.delete(RESOURCES_FILE, record).await {
                Ok(warnings) => {
                    store.casebook.say_saved("The resource is deleted.", &warnings);
                    store.navigation.go(Route::Resources);
                }
                Err(error) => store.device.say(Notice::error(&error)),
            }
        });
    };
    // Checked once more: a link can do more than open a page.
    let link = is_web_address(&body.link).then(|| {
        let words = ["Open ", site(&body.link)].concat();
        view! {
            <section class="stack tight no-print">
                <p>
                    <a class="button" href=body.link.clone() target="_blank" rel="noopener noreferrer">
                        {words}
                    </a>
                </p>
                <p class="hint">
                    "This leaves Casebook and needs a network. The site sees that somebody visited it, but nothing from your casebook."
                </p>
            </section>
        }
    });
    let used = move || match uses.get() {
        None => "Counting …".to_owned(),
        Some(Ok(uses)) => uses_words(&uses, store.device.today()),
        Some(Err(_)) => "Casebook could not count how often it was used.".to_owned(),
    };
    let page = page(store, body);
    view! {
        <PageHead title=body.title.clone()>
            <a class="button quiet" href=Route::Resources.to_string()>
                {icon(Icon::Back)}
                "Resources"
            </a>
            <a class="button" href=Route::EditResource(record).to_string()>
                "Change"
            </a>
            <button class="button" type="button" on:click=move |_| store.device.print()>
                {icon(Icon::Print)}
                "Print"
            </button>
            <button class="button quiet" type="button" on:click=delete>
                "Delete"
            </button>
        </PageHead>
        <p class="hint no-print" role="status">
            {used}
        </p>
        {sheet(page)}
        {link}
    }
    .into_any()
}

/// A resource as a sheet of paper.
fn page(store: Store, body: &Body) -> Page {
    let Body { title, text, link, tags } = body;
    let facts = [("Good for", tags.join(", ")), ("On the web", link.clone())];
    let section = |heading: &str, block| SummarySection { heading: heading.to_owned(), block };
    let text = if text.is_empty() { Block::Gap("Nothing written yet") } else { Block::Text(text.clone()) };
    Page {
        head: store.casebook.settings.with_untracked(|settings| summary::head(settings)),
        title: title.clone(),
        facts: facts.into_iter().filter(|(_, fact)| !fact.is_empty()).collect(),
        sections: vec![section("What it is, how it is used", text)],
        sign: None,
        foot: String::new(),
    }
}
