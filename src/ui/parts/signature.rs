//! Signatures: the box to draw in, and one that was made.

use leptos::ev::PointerEvent;
use leptos::prelude::*;

use crate::app::store::use_store;
use casebook_domain::plan::Signature;
use casebook_present::dates;
use casebook_present::forms::STROKES_MAX;

/// The box in which strokes are kept.
const WIDE: u32 = 600;
const HIGH: u32 = 200;
/// Points nearer to the last one than this, along both sides, add nothing to see.
const NEAR: u32 = 2;
/// A cross: the mark of who cannot or would rather not draw; also by keyboard.
const CROSS: &str = "M240 60 L360 140 M240 140 L360 60";

/// The box to draw in, with undo and clear.
pub fn pad(label: &'static str, id: String, strokes: RwSignal<String>) -> AnyView {
    let store = use_store();
    let last = StoredValue::new(None::<(u32, u32)>);
    let place = move |event: &PointerEvent| store.device.pen(event).map(|(x, y)| (x * WIDE / 1000, y * HIGH / 1000));
    let down = move |event: PointerEvent| {
        event.prevent_default();
        // The first finger draws; a palm or a second finger does not.
        if !event.is_primary() || strokes.with_untracked(|drawn| drawn.len() + 24 > STROKES_MAX) {
            return;
        }
        let Some((x, y)) = place(&event) else { return };
        store.device.hold_pen(&event);
        last.set_value(Some((x, y)));
        strokes.update(|drawn| {
            if !drawn.is_empty() {
                drawn.push(' ');
            }
            push(drawn, 'M', x, y);
            drawn.push(' ');
            // A tap leaves a dot.
            push(drawn, 'L', x, y);
        });
    };
    let moved = move |event: PointerEvent| {
        let (Some((x0, y0)), true) = (last.get_value(), event.is_primary()) else { return };
        let Some((x, y)) = place(&event) else { return };
        if (x.abs_diff(x0) < NEAR && y.abs_diff(y0) < NEAR)
            || strokes.with_untracked(|drawn| drawn.len() + 12 > STROKES_MAX)
        {
            return;
        }
        last.set_value(Some((x, y)));
        strokes.update(|drawn| {
            drawn.push(' ');
            push(drawn, 'L', x, y);
        });
    };
    let up = move |_: PointerEvent| last.set_value(None);
    let undo =
        move |_| strokes.update(|drawn| drawn.truncate(drawn.rfind('M').map_or(0, |at| drawn[..at].trim_end().len())));
    let nothing = move || strokes.with(String::is_empty);
    let state = [&id, "-state"].concat();
    view! {
        <div class="field">
            <p>
                <strong>{label}</strong>
            </p>
            <svg
                class="pad"
                id=id
                role="img"
                aria-label="Box to sign in"
                viewBox="0 0 600 200"
                preserveAspectRatio="none"
                tabindex="-1"
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=up
                on:pointercancel=up
            >
                <path class="pad-line" d="M40 160 L560 160"></path>
                <path class="pad-ink" d=move || strokes.get()></path>
            </svg>
            <p class="hint" id=state role="status">
                {move || if nothing() { "Sign here with pen, finger or mouse." } else { "Signed in the box." }}
            </p>
            <div class="actions">
                <button class="button" type="button" disabled=nothing on:click=undo>
                    "Undo stroke"
                </button>
                <button class="button" type="button" disabled=nothing on:click=move |_| strokes.set(String::new())>
                    "Clear"
                </button>
                <button class="button quiet" type="button" on:click=move |_| strokes.set(CROSS.to_owned())>
                    "Mark with an X"
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn push(drawn: &mut String, command: char, x: u32, y: u32) {
    drawn.push(command);
    drawn.push_str(&x.to_string());
    drawn.push(' ');
    drawn.push_str(&y.to_string());
}

/// A signature that was made, to look at and to print.
pub fn drawn(signature: &Signature) -> AnyView {
    view! {
        <figure class="signature">
            <svg viewBox="0 0 600 200" role="img" aria-label="Signature">
                <path class="pad-ink" d=signature.strokes.clone()></path>
            </svg>
            <figcaption>{signature.by.clone()} ", " {dates::long(signature.date)}</figcaption>
        </figure>
    }
    .into_any()
}
