//! Looking at a page: pictures of it, and what axe-core finds that somebody with less sight or without a pointer would stumble over.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{LANDSCAPE, PORTRAIT, Session, Size, Theme};

/// Where pictures go: `screenshots` in cargo's target folder.
pub(super) fn screenshots() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target")), PathBuf::from);
    let dir = target.join("screenshots");
    fs::create_dir_all(&dir).expect("a folder for pictures");
    dir
}

impl Session {
    /// Takes a picture: `target/screenshots/<engine>-<w>x<h>-<name>[-dark].png`.
    #[track_caller]
    pub fn shot(&self, name: &str) -> PathBuf {
        let Size(width, height) = self.size;
        let dark = if self.theme == Theme::Dark { "-dark" } else { "" };
        let file = screenshots().join(format!("{}-{width}x{height}-{name}{dark}.png", self.engine));
        if let Err(error) = self.wait(self.driver().screenshot(&file)) {
            self.fail(&format!("no picture of {name}: {error}"));
        }
        file
    }

    /// Has axe-core look at the page as it is now, and fails with what it finds.
    #[track_caller]
    pub fn axe(&self, name: &str) {
        let found = self.axe_findings();
        assert!(
            found.is_empty(),
            "axe on “{name}” in {} {:?} {:?}:\n{}",
            self.engine,
            self.size,
            self.theme,
            found.join("\n")
        );
    }

    /// What axe-core finds on the page as it is now, one entry for each rule.
    #[track_caller]
    pub fn axe_findings(&self) -> Vec<String> {
        let file = std::env::var("CASEBOOK_AXE").expect("CASEBOOK_AXE; `. scripts/env` sets it");
        let axe = fs::read_to_string(&file).expect("axe-core; scripts/setup installs it");
        // A rule must not judge a colour in the middle of a transition.
        let body = format!(
            "{axe}\n\
             await Promise.allSettled(document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime < 10000).map((a) => a.finished));\n\
             const {{ violations }} = await axe.run(document, {{ resultTypes: ['violations'] }});\n\
             return violations.map((v) => ({{ id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map((n) => [n.target.join(' '), n.html.slice(0, 160), n.failureSummary]) }}))"
        );
        let violations = self.run_async(&body, json!([]));
        let words = |value: &Value| value.as_str().unwrap_or_default().replace('\n', " ");
        violations
            .as_array()
            .into_iter()
            .flatten()
            .map(|violation| {
                let mut entry = format!(
                    "- {} ({}): {}",
                    words(&violation["id"]),
                    words(&violation["impact"]),
                    words(&violation["help"])
                );
                for node in violation["nodes"].as_array().into_iter().flatten().take(6) {
                    entry +=
                        &format!("\n    {}\n      {}\n      {}", words(&node[0]), words(&node[1]), words(&node[2]));
                }
                entry
            })
            .collect()
    }

    /// Looks at the page in both sizes and both themes: a picture and axe each time. The page is left as it was.
    #[track_caller]
    pub fn look(&mut self, name: &str) {
        let (size, theme) = (self.size, self.theme);
        let mut found = Vec::new();
        for other_size in [LANDSCAPE, PORTRAIT] {
            self.resize(other_size);
            for other_theme in [Theme::Light, Theme::Dark] {
                self.set_theme(other_theme);
                self.shot(name);
                found.extend(
                    self.axe_findings().into_iter().map(|entry| format!("{other_size:?} {other_theme:?} {entry}")),
                );
            }
        }
        self.resize(size);
        self.set_theme(theme);
        assert!(found.is_empty(), "axe on “{name}” in {}:\n{}", self.engine, found.join("\n"));
    }
}
