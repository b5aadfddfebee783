//! What pages need from the device: the look, the storage's health, files, a lit screen, a slow clock, where a pen is.

use leptos::ev::PointerEvent;
use leptos::prelude::WithUntracked;

use super::notices::{mistyped, no_sheet};
use super::store::Store;
use crate::browser::files::FileContent;
use crate::browser::{Listener, files, marker, page, pointer, storage_health, timer, vibrate, wake_lock};
use casebook_domain::calendar::Moment;
use casebook_domain::settings::SchoolPhase;
use casebook_present::live::Preferences;
use casebook_present::recovery_sheet;
use casebook_vault::{WordError, words};

pub use crate::browser::marker::Theme;
pub use crate::browser::pointer::Fingers;
pub use crate::browser::storage_health::Health;
pub use crate::browser::timer::Alarm;
pub use crate::browser::tone::Tone;

/// The most that is read of a chosen file: the bundle's own limit (docs/security.md#bundles).
const FILE_LIMIT: u64 = 64 * 1024 * 1024;

/// The most that is read of all files chosen together.
const FILES_LIMIT: u64 = 4 * FILE_LIMIT;

/// A chosen file can't be read.
pub(super) const UNREADABLE_FILE: &str =
    "The file could not be read. If it is in a cloud folder, save it on this tablet first and choose it there.";

pub(super) fn file_words(error: files::FileError) -> &'static str {
    match error {
        files::FileError::TooLarge { limit, .. } if limit > FILE_LIMIT => {
            "Together, these files are more than Casebook can open at a time, so they were not read. Choose fewer."
        }
        files::FileError::TooLarge { .. } => {
            "This file is larger than any file Casebook makes, so it was not read. Choose a file that ends in .casebook."
        }
        files::FileError::NothingChosen | files::FileError::Unreadable | files::FileError::NotSaved => UNREADABLE_FILE,
    }
}

/// The kind of a file by the end of its name; none that a browser would show in place of the app.
pub(super) fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html",
        "csv" => "text/csv",
        "json" => "application/json",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}

