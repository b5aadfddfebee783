//! The clock, what is called out, and what is needed now and then.

use leptos::prelude::*;

use super::screen::Screen;
use crate::ui::parts::pressed;

use crate::app::phase::Phase;
use crate::ui::parts::about_safety::Asking;
use crate::ui::parts::{Icon, icon};
use casebook_domain::observation::{EventKind, Tap};
use casebook_present::dates;
use casebook_present::live::Call;

/// This many quick phrases are on the screen; the others are in the note.
const PHRASES: usize = 6;

/// The part of the screen that is looked at more than touched.
pub(super) fn desk(screen: Screen, call: Memo<Call>) -> AnyView {
    let noting = RwSignal::new(false);
    view! {
        <div class="desk">
            {clock(screen)} <p class="call">{move || if screen.paused.get() { "" } else { call.get().words() }}</p>
            {move || if noting.get() { note(screen, noting) } else { quick(screen, noting) }}
            <div class="desk-foot">
                {move || safety(screen)}
                {move || {
                    if screen.paused.get() {
                        view! {
                            <button
                                class="live-button go-on"
                                type="button"
                                on:click=move |_| screen.happen(None, Tap::Is(EventKind::Resumed), screen.elapsed())
                            >
                                "Resume"
                            </button>
                        }
                            .into_any()
                    } else {
                        view! {
                            <button class="live-button" type="button" on:click=move |_| screen.dialogs.open_pause(screen.elapsed())>
                                "Pause"
                            </button>
                        }
                            .into_any()
                    }
                }} <button class="live-button" type="button" on:click=move |_| screen.dialogs.codes.set(true)>
                    "What counts"
                </button> <button class="live-button" type="button" on:click=move |_| screen.dialogs.screen.set(true)>
                    "Screen"
                </button>
                <button
                    class="live-button stop"
                    class:go-on=move || call.get().is_over()
                    type="button"
                    on:click=move |_| screen.dialogs.open_stop(screen.elapsed())
                >
                    "Stop"
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// The way to "worried about safety", in words that say nothing to a pupil who looks at the screen. Where the casebook is locked
/// around the observation, the passphrase comes first.
fn safety(screen: Screen) -> AnyView {
    let store = screen.store;
    if store.session.phase.get() != Phase::Observing {
        return view! {
            <a class="live-button safety" href=move || store.navigation.worry_route().to_string() aria-label="Help: worried about safety">
                {icon(Icon::Safety)}
                "Help"
            </a>
        }
        .into_any();
    }
    view! {
        <button
            class="live-button safety"
            type="button"
            aria-label="Help: worried about safety"
            on:click=move |_| screen.dialogs.open_unlock(true)
        >
            {icon(Icon::Safety)}
            "Help"
        </button>
        <button class="live-button unlock" type="button" on:click=move |_| screen.dialogs.open_unlock(false)>
            {icon(Icon::Lock)}
            "Unlock"
        </button>
    }
    .into_any()
}

fn clock(screen: Screen) -> AnyView {
    let (name, planned_ms, intervals) = screen.running.with_value(|running| {
        let sheet = &running.sheet;
        (sheet.name.clone(), u32::from(sheet.planned_min) * 60_000, sheet.planned_intervals())
    });
    let seconds = move || {
        let left = screen.running.with_value(|running| running.sheet.until_next_ms(screen.now.get()));
        left.map(|ms| ms.div_ceil(1000))
    };
    let count = move || match (screen.paused.get(), seconds()) {
        (true, _) => "Paused".to_owned(),
        (false, Some(seconds)) => seconds.to_string(),
        (false, None) => dates::clock(screen.now.get()),
    };
    let place = move || {
        let current = screen.running.with_value(|running| running.sheet.current(screen.now.get()));
        let time = [&dates::clock(screen.now.get()), " of ", &dates::clock(planned_ms)].concat();
        match current {
            Some(at) => ["Interval ", &(at + 1).to_string(), " of ", &intervals.to_string(), " · ", &time].concat(),
            None if intervals > 0 => ["All ", &intervals.to_string(), " intervals are over"].concat(),
            None => ["of ", &dates::clock(planned_ms)].concat(),
        }
    };
    view! {
        <div class="clock">
            <h1 tabindex="-1" id="page-title">
                <span class="visually-hidden">"Observing: "</span>
                {name}
            </h1>
            <p class="count" class:words=move || screen.paused.get()>
                {count}
            </p>
            <p class="place">{place}</p>
        </div>
    }
    .into_any()
}

/// Whom the next note is about; nothing where one is observed.
fn about(screen: Screen) -> Option<AnyView> {
    (screen.targets() > 1).then(|| {
        let one = move |target: u8| {
            view! {
                <button
                    class="live-button"
                    type="button"
                    data-colour=screen.colour(target)
                    aria-label=move || screen.label(target)
                    aria-pressed=move || pressed(screen.about.get() == Some(target))
                    on:click=move |_| screen.about.set(Some(target))
                >
                    <span class="swatch"></span>
                </button>
            }
            .into_any()
        };
        let each: Vec<AnyView> = (0..screen.targets()).map(one).collect();
        view! {
            <div class="note-about" role="group" aria-label="Who the note is about">
                <button
                    class="live-button"
                    type="button"
                    aria-pressed=move || pressed(screen.about.get().is_none())
                    on:click=move |_| screen.about.set(None)
                >
                    "All"
                </button>
                {each}
            </div>
        }
        .into_any()
    })
}

fn phrases(screen: Screen, from: usize, most: usize, then: Callback<()>) -> Vec<AnyView> {
    let all = screen.store.casebook.kit.with(|kit| kit.lists(screen.store.casebook.school_phase()).phrases);
    let one = |phrase: String| {
        let words = phrase.clone();
        view! {
            <button
                class="live-button phrase"
                type="button"
                on:click=move |_| {
                    add_note(screen, phrase.clone(), screen.elapsed());
                    then.run(());
                }
            >
                {words}
            </button>
        }
        .into_any()
    };
    all.into_iter().skip(from).take(most).map(one).collect()
}

fn add_note(screen: Screen, text: String, at: u32) {
    let target = if screen.targets() == 1 { Some(0) } else { screen.about.get_untracked() };
    screen.note(target, text, at);
}

/// Notes of one tap, and the way to a longer one.
fn quick(screen: Screen, noting: RwSignal<bool>) -> AnyView {
    view! {
        <div class="quick" role="group" aria-label="Quick notes">
            {about(screen)}
            <div class="phrases">{move || phrases(screen, 0, PHRASES, Callback::new(|()| ()))}</div>
            <p class="noted hint" role="status">
                {move || screen.noted.get()}
            </p>
            <button
                class="live-button"
                type="button"
                id="write-note"
                on:click=move |_| {
                    noting.set(true);
                    screen.store.device.focus("live-note");
                }
            >
                {icon(Icon::Note)}
                "Write a note"
            </button>
        </div>
    }
    .into_any()
}

/// A note in the mentor's words. It lies over nothing: the lanes can be touched in the meantime.
fn note(screen: Screen, noting: RwSignal<bool>) -> AnyView {
    // It is stamped with the moment at which it was begun.
    let at = screen.elapsed();
    let text = RwSignal::new(String::new());
    let asking = Asking::in_class();
    let close = move || {
        noting.set(false);
        screen.store.device.focus("write-note");
    };
    let save = move || {
        let words = text.get_untracked().trim().to_owned();
        if asking.stops_text(&words) {
            return;
        }
        if !words.is_empty() {
            add_note(screen, words, at);
        }
        close();
    };
    view! {
        <form
            class="quick"
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
            on:keydown=move |event| {
                event.stop_propagation();
                if event.key() == "Escape" {
                    close();
                }
            }
        >
            <label for="live-note">"Your note"</label>
            {about(screen)}
            <textarea
                autocomplete="off"
                class="input"
                id="live-note"
                rows="4"
                maxlength="2000"
                prop:value=move || text.get()
                on:input:target=move |event| text.set(event.target().value())
            ></textarea>
            {asking
                .beside(
                    text.into(),
                    move || {
                        let carried = screen.carried(screen.about.get_untracked(), text.get_untracked())?;
                        text.set(String::new());
                        Some(carried)
                    },
                )}
            <div class="phrases">
                {phrases(screen, PHRASES, usize::MAX, Callback::new(move |()| close()))} <button class="live-button go-on" type="submit">
                    "Keep the note"
                </button> <button class="live-button" type="button" on:click=move |_| close()>
                    "Cancel"
                </button>
            </div>
        </form>
    }
    .into_any()
}
