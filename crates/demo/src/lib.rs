//! A made-up caseload to try Casebook with: twelve pupils, one for every state
//! a case can be in. Every record goes through the same rules as a mentor's,
//! so the demo can't show what the app would refuse. Pure; linked into the
//! bundle worker alone, where it costs the first load nothing.
//! ```
//! use casebook_domain::calendar::Moment;
//! use casebook_domain::header::header;
//! use std::collections::BTreeSet;
//!
//! let (settings, now) = (casebook_demo::settings(), Moment { utc_ms: 1_795_000_000_000, offset_min: 0 });
//! let files = casebook_demo::files(12, &settings, now, now.date());
//! // Lists and Today read a header of each file: every state of a case is there.
//! let states: BTreeSet<_> = files.iter().map(|file| header(&file.case, &settings, now.date()).state).collect();
//! assert!(files.len() == 12 && states.len() > 6, "{states:?}");
//! ```

use casebook_domain::calendar::{Date, Datelike, Weekday, add_days, add_weeks};

use casebook_domain::assessment::{Area, AreaFinding, Assessment, AssessmentOccasion};
use casebook_domain::calendar::{Moment, next_school_day, year_group};
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::contact::{Contact, PersonName, Responsibility, SafeToPhone};
use casebook_domain::content::{Content, Entry};
use casebook_domain::decide::{Change, Command, Ctx, decide};
use casebook_domain::exit::{
    CriterionJudgement, CriterionOutcome, Exit, ExitComponent, ExitProgrammePart, FollowUp, FollowUpResult,
};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::measure::{Direction, Measure, MeasureReading, Occasion, Sessions};
use casebook_domain::observation::starters;
use casebook_domain::observation::{
    Abc, Event, EventKind, Lesson, Observation, PartOfDay, PauseReason, Sheet, Starter, Use,
};
use casebook_domain::plan::{
    Attainment, Circulation, CirculationForm, CirculationTo, Objective, Outcome, ParentsPart, Plan, Target,
    TargetRating,
};
use casebook_domain::planned::{Period, PlannedSession, SessionTime, TimeOfDay};
use casebook_domain::preparation::{
    Audience, ContactWay, FamilyContact, Letter, LetterKind, Liaison, LiaisonWith, Reached, SendMethod, Start,
};
use casebook_domain::pupil::{LookedAfter, Pupil, Schooling, SenProvision};
use casebook_domain::referral::{
    Authorisation, AuthorisationDecision, Criterion, CriterionEvidence, DecisionRoute, Referral, ReferrerKind,
};
use casebook_domain::resource::Resource;
use casebook_domain::review::{Participant, Progress, Review, ReviewDecision};
use casebook_domain::safety::Worry;
use casebook_domain::session::{Achievement, Attended, Note, Session, SessionKind};
use casebook_domain::settings::{Post, SchoolPhase, Settings};
use casebook_domain::standing::{Standing, StandingKind};

/// One record of the demo, saved on its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoRecord {
    /// The record.
    pub id: RecordId,
    /// When it was saved.
    pub at: Moment,
    /// What it says.
    pub entry: Entry,
}

/// The file of one made-up pupil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoFile {
    /// The file as the rules see it.
    pub case: CaseFile,
    /// Its records in the order in which they were saved.
    pub records: Vec<DemoRecord>,
}

const FIRST: [&str; 12] = ["Robin", "Alex", "Sam", "Jo", "Max", "Lee", "Kim", "Ash", "Pat", "Sky", "Ari", "Noa"];
const LAST: [&str; 12] = [
    "Sample",
    "Example",
    "Specimen",
    "Placeholder",
    "Mockup",
    "Invented",
    "Fictional",
    "Pretend",
    "Makebelieve",
    "Notreal",
    "Imaginary",
    "Whimsy",
];

/// The demo's settings: a school with its posts filled in, all of them made up.
pub fn settings() -> Settings {
    let mut settings = Settings::new("Mx Demo".into(), "Made-up School".into());
    let mut fill = |post: fn(&mut Settings) -> &mut Post, name: &str, reach: &str| {
        let post = post(&mut settings);
        post.name = name.to_owned();
        post.reach = reach.to_owned();
    };
    fill(|settings| &mut settings.safeguarding_lead, "Ms Invented", "01632 960001, Room 1");
    fill(|settings| &mut settings.line_manager, "Mr Pretend", "01632 960002, Room 2");
    fill(|settings| &mut settings.head, "Dr Imaginary", "01632 960003");
    fill(|settings| &mut settings.student_performance, "Mrs Notreal", "Room 3");
    fill(|settings| &mut settings.data_protection_officer, "Mr Fictional", "01632 960004");
    settings.safeguarding_outside = "Made-up Council, children's services: 01632 960005".to_owned();
    settings.school_address = "1 Example Street\nSampleton".to_owned();
    settings.phase = SchoolPhase::Secondary;
    settings.periods = periods();
    settings
}

