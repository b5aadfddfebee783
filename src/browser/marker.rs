//! What is remembered outside the database and in clear: that there is a vault, so that its vanishing is noticed; when the
//! last backup was made; the look, and how the live screen of observations is set. Nothing about anybody.
//!
//! Reading never fails: what is missing or unreadable is as if it had never been set. Writing may be refused by the browser
//! and is then forgotten, as nothing here is the only copy of anything.

use gloo_storage::{LocalStorage, Storage};

use casebook_domain::calendar::Moment;

/// Light, dark, or what the device says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device is set.
    #[default]
    Device,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    const ALL: [Theme; 3] = [Theme::Device, Theme::Light, Theme::Dark];

    /// As it is stored, and as the page's `data-theme` has it.
    pub const fn code(self) -> &'static str {
        match self {
            Theme::Device => "device",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// Storage keys.
enum Mark {
    Vault,
    Backup,
    Changes,
    Demo,
    DemoSize,
    Theme,
    Template,
    Live,
    Used,
}

impl Mark {
    const fn key(self) -> &'static str {
        match self {
            Mark::Vault => "casebook.vault",
            Mark::Backup => "casebook.backup",
            Mark::Changes => "casebook.changes",
            Mark::Demo => "casebook.demo",
            Mark::DemoSize => "casebook.demo-size",
            Mark::Theme => "casebook.theme",
            Mark::Template => "casebook.template",
            Mark::Live => "casebook.live",
            Mark::Used => "casebook.used",
        }
    }
}

/// Whether a casebook was made in this browser and not removed by the mentor. If its database is gone all the same, the
/// browser removed it.
pub fn exists() -> bool {
    LocalStorage::get(Mark::Vault.key()).unwrap_or(false)
}

/// Remembers that a casebook was made.
pub fn set_exists() {
    let _ = LocalStorage::set(Mark::Vault.key(), true);
}

/// Forgets the casebook: the mentor removed it.
pub fn forget() {
    for mark in [Mark::Vault, Mark::Backup, Mark::Changes, Mark::Template, Mark::Used] {
        LocalStorage::delete(mark.key());
    }
}

/// Whether the demo was chosen, and not left again.
pub fn demo() -> bool {
    LocalStorage::get(Mark::Demo.key()).unwrap_or(false)
}

/// How many made-up pupils the demo is to have, where somebody wants other than the usual: to measure with thousands.
pub fn demo_size() -> Option<u32> {
    LocalStorage::get(Mark::DemoSize.key()).ok()
}

/// Remembers whether the demo is shown at the next start.
pub fn set_demo(on: bool) {
    if on {
        let _ = LocalStorage::set(Mark::Demo.key(), true);
    } else {
        LocalStorage::delete(Mark::Demo.key());
    }
}

/// When the last backup was made that was brought off this device.
pub fn last_backup() -> Option<Moment> {
    let (utc_ms, offset_min) = LocalStorage::get(Mark::Backup.key()).ok()?;
    (-840..=840).contains(&offset_min).then_some(Moment { utc_ms, offset_min })
}

/// Remembers when the last backup was made, and how many changes are not in it.
pub fn set_backup(made: Option<Moment>, changes: u32) {
    if let Some(at) = made {
        let _ = LocalStorage::set(Mark::Backup.key(), (at.utc_ms, at.offset_min));
    }
    let _ = LocalStorage::set(Mark::Changes.key(), changes);
}

/// When the casebook was last opened, as far as the clock was trusted then.
pub fn last_used() -> Option<Moment> {
    LocalStorage::get(Mark::Used.key()).ok().map(|utc_ms| Moment { utc_ms, offset_min: 0 })
}

/// Remembers when the casebook was last opened.
pub fn set_last_used(at: Moment) {
    let _ = LocalStorage::set(Mark::Used.key(), at.utc_ms);
}

/// How many changes are in no backup.
pub fn changes_since_backup() -> u32 {
    LocalStorage::get(Mark::Changes.key()).unwrap_or(0)
}

/// Counts a change that was saved.
pub fn count_change() {
    let _ = LocalStorage::set(Mark::Changes.key(), changes_since_backup().saturating_add(1));
}

/// The look chosen here; needed before anything is unlocked.
pub fn theme() -> Theme {
    let code: String = LocalStorage::get(Mark::Theme.key()).unwrap_or_default();
    Theme::ALL.into_iter().find(|theme| theme.code() == code).unwrap_or_default()
}

/// Remembers the look.
pub fn set_theme(theme: Theme) {
    let _ = LocalStorage::set(Mark::Theme.key(), theme.code());
}

/// Which observation template was used last: a record's id or a starter's code.
pub fn last_template() -> String {
    LocalStorage::get(Mark::Template.key()).unwrap_or_default()
}

/// Remembers which observation template was used last.
pub fn set_last_template(key: &str) {
    let _ = LocalStorage::set(Mark::Template.key(), key);
}

/// How the live screen of observations is set here, in words of the app's; empty if it never was.
pub fn live() -> String {
    LocalStorage::get(Mark::Live.key()).unwrap_or_default()
}

/// Remembers how the live screen is set.
pub fn set_live(code: &str) {
    let _ = LocalStorage::set(Mark::Live.key(), code);
}
