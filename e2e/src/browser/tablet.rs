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
        let mut steps = Vec::new();
        for (x, y) in self.places(names) {
            steps.push(move_to(x, y));
            steps.push(json!({ "type": "pointerDown", "button": 0 }));
            steps.push(json!({ "type": "pointerUp", "button": 0 }));
        }
        self.act(vec![finger(0, steps)], &format!("touching {names:?}"));
    }

    /// Holds a button down with a finger for this long.
    #[track_caller]
    pub fn hold(&self, name: &str, time: Duration) {
        self.fingers(&[Finger { on: On::Button(name), down: 0, up: time.as_millis() as u64 }]);
    }

    /// Ends the blank screen, as a mentor does.
    #[track_caller]
    pub fn come_back(&self) {
        self.hold("Press and hold to come back", Duration::from_millis(1_000));
    }

    /// Several fingers, each down and up at its time.
    #[track_caller]
    pub fn fingers(&self, fingers: &[Finger<'_>]) {
        let mut times: Vec<u64> = fingers.iter().flat_map(|finger| [finger.down, finger.up]).collect();
        times.sort_unstable();
        times.dedup();
        let one = |(number, touch): (usize, &Finger<'_>)| {
            let (x, y) = match touch.on {
                On::Button(name) => self.places(&[name])[0],
                On::Place(x, y) => (x, y),
            };
            let pause = |ms: u64| json!({ "type": "pause", "duration": ms });
            let mut steps = vec![move_to(x, y)];
            for (place, at) in times.iter().enumerate() {
                steps.push(match *at {
                    at if at == touch.down => json!({ "type": "pointerDown", "button": 0 }),
                    at if at == touch.up => json!({ "type": "pointerUp", "button": 0 }),
                    _ => pause(0),
                });
                if let Some(next) = times.get(place + 1) {
                    steps.push(pause(next - at));
                }
            }
            finger(number, steps)
        };
        self.act(fingers.iter().enumerate().map(one).collect(), "several fingers");
    }

    /// A finger comes down on a button, moves and is lifted, as one that scrolls.
    #[track_caller]
    pub fn swipe(&self, name: &str, by: i64) {
        let (x, y) = self.places(&[name])[0];
        let mut steps = vec![move_to(x, y), json!({ "type": "pointerDown", "button": 0 })];
        for part in 1..=4 {
            let y = y + by * part / 4;
            steps.push(json!({ "type": "pointerMove", "duration": 40, "x": x, "y": y, "origin": "viewport" }));
        }
        steps.push(json!({ "type": "pointerUp", "button": 0 }));
        self.act(vec![finger(0, steps)], name);
    }

    /// Where the middles of these buttons are.
    #[track_caller]
    fn places(&self, names: &[&str]) -> Vec<(i64, i64)> {
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
        let number = |value: &Value| value.as_i64().unwrap_or_default();
        places.iter().map(|place| (number(&place[0]), number(&place[1]))).collect()
    }

    #[track_caller]
    fn act(&self, fingers: Vec<Value>, what: &str) {
        let touches = Command::ExtensionCommand(Box::new(Touches(json!({ "actions": fingers }))));
        if let Err(error) = self.wait(self.driver().cmd(touches)) {
            self.fail(&format!("{what}: {error}"));
        }
    }

    /// Stops the browser's every process for this long, as a closed lid does, and lets them continue.
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
        let mut left = time.as_millis() as u64;
        let mut rang = 0;
        // In portions, because a script has a minute.
        while left > 0 {
            let portion = left.min(120_000);
            rang += self.run_async(body, json!([portion])).as_u64().unwrap_or_default();
            left -= portion;
        }
        rang
    }

    /// The tablet's clock is put forward by this many milliseconds, or back: no time passes.
    #[track_caller]
    pub fn put_clock_right(&self, by_ms: i64) {
        self.run("window.casebookClock.put(arguments[0])", json!([by_ms]));
    }

    /// So much time passes and no timer goes off until it is over, as while a tablet sleeps.
    #[track_caller]
    pub fn oversleep(&self, time: Duration) {
        let body = "return await window.casebookClock.oversleep(arguments[0])";
        self.run_async(body, json!([time.as_millis() as u64]));
    }
}

/// What a finger touches.
#[derive(Clone, Copy, Debug)]
pub enum On<'a> {
    /// A button.
    Button(&'a str),
    /// A place on the screen, from its corner.
    Place(i64, i64),
}

/// A finger, with the milliseconds at which it comes down and is lifted.
#[derive(Clone, Copy, Debug)]
pub struct Finger<'a> {
    /// What it touches.
    pub on: On<'a>,
    /// It comes down.
    pub down: u64,
    /// It is lifted.
    pub up: u64,
}

fn move_to(x: i64, y: i64) -> Value {
    json!({ "type": "pointerMove", "duration": 0, "x": x, "y": y, "origin": "viewport" })
}

fn finger(number: usize, steps: Vec<Value>) -> Value {
    json!({ "type": "pointer", "id": format!("finger-{number}"), "parameters": { "pointerType": "touch" }, "actions": steps })
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