/// The demo's bank of resources.
pub fn resources() -> Vec<(RecordId, Resource)> {
    let all = [
        (
            "Feelings cards",
            "Twelve cards with faces. The pupil picks one and says when they last felt so.",
            &["feelings", "talk"][..],
        ),
        (
            "Getting started in three steps",
            "Read it, say it in your own words, write the first line. On a strip for the desk.",
            &["starting work"][..],
        ),
        (
            "Catch-up ladder",
            "What was missed this week, smallest piece first, ticked off together.",
            &["attendance", "catch up"][..],
        ),
    ];
    let one = |(at, (title, text, tags)): (usize, (&str, &str, &[&str]))| {
        let mut id = [0xd1; 16];
        id[15] = at as u8;
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        (RecordId::from_bytes(id), Resource { title: title.into(), text: text.into(), link: String::new(), tags })
    };
    all.into_iter().enumerate().map(one).collect()
}

/// `count` made-up files as they are on `now`'s day. The first twelve are the demo; more are for measuring, and repeat
/// the twelve stories under other names.
pub fn files(count: u32, settings: &Settings, now: Moment, today: Date) -> Vec<DemoFile> {
    (0..count).map(|number| story(number, settings, now, today)).collect()
}

/// Beyond the demo's twelve: one file as full as seven years make it, to measure with.
const LONG: u32 = 12;

struct Story<'a> {
    number: u32,
    next: u32,
    settings: &'a Settings,
    now: Moment,
    today: Date,
    case: CaseFile,
    records: Vec<DemoRecord>,
}

/// The school day of the demo.
fn periods() -> Vec<Period> {
    let time = |hours, minutes| TimeOfDay::new(hours, minutes).unwrap_or(TimeOfDay::AFTER_SCHOOL);
    let period = |name: &str, begins, ends| Period { name: text(name), begins, ends };
    vec![
        period("Tutor time", time(8, 40), time(9, 0)),
        period("Period 1", time(9, 0), time(10, 0)),
        period("Period 2", time(10, 0), time(11, 0)),
        period("Period 3", time(11, 20), time(12, 20)),
        period("Lunch", time(12, 20), time(13, 10)),
        period("Period 4", time(13, 10), time(14, 10)),
        period("Period 5", time(14, 10), time(15, 10)),
    ]
}

fn story(number: u32, settings: &Settings, now: Moment, today: Date) -> DemoFile {
    let mut id = [0xd0; 16];
    id[12..].copy_from_slice(&number.to_be_bytes());
    let case = CaseFile::new(FileId::from_bytes(id));
    let mut story = Story { number, next: 0, settings, now, today, case, records: Vec::new() };
    match number % 12 {
        _ if number == LONG => story.long(),
        0 => {
            story.with_plan_under_way();
            story.plan_sessions(0, "Period 2", "Library", SessionKind::OneToOne);
        }
        1 => story.awaiting_authorisation(),
        2 => story.more_information_wanted(),
        3 => story.declined(),
        4 => story.preparing(),
        5 => story.ready_to_start(),
        6 => {
            story.intervention_without_plan();
            story.plan_sessions(1, "Period 4", "Room 12", SessionKind::OneToOne);
        }
        7 => {
            story.review_due();
            story.plan_sessions(-7, "Period 5", "Learning hub", SessionKind::OneToOne);
        }
        8 => {
            story.exit_programme();
            story.plan_sessions(2, "Lunch", "Learning hub", SessionKind::DropIn);
        }
        9 => story.referred_again(),
        10 => {
            story.on_hold();
            story.plan_sessions(0, "Period 1", "Library", SessionKind::OneToOne);
        }
        _ => story.not_referred(),
    }
    DemoFile { case: story.case, records: story.records }
}

fn text(words: &str) -> String {
    words.to_owned()
}

/// The events of an observation of one pupil.
#[derive(Default)]
struct Events(Vec<Event>);

impl Events {
    fn push(&mut self, at_ms: u32, what: EventKind) {
        casebook_domain::observation::events::push(&mut self.0, at_ms, None, what);
    }
}

