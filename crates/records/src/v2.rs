//! Schema 2: observations with a sheet of any codes, their templates and lists; settings; sessions; plans; circulations;
//! onward referrals; worries; the lead's decisions about home; hand-overs that came in. Of every other kind schema 1 is
//! written.
//!
//! Changes from schema 1: an observation carries its sheet instead of an interval's length, its lesson in parts instead of
//! two texts, events of every method, and what its figures serve as in the plan. Settings say when a backup is due, whom to
//! call about a lost tablet, and how long files are kept. Sessions say which resources were used.
//! A plan's targets have the pupil's own words.
//! Circulations keep what went out, and may be of the page for staff. Onward referrals may be to support inside the school.
//! A worry can be withdrawn.
//! A safeguarding lead's decision may also be that home may be contacted; in schema 1 the letter could only be withheld.
//! A hand-over that came in says what either safeguarding lead answered.
//! Pupils have pronouns, contacts a name in its parts, requests for access a clock that stops.

use super::wire::{Code, Day, Fields, Id, Instant, Stored, Tree, stored};
use super::{v1, v3};
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::observation::{self, Abc, Running, kit, sheet};
use casebook_domain::{contact, exit, hand_over, plan, preparation, pupil, retention, safety, session, settings};

stored! {
    SheetCode = sheet::Code {
        name: String,
        definition: String,
        colour: Code<observation::Colour>,
        method: Code<observation::Method>,
        better: Code<casebook_domain::measure::Direction>,
        watching: Code<observation::Watching>,
    }
}
stored! {
    Intervals = sheet::Intervals {
        length_s: u16,
        instant: Code<observation::Instant>,
        peer_every: Option<u8>,
    }
}
stored! {
    Sheet = sheet::Sheet {
        name: String,
        planned_min: u16,
        intervals: Option<Intervals>,
        codes: Vec<SheetCode>,
        abc: bool,
    }
}
stored! {
    Lesson = observation::Lesson {
        subject: String,
        activity: String,
        seating: String,
        part_of_day: Option<Code<observation::PartOfDay>>,
    }
}
stored! {
    Use = observation::Use {
        target: u16,
        code: u8,
        occasion: Code<casebook_domain::measure::Occasion>,
    }
}
stored! {
    Observation = observation::Observation {
        began: Instant,
        sheet: Sheet,
        lesson: Lesson,
        events: Vec<Event>,
        comment: String,
        uses: Vec<Use>,
    }
}
stored! {
    Template = kit::Template {
        sheet: Sheet,
        starter: Option<Code<observation::Starter>>,
        hidden: bool,
    }
}
stored! {
    Lists = kit::Lists {
        antecedents: Vec<String>,
        behaviours: Vec<String>,
        consequences: Vec<String>,
        phrases: Vec<String>,
        subjects: Vec<String>,
        activities: Vec<String>,
        seatings: Vec<String>,
    }
}
stored! {
    Observed = observation::Observed {
        file: Option<Id<FileId>>,
        colour: Code<observation::Colour>,
        label: String,
    }
}
stored! {
    SetUp = Running {
        began: Instant,
        sheet: Sheet,
        lesson: Lesson,
        observed: Vec<Observed>,
    }
}
stored! {
    Event = observation::Event {
        at_ms: u32,
        target: Option<u8>,
        what: What,
    }
}
stored! {
    AbcNote = Abc {
        antecedent: String,
        behaviour: String,
        consequence: String,
    }
}

/// What happened: `{"counted": {"code": 0}}`, `{"noted": "…"}`, `"ended"`.
pub(super) struct What;

impl Stored for What {
    type Domain = observation::What;

    /// Nothing is written under schema 2 any more.
    fn store(domain: &observation::What) -> Tree<'_> {
        v3::What::store(domain)
    }

    fn load(tree: Tree<'_>) -> Option<observation::What> {
        use observation::What as Is;
        let (name, value) = tree.chosen()?;
        match (&*name, value) {
            ("ended", None) => Some(Is::Ended),
            ("resumed", None) => Some(Is::Resumed),
            ("noted", Some(text)) => Some(Is::Noted(String::load(text)?)),
            ("abc", Some(abc)) => Some(Is::Abc(AbcNote::load(abc)?)),
            (_, Some(value)) => {
                let mut fields = value.fields()?;
                let what = Self::with_fields(&name, &mut fields)?;
                fields.end()?;
                Some(what)
            }
            _ => None,
        }
    }
}

