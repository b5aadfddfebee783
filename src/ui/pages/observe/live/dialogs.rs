//! What is asked on the live screen: why to pause, whether to stop, an ABC note, what a past interval should say.

mod abc;
mod correction;
mod parts;

use leptos::prelude::*;

use super::preferences;
use super::screen::Screen;
use crate::ui::parts::about_safety::Asking;
use crate::ui::parts::{AskPassphrase, Dialog};
use abc::abc;
use casebook_domain::observation::{Code, EventKind, PauseReason, Tap};
use casebook_present::dates;
use casebook_present::observation::strip;
use correction::correction;
use parts::{close, who};

/// Why recording pauses, as far as a mentor chooses it.
const REASONS: [PauseReason; 4] =
    [PauseReason::OutOfRoom, PauseReason::CannotSee, PauseReason::Interrupted, PauseReason::Other];

/// Every dialog of the live screen.
pub(super) fn dialogs(screen: Screen) -> AnyView {
    let open = screen.dialogs;
    // "Stop" was asked and not confirmed: what was watched in the meantime counts.
    Effect::new(move |_| {
        if !open.stop.get() {
            for (interval, at) in open.held() {
                screen.happen(None, Tap::Is(EventKind::Watched { interval }), at);
            }
        }
    });
    view! {
        <Dialog open=open.pause id="live-pause" title="Pause recording">
            {pause(screen)}
        </Dialog>
        <Dialog open=open.stop id="live-stop" title="Stop observing?">
            {stop(screen)}
        </Dialog>
        <Dialog open=open.abc id="live-abc" title="What happened?">
            {abc(screen)}
        </Dialog>
        <Dialog open=open.correction id="live-correction" title="Correct an interval">
            {correction(screen)}
        </Dialog>
        <Dialog open=open.screen id="live-screen" title="Screen">
            {preferences::chosen(screen.store, screen.preferences)}
            {close(open.screen)}
        </Dialog>
        <Dialog open=open.unlock id="live-unlock" title="The casebook is locked">
            {unlock(screen)}
        </Dialog>
        <Dialog open=open.codes id="live-codes" title="What counts">
            {codes(screen)}
            {close(open.codes)}
        </Dialog>
    }
    .into_any()
}

pub fn pause(screen: Screen) -> AnyView {
    let open = screen.dialogs;
    let words = RwSignal::new(String::new());
    let asking = Asking::in_class();
    let one = move |reason: PauseReason| {
        view! {
            <button
                class="live-button"
                type="button"
                on:click=move |_| {
                    if asking.stops_text(&words.get_untracked()) {
                        return;
                    }
                    let what = EventKind::Paused {
                        reason,
                        words: words.get_untracked().trim().to_owned(),
                    };
                    screen.happen(open.target.get_untracked(), Tap::Is(what), open.at.get_untracked());
                    open.pause.set(false);
                }
            >
                {reason.label()}
            </button>
        }
        .into_any()
    };
    let reasons: Vec<AnyView> = REASONS.into_iter().map(one).collect();
    view! {
        {who(screen, open.target)}
        <p id="pause-why">"Why? Recording pauses from when you tapped \"Pause\"."</p>
        <div class="reasons" role="group" aria-labelledby="pause-why">
            {reasons}
        </div>
        <div class="field">
            <label for="pause-words">"In your words "<span class="optional">"(optional)"</span></label>
            <input
                class="input"
                id="pause-words"
                maxlength="200"
                autocomplete="off"
                prop:value=move || words.get()
                on:input:target=move |event| words.set(event.target().value())
            />
        </div>
        {asking
            .beside(
                words.into(),
                move || {
                    let carried = screen.carried(open.target.get_untracked(), words.get_untracked())?;
                    words.set(String::new());
                    Some(carried)
                },
            )}
        {close(open.pause)}
    }
    .into_any()
}

/// The casebook was locked around the observation: with the passphrase it opens again, and recording continues in the meantime.
pub fn unlock(screen: Screen) -> AnyView {
    let store = screen.store;
    let worried = screen.dialogs.worried.get_untracked();
    let then = Callback::new(move |()| {
        if worried {
            store.navigation.go(store.navigation.worry_route());
        }
    });
    view! {
        <p>"Nobody touched the tablet for a while. The observation is still running."</p>
        <AskPassphrase
            id="live-passphrase"
            words="Unlock"
            check=|store, typed| Box::pin(async move { store.unlock_around_observation(&typed).await })
            then
        />
        {close(screen.dialogs.unlock)}
    }
    .into_any()
}

pub fn stop(screen: Screen) -> AnyView {
    let open = screen.dialogs;
    let confirm = move |_| {
        open.drop_held();
        open.stop.set(false);
        screen.happen(None, Tap::Is(EventKind::Ended), open.at.get_untracked());
    };
    view! {
        <p>"It ends at " {dates::clock(open.at.get_untracked())} ", when you tapped \"Stop\". The summary comes next."</p>
        <div class="actions">
            <button class="live-button stop" type="button" on:click=confirm>
                "Stop and see the summary"
            </button>
            <button class="live-button" type="button" autofocus on:click=move |_| open.stop.set(false)>
                "Back to observing"
            </button>
        </div>
    }
    .into_any()
}

/// What counts as what, in the school's words.
pub fn codes(screen: Screen) -> AnyView {
    let all = screen.running.with_value(|running| running.sheet.codes.clone());
    let letters = screen.running.with_value(|running| strip::letters(&running.sheet));
    let lettered = screen.preferences.with_untracked(|chosen| chosen.letters);
    let one = |(code, letter): (Code, String)| {
        let letter = lettered.then(|| [&letter, ": "].concat());
        view! {
            <dt data-colour=code.colour.code()>
                <span class="swatch"></span>
                {letter}
                {code.name}
            </dt>
            <dd>{code.definition} <span class="hint">" " {code.method.label()}</span></dd>
        }
        .into_any()
    };
    let each: Vec<AnyView> = all.into_iter().zip(letters).map(one).collect();
    view! { <dl class="facts codes">{each}</dl> }.into_any()
}