impl Story<'_> {
    /// The day so long ago, or the last school day before it: nothing happens on a Sunday.
    fn day(&self, ago: i32) -> Date {
        add_days(self.today, -self.on_weekday(ago))
    }

    fn on_weekday(&self, ago: i32) -> i32 {
        let back = match add_days(self.today, -ago).weekday() {
            Weekday::Sat => 1,
            Weekday::Sun => 2,
            _ => 0,
        };
        ago + back
    }

    fn moment(&self, ago: i32) -> Moment {
        // Each record a minute after the one before, in the morning of its day.
        let utc_ms =
            self.now.utc_ms - i64::from(self.on_weekday(ago)) * 86_400_000 + i64::from(self.next) * 60_000 - 3_600_000;
        Moment { utc_ms: utc_ms.min(self.now.utc_ms), ..self.now }
    }

    /// Saves a record as the mentor would have, this many days ago. What the rules refuse is left out; a test holds that
    /// they refuse nothing.
    fn save(&mut self, ago: i32, content: Content) -> RecordId {
        self.next += 1;
        let mut bytes = [0xd1; 16];
        bytes[8..12].copy_from_slice(&self.number.to_be_bytes());
        bytes[12..].copy_from_slice(&self.next.to_be_bytes());
        let id = RecordId::from_bytes(bytes);
        let ctx = Ctx { today: self.day(ago), now: self.moment(ago) };
        let Ok(decision) = decide(&self.case, self.settings, &Command::Save { id, content }, &ctx) else { return id };
        for change in decision.changes {
            if let Change::Put { id, entry } = change {
                self.case.put(Item { id, saved: ctx.now, entry: entry.clone() });
                self.records.push(DemoRecord { id, at: ctx.now, entry });
            }
        }
        id
    }

    fn first_name(&self) -> &'static str {
        FIRST[(self.number as usize * 7 / 12 + self.number as usize) % 12]
    }

    fn pupil(&mut self, ago: i32, years_old: i32) -> RecordId {
        let number = self.number;
        let round = number / 12;
        let surname = LAST[number as usize % 12];
        let surname = if round == 0 { text(surname) } else { format!("{surname}-{round}") };
        let year = self.today.year() - years_old;
        let born = Date::from_yo_opt(year, 40 + number % 200);
        let pupil = Pupil {
            first_names: text(self.first_name()),
            surname,
            known_as: String::new(),
            letter_name: String::new(),
            pronouns: String::new(),
            upn: String::new(),
            upn_reason: String::new(),
            born,
            year_as_taught: None,
            schooling: vec![Schooling {
                school: String::new(),
                form: format!(
                    "{}{}",
                    born.and_then(|born| year_group(born, self.today)).unwrap_or(7),
                    ["A", "K", "M"][number as usize % 3]
                ),
                from: None,
            }],
            sen: if number.is_multiple_of(4) { SenProvision::Support } else { SenProvision::None },
            pupil_premium: number.is_multiple_of(3),
            eal: number % 5 == 1,
            gifted: number % 6 == 2,
            looked_after: (number % 12 == 6).then(|| LookedAfter {
                social_worker: text("A made-up social worker"),
                carer: text("A made-up carer"),
                virtual_school: text("Made-up Virtual School"),
            }),
            ask_lead_first: None,
            limits_explained: Some(self.day(ago)),
            remarks: if number.is_multiple_of(4) {
                text("Sits near the front: hearing aid on the left.")
            } else {
                String::new()
            },
        };
        self.save(ago, Content::Pupil(pupil))
    }

    fn contact(&mut self, ago: i32, restricted: bool) -> RecordId {
        let name = format!("{} {}", if restricted { "Ex" } else { "Ms" }, LAST[self.number as usize % 12]);
        self.save(
            ago,
            Content::Contact(Contact {
                name: PersonName { apart: true, ..PersonName::entered(&name) },
                relationship: text(if restricted { "Father, lives elsewhere" } else { "Mother" }),
                responsibility: if restricted { Responsibility::Unknown } else { Responsibility::Yes },
                letters: !restricted,
                phone_safe: if restricted { SafeToPhone::No } else { SafeToPhone::Yes },
                restriction: restricted.then(|| text("Court order: no contact. Made up for the demo.")),
                phone: text(if restricted { "" } else { "07000 000000" }),
                email: String::new(),
                address: text("1 Nowhere Lane, Made-up Town"),
                language: text(if self.number % 5 == 1 { "Portuguese" } else { "" }),
                interpreter: text(if self.number % 5 == 1 { "School's interpreting service" } else { "" }),
            }),
        )
    }

    fn referral(&mut self, ago: i32, criteria: &[(Criterion, &str)]) -> RecordId {
        let content = Content::Referral(Referral {
            date: self.day(ago),
            referrer: text("A class teacher"),
            referrer_kind: ReferrerKind::ClassTeacher,
            criteria: criteria
                .iter()
                .map(|(criterion, evidence)| CriterionEvidence { criterion: *criterion, evidence: text(evidence) })
                .collect(),
            how_long: text("Since half-term"),
            strengths: text("Kind to younger pupils, draws well, remembers everything about trains."),
            tried: text("A seat near the front, a report card for two weeks."),
            changes_wanted: text("To start a task alone and ask for help before giving up."),
            attendance_tenths: Some(912),
            attendance_chronic: false,
            attendance_override: String::new(),
            punctuality_only: false,
            pupil_knows: true,
        });
        self.save(ago, content)
    }

    fn authorisation(&mut self, ago: i32, referral: RecordId, decision: AuthorisationDecision, why: &str) {
        let content = Content::Authorisation(Authorisation {
            referral,
            date: self.day(ago),
            decision,
            by: text("The line manager"),
            route: DecisionRoute::Met,
            why: text(why),
            targets: text(if decision == AuthorisationDecision::Authorised {
                "Starts tasks; comes on time after lunch."
            } else {
                ""
            }),
            referrer_told: Some(self.day(ago)),
        });
        self.save(ago, content);
    }

    fn liaison(&mut self, ago: i32, with: LiaisonWith, name: &str, learnt: &str) {
        let content = Content::Liaison(Liaison {
            date: self.day(ago),
            with,
            name: text(name),
            role: text(if with == LiaisonWith::ClassTeacher { "Class teacher" } else { "" }),
            learnt: text(learnt),
            audience: Audience::Staff,
        });
        self.save(ago, content);
    }

    fn attendance(&mut self, ago: i32, occasion: Occasion, attended: u16) {
        let content = Content::Measure(Measure {
            date: self.day(ago),
            occasion,
            reading: MeasureReading::Attendance {
                from: self.day(ago + 42),
                until: self.day(ago),
                sessions: Sessions { attended, authorised: 5, unauthorised: 61 - attended, late: 6 },
            },
            source: text("School register"),
        });
        self.save(ago, content);
    }

    fn behaviour(&mut self, ago: i32, occasion: Occasion, points: i64) {
        let content = Content::Measure(Measure {
            date: self.day(ago),
            occasion,
            reading: MeasureReading::Scale {
                name: text("Behaviour points a week"),
                unit: text("points"),
                least: 0,
                greatest: 3_000,
                direction: Direction::Lower,
                value: points * 100,
            },
            source: text("Behaviour log"),
        });
        self.save(ago, content);
    }

    fn letter(&mut self, ago: i32, contact: RecordId) {
        let content = Content::Letter(Letter {
            date: self.day(ago),
            kind: LetterKind::Referral,
            contact,
            method: SendMethod::Post,
            text: text("A made-up first letter home, as it was sent."),
        });
        self.save(ago, content);
    }

    fn spoke(&mut self, ago: i32, contact: RecordId) {
        let content = Content::FamilyContact(FamilyContact {
            date: self.day(ago),
            contact,
            way: ContactWay::Phone,
            reached: Reached::Spoke,
            about: text("Glad of the support. Homework goes best before tea; a text message is the best way."),
            meeting_offered: true,
            audience: Audience::Staff,
        });
        self.save(ago, content);
    }

    /// Engagement in a lesson: a sign for each moment, `+` on task, `-` off task, else not seen. Its share on task may serve
    /// the plan's first target.
    fn observation(&mut self, ago: i32, subject: &str, pattern: &[u8], occasion: Option<Occasion>) {
        let mut sheet = starters::sheet(Starter::Engagement);
        sheet.planned_min = (pattern.len() / 3) as u16;
        let mut events = Events::default();
        for (at, mark) in pattern.iter().enumerate() {
            let interval = at as u32;
            let at_ms = (interval + 1) * sheet.interval_ms() + 1_500;
            events.push(
                at_ms,
                match mark {
                    b'+' => EventKind::Scored { code: 0, interval },
                    b'-' => EventKind::Scored { code: 1, interval },
                    _ => EventKind::NotSeen { interval },
                },
            );
            if interval % 15 == 6 {
                let on = pattern.iter().filter(|mark| **mark == b'+').count() * 5 / pattern.len().max(1);
                events.push(at_ms + 4_000, EventKind::Rated { code: 2, level: on.clamp(1, 5) as u8 });
            }
        }
        events.push(pattern.len() as u32 * sheet.interval_ms() + 2_000, EventKind::Ended);
        let comment = "Settles when the task is on paper; looks around when it is on the board.";
        let uses = occasion.map(|occasion| Use { target: 1, code: 0, occasion });
        self.observed(ago, sheet, subject, events, comment, uses.into_iter().collect());
    }

    /// The worked example of docs/policy.md#observation: 48 intervals of the pupil, 12 of a comparison peer. `better`: later.
    fn target_and_peer(&mut self, ago: i32, better: bool) {
        let sheet = starters::sheet(Starter::TargetAndPeer);
        let mut events = Events::default();
        for interval in 0..60_u32 {
            let from = interval * 15_000;
            let (own, peer) = (interval - interval / 5, interval / 5);
            // Active, passive, moving, calling out, looking away, instruction.
            let scored = if sheet.is_peer(interval) {
                [
                    peer.is_multiple_of(2),
                    matches!(peer, 1 | 3 | 5 | 7),
                    peer == 2,
                    matches!(peer, 4 | 9),
                    peer == 6,
                    matches!(peer, 0 | 1 | 3 | 5 | 6 | 8 | 11),
                ]
            } else {
                let looks = own * 3 % 8;
                [
                    if better { looks < 5 } else { looks < 3 },
                    if better { looks == 5 } else { matches!(looks, 3 | 4) },
                    matches!(own % 16, 2 | 7 | 11) && !(better && own % 16 == 7),
                    own % 8 == 5 && !(better && own > 20),
                    own % 5 == 3 || own == 0,
                    false,
                ]
            };
            for (code, yes) in scored.into_iter().enumerate() {
                if yes {
                    let code = code as u8;
                    events.push(from + 900 + u32::from(code) * 1_900, EventKind::Scored { code, interval });
                }
            }
            events.push(from + 14_990, EventKind::Watched { interval });
        }
        events.push(900_500, EventKind::Ended);
        self.observed(
            ago,
            sheet,
            "English",
            events,
            "Much like the neighbour while the teacher explains; less when working alone.",
            Vec::new(),
        );
    }

    /// Counts, times out of the seat, ABC notes and a pause.
    fn counted(&mut self, ago: i32) {
        let sheet = Sheet { abc: true, ..starters::sheet(Starter::Disruption) };
        let abc = |antecedent: &str, behaviour: &str, consequence: &str| {
            EventKind::Abc(Abc {
                antecedent: text(antecedent),
                behaviour: text(behaviour),
                consequence: text(consequence),
            })
        };
        let mut events = Events::default();
        for (second, what) in [
            (48, EventKind::Counted { code: 0 }),
            (131, EventKind::Counted { code: 0 }),
            (133, abc("Task is hard", "Calls out", "Reminded")),
            (204, EventKind::Began { code: 4 }),
            (251, EventKind::Stopped { code: 4 }),
            (290, EventKind::Counted { code: 1 }),
            (377, EventKind::Noted(text("Group work begins"))),
            (402, EventKind::Counted { code: 3 }),
            (540, EventKind::Paused { reason: PauseReason::Interrupted, words: String::new() }),
            (612, EventKind::Resumed),
            (655, EventKind::Counted { code: 0 }),
            (660, abc("A pupil says something", "Calls out", "Others laugh")),
            (748, EventKind::Began { code: 4 }),
            (871, EventKind::Stopped { code: 4 }),
            (930, EventKind::Counted { code: 3 }),
            (1_004, EventKind::Counted { code: 3 }),
            (1_198, EventKind::Counted { code: 0 }),
            (1_204, EventKind::Ended),
        ] {
            events.push(second * 1_000, what);
        }
        self.observed(
            ago,
            sheet,
            "Science",
            events,
            "Calls out when the task is new; asks for help once the card is on the table.",
            Vec::new(),
        );
    }

    fn observed(&mut self, ago: i32, sheet: Sheet, subject: &str, events: Events, comment: &str, uses: Vec<Use>) {
        let began = self.moment(ago);
        let lesson = Lesson {
            subject: text(subject),
            activity: text("Working in pairs"),
            seating: text("By the window"),
            part_of_day: Some(PartOfDay::of(began)),
        };
        let observation = Observation { began, sheet, lesson, events: events.0, comment: text(comment), uses };
        self.save(ago, Content::Observation(observation));
    }

    fn gates(&mut self, ago: i32, contact: RecordId, occasion: Option<Occasion>) {
        self.liaison(
            ago,
            LiaisonWith::ClassTeacher,
            "A class teacher",
            "Works well until something is hard, then stops.",
        );
        self.liaison(ago, LiaisonWith::OtherStaff, "The SEN coordinator", "No further assessment is planned.");
        self.liaison(ago, LiaisonWith::NoAgency, "", "");
        self.attendance(ago, Occasion::Baseline, 55);
        self.behaviour(ago, Occasion::Baseline, 14);
        self.letter(ago, contact);
        self.spoke(ago - 1, contact);
        self.observation(ago - 2, "Mathematics", b"++--+-?-+---+++-+--+---++-+--+", occasion);
    }

    /// Referred, authorised, prepared; gives the contact.
    fn prepared(&mut self, ago: i32, years_old: i32) -> RecordId {
        self.prepared_for(ago, years_old, None)
    }

    /// The same; the observation serves the plan's first target as this.
    fn prepared_for(&mut self, ago: i32, years_old: i32, occasion: Option<Occasion>) -> RecordId {
        self.pupil(ago, years_old);
        let contact = self.contact(ago, false);
        let referral = self.referral(
            ago,
            &[
                (Criterion::LacksEngagement, "Started two of eleven tasks last week."),
                (Criterion::LowSelfEsteem, "Says \"I can't\" before reading the question."),
            ],
        );
        self.authorisation(ago - 2, referral, AuthorisationDecision::Authorised, "");
        self.gates(ago - 4, contact, occasion);
        contact
    }

    fn start(&mut self, ago: i32) {
        let content = Content::Start(Start {
            date: self.day(ago),
            weeks: 6,
            arrangement: text("One to one on Tuesdays after registration; in class on Thursdays."),
            urgent_agreed_by: None,
            urgent_reason: String::new(),
        });
        self.save(ago, content);
    }

    fn assessment(&mut self, ago: i32) {
        let content = Content::Assessment(Assessment {
            date: self.day(ago),
            occasion: AssessmentOccasion::Referral,
            findings: vec![
                AreaFinding {
                    area: Area::Learning,
                    strengths: text("Reads above the year's level when it is about trains."),
                    needs: text("Short first steps."),
                    barriers: text("Stops at the first mistake."),
                },
                AreaFinding {
                    area: Area::Feelings,
                    strengths: text("Can say what helps."),
                    needs: text("To notice small successes."),
                    barriers: text("Compares work with an older sibling's."),
                },
            ],
            pupil_view: text("I like it when somebody sits near me at the start."),
        });
        self.save(ago, content);
    }

    fn plan(&mut self, ago: i32, revises: Option<RecordId>, review_in: i32) -> RecordId {
        let content = Content::Plan(Plan {
            date: self.day(ago),
            revises,
            objectives: vec![Objective {
                text: text("To believe that effort changes results."),
                outcomes: vec![Outcome::Achieve, Outcome::Healthy],
            }],
            targets: vec![
                Target {
                    number: 1,
                    what: text("I start each written task within two minutes."),
                    measure: text("Tasks started"),
                    unit: text("of 10"),
                    baseline: text("2"),
                    aim: text("8"),
                    by: Some(self.day(ago - review_in + 3)),
                    helper: text("Class teacher"),
                    outcomes: vec![Outcome::Achieve],
                    weight: 1,
                    own_words: String::new(),
                },
                Target {
                    number: 2,
                    what: text("I ask for help with my card before I give up."),
                    measure: text("Times the card is used"),
                    unit: text("a week"),
                    baseline: text("0"),
                    aim: text("4"),
                    by: Some(self.day(ago - review_in + 3)),
                    helper: text("Learning mentor"),
                    outcomes: vec![Outcome::Contribute],
                    weight: 1,
                    own_words: String::new(),
                },
            ],
            strategies: text("Read the first line twice. Do one thing. Then look up. Use the help card."),
            school: text("First step on paper; a seat near the front; five minutes with the mentor on Mondays."),
            parents: ParentsPart::Arranged(text("Homework before tea; one good thing said about school each day.")),
            review_on: Some(self.day(ago - review_in)),
            success: text("Eight tasks of ten started, three weeks running."),
            rewards: text("A postcard home; choosing the Friday book. Missed tasks are done at break with the mentor."),
            agreed_with: text("The pupil, mother, class teacher"),
            pupil_voice: text("I want my drawings on the wall."),
        });
        self.save(ago, content)
    }

    fn circulate(&mut self, ago: i32, plan: RecordId, contact: RecordId) {
        for (to, contact) in
            [(CirculationTo::Pupil, None), (CirculationTo::Parents, Some(contact)), (CirculationTo::Staff, None)]
        {
            let content = Content::Circulation(Circulation {
                date: self.day(ago),
                plan: Some(plan),
                sent: Vec::new(),
                to,
                contact,
                names: text(if to == CirculationTo::Staff { "Class teacher, SEN coordinator" } else { "" }),
                form: CirculationForm::Summary,
                method: SendMethod::ByHand,
            });
            self.save(ago, content);
        }
    }

    fn session(&mut self, ago: i32, kind: SessionKind, notes: &str, next_step: &str, ratings: &[(u16, i8)]) {
        let content = Content::Session(Session {
            date: self.day(ago),
            kind,
            minutes: 25,
            attended: Attended::Yes,
            lesson_missed: text(if kind == SessionKind::OneToOne { "Tutor time" } else { "" }),
            notes: text(notes),
            next_step: text(next_step),
            audience: Audience::MentorOnly,
            ratings: rated(&ratings.iter().map(|(target, value)| (*target, *value, "")).collect::<Vec<_>>()),
            gifted: false,
            resources: Vec::new(),
        });
        self.save(ago, content);
    }

    /// Sessions each week for six weeks, the first this many days from today (negative: ago), entered a day before it.
    fn plan_sessions(&mut self, first: i32, period: &str, place: &str, kind: SessionKind) {
        let date = next_school_day(add_days(self.today, first), &[]);
        let content = Content::PlannedSession(PlannedSession {
            date,
            slot: SessionTime::Period(text(period)),
            minutes: 25,
            place: text(place),
            kind,
            weekly_until: Some(add_weeks(date, 6)),
            about: String::new(),
            changes: Vec::new(),
        });
        self.save((1 - first).max(0), content);
    }

    fn review(&mut self, ago: i32, plan: RecordId, decision: ReviewDecision) {
        let exit = decision == ReviewDecision::Exit;
        let content = Content::Review(Review {
            date: self.day(ago),
            plan: Some(plan),
            participants: vec![Participant::Pupil, Participant::Parents, Participant::Staff],
            pupil_view: text("It is easier to start now."),
            parents_view: text("Talks about school again."),
            staff_view: text("Seven or eight tasks of ten."),
            ratings: rated(if exit {
                &[(1, 1, "8 of 10"), (2, 0, "4 a week")]
            } else {
                &[(1, 0, "7 of 10"), (2, -1, "3 a week")]
            }),
            progress: if exit { Progress::Significant } else { Progress::Some },
            decision,
            consulted: text("The line manager"),
            agreed: text("Agreed by all at the meeting."),
        });
        self.save(ago, content);
    }

    fn exit(&mut self, ago: i32) {
        let content = Content::Exit(Exit {
            date: self.day(ago),
            outcomes: vec![
                CriterionOutcome {
                    criterion: Criterion::LacksEngagement,
                    judgement: CriterionJudgement::Met,
                    evidence: text("8 of 10 tasks started"),
                },
                CriterionOutcome {
                    criterion: Criterion::LowSelfEsteem,
                    judgement: CriterionJudgement::Better,
                    evidence: text("Says what went well"),
                },
            ],
            programme: vec![ExitProgrammePart {
                component: ExitComponent::Clubs,
                what: text("Drawing club on Wednesdays"),
                until: Some(self.day(ago - 60)),
            }],
            follow_ups: vec![self.day(ago - 35), self.day(ago - 75)],
            decided_with: text("Pupil, mother, class teacher, line manager"),
            summary: text("Starts tasks and asks for help."),
        });
        self.save(ago, content);
    }

    // ---- the twelve stories -------------------------------------------------

    /// A thousand records and more.
    fn long(&mut self) {
        self.with_plan_under_way();
        for number in 0..1_000 {
            let kind = if number % 3 == 0 { SessionKind::InClass } else { SessionKind::OneToOne };
            self.session(
                3,
                kind,
                "Went through the week's card, counted the tasks, wrote down what helped.",
                "Same again.",
                &[(1, 0)],
            );
        }
    }

    fn with_plan_under_way(&mut self) {
        let contact = self.prepared_for(48, 12, Some(Occasion::Baseline));
        self.start(38);
        self.assessment(36);
        self.session(
            34,
            SessionKind::OneToOne,
            "Drew a map of the school day: where it goes well, where it does not.",
            "Bring the map; choose two places.",
            &[],
        );
        let plan = self.plan(30, None, 42);
        self.circulate(29, plan, contact);
        self.session(
            26,
            SessionKind::OneToOne,
            "Tried the help card in science: it worked once.",
            "Tell the science teacher about the card.",
            &[(1, -1), (2, -1)],
        );
        self.behaviour(24, Occasion::Progress, 11);
        self.session(
            19,
            SessionKind::InClass,
            "Started after one reminder. Used the card.",
            "Five minutes on Monday.",
            &[(1, 0), (2, -1)],
        );
        self.observation(18, "English", b"+++-+-++-++?+-++-++-+--+++-+++", Some(Occasion::Progress));
        self.behaviour(12, Occasion::Progress, 8);
        let done = Content::Achievement(Achievement {
            date: self.day(11),
            what: text("Drawing shown in assembly"),
            told_pupil: true,
            told_parents: false,
        });
        self.save(11, done);
        self.session(
            5,
            SessionKind::OneToOne,
            "Counted the week's tasks: seven of ten started.",
            "Ask the form tutor for the Friday book.",
            &[(1, 0), (2, 0)],
        );
        self.observation(4, "Mathematics", b"+++++-++-++++-++?+++++-+++-+++", Some(Occasion::Progress));
        self.attendance(3, Occasion::Progress, 58);
        self.behaviour(3, Occasion::Progress, 6);
    }

    fn awaiting_authorisation(&mut self) {
        self.pupil(9, 13);
        self.contact(9, false);
        self.contact(9, true);
        self.referral(
            9,
            &[
                (Criterion::Isolated, "Alone at break on most days."),
                (Criterion::AttendanceRisk, "Late four times in two weeks."),
            ],
        );
    }

    fn more_information_wanted(&mut self) {
        self.pupil(14, 11);
        self.contact(14, false);
        let referral =
            self.referral(14, &[(Criterion::Declining, "Two levels below the indicated potential in English.")]);
        self.authorisation(8, referral, AuthorisationDecision::MoreInformation, "Which subjects, and since when?");
    }

    fn declined(&mut self) {
        self.pupil(40, 14);
        let contact = self.contact(40, false);
        let referral = self.referral(40, &[(Criterion::UnderAchieving, "Homework is missing.")]);
        self.authorisation(
            35,
            referral,
            AuthorisationDecision::Declined,
            "Homework club first; refer again after half-term if it does not help.",
        );
        let letter = Content::Letter(Letter {
            date: self.day(33),
            kind: LetterKind::Declined,
            contact,
            method: SendMethod::Post,
            text: text("A made-up letter: the referral goes no further."),
        });
        self.save(33, letter);
    }

    fn preparing(&mut self) {
        self.pupil(12, 12);
        let contact = self.contact(12, false);
        let referral =
            self.referral(12, &[(Criterion::ChallengingBehaviour, "Leaves the room two or three times a week.")]);
        self.authorisation(7, referral, AuthorisationDecision::Authorised, "");
        self.liaison(5, LiaisonWith::ClassTeacher, "A class teacher", "It happens before lunch.");
        self.letter(4, contact);
        self.behaviour(3, Occasion::Baseline, 17);
    }

    fn ready_to_start(&mut self) {
        self.prepared(16, 13);
    }

    fn intervention_without_plan(&mut self) {
        self.prepared(30, 15);
        self.start(18);
        self.session(
            15,
            SessionKind::OneToOne,
            "First meeting. What is mentoring, what stays between us and what does not.",
            "Bring the timetable.",
            &[],
        );
        self.counted(12);
        self.session(8, SessionKind::Group, "Games group: waited for a turn.", "", &[]);
        let note = Content::Note(Note {
            date: self.day(6),
            text: text("Asked to sit with the mentor at lunch."),
            audience: Audience::MentorOnly,
        });
        self.save(6, note);
    }

    fn review_due(&mut self) {
        let contact = self.prepared(66, 12);
        self.start(55);
        self.target_and_peer(52, false);
        let plan = self.plan(48, None, 43);
        self.circulate(47, plan, contact);
        self.target_and_peer(15, true);
        for (ago, rating) in [(40, -1), (33, -1), (26, 0), (19, 0), (12, 1)] {
            self.session(ago, SessionKind::OneToOne, "Went through the week's card.", "Same again.", &[(1, rating)]);
            self.behaviour(ago, Occasion::Progress, 9 - i64::from(rating) * 2);
        }
    }

    fn exit_programme(&mut self) {
        let contact = self.prepared(130, 14);
        self.start(120);
        let plan = self.plan(112, None, 42);
        self.circulate(111, plan, contact);
        self.session(100, SessionKind::OneToOne, "Going well.", "", &[(1, 0)]);
        self.review(70, plan, ReviewDecision::Continue);
        let second = self.plan(68, Some(plan), 35);
        self.circulate(67, second, contact);
        self.attendance(35, Occasion::Review, 60);
        self.review(33, second, ReviewDecision::Exit);
        self.exit(32);
    }

    fn referred_again(&mut self) {
        let contact = self.prepared(260, 15);
        self.start(250);
        let plan = self.plan(240, None, 42);
        self.circulate(239, plan, contact);
        self.review(198, plan, ReviewDecision::Exit);
        self.exit(197);
        let last = Content::FollowUp(FollowUp {
            date: self.day(120),
            result: FollowUpResult::Well,
            notes: text("Still drawing."),
            last: true,
        });
        self.save(120, last);
        self.referral(6, &[(Criterion::Bereavement, "A grandparent died in the holidays.")]);
    }

    fn on_hold(&mut self) {
        self.prepared(50, 12);
        self.start(40);
        self.plan(34, None, 42);
        let hold = Content::Standing(Standing {
            date: self.day(10),
            kind: StandingKind::OnHold,
            reason: text("In hospital for a planned operation."),
            until: Some(self.day(-8)),
        });
        self.save(10, hold);
    }

    fn not_referred(&mut self) {
        self.pupil(3, 11);
        let note = Content::Note(Note {
            date: self.day(2),
            text: text("Dropped in at break; wants to talk again on Friday."),
            audience: Audience::MentorOnly,
        });
        self.save(2, note);
        let worry = Content::Worry(Worry {
            at: self.moment(0),
            words: text("Made up for the demo: \"I do not want to go home on Friday.\""),
            told: None,
            held_by_lead: false,
            withdrawn: None,
        });
        self.save(0, worry);
    }
}

