//! Looking at a page: pictures of it, and what axe-core finds that somebody with less sight or without a pointer would stumble over.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Engine, LANDSCAPE, PORTRAIT, Session, Size, Theme};

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
            "axe on \"{name}\" in {} {:?} {:?}:\n{}",
            self.engine,
            self.size,
            self.theme,
            found.join("\n")
        );
    }

    /// What axe-core finds on the page as it is now, one entry for each rule.
    #[track_caller]
    pub fn axe_findings(&self) -> Vec<String> {
        self.axe_by(json!({}))
    }

    /// The same of colours alone: a page in its other theme has nothing else that differs (`style/`).
    #[track_caller]
    pub fn axe_findings_of_colours(&self) -> Vec<String> {
        self.axe_by(json!({ "runOnly": { "type": "rule", "values": ["color-contrast", "link-in-text-block"] } }))
    }

    #[track_caller]
    fn axe_by(&self, rules: Value) -> Vec<String> {
        // It is large, and stays as long as the document does.
        if self.run("return !!window.axe", json!([])) == Value::Bool(false) {
            let file = std::env::var("CASEBOOK_AXE").expect("CASEBOOK_AXE; `. scripts/env` sets it");
            self.run_async(&fs::read_to_string(&file).expect("axe-core; scripts/setup installs it"), json!([]));
        }
        // A rule must not judge a colour in the middle of a transition.
        let body = "await Promise.allSettled(document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime < 10000).map((a) => a.finished));
             const { violations } = await axe.run(document, { resultTypes: ['violations'], ...arguments[0] });
             return violations.map((v) => ({ id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map((n) => [n.target.join(' '), n.html.slice(0, 160), n.failureSummary]) }))";
        let violations = self.run_async(body, json!([rules]));
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

    /// Looks at the page in both sizes and both themes, with a picture each time, and fails with what was found.
    #[track_caller]
    pub fn look(&mut self, name: &str) {
        let found = self.looked_at(name);
        assert!(found.is_empty(), "\"{name}\" in {}:\n{}", self.engine, found.join("\n"));
    }

    /// Which sizes and themes a page is looked at in. Colours are the style sheets' alone, so Chromium has every pair and the
    /// other engines have every size and every theme once.
    fn looks(&self) -> [(Size, &'static [Theme]); 2] {
        match self.engine {
            Engine::Chromium => [(LANDSCAPE, &[Theme::Light, Theme::Dark]), (PORTRAIT, &[Theme::Dark, Theme::Light])],
            Engine::Firefox | Engine::WebKit => [(LANDSCAPE, &[Theme::Light]), (PORTRAIT, &[Theme::Dark])],
        }
    }

    /// What is found in both sizes and both themes: by axe, and that the page has to be pushed sideways. The page is left as
    /// it was.
    #[track_caller]
    pub fn looked_at(&mut self, name: &str) -> Vec<String> {
        let (was, had) = (self.size, self.theme);
        let mut found = Vec::new();
        for (size, themes) in self.looks() {
            self.resize(size);
            for (turn, theme) in themes.iter().copied().enumerate() {
                self.wear(theme);
                self.shot(name);
                let place = format!("{name} {}x{} {theme:?}", size.0, size.1);
                let axe = if turn == 0 { self.axe_findings() } else { self.axe_findings_of_colours() };
                found.extend(axe.into_iter().map(|entry| format!("{place} {entry}")));
            }
            let wide = "const el = document.scrollingElement; return el.scrollWidth - el.clientWidth";
            let wide = self.run(wide, json!([])).as_i64().unwrap_or_default();
            if wide > 0 {
                let body = "const edge = document.scrollingElement.clientWidth; \
                    return [...document.querySelectorAll('body *')].filter((el) => el.getBoundingClientRect().right > edge + 0.5) \
                      .slice(0, 5).map((el) => `${el.tagName}.${el.getAttribute('class')} to ${Math.round(el.getBoundingClientRect().right)}`).join(', ')";
                let beyond = self.run(body, json!([]));
                found.push(format!("{name} {}x{}: {wide} pixels too wide: {beyond}", size.0, size.1));
            }
        }
        self.resize(was);
        self.wear(had);
        found
    }

    /// Sets the theme, unless it is this one already.
    #[track_caller]
    fn wear(&mut self, theme: Theme) {
        if self.theme != theme {
            self.set_theme(theme);
        }
    }
}
