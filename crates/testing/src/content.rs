//! Made-up content as a case needs it, in order: what a test does not ask about is empty.

use crate::{day, moment};
use casebook_domain::calendar::parse_iso;
use casebook_domain::contact::{Contact, PersonName, Responsibility, SafeToPhone};
use casebook_domain::exit::{Consent, CriterionJudgement, CriterionOutcome, Exit, FollowUp, FollowUpResult, Onward};
use casebook_domain::ids::RecordId;
use casebook_domain::measure::{Measure, MeasureReading, Occasion, Sessions};
use casebook_domain::observation::{Event, EventKind as Happened, Lesson, Observation, Starter, starters};
use casebook_domain::plan::{
    Circulation, CirculationForm, CirculationTo, Objective, Outcome, ParentsPart, Plan, Signature, Target,
};
use casebook_domain::preparation::{
    Audience, ContactWay, FamilyContact, Gate, HomeRuling, LeadDecision, Letter, LetterKind, Liaison, LiaisonWith,
    Reached, SendMethod, Start, Waiver,
};
use casebook_domain::pupil::{Pupil, Schooling, SenProvision};
use casebook_domain::referral::{
    Authorisation, AuthorisationDecision, Criterion, CriterionEvidence, DecisionRoute, Referral, ReferrerKind,
};
use casebook_domain::review::{Participant, Progress, Review, ReviewDecision};
use casebook_domain::safety::{Told, Worry};
use casebook_domain::session::{Achievement, Attended, Note, Session, SessionKind};
use casebook_domain::standing::{Standing, StandingKind};

/// A pupil of year 7 without flags, without a contact.
pub fn pupil() -> Pupil {
    Pupil {
        first_names: "Testina".to_owned(),
        surname: "Sample".to_owned(),
        known_as: String::new(),
        letter_name: String::new(),
        pronouns: String::new(),
        upn: String::new(),
        upn_reason: String::new(),
        born: parse_iso("2014-09-01"),
        year_as_taught: None,
        schooling: vec![Schooling { school: String::new(), form: "7M".to_owned(), from: None }],
        sen: SenProvision::None,
        pupil_premium: false,
        eal: false,
        gifted: false,
        looked_after: None,
        ask_lead_first: None,
        limits_explained: None,
        remarks: String::new(),
    }
}

/// A mother with responsibility who may get letters and be phoned.
pub fn contact() -> Contact {
    Contact {
        name: PersonName::entered("Ms Sample"),
        relationship: "Mother".to_owned(),
        responsibility: Responsibility::Yes,
        letters: true,
        phone_safe: SafeToPhone::Yes,
        restriction: None,
        phone: "07000 000000".to_owned(),
        email: String::new(),
        address: String::new(),
        language: String::new(),
        interpreter: String::new(),
    }
}

/// Ticks two criteria.
pub fn referral(on: i32) -> Referral {
    let ticked = |criterion| CriterionEvidence { criterion, evidence: "seen in class".to_owned() };
    Referral {
        date: day(on),
        referrer: "Mr Example".to_owned(),
        referrer_kind: ReferrerKind::ClassTeacher,
        criteria: vec![ticked(Criterion::LacksEngagement), ticked(Criterion::LowSelfEsteem)],
        how_long: String::new(),
        strengths: "draws well".to_owned(),
        tried: String::new(),
        changes_wanted: String::new(),
        attendance_tenths: None,
        punctuality_only: false,
        attendance_chronic: false,
        attendance_override: String::new(),
        pupil_knows: true,
    }
}

/// What was decided about a referral on a day.
pub fn authorisation(referral: RecordId, decision: AuthorisationDecision, on: i32) -> Authorisation {
    Authorisation {
        referral,
        date: day(on),
        decision,
        by: "Ms Manager".to_owned(),
        route: DecisionRoute::Met,
        why: "as agreed".to_owned(),
        targets: String::new(),
        referrer_told: None,
    }
}