/// The screen stays lit while this lives.
#[must_use = "the screen may go dark when this is dropped"]
pub struct Awake(#[allow(dead_code, reason = "held for its end")] wake_lock::WakeLock);

/// Hears of the page being shown and hidden while this lives.
#[must_use = "nothing is heard any more when this is dropped"]
pub struct Watching(#[allow(dead_code, reason = "held for its end")] Option<[Listener; 2]>);

impl Store {
    /// The look chosen on this device.
    pub fn theme(self) -> Theme {
        marker::theme()
    }

    /// Chooses the look and shows it.
    pub fn set_theme(self, theme: Theme) {
        marker::set_theme(theme);
        self.show_theme();
    }

    /// Shows the look chosen on this device; at the start.
    pub fn show_theme(self) {
        let theme = marker::theme();
        page::set_root_attribute("data-theme", (theme != Theme::Device).then_some(theme.code()));
    }

    /// Which pupils the school has.
    pub fn school_phase(self) -> SchoolPhase {
        self.settings.with_untracked(|settings| settings.phase)
    }

    /// Whether there is room for two columns now.
    pub fn room_beside(self) -> bool {
        page::is_wide()
    }

    /// Shows the dark look whatever was chosen; [`Store::show_theme`] ends it.
    pub fn show_dark(self) {
        page::set_root_attribute("data-theme", Some(Theme::Dark.code()));
    }

    /// How the live screen of observations is set on this device.
    pub fn live_preferences(self) -> Preferences {
        Preferences::from_code(&marker::live())
    }

    /// Sets it.
    pub fn set_live_preferences(self, preferences: Preferences) {
        marker::set_live(&preferences.code());
    }

    /// Whether the page can be seen.
    pub fn is_visible(self) -> bool {
        page::is_visible()
    }

    /// Calls back each time the page is shown (true), before anything is painted, and hidden (false).
    pub fn when_shown(self, heard: impl Fn(bool) + 'static) -> Watching {
        Watching(page::on_visibility(heard))
    }

    /// Whether the browser promised to keep what is stored, and how much that is.
    pub async fn storage_health(self) -> Health {
        storage_health::health().await
    }

    /// Asks the browser to keep what is stored.
    pub async fn ask_to_persist(self) -> bool {
        storage_health::persist().await
    }

    /// When the last backup was made that was brought off this device, as far as can be said before it is unlocked.
    pub fn last_backup_mark(self) -> Option<Moment> {
        marker::last_backup()
    }

    /// Which build of Casebook this is.
    pub fn build(self) -> String {
        page::build_id()
    }

    /// Keeps the screen lit, as far as the device lets us.
    pub fn awake(self) -> Awake {
        Awake(wake_lock::acquire())
    }

    /// Whether the device keeps the screen lit when it is asked to.
    pub async fn can_stay_lit(self) -> bool {
        wake_lock::granted().await
    }

    /// A short buzz, where the device has one.
    pub fn buzz(self) {
        vibrate::buzz(120);
    }

    /// Waits; a sleeping device makes it longer.
    pub async fn wait_ms(self, ms: u32) {
        timer::wait_ms(ms).await;
    }

    /// Hands a file to the browser to be saved; the words say what went wrong.
    pub fn save_file(self, name: &str, bytes: &[u8]) -> Result<(), &'static str> {
        files::save(name, media_type(name), bytes)
            .map_err(|_| "The browser did not save the file. Allow downloads for this page and try again.")
    }

    /// The files chosen in the field with this id, with their names. None where nothing was chosen.
    pub fn picked_files(self, input_id: &str) -> Result<Vec<(String, FileContent)>, &'static str> {
        match files::picked_all(input_id, FILE_LIMIT, FILES_LIMIT) {
            Err(files::FileError::NothingChosen) => Ok(Vec::new()),
            files => files.map_err(file_words),
        }
    }

    /// Where a pen, finger or mouse is in the box it touches, in thousandths of its sides.
    pub fn pen(self, event: &PointerEvent) -> Option<(u32, u32)> {
        pointer::in_box(event)
    }

    /// While this lives, each finger is heard by itself within what the selector names.
    pub fn each_finger_by_itself(self, within: &str) -> Fingers {
        pointer::each_by_itself(within)
    }

    /// From here on the box gets every move of this pen, also outside it.
    pub fn hold_pen(self, event: &PointerEvent) {
        pointer::hold(event);
    }

    /// Whether these are the words of the recovery sheet that are asked for, however they were typed; else what is wrong.
    pub fn check_asked_words(self, typed: &str, sheet: &[&str]) -> Result<(), String> {
        let found = words::parse_words(typed).map_err(|error| match error {
            WordError::Unknown { position } => Some(position),
            WordError::Nothing | WordError::TooLong => None,
        });
        recovery_sheet::check(found, sheet)
    }

    /// Seven words to seal a bundle by (docs/security.md#bundles).
    pub fn offer_seven_words(self) -> String {
        words::passphrase(7).join(" ")
    }

    /// The words that begin so.
    pub fn complete_word(self, begun: &str) -> Vec<&'static str> {
        words::complete(begun)
    }

    /// The seven words as they were made, however they were typed; else what is wrong.
    pub fn seven_words(self, typed: &str) -> Result<String, String> {
        match words::parse_words(typed) {
            Ok(found) if found.len() == words::BUNDLE_WORDS => Ok(found.join(" ")),
            Ok(found) => Err(["There should be seven words. You typed ", &found.len().to_string(), "."].concat()),
            Err(error) => Err(mistyped(error)),
        }
    }

    /// What is wrong with the twelve words of a recovery sheet, or its key, as typed.
    pub fn sheet_words(self, typed: &str) -> Result<(), String> {
        if typed.trim().to_ascii_uppercase().starts_with("AGE-SECRET-KEY-") {
            return Ok(());
        }
        words::parse_mnemonic(typed).map(drop).map_err(|error| no_sheet(&error))
    }
}
