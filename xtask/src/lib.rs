//! What makes `dist/` of what was built, and serves it on localhost.
//!
//! - [`headers`]: the security headers, written down once.
//! - [`dist`]: sources and wasm-bindgen's output to a folder that any static host can serve.
//! - [`development`]: what is different while `trunk serve` runs.
//! - [`server`]: that folder on localhost, startable and stoppable in the process.
//!
//! ```
//! use casebook_xtask::dist::{Sources, assemble};
//!
//! let mut sources = Sources::default();
//! sources.add("index.html", b"<script src=\"__CASEBOOK_BOOT_JS__\"></script>".to_vec())?;
//! sources.add("boot.js", b"'build __CASEBOOK_BUILD__'".to_vec())?;
//! let dist = assemble(sources)?;
//! // The script's name carries a hash of what is in it, and the page names it so.
//! let boot = dist.files.keys().find(|name| name.starts_with("boot.")).expect("the script");
//! assert!(String::from_utf8_lossy(&dist.files["index.html"]).contains(boot));
//! # Ok::<(), casebook_xtask::dist::DistError>(())
//! ```

pub mod development;
pub mod dist;
pub mod headers;
pub mod server;
