//! What is different while `trunk serve` runs: the page reloads after each build, and the service worker keeps nothing, so that
//! what is shown is what was built last.

use crate::dist::{DistError, Sources};

/// Trunk's script that waits for the next build, as it puts it at the page's end.
const BEGINS: &str = "<script>\"use strict\";";
const ENDS: &str = "</script>";
/// A service worker that answers nothing.
const KEEPS_NOTHING: &str = "// Development: nothing is kept.\naddEventListener('install', () => skipWaiting());\naddEventListener('activate', (event) => event.waitUntil(clients.claim()));\n";

/// Moves Trunk's script out of the page, whose content policy allows none in it, and has nothing kept. Changes nothing where the
/// script is not there, so not in what `trunk build` makes.
///
/// # Errors
/// [`DistError`].
pub fn adapt(sources: &mut Sources) -> Result<(), DistError> {
    let Some((page, script)) = sources.text("index.html").and_then(apart) else { return Ok(()) };
    sources.replace("index.html", page);
    sources.replace("sw.js", KEEPS_NOTHING.to_owned());
    sources.add("reload.js", script.into_bytes())
}

/// The page without the script, and the script with what Trunk fills in only in a page.
fn apart(page: &str) -> Option<(String, String)> {
    let from = page.find(BEGINS)?;
    let script = &page[from + "<script>".len()..];
    let to = script.find(ENDS)?;
    let (script, rest) = (&script[..to], &script[to + ENDS.len()..]);
    let script = script.replace("'{{__TRUNK_ADDRESS__}}'", "location.host").replace("'{{__TRUNK_WS_BASE__}}'", "'/'");
    Some((format!("{}<script src=\"__CASEBOOK_RELOAD_JS__\"></script>{rest}", &page[..from]), script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_that_reloads_is_a_file_and_nothing_is_kept() {
        let mut sources = Sources::default();
        let page = "<body>it<script>\"use strict\"; const address = '{{__TRUNK_ADDRESS__}}';</script></body>";
        sources.add("index.html", page.as_bytes().to_vec()).expect("first");
        sources.add("sw.js", b"caches".to_vec()).expect("second");
        adapt(&mut sources).expect("adapted");
        assert_eq!(sources.text("index.html"), Some("<body>it<script src=\"__CASEBOOK_RELOAD_JS__\"></script></body>"));
        assert_eq!(sources.text("reload.js"), Some("\"use strict\"; const address = location.host;"));
        assert!(!sources.text("sw.js").expect("there").contains("caches"));
    }

    #[test]
    fn a_release_is_left_as_it_is() {
        let mut sources = Sources::default();
        sources.add("index.html", b"<body></body>".to_vec()).expect("first");
        sources.add("sw.js", b"caches".to_vec()).expect("second");
        adapt(&mut sources).expect("nothing to do");
        assert_eq!((sources.text("sw.js"), sources.text("reload.js")), (Some("caches"), None));
    }
}
