//! Who is observed, and what stands for them on the screen.

use leptos::prelude::*;

use super::filling::Filling;
use crate::app::store::Store;
use crate::ui::form::field_id;
use crate::ui::parts::{Icon, Offering, find_pupil, icon};
use casebook_domain::ids::FileId;
use casebook_domain::observation::{Colour, MOST_TARGETS};
use casebook_present::numbers::whole;
use casebook_present::set_up::{Shown, WHO, who_key};
use casebook_present::{initials, set_up};

/// Those observed.
pub(super) fn observed(filling: Filling) -> AnyView {
    let Filling { store, draft, .. } = filling;
    // Drawn again when somebody comes, goes or changes, not with each letter of a seat.
    let who = Memo::new(move |_| draft.with(set_up::who));
    let rows = move || {
        let who = who.get();
        who.iter().enumerate().map(|(row, file)| one(filling, row, *file, &who)).collect::<Vec<_>>()
    };
    let full = move || who.with(|who| who.len() >= MOST_TARGETS);
    let more = move |_| {
        let row = draft.with_untracked(|draft| draft.rows(WHO));
        draft.update(set_up::add_who);
        store.device.focus(&field_id(&who_key(row, "file")));
    };
    view! {
        <section class="form-section" aria-labelledby="who-title">
            <h2 id="who-title">"Who"</h2>
            {rows}
            <div class="actions">
                <button class="button" type="button" disabled=full on:click=more>
                    {icon(Icon::Plus)}
                    "Another pupil in this lesson"
                </button>
            </div>
        </section>
    }
    .into_any()
}

fn one(filling: Filling, row: usize, file: Option<FileId>, all: &[Option<FileId>]) -> AnyView {
    let Filling { store, draft, .. } = filling;
    let id = field_id(&who_key(row, "file"));
    let number = whole(row as u64 + 1);
    let take_out = (all.len() > 1).then(|| {
        let label = ["Remove pupil ", &number].concat();
        view! {
            <button class="button quiet" type="button" aria-label=label on:click=move |_| draft.update(|draft| draft.remove_row(WHO, row))>
                "Remove"
            </button>
        }
    });
    let pupil = match file {
        Some(file) => {
            let name = name_of(store, file);
            let change = move |_| {
                draft.update(|draft| set_up::choose(draft, row, None));
                store.device.focus(&field_id(&who_key(row, "file")));
            };
            view! {
                <div class="chosen">
                    <p id=id tabindex="-1">
                        <strong>{name}</strong>
                    </p>
                    <button class="button quiet" type="button" on:click=change>
                        "Change"
                    </button>
                    {take_out}
                </div>
                {filling.error(&who_key(row, "file"))}
            }
            .into_any()
        }
        None => {
            let nobody = store.casebook.headers.with_untracked(|headers| headers.is_empty());
            let except = all.iter().flatten().copied().collect();
            let pick = Callback::new(move |file: FileId| draft.update(|draft| set_up::choose(draft, row, Some(file))));
            let hint = [&id, "-hint"].concat();
            let described = [&hint, " ", &id, "-error"].concat();
            let label = if row == 0 { "Pupil" } else { "Another pupil" };
            view! {
                {(!nobody)
                    .then(|| find_pupil(
                        store,
                        (id, label),
                        Offering::WhenTyped,
                        described,
                        filling.error(&who_key(row, "file")),
                        except,
                        pick,
                    ))}
                <p class="hint" id=hint>
                    "You can leave this open and choose the pupil after the lesson."
                </p>
                {take_out.map(|button| view! { <div class="actions">{button}</div> })}
            }
            .into_any()
        }
    };
    view! {
        <div
            class="row-card"
            role="group"
            aria-label=["Pupil ", &number].concat()
            data-colour=move || draft.with(|draft| set_up::colour(draft, row)).code()
        >
            {pupil}
            <div class="who-look">{on_screen(filling, row, file)} {colours(filling, row)}</div>
        </div>
    }
    .into_any()
}

