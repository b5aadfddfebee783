//! A request for access from the day it arrives to its answer, and a file from the day its time is over to its certificate.

use serde_json::{Value, json};

use super::mentor::{Mentor, PUPIL};
use super::*;

/// Logged, copied with a third party removed, answered; then filed, due, archived, erased, certified.
pub fn from_request_to_certificate(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "keeping", &server);
    server.stop();
    mentor.first_run();
    mentor.add_pupil();
    mentor.add_contact();
    mentor.start_looking();
    log_request(&mut mentor);
    make_copy(&mut mentor);
    answer(&mentor);
    decline_long_ago(&mut mentor);
    erase(&mut mentor);
    nothing_is_left(&mentor);
    mentor.all_was_well();
}

fn note(mentor: &Mentor, text: &str) {
    mentor.session.click("Note");
    mentor.session.fill("Note", text);
    mentor.save("Note");
}

pub fn log_request(mentor: &mut Mentor) {
    mentor.open_pupil();
    note(mentor, "Alex Sample rang: a bad week. ALEX was upset.");
    mentor.tab("About");
    mentor.look("70-about-keeping");
    mentor.session.click("Log a request for access");
    let s = &mentor.session;
    s.wait_for("Legal right");
    s.fill("Who is asking, and for whom", "Alex Sample, for Robin");
    assert_eq!(s.value("Answer due on"), "", "the month has not begun");
    s.fill("Confirmed on", &mentor.day(0));
    let month = s.value("Answer due on");
    s.tick("Legal right > Parent's right to the educational record (15 school days, maintained schools)");
    let school_days = s.value("Answer due on");
    assert!(!month.is_empty() && !school_days.is_empty() && month != school_days, "{month} {school_days}");
    s.tick("Legal right > Subject access request (one calendar month)");
    assert_eq!(s.value("Answer due on"), month, "the date follows the right");
    mentor.look("71-request-form");
    mentor.save("Request for access");
    mentor.session.wait_for("The data-protection officer has not been told yet.");
    mentor.session.wait_for("A request for access is not answered yet");
    mentor.session.click("Casebook > Today");
    mentor.session.wait_for("Tell the data-protection officer of the request");
    mentor.session.wait_for("Answer to the request for access");
    mentor.look("72-today-request");
}

fn make_copy(mentor: &mut Mentor) {
    mentor.open_pupil();
    mentor.tab("About");
    mentor.session.click("Make the copy");
    mentor.session.wait_for("1. Who is named");
    mentor.session.wait_for("[redacted] rang: a bad week. [redacted] was upset.");
    let s = &mentor.session;
    s.fill("Words exactly as in the copy", "a BAD week");
    s.click("Remove");
    s.wait_for("1 time removed");
    mentor.look("73-copy");
    mentor.session.click("Save as a page");
    let page = mentor.session.take_download(".html");
    mentor.session.wait_for("Recorded on the request: a copy has left the tablet.");
    mentor.close_notice();
    mentor.session.click("Save as data (JSON)");
    let data = mentor.session.take_download(".json");
    for path in [&page, &data] {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        assert!(!name.contains("robin") && !name.contains("sample") && !name.contains("alex"), "{name}");
        let text = fs::read_to_string(path).expect("text");
        assert!(text.contains("Robin Sample") && text.contains("[redacted]"), "{text}");
        for gone in ["alex", "bad week", "01632", "example street"] {
            assert!(!text.to_lowercase().contains(gone), "{gone} in {text}");
        }
    }
    let read: Value = serde_json::from_str(&fs::read_to_string(&data).expect("text")).expect("JSON");
    assert_eq!(read["format"], "casebook-access-copy");
    assert!(!fs::read_to_string(&page).expect("text").contains("<script"), "no script");
    // What was decided is kept.
    mentor.session.click("Internal sheet");
    mentor.session.wait_for("For the data-protection officer only");
    mentor.session.wait_for("\"a BAD week\", 1 time");
    mentor.session.wait_for("There are none on this tablet.");
    mentor.look("74-internal-sheet");
}

