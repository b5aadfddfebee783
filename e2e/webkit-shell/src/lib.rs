//! A window around WebKitGTK that WebKitWebDriver can drive, with a profile on disk.
//!
//! WebKitGTK's own MiniBrowser forgets everything when it is driven, so no story could open the app again without a server.
//! This shell keeps its data below one folder, puts downloads into another, grants what a page asks for and never prints.
//!
//! It calls C, so the workspace's ban on `unsafe` is lifted in this crate and nowhere else. It loads the libraries when it
//! starts: building it needs no development packages, and the rest of the workspace needs no WebKit. The libraries are called
//! from the main thread only, which is GTK's rule, and are never unloaded.

use std::ffi::{CStr, CString, OsString, c_char, c_int, c_uint, c_void};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::ptr::{null, null_mut};
use std::sync::OnceLock;

mod library;

use library::library;

/// Any of GLib's objects.
type Object = *mut c_void;
/// A callback in the form in which GLib keeps all of them.
type Callback = *const c_void;
/// GLib's number of a class.
type Class = usize;

const FALSE: c_int = 0;
const TRUE: c_int = 1;
/// `WEBKIT_POLICY_DECISION_TYPE_RESPONSE`.
const RESPONSE: c_int = 2;
const SIGHUP: c_int = 1;
const SIGUSR2: c_int = 12;

library! {
    /// The part of GLib that is used here.
    struct Glib from c"libgobject-2.0.so.0" {
        g_object_new: fn(Class, *const c_char, ...) -> Object;
        g_object_set: fn(Object, *const c_char, ...);
        g_signal_connect_data: fn(Object, *const c_char, Callback, *mut c_void, *const c_void, c_uint) -> usize;
        g_unix_signal_add: fn(c_int, Callback, *mut c_void) -> c_uint;
    }
}

library! {
    /// The part of GTK that is used here.
    struct Gtk from c"libgtk-3.so.0" {
        gtk_init_check: fn(*mut c_int, *mut c_void) -> c_int;
        gtk_main: fn();
        gtk_window_new: fn(c_int) -> Object;
        gtk_window_set_default_size: fn(Object, c_int, c_int);
        gtk_window_present: fn(Object);
        gtk_container_add: fn(Object, Object);
        gtk_widget_show_all: fn(Object);
        gtk_widget_grab_focus: fn(Object);
        gtk_widget_get_toplevel: fn(Object) -> Object;
        gtk_widget_destroy: fn(Object);
        gtk_settings_get_default: fn() -> Object;
    }
}

library! {
    /// The part of WebKitGTK that is used here.
    struct WebKit from c"libwebkit2gtk-4.1.so.0" {
        webkit_web_context_get_type: fn() -> Class;
        webkit_web_context_set_automation_allowed: fn(Object, c_int);
        webkit_website_data_manager_get_type: fn() -> Class;
        webkit_web_view_get_type: fn() -> Class;
        webkit_web_view_get_settings: fn(Object) -> Object;
        webkit_web_view_get_user_content_manager: fn(Object) -> Object;
        webkit_user_content_manager_add_script: fn(Object, *mut c_void);
        webkit_user_script_new: fn(*const c_char, c_int, c_int, *const c_void, *const c_void) -> *mut c_void;
        webkit_application_info_new: fn() -> Object;
        webkit_application_info_set_name: fn(Object, *const c_char);
        webkit_application_info_set_version: fn(Object, u64, u64, u64);
        webkit_automation_session_set_application_info: fn(Object, Object);
        webkit_get_major_version: fn() -> c_uint;
        webkit_get_minor_version: fn() -> c_uint;
        webkit_permission_request_allow: fn(Object);
        webkit_policy_decision_download: fn(Object);
        webkit_response_policy_decision_is_mime_type_supported: fn(Object) -> c_int;
        webkit_download_set_destination: fn(Object, *const c_char);
    }
}

/// The libraries, and what the callbacks need to know.
struct Shell {
    glib: Glib,
    gtk: Gtk,
    webkit: WebKit,
    downloads: PathBuf,
    /// Run in every document before the page's own scripts.
    script: Option<CString>,
    /// The one web context. As a number, because it is handed from callback to callback of one thread.
    context: usize,
}

static SHELL: OnceLock<Shell> = OnceLock::new();

fn shell() -> &'static Shell {
    SHELL.get().expect("no callback comes before the shell is set up")
}

