//! The steps of a case, as a mentor takes them: one function for each.

use super::mentor::{Mentor, PUPIL};

impl Mentor {
    #[track_caller]
    pub fn refer(&mut self) {
        self.tab("Referral");
        self.session.click("Write the referral #1");
        self.fill_referral();
        self.look("07-referral-form");
        self.save("Referral");
        self.session.wait_for("Awaiting authorisation");
    }

    #[track_caller]
    pub fn fill_referral(&self) {
        let s = &self.session;
        s.fill("Day of the referral", &self.day(0));
        s.fill("Referred by", "Chris Example");
        s.choose("In what role", "Class teacher or form tutor");
        s.tick("The pupil knows about the referral");
        s.tick("Lacks engagement in their learning");
        s.tick("Has low self-esteem and confidence");
        s.fill(
            "What was seen, when, by whom? Lacks engagement in their learning",
            "Puts the head on the desk in most lessons",
        );
        s.fill("What was seen, when, by whom? Has low self-esteem and confidence", "Says \"I can't\" before starting");
        s.fill("What the pupil is good at", "Drawing, looking after younger children");
        s.fill("What has been tried already", "A seat near the front");
        s.fill("What should change", "Starts tasks alone");
        s.fill("Attendance", "94.5");
    }

    #[track_caller]
    pub fn authorise(&mut self) {
        self.session.click("Authorise #1");
        let s = &self.session;
        s.wait_for("Decision on the referral");
        s.fill("Decided by", "Pat Manager");
        s.tick("How you know > We met");
        s.fill("Referrer told on", &self.day(0));
        self.look("09-decision-form");
        self.save("Authorisation");
        self.session.wait_for("Preparing");
    }

    /// One talk of the first gate: with whom, and what was learnt.
    #[track_caller]
    pub fn talk(&self, with: &str, name: &str, learnt: &str) {
        let button = match with {
            "Class teacher" => "Record the conversation with the class teacher",
            "Other staff" => "Record a conversation with other staff",
            _ => "Record an agency, or that there is none",
        };
        self.session.click(&format!("Liaison with class teacher > {button}"));
        self.session.wait_for("Conversation with staff or an agency");
        self.session.tick(&format!("With whom > {with}"));
        self.session.fill("Name", name);
        if !learnt.is_empty() {
            self.session.fill("What you found out", learnt);
        }
        self.save("Conversation with staff");
    }

    /// A baseline: attendance, counted in sessions.
    #[track_caller]
    pub fn measure_attendance(&mut self) {
        self.session.click("Baseline data > Take a measure");
        let s = &self.session;
        s.tick("What is measured > Attendance and punctuality");
        s.fill("From", &self.day(-60));
        s.fill("Until", &self.day(-3));
        s.fill("Sessions attended", "70");
        s.fill("Authorised absences", "3");
        s.fill("Unauthorised absences", "1");
        s.fill("Times late", "5");
        s.fill("Where the figure comes from", "Register");
        self.look("11-measure-form");
        self.save("Measure");
        self.look("12-measures");
    }

    /// What the safeguarding lead decided about contact with home; withholding has a day to ask again.
    #[track_caller]
    pub fn lead_decides(&self, ruling: &str, again_in: i64) {
        let file = self.session.route().split('/').nth(2).unwrap_or_default().to_owned();
        self.session.go_to(&format!("#/pupil/{file}/new/letter_withheld"));
        let s = &self.session;
        s.wait_for("Safeguarding lead who decided");
        s.fill("Safeguarding lead who decided", "Li Lead");
        s.tick(ruling);
        if again_in > 0 {
            s.fill("Ask the lead again after", &self.day(again_in));
        }
        self.save("Lead's decision on contact with home");
    }

    /// The first letter home, from the template, recorded as sent.
    #[track_caller]
    pub fn send_letter(&mut self) {
        self.session.click("Parents informed > Write the letter");
        self.session.wait_for("Record as sent");
        let text = self.session.value("Letter to Alex Sample");
        assert!(text.contains("Robin") && text.contains("Example Primary School"), "{text}");
        self.look("13-letter");
        self.session.choose("How it was sent", "By post");
        self.session.click("Record as sent");
        self.session.wait_for("The letter is recorded as sent.");
        self.close_notice();
    }

