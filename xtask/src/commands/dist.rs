//! `xtask dist --bindgen DIR [--root .] [--out dist] [--quick | --esbuild PROGRAM]`: assembles `dist/` from the sources and
//! wasm-bindgen's output, and says how heavy it is (quick: no weights). `xtask dist --nginx`: the lines that nginx wants.

use std::path::PathBuf;

use casebook_xtask::dist::{self, Load, Sources};
use casebook_xtask::headers;

/// Runs the command.
pub fn run(words: &mut dyn Iterator<Item = String>) -> Result<(), String> {
    let (mut root, mut out, mut bindgen, mut esbuild) = (PathBuf::from("."), PathBuf::from("dist"), None, None);
    let mut quick = false;
    while let Some(word) = words.next() {
        if word == "--nginx" {
            print!("{}", headers::nginx());
            return Ok(());
        }
        if word == "--quick" {
            quick = true;
            continue;
        }
        let value = words.next().ok_or_else(|| format!("{word} wants a value"))?;
        match word.as_str() {
            "--root" => root = value.into(),
            "--out" => out = value.into(),
            "--bindgen" => bindgen = Some(PathBuf::from(value)),
            "--esbuild" => esbuild = Some(PathBuf::from(value)),
            _ => {
                return Err(format!(
                    "unknown option {word}; there are --bindgen, --esbuild, --root, --out, --quick and --nginx"
                ));
            }
        }
    }
    let bindgen = bindgen.ok_or("where is wasm-bindgen's output? --bindgen DIR")?;
    let mut sources = Sources::read(&root, &bindgen).map_err(|error| error.to_string())?;
    if let Some(esbuild) = esbuild {
        sources.minify(&esbuild).map_err(|error| error.to_string())?;
    }
    let made = dist::assemble(sources).map_err(|error| error.to_string())?;
    made.write(&out).map_err(|error| error.to_string())?;
    if quick {
        println!("{} (build {})", out.display(), made.build);
        return Ok(());
    }
    let weights = dist::weigh(&out).map_err(|error| error.to_string())?;
    println!("{:>10} {:>10}  {} (build {})", "bytes", "brotli", out.display(), made.build);
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