fn answer(mentor: &Mentor) {
    mentor.open_pupil();
    mentor.tab("About");
    mentor.session.click("Change the request of Alex Sample, for Robin");
    let s = &mentor.session;
    s.wait_for("The answer");
    assert!(
        s.value("What was given or refused, and why").contains("not encrypted"),
        "that a copy left is written down"
    );
    s.fill("Data-protection officer told on", &mentor.day(0));
    s.fill("Answered on", &mentor.day(0));
    s.click("Save");
    s.wait_for("Request for access: change saved.");
    mentor.close_notice();
    assert!(!s.text_visible("A request for access is not answered yet"));
}

/// A referral that was declined more than a term ago, and filed today.
fn decline_long_ago(mentor: &mut Mentor) {
    mentor.tab("Referral");
    mentor.session.click("Write the referral #1");
    mentor.fill_referral();
    mentor.session.fill("Day of the referral", &mentor.day(-400));
    mentor.save("Referral");
    mentor.session.click("Authorise #1");
    let s = &mentor.session;
    s.wait_for("Decision on the referral");
    s.tick("Decision > Declined");
    s.fill("Decided on", &mentor.day(-390));
    s.fill("Decided by", "Pat Manager");
    s.tick("How you know > We met");
    s.fill("Why", "Support in class comes first");
    s.fill("Referrer told on", &mentor.day(-389));
    mentor.save("Authorisation");
    mentor.session.click("Casebook > Today");
    mentor.session.wait_for("File in the school's record");
    mentor.open_pupil();
    mentor.tab("About");
    mentor.session.wait_for("The school's record must be complete first");
    mentor.session.click("Enter filing or a hold");
    mentor.session.fill("Filed in the school's record on", &mentor.day(0));
    mentor.session.fill("By whom, and where", "Office, pupil file");
    mentor.look("75-filing-form");
    mentor.save("Keeping and erasing");
    mentor.session.wait_for("Erase this tablet's copy");
    mentor.look("76-about-due");
}

fn erase(mentor: &mut Mentor) {
    mentor.session.go_to("#/erasing");
    mentor.session.wait_for("To be erased");
    mentor.look("77-files-due");
    mentor.session.click(PUPIL);
    mentor.session.wait_for("1. An encrypted copy for the school's archive");
    // Nothing goes by a slip: first the copy, then the initials.
    mentor.session.click("Erase for good");
    mentor.session.wait_for("Save the encrypted copy first, or tick that none is needed.");
    mentor.session.click("Make the encrypted copy");
    mentor.session.wait_for("Save the encrypted copy");
    mentor.session.click("Save the encrypted copy");
    let copy = mentor.session.take_download(".casebook");
    assert!(fs::read(&copy).expect("a file").starts_with(b"age-encryption.org/v1"));
    mentor.session.fill("Type the pupil's initials to confirm", "XY");
    mentor.session.click("Erase for good");
    mentor.session.wait_for("These are not this pupil's initials.");
    mentor.look("78-erase");
    mentor.session.fill("Type the pupil's initials to confirm", "rs");
    mentor.session.click("Erase for good");
    mentor.session.wait_for("Certificate of erasing: RS");
    mentor.session.wait_for("RS, born 2016");
    mentor.close_notice();
    mentor.look("79-certificate");
}

fn nothing_is_left(mentor: &Mentor) {
    mentor.session.click("Pupils");
    assert!(!mentor.session.text_visible(PUPIL));
    let left = mentor.session.run_async(
        "const db = await new Promise((yes, no) => { const r = indexedDB.open('casebook'); r.onsuccess = () => yes(r.result); r.onerror = () => no(r.error); });
         const counts = {};
         for (const store of ['headers', 'records', 'history', 'drafts', 'blobs']) {
           const keys = await new Promise((yes, no) => { const r = db.transaction(store).objectStore(store).getAllKeys(); r.onsuccess = () => yes(r.result); r.onerror = () => no(r.error); });
           // The registers' own rows begin with fifteen zeros.
           counts[store] = keys.filter((key) => new Uint8Array(key).slice(0, 15).some((byte) => byte)).length;
         }
         db.close();
         return counts",
        json!([]),
    );
    assert_eq!(left, json!({ "headers": 0, "records": 0, "history": 0, "drafts": 0, "blobs": 0 }));
}