    #[track_caller]
    pub fn speak_with_family(&mut self) {
        self.session.click("Parents informed > Record family contact");
        let s = &self.session;
        s.wait_for("Contact with the family");
        s.choose("How", "Phone call");
        s.tick("Reached? > We spoke");
        s.fill("What was said and agreed", "Glad of the support; Robin likes drawing at home");
        self.look("14-family-contact-form");
        self.save("Family contact");
    }

    /// Two marks and a note; a reload in the middle, and everything recorded is still there.
    #[track_caller]
    pub fn observe(&mut self) {
        self.tab("Preparation");
        self.session.click("Classroom observation > Observe in class");
        let s = &self.session;
        s.wait_for("Template");
        s.tick("Disruption counts");
        s.click("Subject or place > Mathematics");
        self.look("15-observation-set-up");
        let s = &self.session;
        s.click("Start observing");
        s.wait_for("Calls out");
        s.click("Calls out");
        s.wait_for("Calls out 1");
        self.look("16-observing");
        let s = &self.session;
        s.reload();
        s.wait_until_ready();
        self.unlock();
        let s = &self.session;
        s.wait_for("Calls out 1");
        s.click("Calls out");
        s.wait_for("Calls out 2");
        s.click("Asks for help");
        s.wait_for("Asks for help 1");
        s.click("Undo");
        s.wait_gone("Asks for help 1");
        s.click("Write a note");
        s.fill("Your note", "Drew on the desk");
        s.click("Keep the note");
        s.wait_for("Undo: Note");
        s.click("Stop");
        s.click("Stop and see the summary");
        s.wait_for("Observation: summary");
        s.wait_for("2 times in");
        s.wait_for("Drew on the desk");
        s.fill("Your comments", "Works when somebody sits beside");
        self.look("17-observation-summary");
        self.session.click("Save the observation");
        self.session.wait_for("Observation saved.");
        self.close_notice();
        self.session.wait_for("Works when somebody sits beside");
        self.session.click(PUPIL);
        self.tab("Preparation");
    }

    #[track_caller]
    pub fn start(&mut self) {
        self.session.click("Start the intervention #1");
        self.session.wait_for("Length of the first period");
        self.session.fill("What was agreed", "Twice a week, one to one, in the library");
        self.look("19-start-form");
        self.save("Start of the intervention");
    }

    #[track_caller]
    pub fn assess(&mut self) {
        self.tab("Plan");
        self.session.click("New assessment");
        let s = &self.session;
        s.fill("The pupil's own view", "I like art. Sums make my head hurt.");
        s.click("Learning and attainment");
        s.fill("Learning and attainment > Strengths", "Remembers stories word for word");
        s.fill("Learning and attainment > Needs", "Smaller steps in mathematics");
        s.fill("Learning and attainment > Barriers to learning", "Stops at the first mistake");
        self.look("20-assessment-form");
        self.save("Assessment");
    }

    /// The plan with all eight parts and one SMART target.
    #[track_caller]
    pub fn plan(&mut self) {
        self.session.click("Make the action plan #1");
        let s = &self.session;
        s.wait_for("1. Long-term objectives");
        s.fill("Objectives 1 > Objective", "Robin starts work without being asked");
        s.click("Objectives 1 > More");
        s.tick("Objectives 1 > Enjoy and achieve");
        s.fill("Targets 1 > What the pupil will do", "Starts the first task within two minutes");
        s.fill("Targets 1 > How it is measured", "Tally by the class teacher");
        s.fill("Targets 1 > Unit", "lessons a week");
        s.fill("Targets 1 > Now", "2");
        s.fill("Targets 1 > Aim", "6");
        s.fill("Targets 1 > By when", &self.day(28));
        s.fill("Targets 1 > Who helps", "Chris Example");
        s.click("Targets 1 > More");
        s.tick("Targets 1 > Enjoy and achieve");
        s.fill("What the pupil will try", "Read the task twice, then ask one question");
        s.fill("Arrangements by the school", "Task cards on the desk");
        s.fill("Arrangements for parents and carers", "A word at the gate every Friday");
        s.fill("Review on", &self.day(42));
        s.fill("How everybody will know that it worked", "Six lessons a week in the tally");
        s.fill("From school or home", "Chooses the drawing task on Friday");
        s.fill("The pupil in their own words", "I will have a go first");
        s.fill("Who took part and agreed", "Robin, Alex Sample, Chris Example");
        self.look("21-plan-form");
        self.save("Action plan");
        self.session.wait_for("Print the plan");
        self.look("22-plan-tab");
    }

