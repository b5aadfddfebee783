//! Pens, fingers and mice: where one is within the box it draws in, and buttons that hear each finger by itself.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, MouseEvent, PointerEvent};

use super::events::Listener;

/// A click that belongs to a finger comes within this many milliseconds after it was lifted.
const CLICK_MS: f64 = 1_000.0;

fn element(event: &PointerEvent) -> Option<Element> {
    event.current_target()?.dyn_into().ok()
}

/// Its place in the box that listens, in thousandths of the box's sides; outside it the nearest edge.
pub fn in_box(event: &PointerEvent) -> Option<(u32, u32)> {
    let place = element(event)?.get_bounding_client_rect();
    let share = |at: f64, from: f64, length: f64| {
        if length > 0.0 { (((at - from) / length).clamp(0.0, 1.0) * 1000.0).round() as u32 } else { 0 }
    };
    Some((share(event.client_x(), place.x(), place.width()), share(event.client_y(), place.y(), place.height())))
}

/// The box gets every move of this pointer until it is lifted, also outside.
pub fn hold(event: &PointerEvent) {
    if let Some(element) = element(event) {
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// While this lives, the buttons and links within some part of the page hear each finger by itself. A browser makes a click of
/// one finger alone: two at once are a gesture to it, and while one rests on the glass no other clicks.
///
/// Here a button is clicked when its own finger is lifted from it, and the browser's click for that finger is not heard. One
/// with `data-press` hears its fingers itself, from `pointerdown`: of those no click is made, and none is heard.
#[must_use = "buttons hear as the browser lets them when this is dropped"]
pub struct Fingers(#[allow(dead_code, reason = "held for their ends")] Vec<Listener>);

#[derive(Default)]
struct Touched {
    down: Vec<(i32, HtmlElement)>,
    lifted: Vec<(f64, HtmlElement)>,
}

/// Hears each finger by itself within what the selector names.
pub fn each_by_itself(within: &str) -> Fingers {
    let Some(window) = web_sys::window() else { return Fingers(Vec::new()) };
    let selector = [within, " button, ", within, " a[href]"].concat();
    let touched = Rc::new(RefCell::new(Touched::default()));
    let mut all = Vec::new();
    let down = touched.clone();
    all.push(Listener::new(&window, "pointerdown", move |event| {
        let Some(event) = event.dyn_ref::<PointerEvent>().filter(|event| event.button() == 0) else { return };
        let on = target(event).and_then(|it| it.closest(&selector).ok().flatten()).and_then(|it| it.dyn_into().ok());
        let down = &mut down.borrow_mut().down;
        down.retain(|(finger, _)| *finger != event.pointer_id());
        down.extend(on.map(|on| (event.pointer_id(), on)));
    }));
    for name in ["pointerup", "pointercancel"] {
        let touched = touched.clone();
        all.push(Listener::new(&window, name, move |event| {
            let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
            if let Some(button) = lifted(&mut touched.borrow_mut(), event) {
                // Its handlers run at once.
                button.click();
            }
        }));
    }
    all.push(Listener::active(&window, "click", move |event| {
        let Some(click) = event.dyn_ref::<MouseEvent>() else { return };
        // Keyboards and screen readers click without a count.
        if click.is_trusted() && click.detail() > 0 && was_heard(&mut touched.borrow_mut(), click) {
            click.prevent_default();
            click.stop_immediate_propagation();
        }
    }));
    Fingers(all)
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// The button to be clicked for a finger that leaves the glass.
fn lifted(touched: &mut Touched, event: &PointerEvent) -> Option<HtmlElement> {
    let at = touched.down.iter().position(|(finger, _)| *finger == event.pointer_id())?;
    let (_, button) = touched.down.remove(at);
    if event.type_() != "pointerup" {
        return None;
    }
    let by_itself = button.has_attribute("data-press");
    // A mouse has one pointer: its clicks are right as they are.
    if event.pointer_type() == "mouse" && !by_itself {
        return None;
    }
    touched.lifted.push((event.time_stamp(), button.clone()));
    let place = button.get_bounding_client_rect();
    let (x, y) = (event.client_x(), event.client_y());
    let on_it = place.left() <= x && x <= place.right() && place.top() <= y && y <= place.bottom();
    (on_it && !by_itself).then_some(button)
}

/// Whether this click belongs to a finger that was heard already.
fn was_heard(touched: &mut Touched, click: &MouseEvent) -> bool {
    touched.lifted.retain(|(at, _)| click.time_stamp() - at < CLICK_MS);
    let Some(on) = target(click) else { return false };
    let known = touched.lifted.iter().position(|(_, button)| button.contains(Some(&on)));
    known.map(|at| touched.lifted.remove(at)).is_some()
}
