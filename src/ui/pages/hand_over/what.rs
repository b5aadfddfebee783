//! What it is for, to whom, until when, and how much goes along.

use std::sync::Arc;

use leptos::prelude::*;

use super::cases::{name_of, read_cases, with_cases};
use super::wizard::{Wizard, choices};
use crate::route::HandOverStep;
use crate::ui::parts::DateBox;
use casebook_domain::case::CaseFile;
use casebook_domain::hand_over::{Parts, Place, Purpose};
use casebook_present::forms::Source;
use casebook_present::hand_over::{always_stays, count_words, goes, left_out_words};
use casebook_records::NO_FILE;

fn purposes() -> Vec<(Purpose, &'static str, &'static str)> {
    let hint = |purpose| match purpose {
        Purpose::Transfer => {
            "Once their receipt is here, the case is read-only on this tablet. It is due for erasing when the school's own record is complete."
        }
        Purpose::Cover => "A colleague stands in. Their work comes back here in their hand-over.",
        Purpose::Shared => "Two mentors work with the pupil for a time. Both can write.",
    };
    Purpose::ALL.iter().map(|&purpose| (purpose, purpose.label(), hint(purpose))).collect()
}

fn places() -> Vec<(Place, &'static str, &'static str)> {
    let hint = |place| match place {
        Place::Here => "",
        Place::Elsewhere => "Earlier versions of what was changed or deleted stay here.",
    };
    Place::ALL.iter().map(|&place| (place, place.label(), hint(place))).collect()
}

fn scopes() -> Vec<(Parts, &'static str, &'static str)> {
    let hint = |parts| match parts {
        Parts::Whole => "For a mentor who takes the case on.",
        Parts::WithoutSessions => {
            "For a colleague who needs the picture, and not what was said between you and the pupil."
        }
        Parts::PlanAndReviews => "For somebody who works to the plan.",
    };
    Parts::ALL.iter().map(|&parts| (parts, parts.label(), hint(parts))).collect()
}

/// Names that are offered for whom it goes to.
fn known(wizard: Wizard) -> RwSignal<Vec<String>> {
    let store = wizard.store;
    let known = RwSignal::new(Vec::<String>::new());
    store.device.task(async move {
        let colleagues = store.casebook.colleagues().await.unwrap_or_default();
        let mut names: Vec<String> = colleagues.into_iter().filter(|one| !one.replaced).map(|one| one.name).collect();
        names.extend(store.casebook.form_ctx(&CaseFile::new(NO_FILE)).suggestions(Source::People));
        let _ = known.try_set(names);
    });
    known
}

/// What it is for; where a case goes back, that is known.
fn purpose_view(wizard: Wizard, purpose: Memo<Option<Purpose>>) -> AnyView {
    let back = wizard.of(|choice| choice.back);
    let another = move |_| {
        wizard.change(|choice| {
            choice.back = false;
            choice.purpose = None;
        });
    };
    let pick = move |to| wizard.change(|choice| choice.purpose = Some(to));
    (move || {
        if back.get() {
            return view! {
                <p class="advice">
                    "The case goes back to " <strong>{wizard.now().to}</strong> ". " <button class="button" type="button" on:click=another>
                        "Choose another purpose"
                    </button>
                </p>
            }
            .into_any();
        }
        choices(("purpose", "What it is for"), purposes(), purpose, wizard.error("purpose"), pick)
    })
    .into_any()
}

/// Until when; a case that moves on has no end.
fn until_view(wizard: Wizard, purpose: Memo<Option<Purpose>>) -> AnyView {
    (move || {
        purpose.get().filter(|purpose| *purpose != Purpose::Transfer).map(|purpose| {
            let optional = (purpose == Purpose::Cover).then(|| view! { <span class="optional">"(optional)"</span> });
            view! {
                <div class="field">
                    <label for="until">"Until " {optional}</label>
                    <DateBox
                        id="until"
                        kind="date"
                        value=Signal::derive(move || wizard.now().until)
                        described_by="until-error"
                        set=move |day| wizard.change(|choice| choice.until = day)
                    />
                    {wizard.error("until")}
                </div>
            }
        })
    })
    .into_any()
}

/// Who it goes to.
fn to_view(wizard: Wizard) -> AnyView {
    let known = known(wizard);
    let options = move || known.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    view! {
        <div class="field">
            <label for="to">"Who it goes to"</label>
            <p class="hint" id="to-hint">
                "The colleague who will open it, with their school if it is another one."
            </p>
            <input
                class="input"
                id="to"
                list="to-list"
                autocomplete="off"
                prop:value=wizard.now().to
                aria-describedby="to-hint to-error"
                on:input:target=move |event| wizard.change(|choice| choice.to = event.target().value())
            />
            <datalist id="to-list">{options}</datalist>
            {wizard.error("to")}
        </div>
    }
    .into_any()
}

fn list(lines: Vec<&'static str>) -> AnyView {
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! { <ul class="inner">{lines}</ul> }.into_any()
}

pub(super) fn view(wizard: Wizard) -> AnyView {
    let store = wizard.store;
    let purpose = wizard.of(|choice| choice.purpose);
    let parts = wizard.of(|choice| choice.parts);
    let place = wizard.of(|choice| choice.place);
    let some_parts = Memo::new(move |_| Some(parts.get()));
    let cases = read_cases(wizard);
    let stays = move || {
        let _ = (place.get(), purpose.get());
        let left_out = Some(left_out_words(parts.get())).filter(|line| !line.is_empty());
        list(left_out.into_iter().chain(always_stays(&wizard.now())).collect())
    };
    let pupils = move |cases: &[Arc<CaseFile>]| {
        let line = |case: &Arc<CaseFile>| {
            view! {
                <li>
                    <strong>{name_of(store, case)}</strong>
                    ": "
                    {count_words(case, parts.get())}
                </li>
            }
        };
        view! { <ul class="inner">{cases.iter().map(line).collect_view()}</ul> }.into_any()
    };
    let pick_place = move |to| wizard.change(|choice| choice.place = Some(to));
    let pick_parts = move |to| wizard.change(|choice| choice.parts = to);
    view! {
        <div class="form">
            {purpose_view(wizard, purpose)} {until_view(wizard, purpose)} {to_view(wizard)}
            {choices(("place", "Where they work"), places(), place, wizard.error("place"), pick_place)}
            {choices(("parts", "How much of it"), scopes(), some_parts, ().into_any(), pick_parts)} <div class="goes-stays">
                <section class="stack tight" aria-labelledby="goes">
                    <h2 id="goes">"What goes with it"</h2>
                    {move || list(goes(parts.get()).to_vec())}
                </section>
                <section class="stack tight" aria-labelledby="stays">
                    <h2 id="stays">"What stays here"</h2>
                    {stays}
                </section>
            </div> <section class="stack tight" aria-labelledby="how-much">
                <h2 id="how-much">"Pupil by pupil"</h2>
                {with_cases(cases, pupils)}
            </section> {wizard.foot(HandOverStep::What, move || wizard.now().missing_what(store.device.today()))}
        </div>
    }
    .into_any()
}
