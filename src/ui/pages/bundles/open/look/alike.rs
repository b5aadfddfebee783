//! A pupil who comes in and one who is here, side by side: one and the same, or two.

use leptos::prelude::*;

use super::deciding::{Deciding, Decision, PupilChoice};
use crate::app::notices::transfers::transfer_words;
use crate::app::receiving::{Alike, Known, Likeness};
use crate::app::store::use_store;
use crate::ui::parts::fold;
use casebook_domain::ids::FileId;
use casebook_present::dates;
use casebook_present::numbers::whole;

/// A possible duplicate. Twins are only told of.
pub(super) fn alike(there: FileId, name: String, other: Alike, deciding: Deciding) -> AnyView {
    let why = match other.likeness {
        Likeness::SameUpn => "They have the same unique pupil number.",
        Likeness::SameNameAndBirth => "They have the same name and date of birth.",
        Likeness::SameName => "They have the same name. A date of birth is missing.",
        Likeness::PerhapsTwins => {
            let words =
                ["The same surname and date of birth as ", &other.name, ", who is here: perhaps twins."].concat();
            return view! { <p class="hint">{words}</p> }.into_any();
        }
    };
    let here = other.file;
    let chosen = move || {
        deciding
            .pairs
            .with(|pairs| pairs.iter().find(|pair| (pair.there, pair.here) == (there, here)).map(|pair| pair.choice))
    };
    let choose = move |choice: Option<PupilChoice>| {
        deciding.pairs.update(|pairs| {
            pairs.retain(|pair| (pair.there, pair.here) != (there, here));
            pairs.extend(choice.map(|choice| Decision { there, here, choice }));
        });
    };
    let group = ["pair-", &there.to_string(), &here.to_string()].concat();
    let options: Vec<AnyView> = [
        (Some(PupilChoice::Join), "The same pupil: show both files as one"),
        (Some(PupilChoice::Apart), "Two different pupils: do not ask again"),
        (None, "Decide later"),
    ]
    .into_iter()
    .map(|(choice, label)| {
        view! {
            <label class="choice">
                <input type="radio" name=group.clone() prop:checked=move || chosen() == choice on:change=move |_| choose(choice) />
                <span>{label}</span>
            </label>
        }
        .into_any()
    })
    .collect();
    let heading = ["Is ", &name, " the same pupil as ", &other.name, ", who is here already?"].concat();
    view! {
        <fieldset class="field advice">
            <legend>{heading}</legend>
            <p class="hint">{why}</p>
            {options}
            {fold("Compare them", move || view! { <Beside there here /> }.into_any())}
        </fieldset>
    }
    .into_any()
}

/// What is known of the two.
#[component]
fn Beside(there: FileId, here: FileId) -> impl IntoView {
    let store = use_store();
    let found = RwSignal::new(None::<Result<(Known, Known), String>>);
    store.device.task(async move {
        let told = store.transfers.compare_pupils(there, here).await.map_err(|error| transfer_words(&error));
        let _ = found.try_set(Some(told));
    });
    move || match found.get() {
        None => view! {
            <p class="hint" role="status">
                "Loading …"
            </p>
        }
        .into_any(),
        Some(Err(words)) => view! {
            <p class="error" role="alert">
                {words}
            </p>
        }
        .into_any(),
        Some(Ok((there, here))) => {
            let rows: Vec<AnyView> = lines(&there)
                .into_iter()
                .zip(lines(&here))
                .map(|((label, there), (_, here))| {
                    let same = !there.is_empty() && there == here;
                    view! {
                        <tr>
                            <th scope="row">{label}</th>
                            <td>{there}</td>
                            <td>{here}</td>
                            <td>{if same { "the same" } else { "" }}</td>
                        </tr>
                    }
                    .into_any()
                })
                .collect();
            view! {
                <div class="scroll-x" tabindex="0" role="group" aria-label="The two pupils beside each other">
                    <table class="beside">
                        <thead>
                            <tr>
                                <th scope="col">"Pupil"</th>
                                <th scope="col">"In the file"</th>
                                <th scope="col">"Here"</th>
                                <th scope="col">
                                    <span class="visually-hidden">"Compared"</span>
                                </th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }
    }
}

fn lines(known: &Known) -> [(&'static str, String); 8] {
    let last = known.last.map(|(kind, on)| [kind.label(), ", ", &dates::long(on)].concat());
    [
        ("Name", known.name.clone()),
        ("Date of birth", known.born.map(dates::long).unwrap_or_default()),
        ("Pupil number", known.upn.clone()),
        ("Form", known.form.clone()),
        ("School", known.school.clone()),
        ("At home", known.contacts.join("; ")),
        ("Records", whole(u64::from(known.records))),
        ("Newest record", last.unwrap_or_default()),
    ]
}
