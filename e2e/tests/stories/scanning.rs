//! The key of a colleague's tablet: by camera, or pasted.

use std::io::Write as _;
use std::process::{Command, Stdio};

use casebook::qr;
use casebook_vault::Recipient;
use serde_json::json;

use super::hand_over::begin_with;
use super::*;

/// Another tablet's key and its secret, made by the age program as a stranger to Casebook makes them.
struct Colleague {
    key: String,
    secret: PathBuf,
}

impl Colleague {
    fn new(dir: &Path) -> Self {
        let secret = dir.join("colleague.key");
        let made =
            Command::new("age-keygen").arg("-o").arg(&secret).output().expect("age-keygen; scripts/setup installs it");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let text = fs::read_to_string(&secret).expect("the key");
        let key = text.lines().find_map(|line| line.strip_prefix("# public key: ")).expect("the public half");
        Self { key: key.to_owned(), secret }
    }

    /// What a bundle holds, opened by age and gunzip.
    fn open(&self, bundle: &Path) -> String {
        let age = Command::new("age").arg("-d").arg("-i").arg(&self.secret).arg(bundle).output().expect("age");
        assert!(age.status.success(), "{}", String::from_utf8_lossy(&age.stderr));
        let mut gunzip = Command::new("gunzip").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("gunzip");
        let mut stdin = gunzip.stdin.take().expect("its input");
        // Small enough for the pipe.
        stdin.write_all(&age.stdout).expect("written");
        drop(stdin);
        String::from_utf8(gunzip.wait_with_output().expect("gunzip").stdout).expect("text")
    }
}

/// A film for Chromium's camera: each text held up as a QR code for this many frames, askew and on grey, five frames a second.
fn film(path: &Path, scenes: &[(&str, usize)]) {
    const WIDTH: usize = 640;
    const HEIGHT: usize = 480;
    let mut file = std::io::BufWriter::new(fs::File::create(path).expect("a file for the film"));
    file.write_all(b"YUV4MPEG2 W640 H480 F5:1 Ip A1:1 C420jpeg\n").expect("written");
    for (text, frames) in scenes {
        let drawing = qr::draw(text).expect("short enough");
        for frame in 0..*frames {
            let tilt = 4.0 + frame as f64 / 4.0;
            let (sin, cos) = tilt.to_radians().sin_cos();
            let pixels = 280.0 / drawing.side() as f64;
            let luma: Vec<u8> = (0..WIDTH * HEIGHT)
                .map(|place| {
                    let (x, y) = ((place % WIDTH) as f64 - 320.0, (place / WIDTH) as f64 - 240.0);
                    let (u, v) = ((x * cos - y * sin + 140.0) / pixels, (x * sin + y * cos + 140.0) / pixels);
                    let side = drawing.side() as f64;
                    match u >= 0.0 && v >= 0.0 && u < side && v < side {
                        true if drawing.is_dark(u as usize, v as usize) => 40,
                        true => 220,
                        false => 110,
                    }
                })
                .collect();
            file.write_all(b"FRAME\n").and_then(|()| file.write_all(&luma)).expect("written");
            file.write_all(&[128; WIDTH * HEIGHT / 2]).expect("written");
        }
    }
}

/// Remembers every track that the camera gives; to be called before the app asks for it.
const WATCH_CAMERA: &str = "window.cameraTracks = [];
    const devices = navigator.mediaDevices, ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => { const stream = await ask(wanted); window.cameraTracks.push(...stream.getTracks()); return stream; };";

/// What is said beneath the picture depends on what the camera has seen by then.
#[track_caller]
fn camera_is_on(session: &Session) {
    session.wait_until(
        "the camera to be on",
        "const states = window.cameraTracks.map((track) => track.readyState);
         const shown = [...document.querySelectorAll('video')].filter((video) => video.srcObject).length;
         return (states.at(-1) === 'live' && shown === 1) || `${states} ${shown} shown`",
    );
}

#[track_caller]
fn camera_is_off(session: &Session) {
    session.wait_until(
        "the camera to be off",
        "const states = window.cameraTracks.map((track) => track.readyState);
         const shown = [...document.querySelectorAll('video')].filter((video) => video.srcObject).length;
         return (states.length > 0 && states.every((state) => state === 'ended') && shown === 0) || `${states} ${shown} shown`",
    );
}

