//! What comes out of the printer: every print on A4, its sheets counted and read.

use serde_json::json;

use super::mentor::Mentor;
use super::*;

/// The demo's pupil with a plan under way.
const PUPIL: &str = "d0d0d0d0d0d0d0d0d0d0d0d000000000";

fn large_text(session: &Session, on: bool) {
    session.run("document.documentElement.style.fontSize = arguments[0]", json!([if on { "200%" } else { "" }]));
}

/// The recovery sheet is one sheet, also with large text and among many people; a long copy is cut nowhere.
pub fn the_recovery_sheet_and_a_long_copy(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "prints", &server);
    server.stop();
    let mut sheets = Vec::new();
    let paper = mentor.session.set_up("Sam Mentor", "Example Primary School", |session| {
        for large in [false, true] {
            large_text(session, large);
            sheets.push(session.printed(if large { "recovery-large" } else { "recovery" }));
        }
        large_text(session, false);
        session.click("Save the sheet");
        let saved = fs::read_to_string(session.take_download(".txt")).expect("text");
        assert!(saved.contains("AGE-SECRET-KEY-1") && saved.contains("Sam Mentor"), "{saved}");
    });
    for sheet in &sheets {
        assert_eq!(sheet.sheets.len(), 1, "{:?}", sheet.sheets);
        assert!(paper.recovery.iter().all(|word| sheet.text().contains(word.as_str())), "{}", sheet.text());
        assert!(sheet.text().contains("AGE-SECRET-KEY-1") && sheet.text().contains("Example Primary School"));
    }
    mentor.passphrase = paper.passphrase;

    let s = &mentor.session;
    s.go_to("#/settings/security");
    for name in ["Ann", "Bea", "Cy", "Dot", "Eve"] {
        s.wait_for("Files from colleagues");
        if name == "Ann" {
            s.click("Add a person");
        }
        s.fill("Their name", &format!("{name} Colleague"));
        s.tick("The six words are written down");
        s.fill("Your own passphrase", &mentor.passphrase);
        s.click("Add this person");
        s.wait_for(&format!("{name} Colleague can open this casebook from now on."));
        mentor.close_notice();
    }
    let s = &mentor.session;
    s.click("New recovery sheet");
    s.fill("Your passphrase", &mentor.passphrase);
    s.click("Make a new sheet");
    s.wait_for("I have a copy: hide the words");
    let sheet = s.printed("recovery-six-people");
    assert_eq!(sheet.sheets.len(), 1, "{:?}", sheet.sheets);
    assert!(!sheet.text().contains("Colleague"), "only the sheet itself is printed");

    s.click("Pupils");
    mentor.add_pupil();
    let file = mentor.session.route().split('/').nth(2).unwrap_or_default().to_owned();
    let number = |at: u32| format!("01632 96{at:04}");
    for at in 1..=9 {
        let s = &mentor.session;
        s.go_to(&format!("#/pupil/{file}/new/contact"));
        s.fill("First name", &format!("Relative {at}"));
        s.fill("Surname", "Sample");
        s.fill("Relationship to the pupil", "Family");
        s.fill("Telephone", &number(at));
        s.fill("Address", &format!("{at} Example Street\nSampleton\nSampleshire"));
        mentor.save("Contact");
    }
    super::keeping::log_request(&mut mentor);
    mentor.open_pupil();
    mentor.tab("About");
    let s = &mentor.session;
    s.click("Make the copy");
    s.wait_for("1. Who is named");
    // What is said at home stays in this copy: nothing is removed.
    s.run("for (const radio of document.querySelectorAll('main input[type=radio]')) if (/keep|leave/i.test(radio.labels[0]?.innerText ?? '')) radio.click()", json!([]));
    let copy = s.printed("access-copy");
    let shown = s.run("return page.squeeze(document.getElementById('copy').innerText)", json!([]));
    for line in (1..=9).map(|at| format!("{at} Example Street")) {
        let on_screen = shown.as_str().unwrap_or_default().contains(&line);
        assert_eq!(copy.text().contains(&line), on_screen, "{line} on paper as on the screen: {}", copy.text());
    }
    let last = shown.as_str().unwrap_or_default().split(' ').next_back().unwrap_or_default();
    assert!(copy.text().ends_with(last), "the copy ends with \"{last}\": {}", copy.text());
    s.click("Internal sheet");
    s.wait_for("For the data-protection officer only");
    assert!(s.printed("internal-sheet").text().contains("For the data-protection officer only"));
}

/// What is printed from a pupil's file and about the tablet.
pub fn papers_of_a_pupil(engine: Engine) {
    let mut server = app();
    let mentor = Mentor::install(engine, "prints-pupil", &server);
    server.stop();
    let s = &mentor.session;
    s.click("Try the demo");
    s.wait_for("These pupils are made up.");
    for (page, ready, name, most) in [
        ("paper/slip", "Show this slip", "slip", 1),
        ("paper/postcard", "What the card says", "postcard", 1),
        ("paper/staff", "Nothing marked", "staff", 1),
        ("letter/exit", "Record as sent", "letter", 2),
    ] {
        s.go_to(&format!("#/pupil/{PUPIL}/{page}"));
        s.wait_for(ready);
        let printed = s.printed(name);
        assert!(printed.sheets.len() <= most, "{name}: {:?}", printed.sheets);
    }
    s.go_to(&format!("#/pupil/{PUPIL}/plan"));
    s.wait_until("the plan", "return document.querySelectorAll('a[href*=\"/print/\"]').length > 0");
    let links = s.run("return [...new Set([...document.querySelectorAll('a[href*=\"/print/\"]')].map((link) => link.getAttribute('href')))]", json!([]));
    for link in links.as_array().into_iter().flatten().filter_map(|link| link.as_str()) {
        s.go_to(link);
        s.wait_until("the sheet", "return !!document.querySelector('.page-sheet')");
        let name = link.rsplit('/').next().unwrap_or_default();
        let printed = s.printed(&format!("plan-{name}"));
        let last = printed.sheets.last().map_or("", String::as_str);
        assert!(printed.sheets.len() <= 2, "{name}: {:?}", printed.sheets);
        assert!(!last.trim_start().starts_with("We made"), "{name}: the signatures are alone on a sheet: {last}");
    }
    s.go_to("#/lost-tablet");
    s.wait_until("the sheet", "return !!document.querySelector('.page-sheet')");
    assert!(s.printed("lost-tablet").sheets.len() <= 2);
}
