//! Waiting: a turn of the event loop, a pause that starts again, a slow tick.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::{Interval, Timeout};
use gloo_timers::future::TimeoutFuture;

/// Lets what is due be drawn first.
pub async fn next_task() {
    TimeoutFuture::new(0).await;
}

/// Waits for this long; a sleeping device makes it longer.
pub async fn wait_ms(ms: u32) {
    TimeoutFuture::new(ms).await;
}

/// Runs something once nobody asked again for a while.
pub struct Delay {
    ms: u32,
    then: Rc<dyn Fn()>,
    running: RefCell<Option<Timeout>>,
}

impl Delay {
    /// A pause of this length; it does not run yet.
    pub fn new(ms: u32, then: impl Fn() + 'static) -> Self {
        Self { ms, then: Rc::new(then), running: RefCell::default() }
    }

    /// Starts the pause, from the beginning if it ran.
    pub fn restart(&self) {
        let then = self.then.clone();
        *self.running.borrow_mut() = Some(Timeout::new(self.ms, move || then()));
    }

    /// Ends the pause without running anything.
    pub fn cancel(&self) {
        self.running.borrow_mut().take();
    }
}

/// One call in the future: setting it again takes the earlier one back, and so does dropping it.
#[derive(Default)]
pub struct Alarm(RefCell<Option<Timeout>>);

impl Alarm {
    /// Calls once, after this long; a sleeping device makes it longer.
    pub fn set(&self, ms: u32, then: impl FnOnce() + 'static) {
        *self.0.borrow_mut() = Some(Timeout::new(ms, then));
    }

    /// Calls no more.
    pub fn clear(&self) {
        self.0.borrow_mut().take();
    }
}

/// Runs something again and again for as long as the page lives.
pub fn every(ms: u32, then: impl FnMut() + 'static) {
    Interval::new(ms, then).forget();
}
