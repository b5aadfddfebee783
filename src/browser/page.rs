//! The page itself: location, title, visibility, idleness, focus, printing.

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Comment, Document, Element, HtmlDialogElement, HtmlElement, HtmlMetaElement, VisibilityState, Window};

use super::clock;
use super::events::Listener;

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

// --- Location and title ---------------------------------------------------------------------------------------------

/// The location's hash with its `#`, empty where there is none.
pub fn hash() -> String {
    window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Goes to a hash as a link does: a new entry in the browser's history.
pub fn set_hash(hash: &str) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(hash);
    }
}

/// Puts a hash in the place of the present one, without a new entry in the history and without [`on_hash`].
pub fn replace_hash(hash: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(hash));
    }
}

/// One step back in the browser's history.
pub fn back() {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.back();
    }
}

/// Whether there is a page of ours to go back to.
pub fn can_go_back() -> bool {
    window()
        .and_then(|window| window.history().ok())
        .and_then(|history| history.length().ok())
        .is_some_and(|pages| pages > 1)
}

/// Calls back with the new hash each time it changes.
pub fn on_hash(mut heard: impl FnMut(String) + 'static) -> Option<Listener> {
    Some(Listener::new(window()?.as_ref(), "hashchange", move |_| heard(hash())))
}

/// Sets the page's title. No names in it: titles end up in histories and print headers.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Reloads the page. Memory goes with the old one, and what was in it.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Reloads the page and has boot.js overwrite this program's memory as the page goes: what is freed is not erased, and
/// the browser may keep it for a while.
pub fn forget_and_reload() {
    if let (Some(window), Ok(forget)) = (window(), web_sys::Event::new("casebook-forget")) {
        let _ = window.dispatch_event(&forget);
    }
    reload();
}

/// Opens the print dialog. Blocks in most browsers until it is closed.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Calls back when printing begins (true) and is over (false), also when the browser's own menu started it.
pub fn on_print(heard: impl Fn(bool) + 'static) -> Option<[Listener; 2]> {
    let window = window()?;
    let before = Rc::new(heard);
    let after = before.clone();
    Some([
        Listener::new(&window, "beforeprint", move |_| before(true)),
        Listener::new(&window, "afterprint", move |_| after(false)),
    ])
}

/// Sets an attribute of the root element, such as `data-theme`; `None` takes it away.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// What a `<meta name=…>` of the page says, empty content counting as none.
pub fn meta(name: &str) -> Option<String> {
    let element = document()?.query_selector(&format!("meta[name=\"{name}\"]")).ok()??;
    Some(element.dyn_into::<HtmlMetaElement>().ok()?.content()).filter(|content| !content.is_empty())
}

/// The id of this build, as index.html has it. Workers check it.
pub fn build_id() -> String {
    meta("casebook-build").unwrap_or_default()
}

// --- Focus and scrolling --------------------------------------------------------------------------------------------

/// Moves the focus to the element with this id, scrolling to it. Says whether there was one.
pub fn focus(id: &str) -> bool {
    let element = document().and_then(|document| document.get_element_by_id(id));
    match element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        Some(element) => element.focus().is_ok(),
        None => false,
    }
}

/// Moves the focus to the first element that a selector of ours finds.
pub fn focus_first(selector: &str) -> bool {
    let element = document().and_then(|document| document.query_selector(selector).ok().flatten());
    match element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        Some(element) => element.focus().is_ok(),
        None => false,
    }
}

/// Brings what is current in a strip that scrolls sideways to the strip's middle.
pub fn centre_current(strip: &str) {
    let found = |selector: &str| {
        let element = document()?.query_selector(selector).ok().flatten()?;
        element.dyn_into::<HtmlElement>().ok()
    };
    if let (Some(strip), Some(current)) = (found(strip), found(&[strip, " [aria-current]"].concat())) {
        let before = current.offset_left() - (strip.client_width() - current.offset_width()) / 2;
        strip.set_scroll_left(f64::from(before));
    }
}

