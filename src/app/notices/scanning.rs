//! A code that could not be scanned, in words.

use crate::app::scanning::{CameraError, ScanError};

/// Why nothing can be scanned, in words.
pub fn scan_words(error: ScanError) -> &'static str {
    match error {
        ScanError::Camera(CameraError::NotHere) => {
            "This browser gives Casebook no camera. Paste the key below instead."
        }
        ScanError::Camera(CameraError::Denied) => {
            "Casebook is not allowed to use the camera. Allow it for this page in the browser's settings and try again, or paste the key below."
        }
        ScanError::Camera(CameraError::NoCamera) => "No camera was found on this device. Paste the key below instead.",
        ScanError::Camera(CameraError::InUse) => {
            "The camera did not start. Close other apps that may be using it and try again, or paste the key below."
        }
        ScanError::Camera(CameraError::Gone) => "The camera was closed. Try again, or paste the key below.",
        ScanError::Reader => "The part of Casebook that reads codes stopped. Try again, or paste the key below.",
    }
}
