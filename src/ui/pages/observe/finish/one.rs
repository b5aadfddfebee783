//! One of those observed: whose it is, what came of it, the comment.

use leptos::prelude::*;

use super::summary::{COMMENTS, Part};
use crate::app::drafts::Carried;
use crate::app::store::Store;
use crate::ui::pages::observe::put_right::{PutRight, put_right};
use crate::ui::parts::{Offering, find_pupil, observed};
use casebook_domain::ids::FileId;
use casebook_present::initials;

const PUPILS: [&str; 4] = ["pupil-1", "pupil-2", "pupil-3", "pupil-4"];

/// One of those observed: whose it is, what came of it, the comment.
pub(super) fn one(it: PutRight, part: Part, several: bool) -> AnyView {
    let Part { target, pupil, comment, asking } = part;
    let store = it.store;
    let place = usize::from(target);
    let (colour, label) = it.running.with_value(|running| {
        let of = running.observed.get(place);
        let colour = of.map(|observed| observed.colour);
        let label = of.map(|observed| observed.label.trim().to_owned()).unwrap_or_default();
        (colour, label)
    });
    let came = move || {
        it.events.with(|events| it.running.with_value(|running| observed(&running.of(target, events, String::new()))))
    };
    // The summary comes up while the class is still there: no name before it is asked for.
    let hidden = [label.as_str(), colour.map_or("", casebook_domain::observation::Colour::label)];
    let hidden = hidden.into_iter().find(|words| !words.is_empty()).unwrap_or("The pupil").to_owned();
    let heading = several.then(|| {
        let label = if label.is_empty() { ["Pupil ", &(place + 1).to_string()].concat() } else { label };
        let hue = colour.map_or("", casebook_domain::observation::Colour::code);
        view! {
            <h2>
                <span class="code-letter" data-colour=hue aria-hidden="true">
                    {place + 1}
                </span>
                " "
                {label}
            </h2>
        }
    });
    let (comments, pupils) = (COMMENTS[place.min(3)], PUPILS[place.min(3)]);
    let none = move || {
        pupil.get().is_none().then(|| {
            view! {
                <p class="hint measure">
                    "Without a pupil it is kept separately, and can be given to a pupil later. It is due for erasing after a term."
                </p>
            }
        })
    };
    view! {
        <section class="stack wide observed-one">
            <div class="stack">{heading} {whose(store, pupil, hidden, pupils, comments)} {none}</div>
            {came}
            {put_right(it)}
            <div class="field">
                <label for=comments>"Your comments "<span class="optional">"(optional)"</span></label>
                <textarea
                    autocomplete="off"
                    class="input"
                    id=comments
                    rows="5"
                    prop:value=move || comment.get()
                    on:input:target=move |event| comment.set(event.target().value())
                ></textarea>
                {asking
                    .beside(
                        comment.into(),
                        move || {
                            let words = comment.get_untracked();
                            comment.set(String::new());
                            Some(Carried {
                                about: pupil.get_untracked(),
                                words,
                                from: None,
                            })
                        },
                    )}
            </div>
        </section>
    }
    .into_any()
}

/// Whose it is, named only when asked, until then by what stood on the live screen (`hidden`); `then` gets the focus when
/// somebody is picked.
fn whose(
    store: Store,
    pupil: RwSignal<Option<FileId>>,
    hidden: String,
    id: &'static str,
    then: &'static str,
) -> AnyView {
    let shown = RwSignal::new(false);
    let headers = store.casebook.headers.get_untracked();
    let short = store.casebook.settings.with_untracked(|settings| settings.initials_only);
    let names = initials::list_names(&headers, short);
    let pick = Callback::new(move |file: FileId| {
        shown.set(true);
        pupil.set(Some(file));
        store.device.focus(then);
    });
    let view = move || {
        let Some(file) = pupil.get() else {
            return find_pupil(
                store,
                (id.to_owned(), "Pupil"),
                Offering::WhenTyped,
                String::new(),
                ().into_any(),
                Vec::new(),
                pick,
            );
        };
        if !shown.get() {
            return view! {
                <div class="chosen">
                    <p>
                        <span class="hint">"About "</span>
                        <strong>{hidden.clone()}</strong>
                    </p>
                    <button class="button quiet" type="button" on:click=move |_| shown.set(true)>
                        "Show the name"
                    </button>
                </div>
            }
            .into_any();
        }
        let place = headers.iter().position(|header| header.file == file);
        let name = place.map(|place| names[place].clone()).unwrap_or_default();
        let change = move |_| {
            pupil.set(None);
            store.device.focus(id);
        };
        view! {
            <div class="chosen">
                <p>
                    <span class="hint">"About "</span>
                    <strong>{name}</strong>
                </p>
                <button class="button quiet" type="button" on:click=change>
                    "Change"
                </button>
            </div>
        }
        .into_any()
    };
    view.into_any()
}
