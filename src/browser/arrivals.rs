//! Files that come to the page: dropped on it, or opened with the installed app from the system's files.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, DragEvent, Event, File};

use super::events::Listener;
use super::inbox::{self, NotKept};
use super::page;

/// More are not looked at.
const MOST: usize = 50;
/// Set on the root element while files are held over the page.
const OVER: &str = "data-files-over";

/// Files that came, not read yet.
pub struct Arrived(Vec<Source>);

enum Source {
    File(File),
    /// A `FileSystemFileHandle`, asked for its file when it is wanted.
    Handle(JsValue),
}

impl Arrived {
    /// Keeps them until they are opened. Tells how many are, and what became of the others.
    pub async fn keep(self) -> (usize, Vec<NotKept>) {
        let mut kept = 0;
        let mut lost = Vec::new();
        for source in self.0 {
            let file = match source {
                Source::File(file) => Some(file),
                Source::Handle(handle) => file_of(&handle).await,
            };
            match file {
                Some(file) => match inbox::keep(&file).await {
                    Ok(()) => kept += 1,
                    Err(why) => lost.push(why),
                },
                None => lost.push(NotKept::Unreadable),
            }
        }
        (kept, lost)
    }
}

async fn file_of(handle: &JsValue) -> Option<File> {
    let get: Function = Reflect::get(handle, &"getFile".into()).ok()?.dyn_into().ok()?;
    let promise: js_sys::Promise = get.call0(handle).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// Calls back with the files that come, for as long as the page lives. A file that is dropped anywhere would otherwise
/// be opened by the browser in the place of the app.
pub fn listen(came: impl Fn(Arrived) + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    let over = |event: Event| {
        if let Some(data) = files_in(&event) {
            event.prevent_default();
            data.set_drop_effect("copy");
            page::set_root_attribute(OVER, Some(""));
        }
    };
    Listener::active(&window, "dragenter", over).forever();
    Listener::active(&window, "dragover", over).forever();
    Listener::new(&window, "dragleave", |event| {
        // Between two elements of the page the next one is named.
        if event.dyn_ref::<DragEvent>().is_some_and(|event| event.related_target().is_none()) {
            page::set_root_attribute(OVER, None);
        }
    })
    .forever();
    let dropped = came.clone();
    Listener::active(&window, "drop", move |event| {
        page::set_root_attribute(OVER, None);
        if let Some(data) = files_in(&event) {
            event.prevent_default();
            let files = data.files();
            let count = files.as_ref().map_or(0, web_sys::FileList::length);
            let file = |at| files.as_ref().and_then(|files| files.get(at)).map(Source::File);
            dropped(Arrived((0..count).filter_map(file).take(MOST).collect()));
        }
    })
    .forever();
    launched(&window, came);
}

/// The event's data, if there are files in it and not only marked text.
fn files_in(event: &Event) -> Option<DataTransfer> {
    let data = event.dyn_ref::<DragEvent>()?.data_transfer()?;
    data.types().includes(&"Files".into(), 0).then_some(data)
}

/// The queue of what the installed app was opened with. The browser holds it until somebody asks, and gives it again after a
/// reload.
fn launched(window: &web_sys::Window, came: impl Fn(Arrived) + 'static) {
    let Ok(queue) = Reflect::get(window, &"launchQueue".into()) else { return };
    let set: Option<Function> = Reflect::get(&queue, &"setConsumer".into()).ok().and_then(|set| set.dyn_into().ok());
    let Some(set) = set else { return };
    let consumer = Closure::<dyn FnMut(JsValue)>::new(move |launch: JsValue| {
        let files = Reflect::get(&launch, &"files".into()).unwrap_or(JsValue::UNDEFINED);
        if files.is_object() {
            let handles: Vec<_> = Array::from(&files).iter().take(MOST).map(Source::Handle).collect();
            if !handles.is_empty() {
                came(Arrived(handles));
            }
        }
    });
    let _ = set.call1(&queue, consumer.as_ref());
    consumer.forget();
}
