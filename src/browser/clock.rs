//! What time it is, here and now. The domain has no clock: this time is passed to it.

use js_sys::Date as JsDate;
use wasm_bindgen::JsCast as _;
use web_sys::Performance;

use casebook_domain::calendar::{Date, Moment};

/// This moment, with the device's offset from UTC.
pub fn now() -> Moment {
    let date = JsDate::new_0();
    // JavaScript counts the other way round: minutes that UTC is ahead.
    Moment { utc_ms: date.get_time() as i64, offset_min: -(date.get_timezone_offset() as i16) }
}

/// Today's date on this device.
pub fn today() -> Date {
    now().date()
}

thread_local! {
    // Held, because each benchmark stage asks for it. A worker has it too, and no window.
    static PERFORMANCE: Option<Performance> =
        js_sys::Reflect::get(&js_sys::global(), &"performance".into()).ok().and_then(|found| found.dyn_into().ok());
}

/// Milliseconds on a clock that never goes back, for measuring only. It may stop while the device sleeps:
/// idleness is measured by [`now`].
pub fn monotonic_ms() -> f64 {
    PERFORMANCE.with(|clock| clock.as_ref().map_or_else(JsDate::now, Performance::now))
}
