//! C2SP's CCTV vectors for age, against the way we set the age crate up. Their payloads are no bundles, so this looks at
//! age's plaintext before it is decompressed.

use std::{fs, io::Read, path::Path};

use flate2::read::ZlibDecoder;
use sha2::{Digest, Sha256};

use super::{
    BundleError, Limits,
    read::{OpenWith, Payload},
};
use crate::{device, keys::Key};

/// Headers that the specification refuses and the age crate accepts, as early age programs wrote stanzas that way. They
/// are covered by the header's MAC all the same.
const LAXER: [&str; 2] = ["stanza_missing_body", "stanza_missing_final_line"];

#[derive(Default)]
struct Vector {
    expect: String,
    payload: Option<String>,
    identities: Vec<String>,
    passphrases: Vec<String>,
    armored: bool,
    file: Vec<u8>,
}

impl Vector {
    fn read(bytes: &[u8]) -> Vector {
        let end = bytes.windows(2).position(|two| two == b"\n\n").unwrap();
        let mut vector = Vector::default();
        let mut compressed = false;
        for line in std::str::from_utf8(&bytes[..end]).unwrap().lines() {
            let (key, value) = line.split_once(": ").unwrap();
            match key {
                "expect" => vector.expect = value.into(),
                "payload" => vector.payload = Some(value.into()),
                "identity" => vector.identities.push(value.into()),
                "passphrase" => vector.passphrases.push(value.into()),
                "armored" => vector.armored = true,
                "compressed" => compressed = true,
                "file key" | "comment" => {}
                other => panic!("unknown key {other}"),
            }
        }
        vector.file = bytes[end + 2..].to_vec();
        if compressed {
            let mut file = Vec::new();
            ZlibDecoder::new(&vector.file[..]).read_to_end(&mut file).unwrap();
            vector.file = file;
        }
        vector
    }

    fn open(&self) -> Result<Payload, BundleError> {
        let words = self.passphrases.iter().map(|text| OpenWith::Words(text));
        let keys = self.identities.iter().map(|text| OpenWith::Identity(text));
        // Files that must fail before any key is tried come without one.
        let stranger = device::identity(&Key::random());
        let mut error = None;
        for with in words.chain(keys).chain([OpenWith::Identity(&stranger)]) {
            match Payload::open(self.file.clone(), with, &Limits::CASEBOOK) {
                Ok(payload) => return Ok(payload),
                Err(other) => error = error.or(Some(other)),
            }
        }
        Err(error.expect("at least the stranger's key was tried"))
    }
}

#[test]
fn the_reader_agrees_with_every_cctv_vector_for_words_and_x25519() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cctv");
    let (mut held, mut left_out) = (0, 0);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".md") {
            continue;
        }
        let vector = Vector::read(&fs::read(&path).unwrap());
        let hybrid = vector.identities.iter().any(|text| text.starts_with("AGE-SECRET-KEY-PQ-"));
        if hybrid {
            left_out += 1;
            continue;
        }
        held += 1;
        let opened = vector.open();
        if vector.armored {
            // A bundle is binary; text armour is somebody else's file.
            assert!(opened.is_err(), "{name}");
            continue;
        }
        if LAXER.contains(&&name[..]) {
            assert!(opened.is_ok(), "{name}: the age crate has become strict, take it off the list");
            continue;
        }
        match (&vector.expect[..], opened) {
            ("success" | "payload failure", Ok(mut payload)) => {
                let mut plain = Vec::new();
                let end = payload.read_to_end(&mut plain);
                assert_eq!(end.is_ok(), vector.expect == "success", "{name}: {end:?}");
                let hash: String = Sha256::digest(&plain).iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(Some(hash), vector.payload, "{name}: what was released");
            }
            // A payload cut off within its nonce is noticed before the header is worked on.
            ("header failure", Err(error)) => {
                let key_was_tried = [BundleError::SealedForAnotherKey, BundleError::NeedsWords, BundleError::NeedsKey];
                assert!(!key_was_tried.contains(&error), "{name}: {error:?}");
            }
            ("HMAC failure" | "no match" | "payload failure", Err(_)) => {}
            (expect, outcome) => panic!("{name}: expected {expect}, got {:?}", outcome.err()),
        }
    }
    println!("{held} vectors held, {left_out} with hybrid keys left out");
    assert!(held >= 110, "only {held} vectors");
}
