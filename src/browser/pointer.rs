//! Where a pen, finger or mouse is within the box it draws in.

use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

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
