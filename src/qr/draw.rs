//! A text as the black modules of a QR code.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

use super::MAX_TEXT;

/// White modules around the code; readers may rely on four.
const QUIET: usize = 4;

/// A drawn code with the quiet zone around it. One unit of the path is one module.
#[derive(Clone)]
pub struct Drawing(QrCode);

/// Draws a text; `None` if it is longer than [`MAX_TEXT`] bytes. A key in lower case is drawn in upper case, which takes a
/// smaller code and means the same.
pub fn draw(text: &str) -> Option<Drawing> {
    if text.len() > MAX_TEXT {
        return None;
    }
    let is_key =
        text.starts_with("age1") && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if is_key { any(&text.to_ascii_uppercase()) } else { any(text) }
}

pub(super) fn any(text: &str) -> Option<Drawing> {
    let segments = QrSegment::make_segments(text);
    // Medium correction bears a reflection on the glass; more where the same size of code holds it. The mask is chosen by
    // the standard's own rules.
    let (least, mask) = (QrCodeEcc::Medium, None::<Mask>);
    QrCode::encode_segments_advanced(&segments, least, Version::MIN, Version::MAX, mask, true).ok().map(Drawing)
}

impl Drawing {
    /// Modules along a side, quiet zone included: the view box of the path.
    pub fn side(&self) -> usize {
        self.modules() + 2 * QUIET
    }

    #[cfg(test)]
    pub(super) fn bears_a_quarter(&self) -> bool {
        self.0.error_correction_level() >= QrCodeEcc::Quartile
    }

    fn modules(&self) -> usize {
        // At most 177.
        self.0.size().unsigned_abs() as usize
    }

    /// Whether the module is dark; the quiet zone is not, nor what lies outside.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        let within = |at: usize| at.checked_sub(QUIET).filter(|at| *at < self.modules());
        match (within(x), within(y)) {
            (Some(x), Some(y)) => self.0.get_module(x as i32, y as i32),
            _ => false,
        }
    }

    /// The dark modules as the `d` of an SVG path, run by run.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for y in 0..self.side() {
            let mut x = 0;
            while x < self.side() {
                let length = (x..self.side()).take_while(|&x| self.is_dark(x, y)).count();
                if length > 0 {
                    let [x, y, length] = [x, y, length].map(|number| number.to_string());
                    path.push_str(&["M", &x, " ", &y, "h", &length, "v1h-", &length, "z"].concat());
                }
                x += length.max(1);
            }
        }
        path
    }
}
