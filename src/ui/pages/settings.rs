//! Settings: the school, limits, letters, this tablet, observing, security, storage and backups, about.

mod form;
mod new_passphrase;
mod observing;
mod people;
pub mod security;
mod storage;
mod tablet;
pub mod template;

pub use form::PAGE;

use form::SettingsForm;
use leptos::prelude::*;

use crate::app::store::use_store;
use crate::route::{Route, Section};
use crate::ui::parts::PageHead;
use casebook_present::forms::SettingsPage;

/// The page "settings".
#[component]
pub fn Settings(
    /// Which part.
    section: Section,
) -> impl IntoView {
    view! {
        <PageHead title="Settings" />
        <nav class="tabs wrapped" aria-label="Parts of the settings">
            {Section::ALL
                .iter()
                .map(|&other| {
                    view! {
                        <a href=Route::Settings(other).to_string() aria-current=(other == section).then_some("page")>
                            {other.label()}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
        {match section {
            Section::School => view! { <SettingsForm page=SettingsPage::School /> }.into_any(),
            Section::Limits => view! { <SettingsForm page=SettingsPage::Limits /> }.into_any(),
            Section::Letters => view! { <SettingsForm page=SettingsPage::Letters /> }.into_any(),
            Section::Tablet => tablet::tablet(),
            Section::Security => security::security(),
            Section::Observing => view! { <observing::Observing /> }.into_any(),
            Section::Storage => view! { <storage::Storage /> }.into_any(),
            Section::About => about(),
        }}
    }
}

fn about() -> AnyView {
    let store = use_store();
    view! {
        <section class="stack measure">
            <h2>"Casebook"</h2>
            <dl class="facts">
                <dt>"Version"</dt>
                <dd>{env!("CARGO_PKG_VERSION")}</dd>
                <dt>"Build"</dt>
                <dd>
                    <code>{store.device.build()}</code>
                </dd>
            </dl>
        </section>
        <section class="stack measure">
            <h2>"Privacy"</h2>
            <p>
                "Everything you write is encrypted with your passphrase and stays in this browser on this tablet. Casebook has no server, sends nothing anywhere and counts nothing."
            </p>
            <p>
                "Only what you make leaves the tablet: backups and hand-overs, which are encrypted, and what you print or save as a table or page, which is not."
            </p>
            <p>
                <strong>"It protects "</strong>
                "a tablet that is lost or stolen while locked, a hand-over or backup that falls into the wrong hands, and records that somebody tampers with."
            </p>
            <p>
                <strong>"It can't protect "</strong>
                "an unlocked tablet in the wrong hands, a tablet with spyware or extensions on it, a keyboard or dictation that sends away what you type, or copies made before a passphrase was changed."
            </p>
        </section>
        <section class="stack measure">
            <h2>"Licences"</h2>
            <p>
                "Casebook is free software under the MIT licence or the Apache licence 2.0, as you choose. It is built with Rust and Leptos; encryption uses XChaCha20-Poly1305, Argon2id and the age format. The words come from the BIP-39 English list."
            </p>
        </section>
    }
    .into_any()
}
