//! The blank screen: black and without words. It closes when a finger or a key is held down for a moment and then
//! lifted; a short touch shows nothing. The page behind it is removed from the document.

use std::rc::Rc;

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;

use crate::app::device::Alarm;
use crate::app::store::use_store;

/// How long it is to be held, in milliseconds; the style sheet fills the ring in the same time.
const HOLD_MS: u32 = 700;
/// It goes this many milliseconds after the finger is lifted: the finger's click lands on it and not on what was behind it.
const CLICK_MS: u32 = 60;

/// The blank screen, shown while the store says so.
#[component]
pub fn Blank() -> impl IntoView {
    let store = use_store();
    let holding = RwSignal::new(false);
    let alarm = StoredValue::new_local(Rc::<Alarm>::default());
    let held = StoredValue::new(false);
    let come_back = move || {
        holding.set(false);
        held.set_value(false);
        store.device.set_blank(false);
    };
    let hold = move || {
        if !holding.get_untracked() {
            holding.set(true);
            held.set_value(false);
            alarm.with_value(|alarm| alarm.set(HOLD_MS, move || held.set_value(true)));
        }
    };
    let let_go = move || {
        holding.set(false);
        alarm.with_value(|alarm| alarm.clear());
        held.set_value(false);
    };
    let lift = move || {
        if held.get_value() {
            alarm.with_value(|alarm| alarm.set(CLICK_MS, come_back));
        } else {
            let_go();
        }
    };
    let key = move |event: &KeyboardEvent| {
        let holds = matches!(event.key().as_str(), "Enter" | " ");
        if holds {
            // A key makes no click: it is to be held.
            event.prevent_default();
        }
        holds
    };
    // Neither mouse nor keyboard: a screen reader, which can't hold.
    let click = move |event: MouseEvent| {
        if event.detail() == 0 {
            come_back();
        }
    };
    view! {
        // A dialog, so that it lies over every other one: a dialog with words must not stay readable.
        <dialog
            id="blank"
            class="blank-screen"
            aria-label="Blank screen"
            on:cancel=move |event: leptos::ev::Event| event.prevent_default()
            on:close=move |_| store.device.show_dialog("blank", store.device.blank.get_untracked())
        >
            <button
                type="button"
                autofocus
                aria-label="Press and hold to come back"
                class:holding=move || holding.get()
                on:pointerdown=move |_| hold()
                on:pointerup=move |_| lift()
                on:pointercancel=move |_| let_go()
                on:contextmenu=move |event| event.prevent_default()
                on:keydown=move |event| {
                    if key(&event) {
                        hold()
                    }
                }
                on:keyup=move |event| {
                    if key(&event) {
                        lift()
                    }
                }
                on:blur=move |_| let_go()
                on:click=click
            >
                <span class="ring"></span>
            </button>
        </dialog>
    }
}
