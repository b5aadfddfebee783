//! The fingers that are down on the live screen, each with the tap that it made.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;

/// Where a tap's event is in the list; `None` until it is on the disk, or where it meant nothing.
pub(super) type TapPlace = Rc<Cell<Option<u32>>>;

/// The fingers that are down, each with its tap's place. Copy: a handle.
#[derive(Clone, Copy)]
pub(super) struct Fingers(StoredValue<Vec<(i32, TapPlace)>, LocalStorage>);

impl Default for Fingers {
    fn default() -> Self {
        Self(StoredValue::new_local(Vec::new()))
    }
}

impl Fingers {
    pub(super) fn put(self, finger: i32, place: TapPlace) {
        self.0.update_value(|down| down.push((finger, place)));
    }

    pub(super) fn take(self, finger: i32) -> Option<TapPlace> {
        self.0.try_update_value(|down| {
            let at = down.iter().position(|(other, _)| *other == finger)?;
            Some(down.remove(at).1)
        })?
    }
}
