//! Both ends of a worker: starting one from the page, and serving in one.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::{mpsc, oneshot};
use futures_util::StreamExt as _;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::events::Listener;
use super::{page, service_worker};
use crate::protocol::kdf::KdfRefusal;

/// What a worker says first: messages that came before it would have been lost.
const READY: &str = "ready";

/// Why a worker gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerError {
    /// The page is not yet under the service worker's protection, and will not be: it could not be installed. Without it a
    /// worker would not be held to the content policy.
    Unprotected,
    /// The worker could not be loaded, or its program was tampered with.
    NotLoaded,
    /// It stopped in the middle: out of memory, as a rule.
    Stopped,
    /// It is of another build than the app: an update is half done.
    WrongBuild,
    /// It did not understand the question or gave no answer that can be read.
    Garbled,
    /// The key derivation refused.
    Kdf(casebook_vault::KdfError),
}

impl From<KdfRefusal> for WorkerError {
    fn from(refusal: KdfRefusal) -> Self {
        match refusal {
            KdfRefusal::WrongBuild => WorkerError::WrongBuild,
            KdfRefusal::Garbled => WorkerError::Garbled,
            KdfRefusal::Kdf(error) => WorkerError::Kdf(error),
        }
    }
}

/// What goes beside a question.
#[derive(Clone, Copy, Debug)]
pub enum Attached<'a> {
    /// Bytes, which are copied and handed over.
    Bytes(&'a [u8]),
    /// A file. The browser reads it when the worker asks for it; nothing of it is in this page's memory.
    File(&'a Blob),
}

/// A running worker. It ends when this is dropped, whatever it is doing, and its memory with it.
pub(super) struct Running {
    worker: Worker,
    inbox: mpsc::UnboundedReceiver<Option<JsValue>>,
    _listeners: [Listener; 3],
}

impl Running {
    /// Starts the worker whose address the page's `<meta name=…>` gives, once the page is protected.
    pub(super) async fn start(meta: &str) -> Result<Running, WorkerError> {
        service_worker::protected().await.map_err(|_| WorkerError::Unprotected)?;
        let url = page::meta(meta).ok_or(WorkerError::NotLoaded)?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&url, &options).map_err(|_| WorkerError::NotLoaded)?;

        let (sender, inbox) = mpsc::unbounded();
        let (broken, unreadable) = (sender.clone(), sender.clone());
        let listeners = [
            Listener::new(&worker, "message", move |event| {
                let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
                let _ = sender.unbounded_send(data);
            }),
            Listener::new(&worker, "error", move |_| drop(broken.unbounded_send(None))),
            Listener::new(&worker, "messageerror", move |_| drop(unreadable.unbounded_send(None))),
        ];
        let mut running = Running { worker, inbox, _listeners: listeners };
        match running.next().await {
            Ok(first) if first.as_string().as_deref() == Some(READY) => Ok(running),
            _ => Err(WorkerError::NotLoaded),
        }
    }

    /// The next message.
    async fn next(&mut self) -> Result<JsValue, WorkerError> {
        self.inbox.next().await.flatten().ok_or(WorkerError::Stopped)
    }

    /// Hands bytes over: the page has them no more.
    pub(super) fn post_bytes(&self, bytes: &[u8]) -> Result<(), WorkerError> {
        let array = Uint8Array::from(bytes);
        self.worker.post_message_with_transfer(&array, &Array::of1(&array.buffer())).map_err(|_| WorkerError::Garbled)
    }

    /// The next message as bytes; the browser's copy is wiped.
    pub(super) async fn next_bytes(&mut self) -> Result<Vec<u8>, WorkerError> {
        take_bytes(&self.next().await?).ok_or(WorkerError::Garbled)
    }

    /// Hands over a text and what goes beside it.
    pub(super) fn post(&self, text: &str, attached: Option<Attached<'_>>) -> Result<(), WorkerError> {
        let (message, transfer) = match attached {
            None => pair(text, None),
            Some(Attached::Bytes(bytes)) => pair(text, Some(bytes)),
            Some(Attached::File(file)) => (Array::of2(&text.into(), file), Array::new()),
        };
        self.worker.post_message_with_transfer(&message, &transfer).map_err(|_| WorkerError::Garbled)
    }

    /// The next text with its bytes.
    pub(super) async fn next_pair(&mut self) -> Result<(String, Option<Vec<u8>>), WorkerError> {
        unpair(&self.next().await?).ok_or(WorkerError::Garbled)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// The bytes of a message, its own copy overwritten.
fn take_bytes(message: &JsValue) -> Option<Vec<u8>> {
    let array: &Uint8Array = message.dyn_ref()?;
    let bytes = array.to_vec();
    array.fill(0, 0, array.length());
    Some(bytes)
}

fn pair(text: &str, bytes: Option<&[u8]>) -> (Array, Array) {
    let array = bytes.map(Uint8Array::from);
    let transfer = array.as_ref().map_or_else(Array::new, |array| Array::of1(&array.buffer()));
    (Array::of2(&text.into(), &array.map_or(JsValue::NULL, JsValue::from)), transfer)
}

fn unpair(message: &JsValue) -> Option<(String, Option<Vec<u8>>)> {
    let array: &Array = message.dyn_ref()?;
    Some((array.get(0).as_string()?, take_bytes(&array.get(1))))
}

/// What came beside a question.
#[derive(Debug)]
pub enum Beside {
    /// Nothing, or bytes.
    Bytes(Option<Vec<u8>>),
    /// A file that nobody has read yet.
    File(Blob),
}

impl Beside {
    /// All of it; `None` where it is a file that can't be read.
    pub async fn read(self) -> Option<Vec<u8>> {
        match self {
            Self::Bytes(bytes) => Some(bytes.unwrap_or_default()),
            Self::File(file) => {
                let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
                Some(Uint8Array::new(&buffer).to_vec())
            }
        }
    }
}

// --- In the worker --------------------------------------------------------------------------------------------------

fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// The id of the build that this worker's loader is of.
pub fn own_build() -> String {
    js_sys::Reflect::get(&js_sys::global(), &"casebookBuild".into())
        .ok()
        .and_then(|build| build.as_string())
        .unwrap_or_default()
}

/// Answers bytes with bytes, for as long as the worker lives.
pub fn serve_bytes(answer: impl Fn(Vec<u8>) -> casebook_vault::Zeroizing<Vec<u8>> + 'static) {
    let Some(scope) = scope() else { return };
    let heard = scope.clone();
    let closure = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(question) = take_bytes(&event.data()) else { return };
        let array = Uint8Array::from(answer(question).as_slice());
        let _ = heard.post_message_with_transfer(&array, &Array::of1(&array.buffer()));
    });
    scope.set_onmessage(Some(closure.as_ref().unchecked_ref()));
    closure.forget();
    let _ = scope.post_message(&READY.into());
}