/// A pupil of the caseload as lists name them.
fn name_of(store: Store, file: FileId) -> String {
    let headers = store.casebook.headers.get_untracked();
    let short = store.casebook.settings.with_untracked(|settings| settings.initials_only);
    let place = headers.iter().position(|header| header.file == file);
    let names = initials::list_names(&headers, short);
    place.and_then(|place| names.into_iter().nth(place)).unwrap_or_default()
}

/// What stands for the pupil on the screen: never a name.
fn on_screen(filling: Filling, row: usize, file: Option<FileId>) -> AnyView {
    let Filling { store, draft, .. } = filling;
    let shown = Memo::new(move |_| draft.with(|draft| set_up::shown(draft, row)));
    let group = ["shown-", &whole(row as u64)].concat();
    let seat = who_key(row, "seat");
    let seat_id = field_id(&seat);
    let choices: Vec<AnyView> = Shown::ALL
        .iter()
        .filter(|&&one| one != Shown::Initials || file.is_some())
        .map(|&one| {
            let seat_id = seat_id.clone();
            let choose = move |_| {
                filling.set(&who_key(row, "shown"), one.code());
                if one == Shown::Seat {
                    store.device.focus(&seat_id);
                }
            };
            view! {
                <label class="pill">
                    <input type="radio" name=group.clone() prop:checked=move || shown.get() == one on:change=choose />
                    <span>{one.label()}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let more = move || match shown.get() {
        Shown::Colour => ().into_any(),
        Shown::Initials => {
            let headers = store.casebook.headers.get_untracked();
            let words = move || {
                let found = draft.with(|draft| set_up::initials(draft, &headers));
                found.into_iter().find(|(other, _)| Some(*other) == file).map(|(_, initials)| initials)
            };
            view! { <p class="hint">"On the screen: " <strong>{words}</strong></p> }.into_any()
        }
        Shown::Seat => {
            let (key, at, list) = (seat.clone(), seat_id.clone(), [&seat_id, "-list"].concat());
            let own = key.clone();
            let invalid = {
                let key = key.clone();
                move || filling.message(&key).map(|_| "true")
            };
            let offers = store.casebook.kit.with_untracked(|kit| kit.lists(store.casebook.school_phase())).seatings;
            let named = move || {
                let headers = store.casebook.headers.get_untracked();
                let name = draft.with(|draft| set_up::name_in_seat(draft, row, &headers));
                name.map(|name| {
                    let words = ["\"", &name, "\" is a name: others can read it on the screen."].concat();
                    view! {
                        <p class="advice" role="status">
                            {words}
                        </p>
                    }
                })
            };
            view! {
                <div class="field">
                    <label for=at.clone()>"Seat"</label>
                    <input
                        class="input short"
                        id=at.clone()
                        list=list.clone()
                        autocomplete="off"
                        placeholder="For example: window, row 2"
                        aria-invalid=invalid
                        aria-describedby=[&at, "-error"].concat()
                        prop:value=move || filling.get(&key)
                        on:input:target=move |event| filling.set(&own, &event.target().value())
                    />
                    <datalist id=list>{offers.into_iter().map(|offer| view! { <option value=offer></option> }).collect_view()}</datalist>
                    {filling.error(&seat)}
                    {named}
                </div>
            }
            .into_any()
        }
    };
    view! {
        <div class="stack tight">
            <fieldset class="field">
                <legend>"On the screen"</legend>
                <div class="pills">{choices}</div>
            </fieldset>
            {more}
        </div>
    }
    .into_any()
}

fn colours(filling: Filling, row: usize) -> AnyView {
    let draft = filling.draft;
    let name = ["colour-", &whole(row as u64)].concat();
    let choices: Vec<AnyView> = Colour::ALL
        .iter()
        .map(|&one| {
            view! {
                <label class="colour" data-colour=one.code()>
                    <input
                        type="radio"
                        name=name.clone()
                        aria-label=one.label()
                        prop:checked=move || draft.with(|draft| set_up::colour(draft, row)) == one
                        on:change=move |_| draft.update(|draft| set_up::set_colour(draft, row, one))
                    />
                    <span class="swatch"></span>
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="field">
            <legend>"Colour"</legend>
            <div class="colours">{choices}</div>
        </fieldset>
    }
    .into_any()
}
