//! What is remembered outside the database and in clear: that there is a vault, so that its vanishing is noticed; when the
//! last backup was made; and the look. Nothing about anybody.
//!
//! Reading never fails: what is missing or unreadable is as if it had never been set. Writing may be refused by the browser
//! and is then forgotten, as nothing here is the only copy of anything.

use gloo_storage::{LocalStorage, Storage};

use crate::domain::calendar::Moment;

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

/// Storage keys. The database's name is part of those that are about one database.
enum Mark {
    Vault,
    Backup,
    Theme,
}

impl Mark {
    fn key(&self, db_name: &str) -> String {
        match self {
            Mark::Vault => format!("{db_name}.vault"),
            Mark::Backup => format!("{db_name}.backup"),
            Mark::Theme => "casebook.theme".to_owned(),
        }
    }
}

/// Whether a vault was made in this database and not removed by the mentor.
pub fn has_vault(db_name: &str) -> bool {
    LocalStorage::get(Mark::Vault.key(db_name)).unwrap_or(false)
}

/// Remembers that a vault was made.
pub fn set_vault(db_name: &str) {
    let _ = LocalStorage::set(Mark::Vault.key(db_name), true);
}

/// Forgets all about this database: it was removed on purpose.
pub fn forget(db_name: &str) {
    LocalStorage::delete(Mark::Vault.key(db_name));
    LocalStorage::delete(Mark::Backup.key(db_name));
}

/// When the last backup was made on this device.
pub fn last_backup(db_name: &str) -> Option<Moment> {
    let (utc_ms, offset_min) = LocalStorage::get(Mark::Backup.key(db_name)).ok()?;
    (-840..=840).contains(&offset_min).then_some(Moment { utc_ms, offset_min })
}

/// Remembers when a backup was made.
pub fn set_last_backup(db_name: &str, at: Moment) {
    let _ = LocalStorage::set(Mark::Backup.key(db_name), (at.utc_ms, at.offset_min));
}

/// The look chosen here; needed before anything is unlocked.
pub fn theme() -> Theme {
    let code: String = LocalStorage::get(Mark::Theme.key("")).unwrap_or_default();
    Theme::ALL.into_iter().find(|theme| theme.code() == code).unwrap_or_default()
}

/// Remembers the look.
pub fn set_theme(theme: Theme) {
    let _ = LocalStorage::set(Mark::Theme.key(""), theme.code());
}
