//! The start: which casebook is here, whether this tab has it, and the page that the address names.

use leptos::prelude::*;

use super::held::Holding;
use super::navigation::Frame;
use super::notices::storage::db_words;
use super::phase::{Phase, StartFailure};
use super::session::VAULT_HEADER;
use super::store::Store;
use crate::browser::db::{LockedDb, Lost};
use crate::browser::{marker, page, tabs};
use crate::route::Route;
use casebook_repository::rows::DbError;
use casebook_vault::{self as vault, VaultHeader};

impl Store {
    /// Starts: listens to the address bar and finds out what is there.
    pub fn begin(self) {
        self.device.show_theme();
        let heard = page::on_hash(move |hash| {
            let held = self.navigation.around.get_untracked() == Frame::Held
                || self.session.phase.get_untracked() == Phase::Observing;
            if held || self.device.blank.get_untracked() {
                // Going back leads nowhere while somebody else may hold the tablet.
                page::replace_hash(&self.navigation.route.get_untracked().to_string());
            } else {
                self.follow(Route::parse(&hash));
            }
        });
        if let Some(heard) = heard {
            heard.forever();
        }
        Effect::new(move |_| {
            self.navigation.route.track();
            self.device.task(async move {
                // Without it nothing is open yet, and the person who enters opens the page's file.
                if let Some(inside) = self.session.inside() {
                    (inside.open_for_route)(self).await;
                }
                page::scroll_to_top();
                page::focus("page-title");
            });
        });
        super::updates::watch(self);
        super::locking::watch(self);
        self.device.task(self.start());
    }

    async fn start(self) {
        let asked = self.navigation.route.get_untracked() == Route::Demo;
        if asked {
            marker::set_demo(true);
            page::replace_hash(&Route::Today.to_string());
            self.navigation.route.set(Route::Today);
        }
        let demo = asked || marker::demo();
        self.session.demo.set(demo);
        match tabs::claim(self.session.db_name()).await {
            tabs::Claim::Owner => self.own(),
            tabs::Claim::Elsewhere => return self.session.phase.set(Phase::Elsewhere),
        }
        let phase = match self.find().await {
            Ok(phase) => phase,
            Err(error) => Phase::Trouble(trouble(&error)),
        };
        if demo && phase != Phase::Open {
            return self.start_demo().await;
        }
        self.session.phase.set(phase);
    }

    pub(super) fn own(self) {
        tabs::on_request(self.session.db_name(), move || {
            self.session.flush();
            self.ask_to_pause();
            let done = self.session.inner().queue.run(async {});
            async move {
                done.await;
            }
        });
        tabs::on_stolen(self.session.db_name(), move || self.session.phase.set(Phase::Elsewhere));
    }

    pub(super) async fn find(self) -> Result<Phase, DbError> {
        let inner = self.session.inner();
        inner.db.borrow_mut().take();
        let db = LockedDb::open(self.session.db_name(), move || self.lost(Lost::Replaced)).await?;
        let stored = match &db {
            Some(db) => db.vault_row(VAULT_HEADER).await?,
            None => None,
        };
        *inner.locked.borrow_mut() = db;
        let Some(stored) = stored else {
            return Ok(Phase::FirstRun { vanished: !self.session.demo.get_untracked() && marker::exists() });
        };
        match VaultHeader::parse(&stored) {
            Ok(header) => {
                *inner.header.borrow_mut() = Some(header);
                Ok(Phase::Locked)
            }
            Err(vault::HeaderError::Newer { .. }) => Ok(Phase::Trouble(StartFailure::Newer)),
            Err(_) => Ok(Phase::Trouble(StartFailure::DamagedVault)),
        }
    }

    /// The database is lost for good. What was typed is written where it still can be, else this page keeps holding it.
    pub(super) fn lost(self, lost: Lost) {
        self.session.flush();
        if lost == Lost::Removed && self.session.phase.get_untracked() == Phase::Open {
            return self.casebook.holding.set(Holding::ForGood);
        }
        let done = self.session.inner().queue.run(async {});
        self.device.task(async move {
            done.await;
            self.session.phase.set(Phase::Trouble(match lost {
                Lost::Replaced => StartFailure::Blocked,
                Lost::Removed => StartFailure::Browser(db_words(&DbError::Removed)),
            }));
        });
    }
}

pub(super) fn trouble(error: &DbError) -> StartFailure {
    match error {
        DbError::Blocked => StartFailure::Blocked,
        DbError::Newer => StartFailure::Newer,
        other => StartFailure::Browser(db_words(other)),
    }
}