/// Runs until it is killed: `webkit-shell PROFILE DOWNLOADS [SCRIPT]`, all absolute paths. WebKitWebDriver starts it. The script
/// runs in every document before the page's own.
///
/// Signals choose the colour scheme that pages are told: `SIGHUP` dark, `SIGUSR2` light.
///
/// # Errors
/// In words: an argument, the script, a library or the screen is missing.
pub fn run(arguments: impl Iterator<Item = OsString>) -> Result<(), String> {
    let folders: Vec<PathBuf> = arguments.map(PathBuf::from).filter(|path| path.is_absolute()).collect();
    let (profile, downloads, script) = match &folders[..] {
        [profile, downloads] => (profile, downloads, None),
        [profile, downloads, script] => (profile, downloads, Some(read(script)?)),
        _ => return Err("wants two folders: PROFILE DOWNLOADS".into()),
    };
    let (glib, gtk, webkit) = (Glib::load()?, Gtk::load()?, WebKit::load()?);

    // SAFETY: null says that there are no arguments for GTK.
    if unsafe { (gtk.gtk_init_check)(null_mut(), null_mut()) } == FALSE {
        return Err("no screen: DISPLAY has to name one".into());
    }
    let (data, cache) = (c_path(&profile.join("data"))?, c_path(&profile.join("cache"))?);
    // SAFETY: both classes have these properties, of these types; each list ends with null, and both strings outlive the call.
    let context = unsafe {
        let manager = (glib.g_object_new)(
            (webkit.webkit_website_data_manager_get_type)(),
            c"base-data-directory".as_ptr(),
            data.as_ptr(),
            c"base-cache-directory".as_ptr(),
            cache.as_ptr(),
            null::<c_char>(),
        );
        (glib.g_object_new)(
            (webkit.webkit_web_context_get_type)(),
            c"website-data-manager".as_ptr(),
            manager,
            null::<c_char>(),
        )
    };
    let shell = Shell { glib, gtk, webkit, downloads: downloads.clone(), script, context: context.expose_provenance() };
    assert!(SHELL.set(shell).is_ok(), "the shell is set up once");

    connect(context, c"automation-started", automation_started as Callback);
    connect(context, c"download-started", download_started as Callback);
    let Shell { glib, gtk, webkit, .. } = self::shell();
    // SAFETY: the context lives as long as the process; the callbacks have the form that a signal's source wants.
    unsafe {
        (webkit.webkit_web_context_set_automation_allowed)(context, TRUE);
        (glib.g_unix_signal_add)(SIGHUP, prefer_dark as Callback, null_mut());
        (glib.g_unix_signal_add)(SIGUSR2, prefer_light as Callback, null_mut());
        (gtk.gtk_main)();
    }
    Ok(())
}

/// Has a callback called for an object's signal. The callback's arguments have to be those that the signal's documentation names.
fn connect(object: Object, signal: &CStr, callback: Callback) {
    // SAFETY: every caller gives a live object of a class that has the signal, and a function of the form that the signal wants.
    unsafe { (shell().glib.g_signal_connect_data)(object, signal.as_ptr(), callback, null_mut(), null(), 0) };
}

/// A driver is there: it is told who we are, and asks for windows.
extern "C" fn automation_started(_context: Object, session: Object, _data: *mut c_void) {
    let webkit = &shell().webkit;
    // SAFETY: the session is alive during its signal; it takes a reference to the information.
    unsafe {
        let info = (webkit.webkit_application_info_new)();
        (webkit.webkit_application_info_set_name)(info, c"WebKitGTK".as_ptr());
        let version = ((webkit.webkit_get_major_version)(), (webkit.webkit_get_minor_version)());
        (webkit.webkit_application_info_set_version)(info, version.0.into(), version.1.into(), 0);
        (webkit.webkit_automation_session_set_application_info)(session, info);
    }
    connect(session, c"create-web-view", create_web_view as Callback);
}

extern "C" fn create_web_view(_session: Object, _data: *mut c_void) -> Object {
    open_window(null_mut())
}

/// A page opened a window.
extern "C" fn create_related(view: Object, _action: Object, _data: *mut c_void) -> Object {
    open_window(view)
}

/// A window with one page; `related` is the page that opened it, or null.
fn open_window(related: Object) -> Object {
    let Shell { glib, gtk, webkit, context, script, .. } = shell();
    // SAFETY: the properties are those of the classes, of these types, and each list ends with null; all objects are alive, and
    // the window keeps the view. A related view brings its own context, so only a view without one is given ours.
    let (view, window) = unsafe {
        let class = (webkit.webkit_web_view_get_type)();
        let controlled = c"is-controlled-by-automation".as_ptr();
        let end = null::<c_char>();
        let view = if related.is_null() {
            let context: Object = std::ptr::with_exposed_provenance_mut(*context);
            (glib.g_object_new)(class, c"web-context".as_ptr(), context, controlled, TRUE, end)
        } else {
            (glib.g_object_new)(class, c"related-view".as_ptr(), related, controlled, TRUE, end)
        };
        let settings = (webkit.webkit_web_view_get_settings)(view);
        (glib.g_object_set)(settings, c"enable-write-console-messages-to-stdout".as_ptr(), TRUE, end);
        (glib.g_object_set)(settings, c"enable-developer-extras".as_ptr(), TRUE, end);
        if let Some(script) = script {
            // In all frames, at the document's start, whatever the address.
            let script = (webkit.webkit_user_script_new)(script.as_ptr(), 0, 0, null(), null());
            (webkit.webkit_user_content_manager_add_script)(
                (webkit.webkit_web_view_get_user_content_manager)(view),
                script,
            );
        }
        let window = (gtk.gtk_window_new)(0);
        (view, window)
    };
    connect(view, c"create", create_related as Callback);
    connect(view, c"close", close as Callback);
    connect(view, c"print", print as Callback);
    connect(view, c"permission-request", permission_request as Callback);
    connect(view, c"decide-policy", decide_policy as Callback);
    // SAFETY: both were made just now. Without a window manager nobody else gives the window the focus.
    unsafe {
        (gtk.gtk_window_set_default_size)(window, 1180, 820);
        (gtk.gtk_container_add)(window, view);
        (gtk.gtk_widget_show_all)(window);
        (gtk.gtk_window_present)(window);
        (gtk.gtk_widget_grab_focus)(view);
    }
    view
}

