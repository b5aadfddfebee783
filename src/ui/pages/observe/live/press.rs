//! A key of the live screen: it counts when a finger comes down on it, each finger by itself. A scroll that begins on it, or a
//! finger that the tablet does not take for one, takes the tap back. A key that is pressed on a keyboard or by a screen reader
//! counts once, at its click.

use std::cell::Cell;
use std::rc::Rc;

use leptos::ev::PointerEvent;
use leptos::prelude::*;

use super::Screen;
use casebook_domain::observation::{Tap, What};

/// Where a tap's event is in the list; `None` until it is on the disk, or where it meant nothing.
pub(super) type Place = Rc<Cell<Option<u32>>>;

/// The fingers that are down, each with its tap's place. Copy: a handle.
#[derive(Clone, Copy)]
pub(super) struct Fingers(StoredValue<Vec<(i32, Place)>, LocalStorage>);

impl Default for Fingers {
    fn default() -> Self {
        Self(StoredValue::new_local(Vec::new()))
    }
}

impl Fingers {
    fn take(self, finger: i32) -> Option<Place> {
        self.0.try_update_value(|down| {
            let at = down.iter().position(|(other, _)| *other == finger)?;
            Some(down.remove(at).1)
        })?
    }
}

/// A finger, a pen or the mouse comes down on a key.
pub(super) fn down(screen: Screen, event: &PointerEvent, target: u8, tap: Tap) {
    if event.button() != 0 {
        return;
    }
    let (finger, place) = (event.pointer_id(), Place::default());
    screen.fingers.take(finger);
    screen.fingers.0.update_value(|down| down.push((finger, place.clone())));
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
    let back = move || place.get().map(|event| (Some(target), Tap::Is(What::Undone { event })));
    screen.put(screen.elapsed(), move |_| back(), |_, _| (), || ());
}
