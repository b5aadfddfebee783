//! This tablet: when it locks, and how Casebook looks on it.

use leptos::prelude::*;

use super::form::SettingsForm;
use crate::app::device::Theme;
use crate::app::store::{Store, use_store};
use crate::ui::parts::{Icon, icon};
use casebook_present::forms::SettingsPage;

/// The part "this tablet".
pub fn tablet() -> AnyView {
    let store = use_store();
    view! {
        <section class="stack measure">
            <h2>"Locking"</h2>
            <p>
                "Casebook locks automatically when it has not been used for a while, and a minute after it is hidden. It says so 20 seconds before. What you typed is kept."
            </p>
            <div class="actions">
                <button class="button" type="button" on:click=move |_| store.lock()>
                    {icon(Icon::Lock)}
                    "Lock now"
                </button>
            </div>
        </section>
        <SettingsForm page=SettingsPage::Tablet />
        {appearance(store)}
    }
    .into_any()
}

fn appearance(store: Store) -> AnyView {
    let now = store.device.theme();
    let choices = [(Theme::Device, "Match this tablet"), (Theme::Light, "Always light"), (Theme::Dark, "Always dark")];
    view! {
        <fieldset class="field">
            <legend>
                <h2>"Appearance"</h2>
            </legend>
            {choices
                .into_iter()
                .map(|(theme, label)| {
                    view! {
                        <label class="choice">
                            <input type="radio" name="theme" prop:checked=theme == now on:change=move |_| store.device.set_theme(theme) />
                            <span>{label}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
    .into_any()
}
