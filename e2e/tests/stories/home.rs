//! The safeguarding lead withholds the letter home: from the referral to the review nothing sends anybody home, and the
//! intervention does not wait for it.

use super::mentor::Mentor;
use super::*;

/// What would send somebody home, by what its links and buttons say.
const FOR_HOME: [&str; 5] =
    ["Write the letter", "Record family contact", "Given to parents", "Family contact", "Praise postcard"];

pub fn withheld_from_referral_to_review(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "withheld", &server);
    mentor.first_run();
    server.stop();
    mentor.add_pupil();
    mentor.add_contact();
    mentor.refer();
    mentor.authorise();
    mentor.tab("Preparation");
    mentor.lead_decides("No letter and no contact for now", 60);
    mentor.session.wait_for("Li Lead has decided that nothing goes home.");
    mentor.look("80-withheld-preparation");
    nothing_for_home(&mentor, &["Timeline", "Preparation"]);

    // The letter's own page, reached by its address, says why and offers no letter.
    let file = mentor.session.route().split('/').nth(2).unwrap_or_default().to_owned();
    for letter in ["referral", "review", "plan", "exit", "other"] {
        mentor.session.go_to(&format!("#/pupil/{file}/letter/{letter}"));
        mentor.session.wait_for("No letter now.");
        assert!(!mentor.session.can_click("Print the letter"), "{letter}");
    }
    mentor.session.go_to(&format!("#/pupil/{file}/paper/postcard"));
    mentor.session.wait_for("No postcard now.");
    mentor.session.go_to(&format!("#/pupil/{file}/preparation"));

    // The start waits for the other three gates alone.
    mentor.talk("Class teacher", "Chris Example", "Works well in the morning");
    mentor.talk("Other staff", "Jo Example", "Helps in the library");
    mentor.talk("No agency is involved", "Chris Example", "");
    mentor.measure_attendance();
    mentor.tab("Preparation");
    mentor.observe();
    mentor.start();
    mentor.tab("Plan");
    mentor.plan();
    mentor.session.click("Print the plan");
    assert!(!mentor.session.can_click("Summary for parents and carers"), "no print for home");
    mentor.session.click("Print the plan");
    nothing_for_home(&mentor, &["Timeline", "Plan"]);
    mentor.session.click("Show and sign");
    mentor.session.wait_for("What is shown");
    assert!(!mentor.session.text_visible("for parents and carers"), "nothing is shown to parents");
    mentor.session.click("Back to the pupil");
    mentor.session.click("Casebook > Today");
    mentor.session.wait_until("Today", "return !document.querySelector('nav.tabs')");
    for line in ["Letter to parents", "Speak with parents", "Contact with the family"] {
        assert!(!mentor.session.text_visible(line), "{line} on Today");
    }
    mentor.open_pupil();
    mentor.review("Continue with a revised plan");

    // Only the lead's word opens home again.
    mentor.tab("Preparation");
    mentor.lead_decides("Home may be contacted", 0);
    mentor.session.wait_for("Write the letter");
    mentor.send_letter();
    mentor.all_was_well();
}

#[track_caller]
fn nothing_for_home(mentor: &Mentor, tabs: &[&str]) {
    for tab in tabs {
        mentor.tab(tab);
        for offer in FOR_HOME {
            assert!(!mentor.session.can_click(offer), "{offer} on {tab}");
        }
    }
}
