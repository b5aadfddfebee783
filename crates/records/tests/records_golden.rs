//! The stored form of every kind of record: one golden row each under `fixtures/records` (made-up data), a round trip
//! over random content, and hostile input.
//!
//! A golden file that changes is a change of the format. Before the first release write them again with
//! `CASEBOOK_WRITE_GOLDEN=1`; afterwards add a schema instead.

use std::collections::BTreeMap;
use std::path::PathBuf;

use casebook_domain::assessment::{Area, AreaFinding, Assessment, AssessmentOccasion};
use casebook_domain::calendar::{Date, Moment, add_days, parse_iso};
use casebook_domain::contact::{Contact, PersonName, Responsibility, SafeToPhone};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::due::{Due, DueKind, WaitsFor};
use casebook_domain::exit::{
    Consent, CriterionJudgement, CriterionOutcome, Exit, ExitComponent, ExitProgrammePart, FollowUp, FollowUpResult,
    Onward,
};
use casebook_domain::hand_over::{
    Carried, HandOverReceipt, HandedOver, LeadHas, LeadSays, Parts, Purpose, Received, Transition, TransitionStage,
    TransitionStep,
};
use casebook_domain::header::Header;
use casebook_domain::ids::{ActorId, FileId, RecordId, VersionId};
use casebook_domain::measure::{Direction, Measure, Occasion, Reading, Sessions};
use casebook_domain::observation::{
    Abc, Code, Colour, Event, Instant, Intervals, Lesson, Lists, Method, Observation, Observed, PartOfDay, PauseReason,
    Running, Sheet, Starter, Template, Use, Watching, What as Happened,
};
use casebook_domain::plan::{
    Attainment, Circulation, CirculationForm, CirculationTo, Objective, Outcome, ParentsPart, Plan, Signature, Target,
    TargetRating,
};
use casebook_domain::planned::{
    DayChange, DayChanged, OffReason, Period, Planned, PlannedSession, Slot, Stop, TimeOfDay,
};
use casebook_domain::preparation::{
    Audience, ContactWay, FamilyContact, Gate, HomeRuling, LeadDecision, Letter, LetterKind, Liaison, LiaisonWith,
    Reached, SendMethod, Start, Waiver,
};
use casebook_domain::pupil::{LookedAfter, Pupil, Schooling, SenProvision};
use casebook_domain::referral::{
    Authorisation, AuthorisationDecision, Criterion, CriterionEvidence, DecisionRoute, Referral, ReferrerKind,
};
use casebook_domain::resource::Resource;
use casebook_domain::retention::{
    AccessRequest, AccessRoute, Certificate, Clarification, Ended, HeldElsewhere, Retention,
};
use casebook_domain::review::{Participant, Progress, Review, ReviewDecision};
use casebook_domain::safety::{Told, Withdrawn, Worry};
use casebook_domain::session::{Achievement, Attended, Note, Session, SessionKind};
use casebook_domain::settings::{Post, SchoolPhase, SchoolStatus, Settings, Term};
use casebook_domain::standing::{Standing, StandingKind};
use casebook_domain::states::{Overlay, State};
use casebook_records::device::{
    ColleagueRow, MovedRow, decode_colleague, decode_moved, encode_colleague, encode_moved,
};
use casebook_records::erased::{decode_erased, encode_erased};
use casebook_records::revision::{Vector, Version};
use casebook_records::{
    Decoded, DraftRow, EventRow, RecordError, What, decode, decode_draft, decode_event, decode_header, decode_set_up,
    encode, encode_again, encode_deleted, encode_draft, encode_event, encode_header, encode_set_up, schema,
    set_up_of_schema_1,
};
use proptest::prelude::*;

fn day(text: &str) -> Date {
    parse_iso(text).expect("a day")
}

fn clock(hours: u8, minutes: u8) -> TimeOfDay {
    TimeOfDay::new(hours, minutes).expect("a time")
}

