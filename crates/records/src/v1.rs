//! The stored bodies of schema 1, one codec for each kind of record. Frozen once Casebook has users: whatever changes
//! what is written (a field, a term's code) is schema 2 of that kind, in a module of its own, with a step from here.
//! `tests/fixtures/records` holds one golden row of each.

use super::wire::{Clock, Code, Day, Fields, Id, Instant, Rating, Stored, Strokes, Tree, stored};
use casebook_domain::ids::RecordId;
use casebook_domain::{
    assessment, calendar, exit, hand_over, measure, plan, planned, preparation, pupil, referral, resource, retention,
    review, safety, session, settings, standing,
};

stored! {
    Schooling = pupil::Schooling {
        school: String,
        form: String,
        from: Option<Day>,
    }
}
stored! {
    LookedAfter = pupil::LookedAfter {
        social_worker: String,
        carer: String,
        virtual_school: String,
    }
}
stored! {
    CriterionEvidence = referral::CriterionEvidence {
        criterion: Code<referral::Criterion>,
        evidence: String,
    }
}
stored! {
    Referral = referral::Referral {
        date: Day,
        referrer: String,
        referrer_kind: Code<referral::ReferrerKind>,
        criteria: Vec<CriterionEvidence>,
        how_long: String,
        strengths: String,
        tried: String,
        changes_wanted: String,
        attendance_tenths: Option<u16>,
        punctuality_only: bool,
        attendance_chronic: bool,
        attendance_override: String,
        pupil_knows: bool,
    }
}
stored! {
    Authorisation = referral::Authorisation {
        referral: Id<RecordId>,
        date: Day,
        decision: Code<referral::AuthorisationDecision>,
        by: String,
        route: Code<referral::DecisionRoute>,
        why: String,
        targets: String,
        referrer_told: Option<Day>,
    }
}
stored! {
    Liaison = preparation::Liaison {
        date: Day,
        with: Code<preparation::LiaisonWith>,
        name: String,
        role: String,
        learnt: String,
        audience: Code<preparation::Audience>,
    }
}
stored! {
    Sessions = measure::Sessions {
        attended: u16,
        authorised: u16,
        unauthorised: u16,
        late: u16,
    }
}

/// What was measured: `{"attendance": {…}}` and so on.
pub(super) struct Reading;

impl Stored for Reading {
    type Domain = measure::Reading;

    fn store(domain: &measure::Reading) -> Tree<'_> {
        let mut fields = Fields::default();
        let name = match domain {
            measure::Reading::Attendance { from, until, sessions } => {
                fields.store::<Day>("from", from);
                fields.store::<Day>("until", until);
                fields.store::<Sessions>("sessions", sessions);
                "attendance"
            }
            measure::Reading::Attainment { subject, level, points } => {
                fields.store::<String>("subject", subject);
                fields.store::<String>("level", level);
                fields.store::<Option<i64>>("points", points);
                "attainment"
            }
            measure::Reading::Scale { name, unit, least, greatest, direction, value } => {
                fields.store::<String>("name", name);
                fields.store::<String>("unit", unit);
                fields.store::<i64>("least", least);
                fields.store::<i64>("greatest", greatest);
                fields.store::<Code<_>>("direction", direction);
                fields.store::<i64>("value", value);
                "scale"
            }
        };
        Tree::variant(name, Tree::Map(fields))
    }

    fn load(tree: Tree<'_>) -> Option<measure::Reading> {
        let (name, value) = tree.chosen()?;
        let mut fields = value?.fields()?;
        let reading = match &*name {
            "attendance" => measure::Reading::Attendance {
                from: fields.load::<Day>("from")?,
                until: fields.load::<Day>("until")?,
                sessions: fields.load::<Sessions>("sessions")?,
            },
            "attainment" => measure::Reading::Attainment {
                subject: fields.load::<String>("subject")?,
                level: fields.load::<String>("level")?,
                points: fields.load::<Option<i64>>("points")?,
            },
            "scale" => measure::Reading::Scale {
                name: fields.load::<String>("name")?,
                unit: fields.load::<String>("unit")?,
                least: fields.load::<i64>("least")?,
                greatest: fields.load::<i64>("greatest")?,
                direction: fields.load::<Code<_>>("direction")?,
                value: fields.load::<i64>("value")?,
            },
            _ => return None,
        };
        fields.end()?;
        Some(reading)
    }
}

