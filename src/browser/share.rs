//! The system's share sheet: a file goes to an app of the mentor's choice.
//!
//! Chromium hands on only files of certain kinds, by the end of the name and by the type, and says so no sooner than when
//! it is asked to share; `canShare` answers yes whatever the file is. Text is on its lists, `.casebook` is not
//! (`third_party/blink/renderer/modules/webshare/FILE_TYPES.md`). So encrypted files are shared as text, named so.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, File, FilePropertyBag, Navigator, ShareData};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// An app took the file. What it does with it, it does not tell.
    Done,
    /// The mentor closed the sheet.
    Cancelled,
    /// This browser or device can't, or does not want this file.
    Unavailable,
}

/// Whether this browser has a share sheet that takes text files.
pub fn takes_text_files() -> bool {
    let Some(navigator) = navigator() else { return false };
    data("probe.txt", "text/plain", b"probe", "").is_some_and(|data| navigator.can_share_with_data(&data))
}

/// Opens the share sheet with a file of this media type. Only at a tap: browsers refuse it otherwise. Neither name nor
/// title may name anybody.
pub async fn file(name: &str, media_type: &str, title: &str, bytes: &[u8]) -> Shared {
    let (Some(navigator), Some(data)) = (navigator(), data(name, media_type, bytes, title)) else {
        return Shared::Unavailable;
    };
    match JsFuture::from(navigator.share_with_data(&data)).await {
        Ok(_) => Shared::Done,
        Err(error) => match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
            Some("AbortError") => Shared::Cancelled,
            _ => Shared::Unavailable,
        },
    }
}

fn navigator() -> Option<Navigator> {
    let navigator = web_sys::window()?.navigator();
    (super::has(&navigator, "share") && super::has(&navigator, "canShare")).then_some(navigator)
}

fn data(name: &str, media_type: &str, bytes: &[u8], title: &str) -> Option<ShareData> {
    let options = FilePropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let file = File::new_with_u8_array_sequence_and_options(&parts, name, &options).ok()?;
    let data = ShareData::new();
    data.set_files(&Array::of1(&file));
    if !title.is_empty() {
        data.set_title(title);
    }
    Some(data)
}
