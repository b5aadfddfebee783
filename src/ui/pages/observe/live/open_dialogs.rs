//! Which dialog of the live screen is open, and what it is about.

use leptos::prelude::*;

/// Which dialog is open, and what it is about.
#[derive(Clone, Copy)]
pub(super) struct OpenDialogs {
    pub(super) pause: RwSignal<bool>,
    pub(super) stop: RwSignal<bool>,
    pub(super) abc: RwSignal<bool>,
    pub(super) correction: RwSignal<bool>,
    /// How the screen is set.
    pub(super) screen: RwSignal<bool>,
    /// What counts as what.
    pub(super) codes: RwSignal<bool>,
    pub(super) unlock: RwSignal<bool>,
    /// "Worried about safety" is wanted once it is unlocked.
    pub(super) worried: RwSignal<bool>,
    /// Who is meant; `None`: everybody.
    pub(super) target: RwSignal<Option<u8>>,
    /// The interval that is corrected.
    pub(super) interval: RwSignal<u32>,
    /// When the dialog was opened, in milliseconds from the beginning: what it records belongs there.
    pub(super) at: RwSignal<u32>,
    /// Intervals watched while "stop" was asked. Where the mentor stops, they were none of the observation.
    held: StoredValue<Vec<(u32, u32)>>,
}

impl Default for OpenDialogs {
    fn default() -> Self {
        let closed = || RwSignal::new(false);
        Self {
            pause: closed(),
            stop: closed(),
            abc: closed(),
            correction: closed(),
            screen: closed(),
            codes: closed(),
            unlock: closed(),
            worried: closed(),
            target: RwSignal::new(None),
            interval: RwSignal::new(0),
            at: RwSignal::new(0),
            held: StoredValue::new(Vec::new()),
        }
    }
}

impl OpenDialogs {
    /// Opens a dialog at this time.
    fn open(self, dialog: RwSignal<bool>, at: u32, target: Option<u8>) {
        self.at.set(at);
        self.target.set(target);
        dialog.set(true);
    }

    /// The casebook is locked around the observation.
    pub(super) fn open_unlock(self, worried: bool) {
        self.worried.set(worried);
        self.unlock.set(true);
    }

    /// Why recording pauses.
    pub(super) fn open_pause(self, at: u32) {
        self.open(self.pause, at, None);
    }

    /// The observation ends when "stop" is touched, not when it is confirmed.
    pub(super) fn open_stop(self, at: u32) {
        self.open(self.stop, at, None);
    }

    /// An ABC note about one of those observed.
    pub(super) fn open_abc(self, at: u32, target: u8) {
        self.open(self.abc, at, Some(target));
    }

    /// What an interval should say.
    pub(super) fn open_correction(self, at: u32, interval: u32) {
        self.interval.set(interval);
        self.open(self.correction, at, None);
    }

    /// Whether what was watched has to wait, because "stop" is asked.
    pub(super) fn holds(self, interval: u32, at: u32) -> bool {
        let asked = self.stop.get_untracked();
        if asked {
            self.held.update_value(|held| held.push((interval, at)));
        }
        asked
    }

    /// It was stopped: what has waited was none of the observation.
    pub(super) fn drop_held(self) {
        self.held.set_value(Vec::new());
    }

    /// "Stop" was asked and not confirmed: what has waited.
    pub(super) fn held(self) -> Vec<(u32, u32)> {
        self.held.try_update_value(std::mem::take).unwrap_or_default()
    }
}
