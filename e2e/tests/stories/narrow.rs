//! A phone, and text twice as large: nothing scrolls sideways, nothing covers what is to be touched, and where one is can be told.

use std::collections::BTreeSet;

use casebook_domain::content::Kind;
use casebook_e2e::browser::Size;
use serde_json::json;

use super::mentor::Mentor;
use super::*;

/// As narrow as WCAG 1.4.10 asks for.
const NARROW: Size = Size(320, 640);
const PHONE: Size = Size(390, 844);
/// Firefox's window can't be narrower.
const NARROW_IN_FIREFOX: Size = Size(500, 700);

/// Pages that no link of the demo leads to.
const OTHERS: &[&str] = &[
    "#/today",
    "#/pupils",
    "#/new-pupil",
    "#/note",
    "#/worry",
    "#/observe",
    "#/plan-session",
    "#/resources",
    "#/new-resource",
    "#/resource-pack",
    "#/open-pack",
    "#/backup",
    "#/check-backup",
    "#/lost-tablet",
    "#/open",
    "#/tablet-key",
    "#/erasing",
    "#/erased",
    "#/new-template",
    "#/settings/school",
    "#/settings/observing",
    "#/settings/security",
    "#/settings/storage",
    "#/settings/about",
    "#/hand-over/who",
];

pub fn demo(engine: Engine, name: &str) -> Mentor {
    let mut server = app();
    let mentor = Mentor::install(engine, name, &server);
    server.stop();
    mentor.session.click("Try the demo");
    mentor.session.wait_for("These pupils are made up.");
    mentor
}

fn text_size(session: &Session, percent: u32) {
    // The page's own size is a little above the browser's.
    let size = format!("{}%", f64::from(percent) * 1.0625);
    session.run("document.documentElement.style.fontSize = arguments[0]", json!([size]));
}

/// Every page of the demo, one of each kind, from the links that lead on.
pub fn nothing_scrolls_sideways(engine: Engine) {
    let mut mentor = demo(engine, "narrow");
    let narrow = if engine == Engine::Chromium { NARROW } else { NARROW_IN_FIREFOX };
    mentor.session.resize(narrow);
    let mut open: Vec<String> = OTHERS.iter().map(|&page| page.to_owned()).collect();
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    let mut of_a_pupil = false;
    while let Some(hash) = open.pop() {
        if !seen.insert(kind_of(&hash)) {
            continue;
        }
        show(&mentor.session, &hash);
        for (percent, size) in [(200, if engine == Engine::Chromium { PHONE } else { narrow }), (100, narrow)] {
            mentor.session.resize(size);
            text_size(&mentor.session, percent);
            found.extend(too_wide(&mentor.session).map(|wide| format!("{} at {percent} %: {wide}", kind_of(&hash))));
        }
        let axe = mentor.session.axe_findings();
        found.extend(axe.into_iter().map(|entry| format!("{} {entry}", kind_of(&hash))));
        mentor.session.set_theme(Theme::Dark);
        let axe = mentor.session.axe_findings_of_colours();
        found.extend(axe.into_iter().map(|entry| format!("{} dark {entry}", kind_of(&hash))));
        mentor.session.set_theme(Theme::Light);
        let links = mentor.session.run(
            "return [...document.querySelectorAll('a[href^=\"#/\"]')].map((link) => link.getAttribute('href'))",
            json!([]),
        );
        for link in links.as_array().into_iter().flatten().filter_map(|link| link.as_str()) {
            open.push(link.to_owned());
            if let (false, Some(file)) =
                (of_a_pupil, link.strip_prefix("#/pupil/").and_then(|rest| rest.split('/').next()))
            {
                of_a_pupil = true;
                open.extend(Kind::ALL.iter().map(|kind| format!("#/pupil/{file}/new/{}", kind.code())));
            }
        }
    }
    assert!(seen.len() > 60, "{} pages are not all", seen.len());
    assert!(found.is_empty(), "{}", found.join("\n"));
    mentor.all_was_well();
}

/// Goes to a page and waits until it is drawn: it has a heading of its own, and nothing is put on it any more.
pub fn show(session: &Session, hash: &str) {
    session.run_async(
        "const heading = () => document.getElementById('page-title'), before = heading();
         const wait = (ms) => new Promise((done) => setTimeout(done, ms));
         location.hash = arguments[0];
         // A page may keep the heading of the one before.
         for (let left = 50; left > 0 && (!heading() || heading() === before); left -= 1) await wait(10);
         let drawn = true;
         const watch = new MutationObserver(() => { drawn = true; });
         watch.observe(document.body, { childList: true, subtree: true });
         for (let left = 40; left > 0 && drawn; left -= 1) { drawn = false; await wait(50); }
         watch.disconnect()",
        json!([hash]),
    );
}

