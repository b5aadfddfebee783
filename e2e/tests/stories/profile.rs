//! What the browser's own profile holds after it was ended at any moment: no secret and no name that was typed.

use std::collections::BTreeSet;

use serde_json::json;

use super::mentor::Mentor;
use super::*;

/// Words that stand nowhere else on the machine.
const FIRST: &str = "Zephyrhilda";
const SURNAME: &str = "Quaggleworth";
const NOTE: &str = "whispered about the frobnitzed lantern";
const LETTER: &str = "the glimmerbrook excursion";

/// Every file below a folder with what it holds, compressed session files unpacked.
fn held(dir: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            held(&path, found);
        } else if let Ok(bytes) = fs::read(&path) {
            let plain = bytes.strip_prefix(b"mozLz40\0").and_then(|rest| lz4(rest.get(4..)?));
            found.push((path, plain.unwrap_or(bytes)));
        }
    }
}

/// A block of LZ4, as Firefox packs its session files; what comes before a fault is enough to search.
fn lz4(packed: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut at = 0;
    let length = |at: &mut usize, nibble: usize| -> Option<usize> {
        let mut length = nibble;
        let mut more = if nibble == 15 { 255 } else { 0 };
        while more == 255 {
            more = usize::from(*packed.get(*at)?);
            *at += 1;
            length += more;
        }
        Some(length)
    };
    while at < packed.len() {
        let token = usize::from(packed[at]);
        at += 1;
        let literals = length(&mut at, token >> 4)?;
        out.extend_from_slice(packed.get(at..at + literals)?);
        at += literals;
        if at >= packed.len() {
            break;
        }
        let offset = usize::from(*packed.get(at)?) | usize::from(*packed.get(at + 1)?) << 8;
        at += 2;
        let matched = length(&mut at, token & 15)? + 4;
        let from = out.len().checked_sub(offset).filter(|_| offset > 0)?;
        for place in from..from + matched {
            out.push(out[place]);
        }
    }
    Some(out)
}

/// Fails where one of the words is in the profile, as bytes or as the browser's wide characters.
#[track_caller]
fn holds_none(profile: &Path, words: &[&str], moment: &str) {
    let mut files = Vec::new();
    held(profile, &mut files);
    assert!(files.len() > 10, "a profile");
    let mut needles: Vec<(&str, Vec<u8>)> = Vec::new();
    for word in words {
        needles.push((word, word.as_bytes().to_vec()));
        needles.push((word, word.encode_utf16().flat_map(u16::to_le_bytes).collect()));
    }
    // One pass over each file: two bytes that begin no word are passed over.
    let two = |bytes: &[u8]| usize::from(bytes[0]) << 8 | usize::from(bytes[1]);
    let mut begins = vec![false; 1 << 16];
    needles.iter().for_each(|(_, needle)| begins[two(needle)] = true);
    let mut found = BTreeSet::new();
    for (path, bytes) in &files {
        for at in 0..bytes.len().saturating_sub(1) {
            if !begins[two(&bytes[at..])] {
                continue;
            }
            for (word, needle) in &needles {
                if bytes[at..].starts_with(needle) {
                    found.insert(format!("{moment}: \"{word}\" in {}", path.display()));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

pub fn nothing_typed_is_in_the_profile(engine: Engine) {
    let server = app();
    // Firefox writes down what its pages hold every fifteen seconds unless it is told otherwise.
    let often = vec![("browser.sessionstore.interval".to_owned(), json!(1_000))];
    let extras = Extras { preferences: often, ..Extras::default() };
    let mut mentor = Mentor::install_with(engine, "profile", &server, extras);
    let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{engine}-profile")).join("profile");
    mentor.first_run();
    let passphrase = mentor.passphrase.clone();
    let recovery = mentor.recovery.clone();
    // Three words in a row are enough to know them by; single ones are in any dictionary.
    let three = |words: &str, from: usize| words.split(' ').skip(from).take(3).collect::<Vec<_>>().join(" ");
    let secrets = [three(&passphrase, 0), three(&passphrase, 3), three(&recovery, 0), three(&recovery, 6)];
    let mut words: Vec<&str> = secrets.iter().map(String::as_str).collect();
    words.extend([FIRST, SURNAME, NOTE, LETTER]);

    // In the middle of a new pupil.
    mentor.session.click("New pupil #1");
    mentor.session.wait_for("First names");
    mentor.session.fill("First names", FIRST);
    mentor.session.fill("Surname", SURNAME);
    mentor.session.wait_for("Draft kept on this tablet");
    settle();
    mentor.session.kill9();
    holds_none(&profile, &words, "a half-filled form");
    mentor.reopen();

    // In the middle of a note, the browser closed as a user does.
    mentor.session.click("Casebook > Pupils");
    mentor.session.click("New pupil #1");
    mentor.session.wait_for("What you typed before is back.");
    mentor.save("Pupil");
    mentor.session.click("Casebook > Quick note");
    mentor.session.wait_for("Save note");
    mentor.session.fill("Note", NOTE);
    settle();
    mentor.session.quit();
    holds_none(&profile, &words, "a half-written note");
    mentor.reopen();

    // On the lock screen, the recovery words typed, Enter pressed, the browser ended at once; and before Enter.
    for enter in [true, false] {
        mentor.session.click("Lock");
        mentor.session.wait_for("Locked");
        mentor.session.click("Use the recovery words");
        mentor.session.fill("The twelve recovery words", &recovery);
        if enter {
            mentor.session.click("Unlock");
        } else {
            settle();
        }
        mentor.session.kill9();
        holds_none(&profile, &words, "recovery words");
        mentor.reopen();
    }
}

/// The browsers write their session, and what a page stores, within five seconds of a change.
fn settle() {
    std::thread::sleep(std::time::Duration::from_secs(7));
}
