//! Appointment slips.

use leptos::prelude::*;

use super::frame::{print_button, with};
use crate::app::store::Store;
use crate::ui::parts::DateBox;
use casebook_domain::calendar::{add_days, iso, next_school_day};
use casebook_domain::case::CaseFile;
use casebook_domain::ids::FileId;
use casebook_present::cards;
use casebook_present::cards::Card;
use casebook_present::forms::{NO_DATE, NO_TIME, UNREADABLE};

pub(super) fn card(card: Card) -> AnyView {
    let lines = card.lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! {
        <article class="paper-card keep">
            <h2>{card.title}</h2>
            <div class="stack tight">{lines}</div>
            <p class="sheet-foot">{card.foot}</p>
        </article>
    }
    .into_any()
}

pub(super) fn slips(store: Store, file: FileId) -> AnyView {
    let settings = store.casebook.settings.get_untracked();
    let tomorrow = add_days(store.device.today(), 1);
    let day = RwSignal::new(iso(next_school_day(tomorrow, &settings.terms)));
    let (time, place) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let count = RwSignal::new(1usize);
    let made = Memo::new(move |_| {
        let settings = store.casebook.settings.get();
        let slips = |case: &CaseFile| {
            let pupil = case.pupil()?;
            Some(cards::slips(pupil, &settings, &day.get(), &time.get(), &place.get(), count.get()))
        };
        with(store, file, slips).unwrap_or_default()
    });
    let counts: Vec<AnyView> = [(1, "One"), (2, "Two, a week apart"), (cards::SLIPS, "Four weeks running")]
        .into_iter()
        .map(|(many, words)| {
            view! {
                <label class="choice">
                    <input type="radio" name="slips" prop:checked=move || count.get() == many on:change=move |_| count.set(many) />
                    <span>{words}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let unready = Signal::derive(move || made.with(Vec::is_empty));
    view! {
        <form class="form no-print" novalidate autocomplete="off" on:submit=move |event| event.prevent_default()>
            <p class="hint">"A slip says who, when and where, but not what for. You can fill in by hand what you leave empty."</p>
            <div class="field">
                <label for="slip-day">"Day"</label>
                <DateBox id="slip-day" kind="date" value=day set=move |to| day.set(to) described_by="slip-day-error" />
                {move || {
                    (day.get() == UNREADABLE)
                        .then(|| {
                            view! {
                                <p class="error" id="slip-day-error" role="alert">
                                    {NO_DATE}
                                </p>
                            }
                        })
                }}
            </div>
            <div class="field">
                <label for="slip-time">"Time " <span class="optional">"(optional)"</span></label>
                <DateBox id="slip-time" kind="time" value=time set=move |to| time.set(to) described_by="slip-time-error" />
                {move || {
                    (time.get() == UNREADABLE)
                        .then(|| {
                            view! {
                                <p class="error" id="slip-time-error" role="alert">
                                    {NO_TIME}
                                </p>
                            }
                        })
                }}
            </div>
            <div class="field">
                <label for="slip-place">"Place " <span class="optional">"(optional)"</span></label>
                <input
                    autocomplete="off"
                    class="input"
                    id="slip-place"
                    maxlength="60"
                    prop:value=place
                    on:input:target=move |event| place.set(event.target().value())
                />
            </div>
            <fieldset class="field">
                <legend>"How many"</legend>
                <div class="choices">{counts}</div>
            </fieldset>
        </form>
        {print_button(store, "Print", unready)}
        <div class="paper-cards">{move || made.get().into_iter().map(card).collect_view()}</div>
    }
    .into_any()
}