/// Where a bundle worker's answers go.
#[derive(Clone)]
pub struct Outbox(DedicatedWorkerGlobalScope);

impl Outbox {
    /// Sends a text, with bytes beside it that are handed over.
    pub fn post(&self, text: &str, bytes: Option<&[u8]>) {
        let (message, transfer) = pair(text, bytes);
        let _ = self.0.post_message_with_transfer(&message, &transfer);
    }
}

/// Calls `asked` with each question and what came beside it, one at a time: a question waits for the future of the one before.
pub fn serve_pairs<F: Future<Output = ()> + 'static>(asked: impl Fn(Outbox, String, Beside) -> F + 'static) {
    let Some(scope) = scope() else { return };
    let (sender, mut inbox) = mpsc::unbounded();
    let closure = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        let file = data.dyn_ref().and_then(|pair: &Array| pair.get(1).dyn_into::<Blob>().ok());
        if let Some((text, bytes)) = unpair(&data) {
            let _ = sender.unbounded_send((text, file.map_or(Beside::Bytes(bytes), Beside::File)));
        }
    });
    scope.set_onmessage(Some(closure.as_ref().unchecked_ref()));
    closure.forget();
    let outbox = Outbox(scope.clone());
    wasm_bindgen_futures::spawn_local(async move {
        while let Some((text, beside)) = inbox.next().await {
            asked(outbox.clone(), text, beside).await;
        }
    });
    let _ = scope.post_message(&READY.into());
}

/// A worker that is being started or is ready for one use.
#[derive(Clone, Default)]
pub(super) struct Prepared(Rc<RefCell<Option<Starting>>>);

type Starting = oneshot::Receiver<Result<Running, WorkerError>>;

impl Prepared {
    /// Starts one ahead of its use, unless one is ready.
    pub(super) fn prepare(&self, meta: &'static str) {
        if self.0.borrow().is_some() {
            return;
        }
        let (sender, receiver) = oneshot::channel();
        *self.0.borrow_mut() = Some(receiver);
        wasm_bindgen_futures::spawn_local(async move {
            let _ = sender.send(Running::start(meta).await);
        });
    }

    /// The one that is ready, or a new one.
    pub(super) async fn take(&self, meta: &'static str) -> Result<Running, WorkerError> {
        let ready = self.0.borrow_mut().take();
        match ready {
            Some(starting) => match starting.await {
                Ok(Ok(running)) => Ok(running),
                // It may have been asked for while something was not yet there; once more, then it is said.
                _ => Running::start(meta).await,
            },
            None => Running::start(meta).await,
        }
    }

    /// Ends the one that is ready.
    pub(super) fn end(&self) {
        self.0.borrow_mut().take();
    }
}