fn record(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

fn moment() -> Moment {
    Moment { utc_ms: 1_795_446_000_000, offset_min: 60 }
}

fn version() -> Version {
    let (own, other) = (ActorId::from_bytes([0xa1; 16]), ActorId::from_bytes([0xb2; 16]));
    Version {
        id: VersionId::from_bytes([0xc3; 16]),
        actor: own,
        author: "Morgan Madeup".to_owned(),
        time: moment(),
        vector: Vector::from_counts([(own, 2), (other, 1)]),
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// Made-up content in which every field says something.
fn sample(kind: Kind) -> Content {
    match kind {
        Kind::Pupil => Content::Pupil(Pupil {
            first_names: text("Zébulon Aurelius"),
            surname: text("Fictional-Sample"),
            known_as: text("Zeb"),
            letter_name: text("Zébulon"),
            pronouns: text("they/them"),
            upn: text("A000000000000"),
            upn_reason: text("A cousin; the office corrects it"),
            born: Some(day("2015-02-28")),
            year_as_taught: Some(0),
            schooling: vec![
                Schooling { school: text(""), form: text("6 Made-up"), from: Some(day("2026-09-02")) },
                Schooling { school: text("Invented Infants"), form: text("Acorns"), from: None },
            ],
            sen: SenProvision::Support,
            pupil_premium: true,
            eal: true,
            gifted: false,
            looked_after: Some(LookedAfter {
                social_worker: text("S. Worker, 01632 960001"),
                carer: text("C. Arer"),
                virtual_school: text("Invented Virtual School"),
            }),
            ask_lead_first: Some(text("Said L. Ead")),
            limits_explained: Some(day("2026-11-02")),
            remarks: text("Sits at the front.\n\"Hearing aid\" on the left."),
        }),
        Kind::Contact => Content::Contact(Contact {
            name: PersonName {
                title: text("Ms"),
                first_names: text("Ana Maria"),
                surname: text("Fictional-Sample"),
                apart: true,
            },
            relationship: text("Mother"),
            responsibility: Responsibility::Yes,
            letters: true,
            phone_safe: SafeToPhone::Unknown,
            restriction: None,
            phone: text("01632 960002"),
            email: text("nobody@example.org"),
            address: text("1 Nowhere Road\nNotown"),
            language: text("Esperanto"),
            interpreter: text("Invented Interpreters"),
        }),
        Kind::Referral => Content::Referral(Referral {
            date: day("2026-11-02"),
            referrer: text("Mr Invented"),
            referrer_kind: ReferrerKind::ClassTeacher,
            criteria: vec![
                CriterionEvidence {
                    criterion: Criterion::Isolated,
                    evidence: text("Alone at break, five days of five."),
                },
                CriterionEvidence { criterion: Criterion::AttendanceRisk, evidence: text("") },
            ],
            how_long: text("Since September"),
            strengths: text("Draws well"),
            tried: text("Seat changed"),
            changes_wanted: text("Joins in at break"),
            attendance_tenths: Some(875),
            punctuality_only: false,
            attendance_chronic: true,
            attendance_override: text("Long illness"),
            pupil_knows: true,
        }),
        Kind::Authorisation => Content::Authorisation(Authorisation {
            referral: record(1),
            date: day("2026-11-04"),
            decision: AuthorisationDecision::Authorised,
            by: text("Mrs Made-Up"),
            route: DecisionRoute::SignedHere,
            why: text(""),
            targets: text("A friend by spring"),
            referrer_told: Some(day("2026-11-05")),
        }),
        Kind::Liaison => Content::Liaison(Liaison {
            date: day("2026-11-05"),
            with: LiaisonWith::Agency,
            name: text("A. Gency"),
            role: text("Invented Service"),
            learnt: text("Known since spring"),
            audience: Audience::Staff,
        }),
        Kind::Measure => Content::Measure(Measure {
            date: day("2026-11-06"),
            occasion: Occasion::Baseline,
            reading: Reading::Attendance {
                from: day("2026-09-02"),
                until: day("2026-10-23"),
                sessions: Sessions { attended: 60, authorised: 7, unauthorised: 3, late: 4 },
            },
            source: text("Register"),
        }),
        Kind::Letter => Content::Letter(Letter {
            date: day("2026-11-06"),
            kind: LetterKind::Referral,
            contact: record(2),
            method: SendMethod::Post,
            text: text("Dear Ms Fictional-Sample,\n\n…"),
        }),
        Kind::LeadDecision => Content::LeadDecision(LeadDecision {
            date: day("2026-11-06"),
            lead: text("L. Ead"),
            ruling: HomeRuling::Withhold,
            until: Some(day("2026-11-20")),
        }),
        Kind::FamilyContact => Content::FamilyContact(FamilyContact {
            date: day("2026-11-09"),
            contact: record(2),
            way: ContactWay::Phone,
            reached: Reached::Spoke,
            about: text("Likes the idea"),
            meeting_offered: true,
            audience: Audience::Family,
        }),
        Kind::Observation => Content::Observation(Observation {
            began: moment(),
            sheet: sheet(),
            lesson: lesson(),
            events: every_event().into_iter().map(|event| Event { target: None, ..event }).collect(),
            comment: text("Calm"),
            uses: vec![Use { target: 2, code: 0, occasion: Occasion::Baseline }],
        }),
        Kind::Template => {
            Content::Template(Template { sheet: sheet(), starter: Some(Starter::TargetAndPeer), hidden: true })
        }
        Kind::Lists => Content::Lists(Lists {
            antecedents: vec![text("Asked to start")],
            behaviours: vec![text("Refuses"), text("Hides")],
            consequences: vec![text("Helped")],
            phrases: vec![text("Group work")],
            subjects: vec![text("Mathematics")],
            activities: vec![text("In pairs")],
            seatings: vec![text("Back row")],
        }),
        Kind::Transition => Content::Transition(Transition {
            date: day("2027-06-14"),
            from: text("Example Primary School"),
            to: text("Invented Academy"),
            stage: TransitionStage::Year6To7,
            due: Some(day("2027-09-02")),
            receiving: text("R. Eceiver"),
            met: text("R. Eceiver, 10 June"),
            consent: Consent::Parents,
            consent_by: text("Ms Fictional-Sample, 9 June"),
            first: text("Likes to know the way"),
            done: vec![TransitionStep::Visit, TransitionStep::Plan],
        }),
        Kind::HandedOver => Content::HandedOver(HandedOver {
            at: moment(),
            to: text("R. Eceiver"),
            purpose: Purpose::Transfer,
            until: None,
            parts: Parts::WithoutSessions,
            carried: Carried::Recipient,
            lead: text("L. Ead sends it separately"),
            file_name: text("2026-11-23 hand-over 4F2K.casebook"),
            bundles: vec!["ab".repeat(32)],
            rows: 12,
            receipt: Some(HandOverReceipt { by: text("R. Eceiver"), at: moment(), missing: 1 }),
        }),
        Kind::Received => Content::Received(Received {
            at: moment(),
            from: text("S. Ender"),
            fingerprint: text("zoo zone zero youth young you"),
            known: true,
            purpose: Purpose::Cover,
            until: Some(day("2026-12-18")),
            lead_says: Some(LeadSays::WillSend),
            lead_has: Some(LeadHas::ToAsk),
            lead: text("L. Ead has sent it separately"),
        }),
        Kind::Retention => Content::Retention(Retention {
            filed_on: Some(day("2027-07-20")),
            filed_by: text("Office, paper file"),
            hold_since: Some(day("2027-07-21")),
            hold_reason: text("Complaint"),
        }),
        Kind::AccessRequest => Content::AccessRequest(AccessRequest {
            date: day("2026-11-26"),
            route: AccessRoute::Subject,
            by: text("Ms Fictional-Sample for Zeb"),
            identity: text("Known to the office"),
            identity_on: Some(day("2026-11-27")),
            scope: text("Everything"),
            clarifications: vec![Clarification {
                asked: day("2026-11-30"),
                about: text("Which years"),
                got: Some(day("2026-12-02")),
            }],
            extended_on: Some(day("2026-12-10")),
            extended_why: text("Four schools"),
            typed_due: Some(day("2027-02-26")),
            due_reason: text("Half-term"),
            officer_told: Some(day("2026-11-26")),
            answered: Some(day("2026-12-10")),
            answer: text("Copy given"),
        }),
        Kind::Resource => Content::Resource(Resource {
            title: text("Feelings thermometer"),
            text: text("Point to how hot it is."),
            link: text("https://example.org/thermometer"),
            tags: vec![text("anger"), text("year 7")],
        }),
        Kind::Waiver => Content::Waiver(Waiver {
            date: day("2026-11-10"),
            gate: Gate::Baseline,
            reason: text("New to the country"),
        }),
        Kind::Start => Content::Start(Start {
            date: day("2026-11-16"),
            weeks: 6,
            arrangement: text("Tuesdays, library"),
            urgent_agreed_by: Some(text("Mrs Made-Up")),
            urgent_reason: text("Bereavement"),
        }),
        Kind::Assessment => Content::Assessment(Assessment {
            date: day("2026-11-10"),
            occasion: AssessmentOccasion::Referral,
            findings: vec![AreaFinding {
                area: Area::Relationships,
                strengths: text("Kind"),
                needs: text("Practice"),
                barriers: text("Shy"),
            }],
            pupil_view: text("I'd like a friend"),
        }),
        Kind::Plan => Content::Plan(Plan {
            date: day("2026-11-12"),
            revises: Some(record(3)),
            objectives: vec![Objective { text: text("Belongs"), outcomes: vec![Outcome::Safe, Outcome::Contribute] }],
            targets: vec![Target {
                number: 1,
                what: text("Asks to join a game"),
                measure: text("Times"),
                unit: text("a week"),
                baseline: text("0"),
                aim: text("3"),
                by: Some(day("2026-12-11")),
                helper: text("Playground leader"),
                outcomes: vec![Outcome::Achieve],
                weight: 2,
                own_words: text("I put my hand up first"),
            }],
            strategies: text("Role play"),
            school: text("Buddy bench"),
            parents: ParentsPart::Arranged(text("One friend to tea")),
            review_on: Some(day("2026-12-18")),
            success: text("Two games a week"),
            rewards: text("Praise postcard"),
            agreed_with: text("Zeb, his mother"),
            pupil_voice: text("OK"),
        }),
        Kind::Circulation => Content::Circulation(Circulation {
            date: day("2026-11-13"),
            plan: Some(record(4)),
            sent: vec![7, 4_294_967_295],
            to: CirculationTo::Parents,
            contact: Some(record(2)),
            names: text(""),
            form: CirculationForm::Summary,
            method: SendMethod::ByHand,
        }),
        Kind::Signature => Content::Signature(Signature {
            date: day("2026-11-13"),
            plan: record(4),
            by: text("The pupil"),
            strokes: text("M 10 20 L 30 40 L 50 60"),
        }),
        Kind::Session => Content::Session(Session {
            date: day("2026-11-17"),
            kind: SessionKind::OneToOne,
            minutes: 30,
            attended: Attended::Late,
            lesson_missed: text("Art"),
            notes: text("Practised asking"),
            next_step: text("Try at break"),
            audience: Audience::MentorOnly,
            ratings: vec![TargetRating {
                target: 1,
                attainment: Attainment::new(-1).expect("a rating"),
                remark: text("Once"),
            }],
            gifted: false,
            resources: vec![record(7)],
        }),
        Kind::Achievement => Content::Achievement(Achievement {
            date: day("2026-11-18"),
            what: text("Asked to join a game"),
            told_pupil: true,
            told_parents: false,
        }),
        Kind::Note => Content::Note(Note {
            date: day("2026-11-19"),
            text: text("Smiled in the corridor ☺"),
            audience: Audience::MentorOnly,
        }),
        Kind::Review => Content::Review(Review {
            date: day("2026-12-18"),
            plan: Some(record(4)),
            participants: vec![Participant::Pupil, Participant::Staff],
            pupil_view: text("Better"),
            parents_view: text(""),
            staff_view: text("Better"),
            ratings: vec![TargetRating {
                target: 1,
                attainment: Attainment::new(2).expect("a rating"),
                remark: text(""),
            }],
            progress: Progress::Some,
            decision: ReviewDecision::Continue,
            consulted: text("Mrs Made-Up"),
            agreed: text("Two more weeks"),
        }),
        Kind::Exit => Content::Exit(Exit {
            date: day("2027-02-12"),
            outcomes: vec![CriterionOutcome {
                criterion: Criterion::Isolated,
                judgement: CriterionJudgement::Met,
                evidence: text("Plays daily"),
            }],
            programme: vec![ExitProgrammePart {
                component: ExitComponent::Clubs,
                what: text("Chess club"),
                until: Some(day("2027-04-01")),
            }],
            follow_ups: vec![day("2027-03-12"), day("2027-05-14")],
            decided_with: text("All four"),
            summary: text("Well done"),
        }),
        Kind::FollowUp => Content::FollowUp(FollowUp {
            date: day("2027-03-12"),
            result: FollowUpResult::Well,
            notes: text("Still plays"),
            last: true,
        }),
        Kind::Onward => Content::Onward(Onward {
            date: day("2026-12-01"),
            inside: true,
            agency: text("Invented Service"),
            reason: text("Needs more"),
            discussed_on: Some(day("2026-11-30")),
            discussed_with: text("Dr Sample"),
            shared: text("The plan"),
            consent: Consent::Parents,
            chase_on: Some(day("2027-01-08")),
            outcome: text(""),
        }),
        Kind::Standing => Content::Standing(Standing {
            date: day("2026-12-02"),
            kind: StandingKind::OnHold,
            reason: text("In hospital"),
            until: Some(day("2027-01-08")),
        }),
        Kind::Worry => Content::Worry(Worry {
            at: moment(),
            words: text("(made-up words)"),
            told: Some(Told { name: text("L. Ead"), at: moment(), how: text("in person") }),
            held_by_lead: false,
            withdrawn: Some(Withdrawn { reason: text("Another child's"), lead: text("L. Ead"), at: moment() }),
        }),
        Kind::PlannedSession => Content::PlannedSession(PlannedSession {
            date: day("2026-11-24"),
            slot: Slot::Period(text("Period 3")),
            minutes: 30,
            place: text("Library"),
            kind: SessionKind::OneToOne,
            weekly_until: Some(day("2026-12-18")),
            about: text("Timetable"),
            changes: vec![
                DayChange {
                    day: day("2026-12-01"),
                    what: DayChanged::Moved { to: day("2026-12-02"), slot: Slot::At(clock(10, 45)) },
                },
                DayChange { day: day("2026-12-08"), what: DayChanged::Off(OffReason::School) },
                DayChange {
                    day: day("2026-12-15"),
                    what: DayChanged::Moved { to: day("2026-12-16"), slot: Slot::AnyTime },
                },
            ],
        }),
        Kind::Settings => Content::Settings(Settings {
            status: SchoolStatus::Academy,
            phase: SchoolPhase::Secondary,
            periods: vec![Period { name: text("Period 3"), begins: clock(10, 45), ends: clock(11, 45) }],
            school_address: text("1 School Lane\n01632 960003"),
            line_manager: Post { title: text("Line manager"), name: text("Mrs Made-Up"), reach: text("ext. 1") },
            safeguarding_deputies: vec![Post { title: text("Deputy"), name: text("D. Eputy"), reach: text("ext. 2") }],
            safeguarding_outside: text("01632 960004"),
            terms: vec![Term { name: text("Autumn 1"), first: day("2026-09-02"), last: day("2026-10-23") }],
            letter_templates: vec![(text("referral"), text("Dear {contact},"))],
            backup_days: 5,
            backup_changes: 40,
            data_protection_officer: Post {
                title: text("Data officer"),
                name: text("D. Officer"),
                reach: text("ext. 3"),
            },
            it_support: Post { title: text("Technician"), name: text("I. Tee"), reach: text("ext. 4") },
            follow_up_half_terms: 3,
            keep_after_exit_months: 6,
            keep_unused_half_terms: 3,
            school_keeps_years: 26,
            school_keeps_sen_years: 32,
            ..Settings::new(text("Morgan Madeup"), text("Invented Primary"))
        }),
    }
}

fn sheet() -> Sheet {
    let code = |name: &str, method, watching| Code {
        name: text(name),
        definition: text("As the school means it"),
        colour: Colour::Teal,
        method,
        better: Direction::Lower,
        watching,
    };
    Sheet {
        name: text("Made-up sheet"),
        planned_min: 15,
        intervals: Some(Intervals { length_s: 15, instant: Instant::Start, peer_every: Some(5) }),
        codes: vec![
            code("Active", Method::Momentary, Watching::Everyone),
            code("Instruction", Method::PartialInterval, Watching::PeerIntervals),
        ],
        abc: true,
    }
}

fn lesson() -> Lesson {
    Lesson {
        subject: text("Mathematics"),
        activity: text("In pairs"),
        seating: text("Back row"),
        part_of_day: Some(PartOfDay::Morning),
    }
}

/// One of every kind, of the second observed where it is of one.
fn every_event() -> Vec<Event> {
    let of_one = [
        Happened::Scored { code: 0, interval: 0 },
        Happened::Cleared { code: 1, interval: 0 },
        Happened::NotSeen { interval: 1 },
        Happened::Unmarked { interval: 1 },
        Happened::Counted { code: 2 },
        Happened::Began { code: 3 },
        Happened::Stopped { code: 3 },
        Happened::Cued { code: 4 },
        Happened::Responded { code: 4 },
        Happened::Rated { code: 5, level: 4 },
        Happened::Abc(Abc {
            antecedent: text("Told to wait"),
            behaviour: text("Shouts"),
            consequence: text("Ignored"),
        }),
        Happened::Noted(text("Helps a neighbour")),
    ];
    let of_all = [
        Happened::Watched { interval: 2 },
        Happened::Paused { reason: PauseReason::Locked, words: text("Fire drill") },
        Happened::Resumed,
        Happened::Undone { event: 4 },
        Happened::Redone { event: 4 },
        Happened::ClockMoved { by_ms: -90_000 },
        Happened::Ended,
    ];
    let of_one = of_one.into_iter().map(|what| (Some(1), what));
    let all = of_one.chain(of_all.into_iter().map(|what| (None, what)));
    all.enumerate().map(|(at, (target, what))| Event { at_ms: at as u32 * 1_000, target, what }).collect()
}

fn sample_entry(kind: Kind) -> Entry {
    let outside = matches!(
        kind,
        Kind::Pupil
            | Kind::Contact
            | Kind::Worry
            | Kind::Standing
            | Kind::Settings
            | Kind::Template
            | Kind::Lists
            | Kind::Transition
            | Kind::HandedOver
            | Kind::Received
            | Kind::Retention
            | Kind::AccessRequest
            | Kind::Resource
    );
    Entry { episode: (!outside).then(|| record(1)), content: sample(kind) }
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/records").join(format!("{name}.json"))
}

/// The golden bytes, without the line feed that ends the file.
fn golden(name: &str, now: &[u8]) -> Vec<u8> {
    let path = fixture(name);
    if std::env::var_os("CASEBOOK_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, [now, b"\n"].concat()).expect("written");
    }
    let mut bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(bytes.pop(), Some(b'\n'));
    bytes
}

#[test]
fn every_kind_reads_its_golden_row_and_writes_the_same_bytes() {
    for kind in Kind::ALL {
        let entry = sample_entry(*kind);
        let bytes = golden(kind.code(), &encode(&version(), &entry));
        let decoded = decode(&bytes).unwrap_or_else(|error| panic!("{kind:?}: {error:?}"));
        assert_eq!(decoded.version, version(), "{kind:?}");
        assert_eq!(decoded.kind, kind.code());
        assert_eq!(decoded.what, What::Entry(entry.clone()), "{kind:?}");
        let written = encode(&version(), &entry);
        assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&bytes), "{kind:?}");
    }
}

/// What a superseded row says, written under the schema of today: a change of the domain must not change it.
#[test]
fn every_superseded_schema_of_every_kind_has_a_golden_row_that_keeps_its_meaning() {
    for kind in Kind::ALL {
        for old in first_schema(*kind)..schema(*kind) {
            let name = format!("{}-{old}", kind.code());
            let row = std::fs::read(fixture(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
            let Decoded { version, what: What::Entry(entry), .. } = decode(row.trim_ascii_end()).expect("a row") else {
                panic!("{name} is no entry")
            };
            let written = encode(&version, &entry);
            let kept = golden(&format!("{name}.today"), &written);
            assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&kept), "{name}");
        }
    }
}

/// The schema that a kind was born with.
fn first_schema(kind: Kind) -> u32 {
    match kind {
        Kind::Template | Kind::Lists => 2,
        _ => 1,
    }
}

#[test]
fn rows_of_the_devices_own_read_their_golden_rows_and_write_the_same_bytes() {
    let moved = MovedRow { kind: Some(Kind::Note), seen: version().vector };
    assert_eq!(decode_moved(&golden("device_moved", &encode_moved(&moved))), Some(moved.clone()));
    let unseen = MovedRow { kind: None, ..moved };
    assert_eq!(decode_moved(&encode_moved(&unseen)), Some(unseen));
    let colleague = ColleagueRow { name: text("Mo Colleague"), since: moment(), recipient: Some(text("age1madeup")) };
    assert_eq!(decode_colleague(&golden("device_colleague", &encode_colleague(&colleague))), Some(colleague.clone()));
    let unknown = ColleagueRow { recipient: None, ..colleague };
    assert_eq!(decode_colleague(&encode_colleague(&unknown)), Some(unknown));
}

#[test]
fn the_certificate_of_an_erased_file_has_a_golden_row() {
    let held = |to: &str, file_name: &str, received: bool| HeldElsewhere {
        backup: !received,
        to: text(to),
        at: moment(),
        file_name: text(file_name),
        received,
    };
    let certificate = Certificate {
        initials: text("RS"),
        birth_year: Some(2016),
        at: moment(),
        by: text("Sam Mentor"),
        why: Ended::Exited,
        due_since: day("2027-07-21"),
        filed_on: Some(day("2026-07-24")),
        school_keeps_until: Some(day("2047-05-04")),
        archived_as: text("2027-07-21 hand-over 4F2K.casebook"),
        records: 120,
        elsewhere: vec![
            held("Mo Colleague", "2026-06-01 hand-over K7QX.casebook", true),
            held("Safe in the office", "2027-07-01 backup Q2ZZ.casebook", false),
        ],
    };
    assert_eq!(decode_erased(&golden("device_erased", &encode_erased(&certificate))), Some(certificate.clone()));
    let bare =
        Certificate { birth_year: None, filed_on: None, school_keeps_until: None, elsewhere: vec![], ..certificate };
    assert_eq!(decode_erased(&encode_erased(&bare)), Some(bare));
}

#[test]
fn settings_of_schema_1_are_read_with_what_a_new_casebook_has_of_the_rest() {
    let bytes = std::fs::read(fixture("settings-1")).expect("the row as the first schema wrote it");
    let decoded = decode(bytes.trim_ascii_end()).expect("a row");
    let What::Entry(Entry { content: Content::Settings(read), .. }) = decoded.what else { panic!("settings") };
    let Content::Settings(now) = sample(Kind::Settings) else { panic!("settings") };
    let new = Settings::new(String::new(), String::new());
    let expected = Settings {
        phase: new.phase,
        periods: new.periods,
        backup_days: new.backup_days,
        backup_changes: new.backup_changes,
        data_protection_officer: new.data_protection_officer,
        it_support: new.it_support,
        follow_up_half_terms: new.follow_up_half_terms,
        keep_after_exit_months: new.keep_after_exit_months,
        keep_unused_half_terms: new.keep_unused_half_terms,
        school_keeps_years: new.school_keeps_years,
        school_keeps_sen_years: new.school_keeps_sen_years,
        ..now
    };
    assert_eq!(read, expected);
}

#[test]
fn settings_of_schema_2_are_read_without_periods_and_hold_nothing_of_schema_3() {
    let bytes = std::fs::read(fixture("settings-2")).expect("the row as the second schema wrote it");
    let decoded = decode(bytes.trim_ascii_end()).expect("a row");
    let What::Entry(Entry { content: Content::Settings(read), .. }) = decoded.what else { panic!("settings") };
    let Content::Settings(now) = sample(Kind::Settings) else { panic!("settings") };
    let new = Settings::new(String::new(), String::new());
    assert_eq!(
        read,
        Settings { phase: new.phase, periods: new.periods, follow_up_half_terms: new.follow_up_half_terms, ..now }
    );
    let forged = String::from_utf8(bytes).expect("text").replace("\"terms\":", "\"periods\":[],\"terms\":");
    assert_eq!(decode(forged.trim().as_bytes()), Err(RecordError::Body(Kind::Settings)));
}

#[test]
fn a_session_of_schema_1_is_read_as_one_without_resources() {
    let bytes = std::fs::read(fixture("session-1")).expect("the row as the first schema wrote it");
    let What::Entry(Entry { content: Content::Session(session), .. }) =
        decode(bytes.trim_ascii_end()).expect("it reads").what
    else {
        panic!("a session");
    };
    let Content::Session(now) = sample(Kind::Session) else { panic!("a session") };
    assert_eq!(session, Session { resources: Vec::new(), ..now });
}

#[test]
fn a_plan_of_schema_1_is_read_with_targets_that_nobody_put_in_the_pupils_words() {
    let bytes = std::fs::read(fixture("plan-1")).expect("the row as the first schema wrote it");
    let decoded = decode(bytes.trim_ascii_end()).expect("a row");
    let What::Entry(Entry { content: Content::Plan(read), .. }) = decoded.what else { panic!("a plan") };
    let Content::Plan(mut now) = sample(Kind::Plan) else { panic!("a plan") };
    now.targets.iter_mut().for_each(|target| target.own_words.clear());
    assert_eq!(read, now);
}

#[test]
fn a_circulation_of_schema_1_is_read_as_one_of_which_nobody_kept_what_went_out() {
    let bytes = std::fs::read(fixture("circulation-1")).expect("the row as the first schema wrote it");
    let What::Entry(Entry { content: Content::Circulation(circulation), .. }) =
        decode(bytes.trim_ascii_end()).expect("it reads").what
    else {
        panic!("a circulation");
    };
    let Content::Circulation(now) = sample(Kind::Circulation) else { panic!("a circulation") };
    assert_eq!(circulation, Circulation { sent: Vec::new(), ..now });
}

#[test]
fn an_onward_referral_of_schema_1_is_read_as_one_to_an_agency() {
    let bytes = std::fs::read(fixture("onward-1")).expect("the row as the first schema wrote it");
    let What::Entry(Entry { content: Content::Onward(onward), .. }) =
        decode(bytes.trim_ascii_end()).expect("it reads").what
    else {
        panic!("an onward referral");
    };
    let Content::Onward(now) = sample(Kind::Onward) else { panic!("an onward referral") };
    assert_eq!(onward, Onward { inside: false, ..now });
}

#[test]
fn a_worry_of_schema_1_is_read_as_one_that_was_not_withdrawn() {
    let bytes = std::fs::read(fixture("worry-1")).expect("the row as the first schema wrote it");
    let What::Entry(Entry { content: Content::Worry(worry), .. }) =
        decode(bytes.trim_ascii_end()).expect("it reads").what
    else {
        panic!("a worry");
    };
    let Content::Worry(now) = sample(Kind::Worry) else { panic!("a worry") };
    assert_eq!(worry, Worry { withdrawn: None, ..now });
}

#[test]
fn a_withheld_letter_of_schema_1_is_read_as_the_leads_decision() {
    let bytes = std::fs::read(fixture("letter_withheld-1")).expect("the row as the first schema wrote it");
    let What::Entry(Entry { content, .. }) = decode(bytes.trim_ascii_end()).expect("it reads").what else {
        panic!("a decision");
    };
    assert_eq!(content, sample(Kind::LeadDecision));
}

#[test]
fn what_came_in_under_schema_1_keeps_the_answer_or_its_words() {
    let bytes = std::fs::read_to_string(fixture("received-1")).expect("the row as the first schema wrote it");
    let read = |row: &str| match decode(row.trim_ascii_end().as_bytes()).expect("it reads").what {
        What::Entry(Entry { content: Content::Received(received), .. }) => received,
        other => panic!("{other:?}"),
    };
    let Content::Received(now) = sample(Kind::Received) else { panic!("received") };
    assert_eq!(read(&bytes), Received { lead_says: None, lead_has: None, ..now.clone() });
    let asked = bytes.replace("L. Ead has sent it separately", LeadHas::ToAsk.label());
    assert_eq!(read(&asked), Received { lead_says: None, lead: String::new(), ..now });
}

#[test]
fn an_observation_of_schema_1_is_read_as_one_of_a_sheet_with_two_codes() {
    let bytes = std::fs::read(fixture("observation-1")).expect("the row as the first schema wrote it");
    let decoded = decode(bytes.trim_ascii_end()).expect("a row");
    let What::Entry(Entry { content: Content::Observation(read), .. }) = decoded.what else { panic!("an observation") };
    let intervals = Intervals { length_s: 30, instant: Instant::End, peer_every: None };
    assert_eq!((read.began, read.sheet.intervals, read.sheet.planned_min), (moment(), Some(intervals), 20));
    assert_eq!(read.sheet.codes.iter().map(|code| code.name.as_str()).collect::<Vec<_>>(), ["On task", "Off task"]);
    assert_eq!((read.lesson.subject.as_str(), read.lesson.activity.as_str()), ("Mathematics", "Back row"));
    let events = [
        (30_200, Happened::Scored { code: 0, interval: 0 }),
        (60_100, Happened::NotSeen { interval: 1 }),
        (61_000, Happened::Unmarked { interval: 1 }),
        (70_000, Happened::Noted(text("Helps a neighbour"))),
        (90_000, Happened::Ended),
    ];
    assert_eq!(read.events, events.map(|(at_ms, what)| Event { at_ms, target: None, what }));
    let figures = read.figures();
    assert_eq!((figures.observed, figures.not_seen, figures.missed), (1, 0, 2));
    assert_eq!(read.comment, "Calm");
}

#[test]
fn an_observation_of_schema_2_is_read_as_it_is_and_knows_of_no_clock_that_was_put_right() {
    let bytes = std::fs::read(fixture("observation-2")).expect("the row as the second schema wrote it");
    let bytes = bytes.trim_ascii_end();
    let What::Entry(Entry { content: Content::Observation(read), .. }) = decode(bytes).expect("a row").what else {
        panic!("an observation")
    };
    let Content::Observation(mut now) = sample(Kind::Observation) else { panic!("an observation") };
    now.events.retain(|event| !matches!(event.what, Happened::ClockMoved { .. }));
    now.events.last_mut().expect("it ended").at_ms = 17_000;
    assert_eq!(read, now);
    let newer = String::from_utf8_lossy(bytes).replace(r#""resumed""#, r#"{"clock_moved":{"by_ms":1}}"#);
    assert_eq!(decode(newer.as_bytes()), Err(RecordError::Body(Kind::Observation)));
    let event = br#"{"schema":2,"seq":3,"event":{"at_ms":5,"target":1,"what":{"counted":{"code":2}}}}"#;
    let counted = Event { at_ms: 5, target: Some(1), what: Happened::Counted { code: 2 } };
    assert_eq!(decode_event(event), Ok(EventRow { seq: 3, event: counted }), "one that ran meanwhile goes on");
}

#[test]
fn an_observation_that_ran_under_schema_1_goes_on() {
    let event = br#"{"schema":1,"seq":3,"event":{"at_ms":30200,"what":{"marked":{"interval":0,"mark":"off"}}}}"#;
    let scored = Happened::Scored { code: 1, interval: 0 };
    let row = EventRow { seq: 3, event: Event { at_ms: 30_200, target: None, what: scored } };
    assert_eq!(decode_event(event), Ok(row));
    let values = [
        ("began", "1795446000000"),
        ("began.offset", "60"),
        ("interval_s", "30"),
        ("planned_min", "20"),
        ("lesson", "Mathematics"),
        ("setting", "Back row"),
    ];
    let file = Some(FileId::from_bytes([5; 16]));
    let values = values.map(|(name, value)| (text(name), text(value))).into();
    let mut draft = DraftRow { kind: Kind::Observation, file, record: None, saved: moment(), values };
    let running = set_up_of_schema_1(&draft).expect("it was begun");
    assert_eq!((running.began, running.sheet.interval_ms()), (moment(), 30_000));
    assert_eq!((running.lesson.subject.as_str(), running.observed[0].file), ("Mathematics", file));
    draft.values.remove("began");
    assert_eq!(set_up_of_schema_1(&draft), None, "it was being set up");
}

#[test]
fn a_deletion_keeps_kind_and_episode_and_no_words() {
    let bytes = encode_deleted(&version(), Kind::Worry, Some(record(1)));
    assert_eq!(golden("deleted", &bytes), bytes);
    let decoded = decode(&bytes).expect("own row");
    assert_eq!((decoded.kind.as_str(), decoded.episode, decoded.what), ("worry", Some(record(1)), What::Deleted));
    let older = String::from_utf8(bytes).expect("JSON").replace("\"schema\":2", "\"schema\":1");
    assert_eq!(decode(older.as_bytes()).map(|decoded| decoded.what), Ok(What::Deleted));
}

fn header() -> Header {
    Header {
        file: FileId::from_bytes([5; 16]),
        first_names: text("Zébulon Aurelius"),
        surname: text("Fictional-Sample"),
        known_as: text("Zeb"),
        letter_name: text("Zébulon"),
        upn: text("A123456789012"),
        form: text("6 Made-up"),
        born: Some(day("2015-02-28")),
        year_as_taught: None,
        state: State::Preparing,
        overlay: Overlay::OnHold,
        due: vec![
            Due { kind: DueKind::LetterHome, by: Some(day("2026-11-09")), waits_for: WaitsFor::Mentor, record: None },
            Due { kind: DueKind::NobodyTold, by: None, waits_for: WaitsFor::Others, record: Some(record(9)) },
        ],
        last_session: Some(day("2026-11-17")),
        planned: vec![Planned {
            record: record(8),
            plan: match sample(Kind::PlannedSession) {
                Content::PlannedSession(plan) => plan,
                _ => panic!("a planned session"),
            },
            stops: vec![Stop { from: day("2026-12-10"), until: Some(day("2026-12-14")) }],
            done: vec![day("2026-11-24")],
        }],
        episodes: 1,
    }
}

#[test]
fn a_header_reads_back_and_another_schema_is_rebuilt() {
    let bytes = encode_header(&header(), 7, [0xd4; 32]);
    assert_eq!(golden("header", &bytes), bytes);
    let stored = decode_header(&bytes).expect("own row");
    assert_eq!((stored.header, stored.rows, stored.sum), (header(), 7, [0xd4; 32]));
    let other = String::from_utf8(bytes).expect("JSON").replacen("\"schema\":3", "\"schema\":9", 1);
    assert_eq!(decode_header(other.as_bytes()), Err(RecordError::Row));
}

#[test]
fn a_header_of_schema_1_is_read_without_the_pupil_number() {
    let bytes = std::fs::read(fixture("header-1")).expect("as the first schema wrote it");
    let stored = decode_header(bytes.trim_ascii_end()).expect("an older row");
    let older = Header { upn: String::new(), letter_name: String::new(), planned: Vec::new(), ..header() };
    assert_eq!((stored.header, stored.rows), (older, 7));
}

#[test]
fn a_header_of_schema_2_is_read_without_the_name_in_letters_home_and_planned_sessions() {
    let bytes = std::fs::read(fixture("header-2")).expect("as the second schema wrote it");
    let stored = decode_header(bytes.trim_ascii_end()).expect("an older row");
    let older = Header { letter_name: String::new(), planned: Vec::new(), ..header() };
    assert_eq!((stored.header, stored.rows), (older, 7));
}

/// What a row of an older schema says.
fn older(name: &str) -> Content {
    let bytes = std::fs::read(fixture(name)).expect("the row as the older schema wrote it");
    match decode(bytes.trim_ascii_end()).expect("a row").what {
        What::Entry(entry) => entry.content,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_turns_the_direction_of_text_is_not_read_from_a_row() {
    let Content::Note(note) = sample(Kind::Note) else { panic!("a note") };
    let turned = Content::Note(Note { text: "a\u{202e}b\u{7}\nc".to_owned(), ..note.clone() });
    let row = encode(&version(), &Entry { episode: None, content: turned });
    let raw = String::from_utf8(row).expect("JSON").replacen("\"ab\\nc\"", "\"a\\u202eb\\u0007\\nc\"", 1);
    assert!(raw.contains("u202e"), "{raw}");
    let What::Entry(read) = decode(raw.as_bytes()).expect("a row").what else { panic!("an entry") };
    assert_eq!(read.content, Content::Note(Note { text: "ab\nc".to_owned(), ..note }));
}

#[test]
fn a_pupil_of_schema_1_is_read_without_pronouns() {
    let Content::Pupil(now) = sample(Kind::Pupil) else { panic!("a pupil") };
    let then = Pupil { pronouns: String::new(), upn_reason: String::new(), ..now };
    assert_eq!(older("pupil-1"), Content::Pupil(then));
}

#[test]
fn a_contact_of_schema_1_has_a_name_in_one_piece() {
    let Content::Contact(now) = sample(Kind::Contact) else { panic!("a contact") };
    let name = PersonName { title: text("Ms"), first_names: text(""), surname: text("Fictional-Sample"), apart: false };
    assert_eq!(older("contact-1"), Content::Contact(Contact { name, ..now }));
}

#[test]
fn a_request_of_schema_1_keeps_its_due_date() {
    let Content::AccessRequest(now) = sample(Kind::AccessRequest) else { panic!("a request") };
    let then = AccessRequest {
        identity_on: None,
        clarifications: Vec::new(),
        extended_on: None,
        extended_why: String::new(),
        typed_due: Some(day("2026-12-28")),
        due_reason: String::new(),
        ..now
    };
    assert_eq!(older("access_request-1"), Content::AccessRequest(then));
}

#[test]
fn drafts_and_events_read_back() {
    let draft = DraftRow {
        kind: Kind::Session,
        file: Some(FileId::from_bytes([5; 16])),
        record: None,
        saved: moment(),
        values: BTreeMap::from([(text("date"), text("2026-11-")), (text("notes"), text("Half a sen"))]),
    };
    let bytes = encode_draft(&draft);
    assert_eq!(golden("draft", &bytes), bytes);
    assert_eq!(decode_draft(&bytes), Ok(draft));

    for (place, event) in every_event().into_iter().enumerate() {
        let row = EventRow { seq: u64::MAX - place as u64, event };
        assert_eq!(decode_event(&encode_event(&row)), Ok(row));
    }

    let running = Running {
        began: moment(),
        sheet: sheet(),
        lesson: lesson(),
        observed: vec![
            Observed { file: Some(FileId::from_bytes([5; 16])), colour: Colour::Blue, label: text("By the door") },
            Observed { file: None, colour: Colour::Orange, label: String::new() },
        ],
    };
    let bytes = encode_set_up(&running);
    assert_eq!(golden("set_up", &bytes), bytes);
    assert_eq!(decode_set_up(&bytes), Ok(running));
}

fn note() -> String {
    String::from_utf8(encode(&version(), &sample_entry(Kind::Note))).expect("JSON")
}

fn changed(from: &str, to: &str) -> Result<What, RecordError> {
    let text = note();
    assert!(text.contains(from), "{from} is not in {text}");
    decode(text.replacen(from, to, 1).as_bytes()).map(|decoded| decoded.what)
}

#[test]
fn unknown_kinds_and_newer_schemas_are_newer_and_not_read() {
    for (from, to) in [
        ("\"kind\":\"note\"", "\"kind\":\"hologram\""),
        ("\"schema\":1", "\"schema\":2"),
        ("\"schema\":1", "\"schema\":4294967295"),
        ("\"schema\":1,\"version\"", "\"schema\":2,\"version\""),
    ] {
        assert_eq!(changed(from, to), Ok(What::Newer), "{to}");
    }
    let odd = note().replacen("\"schema\":1", "\"schema\":2", 1);
    let start = odd.find("\"body\":").expect("a body");
    let odd = format!("{}\"body\":[1,{{\"a\":1,\"a\":2}}]}}", &odd[..start]);
    assert_eq!(decode(odd.as_bytes()).map(|decoded| decoded.what), Ok(What::Newer), "any JSON will do for a body");
}

#[test]
fn what_is_not_as_the_schema_says_is_an_error() {
    let body = Err(RecordError::Body(Kind::Note));
    let row = Err(RecordError::Row);
    for (from, to, expected) in [
        ("\"audience\":\"mentor\"", "\"audience\":\"everyone\"", &body),
        ("\"audience\":\"mentor\"", "\"audience\":\"mentor\",\"audience\":\"mentor\"", &body),
        ("\"audience\":\"mentor\"", "\"audience\":\"mentor\",\"more\":1", &body),
        (",\"audience\":\"mentor\"", "", &body),
        ("\"date\":\"2026-11-19\"", "\"date\":\"2026-02-30\"", &body),
        ("\"date\":\"2026-11-19\"", "\"date\":\"19/11/2026\"", &body),
        ("\"date\":\"2026-11-19\"", "\"date\":20261119", &body),
        ("\"author\"", "\"more\":1,\"author\"", &row),
        ("\"schema\":1", "\"schema\":1,\"schema\":1", &row),
        ("\"schema\":1", "\"schema\":0", &row),
        ("\"offset\":60", "\"offset\":900", &row),
        ("\"episode\":", "\"episode\":\"1\",\"no\":", &row),
        ("\"vector\":{", "\"vector\":{\"x\":1,", &row),
        ("\"vector\":{", "\"vector\":{\"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1\":1,", &row),
        ("\"vector\":{", "\"vector\":{\"00000000000000000000000000000000\":0,", &row),
        ("\"actor\":\"a1", "\"actor\":\"a0", &Err(RecordError::Version)),
    ] {
        assert_eq!(&changed(from, to), expected, "{to}");
    }
    assert_eq!(decode(format!("{} {{}}", note()).as_bytes()), Err(RecordError::Row), "trailing bytes");
    let start = note().find(",\"body\"").expect("a body");
    let cut = format!("{}}}", &note()[..start]);
    assert_eq!(decode(cut.as_bytes()), Err(RecordError::Row), "a missing body is no deletion");
}

#[test]
fn a_signature_is_path_data_and_nothing_else() {
    let row = String::from_utf8(encode(&version(), &sample_entry(Kind::Signature))).expect("JSON");
    for strokes in ["M 1 2\\\"/><script>", "m 1 2", "M 1 2 Z url(x)", "M\\u00e9"] {
        let hostile = row.replacen("M 10 20 L 30 40 L 50 60", strokes, 1);
        let expected = RecordError::Body(Kind::Signature);
        assert_eq!(decode(hostile.as_bytes()).err(), Some(expected), "{strokes}");
    }
}

#[test]
fn too_many_actors_are_refused() {
    let many: String = (0..300u128).map(|n| format!("\"{n:032x}\":1,")).collect();
    assert_eq!(changed("\"vector\":{", &format!("\"vector\":{{{many}")), Err(RecordError::Row));
}

#[test]
fn the_schema_is_said_in_every_row() {
    for kind in Kind::ALL {
        let row = String::from_utf8(encode(&version(), &sample_entry(*kind))).expect("JSON");
        assert!(row.contains(&format!("\"schema\":{},", schema(*kind))), "{kind:?}");
    }
}

/// Random content. No shrinking: one number makes all of it, so a failure is repeated by its number.
struct Any(u64);

impl Any {
    fn number(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn flag(&mut self) -> bool {
        self.number(2) == 1
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.number(all.len() as u64) as usize]
    }

    fn text(&mut self) -> String {
        const PIECES: [&str; 12] =
            ["", "a", "Zoë", "\n", "\"", "\\", "\t", "\u{2028}", "👩‍🏫", "</script>", "null", " made up "];
        let count = self.number(4);
        (0..count).map(|_| self.of(&PIECES)).collect()
    }

    fn day(&mut self) -> Date {
        let first = day("1900-01-01");
        add_days(first, self.number(300 * 365) as i32)
    }

    fn moment(&mut self) -> Moment {
        let utc_ms = self.number(1 << 31) as i64 * self.of(&[1, 1_000, -1]);
        Moment { utc_ms, offset_min: self.number(1681) as i16 - 840 }
    }

    fn record(&mut self) -> RecordId {
        record(self.number(256) as u8)
    }

    fn maybe<T>(&mut self, make: fn(&mut Self) -> T) -> Option<T> {
        self.flag().then(|| make(self))
    }

    fn some<T>(&mut self, make: fn(&mut Self) -> T) -> Vec<T> {
        let count = self.number(4);
        (0..count).map(|_| make(self)).collect()
    }

    fn small(&mut self) -> u16 {
        self.number(1 << 16) as u16
    }

    fn hundredths(&mut self) -> i64 {
        self.number(1 << 31) as i64 - (1 << 30)
    }

    fn rating(&mut self) -> TargetRating {
        let attainment = Attainment::new(self.number(5) as i8 - 2).expect("a rating");
        TargetRating { target: self.small(), attainment, remark: self.text() }
    }

    fn post(&mut self) -> Post {
        Post { title: self.text(), name: self.text(), reach: self.text() }
    }

    fn event(&mut self) -> Event {
        let interval = self.number(1 << 31) as u32;
        let code = self.number(1 << 8) as u8;
        let what = match self.number(19) {
            0 => Happened::Scored { code, interval },
            1 => Happened::Cleared { code, interval },
            2 => Happened::NotSeen { interval },
            3 => Happened::Unmarked { interval },
            4 => Happened::Watched { interval },
            5 => Happened::Counted { code },
            6 => Happened::Began { code },
            7 => Happened::Stopped { code },
            8 => Happened::Cued { code },
            9 => Happened::Responded { code },
            10 => Happened::Rated { code, level: self.number(6) as u8 },
            11 => Happened::Abc(Abc { antecedent: self.text(), behaviour: self.text(), consequence: self.text() }),
            12 => Happened::Noted(self.text()),
            13 => Happened::Paused { reason: self.of(PauseReason::ALL), words: self.text() },
            14 => Happened::Resumed,
            15 => Happened::Undone { event: interval },
            16 => Happened::Redone { event: interval },
            17 => Happened::ClockMoved { by_ms: self.number(i32::MAX as u64) as i32 },
            _ => Happened::Ended,
        };
        let target = self.flag().then(|| self.number(4) as u8);
        Event { at_ms: self.number(1 << 31) as u32, target, what }
    }

    fn code(&mut self) -> Code {
        Code {
            name: self.text(),
            definition: self.text(),
            colour: self.of(Colour::ALL),
            method: self.of(Method::ALL),
            better: self.of(Direction::ALL),
            watching: self.of(Watching::ALL),
        }
    }

    fn sheet(&mut self) -> Sheet {
        Sheet {
            name: self.text(),
            planned_min: self.small(),
            intervals: self.flag().then(|| Intervals {
                length_s: self.small(),
                instant: self.of(Instant::ALL),
                peer_every: self.flag().then(|| self.number(1 << 8) as u8),
            }),
            codes: self.some(Self::code),
            abc: self.flag(),
        }
    }

    fn serves(&mut self) -> Use {
        Use { target: self.small(), code: self.number(1 << 8) as u8, occasion: self.of(Occasion::ALL) }
    }

    fn reading(&mut self) -> Reading {
        match self.number(3) {
            0 => Reading::Attendance {
                from: self.day(),
                until: self.day(),
                sessions: Sessions {
                    attended: self.small(),
                    authorised: self.small(),
                    unauthorised: self.small(),
                    late: self.small(),
                },
            },
            1 => Reading::Attainment { subject: self.text(), level: self.text(), points: self.maybe(Self::hundredths) },
            _ => Reading::Scale {
                name: self.text(),
                unit: self.text(),
                least: self.hundredths(),
                greatest: self.hundredths(),
                direction: self.of(Direction::ALL),
                value: self.hundredths(),
            },
        }
    }

    fn outcomes(&mut self) -> Vec<Outcome> {
        self.some(|any| any.of(Outcome::ALL))
    }

    fn content(&mut self, kind: Kind) -> Content {
        match kind {
            Kind::Pupil => Content::Pupil(Pupil {
                first_names: self.text(),
                surname: self.text(),
                known_as: self.text(),
                letter_name: self.text(),
                pronouns: self.text(),
                upn: self.text(),
                upn_reason: self.text(),
                born: self.maybe(Self::day),
                year_as_taught: self.maybe(|any| any.number(14) as u8),
                schooling: self.some(|any| Schooling {
                    school: any.text(),
                    form: any.text(),
                    from: any.maybe(Self::day),
                }),
                sen: self.of(SenProvision::ALL),
                pupil_premium: self.flag(),
                eal: self.flag(),
                gifted: self.flag(),
                looked_after: self.maybe(|any| LookedAfter {
                    social_worker: any.text(),
                    carer: any.text(),
                    virtual_school: any.text(),
                }),
                ask_lead_first: self.maybe(Self::text),
                limits_explained: self.maybe(Self::day),
                remarks: self.text(),
            }),
            Kind::Contact => Content::Contact(Contact {
                name: PersonName {
                    title: self.text(),
                    first_names: self.text(),
                    surname: self.text(),
                    apart: self.number(2) == 1,
                },
                relationship: self.text(),
                responsibility: self.of(Responsibility::ALL),
                letters: self.flag(),
                phone_safe: self.of(SafeToPhone::ALL),
                restriction: self.maybe(Self::text),
                phone: self.text(),
                email: self.text(),
                address: self.text(),
                language: self.text(),
                interpreter: self.text(),
            }),
            Kind::Referral => Content::Referral(Referral {
                date: self.day(),
                referrer: self.text(),
                referrer_kind: self.of(ReferrerKind::ALL),
                criteria: self
                    .some(|any| CriterionEvidence { criterion: any.of(Criterion::ALL), evidence: any.text() }),
                how_long: self.text(),
                strengths: self.text(),
                tried: self.text(),
                changes_wanted: self.text(),
                attendance_tenths: self.maybe(Self::small),
                punctuality_only: self.flag(),
                attendance_chronic: self.flag(),
                attendance_override: self.text(),
                pupil_knows: self.flag(),
            }),
            Kind::Authorisation => Content::Authorisation(Authorisation {
                referral: self.record(),
                date: self.day(),
                decision: self.of(AuthorisationDecision::ALL),
                by: self.text(),
                route: self.of(DecisionRoute::ALL),
                why: self.text(),
                targets: self.text(),
                referrer_told: self.maybe(Self::day),
            }),
            Kind::Liaison => Content::Liaison(Liaison {
                date: self.day(),
                with: self.of(LiaisonWith::ALL),
                name: self.text(),
                role: self.text(),
                learnt: self.text(),
                audience: self.of(Audience::ALL),
            }),
            Kind::Measure => Content::Measure(Measure {
                date: self.day(),
                occasion: self.of(Occasion::ALL),
                reading: self.reading(),
                source: self.text(),
            }),
            Kind::Letter => Content::Letter(Letter {
                date: self.day(),
                kind: self.of(LetterKind::ALL),
                contact: self.record(),
                method: self.of(SendMethod::ALL),
                text: self.text(),
            }),
            Kind::LeadDecision => {
                let ruling = self.of(HomeRuling::ALL);
                Content::LeadDecision(LeadDecision {
                    date: self.day(),
                    lead: self.text(),
                    ruling,
                    until: self.maybe(Self::day),
                })
            }
            Kind::FamilyContact => Content::FamilyContact(FamilyContact {
                date: self.day(),
                contact: self.record(),
                way: self.of(ContactWay::ALL),
                reached: self.of(Reached::ALL),
                about: self.text(),
                meeting_offered: self.flag(),
                audience: self.of(Audience::ALL),
            }),
            Kind::Observation => Content::Observation(Observation {
                began: self.moment(),
                sheet: self.sheet(),
                lesson: Lesson {
                    subject: self.text(),
                    activity: self.text(),
                    seating: self.text(),
                    part_of_day: self.flag().then(|| self.of(PartOfDay::ALL)),
                },
                events: self.some(Self::event),
                comment: self.text(),
                uses: self.some(Self::serves),
            }),
            Kind::Template => Content::Template(Template {
                sheet: self.sheet(),
                starter: self.flag().then(|| self.of(Starter::ALL)),
                hidden: self.flag(),
            }),
            Kind::Lists => Content::Lists(Lists {
                antecedents: self.some(Self::text),
                behaviours: self.some(Self::text),
                consequences: self.some(Self::text),
                phrases: self.some(Self::text),
                subjects: self.some(Self::text),
                activities: self.some(Self::text),
                seatings: self.some(Self::text),
            }),
            Kind::Transition => Content::Transition(Transition {
                date: self.day(),
                from: self.text(),
                to: self.text(),
                stage: self.of(TransitionStage::ALL),
                due: self.maybe(Self::day),
                receiving: self.text(),
                met: self.text(),
                consent: self.of(Consent::ALL),
                consent_by: self.text(),
                first: self.text(),
                done: self.some(|any| any.of(TransitionStep::ALL)),
            }),
            Kind::HandedOver => Content::HandedOver(HandedOver {
                at: self.moment(),
                to: self.text(),
                purpose: self.of(Purpose::ALL),
                until: self.maybe(Self::day),
                parts: self.of(Parts::ALL),
                carried: self.of(Carried::ALL),
                lead: self.text(),
                file_name: self.text(),
                bundles: self.some(Self::text),
                rows: self.number(1 << 31) as u32,
                receipt: self.maybe(|any| HandOverReceipt {
                    by: any.text(),
                    at: any.moment(),
                    missing: any.number(1 << 31) as u32,
                }),
            }),
            Kind::Received => Content::Received(Received {
                at: self.moment(),
                from: self.text(),
                fingerprint: self.text(),
                known: self.flag(),
                purpose: self.of(Purpose::ALL),
                until: self.maybe(Self::day),
                lead_says: self.maybe(|any| any.of(LeadSays::ALL)),
                lead_has: self.maybe(|any| any.of(LeadHas::ALL)),
                lead: self.text(),
            }),
            Kind::Retention => Content::Retention(Retention {
                filed_on: self.maybe(Self::day),
                filed_by: self.text(),
                hold_since: self.maybe(Self::day),
                hold_reason: self.text(),
            }),
            Kind::AccessRequest => Content::AccessRequest(AccessRequest {
                date: self.day(),
                route: self.of(AccessRoute::ALL),
                by: self.text(),
                identity: self.text(),
                identity_on: self.maybe(Self::day),
                scope: self.text(),
                clarifications: self.some(|any| Clarification {
                    asked: any.day(),
                    about: any.text(),
                    got: any.maybe(Self::day),
                }),
                extended_on: self.maybe(Self::day),
                extended_why: self.text(),
                typed_due: self.maybe(Self::day),
                due_reason: self.text(),
                officer_told: self.maybe(Self::day),
                answered: self.maybe(Self::day),
                answer: self.text(),
            }),
            Kind::Resource => Content::Resource(Resource {
                title: self.text(),
                text: self.text(),
                link: self.text(),
                tags: self.some(Self::text),
            }),
            Kind::Waiver => Content::Waiver(Waiver { date: self.day(), gate: self.of(Gate::ALL), reason: self.text() }),
            Kind::Start => Content::Start(Start {
                date: self.day(),
                weeks: self.number(256) as u8,
                arrangement: self.text(),
                urgent_agreed_by: self.maybe(Self::text),
                urgent_reason: self.text(),
            }),
            Kind::Assessment => Content::Assessment(Assessment {
                date: self.day(),
                occasion: self.of(AssessmentOccasion::ALL),
                findings: self.some(|any| AreaFinding {
                    area: any.of(Area::ALL),
                    strengths: any.text(),
                    needs: any.text(),
                    barriers: any.text(),
                }),
                pupil_view: self.text(),
            }),
            Kind::Plan => Content::Plan(Plan {
                date: self.day(),
                revises: self.maybe(Self::record),
                objectives: self.some(|any| Objective { text: any.text(), outcomes: any.outcomes() }),
                targets: self.some(|any| Target {
                    number: any.small(),
                    what: any.text(),
                    measure: any.text(),
                    unit: any.text(),
                    baseline: any.text(),
                    aim: any.text(),
                    by: any.maybe(Self::day),
                    helper: any.text(),
                    outcomes: any.outcomes(),
                    weight: any.number(256) as u8,
                    own_words: any.text(),
                }),
                strategies: self.text(),
                school: self.text(),
                parents: if self.flag() { ParentsPart::NotAppropriate } else { ParentsPart::Arranged(self.text()) },
                review_on: self.maybe(Self::day),
                success: self.text(),
                rewards: self.text(),
                agreed_with: self.text(),
                pupil_voice: self.text(),
            }),
            Kind::Circulation => Content::Circulation(Circulation {
                date: self.day(),
                plan: self.maybe(Self::record),
                sent: self.some(|any| any.number(1 << 32) as u32),
                to: self.of(CirculationTo::ALL),
                contact: self.maybe(Self::record),
                names: self.text(),
                form: self.of(CirculationForm::ALL),
                method: self.of(SendMethod::ALL),
            }),
            Kind::Signature => Content::Signature(Signature {
                date: self.day(),
                plan: self.record(),
                by: self.text(),
                strokes: self.some(|any| format!("M {} {} L 0 7", any.small(), any.small())).join(" "),
            }),
            Kind::Session => Content::Session(Session {
                date: self.day(),
                kind: self.of(SessionKind::ALL),
                minutes: self.small(),
                attended: self.of(Attended::ALL),
                lesson_missed: self.text(),
                notes: self.text(),
                next_step: self.text(),
                audience: self.of(Audience::ALL),
                ratings: self.some(Self::rating),
                gifted: self.flag(),
                resources: self.some(Self::record),
            }),
            Kind::Achievement => Content::Achievement(Achievement {
                date: self.day(),
                what: self.text(),
                told_pupil: self.flag(),
                told_parents: self.flag(),
            }),
            Kind::Note => Content::Note(Note { date: self.day(), text: self.text(), audience: self.of(Audience::ALL) }),
            Kind::Review => Content::Review(Review {
                date: self.day(),
                plan: self.maybe(Self::record),
                participants: self.some(|any| any.of(Participant::ALL)),
                pupil_view: self.text(),
                parents_view: self.text(),
                staff_view: self.text(),
                ratings: self.some(Self::rating),
                progress: self.of(Progress::ALL),
                decision: self.of(ReviewDecision::ALL),
                consulted: self.text(),
                agreed: self.text(),
            }),
            Kind::Exit => Content::Exit(Exit {
                date: self.day(),
                outcomes: self.some(|any| CriterionOutcome {
                    criterion: any.of(Criterion::ALL),
                    judgement: any.of(CriterionJudgement::ALL),
                    evidence: any.text(),
                }),
                programme: self.some(|any| ExitProgrammePart {
                    component: any.of(ExitComponent::ALL),
                    what: any.text(),
                    until: any.maybe(Self::day),
                }),
                follow_ups: self.some(Self::day),
                decided_with: self.text(),
                summary: self.text(),
            }),
            Kind::FollowUp => Content::FollowUp(FollowUp {
                date: self.day(),
                result: self.of(FollowUpResult::ALL),
                notes: self.text(),
                last: self.flag(),
            }),
            Kind::Onward => Content::Onward(Onward {
                date: self.day(),
                inside: self.flag(),
                agency: self.text(),
                reason: self.text(),
                discussed_on: self.maybe(Self::day),
                discussed_with: self.text(),
                shared: self.text(),
                consent: self.of(Consent::ALL),
                chase_on: self.maybe(Self::day),
                outcome: self.text(),
            }),
            Kind::Standing => Content::Standing(Standing {
                date: self.day(),
                kind: self.of(StandingKind::ALL),
                reason: self.text(),
                until: self.maybe(Self::day),
            }),
            Kind::Worry => Content::Worry(Worry {
                at: self.moment(),
                words: self.text(),
                told: self.maybe(|any| Told { name: any.text(), at: any.moment(), how: any.text() }),
                held_by_lead: self.flag(),
                withdrawn: self.maybe(|any| Withdrawn { reason: any.text(), lead: any.text(), at: any.moment() }),
            }),
            Kind::PlannedSession => Content::PlannedSession(PlannedSession {
                date: self.day(),
                slot: self.slot(),
                minutes: self.small(),
                place: self.text(),
                kind: self.of(SessionKind::ALL),
                weekly_until: self.maybe(Self::day),
                about: self.text(),
                changes: self.some(|any| DayChange {
                    day: any.day(),
                    what: if any.flag() {
                        DayChanged::Off(any.of(OffReason::ALL))
                    } else {
                        DayChanged::Moved { to: any.day(), slot: any.slot() }
                    },
                }),
            }),
            Kind::Settings => Content::Settings(Settings {
                mentor: self.text(),
                school: self.text(),
                school_address: self.text(),
                status: self.of(SchoolStatus::ALL),
                phase: self.of(SchoolPhase::ALL),
                line_manager: self.post(),
                head: self.post(),
                student_performance: self.post(),
                safeguarding_lead: self.post(),
                safeguarding_deputies: self.some(Self::post),
                safeguarding_outside: self.text(),
                terms: self.some(|any| Term { name: any.text(), first: any.day(), last: any.day() }),
                periods: self.some(|any| Period { name: any.text(), begins: any.clock(), ends: any.clock() }),
                attendance_floor_tenths: self.small(),
                absence_flag_sessions: self.small(),
                initial_weeks: self.number(256) as u8,
                urgent_gate_days: self.number(256) as u8,
                letter_days: self.number(256) as u8,
                authorisation_days: self.number(256) as u8,
                family_contact_days: self.number(256) as u8,
                lock_minutes: self.number(256) as u8,
                initials_only: self.flag(),
                letter_templates: self.some(|any| (any.text(), any.text())),
                backup_days: self.number(256) as u8,
                backup_changes: self.small(),
                data_protection_officer: self.post(),
                it_support: self.post(),
                follow_up_half_terms: self.number(256) as u8,
                keep_after_exit_months: self.number(256) as u8,
                keep_unused_half_terms: self.number(256) as u8,
                school_keeps_years: self.number(256) as u8,
                school_keeps_sen_years: self.number(256) as u8,
            }),
        }
    }

    fn clock(&mut self) -> TimeOfDay {
        clock(self.number(24) as u8, self.number(60) as u8)
    }

    fn slot(&mut self) -> Slot {
        match self.number(3) {
            0 => Slot::Period(self.text()),
            1 => Slot::At(self.clock()),
            _ => Slot::AnyTime,
        }
    }

    fn version(&mut self) -> Version {
        let actor = ActorId::from_bytes([self.number(256) as u8; 16]);
        let others =
            self.some(|any| (ActorId::from_bytes([any.number(256) as u8; 16]), 1 + any.number(1 << 31) as u32));
        Version {
            id: VersionId::from_bytes([self.number(256) as u8; 16]),
            actor,
            author: self.text(),
            time: self.moment(),
            vector: Vector::from_counts(others.into_iter().chain([(actor, 1)])),
        }
    }
}

proptest! {
    #[test]
    fn every_kind_of_content_comes_back_as_it_was(seed in any::<u64>()) {
        let mut any = Any(seed);
        for kind in Kind::ALL {
            let version = any.version();
            let entry = Entry { episode: any.maybe(Any::record), content: any.content(*kind) };
            let bytes = encode(&version, &entry);
            prop_assert!(!bytes.contains(&b'\n'), "a row is one line of a bundle");
            let decoded = decode(&bytes).map_err(|error| TestCaseError::fail(format!("{kind:?}: {error:?}")))?;
            prop_assert_eq!(&decoded.version, &version);
            prop_assert_eq!(decoded.what, What::Entry(entry));
        }
    }

    #[test]
    fn random_bytes_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(decode(&bytes), Err(RecordError::Row));
        prop_assert!(decode_header(&bytes).is_err() && decode_draft(&bytes).is_err() && decode_event(&bytes).is_err());
    }

    #[test]
    fn changed_rows_never_panic(kind in 0..Kind::ALL.len(), at in any::<usize>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = encode(&version(), &sample_entry(Kind::ALL[kind]));
        let at = at % bytes.len();
        if cut {
            bytes.truncate(at);
            prop_assert_eq!(decode(&bytes), Err(RecordError::Row));
        } else {
            bytes[at] = byte;
            let _ = decode(&bytes);
        }
    }

    #[test]
    fn deep_nesting_is_refused_or_carried_and_overflows_no_stack(depth in 1..100_000usize, open in "[\\[{]") {
        let row = note();
        let start = row.find("\"body\":").expect("a body") + 7;
        let hostile = format!("{}{}", &row[..start], open.repeat(depth));
        prop_assert_eq!(decode(hostile.as_bytes()), Err(RecordError::Row));
        let closed = format!("{}{}{}}}", &row[..start], "[".repeat(depth), "]".repeat(depth));
        prop_assert!(decode(closed.as_bytes()).is_err());
    }
}

#[test]
fn a_row_is_said_again_byte_for_byte_under_another_version_also_what_this_casebook_cannot_read() {
    let old = br#"{"kind":"hologram","schema":7,"version":"01010101010101010101010101010101","actor":"02020202020202020202020202020202","author":"A","time":1,"offset":0,"vector":{"02020202020202020202020202020202":1},"episode":null,"body":{"z": [1,  2.50, {"a":null}],"a":"\u0041"}}"#;
    let version = Version {
        id: VersionId::from_bytes([3; 16]),
        actor: ActorId::from_bytes([4; 16]),
        author: "B".to_owned(),
        time: Moment { utc_ms: 9, offset_min: 60 },
        vector: Vector::from_counts([(ActorId::from_bytes([4; 16]), 2)]),
    };
    let again = encode_again(&version, old).expect("a row");
    let body = |row: &[u8]| {
        let text = String::from_utf8(row.to_vec()).expect("text");
        text[text.find("\"body\":").expect("has one")..].to_owned()
    };
    assert_eq!(body(&again), body(old));
    let decoded = decode(&again).expect("a row");
    assert_eq!((decoded.version, decoded.kind.as_str(), decoded.what), (version.clone(), "hologram", What::Newer));
    // What this Casebook writes itself comes out as it writes it.
    let entry = Entry {
        episode: None,
        content: Content::Note(Note { date: day("2026-11-19"), text: "made up".to_owned(), audience: Audience::Staff }),
    };
    let mut first = version.clone();
    first.id = VersionId::from_bytes([5; 16]);
    assert_eq!(encode_again(&version, &encode(&first, &entry)), Some(encode(&version, &entry)));
    let gone = encode_deleted(&first, Kind::Note, None);
    assert_eq!(encode_again(&version, &gone), Some(encode_deleted(&version, Kind::Note, None)));
    assert_eq!(encode_again(&version, b"{}"), None);
}
