//! Which tab has the casebook.
//!
//! A Web Lock named after the database says it; the browser lets go of it when a tab dies. A tab that does not get it asks
//! over a BroadcastChannel, and the owner flushes, lets go and reloads. Only words go over the channel, never data or keys.
//! After three seconds the lock is stolen; a write that is then still under way gives itself up (see [`super::db`]).

use core::cell::{Cell, RefCell};
use core::future::Future;
use core::pin::pin;
use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, BroadcastChannel, LockManager, LockOptions, MessageEvent};

use super::events::Listener;

/// How long the owner has to flush before the lock is stolen.
const PATIENCE_MS: u32 = 3_000;
const ASK: &str = "use-here";

/// What came of asking for the casebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// This tab has it, until the page is left, [`release`] is called or another tab steals it.
    Owner,
    /// Another tab has it.
    Elsewhere,
}

/// A lock that this page holds.
struct Held {
    db_name: String,
    inner: Rc<Inner>,
    asked: Option<(BroadcastChannel, Listener)>,
}

#[derive(Default)]
struct Inner {
    /// Settles the promise that holds the lock.
    release: RefCell<Option<Function>>,
    stolen: RefCell<Option<Box<dyn FnOnce()>>>,
    lost: Cell<bool>,
}

thread_local! {
    // A lock is the page's, not a view's: it ends with the page, also when that crashes.
    static HELD: RefCell<Vec<Held>> = const { RefCell::new(Vec::new()) };
}

/// Calls `flush` when another tab wants the casebook that this one has; when it is done, the lock is let go and the page
/// reloaded. The lock is stolen after three seconds, so `flush` must not wait for the mentor.
pub fn on_request<F: Future<Output = ()> + 'static>(db_name: &str, flush: impl FnOnce() -> F + 'static) {
    let Ok(channel) = BroadcastChannel::new(&lock_name(db_name)) else { return };
    let name = db_name.to_owned();
    let mut flush = Some(flush);
    let listener = Listener::new(&channel, "message", move |event| {
        let asked = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
        if asked.as_deref() == Some(ASK)
            && let Some(flush) = flush.take()
        {
            let name = name.clone();
            spawn_local(async move {
                flush().await;
                release(&name);
                super::page::reload();
            });
        }
    });
    with_held(db_name, |held| held.asked = Some((channel, listener)));
}

/// Calls back once if the casebook is stolen from this tab. Its writes fail from then on.
pub fn on_stolen(db_name: &str, told: impl FnOnce() + 'static) {
    let lost = with_held(db_name, |held| held.inner.lost.get()).unwrap_or(true);
    if lost {
        told();
    } else {
        with_held(db_name, |held| *held.inner.stolen.borrow_mut() = Some(Box::new(told)));
    }
}

/// Lets another tab have the casebook.
pub fn release(db_name: &str) {
    let held = HELD.with_borrow_mut(|all| {
        let at = all.iter().position(|held| held.db_name == db_name)?;
        Some(all.swap_remove(at))
    });
    if let Some(Held { inner, asked, .. }) = held {
        inner.let_go();
        if let Some((channel, _)) = asked {
            channel.close();
        }
    }
}

fn with_held<T>(db_name: &str, with: impl FnOnce(&mut Held) -> T) -> Option<T> {
    HELD.with_borrow_mut(|all| all.iter_mut().find(|held| held.db_name == db_name).map(with))
}

impl Inner {
    fn let_go(&self) {
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Asks for the casebook in this database without disturbing anybody. Where a browser has no Web Locks every tab gets it,
/// and the epoch alone keeps writes apart.
pub async fn claim(db_name: &str) -> Claim {
    // The page before this one, reloaded, may still be on its way out.
    for _ in 0..3 {
        if ask(db_name).await == Claim::Owner {
            return Claim::Owner;
        }
        TimeoutFuture::new(100).await;
    }
    ask(db_name).await
}

async fn ask(db_name: &str) -> Claim {
    let options = LockOptions::new();
    options.set_if_available(true);
    request(db_name, &options).await
}

/// Takes the casebook from the tab that has it: asks, waits for three seconds at most, then steals it.
pub async fn use_here(db_name: &str) {
    if let Ok(channel) = BroadcastChannel::new(&lock_name(db_name)) {
        let _ = channel.post_message(&ASK.into());
        channel.close();
    }
    // In the queue for the lock, not asking again and again: the page that lets go would be back before a tab whose timers
    // the browser slows down.
    let patience = AbortController::new();
    let options = LockOptions::new();
    if let Ok(patience) = &patience {
        options.set_signal(&patience.signal());
    }
    let queued = pin!(request(db_name, &options));
    let over = pin!(TimeoutFuture::new(PATIENCE_MS));
    if let Either::Left((Claim::Owner, _)) = select(queued, over).await {
        return;
    }
    if let Ok(patience) = patience {
        patience.abort();
    }
    loop {
        let options = LockOptions::new();
        options.set_steal(true);
        if request(db_name, &options).await == Claim::Owner {
            return;
        }
        // Two tabs stole at the same moment and this one came second; it was asked for here, so here it stays.
        TimeoutFuture::new(100).await;
    }
}

fn lock_name(db_name: &str) -> String {
    // The lock belongs to the origin, the database too; so no path in its name.
    format!("casebook-tab:{db_name}")
}

async fn request(db_name: &str, options: &LockOptions) -> Claim {
    let inner = Rc::new(Inner::default());
    let Some(locks) = manager() else {
        hold(db_name, inner);
        return Claim::Owner;
    };

    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let (granted, holder) = (sender.clone(), inner.clone());
    // Called once with the lock or null; the lock is held until the promise that it returns is settled.
    let callback = Closure::once_into_js(move |lock: JsValue| -> Promise {
        let got = !lock.is_null() && !lock.is_undefined();
        let promise = Promise::new(&mut |resolve, _| {
            if got {
                *holder.release.borrow_mut() = Some(resolve.unchecked_into());
            } else {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        });
        if let Some(sender) = granted.take() {
            let _ = sender.send(got);
        }
        promise.unchecked_into()
    });
    let held = locks.request_with_options(&lock_name(db_name), options, callback.unchecked_ref());

    let watched = Rc::downgrade(&inner);
    spawn_local(async move {
        let ended = wasm_bindgen_futures::JsFuture::from(held).await;
        // Refused, or stolen from us: a lock that we let go ends without an error.
        if ended.is_err() {
            if let Some(sender) = sender.take() {
                let _ = sender.send(false);
            }
            if let Some(inner) = watched.upgrade() {
                inner.lost.set(true);
                let told = inner.stolen.borrow_mut().take();
                if let Some(told) = told {
                    told();
                }
            }
        }
    });

    if receiver.await.unwrap_or(false) {
        hold(db_name, inner);
        Claim::Owner
    } else {
        Claim::Elsewhere
    }
}

fn hold(db_name: &str, inner: Rc<Inner>) {
    let held = Held { db_name: db_name.to_owned(), inner, asked: None };
    let old = HELD.with_borrow_mut(|all| {
        let (old, kept): (Vec<_>, Vec<_>) = all.drain(..).partition(|old| old.db_name == db_name);
        *all = kept;
        all.push(held);
        old
    });
    // An older hold of this page on the same casebook has ended, whether the browser has said so yet or not.
    for told in old.into_iter().filter_map(|old| old.inner.stolen.take()) {
        told();
    }
}

fn manager() -> Option<LockManager> {
    let navigator = web_sys::window()?.navigator();
    super::has(&navigator, "locks").then(|| navigator.locks())
}
