//! A camera's picture read as the bundle worker reads it, in WebAssembly.

use casebook::qr;
use casebook_vault::Recipient;
use wasm_bindgen_test::wasm_bindgen_test;

const KEY: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
const SIDE: u32 = 480;

/// A frame of the size that is looked at: the code across a part of it, the light falling off to one side.
fn frame(share: f64) -> Vec<u8> {
    let drawing = qr::draw(KEY).expect("short enough");
    let size = f64::from(SIDE) * share;
    let start = (f64::from(SIDE) - size) / 2.0;
    let module = size / drawing.side() as f64;
    (0..SIDE * SIDE)
        .map(|place| {
            let (x, y) = (f64::from(place % SIDE), f64::from(place / SIDE));
            let (u, v) = ((x - start) / module, (y - start) / module);
            let inside = u >= 0.0 && v >= 0.0 && u < drawing.side() as f64 && v < drawing.side() as f64;
            let paint = match inside {
                true if drawing.is_dark(u as usize, v as usize) => 30.0,
                true => 230.0,
                false => 90.0,
            };
            (paint * (1.0 - 0.5 * x / f64::from(SIDE))) as u8
        })
        .collect()
}

#[wasm_bindgen_test]
fn a_frame_of_the_camera_is_read() {
    for share in [0.4, 0.6, 0.95] {
        let text = qr::read(SIDE, SIDE, &frame(share)).expect("a code");
        assert_eq!(Recipient::parse(&text).expect("a key").text(), KEY, "{share} of the frame");
    }
}

#[wasm_bindgen_test]
fn a_frame_without_a_code_is_nothing() {
    let wall: Vec<u8> = (0..SIDE * SIDE).map(|place| (place % 251) as u8 ^ (place / SIDE) as u8).collect();
    assert_eq!(qr::read(SIDE, SIDE, &wall), None);
}
