//! What staff and the referrer are told.

use leptos::prelude::*;

use super::frame::{print_button, with};
use crate::app::navigation::Visit;
use crate::app::store::Store;
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::{Empty, sheet};
use casebook_domain::content::Kind;
use casebook_domain::ids::FileId;
use casebook_domain::plan::{Circulation, CirculationForm, CirculationTo};
use casebook_present::reply::replies;
use casebook_present::{cards, dates, summary};

pub(super) fn staff(store: Store, file: FileId) -> AnyView {
    let page = with(store, file, |case| {
        summary::staff_page(case, case.current()?.id, &store.casebook.settings.get_untracked(), store.device.today())
    });
    match page {
        None => view! {
            <Empty text="There is no referral yet, so there is nothing to tell staff.">
                <a class="button" href=Route::Of(file, FilePage::New(Kind::Referral)).to_string()>
                    "Write the referral"
                </a>
            </Empty>
        }
        .into_any(),
        Some(page) => view! {
            <p class="hint no-print">"What staff who teach the pupil need, on one page. Nothing marked \"mentor only\" is on it."</p>
            {print_button(store, "Print", Signal::stored(false))}
            {sheet(page)}
            {who_has_it(store, file)}
        }
        .into_any(),
    }
}

/// To whom the page for staff went, and when (p04).
fn who_has_it(store: Store, file: FileId) -> AnyView {
    let went = with(store, file, |case| {
        let all = case.all::<Circulation>();
        let pages = all.iter().rev().filter(|one| one.form == CirculationForm::StaffPage);
        Some(pages.map(|one| (one.id, one.names.clone(), dates::long(one.date))).collect::<Vec<_>>())
    });
    let lines: Vec<AnyView> = went
        .unwrap_or_default()
        .into_iter()
        .map(|(id, names, day)| {
            view! {
                <li>
                    <a class="line" href=Route::Of(file, FilePage::Record(id)).to_string()>
                        <span class="name">{names}</span>
                        <span class="when">{day}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    let none = lines.is_empty().then(|| view! { <p class="hint">"Nobody yet."</p> });
    let record = move |_| {
        let preset = [("to", CirculationTo::Staff.code()), ("form", CirculationForm::StaffPage.code())];
        store.navigation.go_new(
            file,
            Kind::Circulation,
            preset.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        );
    };
    view! {
        <section class="stack no-print">
            <h2>"Who has had this page"</h2>
            {none}
            <ul class="ruled">{lines}</ul>
            <div class="actions">
                <button class="button" type="button" on:click=record>
                    "Record who got it"
                </button>
            </div>
        </section>
    }
    .into_any()
}

pub(super) fn reply(store: Store, file: FileId) -> AnyView {
    let replies =
        with(store, file, |case| Some(replies(case, &store.casebook.settings.get_untracked()))).unwrap_or_default();
    // Those that nobody was given come first.
    let Some(first) = replies.into_iter().next() else {
        return view! {
            <Empty text="There is no decision yet to tell the referrer about.">
                <a class="button" href=Route::Of(file, FilePage::Tab(Tab::Referral)).to_string()>
                    "Go to the referral"
                </a>
            </Empty>
        }
        .into_any();
    };
    let refused = with(store, file, |case| cards::home_refused(case, store.device.today())).filter(|_| first.home);
    if let Some(refused) = refused {
        return view! {
            <div class="advice bad">
                <p>
                    <strong>"No reply home now. "</strong>
                    {refused.words()}
                </p>
            </div>
        }
        .into_any();
    }
    let words = RwSignal::new(first.text);
    let decision = first.decision;
    let unready = Signal::derive(move || words.with(|words| words.trim().is_empty()));
    let settings = store.casebook.settings.get_untracked();
    let head: Vec<AnyView> = std::iter::once(settings.school.as_str())
        .chain(settings.school_address.lines())
        .map(|line| view! { <p>{line.trim().to_owned()}</p> }.into_any())
        .collect();
    view! {
        <form class="form no-print" novalidate autocomplete="off" on:submit=move |event| event.prevent_default()>
            <div class="field">
                <label for="reply-words">{["Reply to ", &first.to].concat()}</label>
                <p class="hint" id="reply-hint">
                    "Read it through: say no more about the pupil than they need to know."
                </p>
                <textarea
                    autocomplete="off"
                    class="input"
                    id="reply-words"
                    rows="14"
                    aria-describedby="reply-hint"
                    prop:value=words
                    on:input:target=move |event| words.set(event.target().value())
                ></textarea>
            </div>
        </form>
        {print_button(store, "Print", unready)}
        <article class="sheet print-sheet">
            <div class="stack tight">{head}</div>
            <p class="text">{move || words.get()}</p>
        </article>
        <div class="actions no-print">
            <a
                class="button"
                href=Route::Of(file, FilePage::Edit(decision)).to_string()
                on:click=move |_| store.navigation.expect(Visit::to(Route::Of(file, FilePage::Edit(decision))).at("referrer_told"))
            >
                "Record as sent"
            </a>
        </div>
    }
    .into_any()
}
