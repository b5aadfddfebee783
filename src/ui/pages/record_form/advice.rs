//! What to think about before saving: warnings that stop nothing.

use leptos::prelude::*;

use crate::app::store::Store;
use crate::ui::form::Handle;
use crate::ui::parts::others_named;
use casebook_domain::content::Kind;
use casebook_domain::decide::{self, Warning};
use casebook_domain::ids::FileId;
use casebook_present::{forms, words};

/// What the rules warn of, and who else is named where others may read it or it may go home.
pub(super) fn advise(store: Store, file: FileId, kind: Kind, handle: Handle) -> Vec<Warning> {
    let case = store.casebook.case_or_blank(file);
    let parsed = handle.draft.with_untracked(|draft| forms::parse(kind, draft, &handle.ctx()));
    let settings = store.casebook.settings.get_untracked();
    let mut warnings = parsed.map_or_else(
        |_| Vec::new(),
        |content| decide::advice(&case, &settings, &content, &store.casebook.decide_ctx()),
    );
    if forms::read_by_others(kind) {
        let typed = handle.draft.with_untracked(|draft| draft.values.values().cloned().collect::<Vec<_>>().join(" "));
        warnings.extend(others_named(store, Some(file), &typed).into_iter().map(Warning::OtherPupilNamed));
    }
    warnings
}

/// The warnings over the button.
pub(super) fn advice_view(store: Store, warnings: &[Warning]) -> Option<AnyView> {
    let line = |warning: &Warning| view! { <li>{store.casebook.titled(&words::warning(warning))}</li> };
    (!warnings.is_empty()).then(|| {
        view! {
            <div class="advice" role="status">
                <p>
                    <strong>"To think about. "</strong>
                    "You can still save."
                </p>
                <ul>{warnings.iter().map(line).collect_view()}</ul>
            </div>
        }
        .into_any()
    })
}