extern "C" fn close(view: Object, _data: *mut c_void) {
    let gtk = &shell().gtk;
    // SAFETY: the view is alive during its signal, and so is the window around it.
    unsafe { (gtk.gtk_widget_destroy)((gtk.gtk_widget_get_toplevel)(view)) };
}

/// The dialog would wait for somebody for ever.
extern "C" fn print(_view: Object, _operation: Object, _data: *mut c_void) -> c_int {
    TRUE
}

extern "C" fn permission_request(_view: Object, request: Object, _data: *mut c_void) -> c_int {
    // SAFETY: the request is alive during its signal.
    unsafe { (shell().webkit.webkit_permission_request_allow)(request) };
    TRUE
}

/// What cannot be shown is downloaded.
extern "C" fn decide_policy(_view: Object, decision: Object, kind: c_int, _data: *mut c_void) -> c_int {
    let webkit = &shell().webkit;
    // SAFETY: the decision is alive during its signal, and one of this kind is a response's.
    unsafe {
        if kind != RESPONSE || (webkit.webkit_response_policy_decision_is_mime_type_supported)(decision) != FALSE {
            return FALSE;
        }
        (webkit.webkit_policy_decision_download)(decision);
    }
    TRUE
}

extern "C" fn download_started(_context: Object, download: Object, _data: *mut c_void) {
    connect(download, c"decide-destination", decide_destination as Callback);
}

/// Into the folder for downloads, under the name that the page gave; a second one of a name gets a number.
extern "C" fn decide_destination(download: Object, suggested: *const c_char, _data: *mut c_void) -> c_int {
    // SAFETY: GLib hands over a string that ends with a zero and lives during the call.
    let suggested = unsafe { CStr::from_ptr(suggested) }.to_bytes().to_vec();
    let suggested = PathBuf::from(OsString::from_vec(suggested));
    // Only the name: a page must not choose the folder.
    let name = suggested.file_name().unwrap_or("download".as_ref()).to_string_lossy().into_owned();
    let folder = &shell().downloads;
    let path = (0..1000)
        .map(|number| if number == 0 { folder.join(&name) } else { folder.join(format!("{number} {name}")) })
        .find(|path| !path.exists());
    let Some(Ok(uri)) = path.as_deref().map(file_uri) else { return FALSE };
    // SAFETY: the download is alive during its signal and copies the address.
    unsafe { (shell().webkit.webkit_download_set_destination)(download, uri.as_ptr()) };
    TRUE
}

extern "C" fn prefer_dark(_data: *mut c_void) -> c_int {
    prefer(TRUE)
}

extern "C" fn prefer_light(_data: *mut c_void) -> c_int {
    prefer(FALSE)
}

/// True: GLib waits for the signal again.
fn prefer(dark: c_int) -> c_int {
    let Shell { glib, gtk, .. } = shell();
    // SAFETY: GTK was started on this screen, so there are settings, and they have this property.
    unsafe {
        let settings = (gtk.gtk_settings_get_default)();
        (glib.g_object_set)(settings, c"gtk-application-prefer-dark-theme".as_ptr(), dark, null::<c_char>());
    }
    TRUE
}

fn read(script: &Path) -> Result<CString, String> {
    let text = std::fs::read(script).map_err(|error| format!("{}: {error}", script.display()))?;
    CString::new(text).map_err(|_| format!("{} is no text", script.display()))
}

fn c_path(path: &Path) -> Result<CString, String> {
    CString::new(path.as_os_str().as_encoded_bytes()).map_err(|_| format!("{} is no path", path.display()))
}

/// A file's address, with everything but letters, digits and a few signs escaped.
fn file_uri(path: &Path) -> Result<CString, String> {
    let mut uri = String::from("file://");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => uri.push(char::from(*byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    CString::new(uri).map_err(|_| "no address".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_escapes_what_is_no_plain_letter() {
        let uri = file_uri(Path::new("/a folder/é.age")).expect("an address");
        assert_eq!(uri.to_str(), Ok("file:///a%20folder/%C3%A9.age"));
    }

    #[test]
    fn without_two_folders_it_says_what_it_wants() {
        assert_eq!(run(["relative".into()].into_iter()), Err("wants two folders: PROFILE DOWNLOADS".into()));
    }
}
