//! `xtask dist`: makes `dist/` of what Trunk has built, as its hook after each build: a release is split and made small, the page's
//! files get their final names, and what they weigh is said. `xtask dist --nginx`: the lines that nginx wants.

use std::path::{Path, PathBuf};

use casebook_xtask::dist::{self, Load, Sources};
use casebook_xtask::{development, headers};

use super::programs;

/// Runs the command.
pub fn run(words: &mut dyn Iterator<Item = String>) -> Result<(), String> {
    match words.next().as_deref() {
        None => make(),
        Some("--nginx") => {
            print!("{}", headers::nginx());
            Ok(())
        }
        Some(other) => Err(format!("unknown option {other}; there is only --nginx")),
    }
}

fn make() -> Result<(), String> {
    let staging =
        std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from).ok_or("this is Trunk's hook; run trunk build")?;
    let release = programs::is_release();
    // Of a release Trunk's own output of wasm-bindgen is not used: the program has to be split before.
    let bindgen = if release { programs::finish()? } else { staging.clone() };
    let page = std::fs::read_to_string(staging.join("index.html")).map_err(|error| format!("index.html: {error}"))?;
    let mut sources =
        Sources::read(Path::new("."), &bindgen, without_trunk(&page)).map_err(|error| error.to_string())?;
    if release {
        sources.minify(Path::new("esbuild")).map_err(|error| error.to_string())?;
    }
    development::adapt(&mut sources).map_err(|error| error.to_string())?;
    let made = dist::assemble(sources).map_err(|error| error.to_string())?;
    made.write(&staging).map_err(|error| error.to_string())?;
    if release {
        weigh(&staging, &made.build)?;
    }
    Ok(())
}

/// The page without the lines that are for Trunk alone; it leaves some of them there.
fn without_trunk(page: &str) -> Vec<u8> {
    let kept: Vec<&str> = page.lines().filter(|line| !line.contains("data-trunk") && !line.trim().is_empty()).collect();
    (kept.join("\n") + "\n").into_bytes()
}

fn weigh(dir: &Path, build: &str) -> Result<(), String> {
    let weights = dist::weigh(dir).map_err(|error| error.to_string())?;
    println!("{:>10} {:>10}  build {build}", "bytes", "brotli");
    for weight in &weights {
        println!("{:>10} {:>10}  {}", weight.raw, weight.brotli, weight.file);
    }
    for (load, name) in [
        (Load::First, "first load"),
        (Load::Inside, "behind the lock"),
        (Load::Bundle, "bundle worker"),
        (Load::Extra, "icons, manifest"),
    ] {
        let (raw, brotli) = dist::total(&weights, load);
        println!("{raw:>10} {brotli:>10}  {name}");
    }
    Ok(())
}
