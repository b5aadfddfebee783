//! What pages need from the device: the look, the storage's health, files, a lit screen, a slow clock, where a pen is.

use super::published::Published;
use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use leptos::ev::PointerEvent;
use leptos::prelude::*;

use super::notice::{Notice, NoticeTone};
use crate::browser::files::FileContent;
use crate::browser::{Listener, clock, files, marker, page, pointer, storage_health, timer, vibrate, wake_lock};
use casebook_bundle::format::{MAX_FILE, MAX_FILES};
use casebook_domain::calendar::{Date, Moment};
use casebook_present::live::Preferences;

pub use crate::browser::marker::Theme;
pub use crate::browser::pointer::Fingers;
pub use crate::browser::storage_health::Health;
pub use crate::browser::timer::Alarm;
pub use crate::browser::tone::Tone;

/// How long good news stays: long enough to reach for "Undo".
const NOTICE_MS: u32 = 12_000;

/// A chosen file can't be read.
pub(super) const UNREADABLE_FILE: &str =
    "The file could not be read. If it is in a cloud folder, save it on this tablet first and choose it there.";

pub(super) fn file_words(error: files::FileError) -> &'static str {
    match error {
        files::FileError::TooLarge { limit, .. } if limit > MAX_FILE => {
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

/// The tablet and its page: the clock, the look, printing, focus, what is said at the foot of the screen.
#[derive(Clone, Copy)]
pub struct Device {
    /// What is said at the foot of the screen.
    pub notice: Published<Option<Notice>>,
    /// The screen is blank: somebody walked up.
    pub blank: Published<bool>,
    /// Nobody has used it for a while, and it locks soon.
    pub about_to_lock: Published<bool>,
    /// The tablet's clock is doubted: it is far from when the casebook was last used (`None`: that is not known).
    pub clock_doubted: Published<Option<Option<Moment>>>,
    /// A new version of Casebook waits to be taken.
    pub update_waiting: Published<bool>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

#[derive(Default)]
pub(super) struct Inner {
    /// While Casebook's own picker, camera or print is up, a hidden page does not lock.
    own_window: Cell<bool>,
    /// How many notices were said: a notice goes by itself only while it is the last.
    said: Cell<u32>,
}

impl Device {
    /// A device of which nothing was asked yet.
    pub(super) fn new() -> Self {
        Self {
            notice: Published::new(None),
            blank: Published::new(false),
            about_to_lock: Published::new(false),
            clock_doubted: Published::new(None),
            update_waiting: Published::new(false),
            inner: StoredValue::new_local(Rc::default()),
        }
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// What was said is read, or would be in the way.
    pub fn clear_notice(self) {
        self.notice.set(None);
    }

    /// Blanks the screen, or shows it again.
    pub fn set_blank(self, blank: bool) {
        self.blank.set(blank);
    }

    /// Somebody is there: it does not lock yet.
    pub fn stay_open(self) {
        self.about_to_lock.set(false);
    }
}

impl Device {
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

    /// Whether there is room for two columns now.
    pub fn room_beside(self) -> bool {
        page::is_wide()
    }

    /// Shows the dark look whatever was chosen; [`Device::show_theme`] ends it.
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
        match files::picked_all(input_id, MAX_FILE, MAX_FILES) {
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
}

impl Device {
    /// Today, on this tablet.
    pub fn today(self) -> Date {
        clock::today()
    }

    /// The clock is right, whatever it said before.
    pub fn trust_clock(self) {
        marker::set_last_used(clock::now());
        self.clock_doubted.set(None);
    }

    /// Runs a task of a view. It may outlive the view: it writes to the store, or to signals with `try_…`.
    pub fn task(self, task: impl Future<Output = ()> + 'static) {
        wasm_bindgen_futures::spawn_local(task);
    }

    /// Moves the focus once the page has been drawn.
    pub fn focus(self, id: &str) {
        let id = id.to_owned();
        self.task(async move {
            timer::next_task().await;
            page::focus(&id);
        });
    }

    /// Brings the current tab of a strip into sight, once it is drawn.
    pub fn show_current(self, strip: &'static str) {
        self.task(async move {
            timer::next_task().await;
            page::centre_current(strip);
        });
    }

    /// Moves the focus to the page's heading.
    pub fn focus_title(self) {
        page::focus("page-title");
    }

    /// Says on the page itself that a screen can be used, for a test or a measurement.
    pub fn say_ready(self) {
        page::set_ready();
    }

    /// Prints the page; a page hidden behind the printing dialog is not locked.
    pub fn print(self) {
        self.inner().own_window.set(true);
        page::print();
        self.inner().own_window.set(false);
    }

    /// Shows the blank screen over everything, and takes what is behind it out of the document; or the other way round.
    pub fn show_blank(self, behind: &str, dialog: &str, blank: bool) {
        if blank {
            page::put_away(behind);
            page::show_dialog(dialog, true);
        } else {
            page::show_dialog(dialog, false);
            page::bring_back();
        }
    }

    /// Opens or closes a dialog of the page.
    pub fn show_dialog(self, id: &str, open: bool) {
        page::show_dialog(id, open);
    }

    /// Closes the popover with this id; its links change the page and leave it open.
    pub fn close_popover(self, id: &str) {
        page::close_popover(id);
    }

    /// Whether a window of Casebook's own hides the page.
    pub(super) fn own_window(self) -> bool {
        self.inner().own_window.get()
    }

    /// A picker or the camera is about to open, or is done.
    pub fn expect_own_window(self, expected: bool) {
        self.inner().own_window.set(expected);
    }

    /// Reloads the page.
    pub fn reload(self) {
        page::reload();
    }

    /// This moment.
    pub fn now(self) -> Moment {
        clock::now()
    }

    /// A function that runs `then` once nobody has called it for 600 ms.
    pub fn debounced(self, then: impl Fn() + 'static) -> impl Fn() + Clone {
        let pause = Rc::new(timer::Delay::new(600, then));
        on_cleanup({
            let pause = StoredValue::new_local(Rc::downgrade(&pause));
            move || {
                if let Some(pause) = pause.try_get_value().and_then(|pause| pause.upgrade()) {
                    pause.cancel();
                }
            }
        });
        move || pause.restart()
    }

    /// An iPad outside the Home Screen forgets after seven days.
    pub fn ipad_outside_home_screen(self) -> bool {
        page::is_ipad_outside_home_screen()
    }

    /// Says something at the foot of the screen.
    pub fn say(self, notice: Notice) {
        let passes = notice.tone == NoticeTone::Good;
        let inner = self.inner();
        let number = inner.said.get().wrapping_add(1);
        inner.said.set(number);
        self.notice.set(Some(notice));
        if passes {
            // Good news goes by itself, before it lies over the next page's buttons; what went wrong stays. One that was
            // said again in the meantime has its time, and its "Undo", from the beginning.
            self.task(async move {
                timer::wait_ms(NOTICE_MS).await;
                if inner.said.get() == number {
                    self.notice.set(None);
                }
            });
        }
    }

    /// A form was not saved: what was saved before is not news beside that.
    pub fn hush(self) {
        if self.notice.with_untracked(|notice| notice.as_ref().is_some_and(|notice| notice.tone == NoticeTone::Good)) {
            self.notice.set(None);
        }
    }
}