stored! {
    Measure = measure::Measure {
        date: Day,
        occasion: Code<measure::Occasion>,
        reading: Reading,
        source: String,
    }
}
stored! {
    Letter = preparation::Letter {
        date: Day,
        kind: Code<preparation::LetterKind>,
        contact: Id<RecordId>,
        method: Code<preparation::SendMethod>,
        text: String,
    }
}
/// The letter home is withheld, as schema 1 had it.
pub(super) struct OldLetterWithheld {
    pub date: calendar::Date,
    pub lead: String,
    pub review_on: calendar::Date,
}
stored! {
    StoredOldLetterWithheld = OldLetterWithheld {
        date: Day,
        lead: String,
        review_on: Day,
    }
}
stored! {
    FamilyContact = preparation::FamilyContact {
        date: Day,
        contact: Id<RecordId>,
        way: Code<preparation::ContactWay>,
        reached: Code<preparation::Reached>,
        about: String,
        meeting_offered: bool,
        audience: Code<preparation::Audience>,
    }
}

/// What was seen at a moment, in schema 1.
#[derive(Clone, Copy)]
pub(super) enum OldMark {
    OnTask,
    OffTask,
    NotSeen,
}

impl super::wire::Term for OldMark {
    fn code(self) -> &'static str {
        match self {
            Self::OnTask => "on",
            Self::OffTask => "off",
            Self::NotSeen => "not_seen",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::OnTask, Self::OffTask, Self::NotSeen].into_iter().find(|mark| super::wire::Term::code(*mark) == code)
    }
}

/// What happened in an observation of schema 1: `{"marked": {…}}`, `{"noted": "…"}`, `"ended"`.
pub(super) enum OldEventKind {
    Marked { interval: u32, mark: OldMark },
    Unmarked { interval: u32 },
    Noted(String),
    Ended,
}

/// An event of schema 1.
pub(super) struct OldEvent {
    pub(super) at_ms: u32,
    pub(super) what: OldEventKind,
}

/// An observation of schema 1, which is read but no longer written; [`super::v2::from_v1`] makes one of today of it.
pub(super) struct OldObservation {
    pub(super) began: casebook_domain::calendar::Moment,
    pub(super) interval_s: u16,
    pub(super) planned_min: u16,
    pub(super) lesson: String,
    pub(super) setting: String,
    pub(super) events: Vec<OldEvent>,
    pub(super) comment: String,
}

impl OldObservation {
    /// Reads one.
    pub(super) fn load(tree: Tree<'_>) -> Option<Self> {
        let mut fields = tree.fields()?;
        let Tree::List(events) = fields.take("events")? else { return None };
        let old = Self {
            began: fields.load::<Instant>("began")?,
            interval_s: fields.load::<u16>("interval_s")?,
            planned_min: fields.load::<u16>("planned_min")?,
            lesson: fields.load::<String>("lesson")?,
            setting: fields.load::<String>("setting")?,
            events: events.into_iter().map(OldEvent::load).collect::<Option<_>>()?,
            comment: fields.load::<String>("comment")?,
        };
        fields.end()?;
        Some(old)
    }
}

impl OldEvent {
    /// Reads one.
    pub(super) fn load(tree: Tree<'_>) -> Option<Self> {
        let mut fields = tree.fields()?;
        let old = Self { at_ms: fields.load::<u32>("at_ms")?, what: OldEventKind::load(fields.take("what")?)? };
        fields.end()?;
        Some(old)
    }
}

impl OldEventKind {
    fn load(tree: Tree<'_>) -> Option<Self> {
        let (name, value) = tree.chosen()?;
        match (&*name, value) {
            ("ended", None) => Some(Self::Ended),
            ("noted", Some(text)) => Some(Self::Noted(String::load(text)?)),
            ("marked" | "unmarked", Some(value)) => {
                let mut fields = value.fields()?;
                let interval = fields.load::<u32>("interval")?;
                let event = if name == "marked" {
                    Self::Marked { interval, mark: fields.load::<Code<_>>("mark")? }
                } else {
                    Self::Unmarked { interval }
                };
                fields.end()?;
                Some(event)
            }
            _ => None,
        }
    }
}

