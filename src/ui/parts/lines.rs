//! Records and facts as ruled lines.

use leptos::prelude::*;

use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Mending, Route, mending};
use casebook_domain::calendar::Date;
use casebook_domain::decide::Missing;
use casebook_domain::ids::FileId;
use casebook_present::timeline::TimelineItem;
use casebook_present::{dates, words};

/// Records as lines, each opening its record; nothing when there is none.
pub fn record_lines<'a>(
    file: FileId,
    today: Date,
    items: impl IntoIterator<Item = &'a TimelineItem>,
) -> Option<AnyView> {
    let lines: Vec<AnyView> = items.into_iter().map(|item| record_line(file, today, item)).collect();
    (!lines.is_empty()).then(|| view! { <ul class="ruled">{lines}</ul> }.into_any())
}

fn record_line(file: FileId, today: Date, item: &TimelineItem) -> AnyView {
    view! {
        <li>
            <a class="line" href=Route::Of(file, FilePage::Record(item.record)).to_string()>
                <span class="stack tight">
                    <span class="name">
                        {item.title.clone()}
                        {item
                            .two_versions
                            .then(|| {
                                view! {
                                    " "
                                    <span class="tag">"Two versions"</span>
                                }
                            })}
                    </span>
                    {(!item.text.is_empty()).then(|| view! { <span class="gist">{item.text.clone()}</span> })}
                </span>
                <span class="when">{dates::short(item.date, today)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// Questions and answers; nothing when there is none.
pub fn facts(list: impl IntoIterator<Item = (String, String)>) -> Option<AnyView> {
    let rows: Vec<AnyView> = list
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(label, text)| {
            view! {
                <dt>{label}</dt>
                <dd>{text}</dd>
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <dl class="facts">{rows}</dl> }.into_any())
}

/// A button that opens a list of links: the platform's popover, closed by Escape or a touch elsewhere.
pub fn menu(id: &'static str, words: &'static str, links: Vec<AnyView>) -> AnyView {
    view! {
        <span class="menu">
            <button class="button" type="button" popovertarget=id>
                {words}
            </button>
            <ul popover="auto" id=id>
                {links}
            </ul>
        </span>
    }
    .into_any()
}

/// What is missing before a step, each with the way to mend it.
pub fn missing_list(file: FileId, missing: &[Missing]) -> AnyView {
    let store = use_store();
    let case = store.casebook.case_or_blank(file);
    let lines: Vec<AnyView> = missing
        .iter()
        .map(|one| {
            let way = mending(&case, one).map(|mending| mending_link(store, file, mending));
            view! { <li>{store.casebook.titled(&words::missing(one))} " " {way}</li> }.into_any()
        })
        .collect();
    view! { <ul class="missing">{lines}</ul> }.into_any()
}

/// The way to mend something, as a link. What was typed on this page is kept first.
pub fn mending_link(store: Store, file: FileId, mending: Mending) -> AnyView {
    let Mending { route, preset, words } = mending;
    let go = move |event: leptos::ev::MouseEvent| {
        store.session.flush();
        if let (Route::Of(_, FilePage::New(kind)), Some((field, value))) = (route, preset) {
            event.prevent_default();
            store.navigation.go_new(file, kind, vec![(field.to_owned(), value.to_owned())]);
        }
    };
    view! {
        <a href=route.to_string() on:click=go>
            {store.casebook.titled(words)}
        </a>
    }
    .into_any()
}