fn rated(ratings: &[(u16, i8, &str)]) -> Vec<TargetRating> {
    ratings
        .iter()
        .filter_map(|(target, value, remark)| {
            Some(TargetRating { target: *target, attainment: Attainment::new(*value)?, remark: text(remark) })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::parse_iso;
    use casebook_domain::states::{Overlay, State};

    fn demo(count: u32) -> Vec<DemoFile> {
        let today = parse_iso("2026-11-23").expect("a date");
        let now = Moment { utc_ms: 1_795_428_000_000, offset_min: 0 };
        files(count, &settings(), now, today)
    }

    fn states(files: &[DemoFile]) -> Vec<(State, Overlay)> {
        let settings = Settings::new(String::new(), String::new());
        let today = parse_iso("2026-11-23").expect("a date");
        files
            .iter()
            .map(|file| casebook_domain::header::header(&file.case, &settings, today))
            .map(|header| (header.state, header.overlay))
            .collect()
    }

    #[test]
    fn the_demo_shows_every_state_of_a_case() {
        let none = Overlay::None;
        assert_eq!(
            states(&demo(12)),
            [
                (State::Intervention, none),
                (State::AwaitingAuthorisation, none),
                (State::MoreInformation, none),
                (State::Declined, none),
                (State::Preparing, none),
                (State::Preparing, none),
                (State::Intervention, none),
                (State::Intervention, none),
                (State::ExitProgramme, none),
                (State::AwaitingAuthorisation, none),
                (State::Intervention, Overlay::OnHold),
                (State::None, none),
            ]
        );
    }

    #[test]
    fn the_demo_has_a_safeguarding_lead_and_resources() {
        assert!(!settings().safeguarding_lead.name.is_empty() && !settings().safeguarding_lead.reach.is_empty());
        assert!(resources().len() >= 3 && resources().iter().all(|(_, one)| !one.title.is_empty()));
    }

    #[test]
    fn more_files_than_twelve_are_files_of_their_own() {
        let files = demo(30);
        let mut ids: Vec<_> = files.iter().map(|file| file.case.id).collect();
        ids.dedup();
        assert_eq!(ids.len(), 30);
        assert!(files.iter().all(|file| !file.records.is_empty()));
    }
}
