//! How this tablet's live screen is set: for its own dialog and for the settings.

use leptos::prelude::*;

use crate::app::store::{Store, use_store};
use casebook_present::live::{Labels, Preferences};

/// The live screen's preferences of this tablet; what is chosen holds at once.
pub fn preferences() -> AnyView {
    let store = use_store();
    chosen(store, RwSignal::new(store.device.live_preferences()))
}

/// The same for a screen that follows them.
pub(super) fn chosen(store: Store, held: RwSignal<Preferences>) -> AnyView {
    let change = move |change: &dyn Fn(&mut Preferences)| {
        held.update(change);
        store.device.set_live_preferences(held.get_untracked());
    };
    let radio =
        move |name: &'static str, words: &'static str, is: fn(&Preferences) -> bool, set: fn(&mut Preferences)| {
            view! {
                <label class="choice">
                    <input type="radio" name=name prop:checked=move || held.with(is) on:change=move |_| change(&set) />
                    <span>{words}</span>
                </label>
            }
            .into_any()
        };
    let tick = move |words: &'static str, is: fn(&Preferences) -> bool, set: fn(&mut Preferences, bool)| {
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || held.with(is)
                    on:change:target=move |event| {
                        let on = event.target().checked();
                        change(&move |preferences: &mut Preferences| set(preferences, on));
                    }
                />
                <span>{words}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <div class="live-preferences">
            <fieldset class="field">
                <legend>"Buttons on"</legend>
                {radio("live-hand", "Right", |it| !it.left, |it| it.left = false)}
                {radio("live-hand", "Left", |it| it.left, |it| it.left = true)}
            </fieldset>
            <fieldset class="field">
                <legend>"At each signal"</legend>
                {tick("The screen flashes", |it| it.flash, |it, on| it.flash = on)}
                {tick("The tablet vibrates (not on iPads)", |it| it.vibration, |it, on| it.vibration = on)}
                {tick("A soft tone sounds", |it| it.tone, |it, on| it.tone = on)}
            </fieldset>
            <fieldset class="field">
                <legend>"How a pupil is shown on the screen"</legend>
                {radio("live-label", "By colour only", |it| it.labels == Labels::Colour, |it| it.labels = Labels::Colour)}
                {radio("live-label", "By seat", |it| it.labels == Labels::Seat, |it| it.labels = Labels::Seat)}
                {radio(
                    "live-label",
                    "By initials (twins share theirs)",
                    |it| it.labels == Labels::Initials,
                    |it| it.labels = Labels::Initials,
                )}
            </fieldset>
            <fieldset class="field">
                <legend>"Words on the buttons"</legend>
                {radio("live-words", "Short words", |it| !it.letters, |it| it.letters = false)}
                {radio("live-words", "Letters only; \"What counts\" says what they mean", |it| it.letters, |it| it.letters = true)}
            </fieldset>
            <fieldset class="field">
                <legend>"Appearance"</legend>
                {tick("Dark while observing", |it| it.dark, |it, on| it.dark = on)}
            </fieldset>
        </div>
    }
    .into_any()
}
