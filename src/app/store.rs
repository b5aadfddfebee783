//! All that a page works with, put together.

use std::rc::Rc;

use leptos::prelude::*;

use super::casebook::Casebook;
use super::device::Device;
use super::navigation::Navigation;
use super::observing::Observing;
use super::session::Session;
use super::split::Fetch;
use super::transfer::Transfers;

/// All that a page works with, each part a handle of its own. Copy.
#[derive(Clone, Copy)]
pub struct Store {
    /// The tablet and its page.
    pub device: Device,
    /// The page and the way to another.
    pub navigation: Navigation,
    /// The lock, the people, the queue.
    pub session: Session,
    /// Files, settings, commands.
    pub casebook: Casebook,
    /// The observation that runs.
    pub observing: Observing,
    /// Bundles that are made and opened.
    pub transfers: Transfers,
}

impl Store {
    /// A store that has not started; `fetch` gets what lies behind the lock.
    pub fn new(fetch: Fetch) -> Self {
        let (device, navigation) = (Device::new(), Navigation::new());
        let session = Session::new(device, fetch);
        let casebook = Casebook::new(device, navigation, session);
        let observing = Observing::new(casebook);
        let transfers = Transfers::new(casebook);
        let store = Self { device, navigation, session, casebook, observing, transfers };
        *session.inner().arrived.borrow_mut() = Some(Rc::new(move |inside| (inside.listen)(store)));
        store
    }
}

/// The store of this page.
pub fn use_store() -> Store {
    expect_context::<Store>()
}
