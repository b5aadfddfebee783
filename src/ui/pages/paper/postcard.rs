//! A card of praise.

use leptos::prelude::*;

use super::frame::{print_button, with};
use crate::app::navigation::Visit;
use crate::app::store::Store;
use crate::route::{FilePage, Route};
use crate::ui::parts::others_named;
use casebook_domain::content::Kind;
use casebook_domain::ids::{FileId, RecordId};
use casebook_present::cards::Card;
use casebook_present::{cards, dates, summary};

/// A postcard: a sun over its words.
fn praise_card(card: Card) -> AnyView {
    let rays = (0..12)
        .map(|at| view! { <path d="M24 3v7" transform=["rotate(", &(at * 30).to_string(), " 24 24)"].concat() /> })
        .collect_view();
    let lines = card.lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! {
        <article class="paper-card keep">
            <svg
                class="sun"
                viewBox="0 0 48 48"
                aria-hidden="true"
                fill="none"
                stroke="currentColor"
                stroke-width="3"
                stroke-linecap="round"
            >
                <circle cx="24" cy="24" r="9" fill="currentColor"></circle>
                {rays}
            </svg>
            <h2>{card.title}</h2>
            <div class="stack tight">{lines}</div>
            <p class="sheet-foot">{card.foot}</p>
        </article>
    }
    .into_any()
}

/// An achievement that a card may be about: its record, the line in the list, the words of the card.
type Praised = (RecordId, String, String);

/// Newest first: what is fresh is what is praised.
fn achievements(store: Store, file: FileId) -> Vec<Praised> {
    let today = store.device.today();
    let all = with(store, file, |case| {
        let pupil = case.pupil()?;
        let all = case.achievements();
        let one = |at: usize| {
            let achieved = &all[at];
            let clipped = summary::clip(&achieved.what, 60);
            let words = [&dates::short(achieved.date, today), ": ", clipped.as_str()].concat();
            (achieved.id, words, cards::praise(pupil, &achieved.what))
        };
        Some((0..all.len()).rev().map(one).collect())
    });
    all.unwrap_or_default()
}

/// Which achievement it is about, where there are several.
fn which(done: Vec<Praised>, about: RwSignal<Option<RecordId>>, words: RwSignal<String>) -> Option<AnyView> {
    let option = |(id, label, _): &Praised| view! { <option value=id.to_string()>{label.clone()}</option> };
    (done.len() > 1).then(|| {
        let options = done.iter().map(option).collect_view();
        let pick = move |value: String| {
            if let Some((id, _, praise)) = done.iter().find(|(id, ..)| id.to_string() == value) {
                about.set(Some(*id));
                words.set(praise.clone());
            }
        };
        view! {
            <div class="field">
                <label for="card-about">"Which achievement"</label>
                <select autocomplete="off" class="input" id="card-about" on:change:target=move |event| pick(event.target().value())>
                    {options}
                </select>
            </div>
        }
        .into_any()
    })
}

/// What to think about before it goes home.
fn thoughts(store: Store, file: FileId, words: &str) -> Option<AnyView> {
    let others = others_named(store, Some(file), words);
    let all = with(store, file, |case| Some(cards::think_first(words, case, &others))).unwrap_or_default();
    let lines = all.iter().map(|one| view! { <li>{one.clone()}</li> }).collect_view();
    (!all.is_empty()).then(|| {
        view! {
            <div class="advice" role="status">
                <p>
                    <strong>"To think about. "</strong>
                </p>
                <ul>{lines}</ul>
            </div>
        }
        .into_any()
    })
}

/// One card, or one for the pupil and one for home.
fn how_many(two: RwSignal<bool>) -> AnyView {
    let one = |(both, words): (bool, &'static str)| {
        view! {
            <label class="choice">
                <input type="radio" name="cards" prop:checked=move || two.get() == both on:change=move |_| two.set(both) />
                <span>{words}</span>
            </label>
        }
    };
    let counts = [(false, "One card"), (true, "Two: one for the pupil, one for home")].map(one);
    view! {
        <fieldset class="field">
            <legend>"How many"</legend>
            <div class="choices">{counts.into_iter().collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

pub(super) fn postcard(store: Store, file: FileId) -> AnyView {
    if let Some(refused) = with(store, file, |case| cards::home_refused(case, store.device.today())) {
        return view! {
            <div class="advice bad">
                <p>
                    <strong>"No postcard now. "</strong>
                    {refused.words()}
                </p>
            </div>
        }
        .into_any();
    }
    let done = achievements(store, file);
    let first = done.first().map(|(_, _, words)| words.clone());
    let first = first.or_else(|| with(store, file, |case| Some(cards::praise(case.pupil()?, ""))));
    let words = RwSignal::new(first.unwrap_or_default());
    let about = RwSignal::new(done.first().map(|(id, ..)| *id));
    let two = RwSignal::new(false);
    let none = done.is_empty().then(|| {
        let record = Route::Of(file, FilePage::New(Kind::Achievement)).to_string();
        view! {
            <p class="hint">
                "No achievement is recorded yet. "<a href=record>"Record one first"</a>", or write the card in your own words."
            </p>
        }
    });
    let made = move || {
        let one = || praise_card(cards::postcard(&words.get(), &store.casebook.settings.get(), store.device.today()));
        view! { <div class="paper-cards praise">{one()}{two.get().then(one)}</div> }
    };
    let told = move || {
        about.get().map(|id| {
            let edit = Route::Of(file, FilePage::Edit(id));
            let expect = move |_| store.navigation.expect(Visit::to(edit).at("told_pupil"));
            view! {
                <a class="button" href=edit.to_string() on:click=expect>
                    "Record who has seen it"
                </a>
            }
        })
    };
    let unready = Signal::derive(move || words.with(|words| words.trim().is_empty()));
    view! {
        <form class="form no-print" novalidate autocomplete="off" on:submit=move |event| event.prevent_default()>
            {none}
            {which(done, about, words)}
            <div class="field">
                <label for="card-words">"What the card says"</label>
                <p class="hint" id="card-hint">
                    "The first line is printed large. The card goes home and may be read on its way."
                </p>
                <textarea
                    autocomplete="off"
                    class="input"
                    id="card-words"
                    rows="5"
                    aria-describedby="card-hint"
                    prop:value=words
                    on:input:target=move |event| words.set(event.target().value())
                ></textarea>
            </div>
            {move || thoughts(store, file, &words.read())}
            {how_many(two)}
        </form>
        {print_button(store, "Print", unready)}
        {made}
        <div class="actions no-print">{told}</div>
    }
    .into_any()
}