impl What {
    fn with_fields(name: &str, fields: &mut Fields<'_>) -> Option<observation::What> {
        use observation::What as Is;
        if name == "paused" {
            let reason = fields.load::<Code<_>>("reason")?;
            return Some(Is::Paused { reason, words: fields.load::<String>("words")? });
        }
        let code = |fields: &mut Fields<'_>| fields.load::<u8>("code");
        let interval = |fields: &mut Fields<'_>| fields.load::<u32>("interval");
        let event = |fields: &mut Fields<'_>| fields.load::<u32>("event");
        Some(match name {
            "scored" => Is::Scored { code: code(fields)?, interval: interval(fields)? },
            "cleared" => Is::Cleared { code: code(fields)?, interval: interval(fields)? },
            "not_seen" => Is::NotSeen { interval: interval(fields)? },
            "unmarked" => Is::Unmarked { interval: interval(fields)? },
            "watched" => Is::Watched { interval: interval(fields)? },
            "counted" => Is::Counted { code: code(fields)? },
            "began" => Is::Began { code: code(fields)? },
            "stopped" => Is::Stopped { code: code(fields)? },
            "cued" => Is::Cued { code: code(fields)? },
            "responded" => Is::Responded { code: code(fields)? },
            "rated" => Is::Rated { code: code(fields)?, level: fields.load::<u8>("level")? },
            "undone" => Is::Undone { event: event(fields)? },
            "redone" => Is::Redone { event: event(fields)? },
            _ => return None,
        })
    }
}

/// An observation of schema 1 is one of a sheet with two momentary codes.
pub(super) fn from_v1(old: v1::OldObservation) -> observation::Observation {
    let v1::OldObservation { began, interval_s, planned_min, lesson, setting, events, comment } = old;
    observation::Observation {
        began,
        sheet: on_task(interval_s, planned_min),
        lesson: observation::Lesson { subject: lesson, activity: setting, seating: String::new(), part_of_day: None },
        events: events.into_iter().map(event_from_v1).collect(),
        comment,
        uses: Vec::new(),
    }
}

/// The one sheet that schema 1 knew.
fn on_task(interval_s: u16, planned_min: u16) -> sheet::Sheet {
    use casebook_domain::measure::Direction;
    let code = |name: &str, colour, better| sheet::Code {
        name: name.to_owned(),
        definition: String::new(),
        colour,
        method: observation::Method::Momentary,
        better,
        watching: observation::Watching::Everyone,
    };
    sheet::Sheet {
        name: "On task or not".to_owned(),
        planned_min,
        intervals: Some(sheet::Intervals {
            length_s: interval_s,
            instant: observation::Instant::End,
            peer_every: None,
        }),
        codes: vec![
            code("On task", observation::Colour::Blue, Direction::Higher),
            code("Off task", observation::Colour::Orange, Direction::Lower),
        ],
        abc: false,
    }
}

/// An event of schema 1: a mark is the score of one of the two codes.
pub(super) fn event_from_v1(old: v1::OldEvent) -> observation::Event {
    use observation::What as Is;
    let v1::OldEvent { at_ms, what } = old;
    let what = match what {
        v1::OldEventKind::Marked { interval, mark: v1::OldMark::OnTask } => Is::Scored { code: 0, interval },
        v1::OldEventKind::Marked { interval, mark: v1::OldMark::OffTask } => Is::Scored { code: 1, interval },
        v1::OldEventKind::Marked { interval, mark: v1::OldMark::NotSeen } => Is::NotSeen { interval },
        v1::OldEventKind::Unmarked { interval } => Is::Unmarked { interval },
        v1::OldEventKind::Noted(text) => Is::Noted(text),
        v1::OldEventKind::Ended => Is::Ended,
    };
    observation::Event { at_ms, target: None, what }
}

/// Settings of schema 1 with what a new casebook has of the rest.
pub(super) fn settings_from_v1(old: v1::OldSettings) -> settings::Settings {
    let v1::OldSettings {
        mentor,
        school,
        school_address,
        status,
        line_manager,
        head,
        student_performance,
        safeguarding_lead,
        safeguarding_deputies,
        safeguarding_outside,
        terms,
        attendance_floor_tenths,
        absence_flag_sessions,
        initial_weeks,
        urgent_gate_days,
        letter_days,
        authorisation_days,
        family_contact_days,
        lock_minutes,
        initials_only,
        letter_templates,
    } = old;
    settings::Settings {
        school_address,
        status,
        line_manager,
        head,
        student_performance,
        safeguarding_lead,
        safeguarding_deputies,
        safeguarding_outside,
        terms,
        attendance_floor_tenths,
        absence_flag_sessions,
        initial_weeks,
        urgent_gate_days,
        letter_days,
        authorisation_days,
        family_contact_days,
        lock_minutes,
        initials_only,
        letter_templates,
        ..settings::Settings::new(mentor, school)
    }
}