    /// To pupil, parents and staff, each recorded.
    #[track_caller]
    pub fn circulate(&mut self) {
        self.session.click("Print the plan");
        self.session.click("Summary for parents and carers");
        self.look("23-plan-summary-parents");
        self.session.click("Back to the pupil");
        self.look("24-plan-tab");
        for (button, names) in
            [("Given to the pupil", ""), ("Given to parents", ""), ("Given to staff", "Chris Example")]
        {
            self.session.click(button);
            self.session.wait_for("Record as sent");
            self.session.choose("How it was sent", "Given by hand");
            if !names.is_empty() {
                self.session.fill("Names", names);
            }
            if button == "Given to parents" {
                self.session.tick("Parent or carer > Alex Sample");
                self.look("25-circulation-form");
            }
            self.save("Circulation");
        }
        assert!(!self.session.text_visible("Not given yet"), "everybody has it");
    }

    #[track_caller]
    pub fn hold_session(&mut self, notes: &str) {
        self.session.click("Session");
        let s = &self.session;
        s.wait_for("What was done and said");
        s.fill("What was done and said", notes);
        s.fill("Next step", "Try the task cards in science too");
        s.choose("Target 1: Starts the first task", "0");
        self.look("27-session-form");
        self.session.click("Save");
        self.session.wait_for("Session: saved.");
    }

    #[track_caller]
    pub fn review(&mut self, decision: &str) {
        self.tab("Reviews");
        self.session.click("Reviews > Record the review");
        let s = &self.session;
        s.wait_for("Plan reviewed");
        for one in ["Pupil", "Parents or carers", "Members of staff"] {
            s.tick(&format!("Who took part > {one}"));
        }
        s.choose("Target 1: Starts the first task", "+1");
        s.fill("The pupil's view", "It is easier with the cards");
        s.fill("The parents' or carers' view", "Talks about school again");
        s.fill("The staff's view", "Starts most lessons alone");
        s.tick("Progress > Some progress");
        s.tick(&format!("What comes next > {decision}"));
        s.fill("Line manager consulted", "Pat Manager");
        s.fill("What was agreed, and with whom", "All agreed");
        self.look("29-review-form");
        self.save("Review");
    }

    #[track_caller]
    pub fn revise_plan(&mut self) {
        self.session.click("Revise the plan #1");
        let s = &self.session;
        s.wait_for("1. Long-term objectives");
        assert_eq!(s.value("Targets 1 > What the pupil will do"), "Starts the first task within two minutes");
        s.fill("Targets 1 > Now", "6");
        s.fill("Targets 1 > Aim", "9");
        s.fill("Review on", &self.day(70));
        self.save("Action plan");
        self.tab("Plan");
        self.session.wait_for("Version 2");
        self.look("30-plan-revised");
    }

    /// A judgement for each reason of the referral.
    #[track_caller]
    pub fn exit(&mut self) {
        self.tab("Reviews");
        self.session.click("Reviews > Fill in the exit");
        let s = &self.session;
        s.wait_for("Progress since the referral");
        s.fill("Decided together with", "Robin, Alex Sample, Pat Manager");
        // Without the judgements it is refused, and says where.
        s.click("Save");
        s.wait_for("Not saved yet");
        s.tick("Reasons for the referral 1 > Now > No longer a concern");
        s.fill("Reasons for the referral 1 > What shows it", "Nine lessons a week in the tally");
        s.tick("Reasons for the referral 2 > Now > Better");
        s.fill("Words for the record", "A good year");
        s.click("Add support");
        s.tick("Support that continues 1 > Support > Less frequent contact");
        self.look("31-exit-form");
        self.save("Exit");
        self.session.wait_for("Exit programme");
        self.look("32-reviews-tab");
    }

    #[track_caller]
    pub fn follow_up(&mut self) {
        self.session.click("After the exit > Record a follow-up");
        let s = &self.session;
        s.wait_for("How it is going");
        s.tick("How it is going > Going well");
        s.fill("What you found", "Draws for the school paper");
        s.tick("This was the last follow-up");
        self.look("33-follow-up-form");
        self.save("Follow-up");
        self.session.wait_for("Exited");
    }
}