/// An address without the identifiers in it.
fn kind_of(hash: &str) -> String {
    let part = |part: &str| if part.len() == 32 { "…".to_owned() } else { part.to_owned() };
    hash.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// How much too wide the page is with everything unfolded, and what sticks out.
fn too_wide(session: &Session) -> Option<String> {
    let found = session.run(
        "for (const fold of document.querySelectorAll('main details')) fold.open = true;
         const root = document.scrollingElement, over = root.scrollWidth - root.clientWidth;
         if (over <= 0) return null;
         const out = [...document.querySelectorAll('body *')].filter((el) => el.getBoundingClientRect().right > root.clientWidth + 1);
         const last = out.filter((el) => !out.some((other) => other !== el && el.contains(other))).slice(0, 4);
         return `${over} pixels: ` + last.map((el) => `${el.tagName}.${el.className} ${el.textContent.slice(0, 30)}`).join(' | ')",
        json!([]),
    );
    found.as_str().map(str::to_owned)
}

/// What a finger meets at the middle of what it means: Save is Save, above the navigation, on a phone and with large text.
pub fn nothing_covers_save(engine: Engine) {
    let mut mentor = demo(engine, "covered");
    let sizes: &[(Size, u32)] = if engine == Engine::Chromium {
        &[(PHONE, 100), (PHONE, 200), (NARROW, 100), (PORTRAIT, 200), (PORTRAIT, 100), (LANDSCAPE, 200)]
    } else {
        &[(PORTRAIT, 200), (PORTRAIT, 100), (LANDSCAPE, 200)]
    };
    for &(size, percent) in sizes {
        mentor.session.resize(size);
        text_size(&mentor.session, percent);
        for (page, button) in [("#/note", "Save note"), ("#/new-pupil", "Save"), ("#/observe", "Start observing")] {
            mentor.session.run("location.hash = arguments[0]", json!([page]));
            mentor.session.wait_until(
                button,
                &format!("return [...document.querySelectorAll('.form-foot button')].some((b) => b.textContent.trim().startsWith('{button}'))"),
            );
            let met = mentor.session.run(
                "const bar = document.querySelector('.side').getBoundingClientRect();
                 const wrong = [];
                 // Where the form ends; and where it begins, if its bar stays in sight.
                 const stuck = getComputedStyle(document.querySelector('.form-foot')).position === 'sticky';
                 for (const block of stuck ? ['start', 'end'] : ['end']) {
                   document.querySelector('.form-foot').parentElement.scrollIntoView({ block, behavior: 'instant' });
                   for (const button of document.querySelectorAll('.form-foot button')) {
                     const box = button.getBoundingClientRect();
                     const met = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                     if (met !== button && !button.contains(met)) wrong.push(`${block}, ${button.textContent}: ${met && met.textContent.slice(0, 20)}`);
                   }
                 }
                 for (const place of document.querySelectorAll('.side > .nav')) {
                   const box = place.getBoundingClientRect();
                   if (!box.width) continue;
                   const label = place.querySelector('span:last-of-type');
                   const lines = label.getClientRects().length;
                   if (bar.width > innerWidth / 2 && (lines > 1 || label.scrollWidth > box.width + 1)) wrong.push(`${label.textContent} has no room`);
                 }
                 return wrong",
                json!([]),
            );
            assert_eq!(met, json!([]), "{page} {size:?} {percent} %");
            // The last field comes to lie above the bar when it gets the focus.
            let hidden = mentor.session.run(
                "const fields = [...document.querySelectorAll('main input, main textarea, main select')].filter((el) => el.checkVisibility() && !el.disabled);
                 const last = fields.at(-1); if (!last) return null;
                 scrollTo(0, 0); last.focus(); last.scrollIntoView({ block: 'nearest', behavior: 'instant' });
                 const foot = document.querySelector('.form-foot').getBoundingClientRect(), box = last.getBoundingClientRect();
                 const stuck = getComputedStyle(document.querySelector('.form-foot')).position === 'sticky';
                 return stuck && box.height < 200 && box.bottom > foot.top + 1 ? `${box.bottom} under ${foot.top}` : null",
                json!([]),
            );
            assert_eq!(hidden, json!(null), "{page} {size:?} {percent} %");
        }
    }
    mentor.all_was_well();
}

/// Where the system chooses the colours, the current place, tab and filter differ from the others. Chromium can pretend.
pub fn what_is_current_is_told_in_forced_colours(engine: Engine) {
    if engine != Engine::Chromium {
        return;
    }
    let mentor = demo(engine, "forced");
    mentor.session.devtools(
        "Emulation.setEmulatedMedia",
        json!({ "features": [{ "name": "forced-colors", "value": "active" }] }),
    );
    let differ = |here: &str, other: &str| {
        let body = format!(
            "const look = (css) => {{ const s = getComputedStyle(document.querySelector(css)); return [s.backgroundColor, s.color].join(); }};
             return look({here:?}) !== look({other:?})"
        );
        assert_eq!(mentor.session.run(&body, json!([])), json!(true), "{here} is as {other}");
    };
    differ(".side > .nav[aria-current]", ".side > .nav:not([aria-current], .more)");
    mentor.session.click("Casebook > Pupils");
    mentor.session.wait_for("12 pupils");
    differ(".chip input:checked + span", ".chip input:not(:checked) + span");
    // The whole row is the link; its name begins with the pupil's.
    mentor.session.click("Robin Sample");
    mentor.session.wait_until("the tabs", "return !!document.querySelector('.tabs a')");
    differ(".tabs a[aria-current]", ".tabs a:not([aria-current])");
    mentor.session.shot("forced-colours");
}
