//! What is chosen before an observation, and what is wrong with it.

use leptos::prelude::*;

use crate::app::store::Store;
use crate::ui::form::field_id;
use casebook_domain::observation::kit::Offer;
use casebook_present::forms::{Draft, FieldError};

/// What is chosen, and what is wrong with it. Copy: handles to its signals.
#[derive(Clone, Copy)]
pub(super) struct Filling {
    pub(super) store: Store,
    pub(super) draft: RwSignal<Draft>,
    pub(super) errors: RwSignal<Vec<FieldError>>,
    pub(super) offers: StoredValue<Vec<Offer>>,
}

impl Filling {
    pub(super) fn get(self, key: &str) -> String {
        self.draft.with(|draft| draft.get(key).to_owned())
    }

    pub(super) fn set(self, key: &str, value: &str) {
        self.draft.update(|draft| draft.set(key, value));
        if self.errors.with_untracked(|errors| errors.iter().any(|error| error.field == key)) {
            self.errors.update(|errors| errors.retain(|error| error.field != key));
        }
    }

    pub(super) fn message(self, key: &str) -> Option<String> {
        self.errors.with(|errors| errors.iter().find(|error| error.field == key).map(|error| error.message.clone()))
    }

    pub(super) fn error(self, key: &str) -> AnyView {
        let id = [&field_id(key), "-error"].concat();
        let key = key.to_owned();
        (move || {
            self.message(&key).map(|words| {
                view! {
                    <p class="error" role="alert" id=id.clone()>
                        {words}
                    </p>
                }
            })
        })
        .into_any()
    }
}