/// What was learnt from staff or an agency on day 2.
pub fn liaison(with: LiaisonWith) -> Liaison {
    Liaison {
        date: day(2),
        with,
        name: String::new(),
        role: String::new(),
        learnt: String::new(),
        audience: Audience::MentorOnly,
    }
}

/// A pupil's attendance over the sixty days before day 0: 90 %.
pub fn measure(occasion: Occasion, on: i32) -> Measure {
    let sessions = Sessions { attended: 342, authorised: 20, unauthorised: 18, late: 3 };
    let reading = MeasureReading::Attendance { from: day(-60), until: day(0), sessions };
    Measure { date: day(on), occasion, reading, source: "register".to_owned() }
}

/// A letter to a contact on day 2.
pub fn letter(contact: RecordId, kind: LetterKind) -> Letter {
    Letter { date: day(2), kind, contact, method: SendMethod::Post, text: "Dear Ms Sample".to_owned() }
}

/// The lead says that home is not to be contacted, until a day.
pub fn withheld(on: i32, until: i32) -> LeadDecision {
    LeadDecision { date: day(on), lead: "Ms Lead".to_owned(), ruling: HomeRuling::Withhold, until: Some(day(until)) }
}

/// The lead says that home may be contacted, until a day if one is given.
pub fn allowed(on: i32, until: Option<i32>) -> LeadDecision {
    LeadDecision { ruling: HomeRuling::Allow, until: until.map(day), ..withheld(on, on) }
}

/// A phone call with a contact at which a meeting was offered.
pub fn family_contact(contact: RecordId, reached: Reached, on: i32) -> FamilyContact {
    FamilyContact {
        date: day(on),
        contact,
        way: ContactWay::Phone,
        reached,
        about: String::new(),
        meeting_offered: true,
        audience: Audience::MentorOnly,
    }
}

/// An observation of engagement on day 3 with one event.
pub fn observation() -> Observation {
    Observation {
        began: moment(3, 600),
        sheet: starters::sheet(Starter::Engagement),
        lesson: Lesson { subject: "Maths".to_owned(), ..Lesson::default() },
        events: vec![Event { at_ms: 20_000, target: None, what: Happened::Noted("drew".to_owned()) }],
        comment: String::new(),
        uses: Vec::new(),
    }
}

/// A gate that is waived on day 3, with a reason.
pub fn waiver(gate: Gate) -> Waiver {
    Waiver { date: day(3), gate, reason: "seen by the educational psychologist last week".to_owned() }
}

/// A start on a day, for six weeks.
pub fn start(on: i32) -> Start {
    Start {
        date: day(on),
        weeks: 6,
        arrangement: "weekly, one to one".to_owned(),
        urgent_agreed_by: None,
        urgent_reason: String::new(),
    }
}

/// A start before all gates are met, agreed by the line manager.
pub fn urgent_start(on: i32) -> Start {
    Start {
        urgent_agreed_by: Some("Ms Manager".to_owned()),
        urgent_reason: "excluded twice this week".to_owned(),
        ..start(on)
    }
}

/// A target that lacks nothing, under its number, due on day 40.
pub fn target(number: u16) -> Target {
    Target {
        number,
        what: "hand in homework".to_owned(),
        measure: "pieces handed in".to_owned(),
        unit: "a week".to_owned(),
        baseline: "1".to_owned(),
        aim: "4".to_owned(),
        by: Some(day(40)),
        helper: "form tutor".to_owned(),
        outcomes: vec![Outcome::Achieve],
        weight: 1,
        own_words: String::new(),
    }
}

/// All eight parts filled, one SMART target, review on day 49.
pub fn plan(on: i32) -> Plan {
    Plan {
        date: day(on),
        revises: None,
        objectives: vec![Objective { text: "enjoy school again".to_owned(), outcomes: vec![Outcome::Achieve] }],
        targets: vec![target(1)],
        strategies: "a quiet start".to_owned(),
        school: "a place to work".to_owned(),
        parents: ParentsPart::NotAppropriate,
        review_on: Some(day(49)),
        success: "four pieces for three weeks".to_owned(),
        rewards: "a postcard home".to_owned(),
        agreed_with: "Testina, Ms Sample".to_owned(),
        pupil_voice: String::new(),
    }
}

