//! The copy for a request for access: who is named, what stays, a preview, saving and printing; and the sheet for the
//! officer only.

mod making;
mod names;
mod passages;
mod reading;
mod sheet;

pub use sheet::InternalSheet;

use leptos::prelude::*;

use crate::app::access::{Form, Leaves};
use crate::app::notice::Notice;
use crate::route::{FilePage, Route};
use crate::ui::parts::{Left, file_out};
use casebook_domain::ids::{FileId, RecordId};
use casebook_present::keeping::clock_words;
use making::{Making, gathered};
use names::who_is_named;
use passages::{entries, passages};
use reading::reading;

/// The page of the copy.
#[component]
pub fn Access(
    /// The file, open.
    file: FileId,
    /// The request.
    request: RecordId,
) -> impl IntoView {
    gathered(file, request, "Copy for a request for access", copy)
}

fn copy(making: Making) -> AnyView {
    let Making { store, file, request, gathered, decided, .. } = making;
    let (by, due, newer, damaged) = gathered.with_value(|all| {
        let request = &all.request;
        let stand = store.casebook.settings.with_untracked(|settings| clock_words(request, &settings.terms));
        (request.by.clone(), stand, all.case.newer, all.damaged)
    });
    let unread = (newer + damaged > 0).then(|| {
        view! {
            <p class="advice bad" role="alert">
                "Some of what is held can't be read on this tablet, so it is not in the copy. The internal sheet says how much."
            </p>
        }
    });
    let problem = RwSignal::new(None::<String>);
    let leave = move |how: Leaves| {
        store.device.task(async move {
            match store.casebook.note_that_copy_left(file, request, &how).await {
                Ok(()) => {
                    let _ = problem.try_set(None);
                    store.device.say(Notice::good("Recorded on the request: a copy has left the tablet."));
                }
                Err(words) => {
                    let _ = problem.try_set(Some(words));
                }
            }
        });
    };
    let out = move |words: &'static str, form: Form| {
        let make = move || Ok(decided.with_untracked(|(copy, _)| store.casebook.copy_file(copy, form)));
        let left = Callback::new(move |(how, name)| {
            leave(match how {
                Left::Saved => Leaves::Saved(name),
                Left::Shared => Leaves::Shared(name),
            });
        });
        file_out(store, words, Signal::stored(form == Form::Html), 0, make, left)
    };
    let print = move |_| {
        store.device.print();
        leave(Leaves::Paper);
    };
    view! {
        <p class="about no-print">
            <span>{by}</span>
            <span>{due}</span>
        </p>
        <p class="measure no-print">
            "Everything that is held here about the pupil, with earlier versions. It goes to the data-protection officer, who answers the request. Safeguarding entries are not in it, nor anything that would reveal them. The internal sheet lists those, for the officer only."
        </p>
        {unread}
        {who_is_named(making)}
        {passages(making)}
        {entries(making)}
        <section class="stack no-print">
            <h2>"4. Save or print the copy"</h2>
            <p class="advice">
                <strong>"These copies are not encrypted. "</strong>
                "Anybody who gets the file or the paper can read it. Take it to the officer by hand, or send it in the school's own secure way. The request then records that a copy was made. The file names do not name anybody."
            </p>
            <div class="actions">
                {out("Save as a page", Form::Html)} {out("Save as data (JSON)", Form::Json)}
                <button class="button" type="button" on:click=print>
                    "Print the copy"
                </button> <a class="button quiet" href=Route::Of(file, FilePage::InternalSheet(request)).to_string()>
                    "Internal sheet"
                </a>
            </div>
            {move || {
                problem
                    .get()
                    .map(|words| {
                        view! {
                            <p class="error" role="alert">
                                {words}
                            </p>
                        }
                    })
            }}
        </section>
        <section class="stack">
            <h2 class="no-print">"Preview"</h2>
            <div class="sheet access-copy print-alone" id="copy">
                {move || decided.with(|(copy, _)| reading(copy))}
            </div>
        </section>
    }
    .into_any()
}
