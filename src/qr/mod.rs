//! QR codes: a key is shown on one tablet and read by another one's camera. Nothing else goes by QR code.
//!
//! - [`mod@draw`]: a text as a path for SVG; the app's second part.
//! - [`mod@read`]: a text out of a camera's picture; the bundle worker alone, which is given nothing but the picture for it.
//!
//! What was read comes from outside. It is cut at [`MAX_TEXT`] and means nothing before
//! [`casebook_vault::Recipient::parse`] took it.

pub mod draw;
pub mod read;

pub use draw::{Drawing, draw};
pub use read::read;

/// The longest text that is drawn or read, in characters; a key has 62.
pub const MAX_TEXT: usize = 300;
/// The longest side of a picture that is read, in pixels.
pub const MAX_SIDE: u32 = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    /// The drawing as a camera would see it: a number of pixels a module, on a grey ground.
    fn picture(drawing: &Drawing, pixels: usize, edge: usize, (black, white): (u8, u8)) -> (u32, Vec<u8>) {
        let side = drawing.side() * pixels + 2 * edge;
        let mut luma = vec![120; side * side];
        for y in 0..drawing.side() * pixels {
            for x in 0..drawing.side() * pixels {
                let dark = drawing.is_dark(x / pixels, y / pixels);
                luma[(y + edge) * side + x + edge] = if dark { black } else { white };
            }
        }
        (side as u32, luma)
    }

    #[test]
    fn what_is_drawn_is_read() {
        for pixels in [3, 5, 11] {
            let (side, luma) = picture(&draw(KEY).expect("short enough"), pixels, 40, (0, 255));
            assert_eq!(
                read(side, side, &luma).as_deref(),
                Some(KEY.to_uppercase().as_str()),
                "{pixels} pixels a module"
            );
        }
    }

    #[test]
    fn a_dull_screen_is_read() {
        let (side, luma) = picture(&draw(KEY).expect("short enough"), 6, 60, (70, 150));
        assert_eq!(read(side, side, &luma).as_deref(), Some(KEY.to_uppercase().as_str()));
    }

    /// A tablet held askew: turned by some degrees and blurred.
    #[test]
    fn a_code_that_is_turned_and_blurred_is_read() {
        let drawing = draw(KEY).expect("short enough");
        let (from, sharp) = picture(&drawing, 8, 10, (20, 235));
        for degrees in [-25_f64, 7.0, 13.0, 90.0, 180.0] {
            let (sin, cos) = degrees.to_radians().sin_cos();
            let side = 640_usize;
            let at = |x: f64, y: f64| {
                let (x, y) = (x - 320.0, y - 320.0);
                let (u, v) = (x * cos - y * sin + f64::from(from) / 2.0, x * sin + y * cos + f64::from(from) / 2.0);
                let inside = u >= 0.0 && v >= 0.0 && u < f64::from(from) && v < f64::from(from);
                if inside { f64::from(sharp[v as usize * from as usize + u as usize]) } else { 120.0 }
            };
            let luma: Vec<u8> = (0..side * side)
                .map(|place| {
                    let (x, y) = ((place % side) as f64, (place / side) as f64);
                    let around = [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (0.0, 0.0)];
                    (around.iter().map(|(dx, dy)| at(x + dx, y + dy)).sum::<f64>() / 5.0) as u8
                })
                .collect();
            assert_eq!(read(640, 640, &luma), Some(KEY.to_uppercase()), "{degrees} degrees");
        }
    }

    #[test]
    fn a_key_is_a_small_code_that_bears_a_fingerprint_on_the_glass() {
        let drawing = draw(KEY).expect("short enough");
        // Version 4 with its quiet zone.
        assert_eq!(drawing.side(), 33 + 8);
        // In upper case a quarter of it may be lost; as it is written, less.
        assert!(drawing.bears_a_quarter() && !draw::any(KEY).expect("short enough").bears_a_quarter());
    }

    #[test]
    fn the_path_covers_exactly_the_dark_modules() {
        let drawing = draw(KEY).expect("short enough");
        let mut seen = vec![0_u8; drawing.side() * drawing.side()];
        for run in drawing.path().split('z').filter(|run| !run.is_empty()) {
            // M{x} {y}h{n}v1h-{n}
            let (start, rest) = run.strip_prefix('M').and_then(|run| run.split_once('h')).expect("a run");
            let (x, y) = start.split_once(' ').expect("a start");
            let (length, back) = rest.split_once("v1h-").expect("a run");
            assert_eq!(length, back);
            let (x, y, length): (usize, usize, usize) =
                (x.parse().expect("x"), y.parse().expect("y"), length.parse().expect("length"));
            (x..x + length).for_each(|x| seen[y * drawing.side() + x] += 1);
        }
        for (place, count) in seen.into_iter().enumerate() {
            let dark = drawing.is_dark(place % drawing.side(), place / drawing.side());
            assert_eq!(count, u8::from(dark), "module {place}");
        }
    }

    #[test]
    fn too_long_a_text_is_not_drawn_and_never_read_whole() {
        assert!(draw(&"a".repeat(MAX_TEXT)).is_some());
        assert!(draw(&"a".repeat(MAX_TEXT + 1)).is_none());
        let longest = draw::any(&"A".repeat(1000)).expect("fits a large code");
        let (side, luma) = picture(&longest, 4, 20, (0, 255));
        // One character more than is allowed: the reader sees that it is too long.
        assert_eq!(read(side, side, &luma).map(|text| text.len()), Some(MAX_TEXT + 1));
    }

    #[test]
    fn pictures_that_are_none_are_read_as_nothing() {
        assert_eq!(read(0, 0, &[]), None);
        assert_eq!(read(100, 100, &[0; 9_999]), None);
        assert_eq!(read(u32::MAX, u32::MAX, &[0; 64]), None);
        assert_eq!(read(MAX_SIDE + 1, 21, &vec![0; (MAX_SIDE as usize + 1) * 21]), None);
        for even in [0, 127, 255] {
            assert_eq!(read(64, 48, &[even; 64 * 48]), None);
        }
    }

    /// Hostile pictures: noise, and a true code with parts of it overpainted. It may be read or not, and nothing stops.
    #[test]
    fn noise_and_damage_stop_nothing() {
        let mut random = 0x2545_f491_u32;
        let mut next = move || {
            random ^= random << 13;
            random ^= random >> 17;
            random ^= random << 5;
            random
        };
        for _ in 0..20 {
            let noise: Vec<u8> = (0..96 * 96).map(|_| next() as u8).collect();
            let _ = read(96, 96, &noise);
        }
        let (side, clean) = picture(&draw(KEY).expect("short enough"), 4, 16, (0, 255));
        for _ in 0..150 {
            let mut luma = clean.clone();
            let side = side as usize;
            let (x, y, size) = (next() as usize % side, next() as usize % side, 8 + next() as usize % 60);
            let paint = if next() % 2 == 0 { 0 } else { 255 };
            for row in y..(y + size).min(side) {
                luma[row * side + x..row * side + (x + size).min(side)].fill(paint);
            }
            let text = read(side as u32, side as u32, &luma);
            assert!(text.is_none_or(|text| text == KEY.to_uppercase()), "a code that is wrong passed its own check");
        }
    }
}
