//! A hand-over of one pupil begins.

use leptos::prelude::*;

use super::who::names_of;
use crate::app::store::{Store, use_store};
use crate::route::{FilePage, HandOverStep, Route, Tab};
use crate::ui::parts::PageHead;
use casebook_domain::custody::{Custody, custody};
use casebook_domain::hand_over::Received;
use casebook_domain::ids::FileId;

/// A hand-over of one pupil begins: the pupil is chosen, what it is for comes next.
#[component]
pub fn Begin(
    /// The file, open.
    file: FileId,
) -> impl IntoView {
    let store = use_store();
    let untold = store.casebook.file.with_untracked(|case| {
        let case = case.as_ref()?;
        case.worries().iter().find(|worry| worry.insists()).map(|worry| worry.id)
    });
    let lent = store.casebook.file.with_untracked(|case| match custody(case.as_ref()?) {
        Custody::Lent(come) => Some(come.body.clone()),
        _ => None,
    });
    let begin = move |_| {
        store.casebook.begin_hand_over([file]);
        store.navigation.go(Route::HandingOver(HandOverStep::What));
    };
    let more = move |_| {
        store.casebook.begin_hand_over([file]);
        store.navigation.go(Route::HandingOver(HandOverStep::Who));
    };
    let (blocked, is_lent) = (untold.is_some(), lent.is_some());
    store.device.task(store.casebook.open_hand_over());
    // One is made at a time; it is not replaced without a word.
    let unfinished = move || {
        let begun = store.casebook.hand_over.with(|choice| choice.as_ref().map(|choice| choice.files.clone()))?;
        let names = names_of(store, &begun).join(", ");
        (!begun.is_empty() && !begun.contains(&file)).then(|| {
            view! {
                <div class="advice measure">
                    <p>
                        <strong>"Another hand-over is not finished: "</strong>
                        {names}
                        ". What you start here replaces it."
                    </p>
                    <a class="button" href=Route::HandingOver(HandOverStep::Who).to_string()>
                        "Continue with it"
                    </a>
                </div>
            }
        })
    };
    view! {
        <PageHead title="Hand over">
            <a class="button quiet" href=Route::Of(file, FilePage::Tab(Tab::About)).to_string()>
                "Back to the pupil"
            </a>
        </PageHead>
        {crate::ui::parts::whose_line(store, file)}
        {untold
            .map(|worry| {
                view! {
                    <details class="advice bad">
                        <summary>"Not yet: 1 thing to finish first"</summary>
                        <p>
                            <strong>"NOBODY HAS BEEN TOLD "</strong>
                            {store
                                .casebook
                                .titled("of a worry about this child. Go to the safeguarding lead before you hand anything over. ")}
                            <a href=Route::Of(file, FilePage::Edit(worry)).to_string()>"Say who was told"</a>
                        </p>
                    </details>
                }
            })}
        {unfinished}
        {lent.map(|come| give_back(store, file, come, blocked))}
        <section class="stack measure">
            {is_lent.then(|| view! { <h2>"Something else"</h2> })}
            <p>
                "A hand-over goes to a colleague in an encrypted file, or on paper. You choose what it is for, how much goes and how to send it. You see what stays here before anything is made."
            </p> <div class="actions">
                <button class="button" class:main=!is_lent type="button" disabled=blocked on:click=begin>
                    "Hand over this pupil"
                </button>
                <button class="button" type="button" disabled=blocked on:click=more>
                    "With other pupils"
                </button>
            </div>
        </section>
    }
}

/// Back to the owner of the case: recipient and purpose are known, the lead's answer comes next.
fn give_back(store: Store, file: FileId, come: Received, blocked: bool) -> AnyView {
    let to = match come.from.trim() {
        "" => "the sender".to_owned(),
        name => name.to_owned(),
    };
    let label = ["Hand the case back to ", &to].concat();
    let come = StoredValue::new(come);
    let begin = move |_| {
        store.device.task(async move {
            store.casebook.begin_giving_back(file, &come.get_value()).await;
            store.navigation.go(Route::HandingOver(HandOverStep::Before));
        });
    };
    view! {
        <section class="stack measure">
            <p>
                "Everything that was written here goes back. When their receipt is here, this tablet's copy is read-only, and you can erase it."
            </p>
            <div class="actions">
                <button class="button main" type="button" disabled=blocked on:click=begin>
                    {label}
                </button>
            </div>
        </section>
    }
    .into_any()
}
