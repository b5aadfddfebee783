//! Serves `dist/` on localhost with the headers that the app is meant to have.
//!
//! `serve [--dir dist] [--port 8080] [--base /]`

use std::process::ExitCode;

use casebook_tools::server::{Options, Server};

fn options() -> Result<Options, String> {
    let mut options = Options { dir: "dist".into(), port: 8080, base: "/".into() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} wants a value"))?;
        match word.as_str() {
            "--dir" => options.dir = value.into(),
            "--port" => options.port = value.parse().map_err(|_| format!("{value} is not a port"))?,
            "--base" => options.base = format!("/{}/", value.trim_matches('/')).replace("//", "/"),
            _ => {
                return Err(format!("unknown option {word}; there are --dir, --port and --base"));
            }
        }
    }
    Ok(options)
}

fn main() -> ExitCode {
    let started = options().and_then(|options| {
        let port = options.port;
        Server::start(options).map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                format!("port {port} is taken; choose another with --port")
            }
            _ => error.to_string(),
        })
    });
    match started {
        Ok(server) => {
            println!("Casebook is at {} (Ctrl-C ends it)", server.url());
            server.wait();
            ExitCode::SUCCESS
        }
        Err(words) => {
            eprintln!("serve: {words}");
            ExitCode::FAILURE
        }
    }
}
