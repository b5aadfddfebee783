//! Files out of the browser and into it.

use js_sys::{Array, Uint8Array};
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

/// The same for a field that takes several, none of them larger than one limit nor all of them than the other.
///
/// # Errors
/// All but [`FileError::NotSaved`]; one file that can't be read is an error for all.
pub async fn picked_all(input_id: &str, limit: u64, limit_of_all: u64) -> Result<Vec<Picked>, FileError> {
    let (input, files) = chosen(input_id).ok_or(FileError::NothingChosen)?;
    let size = files.iter().map(|file| file.size() as u64).sum();
    let all = async {
        if size > limit_of_all {
            return Err(FileError::TooLarge { size, limit: limit_of_all });
        }
        let mut all = Vec::new();
        for file in &files {
            all.push(read(file, limit).await?);
        }
        Ok(all)
    };
    let all = all.await;
    input.set_value("");
    all
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
