//! Scanning another tablet's key: the camera on the page, the reading in a worker, the check here.
//!
//! The scan has its own worker, which gets no keys, because anybody can hold up a picture to it. The worker ends with
//! the scan, and begun again if a picture stops it.

use super::device::Device;
use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, select};

use super::device::Watching;
use crate::browser::bundle_worker::{Attached, BundleWorker};
use crate::browser::camera::Camera;
use crate::browser::{clipboard, timer};
use crate::protocol::bundle::ReadCode;
use casebook_vault::{NotARecipient, Recipient};

pub use crate::browser::camera::CameraError;

/// Side of the square that is looked at, in pixels: a key's code that fills a third of it has four pixels a module.
const SIDE: u32 = 480;
/// Between two looks.
const PAUSE_MS: u32 = 150;
/// A picture that is not read by then has stopped the worker.
const PATIENCE_MS: u32 = 5_000;
/// Workers that may be stopped by pictures, one after the other.
const WORKERS: u32 = 3;
/// The camera goes off by itself after this long.
const LOOK_MS: u32 = 3 * 60_000;

/// Why nothing can be scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanError {
    /// There is no picture.
    Camera(CameraError),
    /// The reader did not start, or stopped again and again.
    Reader,
}

/// What a scan tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// The camera's picture is on the page.
    Looking,
    /// A code was read that is no key; it continues looking.
    NotAKey(NotARecipient),
    /// A key was read; the camera is off.
    Key(Recipient),
    /// It can't; the camera is off.
    Failed(ScanError),
    /// The page was hidden or blanked, or nobody held a code up for long: the camera is off.
    Stopped,
}

/// A running scan. The camera goes off when this is dropped.
#[must_use = "the camera goes off when this is dropped"]
pub struct Scan {
    inner: Rc<Inner>,
    _hidden: Watching,
}

type Heard = Rc<dyn Fn(Scanned)>;

#[derive(Default)]
struct Inner {
    /// What is told; nothing any more once it is over.
    heard: RefCell<Option<Heard>>,
    camera: RefCell<Option<Camera>>,
}

impl Inner {
    fn is_over(&self) -> bool {
        self.heard.borrow().is_none()
    }

    fn tell(&self, scanned: Scanned) {
        // The listener may drop the scan.
        let heard = self.heard.borrow().clone();
        if let Some(heard) = heard {
            heard(scanned);
        }
    }

    fn end(&self, scanned: Scanned) {
        self.camera.take();
        let heard = self.heard.take();
        if let Some(heard) = heard {
            heard(scanned);
        }
    }
}

impl Drop for Scan {
    fn drop(&mut self) {
        self.inner.camera.take();
        self.inner.heard.take();
    }
}

impl Device {
    /// Shows the camera in the `<video>` with this id and looks for a key. `heard` is told what comes of it.
    pub fn scan(self, video_id: &'static str, heard: impl Fn(Scanned) + 'static) -> Scan {
        let inner = Rc::new(Inner { heard: RefCell::new(Some(Rc::new(heard))), camera: RefCell::default() });
        let scan = inner.clone();
        wasm_bindgen_futures::spawn_local(async move {
            if let Err(error) = self.look(video_id, &scan).await {
                scan.end(Scanned::Failed(error));
            }
        });
        let seen = Rc::downgrade(&inner);
        let hidden = self.when_shown(move |visible| {
            // A camera that nobody asks for any more goes off; its question may hide the page before it is there.
            if let Some(scan) = seen.upgrade().filter(|scan| !visible && scan.camera.borrow().is_some()) {
                scan.end(Scanned::Stopped);
            }
        });
        Scan { inner, _hidden: hidden }
    }

    async fn look(self, video_id: &str, scan: &Rc<Inner>) -> Result<(), ScanError> {
        // The browser's question may hide the page.
        self.expect_own_window(true);
        let wanted = || !scan.is_over() && !self.blank.get_untracked();
        let camera = Camera::open(video_id, SIDE, wanted).await;
        self.expect_own_window(false);
        if !wanted() {
            // Covered before it was there: it did not fail, it was turned off.
            scan.end(Scanned::Stopped);
            return Ok(());
        }
        let camera = camera.map_err(ScanError::Camera)?;
        *scan.camera.borrow_mut() = Some(camera);
        let mut worker = Some(BundleWorker::start().await.map_err(|_| ScanError::Reader)?);
        let mut stopped = 0;
        scan.tell(Scanned::Looking);
        let begun = self.now();
        loop {
            if scan.is_over() {
                return Ok(());
            }
            // Somebody has covered the page, or put the tablet down.
            let long = self.now().utc_ms - begun.utc_ms > i64::from(LOOK_MS);
            if long || self.blank.get_untracked() {
                scan.end(Scanned::Stopped);
                return Ok(());
            }
            let frame = scan.camera.borrow().as_ref().and_then(Camera::frame);
            let Some(frame) = frame else {
                timer::wait_ms(PAUSE_MS).await;
                continue;
            };
            let reader = match &mut worker {
                Some(reader) => reader,
                None => worker.insert(BundleWorker::start().await.map_err(|_| ScanError::Reader)?),
            };
            let answer = {
                let ask = ReadCode { width: frame.side, height: frame.side };
                let asked = pin!(reader.ask(ask, Some(Attached::Bytes(&frame.luma)), |_| {}));
                match select(asked, pin!(timer::wait_ms(PATIENCE_MS))).await {
                    Either::Left((Ok((code, _)), _)) => Some(code),
                    _ => None,
                }
            };
            let Some(answer) = answer else {
                stopped += 1;
                if stopped == WORKERS {
                    return Err(ScanError::Reader);
                }
                worker = None;
                continue;
            };
            match answer.as_deref().map(Recipient::parse) {
                None => {}
                Some(Ok(key)) => {
                    scan.end(Scanned::Key(key));
                    return Ok(());
                }
                Some(Err(other)) => scan.tell(Scanned::NotAKey(other)),
            }
            timer::wait_ms(PAUSE_MS).await;
        }
    }

    /// Copies a text; says whether the browser did.
    pub async fn copy(self, text: &str) -> bool {
        clipboard::copy(text).await
    }
}
