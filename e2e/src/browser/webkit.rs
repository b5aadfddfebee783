//! WebKitGTK: a screen to draw on, our own shell around the engine (`e2e/webkit-shell`), and what the shell is told while it runs.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use super::{Theme, process};

/// How long a script of ours may take. `clock.js` knows the driver's timer by this number, which nothing else uses.
pub(super) const SCRIPT_TIME: Duration = Duration::from_millis(61_803);

/// A screen in memory (Xvfb); ended when it is dropped.
pub(super) struct Screen {
    server: Child,
    /// As `DISPLAY` names it.
    pub(super) name: String,
}

impl Screen {
    /// Starts one with a number that nobody has. It holds a tablet either way up.
    pub(super) fn start() -> Result<Self, String> {
        let mut server = Process::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "2000x2000x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("Xvfb: {error}; scripts/setup installs it"))?;
        let said = server.stdout.take().ok_or("Xvfb has no output")?;
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            let mut number = String::new();
            let read = BufReader::new(said).read_line(&mut number);
            // Nobody listens any more after the time-out.
            let _ = tell.send(read.map(|_| number.trim().to_owned()));
        });
        let number = told.recv_timeout(Duration::from_secs(20));
        let mut screen = Self { server, name: String::new() };
        match number {
            Ok(Ok(number)) if !number.is_empty() => {
                screen.name = format!(":{number}");
                Ok(screen)
            }
            _ => Err("Xvfb does not start".into()),
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // One that has ended already needs no end.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The driver's command: which screen, and nothing of the machine's desktop.
pub(super) fn command(program: &str, screen: &Screen, console: &Path) -> Result<Process, String> {
    let console = fs::File::create(console).map_err(|error| format!("{}: {error}", console.display()))?;
    let mut command = Process::new(program);
    command
        .stdout(Stdio::null())
        // The shell's pages write there.
        .stderr(console)
        .env("DISPLAY", &screen.name)
        .env("GDK_BACKEND", "x11")
        .env("GSETTINGS_BACKEND", "memory")
        .env("NO_AT_BRIDGE", "1");
    Ok(command)
}

/// What the driver is asked for: the shell, with the folders that are this session's.
pub(super) fn options(profile: &Path, downloads: &Path, script: Option<&str>) -> Result<Value, String> {
    let mut arguments = vec![profile.to_owned(), downloads.to_owned()];
    if let Some(script) = script {
        let file = profile.with_extension("js");
        fs::write(&file, script).map_err(|error| format!("{}: {error}", file.display()))?;
        arguments.push(file);
    }
    Ok(json!({ "binary": shell()?, "args": arguments }))
}

/// Cargo puts the shell beside the programs of this package, or above its tests.
fn shell() -> Result<PathBuf, String> {
    let me = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut folders = me.ancestors().skip(1).take(2).map(|folder| folder.join("webkit-shell"));
    folders
        .find(|path| path.is_file())
        .ok_or_else(|| "no webkit-shell beside this program; cargo builds it with the tests".into())
}

/// Where the console of the pages is written.
pub(super) fn console_of(profile: &Path) -> PathBuf {
    profile.with_extension("console")
}

/// The complaints in a console's text: errors and what the content policy refused.
pub(super) fn complaints(console: &str) -> Vec<String> {
    // WebKit does not know that directive, which is right. The other two are said of what a page was still loading when the test
    // left it: a bare failure, and "access control" of an address that is the app's own, where there is none.
    let abandoned = |line: &str| {
        line.trim_end().ends_with("ERROR TypeError: Load failed")
            || line.contains("cannot load http://localhost:")
                && line.trim_end().ends_with("due to access control checks.")
    };
    let harmless = |line: &str| line.contains("'manifest-src'") || abandoned(line);
    let complaint = |line: &&str| line.contains("CONSOLE") && line.contains(" ERROR ") && !harmless(line);
    console.lines().filter(complaint).map(str::to_owned).collect()
}

/// Tells the shell which scheme is preferred.
pub(super) fn prefer(profile: &Path, theme: Theme) {
    let signal = if theme == Theme::Dark { Signal::HUP } else { Signal::USR2 };
    for pid in process::naming(&profile.to_string_lossy()) {
        // One that has ended meanwhile is missed by the next verb.
        if let Some(pid) = Pid::from_raw(pid) {
            let _ = kill_process(pid, signal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_errors_are_complaints() {
        let said = "http://localhost:1/#/:1:2: CONSOLE JS ERROR TypeError: no\nCONSOLE LOG hello\nCONSOLE SECURITY ERROR Refused\nhttp://localhost:1/#/: CONSOLE ERROR TypeError: Load failed\nhttp://localhost:1/app.js:1:492: CONSOLE JS ERROR Fetch API cannot load http://localhost:1/inside.wasm due to access control checks.\nCONSOLE JS ERROR Fetch API cannot load https://elsewhere.invalid/ due to access control checks.\n";
        assert_eq!(complaints(said).len(), 3);
    }
}