/// Scrolls to the top, for a new page.
pub fn scroll_to_top() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Opens or closes the `<dialog>` with this id, as a modal one. Nothing happens if it is so already.
pub fn show_dialog(id: &str, open: bool) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    let Some(dialog) = element.and_then(|element| element.dyn_into::<HtmlDialogElement>().ok()) else { return };
    if open && !dialog.open() {
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}

/// What was removed from the document, and what it needs to come back as it was.
struct PutAway {
    what: Element,
    place: Comment,
    focused: Option<HtmlElement>,
    window_at: (f64, f64),
    scrolled: Vec<(Element, f64, f64)>,
}

thread_local! {
    static PUT_AWAY: RefCell<Option<PutAway>> = const { RefCell::new(None) };
}

/// Takes the element with this id out of the document: no script, key, screen reader or search reaches what is in it. It lives
/// on in the meantime and comes back with [`bring_back`].
pub fn put_away(id: &str) {
    let (Some(window), Some(document)) = (window(), document()) else { return };
    let Some(what) = document.get_element_by_id(id) else { return };
    let focused = document.active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let focused = focused.filter(|element| what.contains(Some(element)));
    let window_at = (window.scroll_x().unwrap_or_default(), window.scroll_y().unwrap_or_default());
    let scrolled = elements(&what).into_iter().map(|it| (it.scroll_left(), it.scroll_top(), it));
    let scrolled = scrolled.filter(|(left, top, _)| (*left, *top) != (0.0, 0.0)).map(|(left, top, it)| (it, left, top));
    let put = PutAway { scrolled: scrolled.collect(), place: document.create_comment(""), focused, window_at, what };
    if put.what.replace_with_with_node_1(&put.place).is_ok() {
        PUT_AWAY.set(Some(put));
    }
}

/// Puts back what was removed from the document.
pub fn bring_back() {
    let Some(PutAway { what, place, focused, window_at, scrolled }) = PUT_AWAY.take() else { return };
    let _ = place.replace_with_with_node_1(&what);
    // A dialog that was modal is only open now.
    let dialogs = elements(&what).into_iter().filter_map(|it| it.dyn_into::<HtmlDialogElement>().ok());
    for dialog in dialogs.filter(HtmlDialogElement::open) {
        dialog.set_open(false);
        let _ = dialog.show_modal();
    }
    for (element, left, top) in scrolled {
        element.set_scroll_left(left);
        element.set_scroll_top(top);
    }
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(window_at.0, window_at.1);
    }
    if let Some(focused) = focused {
        let _ = focused.focus();
    }
}

/// Every element within one.
fn elements(within: &Element) -> Vec<Element> {
    let mut all = Vec::new();
    let mut next = within.first_element_child();
    while let Some(element) = next {
        all.extend(elements(&element));
        next = element.next_element_sibling();
        all.push(element);
    }
    all
}

/// Closes the popover with this id, if it is open.
pub fn close_popover(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.hide_popover();
    }
}

/// Sets a mark in the browser's performance timeline, for measuring. Names of work, never of people.
pub fn mark(name: &str) {
    if let Some(performance) = window().and_then(|window| window.performance()) {
        let _ = performance.mark(name);
    }
}

/// Tells a test that drives the page, or code that waits for it, that a screen is usable.
pub fn set_ready() {
    if let Some(body) = document().and_then(|document| document.body()) {
        let _ = body.set_attribute("data-ready", "");
    }
}

