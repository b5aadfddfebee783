//! The camera's picture: shown on the page and passed on in grey, one frame at a time. Nothing is recorded.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, DomException, HtmlCanvasElement, HtmlVideoElement, MediaStream, MediaStreamConstraints,
    MediaStreamTrack,
};

use super::timer;

/// How often and how long to wait for the first picture.
const LOOK_MS: u32 = 50;
const LOOKS: u32 = 200;

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraError {
    /// This browser gives pages no camera at all.
    NotHere,
    /// Somebody said no: the mentor at the question, or the person who set the device up.
    Denied,
    /// The device has no camera.
    NoCamera,
    /// Another app has it, or it does not start.
    InUse,
    /// The page left before it was there.
    Gone,
}

/// A frame in grey, a byte a pixel, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels along a side; the frame is square.
    pub side: u32,
    /// The pixels, 0 black.
    pub luma: Vec<u8>,
}

/// A running camera. It stops when this is dropped, and its light goes out.
pub struct Camera {
    _tracks: Tracks,
    video: HtmlVideoElement,
    canvas: CanvasRenderingContext2d,
}

/// A stream whose tracks stop with it. Never to be cloned: `MediaStream::clone` is the browser's, which makes further tracks.
struct Tracks(MediaStream);

impl Drop for Tracks {
    fn drop(&mut self) {
        for track in self.0.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}

impl Camera {
    /// Asks for the camera that looks away from the screen, or any, and shows it in the `<video>` with this id. It has to be
    /// `wanted` still when the browser's question is answered.
    ///
    /// # Errors
    /// All of [`CameraError`].
    pub async fn open(video_id: &str, side: u32, wanted: impl Fn() -> bool) -> Result<Camera, CameraError> {
        let window = web_sys::window().ok_or(CameraError::NotHere)?;
        let navigator = window.navigator();
        if !super::has(&navigator, "mediaDevices") {
            return Err(CameraError::NotHere);
        }
        let devices = navigator.media_devices().map_err(|_| CameraError::NotHere)?;
        let constraints = MediaStreamConstraints::new();
        constraints.set_video(&picture());
        let asked = devices.get_user_media_with_constraints(&constraints).map_err(|error| reason(&error))?;
        let stream: MediaStream = JsFuture::from(asked).await.map_err(|error| reason(&error))?.unchecked_into();
        let tracks = Tracks(stream);
        if !wanted() {
            return Err(CameraError::Gone);
        }

        let document = window.document().ok_or(CameraError::Gone)?;
        let video: HtmlVideoElement = document
            .get_element_by_id(video_id)
            .and_then(|element| element.dyn_into().ok())
            .ok_or(CameraError::Gone)?;
        let canvas: HtmlCanvasElement = document
            .create_element("canvas")
            .ok()
            .and_then(|canvas| canvas.dyn_into().ok())
            .ok_or(CameraError::NotHere)?;
        canvas.set_width(side);
        canvas.set_height(side);
        // The pixels are read back again and again, so they are not to lie with the graphics.
        let options = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&options, &"willReadFrequently".into(), &JsValue::TRUE);
        let canvas = canvas
            .get_context_with_context_options("2d", &options)
            .ok()
            .flatten()
            .and_then(|context| context.dyn_into().ok())
            .ok_or(CameraError::NotHere)?;

        video.set_src_object(Some(&tracks.0));
        let camera = Camera { _tracks: tracks, video, canvas };
        if let Ok(playing) = camera.video.play() {
            JsFuture::from(playing).await.map_err(|_| CameraError::InUse)?;
        }
        for _ in 0..LOOKS {
            if !wanted() {
                return Err(CameraError::Gone);
            }
            if camera.video.video_width() > 0 && camera.video.ready_state() >= 2 {
                return Ok(camera);
            }
            timer::wait_ms(LOOK_MS).await;
        }
        Err(CameraError::InUse)
    }

    /// The middle of what is seen now, as large a square as there is, scaled to the side that was asked for. `None` while
    /// there is none.
    pub fn frame(&self) -> Option<Picture> {
        let canvas = self.canvas.canvas()?;
        let side = canvas.width();
        let (width, height) = (f64::from(self.video.video_width()), f64::from(self.video.video_height()));
        let square = width.min(height);
        if square <= 0.0 {
            return None;
        }
        let whole = f64::from(side);
        self.canvas
            .draw_image_with_html_video_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.video,
                (width - square) / 2.0,
                (height - square) / 2.0,
                square,
                square,
                0.0,
                0.0,
                whole,
                whole,
            )
            .ok()?;
        let pixels = self.canvas.get_image_data(0, 0, side.cast_signed(), side.cast_signed()).ok()?.data();
        let luma = pixels
            .chunks_exact(4)
            .map(|pixel| {
                let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
                ((77 * red + 150 * green + 29 * blue) >> 8) as u8
            })
            .collect();
        Some(Picture { side, luma })
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        self.video.set_src_object(None);
    }
}

/// The camera on the back where there is one, and a picture that is large enough and not more.
fn picture() -> JsValue {
    let set = |object: &js_sys::Object, name: &str, value: &JsValue| {
        let _ = js_sys::Reflect::set(object, &name.into(), value);
    };
    let ideal = |value: JsValue| {
        let object = js_sys::Object::new();
        set(&object, "ideal", &value);
        object
    };
    let video = js_sys::Object::new();
    set(&video, "facingMode", &ideal("environment".into()));
    set(&video, "width", &ideal(1280.into()));
    set(&video, "height", &ideal(720.into()));
    video.into()
}

fn reason(error: &JsValue) -> CameraError {
    let name = error.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
    match name.as_str() {
        "NotAllowedError" | "SecurityError" => CameraError::Denied,
        "NotFoundError" | "OverconstrainedError" => CameraError::NoCamera,
        "InvalidStateError" => CameraError::Gone,
        "TypeError" | "" => CameraError::NotHere,
        _ => CameraError::InUse,
    }
}
