//! The live screen: what a mentor holds in a lesson. Everything that counts is computed from the events; this module
//! only holds the layout and the touches.
//!
//! What wakes the CPU: one alarm of this screen ([`next_wake_ms`]), set again after each tick and each tap. Once a second
//! while a countdown or a running time can be seen, in step with the figure that turns; behind the blank screen only at the
//! end of an interval, and only if it buzzes or sounds; while recording pauses at the end of an interval; after the last
//! interval never. Beside it, while an observation runs, one look at idleness when it can be due ([`crate::app::locking`]).
//! The cue's flash is the style sheet's.
//!
//! A key counts when a finger comes down on it, each finger by itself ([`press`]), and shows in the next frame that the touch
//! landed. The figure shows it when its row is on the disk. Every other button acts when its finger is lifted.
//!
//! The events and the lesson's clock have one owner below the views, [`crate::app::observing::session`].
//!
//! A tap costs: its event appended, its row sealed and put on the disk, one lane computed again, and of the page what
//! differs: a button's pressed state, a figure.

mod desk;
mod dialogs;
mod fingers;
mod lanes;
mod open_dialogs;
pub mod preferences;
mod press;
mod screen;

use std::rc::Rc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::app::navigation::Frame;
use crate::app::observing::Resumed;
use crate::app::store::use_store;
use casebook_domain::observation::events::until;
use casebook_domain::observation::recording::Vigil;
use casebook_domain::observation::{EventKind, Tap, recording};
use casebook_present::live::{Call, History, Lane};
use fingers::Fingers;
use open_dialogs::OpenDialogs;
use screen::Screen;

/// The observation while it runs.
#[component]
pub fn Live(
    /// As it lies on the disk.
    resumed: StoredValue<Resumed>,
    /// It has ended.
    ended: Callback<()>,
) -> impl IntoView {
    let store = use_store();
    let running = resumed.with_value(|resumed| resumed.running.clone());
    let now = store.observing.lesson_ms();
    let start = store.observing.recorded(|recording| until(recording.events(), now)).unwrap_or(now);
    let targets = running.observed.len();
    let to_resume =
        store.observing.recorded(|recording| recording::to_resume(recording.events(), &running)).unwrap_or_default();
    let running = StoredValue::new(running);
    let now = RwSignal::new(start);
    let screen = Screen {
        store,
        running,
        vigil: StoredValue::new(Vigil::default()),
        ticked: StoredValue::new(start),
        alarm: StoredValue::new_local(Rc::default()),
        tone: StoredValue::new_local(Rc::default()),
        ended,
        now,
        moment: Memo::new(move |_| running.with_value(|running| running.sheet.ended(now.get()))),
        lanes: StoredValue::new((0..targets).map(|_| RwSignal::new(Lane::default())).collect()),
        history: RwSignal::new(History::default()),
        landing: RwSignal::new(Vec::new()),
        fingers: Fingers::default(),
        paused: RwSignal::new(false),
        preferences: RwSignal::new(store.device.live_preferences()),
        noted: RwSignal::new(String::new()),
        about: RwSignal::new(None),
        dialogs: OpenDialogs::default(),
    };
    screen.show(None);
    for target in to_resume {
        screen.happen(target, Tap::Is(EventKind::Resumed), start);
    }
    // The screen stays lit while this view lives, and taken again whenever it comes back.
    let _lit = StoredValue::new_local(store.device.awake());
    let _each = StoredValue::new_local(store.device.each_finger_by_itself(".live"));
    let _watching = StoredValue::new_local(store.device.when_shown(move |_| screen.turned()));
    Effect::new(move |_| {
        store.device.blank.track();
        screen.turned();
    });
    Effect::new(move |_| {
        if screen.preferences.get().dark {
            store.device.show_dark()
        } else {
            store.device.show_theme()
        }
        screen.arm();
    });
    store.navigation.surround(Frame::Nothing);
    // What was said before would lie over the buttons.
    store.device.clear_notice();
    on_cleanup(move || {
        store.device.show_theme();
        store.navigation.surround(Frame::Navigation);
    });
    store.device.focus_title();
    let wake_tone = move |_| {
        if screen.preferences.get_untracked().tone {
            screen.tone.with_value(|tone| tone.wake());
        }
    };
    let call = Memo::new(move |_| screen.call());
    let codes = running.with_value(|running| if running.sheet.codes.len() > 6 { "many" } else { "few" });
    view! {
        <div
            class="live"
            data-targets=targets.to_string()
            data-codes=codes
            data-beat=move || if screen.moment.get().is_multiple_of(2) { "even" } else { "odd" }
            class:left=move || screen.preferences.get().left
            class:flash=move || screen.preferences.get().flash && screen.moment.get() != 0
            class:looking=move || matches!(call.get(), Call::Look { .. }) && !screen.paused.get()
            class:peer=move || call.get().peer() && !screen.paused.get()
            class:resting=move || screen.paused.get()
            on:pointerdown=wake_tone
            on:keydown=move |event| digit(screen, &event)
        >
            {desk::desk(screen, call)}
            {lanes::lanes(screen, call)}
        </div>
        {dialogs::dialogs(screen)}
    }
}

/// Digits stand for the codes, in their order on the sheet, where one pupil is observed.
fn digit(screen: Screen, event: &KeyboardEvent) {
    let code = event.key().parse::<u8>().ok().and_then(|digit| digit.checked_sub(1));
    if let Some(code) = code
        && screen.targets() == 1
        && !event.ctrl_key()
        && !event.alt_key()
        && !event.meta_key()
        && !event.repeat()
    {
        screen.tap(0, Tap::Code(code));
    }
}
