//! `xtask serve [--dir dist] [--port 8080] [--base /]`: serves `dist/` on localhost with the headers that the app is meant to have.

use casebook_xtask::server::{Options, Server};

fn options(words: &mut dyn Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options { dir: "dist".into(), port: 8080, base: "/".into() };
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

/// Runs the command, until it is ended.
pub fn run(words: &mut dyn Iterator<Item = String>) -> Result<(), String> {
    let options = options(words)?;
    let port = options.port;
    let server = Server::start(options).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => format!("port {port} is taken; choose another with --port"),
        _ => error.to_string(),
    })?;
    println!("Casebook is at {} (Ctrl-C ends it)", server.url());
    server.wait();
    Ok(())
}
