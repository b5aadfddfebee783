//! What only a tablet does: fingers, a lid that is closed, and time that passes while nobody looks.

use std::sync::Arc;
use std::time::Duration;

use hyper::Method;
use rustix::process::Signal;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};

use super::{Session, process};

/// Puts the page's clock into the harness's hands. Nothing of the app is changed: it asks the same clock and sets the same
/// timers, which also go off by themselves.
const CLOCK_JS: &str = include_str!("clock.js");

impl Session {
    /// Touches buttons with a finger, in this order, without waiting for anything in between. Gives the number of touches that
    /// were made: all of them.
    #[track_caller]
    pub fn touch(&self, names: &[&str]) {
        let body = "return arguments[0].map((name) => { \
            const found = page.find('press', name); \
            if (found.length !== 1) return `${found.length} have the name ${name} among ${page.names('press')}`; \
            const el = found[0], at = () => el.getBoundingClientRect(); \
            const lies = () => { const b = at(); const hit = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2); return hit && (el.contains(hit) || hit.contains(el)); }; \
            if (!lies()) el.scrollIntoView({ block: 'center', behavior: 'instant' }); \
            if (!lies()) return `${name} cannot be touched`; \
            if (el.disabled) return `${name} is disabled`; \
            const box = at(); return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)]; })";
        let places = self.until(|| {
            let places = self.script(body, json!([names]))?;
            let places = places.as_array().cloned().unwrap_or_default();
            match places.iter().find_map(Value::as_str) {
                Some(words) => Err(words.to_owned()),
                None => Ok(places),
            }
        });
        let places = match places {
            Ok(places) => places,
            Err(words) => self.fail(&words),
        };
        let mut steps = Vec::new();
        for place in places {
            let (x, y) = (&place[0], &place[1]);
            steps.push(json!({ "type": "pointerMove", "duration": 0, "x": x, "y": y, "origin": "viewport" }));
            steps.push(json!({ "type": "pointerDown", "button": 0 }));
            steps.push(json!({ "type": "pointerUp", "button": 0 }));
        }
        let finger =
            json!({ "type": "pointer", "id": "finger", "parameters": { "pointerType": "touch" }, "actions": steps });
        let touches = Command::ExtensionCommand(Box::new(Touches(json!({ "actions": [finger] }))));
        if let Err(error) = self.wait(self.driver().cmd(touches)) {
            self.fail(&format!("touching {names:?}: {error}"));
        }
    }

    /// Stops the browser's every process for this long, as a closed lid does, and lets them go on.
    pub fn sleep(&self, time: Duration) {
        let Some(running) = &self.running else { return };
        let driver = running.process.id() as i32;
        process::signal_below(driver, &self.profile.to_string_lossy(), Signal::STOP);
        std::thread::sleep(time);
        process::signal_below(driver, &self.profile.to_string_lossy(), Signal::CONT);
    }

    /// From now on the page's clock is moved by [`Self::advance`] and [`Self::oversleep`], until the next document.
    #[track_caller]
    pub fn take_clock(&self) {
        self.run(CLOCK_JS, json!([]));
    }

    /// So much time passes: every timer goes off when it is due, each in its turn. Gives how often one did.
    #[track_caller]
    pub fn advance(&self, time: Duration) -> u64 {
        let body = "return await window.casebookClock.advance(arguments[0])";
        self.run_async(body, json!([time.as_millis() as u64])).as_u64().unwrap_or_default()
    }

    /// So much time passes and no timer goes off until it is over, as while a tablet sleeps.
    #[track_caller]
    pub fn oversleep(&self, time: Duration) {
        let body = "return await window.casebookClock.oversleep(arguments[0])";
        self.run_async(body, json!([time.as_millis() as u64]));
    }
}

/// WebDriver's actions: thirtyfour's own know no fingers.
#[derive(Debug)]
struct Touches(Value);

impl ExtensionCommand for Touches {
    fn parameters_json(&self) -> Option<Value> {
        Some(self.0.clone())
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/actions".into()
    }
}