stored! {
    Pupil = pupil::Pupil {
        first_names: String,
        surname: String,
        known_as: String,
        letter_name: String,
        pronouns: String,
        upn: String,
        upn_reason: String,
        born: Option<Day>,
        year_as_taught: Option<u8>,
        schooling: Vec<v1::Schooling>,
        sen: Code<pupil::SenProvision>,
        pupil_premium: bool,
        eal: bool,
        gifted: bool,
        looked_after: Option<v1::LookedAfter>,
        ask_lead_first: Option<String>,
        limits_explained: Option<Day>,
        remarks: String,
    }
}

/// A pupil of schema 1: nobody asked for pronouns, nor why two have one number.
pub(super) fn pupil_from_v1(body: Tree<'_>) -> Option<Tree<'_>> {
    let mut fields = body.fields()?;
    fields.put("pronouns", Tree::Text("".into()));
    fields.put("upn_reason", Tree::Text("".into()));
    Some(Tree::Map(fields))
}

stored! {
    PersonName = contact::PersonName {
        title: String,
        first_names: String,
        surname: String,
        apart: bool,
    }
}
stored! {
    Contact = contact::Contact {
        name: PersonName,
        relationship: String,
        responsibility: Code<contact::Responsibility>,
        letters: bool,
        phone_safe: Code<contact::SafeToPhone>,
        restriction: Option<String>,
        phone: String,
        email: String,
        address: String,
        language: String,
        interpreter: String,
    }
}

/// A contact of schema 1: the name was entered in one piece.
pub(super) fn contact_from_v1(body: Tree<'_>) -> Option<Tree<'_>> {
    let mut fields = body.fields()?;
    let contact::PersonName { title, first_names, surname, apart } =
        contact::PersonName::entered(&fields.load::<String>("name")?);
    let mut name = Fields::default();
    name.put("title", Tree::Text(title.into()));
    name.put("first_names", Tree::Text(first_names.into()));
    name.put("surname", Tree::Text(surname.into()));
    name.put("apart", Tree::Bool(apart));
    fields.put("name", Tree::Map(name));
    Some(Tree::Map(fields))
}

stored! {
    Clarification = retention::Clarification {
        asked: Day,
        about: String,
        got: Option<Day>,
    }
}
stored! {
    AccessRequest = retention::AccessRequest {
        date: Day,
        route: Code<retention::AccessRoute>,
        by: String,
        identity: String,
        identity_on: Option<Day>,
        scope: String,
        clarifications: Vec<Clarification>,
        extended_on: Option<Day>,
        extended_why: String,
        typed_due: Option<Day>,
        due_reason: String,
        officer_told: Option<Day>,
        answered: Option<Day>,
        answer: String,
    }
}

/// A request of schema 1: its due date was worked out or typed, nobody kept which, so it stays as it was.
pub(super) fn access_request_from_v1(body: Tree<'_>) -> Option<Tree<'_>> {
    let mut fields = body.fields()?;
    let due = fields.take("due").filter(|due| *due != Tree::Null)?;
    fields.put("typed_due", due);
    fields.put("identity_on", Tree::Null);
    fields.put("clarifications", Tree::List(Vec::new()));
    fields.put("extended_on", Tree::Null);
    fields.put("extended_why", Tree::Text("".into()));
    fields.put("due_reason", Tree::Text("".into()));
    Some(Tree::Map(fields))
}

stored! {
    Session = session::Session {
        date: Day,
        kind: Code<session::SessionKind>,
        minutes: u16,
        attended: Code<session::Attended>,
        lesson_missed: String,
        notes: String,
        next_step: String,
        audience: Code<preparation::Audience>,
        ratings: Vec<v1::TargetRating>,
        gifted: bool,
        resources: Vec<Id<RecordId>>,
    }
}

stored! {
    LeadDecision = preparation::LeadDecision {
        date: Day,
        lead: String,
        ruling: Code<preparation::HomeRuling>,
        until: Option<Day>,
    }
}

/// A decision of schema 1: the letter is withheld until a day.
pub(super) fn lead_decision_from_v1(old: v1::OldLetterWithheld) -> preparation::LeadDecision {
    let v1::OldLetterWithheld { date, lead, review_on } = old;
    preparation::LeadDecision { date, lead, ruling: preparation::HomeRuling::Withhold, until: Some(review_on) }
}

/// A session of schema 1: nobody noted which resources were used.
pub(super) fn session_from_v1(old: v1::OldSession) -> session::Session {
    let v1::OldSession { date, kind, minutes, attended, lesson_missed, notes, next_step, audience, ratings, gifted } =
        old;
    session::Session {
        date,
        kind,
        minutes,
        attended,
        lesson_missed,
        notes,
        next_step,
        audience,
        ratings,
        gifted,
        resources: Vec::new(),
    }
}

stored! {
    Target = plan::Target {
        number: u16,
        what: String,
        measure: String,
        unit: String,
        baseline: String,
        aim: String,
        by: Option<Day>,
        helper: String,
        outcomes: Vec<Code<plan::Outcome>>,
        weight: u8,
        own_words: String,
    }
}
stored! {
    Plan = plan::Plan {
        date: Day,
        revises: Option<Id<RecordId>>,
        objectives: Vec<v1::Objective>,
        targets: Vec<Target>,
        strategies: String,
        school: String,
        parents: v1::ParentsPart,
        review_on: Option<Day>,
        success: String,
        rewards: String,
        agreed_with: String,
        pupil_voice: String,
    }
}

/// A plan of schema 1: nobody wrote down how the pupil says a target.
pub(super) fn plan_from_v1(old: v1::OldPlan) -> plan::Plan {
    let v1::OldPlan {
        date,
        revises,
        objectives,
        targets,
        strategies,
        school,
        parents,
        review_on,
        success,
        rewards,
        agreed_with,
        pupil_voice,
    } = old;
    plan::Plan {
        date,
        revises,
        objectives,
        targets: targets.into_iter().map(target_from_v1).collect(),
        strategies,
        school,
        parents,
        review_on,
        success,
        rewards,
        agreed_with,
        pupil_voice,
    }
}

fn target_from_v1(old: v1::OldTarget) -> plan::Target {
    let v1::OldTarget { number, what, measure, unit, baseline, aim, by, helper, outcomes, weight } = old;
    plan::Target { number, what, measure, unit, baseline, aim, by, helper, outcomes, weight, own_words: String::new() }
}

stored! {
    Circulation = plan::Circulation {
        date: Day,
        plan: Option<Id<RecordId>>,
        sent: Vec<u32>,
        to: Code<plan::CirculationTo>,
        contact: Option<Id<RecordId>>,
        names: String,
        form: Code<plan::CirculationForm>,
        method: Code<preparation::SendMethod>,
    }
}

/// A circulation of schema 1: it always named a plan, and nobody kept what that said. A row of schema 1 that has the new
/// field already is none: it is then there twice.
pub(super) fn circulation_from_v1(body: Tree<'_>) -> Option<Tree<'_>> {
    let mut fields = body.fields()?;
    fields.put("sent", Tree::List(Vec::new()));
    Some(Tree::Map(fields))
}

stored! {
    Onward = exit::Onward {
        date: Day,
        inside: bool,
        agency: String,
        reason: String,
        discussed_on: Option<Day>,
        discussed_with: String,
        shared: String,
        consent: Code<exit::Consent>,
        chase_on: Option<Day>,
        outcome: String,
    }
}

/// An onward referral of schema 1 went to an agency.
pub(super) fn onward_from_v1(body: Tree<'_>) -> Option<Tree<'_>> {
    let mut fields = body.fields()?;
    fields.put("inside", bool::store(&false));
    Some(Tree::Map(fields))
}

stored! {
    Withdrawn = safety::Withdrawn {
        reason: String,
        lead: String,
        at: Instant,
    }
}
stored! {
    Worry = safety::Worry {
        at: Instant,
        words: String,
        told: Option<v1::Told>,
        held_by_lead: bool,
        withdrawn: Option<Withdrawn>,
    }
}

/// A worry of schema 1: none was withdrawn.
pub(super) fn worry_from_v1(old: v1::OldWorry) -> safety::Worry {
    let v1::OldWorry { at, words, told, held_by_lead } = old;
    safety::Worry { at, words, told, held_by_lead, withdrawn: None }
}

stored! {
    Received = hand_over::Received {
        at: Instant,
        from: String,
        fingerprint: String,
        known: bool,
        purpose: Code<hand_over::Purpose>,
        until: Option<Day>,
        lead_says: Option<Code<hand_over::LeadSays>>,
        lead_has: Option<Code<hand_over::LeadHas>>,
        lead: String,
    }
}

/// A hand-over of schema 1: the answer was one of three texts; another text stays as it is.
pub(super) fn received_from_v1(old: v1::OldReceived) -> hand_over::Received {
    let v1::OldReceived { at, from, fingerprint, known, purpose, until, lead } = old;
    let lead_has = hand_over::LeadHas::ALL.iter().copied().find(|answer| answer.label() == lead);
    let lead = if lead_has.is_some() { String::new() } else { lead };
    hand_over::Received { at, from, fingerprint, known, purpose, until, lead_says: None, lead_has, lead }
}
