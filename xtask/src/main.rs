//! The project's own commands on the host: `cargo xtask dist`, `cargo xtask serve`, and with the feature of that name
//! `cargo xtask split`. What they do is in [`casebook_xtask`].

mod commands;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let done = match command.as_str() {
        "dist" => commands::dist::run(&mut words),
        "serve" => commands::serve::run(&mut words),
        #[cfg(feature = "split")]
        "split" => commands::split::run(&mut words),
        _ => Err("there are dist, serve and, with --features split, split".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask {command}: {why}");
            ExitCode::FAILURE
        }
    }
}
