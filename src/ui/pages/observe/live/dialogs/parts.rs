//! What several dialogs show.

use leptos::prelude::*;

use crate::ui::pages::observe::live::screen::Screen;
use crate::ui::parts::pressed;

pub(super) fn close(open: RwSignal<bool>) -> AnyView {
    view! {
        <div class="actions">
            <button class="live-button" type="button" on:click=move |_| open.set(false)>
                "Back to observing"
            </button>
        </div>
    }
    .into_any()
}

/// Who is meant, where several are observed.
pub(super) fn who(screen: Screen, chosen: RwSignal<Option<u8>>) -> Option<AnyView> {
    (screen.targets() > 1).then(|| {
        let one = move |target: u8| {
            view! {
                <button
                    class="live-button"
                    type="button"
                    data-colour=screen.colour(target)
                    aria-pressed=move || pressed(chosen.get() == Some(target))
                    on:click=move |_| chosen.set(Some(target))
                >
                    <span class="swatch"></span>
                    {screen.label(target)}
                </button>
            }
            .into_any()
        };
        let each: Vec<AnyView> = (0..screen.targets()).map(one).collect();
        view! {
            <div class="actions" role="group" aria-label="Who it is about">
                <button
                    class="live-button"
                    type="button"
                    aria-pressed=move || pressed(chosen.get().is_none())
                    on:click=move |_| chosen.set(None)
                >
                    "Everybody"
                </button>
                {each}
            </div>
        }
        .into_any()
    })
}