stored! {
    Waiver = preparation::Waiver {
        date: Day,
        gate: Code<preparation::Gate>,
        reason: String,
    }
}
stored! {
    Start = preparation::Start {
        date: Day,
        weeks: u8,
        arrangement: String,
        urgent_agreed_by: Option<String>,
        urgent_reason: String,
    }
}
stored! {
    AreaFinding = assessment::AreaFinding {
        area: Code<assessment::Area>,
        strengths: String,
        needs: String,
        barriers: String,
    }
}
stored! {
    Assessment = assessment::Assessment {
        date: Day,
        occasion: Code<assessment::AssessmentOccasion>,
        findings: Vec<AreaFinding>,
        pupil_view: String,
    }
}
stored! {
    Objective = plan::Objective {
        text: String,
        outcomes: Vec<Code<plan::Outcome>>,
    }
}
/// A target as schema 1 had it.
pub(super) struct OldTarget {
    pub number: u16,
    pub what: String,
    pub measure: String,
    pub unit: String,
    pub baseline: String,
    pub aim: String,
    pub by: Option<calendar::Date>,
    pub helper: String,
    pub outcomes: Vec<plan::Outcome>,
    pub weight: u8,
}

stored! {
    StoredOldTarget = OldTarget {
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
    }
}

/// Arrangements for the parents: `{"arranged": "…"}` or `"not_appropriate"`.
pub(super) struct ParentsPart;

impl Stored for ParentsPart {
    type Domain = plan::ParentsPart;

    fn store(domain: &plan::ParentsPart) -> Tree<'_> {
        match domain {
            plan::ParentsPart::Arranged(text) => Tree::variant("arranged", String::store(text)),
            plan::ParentsPart::NotAppropriate => Tree::Text("not_appropriate".into()),
        }
    }

    fn load(tree: Tree<'_>) -> Option<plan::ParentsPart> {
        let (name, value) = tree.chosen()?;
        match (&*name, value) {
            ("arranged", Some(text)) => Some(plan::ParentsPart::Arranged(String::load(text)?)),
            ("not_appropriate", None) => Some(plan::ParentsPart::NotAppropriate),
            _ => None,
        }
    }
}

/// A plan as schema 1 had it.
pub(super) struct OldPlan {
    pub date: calendar::Date,
    pub revises: Option<RecordId>,
    pub objectives: Vec<plan::Objective>,
    pub targets: Vec<OldTarget>,
    pub strategies: String,
    pub school: String,
    pub parents: plan::ParentsPart,
    pub review_on: Option<calendar::Date>,
    pub success: String,
    pub rewards: String,
    pub agreed_with: String,
    pub pupil_voice: String,
}

stored! {
    StoredOldPlan = OldPlan {
        date: Day,
        revises: Option<Id<RecordId>>,
        objectives: Vec<Objective>,
        targets: Vec<StoredOldTarget>,
        strategies: String,
        school: String,
        parents: ParentsPart,
        review_on: Option<Day>,
        success: String,
        rewards: String,
        agreed_with: String,
        pupil_voice: String,
    }
}
stored! {
    TargetRating = plan::TargetRating {
        target: u16,
        attainment: Rating,
        remark: String,
    }
}
stored! {
    Signature = plan::Signature {
        date: Day,
        plan: Id<RecordId>,
        by: String,
        strokes: Strokes,
    }
}
/// A session as schema 1 had it.
pub(super) struct OldSession {
    pub date: calendar::Date,
    pub kind: session::SessionKind,
    pub minutes: u16,
    pub attended: session::Attended,
    pub lesson_missed: String,
    pub notes: String,
    pub next_step: String,
    pub audience: preparation::Audience,
    pub ratings: Vec<plan::TargetRating>,
    pub gifted: bool,
}

