//! An ABC note: what happened before, what was done, what came of it.

use leptos::prelude::*;

use crate::ui::pages::observe::live::screen::Screen;
use crate::ui::parts::pressed;

use crate::ui::parts::about_safety::Asking;
use casebook_domain::observation::{Abc, EventKind, Tap};
use casebook_present::dates;

pub(super) fn abc(screen: Screen) -> AnyView {
    let open = screen.dialogs;
    let lists = screen.store.casebook.kit.with_untracked(|kit| kit.lists(screen.store.casebook.school_phase()));
    let parts = [RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new())];
    let part = |place: usize, id: &'static str, title: &'static str, words: Vec<String>| {
        let text = parts[place];
        let pick = move |words: String| {
            let (same, shown) = (words.clone(), words.clone());
            view! {
                <button
                    class="live-button"
                    type="button"
                    aria-pressed=move || pressed(text.with(|text| *text == same))
                    on:click=move |_| text.set(words.clone())
                >
                    {shown}
                </button>
            }
            .into_any()
        };
        let picks: Vec<AnyView> = words.into_iter().map(pick).collect();
        view! {
            <div class="abc-part">
                <label for=id>{title}</label>
                <div class="picks">{picks}</div>
                <input
                    class="input"
                    id=id
                    maxlength="300"
                    autocomplete="off"
                    prop:value=move || text.get()
                    on:input:target=move |event| text.set(event.target().value())
                />
            </div>
        }
        .into_any()
    };
    let asking = Asking::in_class();
    let said = move || parts.map(|part| part.get().trim().to_owned()).join("\n");
    let empty = move || parts.iter().all(|part| part.with(|part| part.trim().is_empty()));
    let keep = move |_| {
        if asking.stops_text(&untrack(said)) {
            return;
        }
        let [antecedent, behaviour, consequence] = parts.map(|part| part.get_untracked().trim().to_owned());
        let what = EventKind::Abc(Abc { antecedent, behaviour, consequence });
        screen.happen(open.target.get_untracked(), Tap::Is(what), open.at.get_untracked());
        open.abc.set(false);
    };
    let whose = move || {
        open.target.get().filter(|_| screen.targets() > 1).map(|target| {
            view! {
                <p class="lane-name" data-colour=screen.colour(target)>
                    <span class="swatch"></span>
                    {screen.label(target)}
                </p>
            }
        })
    };
    view! {
        {whose}
        <div class="abc-parts">
            {part(0, "abc-before", "Before", lists.antecedents)} {part(1, "abc-behaviour", "What the pupil did", lists.behaviours)}
            {part(2, "abc-after", "After", lists.consequences)}
        </div>
        {asking
            .beside(
                Signal::derive(said),
                move || {
                    let carried = screen.carried(open.target.get_untracked(), untrack(said).trim().to_owned())?;
                    for part in parts {
                        part.set(String::new());
                    }
                    Some(carried)
                },
            )}
        <div class="actions">
            <button class="live-button go-on" type="button" disabled=empty on:click=keep>
                "Keep the note at "
                {dates::clock(open.at.get_untracked())}
            </button>
            <button class="live-button" type="button" on:click=move |_| open.abc.set(false)>
                "Cancel"
            </button>
        </div>
    }
    .into_any()
}
