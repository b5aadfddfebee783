//! Files out of the browser and into it.

use std::sync::Arc;

use super::worker::Attached;
use js_sys::{Array, Uint8Array};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, HtmlInputElement, Url};

/// Why a file could not be saved or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileError {
    /// Nothing was chosen.
    NothingChosen,
    /// The file is larger than allowed; it was not read.
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// The most that is read.
        limit: u64,
    },
    /// The browser could not read it: moved, removed, or in a cloud that does not answer.
    Unreadable,
    /// The browser did not let us save.
    NotSaved,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub enum FileContent {
    /// In memory.
    Bytes(Arc<Vec<u8>>),
    /// With the browser, which reads it where it is needed. Only the thread of the page uses it.
    File(Arc<SendWrapper<File>>),
}

impl FileContent {
    /// Of bytes.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Bytes(Arc::new(bytes.into()))
    }

    /// To go to a worker.
    pub fn attached(&self) -> Attached<'_> {
        match self {
            Self::Bytes(bytes) => Attached::Bytes(bytes),
            Self::File(file) => Attached::File(file),
        }
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(file) => file.size() as u64,
        }
    }
}

/// A file that the mentor chose, read to memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    /// Its name without a folder.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Hands bytes to the browser as a download. Where they end up is the browser's affair and it does not tell.
///
/// # Errors
/// [`FileError::NotSaved`].
pub fn save(name: &str, media_type: &str, bytes: &[u8]) -> Result<(), FileError> {
    try_save(name, media_type, bytes).ok_or(FileError::NotSaved)
}

fn try_save(name: &str, media_type: &str, bytes: &[u8]) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let document = web_sys::window()?.document()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // Safari reads the address only after the click returned; a minute is long enough for any of them.
    gloo_timers::callback::Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Some(())
}

/// Reads what was chosen in the `<input type=file>` with this id, and empties the field so that the same file can be
/// chosen again. Looks at the size first.
///
/// # Errors
/// All but [`FileError::NotSaved`].
pub async fn picked(input_id: &str, limit: u64) -> Result<Picked, FileError> {
    let (input, files) = chosen(input_id).ok_or(FileError::NothingChosen)?;
    let read = match files.first() {
        Some(file) => read(file, limit).await,
        None => Err(FileError::NothingChosen),
    };
    input.set_value("");
    read
}

/// The names and files of a field that takes several, none of them larger than one limit nor all of them than the other. None
/// of them is read yet.
///
/// # Errors
/// [`FileError::NothingChosen`], [`FileError::TooLarge`].
pub fn picked_all(input_id: &str, limit: u64, limit_of_all: u64) -> Result<Vec<(String, FileContent)>, FileError> {
    let (input, files) = chosen(input_id).ok_or(FileError::NothingChosen)?;
    input.set_value("");
    if files.is_empty() {
        return Err(FileError::NothingChosen);
    }
    let sizes = || files.iter().map(|file| file.size() as u64);
    let (size, largest) = (sizes().sum(), sizes().max().unwrap_or_default());
    if size > limit_of_all {
        return Err(FileError::TooLarge { size, limit: limit_of_all });
    }
    if largest > limit {
        return Err(FileError::TooLarge { size: largest, limit });
    }
    Ok(files.into_iter().map(|file| (file.name(), FileContent::File(Arc::new(SendWrapper::new(file))))).collect())
}

fn chosen(input_id: &str) -> Option<(HtmlInputElement, Vec<File>)> {
    let element = web_sys::window()?.document()?.get_element_by_id(input_id)?;
    let input: HtmlInputElement = element.dyn_into().ok()?;
    let files = input.files();
    let count = files.as_ref().map_or(0, web_sys::FileList::length);
    let files = (0..count).filter_map(|at| files.as_ref()?.get(at)).collect();
    Some((input, files))
}

async fn read(file: &File, limit: u64) -> Result<Picked, FileError> {
    let size = file.size() as u64;
    if size > limit {
        return Err(FileError::TooLarge { size, limit });
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| FileError::Unreadable)?;
    Ok(Picked { name: file.name(), bytes: Uint8Array::new(&buffer).to_vec() })
}
