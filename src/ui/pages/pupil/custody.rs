//! Where the case is: with somebody else, on the way, out for a time, or lent to this tablet.

use leptos::prelude::*;

use super::page::Page;
use crate::app::notice::Notice;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, Route, Tab};
use crate::ui::parts::PageHead;
use casebook_domain::content::Content;
use casebook_domain::custody::taken_back;
use casebook_domain::ids::FileId;
use casebook_present::custody::{Banner, Offer, banner as told, last_receipt};

/// What is above the pupil's page about it; nothing where the case is here.
pub(super) fn banner(page: &Page) -> Option<AnyView> {
    match told(&page.case, page.today) {
        Some(banner) => Some(drawn(page.store, page.file, banner)),
        None => last_receipt(&page.case).map(|words| view! { <p class="hint">{words}</p> }.into_any()),
    }
}

fn drawn(store: Store, file: FileId, Banner { title, text, offer, late }: Banner) -> AnyView {
    let class = if late { "advice bad" } else { "advice" };
    let offer = match offer {
        Offer::Nothing => None,
        Offer::TakeBack => Some(take_back(store, file)),
        Offer::OpenReceipt => Some(
            view! {
                <a class="button" href=Route::OpenBundle.to_string()>
                    "Open the receipt"
                </a>
            }
            .into_any(),
        ),
        Offer::GiveBack => Some(
            view! {
                <a class="button" href=Route::Of(file, FilePage::HandOver).to_string()>
                    "Hand the case back"
                </a>
            }
            .into_any(),
        ),
    };
    view! {
        <div class=class>
            <p>
                <strong>{title} ". "</strong>
                {text}
            </p>
            {offer.map(|offer| view! { <div class="actions no-print">{offer}</div> })}
        </div>
    }
    .into_any()
}

/// Two taps: the first one only asks.
fn take_back(store: Store, file: FileId) -> AnyView {
    let asked = RwSignal::new(false);
    let take = move |_| {
        if !asked.get_untracked() {
            return asked.set(true);
        }
        let received = taken_back(&store.casebook.case_or_blank(file), store.device.now());
        store.device.task(async move {
            match store
                .casebook
                .save(file, casebook_repository::ids::record_id(), Content::Received(received), None)
                .await
            {
                Ok(_) => store.casebook.say_saved("You can work on the case here again.", &[]),
                Err(error) => store.device.say(Notice::error(&error)),
            }
            let _ = asked.try_set(false);
        });
    };
    view! {
        <button class="button" type="button" on:click=take>
            {move || if asked.get() { "Yes, work on this case here again" } else { "Take it back here" }}
        </button>
        {move || {
            asked
                .get()
                .then(|| {
                    view! {
                        <button class="button quiet" type="button" on:click=move |_| asked.set(false)>
                            "Cancel"
                        </button>
                        <span class="hint">
                            "Agree it with your colleague first. Otherwise you may both write, and have to sort out the differences later."
                        </span>
                    }
                })
        }}
    }
    .into_any()
}

/// In the place of a form that a read-only copy would not save.
#[component]
pub fn ReadOnly(
    /// The file, open.
    file: FileId,
) -> impl IntoView {
    let store = use_store();
    view! {
        <PageHead title="This copy is read-only" />
        {move || store.casebook.file.get().and_then(|case| told(&case, store.device.today())).map(|banner| drawn(store, file, banner))}
        <div class="actions">
            <a class="button main" href=Route::Of(file, FilePage::Tab(Tab::Timeline)).to_string()>
                "Back to the pupil"
            </a>
        </div>
    }
}
