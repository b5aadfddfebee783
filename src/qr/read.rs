//! A text out of a picture that shows a QR code.

use rqrr::PreparedImage;

use super::{MAX_SIDE, MAX_TEXT};

/// The smallest code has 21 modules a side.
const MIN_SIDE: u32 = 21;

/// The text of the first code in a picture that can be read, cut after [`MAX_TEXT`] characters and one. `luma` is a byte a
/// pixel, row by row, 0 black. `None` where there is no code, or no such picture.
pub fn read(width: u32, height: u32, luma: &[u8]) -> Option<String> {
    let sides = MIN_SIDE..=MAX_SIDE;
    if !sides.contains(&width) || !sides.contains(&height) || luma.len() != (width * height) as usize {
        return None;
    }
    let row = width as usize;
    let mut picture = PreparedImage::prepare_from_greyscale(row, height as usize, |x, y| luma[y * row + x]);
    picture.detect_grids().iter().find_map(|grid| {
        let (_, text) = grid.decode().ok()?;
        Some(text.chars().take(MAX_TEXT + 1).collect())
    })
}
