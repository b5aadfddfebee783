//! `xtask programs`: builds the app and its two workers, as Trunk's hook before each build. And what a release's programs go
//! through afterwards: splitting, wasm-bindgen, wasm-opt.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use casebook_xtask::dist::PROGRAMS;

/// What LLVM assumes already; wasm-opt would otherwise refuse the program, or go further than some browsers.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-simd",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Runs the command.
pub fn run() -> Result<(), String> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--package", "casebook", "--bins", "--target", "wasm32-unknown-unknown"]);
    cargo.args(is_release().then_some("--release"));
    done(&mut cargo)
}

/// Whether Trunk makes a release.
pub fn is_release() -> bool {
    std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release")
}

/// Splits the app of a release, binds the programs and makes them small; the folder that they are in.
pub fn finish() -> Result<PathBuf, String> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let built = target.join("wasm32-unknown-unknown/release");
    let out = target.join("bindgen-release");
    let parts = out.join("parts");
    // There is none the first time.
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&parts).map_err(|error| format!("{}: {error}", parts.display()))?;
    split(&built.join("casebook.wasm"), &parts)?;
    optimise(&parts.join("split_inside.wasm"), &out.join("split_inside.wasm"), "-Oz")?;
    for (program, name) in PROGRAMS {
        let app = name == "app";
        let from = if app { &parts } else { &built };
        let mut bindgen = Command::new("wasm-bindgen");
        bindgen.args(["--target", "web", "--no-typescript", "--omit-default-module-path"]);
        bindgen.args(["--remove-name-section", "--remove-producers-section"]);
        // The parts call each other by the table of functions.
        bindgen.args(app.then_some("--keep-lld-exports"));
        done(bindgen.arg("--out-dir").arg(&out).arg(from.join(format!("{program}.wasm"))))?;
        // The app is to be small; in the workers the ciphers' speed counts, and their loops are what -Oz would take apart.
        let bound = out.join(format!("{program}_bg.wasm"));
        optimise(&bound, &bound, if app { "-Oz" } else { "-O3" })?;
    }
    Ok(out)
}

fn optimise(from: &Path, to: &Path, level: &str) -> Result<(), String> {
    done(Command::new("wasm-opt").arg(level).args(FEATURES).arg(from).arg("-o").arg(to))
}

/// Splits the program at `inside` in `src/main.rs` into what the first screen needs, under the program's name, and what lies
/// behind the lock, `split_inside.wasm`.
fn split(program: &Path, out: &Path) -> Result<(), String> {
    let wasm = fs::read(program).map_err(|error| format!("{}: {error}", program.display()))?;
    let main = out.join(program.file_name().ok_or("a program is a file")?);
    let mut options = wasm_split_cli_support::Options::new(&wasm);
    options.output_dir = out;
    options.main_out_path = &main;
    let parts = wasm_split_cli_support::transform(options).map_err(|error| format!("{error:?}"))?;
    // A second split would want a loader of its own, which `parts.js` has not.
    match &parts.split_modules[..] {
        [only] if only.file_name() == Path::new("split_inside.wasm").file_name() => Ok(()),
        others => Err(format!("one part called inside was expected, not {others:?}")),
    }
}

fn done(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name} ended with {status}")),
        Err(error) => Err(format!("{name}: {error}; scripts/setup installs it, scripts/env finds it")),
    }
}
