//! `xtask split PROGRAM.wasm OUT`: splits the program at `inside` in `src/main.rs` into what the first screen needs and what lies
//! behind the lock. Writes the first part into the folder OUT under the program's name, for wasm-bindgen, and the second as
//! `split_inside.wasm`. The program has to be linked with `--emit-relocs`.

use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run(words: &mut dyn Iterator<Item = String>) -> Result<(), String> {
    let [program, out] = words
        .map(PathBuf::from)
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| "wants a program and a folder".to_owned())?;
    let wasm = std::fs::read(&program).map_err(|error| format!("{}: {error}", program.display()))?;
    let main = out.join(program.file_name().ok_or("wants a program, not a folder")?);
    let mut options = wasm_split_cli_support::Options::new(&wasm);
    options.output_dir = &out;
    options.main_out_path = &main;
    let parts = wasm_split_cli_support::transform(options).map_err(|error| format!("{error:?}"))?;
    // A second split would want a loader of its own, which `parts.js` has not.
    match &parts.split_modules[..] {
        [only] if only.file_name() == Path::new("split_inside.wasm").file_name() => Ok(()),
        others => Err(format!("one part called inside was expected, not {others:?}")),
    }
}