/// A plan that is sent as a summary on day 9.
pub fn circulation(plan: RecordId, to: CirculationTo, contact: Option<RecordId>) -> Circulation {
    Circulation {
        date: day(9),
        plan: Some(plan),
        sent: Vec::new(),
        to,
        contact,
        names: String::new(),
        form: CirculationForm::Summary,
        method: SendMethod::ByHand,
    }
}

/// The pupil's signature under a plan on day 9.
pub fn signature(plan: RecordId) -> Signature {
    Signature { date: day(9), plan, by: "the pupil".to_owned(), strokes: "M 1 1 L 2 2".to_owned() }
}

/// A session of thirty minutes that the pupil came to.
pub fn session(kind: SessionKind, on: i32) -> Session {
    Session {
        date: day(on),
        kind,
        minutes: 30,
        attended: Attended::Yes,
        lesson_missed: String::new(),
        notes: String::new(),
        next_step: String::new(),
        audience: Audience::MentorOnly,
        ratings: Vec::new(),
        gifted: false,
        resources: Vec::new(),
    }
}

/// An achievement of day 2 that the pupil was told of.
pub fn achievement() -> Achievement {
    Achievement { date: day(2), what: "read aloud".to_owned(), told_pupil: true, told_parents: false }
}

/// A note for the mentor only, of day 2.
pub fn note() -> Note {
    Note { date: day(2), text: "waved".to_owned(), audience: Audience::MentorOnly }
}

/// A review with everybody there, agreed with the line manager.
pub fn review(decision: ReviewDecision, on: i32) -> Review {
    Review {
        date: day(on),
        plan: None,
        participants: Participant::ALL.to_vec(),
        pupil_view: String::new(),
        parents_view: String::new(),
        staff_view: String::new(),
        ratings: Vec::new(),
        progress: Progress::Some,
        decision,
        consulted: "Ms Manager".to_owned(),
        agreed: String::new(),
    }
}

/// Judges both criteria of [`referral`]; follow-ups on days 70 and 110.
pub fn exit(on: i32) -> Exit {
    let judged = |criterion| CriterionOutcome {
        criterion,
        judgement: CriterionJudgement::Better,
        evidence: "homework".to_owned(),
    };
    Exit {
        date: day(on),
        outcomes: vec![judged(Criterion::LacksEngagement), judged(Criterion::LowSelfEsteem)],
        programme: Vec::new(),
        follow_ups: vec![day(110), day(70)],
        decided_with: "pupil, parents, staff".to_owned(),
        summary: String::new(),
    }
}

/// A look back after the exit that found all well.
pub fn follow_up(on: i32, last: bool) -> FollowUp {
    FollowUp { date: day(on), result: FollowUpResult::Well, notes: String::new(), last }
}

/// A referral onward to a service, with the parents' consent.
pub fn onward(on: i32) -> Onward {
    Onward {
        date: day(on),
        inside: false,
        agency: "Made-Up Service".to_owned(),
        reason: "little progress".to_owned(),
        discussed_on: Some(day(on)),
        discussed_with: "Mr Head of Performance".to_owned(),
        shared: "summary".to_owned(),
        consent: Consent::Parents,
        chase_on: None,
        outcome: String::new(),
    }
}

/// A hold, a return or the like, from a day on.
pub fn standing(kind: StandingKind, on: i32) -> Standing {
    Standing { date: day(on), kind, reason: String::new(), until: None }
}

/// A safeguarding entry of day 2 that nobody was told of.
pub fn worry() -> Worry {
    Worry { at: moment(2, 610), words: "exact words".to_owned(), told: None, held_by_lead: false, withdrawn: None }
}

/// That the lead was told of it in person.
pub fn told() -> Told {
    Told { name: "Ms Lead".to_owned(), at: moment(2, 620), how: "in person".to_owned() }
}
