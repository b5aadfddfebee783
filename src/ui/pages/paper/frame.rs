//! What the papers share.

use leptos::prelude::*;

use crate::app::store::Store;
use crate::ui::parts::{Icon, icon};
use casebook_domain::case::CaseFile;
use casebook_domain::ids::FileId;

pub(super) fn print_button(store: Store, words: &'static str, unready: Signal<bool>) -> AnyView {
    view! {
        <div class="actions no-print">
            <button class="button main" type="button" disabled=unready on:click=move |_| store.device.print()>
                {icon(Icon::Print)}
                {words}
            </button>
            <span class="hint">"Printed copies are not protected."</span>
        </div>
    }
    .into_any()
}

/// The open file, looked at now.
pub(super) fn with<T>(store: Store, file: FileId, look: impl FnOnce(&CaseFile) -> Option<T>) -> Option<T> {
    store.casebook.file.with_untracked(|case| case.as_ref().filter(|case| case.id == file).and_then(|case| look(case)))
}