stored! {
    StoredOldSession = OldSession {
        date: Day,
        kind: Code<session::SessionKind>,
        minutes: u16,
        attended: Code<session::Attended>,
        lesson_missed: String,
        notes: String,
        next_step: String,
        audience: Code<preparation::Audience>,
        ratings: Vec<TargetRating>,
        gifted: bool,
    }
}
stored! {
    Achievement = session::Achievement {
        date: Day,
        what: String,
        told_pupil: bool,
        told_parents: bool,
    }
}
stored! {
    Note = session::Note {
        date: Day,
        text: String,
        audience: Code<preparation::Audience>,
    }
}
stored! {
    Review = review::Review {
        date: Day,
        plan: Option<Id<RecordId>>,
        participants: Vec<Code<review::Participant>>,
        pupil_view: String,
        parents_view: String,
        staff_view: String,
        ratings: Vec<TargetRating>,
        progress: Code<review::Progress>,
        decision: Code<review::ReviewDecision>,
        consulted: String,
        agreed: String,
    }
}
stored! {
    CriterionOutcome = exit::CriterionOutcome {
        criterion: Code<referral::Criterion>,
        judgement: Code<exit::CriterionJudgement>,
        evidence: String,
    }
}
stored! {
    ExitProgrammePart = exit::ExitProgrammePart {
        component: Code<exit::ExitComponent>,
        what: String,
        until: Option<Day>,
    }
}
stored! {
    Exit = exit::Exit {
        date: Day,
        outcomes: Vec<CriterionOutcome>,
        programme: Vec<ExitProgrammePart>,
        follow_ups: Vec<Day>,
        decided_with: String,
        summary: String,
    }
}
stored! {
    FollowUp = exit::FollowUp {
        date: Day,
        result: Code<exit::FollowUpResult>,
        notes: String,
        last: bool,
    }
}
stored! {
    Standing = standing::Standing {
        date: Day,
        kind: Code<standing::StandingKind>,
        reason: String,
        until: Option<Day>,
    }
}
stored! {
    Told = safety::Told {
        name: String,
        at: Instant,
        how: String,
    }
}
stored! {
    StoredOldWorry = OldWorry {
        at: Instant,
        words: String,
        told: Option<Told>,
        held_by_lead: bool,
    }
}

/// A worry as schema 1 had it.
pub(super) struct OldWorry {
    pub at: calendar::Moment,
    pub words: String,
    pub told: Option<safety::Told>,
    pub held_by_lead: bool,
}

stored! {
    Post = settings::Post {
        title: String,
        name: String,
        reach: String,
    }
}
stored! {
    Term = settings::Term {
        name: String,
        first: Day,
        last: Day,
    }
}

/// A letter's template: the letter's code and the text.
pub(super) struct Template;

impl Stored for Template {
    type Domain = (String, String);

    fn store((letter, text): &(String, String)) -> Tree<'_> {
        let mut fields = Fields::default();
        fields.store::<String>("letter", letter);
        fields.store::<String>("text", text);
        Tree::Map(fields)
    }

    fn load(tree: Tree<'_>) -> Option<(String, String)> {
        let mut fields = tree.fields()?;
        let letter = fields.load::<String>("letter")?;
        let text = fields.load::<String>("text")?;
        fields.end()?;
        Some((letter, text))
    }
}

/// Settings as schema 1 had them.
pub(super) struct OldSettings {
    pub mentor: String,
    pub school: String,
    pub school_address: String,
    pub status: settings::SchoolStatus,
    pub line_manager: settings::Post,
    pub head: settings::Post,
    pub student_performance: settings::Post,
    pub safeguarding_lead: settings::Post,
    pub safeguarding_deputies: Vec<settings::Post>,
    pub safeguarding_outside: String,
    pub terms: Vec<settings::Term>,
    pub attendance_floor_tenths: u16,
    pub absence_flag_sessions: u16,
    pub initial_weeks: u8,
    pub urgent_gate_days: u8,
    pub letter_days: u8,
    pub authorisation_days: u8,
    pub family_contact_days: u8,
    pub lock_minutes: u8,
    pub initials_only: bool,
    pub letter_templates: Vec<(String, String)>,
}

stored! {
    StoredOldSettings = OldSettings {
        mentor: String,
        school: String,
        school_address: String,
        status: Code<settings::SchoolStatus>,
        line_manager: Post,
        head: Post,
        student_performance: Post,
        safeguarding_lead: Post,
        safeguarding_deputies: Vec<Post>,
        safeguarding_outside: String,
        terms: Vec<Term>,
        attendance_floor_tenths: u16,
        absence_flag_sessions: u16,
        initial_weeks: u8,
        urgent_gate_days: u8,
        letter_days: u8,
        authorisation_days: u8,
        family_contact_days: u8,
        lock_minutes: u8,
        initials_only: bool,
        letter_templates: Vec<Template>,
    }
}

