//! Other age programs open our bundles and we open theirs: Debian's `age` and Rust's `rage` with `gzip`, where they are
//! installed.
//!
//! Where one is missing the test says so on standard error and passes; with `CASEBOOK_REQUIRE_INTEROP=1` (CI) it fails.

#![cfg(not(target_arch = "wasm32"))]

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use casebook_crypto::{
    bundle::{BundleReader, BundleWriter, Limits, OpenWith, SealFor},
    device,
    keys::Key,
    recovery::Recovery,
};

const LINES: [&[u8]; 3] = [b"{\"first\":1}", b"{\"row\":\"\xc3\xa9\"}", b"{\"last\":1}"];
const WORDS: &str = "abandon zoo absent lamp zebra youth kite";

/// The programs a test needs; `None`, said loudly, where one is missing.
fn installed(programs: &[&str]) -> Option<()> {
    for program in programs {
        let found = Command::new("sh")
            .args(["-c", &format!("command -v {program}")])
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        if !found {
            assert!(std::env::var_os("CASEBOOK_REQUIRE_INTEROP").is_none(), "{program} is not installed");
            // Past the test harness's capture, so that it is seen without --nocapture.
            let _ = writeln!(std::io::stderr(), "SKIPPED: an interop test, as {program} is not installed");
            return None;
        }
    }
    Some(())
}

/// A folder of the test's own, removed when it ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("casebook-interop-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn sh(folder: &Path, script: &str) {
    let output = Command::new("sh").args(["-euc", script]).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Runs a command on a terminal of its own and types a line of `answers` there each time it asks: passphrases are read from
/// nowhere else.
fn on_a_terminal(folder: &Path, command: &str, answers: &str) {
    let mut child = Command::new("script")
        .args(["-qec", command, "/dev/null"])
        // rage asks in a window of pinentry's where there is one.
        .env("PINENTRY_PROGRAM", "")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // Kept open until the end: a terminal that closes would end the program.
    let mut keyboard = child.stdin.take().unwrap();
    let mut screen = child.stdout.take().unwrap();
    let mut seen = Vec::new();
    for line in answers.lines() {
        let asked_from = seen.len();
        let asks = |seen: &[u8]| seen[asked_from..].windows(9).any(|word| word.eq_ignore_ascii_case(b"assphrase"));
        while !asks(&seen) || !seen.trim_ascii_end().ends_with(b":") {
            let mut byte = [0];
            screen.read_exact(&mut byte).unwrap_or_else(|_| panic!("{command}: {}", String::from_utf8_lossy(&seen)));
            seen.extend(byte);
        }
        // What is typed before the program has turned the echo off is thrown away.
        std::thread::sleep(Duration::from_millis(300));
        keyboard.write_all(format!("{line}\n").as_bytes()).unwrap();
        keyboard.flush().unwrap();
    }
    screen.read_to_end(&mut seen).unwrap();
    let status = child.wait().unwrap();
    drop(keyboard);
    assert!(status.success(), "{command}: {}", String::from_utf8_lossy(&seen));
}

fn bundle(seal_for: SealFor) -> Vec<u8> {
    let mut writer = BundleWriter::new(seal_for).unwrap();
    LINES.iter().for_each(|line| writer.write_line(line).unwrap());
    writer.finish().unwrap()
}

fn text() -> Vec<u8> {
    LINES.iter().flat_map(|line| [line, &b"\n"[..]].concat()).collect()
}

fn lines(file: Vec<u8>, with: OpenWith<'_>) -> Vec<Vec<u8>> {
    let mut reader = BundleReader::open(file, with, Limits::CASEBOOK).unwrap();
    std::iter::from_fn(|| reader.next_line().transpose()).map(Result::unwrap).collect()
}

/// The programs: Debian's, and the Rust one whose library we use.
const PROGRAMS: [&str; 2] = ["age", "rage"];

#[test]
fn age_programs_and_gunzip_open_a_backup_with_the_printed_recovery_key() {
    for age in PROGRAMS {
        let Some(()) = installed(&[age, "gunzip"]) else { continue };
        let folder = Folder::new(&format!("recipient-out-{age}"));
        let recovery = Recovery::generate();
        fs::write(folder.path("key"), &recovery.identity()[..]).unwrap();
        fs::write(folder.path("bundle"), bundle(SealFor::Recipients(vec![recovery.recipient()]))).unwrap();
        sh(&folder.0, &format!("{age} -d -i key bundle | gunzip > text"));
        assert_eq!(fs::read(folder.path("text")).unwrap(), text(), "{age}");
    }
}

#[test]
fn what_age_programs_and_gzip_seal_for_a_device_opens_here() {
    for age in PROGRAMS {
        let Some(()) = installed(&[age, "gzip"]) else { continue };
        let folder = Folder::new(&format!("recipient-in-{age}"));
        let key = Key::random();
        fs::write(folder.path("text"), text()).unwrap();
        sh(&folder.0, &format!("gzip -c text | {age} -r {} > bundle", device::recipient(&key)));
        let file = fs::read(folder.path("bundle")).unwrap();
        assert_eq!(lines(file, OpenWith::Identity(&device::identity(&key))), LINES, "{age}");
    }
}

#[test]
fn age_programs_and_gunzip_open_a_bundle_with_its_words() {
    for age in PROGRAMS {
        let Some(()) = installed(&[age, "gunzip", "script"]) else { continue };
        let folder = Folder::new(&format!("words-out-{age}"));
        fs::write(folder.path("bundle"), bundle(SealFor::Words(WORDS.to_uppercase()))).unwrap();
        on_a_terminal(&folder.0, &format!("{age} -d -o gz bundle"), &format!("{WORDS}\n"));
        sh(&folder.0, "gunzip < gz > text");
        assert_eq!(fs::read(folder.path("text")).unwrap(), text(), "{age}");
    }
}

#[test]
fn what_age_programs_and_gzip_seal_by_words_opens_here() {
    for age in PROGRAMS {
        let Some(()) = installed(&[age, "gzip", "script"]) else { continue };
        let folder = Folder::new(&format!("words-in-{age}"));
        fs::write(folder.path("text"), text()).unwrap();
        sh(&folder.0, "gzip -c text > gz");
        on_a_terminal(&folder.0, &format!("{age} -p -o bundle gz"), &format!("{WORDS}\n{WORDS}\n"));
        assert_eq!(lines(fs::read(folder.path("bundle")).unwrap(), OpenWith::Words(WORDS)), LINES, "{age}");
    }
}
