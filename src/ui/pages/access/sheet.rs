//! The internal sheet, for the data-protection officer only.

use leptos::prelude::*;

use super::making::{Making, gathered};
use crate::route::{FilePage, Route};
use crate::ui::parts::file_out;
use casebook_domain::ids::{FileId, RecordId};
use casebook_present::access::internal::WARNING;

/// The page of the internal sheet.
#[component]
pub fn InternalSheet(
    /// The file, open.
    file: FileId,
    /// The request.
    request: RecordId,
) -> impl IntoView {
    gathered(file, request, "Internal sheet", sheet)
}

fn sheet(making: Making) -> AnyView {
    let Making { store, file, request, gathered, decided, .. } = making;
    let sheet =
        gathered.with_value(|all| decided.with_untracked(|(_, taken)| store.casebook.internal_sheet(all, taken)));
    let groups: Vec<AnyView> = sheet
        .groups
        .iter()
        .map(|(title, lines)| {
            let lines: Vec<AnyView> = lines.iter().map(|line| view! { <li>{line.clone()}</li> }.into_any()).collect();
            view! {
                <section class="stack tight keep">
                    <h2>{*title}</h2>
                    <ul class="inner">{lines}</ul>
                </section>
            }
            .into_any()
        })
        .collect();
    let title = sheet.title.clone();
    let sheet = StoredValue::new(sheet);
    let make = move || Ok(sheet.with_value(|sheet| store.casebook.internal_sheet_file(sheet)));
    let save = file_out(store, "Save as a page", Signal::stored(false), 0, make, Callback::new(|_| ()));
    view! {
        <div class="actions no-print">
            <button class="button main" type="button" on:click=move |_| store.device.print()>
                "Print the sheet"
            </button>
            {save}
            <a class="button quiet" href=Route::Of(file, FilePage::Access(request)).to_string()>
                "Back to the copy"
            </a>
        </div>
        <div class="stack wide print-alone">
            <p class="sheet-title">{title}</p>
            <p class="advice bad">
                <strong>{WARNING}</strong>
            </p>
            {groups}
        </div>
    }
    .into_any()
}
