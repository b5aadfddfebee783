//! The project's own commands on the host: `cargo xtask serve`, and Trunk's hooks, `cargo xtask programs` and `cargo xtask dist`.
//! What they do is in [`casebook_xtask`].

mod commands;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let done = match command.as_str() {
        "dist" => commands::dist::run(&mut words),
        "serve" => commands::serve::run(&mut words),
        "programs" => commands::programs::run(),
        _ => Err("there are dist, programs and serve".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask {command}: {why}");
            ExitCode::FAILURE
        }
    }
}
