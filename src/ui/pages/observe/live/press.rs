//! A key of the live screen: it counts when a finger comes down on it, each finger by itself. A scroll that begins on it, or a
//! finger that the tablet does not take for one, takes the tap back. A key that is pressed on a keyboard or by a screen reader
//! counts once, at its click.

use leptos::ev::PointerEvent;

use super::fingers::TapPlace;
use super::screen::Screen;
use casebook_domain::observation::{EventKind, Tap};

/// A finger, a pen or the mouse comes down on a key.
pub(super) fn down(screen: Screen, event: &PointerEvent, target: u8, tap: Tap) {
    if event.button() != 0 {
        return;
    }
    let (finger, place) = (event.pointer_id(), TapPlace::default());
    screen.fingers.take(finger);
    screen.fingers.put(finger, place.clone());
    screen.press(target, tap, place);
}

/// It is lifted: the tap stays.
pub(super) fn up(screen: Screen, event: &PointerEvent) {
    screen.fingers.take(event.pointer_id());
}

/// It scrolls, or the tablet takes it for something else: it was no tap.
pub(super) fn cancelled(screen: Screen, event: &PointerEvent, target: u8) {
    let Some(place) = screen.fingers.take(event.pointer_id()) else { return };
    // By its turn the tap is on the disk.
    let back = move || place.get().map(|event| (Some(target), Tap::Is(EventKind::Undone { event })));
    screen.put(screen.elapsed(), move |_| back(), |_, _| (), || ());
}
