//! The bank of resources, which of them a session used, and a pack that goes to a colleague.

use serde_json::json;

use super::mentor::Mentor;
use super::*;

/// Two resources are written, found, used in a session; a pack of one of them is opened by somebody else.
pub fn resources_are_found_used_and_shared(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "resources", &server);
    server.stop();
    mentor.first_run();
    mentor.add_pupil();
    mentor.start_looking();
    mentor.session.click("Resources");
    mentor.session.wait_for("No resources yet.");
    mentor.look("70-resources-empty");
    mentor.session.click("New resource #1");
    let s = &mentor.session;
    s.wait_for("What it is, how it is used");
    s.fill("Title", "Zones of feeling");
    s.fill("What it is, how it is used", "Four colours.\nAsk which one it is now.");
    s.fill("Page on the web", "javascript:alert(1)");
    s.fill("Good for", "Anger\nYear 7");
    s.click("Save");
    s.wait_for("Enter the whole address");
    s.fill("Page on the web", "https://example.org/zones");
    mentor.look("71-resource-form");
    mentor.save("Resource");
    mentor.session.wait_for("Open example.org");
    mentor.session.wait_for("Not used in a session yet.");
    let rel = mentor.session.run(
        "const link = document.querySelector('a[href=\"https://example.org/zones\"]'); return [link.rel, link.target]",
        json!([]),
    );
    assert_eq!(rel, json!(["noopener noreferrer", "_blank"]));
    mentor.look("72-resource");
    mentor.session.click("Resources #1");
    mentor.session.wait_for("1 resource");
    mentor.session.click("New resource");
    mentor.session.wait_for("What it is, how it is used");
    mentor.session.fill("Title", "Breathing cards");
    mentor.session.fill("What it is, how it is used", "For Robin: breathe along the square.");
    mentor.save("Resource");
    mentor.session.go_to("#/resources");
    mentor.session.wait_for("2 resources");
    mentor.session.fill("Find a resource by any word", "colours");
    mentor.session.wait_for("1 resource");
    assert!(!mentor.session.text_visible("Breathing cards"));
    mentor.session.fill("Find a resource by any word", "");
    mentor.session.choose("Good for", "Anger (1)");
    mentor.session.wait_for("1 resource");
    mentor.look("73-resources");

    // Deleted and taken back.
    mentor.session.click("Zones of feeling");
    mentor.session.click("Delete");
    mentor.session.wait_for("The resource is deleted.");
    mentor.session.click("Undo");
    mentor.session.wait_for("Undone.");
    mentor.close_notice();

    // Used in a session; the count is of that.
    mentor.open_pupil();
    mentor.session.run("location.hash = location.hash.replace('/timeline', '/new/session')", json!([]));
    mentor.session.wait_for("What was done and said");
    let s = &mentor.session;
    s.fill("What was done and said", "Looked at the colours");
    s.click("Add a resource");
    s.tick("Resources used 1 > Zones of feeling");
    mentor.look("74-session-resources");
    mentor.save("Session");
    mentor.session.go_to("#/resources");
    mentor.session.wait_for("2 resources");
    mentor.session.click("Zones of feeling");
    mentor.session.wait_for("Used in 1 session with 1 pupil");

    // A pack; a text that names a pupil is said before it goes.
    mentor.session.go_to("#/resource-pack");
    mentor.session.wait_for("Choose all");
    mentor.session.click("Make the pack");
    mentor.session.wait_for("Choose something to share first.");
    mentor.session.click("Choose all");
    mentor.session.wait_for("These contain names of pupils.");
    mentor.look("75-pack");
    mentor.session.untick("Breathing cards");
    mentor.session.wait_gone("These contain names of pupils.");
    mentor.session.click("Make the pack");
    mentor.session.wait_for("The seven words");
    let body = "return [...document.querySelectorAll('[aria-label=\"The seven words\"] li')].map((el) => page.squeeze(el.textContent)).join(' ')";
    let words = mentor.session.run(body, json!([])).as_str().unwrap_or_default().to_owned();
    mentor.session.click("Save the file");
    let pack = mentor.session.take_download(".casebook");
    assert!(pack.to_string_lossy().contains("resource-pack"), "{}", pack.display());
    mentor.all_was_well();

    server.resume().expect("the port is free");
    let mut other = Mentor::install(engine, "resources-other", &server);
    server.stop();
    other.session.set_up("Mx Colleague", "Made-up Academy", |_| ());
    other.session.go_to("#/open-pack");
    other.session.wait_for("Open a resource pack");
    other.session.give_file("File", &pack);
    other.session.fill("The seven words", &words);
    other.session.click("See what's in it");
    other.session.wait_for("A resource pack by Sam Mentor");
    other.session.wait_for("New here");
    other.start_looking();
    other.look("76-pack-opened");
    other.session.click("Add to my casebook");
    other.session.wait_for("What you chose is in your casebook.");
    other.close_notice();
    other.session.click("Zones of feeling");
    other.session.wait_for("Ask which one it is now.");
    other.session.go_to("#/open-pack");
    other.session.wait_for("Open a resource pack");
    other.session.give_file("File", &pack);
    other.session.fill("The seven words", &words);
    other.session.click("See what's in it");
    other.session.wait_for("Here already");
    other.all_was_well();
}
