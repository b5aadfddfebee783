//! Forms: none is long, and what is judged stands beside what it is judged by.

use casebook_domain::content::Kind;
use serde_json::json;

use super::narrow::{demo, show};
use super::*;

/// Three screens of a tablet that lies: what a form may take before anything is entered.
const MOST: u64 = 3 * 820;

/// Every form of a pupil whose case has just begun, and of the settings.
pub fn no_form_is_over_three_screens(engine: Engine) {
    let mut mentor = demo(engine, "forms");
    mentor.session.resize(LANDSCAPE);
    mentor.session.click("Casebook > Pupils");
    mentor.session.wait_for("12 pupils");
    let link = "return document.querySelector('main a[href^=\"#/pupil/\"]').getAttribute('href').split('/')[2]";
    let file = mentor.session.run(link, json!([])).as_str().unwrap_or_default().to_owned();
    // What these hold grows with the case; a letter and the settings have pages of their own.
    let elsewhere =
        |kind: &&Kind| matches!(kind, Kind::Plan | Kind::Review | Kind::Session | Kind::Letter | Kind::Settings);
    let of_pupil = Kind::ALL.iter().filter(|kind| !elsewhere(kind));
    let mut pages: Vec<String> = of_pupil.map(|kind| format!("#/pupil/{file}/new/{}", kind.code())).collect();
    pages.extend(["#/new-pupil", "#/settings/school", "#/new-template", "#/new-resource"].map(str::to_owned));
    let mut long = Vec::new();
    for page in pages {
        show(&mentor.session, &page);
        let height = mentor
            .session
            .run("return document.querySelector('form.form') ? document.scrollingElement.scrollHeight : 0", json!([]));
        if height.as_u64().is_none_or(|height| height > MOST) {
            long.push(format!("{page}: {height}"));
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
    mentor.all_was_well();
}