/// A hand-over sealed for a colleague's tablet whose code is held before the camera, or whose key is pasted where there is no
/// camera or nobody allows it. The age program opens it with that tablet's secret.
pub fn a_key_comes_in_by_camera_or_by_hand(engine: Engine) {
    let name = "scan";
    let dir = scratch(engine, &format!("{name}-film"));
    let colleague = Colleague::new(&dir);
    let reel = dir.join("code.y4m");
    // Eight seconds in which nothing is read, so that a busy machine has time to turn the camera off again.
    film(&reel, &[("https://example.org/not-a-key", 40), (&colleague.key, 30)]);
    let extras = Extras {
        arguments: vec![
            "--use-fake-device-for-media-stream".into(),
            format!("--use-file-for-fake-video-capture={}", reel.display()),
            "--use-fake-ui-for-media-stream".into(),
        ],
        // Firefox has no film to show: there the mentor says no.
        preferences: vec![
            ("media.navigator.streams.fake".into(), json!(true)),
            ("permissions.default.camera".into(), json!(2)),
        ],
        ..Extras::default()
    };
    let (mut mentor, server) = begin_with(engine, name, Hands::Pointer, true, extras);
    server.forget();
    mentor.choose_two();
    mentor.what_for("Cover: the file comes back", "Plan and reviews only");
    mentor.ask_the_lead();
    mentor.session.click("Continue");
    mentor.step("How to send it");
    mentor.session.tick("Encrypted for their tablet");
    mentor.look("90-scan-key");

    let secret = fs::read_to_string(&colleague.secret).expect("the secret");
    let secret = secret.lines().last().expect("its last line");
    let mistyped =
        colleague.key.replacen(&colleague.key[20..22], if &colleague.key[20..22] == "qq" { "pp" } else { "qq" }, 1);
    for (typed, said) in [
        (&mistyped[..], "There is a mistake in this key"),
        (&colleague.key[..50], "The end of this key is missing"),
        (secret, "This is a secret key"),
        ("Robin Sample", "This is not the key of a tablet"),
    ] {
        mentor.session.fill("Or paste the key", typed);
        mentor.session.click("Use this key");
        mentor.session.wait_for(said);
    }
    mentor.look("91-scan-refused");
    mentor.session.fill("Or paste the key", "");

    match engine {
        Engine::Chromium => {
            mentor.session.run(WATCH_CAMERA, json!([]));
            mentor.session.click("Scan with the camera");
            mentor.session.wait_for("This is a web address");
            mentor.session.shot("92-scanning");
            mentor.session.axe("scanning");
            // Off at a tap, off when the page is left, off when the screen is blanked.
            mentor.session.click("Turn the camera off");
            camera_is_off(&mentor.session);
            mentor.session.click("Scan with the camera");
            camera_is_on(&mentor.session);
            mentor.session.click("Blank screen");
            camera_is_off(&mentor.session);
            mentor.session.come_back();
            mentor.session.wait_for("The camera was turned off.");
            mentor.session.click("Scan with the camera");
            camera_is_on(&mentor.session);
            mentor.session.tick("Locked with seven words");
            camera_is_off(&mentor.session);
            mentor.session.tick("Encrypted for their tablet");
            mentor.session.click("Scan with the camera");
            mentor.session.wait_for("these six words");
            camera_is_off(&mentor.session);
        }
        Engine::Firefox | Engine::WebKit => {
            mentor.session.click("Scan with the camera");
            mentor.session.wait_for("Casebook is not allowed to use the camera.");
            mentor.look("92-scan-denied");
            // As a message breaks it.
            let (begin, end) = colleague.key.split_at(33);
            mentor.session.fill("Or paste the key", &format!("{begin} {end}"));
            mentor.session.click("Use this key");
            mentor.session.wait_for("these six words");
        }
    }
    let key = Recipient::parse(&colleague.key).expect("a key");
    mentor.session.wait_for(&key.fingerprint().join(" "));
    mentor.look("93-scanned");
    mentor.session.click("Continue");
    mentor.step("Make it and pass it on");
    mentor.session.click("Make the hand-over");
    mentor.session.wait_for("Save the file");
    mentor.session.click("Save the file");
    let bundle = mentor.session.take_download(".casebook");
    let lines = colleague.open(&bundle);
    assert!(lines.contains("hand-over") && lines.lines().count() > 2, "{lines}");
    assert_eq!(server.seen(), Vec::<Seen>::new());
    mentor.all_was_well();
}
