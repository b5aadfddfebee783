//! The lesson: how long, when, where.

use leptos::prelude::*;

use super::filling::Filling;
use crate::ui::form::field_id;
use casebook_domain::case::CaseFile;
use casebook_domain::observation::PartOfDay;
use casebook_present::numbers::whole;
use casebook_present::set_up;
use casebook_present::set_up::{MINUTES, PART_OF_DAY};
use casebook_records::NO_FILE;

/// Lengths that are offered, in minutes.
const LENGTHS: [&str; 6] = ["10", "15", "20", "30", "45", "60"];

/// The lesson in a few taps; what no list has can be typed.
pub(super) fn lesson(filling: Filling) -> AnyView {
    let Filling { store, draft, offers, .. } = filling;
    let lists = store.casebook.kit.with_untracked(|kit| kit.lists(store.casebook.school_phase()));
    let parts = PartOfDay::ALL.iter().map(|&part| {
        let on = move || {
            let ctx = store.casebook.form_ctx(&CaseFile::new(NO_FILE));
            draft.with(|draft| set_up::part_of_day(draft, &ctx)) == part
        };
        chip(part.label().to_owned(), on, move || filling.set(PART_OF_DAY, part.code()))
    });
    let minutes = Memo::new(move |_| match filling.get(MINUTES) {
        own if own.is_empty() => draft
            .with(|draft| {
                offers.with_value(|offers| set_up::chosen(draft, offers).map(|offer| offer.template.sheet.planned_min))
            })
            .map(|minutes| whole(minutes.into()))
            .unwrap_or_default(),
        own => own,
    });
    let lengths = LENGTHS.iter().map(|&length| {
        chip(length.to_owned(), move || minutes.with(|minutes| minutes == length), move || filling.set(MINUTES, length))
    });
    let id = field_id(MINUTES);
    view! {
        {listed(filling, "subject", "Subject or place", lists.subjects)}
        {listed(filling, "activity", "Activity", lists.activities)}
        {listed(filling, "seating", "Seating", lists.seatings)}
        <div class="field wide-field" role="group" aria-label="Time of day">
            <p class="label">"Time of day"</p>
            <div class="pills">{parts.collect::<Vec<_>>()}</div>
        </div>
        <div class="field wide-field" role="group" aria-label="Planned length">
            <label for=id.clone()>"Planned length in minutes"</label>
            <div class="pills">
                {lengths.collect::<Vec<_>>()}
                <input
                    class="input tiny"
                    id=id.clone()
                    inputmode="numeric"
                    autocomplete="off"
                    aria-invalid=move || filling.message(MINUTES).map(|_| "true")
                    aria-describedby=[&id, "-error"].concat()
                    prop:value=move || minutes.get()
                    on:input:target=move |event| filling.set(MINUTES, &event.target().value())
                />
            </div>
            {filling.error(MINUTES)}
        </div>
    }
    .into_any()
}

fn chip(label: String, on: impl Fn() -> bool + Send + Sync + 'static, tap: impl Fn() + 'static) -> AnyView {
    view! {
        <button class="pill" type="button" aria-pressed=move || if on() { "true" } else { "false" } on:click=move |_| tap()>
            <span>{label}</span>
        </button>
    }
    .into_any()
}

/// One of a list, or what is typed beside it. A second tap takes the choice back.
fn listed(filling: Filling, key: &'static str, label: &'static str, offers: Vec<String>) -> AnyView {
    let now = filling.draft.with_untracked(|draft| draft.get(key).to_owned());
    // What is typed stays in its box, also where it happens to be on the list.
    let typed = RwSignal::new(if offers.contains(&now) { String::new() } else { now });
    let chips = offers.into_iter().map(|offer| {
        let (shown, own) = (offer.clone(), offer.clone());
        let tap = move || {
            typed.set(String::new());
            let again = filling.draft.with_untracked(|draft| draft.get(key) == own);
            filling.set(key, if again { "" } else { &own });
        };
        chip(shown, move || filling.draft.with(|draft| draft.get(key) == offer), tap)
    });
    let id = field_id(key);
    let words = [label, ", in other words"].concat();
    view! {
        <div class="field wide-field" role="group" aria-label=label>
            <p class="label">{label}</p>
            <div class="pills">
                {chips.collect::<Vec<_>>()}
                <input
                    class="input short"
                    id=id.clone()
                    autocomplete="off"
                    placeholder="Other"
                    aria-label=words
                    aria-invalid=move || filling.message(key).map(|_| "true")
                    aria-describedby=[&id, "-error"].concat()
                    prop:value=move || typed.get()
                    on:input:target=move |event| {
                        typed.set(event.target().value());
                        filling.set(key, &event.target().value());
                    }
                />
            </div>
            {filling.error(key)}
        </div>
    }
    .into_any()
}
