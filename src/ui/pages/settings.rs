//! Settings: the school and its posts, security, storage and backups, about.

mod new_passphrase;
mod observing;
mod people;
mod school;
mod security;
mod storage;
pub mod template;

use leptos::prelude::*;

use crate::app::store::use_store;
use crate::route::{Route, Section};
use crate::ui::parts::PageHead;

/// The page "settings".
#[component]
pub fn Settings(
    /// Which part.
    section: Section,
) -> impl IntoView {
    view! {
        <PageHead title="Settings"/>
        <nav class="tabs" aria-label="Parts of the settings">
            {Section::ALL.iter().map(|&other| view! {
                <a href=Route::Settings(other).to_string() aria-current=(other == section).then_some("page")>{other.label()}</a>
            }).collect_view()}
        </nav>
        {match section {
            Section::School => view! { <school::School/> }.into_any(),
            Section::Security => security::security(),
            Section::Observing => view! { <observing::Observing/> }.into_any(),
            Section::Storage => view! { <storage::Storage/> }.into_any(),
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
                <dt>"Version"</dt><dd>{env!("CARGO_PKG_VERSION")}</dd>
                <dt>"Build"</dt><dd><code>{store.build()}</code></dd>
            </dl>
        </section>
        <section class="stack measure">
            <h2>"Privacy"</h2>
            <p>"Everything you write is sealed with your passphrase and stays in this browser on this tablet. Casebook has no server, sends nothing anywhere and counts nothing."</p>
            <p>"Only what you make leaves the tablet: a backup or a hand-over, both sealed, and what you print, which is not."</p>
            <p><strong>"It protects "</strong>"a tablet that is lost or stolen while locked, a bundle that falls into wrong hands, and records that somebody tampers with."</p>
            <p><strong>"It can't protect "</strong>"an unlocked tablet in the wrong hands, a tablet with spying programs or extensions on it, a keyboard or dictation that sends away what you type, or copies made before a passphrase was changed."</p>
        </section>
        <section class="stack measure">
            <h2>"Licences"</h2>
            <p>"Casebook is free software under the MIT licence or the Apache licence 2.0, as you choose. It is built with Rust and Leptos; sealing uses XChaCha20-Poly1305, Argon2id and the age format. The words come from the BIP-39 English list."</p>
        </section>
    }
    .into_any()
}
