//! Other age programs open our bundles and we open theirs: Debian's `age` with `gzip`, where they are installed.
//!
//! Where one is missing the test says so on standard error and passes; with `CASEBOOK_REQUIRE_INTEROP=1` (CI) it fails.

#![cfg(not(target_arch = "wasm32"))]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
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

/// Runs a command on a terminal of its own and types `answer` there: age reads passphrases from nowhere else.
fn on_a_terminal(folder: &Path, command: &str, answer: &str) {
    let mut child = Command::new("script")
        .args(["-qec", command, "/dev/null"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // Kept open until the end: a terminal that closes would end the program.
    let mut keyboard = child.stdin.take().unwrap();
    keyboard.write_all(answer.as_bytes()).unwrap();
    keyboard.flush().unwrap();
    let output = child.wait_with_output().unwrap();
    drop(keyboard);
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stdout));
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

#[test]
fn age_and_gunzip_open_a_backup_with_the_printed_recovery_key() {
    let Some(()) = installed(&["age", "gunzip"]) else {
        return;
    };
    let folder = Folder::new("recipient-out");
    let recovery = Recovery::generate();
    fs::write(folder.path("key"), &recovery.identity()[..]).unwrap();
    fs::write(folder.path("bundle"), bundle(SealFor::Recipients(vec![recovery.recipient()]))).unwrap();
    sh(&folder.0, "age -d -i key bundle | gunzip > text");
    assert_eq!(fs::read(folder.path("text")).unwrap(), text());
}

#[test]
fn what_age_and_gzip_seal_for_a_device_opens_here() {
    let Some(()) = installed(&["age", "gzip"]) else {
        return;
    };
    let folder = Folder::new("recipient-in");
    let key = Key::random();
    fs::write(folder.path("text"), text()).unwrap();
    sh(&folder.0, &format!("gzip -c text | age -r {} > bundle", device::recipient(&key)));
    let file = fs::read(folder.path("bundle")).unwrap();
    assert_eq!(lines(file, OpenWith::Identity(&device::identity(&key))), LINES);
}

#[test]
fn age_and_gunzip_open_a_bundle_with_its_words() {
    let Some(()) = installed(&["age", "gunzip", "script"]) else {
        return;
    };
    let folder = Folder::new("words-out");
    fs::write(folder.path("bundle"), bundle(SealFor::Words(WORDS.to_uppercase()))).unwrap();
    on_a_terminal(&folder.0, "age -d -o gz bundle", &format!("{WORDS}\n"));
    sh(&folder.0, "gunzip < gz > text");
    assert_eq!(fs::read(folder.path("text")).unwrap(), text());
}

#[test]
fn what_age_and_gzip_seal_by_words_opens_here() {
    let Some(()) = installed(&["age", "gzip", "script"]) else {
        return;
    };
    let folder = Folder::new("words-in");
    fs::write(folder.path("text"), text()).unwrap();
    sh(&folder.0, "gzip -c text > gz");
    on_a_terminal(&folder.0, "age -p -o bundle gz", &format!("{WORDS}\n{WORDS}\n"));
    assert_eq!(lines(fs::read(folder.path("bundle")).unwrap(), OpenWith::Words(WORDS)), LINES);
}
