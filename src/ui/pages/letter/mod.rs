//! A letter home: to whom, the text, paper, and that it was sent.

mod one;
mod sending;
mod writing;

use leptos::prelude::*;

use crate::app::store::use_store;
use crate::route::{FilePage, Route, Tab};
use crate::ui::autosave::DraftPlace;
use crate::ui::parts::{Icon, PageHead, icon, whose_line};
use casebook_domain::content::Kind;
use casebook_domain::home;
use casebook_domain::home::Closed;
use casebook_domain::ids::FileId;
use casebook_domain::preparation::LetterKind;
use casebook_present::forms::Draft;
use casebook_present::words;
use sending::fresh;
use writing::Writing;

/// The page of a letter.
#[component]
pub fn Letter(
    /// The file, open.
    file: FileId,
    /// Which letter.
    kind: LetterKind,
) -> impl IntoView {
    let store = use_store();
    let place = DraftPlace::of(file, Kind::Letter, None);
    let ready = RwSignal::new(None::<(RwSignal<Draft>, bool)>);
    let begin = move |afresh: bool| {
        store.device.task(async move {
            if afresh {
                let _ = store.casebook.drop_draft(place.home, place.id).await;
            }
            let kept = if afresh { None } else { store.casebook.kept_draft(place.home, place.id).await };
            // A draft of another letter stays where it is until this one is typed into.
            let kept = kept.filter(|row| row.values.get("kind").map(String::as_str) == Some(kind.code()));
            let restored = kept.is_some();
            let draft = kept.map_or_else(|| fresh(store, file, kind), |row| Draft { values: row.values });
            let _ = ready.try_set(Some((RwSignal::new(draft), restored)));
        });
    };
    begin(false);
    let closed = Memo::new(move |_| {
        store
            .casebook
            .file
            .with(|case| home::contact(case.as_ref().filter(|case| case.id == file)?, store.device.today()).err())
    });
    let writing = move || {
        view! {
            <div class="field no-print">
                <label for="letter-kind">"Which letter"</label>
                <select
                    autocomplete="off"
                    class="input short-wide"
                    id="letter-kind"
                    on:change:target=move |event| {
                        if let Some(other) = LetterKind::from_code(&event.target().value()) {
                            store.navigation.go(Route::Of(file, FilePage::Letter(other)));
                        }
                    }
                >
                    {LetterKind::ALL
                        .iter()
                        .map(|&other| {
                            view! {
                                <option value=other.code() prop:selected=other == kind>
                                    {other.label()}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </div>
            {move || {
                ready
                    .get()
                    .map(|(draft, restored)| {
                        view! {
                            {restored
                                .then(|| {
                                    view! {
                                        <div class="advice good no-print">
                                            <p>"What you typed before is back."</p>
                                            <button class="button quiet" type="button" on:click=move |_| begin(true)>
                                                "Start again"
                                            </button>
                                        </div>
                                    }
                                })}
                            <Writing file kind place draft again=ready />
                        }
                    })
            }}
        }
        .into_any()
    };
    view! {
        <PageHead title=kind.label()>
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::Preparation)).to_string()>
                {icon(Icon::Back)}
                "Back to the pupil"
            </a>
        </PageHead>
        {whose_line(store, file)}
        {move || if let Some(closed) = closed.get() { not_now(file, &closed) } else { writing() }}
    }
}

/// Why no letter goes home, and the way to the lead's decision.
fn not_now(file: FileId, closed: &Closed) -> AnyView {
    view! {
        <div class="advice bad">
            <p>
                <strong>"No letter now. "</strong>
                {use_store().casebook.titled(&words::home_closed(closed))}
            </p>
            {closed
                .by_lead()
                .then(|| {
                    view! {
                        <a class="button" href=Route::Of(file, FilePage::New(Kind::LeadDecision)).to_string()>
                            "Record the lead's decision"
                        </a>
                    }
                })}
        </div>
    }
    .into_any()
}
