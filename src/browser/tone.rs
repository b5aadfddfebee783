//! A soft tone at the moment to look. Browsers sound nothing before the page was touched, so the first touch wakes it.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AudioContext, AudioContextState, OscillatorType};

/// Hertz: an A that carries over a murmuring class without startling it.
const PITCH: f32 = 440.0;
/// How loud at its loudest, of 1.
const LOUDNESS: f32 = 0.08;
/// Seconds it lasts.
const LENGTH: f64 = 0.25;
/// Seconds it swells and fades: without them it clicks.
const EDGE: f64 = 0.05;

/// Something to sound with; silent until it is woken.
#[derive(Default)]
pub struct Tone(Rc<RefCell<Option<AudioContext>>>);

impl Tone {
    /// Makes it ready; from a touch, because browsers ask for one. Where there is no sound, nothing happens.
    pub fn wake(&self) {
        let has = web_sys::window().is_some_and(|window| super::has(&window, "AudioContext"));
        if self.0.borrow().is_some() || !has {
            return;
        }
        *self.0.borrow_mut() = AudioContext::new().ok();
        self.rest();
    }

    /// Sounds once, if it was woken.
    pub fn sound(&self) {
        if let Some(context) = &*self.0.borrow() {
            let _ = context.resume();
            if sound(context, self.0.clone()).is_none() {
                self.rest();
            }
        }
    }

    /// Between tones no sound is computed.
    fn rest(&self) {
        if let Some(context) = &*self.0.borrow() {
            let _ = context.suspend();
        }
    }
}

fn sound(context: &AudioContext, held: Rc<RefCell<Option<AudioContext>>>) -> Option<()> {
    let (oscillator, gain) = (context.create_oscillator().ok()?, context.create_gain().ok()?);
    let start = context.current_time() + 0.02;
    oscillator.set_type(OscillatorType::Sine);
    oscillator.frequency().set_value(PITCH);
    let loudness = gain.gain();
    loudness.set_value_at_time(0.0, start).ok()?;
    loudness.linear_ramp_to_value_at_time(LOUDNESS, start + EDGE).ok()?;
    loudness.set_value_at_time(LOUDNESS, start + LENGTH - EDGE).ok()?;
    loudness.linear_ramp_to_value_at_time(0.0, start + LENGTH).ok()?;
    oscillator.connect_with_audio_node(&gain).ok()?;
    gain.connect_with_audio_node(&context.destination()).ok()?;
    let ended = Closure::once_into_js(move || {
        if let Some(context) = &*held.borrow() {
            let _ = context.suspend();
        }
    });
    oscillator.set_onended(Some(ended.unchecked_ref()));
    oscillator.start_with_when(start).ok()?;
    oscillator.stop_with_when(start + LENGTH).ok()
}

impl Drop for Tone {
    fn drop(&mut self) {
        if let Some(context) = self.0.take()
            && context.state() != AudioContextState::Closed
        {
            let _ = context.close();
        }
    }
}
