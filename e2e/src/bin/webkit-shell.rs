//! The browser that WebKitWebDriver starts for the stories; all of it is in the crate of the same name.

use std::process::ExitCode;

fn main() -> ExitCode {
    match casebook_webkit_shell::run(std::env::args_os().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("webkit-shell: {words}");
            ExitCode::FAILURE
        }
    }
}
