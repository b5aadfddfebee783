//! Ending exactly the processes that were started: a driver, its browser, and the browser's children.

use std::collections::BTreeSet;
use std::fs;
use std::process::Child;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// Kills a driver and everything below it at once, as a power cut would, and waits until all are gone.
///
/// A browser's helpers may have left the tree (a parent that ended first), so those that name `mark` (the profile's folder, which is
/// nobody else's) in their command line go too.
pub(super) fn kill_tree(driver: &mut Child, mark: &str) {
    let deadline = Instant::now() + Duration::from_secs(10);
    let mut doomed: BTreeSet<i32> = BTreeSet::new();
    loop {
        doomed.extend(below(driver.id() as i32));
        doomed.extend(naming(mark));
        doomed.retain(|pid| is_alive(*pid));
        for pid in &doomed {
            // A process that has already ended needs no signal.
            if let Some(pid) = Pid::from_raw(*pid) {
                let _ = kill_process(pid, Signal::KILL);
            }
        }
        let _ = driver.kill();
        let ended = matches!(driver.try_wait(), Ok(Some(_)) | Err(_));
        if (ended && doomed.is_empty()) || Instant::now() > deadline {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Sends a signal to everything below a driver and not to the driver itself.
pub(super) fn signal_below(driver: i32, mark: &str, signal: Signal) {
    let mut meant: BTreeSet<i32> = below(driver).into_iter().collect();
    meant.extend(naming(mark));
    meant.remove(&driver);
    for pid in meant {
        // A process that has already ended needs no signal.
        if let Some(pid) = Pid::from_raw(pid) {
            let _ = kill_process(pid, signal);
        }
    }
}

/// Process id, parent's id and state letter of every process.
fn all() -> Vec<(i32, i32, char)> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries
        .flatten()
        .filter_map(|entry| {
            let pid: i32 = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // The name in brackets may hold anything, brackets too.
            let mut rest = stat.rsplit_once(") ")?.1.split(' ');
            let state = rest.next()?.chars().next()?;
            Some((pid, rest.next()?.parse().ok()?, state))
        })
        .collect()
}

fn below(root: i32) -> Vec<i32> {
    let all = all();
    let mut found = Vec::new();
    let mut look = vec![root];
    while let Some(parent) = look.pop() {
        for (pid, of, _) in &all {
            if *of == parent {
                found.push(*pid);
                look.push(*pid);
            }
        }
    }
    found
}

/// The processes that name this in their command line.
pub(super) fn naming(mark: &str) -> Vec<i32> {
    let me = std::process::id() as i32;
    all()
        .into_iter()
        .map(|(pid, _, _)| pid)
        .filter(|pid| *pid != me)
        .filter(|pid| {
            fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| String::from_utf8_lossy(&line).contains(mark))
        })
        .collect()
}

fn is_alive(pid: i32) -> bool {
    // A zombie holds no file and no port any more.
    all().iter().any(|(other, _, state)| *other == pid && !matches!(state, 'Z' | 'X'))
}
