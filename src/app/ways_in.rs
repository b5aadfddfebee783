//! Ways into a casebook besides unlocking it: from another window, from an address, and the demo.

use super::phase::{Phase, StartFailure};
use super::session::DEMO;
use super::starting::trouble;
use super::store::Store;
use crate::browser::db::Db;
use crate::browser::{marker, page, tabs};
use crate::route::Route;

impl Store {
    /// Takes the casebook from the other tab.
    pub fn use_here(self) {
        self.device.task(async move {
            tabs::use_here(self.session.db_name()).await;
            self.own();
            self.session.phase.set(Phase::Starting);
            let phase = self.find().await.unwrap_or_else(|error| Phase::Trouble(trouble(&error)));
            self.session.phase.set(phase);
        });
    }

    /// Seals a new casebook for the demo, or opens the one that is there: its key is no secret, nothing in it is real.
    pub(super) async fn start_demo(self) {
        let done = match self.session.fetch_inside().await {
            Ok(inside) => (inside.demo)(self).await,
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            self.session.phase.set(Phase::Trouble(StartFailure::Browser(self.session.why_not(&error))));
        }
    }

    /// Goes to the page that the address now says. The demo's is a way in, from every screen but an open casebook, which has
    /// a page for it.
    pub(super) fn follow(self, route: Route) {
        let open = self.session.phase.get_untracked() == Phase::Open;
        match route {
            Route::Demo if self.session.demo.get_untracked() => self.navigation.open_at(Route::Today),
            Route::Demo if !open => self.enter_demo(),
            route => self.navigation.route.set(route),
        }
    }

    /// Goes to the demo. A casebook that is open is locked.
    pub fn enter_demo(self) {
        marker::set_demo(true);
        page::replace_hash(&Route::Today.to_string());
        if self.session.phase.get_untracked() == Phase::Open {
            self.lock();
        } else {
            page::reload();
        }
    }

    /// Leaves the demo; it is gone.
    pub fn leave_demo(self) {
        let inner = self.session.inner();
        inner.repository.borrow_mut().take();
        inner.db.borrow_mut().take();
        inner.locked.borrow_mut().take();
        self.device.task(async move {
            let _ = Db::destroy(DEMO).await;
            marker::set_demo(false);
            page::replace_hash(&Route::Today.to_string());
            page::reload();
        });
    }
}