/// Waits until what is drawn has been painted; a hidden page paints nothing, and waits until it is shown.
pub async fn painted() {
    let frame = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = window() {
            let _ = window.request_animation_frame(&resolve);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(frame).await;
    super::timer::next_task().await;
}

// --- Visibility and idleness ----------------------------------------------------------------------------------------

/// Whether the page can be seen.
pub fn is_visible() -> bool {
    document().is_none_or(|document| document.visibility_state() == VisibilityState::Visible)
}

/// Calls back each time the page is shown (true) or hidden (false), and when it comes out of the browser's page cache.
pub fn on_visibility(heard: impl Fn(bool) + 'static) -> Option<[Listener; 2]> {
    let heard = Rc::new(heard);
    let shown = heard.clone();
    Some([
        Listener::new(document()?.as_ref(), "visibilitychange", move |_| heard(is_visible())),
        Listener::new(window()?.as_ref(), "pageshow", move |_| shown(is_visible())),
    ])
}

/// Calls back when the page is about to go: closed, reloaded, or put aside by the device. There is time to start a write
/// and no promise that it ends.
pub fn on_leave(mut heard: impl FnMut() + 'static) -> Option<Listener> {
    Some(Listener::new(window()?.as_ref(), "pagehide", move |_| heard()))
}

thread_local! {
    static EXCUSED_MS: Cell<i64> = const { Cell::new(0) };
}

/// The wall clock was put right by this many milliseconds: that is no time in which nobody used the page.
pub fn excuse(by_ms: i32) {
    EXCUSED_MS.set(EXCUSED_MS.get() + i64::from(by_ms));
}

fn use_clock() -> i64 {
    clock::now().utc_ms - EXCUSED_MS.get()
}

/// When the mentor last did something on this page. Moving the focus and scrolling count: a screen reader does no more.
pub struct Idle {
    last: Rc<Cell<i64>>,
    _listeners: Vec<Listener>,
}

impl Idle {
    /// Starts watching; the clock begins now.
    pub fn watch() -> Idle {
        let last = Rc::new(Cell::new(use_clock()));
        let listeners = window().map_or_else(Vec::new, |window| {
            ["pointerdown", "pointermove", "keydown", "wheel", "input", "scroll", "focusin"]
                .into_iter()
                .map(|name| {
                    let last = last.clone();
                    Listener::new(&window, name, move |_| last.set(use_clock()))
                })
                .collect()
        });
        Idle { last, _listeners: listeners }
    }

    /// Milliseconds since then by the wall clock, which continues while the device sleeps. A clock set back counts as none.
    pub fn for_ms(&self) -> u64 {
        u64::try_from(use_clock() - self.last.get()).unwrap_or(0)
    }

    /// Starts counting again, for what is activity though nobody touched the page: a running observation.
    pub fn touch(&self) {
        self.last.set(use_clock());
    }
}

// --- What the device is and prefers ---------------------------------------------------------------------------------

/// Whether a media query holds now.
fn matches(query: &str) -> bool {
    window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|media| media.matches())
}

/// Whether the mentor asked the device for less motion.
pub fn prefers_reduced_motion() -> bool {
    matches("(prefers-reduced-motion: reduce)")
}

/// Whether the device is set to dark.
pub fn prefers_dark() -> bool {
    matches("(prefers-color-scheme: dark)")
}

/// Whether the window has room for two columns, as the style sheet has it for what stands beside a form.
pub fn is_wide() -> bool {
    matches("(min-width: 64rem)")
}

/// Whether Casebook runs as an installed app.
pub fn is_installed() -> bool {
    matches("(display-mode: standalone)") || matches("(display-mode: fullscreen)") || home_screen_of_ios()
}

/// Whether this is an iPad or iPhone and Casebook runs in Safari instead of from the Home Screen: there the data is removed
/// after seven days without a visit, and an app from the Home Screen has a storage of its own.
pub fn is_ipad_outside_home_screen() -> bool {
    let Some(navigator) = window().map(|window| window.navigator()) else { return false };
    let agent = navigator.user_agent().unwrap_or_default();
    // An iPad says that it is a Mac; Macs have no touch screen.
    let apple_touch = agent.contains("iPad")
        || agent.contains("iPhone")
        || (agent.contains("Macintosh") && agent.contains("AppleWebKit") && navigator.max_touch_points() > 1);
    apple_touch && !is_installed()
}

/// Safari's own property, older than the media query.
fn home_screen_of_ios() -> bool {
    window()
        .and_then(|window| js_sys::Reflect::get(&window.navigator(), &"standalone".into()).ok())
        .is_some_and(|standalone| standalone.is_truthy())
}