stored! {
    Transition = hand_over::Transition {
        date: Day,
        from: String,
        to: String,
        stage: Code<hand_over::TransitionStage>,
        due: Option<Day>,
        receiving: String,
        met: String,
        consent: Code<exit::Consent>,
        consent_by: String,
        first: String,
        done: Vec<Code<hand_over::TransitionStep>>,
    }
}
stored! {
    HandOverReceipt = hand_over::HandOverReceipt {
        by: String,
        at: Instant,
        missing: u32,
    }
}
stored! {
    HandedOver = hand_over::HandedOver {
        at: Instant,
        to: String,
        purpose: Code<hand_over::Purpose>,
        until: Option<Day>,
        parts: Code<hand_over::Parts>,
        carried: Code<hand_over::Carried>,
        lead: String,
        file_name: String,
        bundles: Vec<String>,
        rows: u32,
        receipt: Option<HandOverReceipt>,
    }
}
/// What schema 1 says of a hand-over that came in: the receiver's answer about the safeguarding lead is one text.
pub struct OldReceived {
    pub at: casebook_domain::calendar::Moment,
    pub from: String,
    pub fingerprint: String,
    pub known: bool,
    pub purpose: hand_over::Purpose,
    pub until: Option<casebook_domain::calendar::Date>,
    pub lead: String,
}

stored! {
    StoredOldReceived = OldReceived {
        at: Instant,
        from: String,
        fingerprint: String,
        known: bool,
        purpose: Code<hand_over::Purpose>,
        until: Option<Day>,
        lead: String,
    }
}
stored! {
    Retention = retention::Retention {
        filed_on: Option<Day>,
        filed_by: String,
        hold_since: Option<Day>,
        hold_reason: String,
    }
}
stored! {
    Resource = resource::Resource {
        title: String,
        text: String,
        link: String,
        tags: Vec<String>,
    }
}

stored! {
    Period = planned::Period {
        name: String,
        begins: Clock,
        ends: Clock,
    }
}

/// When a session is planned on its day: `{"period": "…"}`, `{"at": "HH:MM"}` or `"any_time"`.
pub(super) struct Slot;

impl Stored for Slot {
    type Domain = planned::Slot;

    fn store(domain: &planned::Slot) -> Tree<'_> {
        match domain {
            planned::Slot::Period(name) => Tree::variant("period", String::store(name)),
            planned::Slot::At(time) => Tree::variant("at", Clock::store(time)),
            planned::Slot::AnyTime => Tree::Text("any_time".into()),
        }
    }

    fn load(tree: Tree<'_>) -> Option<planned::Slot> {
        let (name, value) = tree.chosen()?;
        match (&*name, value) {
            ("period", Some(text)) => Some(planned::Slot::Period(String::load(text)?)),
            ("at", Some(time)) => Some(planned::Slot::At(Clock::load(time)?)),
            ("any_time", None) => Some(planned::Slot::AnyTime),
            _ => None,
        }
    }
}

/// What became of a planned day: `{"moved": {"to": …, "slot": …}}` or `{"off": "reason"}`.
pub(super) struct DayChanged;

impl Stored for DayChanged {
    type Domain = planned::DayChanged;

    fn store(domain: &planned::DayChanged) -> Tree<'_> {
        match domain {
            planned::DayChanged::Moved { to, slot } => {
                let mut fields = Fields::default();
                fields.store::<Day>("to", to);
                fields.store::<Slot>("slot", slot);
                Tree::variant("moved", Tree::Map(fields))
            }
            planned::DayChanged::Off(reason) => Tree::variant("off", Code::<planned::OffReason>::store(reason)),
        }
    }

    fn load(tree: Tree<'_>) -> Option<planned::DayChanged> {
        let (name, value) = tree.chosen()?;
        match (&*name, value) {
            ("moved", Some(value)) => {
                let mut fields = value.fields()?;
                let to = fields.load::<Day>("to")?;
                let slot = fields.load::<Slot>("slot")?;
                fields.end()?;
                Some(planned::DayChanged::Moved { to, slot })
            }
            ("off", Some(reason)) => Some(planned::DayChanged::Off(Code::<planned::OffReason>::load(reason)?)),
            _ => None,
        }
    }
}

stored! {
    DayChange = planned::DayChange {
        day: Day,
        what: DayChanged,
    }
}
stored! {
    PlannedSession = planned::PlannedSession {
        date: Day,
        slot: Slot,
        minutes: u16,
        place: String,
        kind: Code<session::SessionKind>,
        weekly_until: Option<Day>,
        about: String,
        changes: Vec<DayChange>,
    }
}
