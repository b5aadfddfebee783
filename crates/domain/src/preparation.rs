//! Before the intervention: the four gates and what feeds them (p13 to p17).

use crate::calendar::Date;

use super::ids::RecordId;
use super::terms::terms;

terms! {
    /// The four gates before the intervention (p13 to p16).
    Gate {
        Liaison = "liaison", "Liaison with class teacher, staff and agencies";
        Baseline = "baseline", "Baseline data";
        Parents = "parents", "Parents informed in writing and spoken with";
        Observation = "observation", "Classroom observation";
    }
}
terms! {
    /// With whom the mentor liaised (p13).
    LiaisonWith {
        ClassTeacher = "class_teacher", "Class teacher";
        OtherStaff = "other_staff", "Other staff";
        Agency = "agency", "Agency";
        NoAgency = "no_agency", "No agency is involved";
    }
}
terms! {
    /// Who may see a note (p04).
    Audience {
        MentorOnly = "mentor", "Mentor only";
        Staff = "staff", "May go to staff";
        Family = "family", "May go to family and staff";
    }
}

/// A talk with staff or an agency (p13); also a concern that staff bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Liaison {
    /// Day.
    pub date: Date,
    /// With whom.
    pub with: LiaisonWith,
    /// Name.
    pub name: String,
    /// Role or agency.
    pub role: String,
    /// What was learnt.
    pub learnt: String,
    /// Who may see it.
    pub audience: Audience,
}

terms! {
    /// The letters Casebook knows.
    LetterKind {
        Referral = "referral", "First letter: your child has been referred";
        Declined = "declined", "The referral goes no further";
        PlanEnclosed = "plan", "Action plan enclosed";
        ReviewInvitation = "review", "Invitation to a review";
        Exit = "exit", "End of mentoring";
        Other = "other", "Other letter";
    }
}
terms! {
    /// How a letter or plan went.
    SendMethod {
        Post = "post", "By post";
        ByHand = "hand", "Given by hand";
        Pupil = "pupil", "With the pupil";
        Email = "email", "By e-mail from the school's system";
        Meeting = "meeting", "At a meeting";
    }
}

/// A letter that was sent (p15). The text is kept as it went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Day it was sent.
    pub date: Date,
    /// Which letter.
    pub kind: LetterKind,
    /// The contact it went to.
    pub contact: RecordId,
    /// How it went.
    pub method: SendMethod,
    /// The whole text as sent.
    pub text: String,
}

terms! {
    /// What the safeguarding lead decided about contact with home.
    HomeRuling {
        Withhold = "withhold", "No letter and no contact for now";
        Allow = "allow", "Home may be contacted";
    }
}

/// A named safeguarding lead's word on contact with home (p15): nothing else withholds the letter, or lets it go
/// where the lead has to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadDecision {
    /// Day of the decision.
    pub date: Date,
    /// The safeguarding lead who decided.
    pub lead: String,
    /// What was decided.
    pub ruling: HomeRuling,
    /// The last day on which it counts: after it the lead is asked again. Withholding always has one; `None`: until the
    /// lead decides otherwise.
    pub until: Option<Date>,
}

terms! {
    /// How the family was contacted.
    ContactWay {
        Phone = "phone", "Phone call";
        Meeting = "meeting", "Meeting in school";
        HomeVisit = "home_visit", "Home visit";
        Message = "message", "Message or e-mail";
        Gate = "gate", "At the school gate";
    }
}
terms! {
    /// Whether somebody was reached.
    Reached {
        Spoke = "spoke", "We spoke";
        NoAnswer = "no_answer", "No answer";
        LeftMessage = "left_message", "Left a message";
    }
}

/// Contact with the family (p15, p36).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyContact {
    /// Day.
    pub date: Date,
    /// The contact spoken with.
    pub contact: RecordId,
    /// How.
    pub way: ContactWay,
    /// Reached or only tried.
    pub reached: Reached,
    /// What was said and agreed.
    pub about: String,
    /// A meeting was offered.
    pub meeting_offered: bool,
    /// Who may see it.
    pub audience: Audience,
}

/// A gate waived with a reason; never the parents' (p17).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Day.
    pub date: Date,
    /// The gate.
    pub gate: Gate,
    /// Why.
    pub reason: String,
}

/// Support the intervention is made of (p07).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// First day of the initial period (p18).
    pub date: Date,
    /// Length of the initial period in weeks.
    pub weeks: u8,
    /// What was agreed: how often, where, which kinds of support.
    pub arrangement: String,
    /// An urgent start with open gates: who agreed to it (p17).
    pub urgent_agreed_by: Option<String>,
    /// Why it is urgent.
    pub urgent_reason: String,
}
