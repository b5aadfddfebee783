//! A copy that is being made: what was gathered and what was decided.

use leptos::prelude::*;

use crate::app::access::Gathered;
use crate::app::notices::storage::repository_words;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::{Icon, PageHead, icon};
use casebook_domain::ids::{FileId, RecordId};
use casebook_present::access::{AccessCopy, RedactionReview, TakenOutCopied, decide};

/// What is being made: the copy as gathered, and what was decided about it.
#[derive(Clone, Copy)]
pub(super) struct Making {
    pub(super) store: Store,
    pub(super) file: FileId,
    pub(super) request: RecordId,
    pub(super) gathered: StoredValue<Gathered>,
    pub(super) review: RwSignal<RedactionReview>,
    pub(super) decided: Memo<(AccessCopy, TakenOutCopied)>,
}

impl Making {
    pub(super) fn change(self, change: impl FnOnce(&mut RedactionReview)) {
        self.review.update(change);
        self.review.with_untracked(|review| self.store.casebook.keep_review(self.file, self.request, review));
    }
}

/// Gathers what is held, then shows it.
pub(super) fn gathered(file: FileId, request: RecordId, title: &'static str, then: fn(Making) -> AnyView) -> AnyView {
    let store = use_store();
    let found = RwSignal::new(None::<Result<(Gathered, RedactionReview), String>>);
    store.device.task(async move {
        let all = match store.casebook.gather(file, request).await {
            Ok(gathered) => Ok((gathered, store.casebook.kept_review(file, request).await)),
            Err(error) => Err(repository_words(&error)),
        };
        let _ = found.try_set(Some(all));
    });
    view! {
        <PageHead title=title>
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::About)).to_string()>
                {icon(Icon::Back)}
                "Back to the pupil"
            </a>
        </PageHead>
        {move || match found.get() {
            None => {
                view! {
                    <p class="late hint" role="status">
                        "Collecting the records …"
                    </p>
                }
                    .into_any()
            }
            Some(Err(words)) => {
                view! {
                    <div class="advice bad" role="alert">
                        <p>{words}</p>
                    </div>
                }
                    .into_any()
            }
            Some(Ok((gathered, review))) => {
                let gathered = StoredValue::new(gathered);
                let review = RwSignal::new(review);
                let decided = Memo::new(move |_| {
                    gathered.with_value(|all| review.with(|review| decide(&all.copy, &all.names, review)))
                });
                then(Making {
                    store,
                    file,
                    request,
                    gathered,
                    review,
                    decided,
                })
            }
        }}
    }
    .into_any()
}
