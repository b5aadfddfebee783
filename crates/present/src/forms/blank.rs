//! New forms with what is known already filled in, and what follows from a change.

use casebook_domain::calendar::Date;

use casebook_domain::assessment::AssessmentOccasion;
use casebook_domain::calendar::{add_days, add_weeks, next_school_day, parse_iso};
use casebook_domain::contact::{Responsibility, SafeToPhone};
use casebook_domain::content::{Content, Kind};
use casebook_domain::due::follow_up_dates;
use casebook_domain::measure::Occasion;
use casebook_domain::observation::{Colour, Instant, starters};
use casebook_domain::plan::CirculationForm;
use casebook_domain::preparation::{Audience, LetterKind};
use casebook_domain::pupil::SenProvision;
use casebook_domain::retention::AccessRoute;
use casebook_domain::session::{Attended, SessionKind};

use super::draft::row_key;
use super::keeping::follow_due;
use super::planned::slot_values;
use super::{Draft, Field, FormCtx, Pickable, fill, form, join, observation};

/// A new form: today, the people and the plan that the case already names, the
/// limits of the settings. `preset` goes before all of it.
pub fn blank(kind: Kind, ctx: &FormCtx, preset: &[(String, String)]) -> Draft {
    let mut draft = Draft::new();
    let d = &mut draft;
    if form(kind).sections.iter().flat_map(|section| section.fields).any(|field| field.name == "date") {
        d.put_date("date", Some(ctx.today));
    }
    match kind {
        Kind::Pupil => {
            d.set("sen", SenProvision::None.code());
            d.add_row("schooling");
        }
        Kind::Contact => {
            d.set("responsibility", Responsibility::Unknown.code());
            d.set("phone_safe", SafeToPhone::Unknown.code());
        }
        Kind::Authorisation => {
            first(d, "referral", &ctx.referrals);
            d.set("by", ctx.settings.line_manager.name.as_str());
        }
        Kind::Liaison | Kind::Note => mentor_only(d),
        Kind::Measure => {
            d.set("occasion", if ctx.start.is_some() { Occasion::Progress } else { Occasion::Baseline }.code())
        }
        Kind::Letter => {
            d.set("kind", LetterKind::Referral.code());
            only(d, "contact", &ctx.letter_contacts);
        }
        Kind::LeadDecision => {
            d.set("lead", ctx.settings.safeguarding_lead.name.as_str());
        }
        Kind::FamilyContact => {
            mentor_only(d);
            only(d, "contact", &ctx.contacts);
        }
        Kind::Template => {
            d.set("planned_min", "20");
            d.set("instant", Instant::End.code());
            begin_row(kind, "codes", observation::CODES, d);
        }
        Kind::Lists => draft = fill(&Content::Lists(starters::lists(ctx.settings.phase)), ctx),
        Kind::Start => d.put_number("weeks", Some(i64::from(ctx.settings.initial_weeks)), 0),
        Kind::Assessment => {
            let occasion = if ctx.criteria.is_empty() {
                AssessmentOccasion::Entry
            } else if ctx.assessed {
                AssessmentOccasion::Review
            } else {
                AssessmentOccasion::Referral
            };
            d.set("occasion", occasion.code());
        }
        Kind::Plan => plan(d, ctx),
        Kind::Circulation => {
            first(d, "plan", &ctx.plans);
            d.set("form", CirculationForm::Summary.code());
        }
        Kind::Signature | Kind::Review => first(d, "plan", &ctx.plans),
        Kind::Session => {
            mentor_only(d);
            let (kind, minutes) =
                ctx.session.as_ref().map_or((SessionKind::OneToOne, 30), |last| (last.kind, last.minutes));
            d.set("kind", kind.code());
            // The last one may have been of no length: the pupil did not come.
            d.put_number("minutes", Some(i64::from(if minutes == 0 { 30 } else { minutes })), 0);
            d.set("attended", Attended::Yes.code());
        }
        Kind::Exit => {
            for criterion in &ctx.criteria {
                let row = d.put_row("outcomes");
                d.set(&join(&row, "criterion"), criterion.code());
            }
            follow_ups(d, ctx.today, ctx);
        }
        Kind::Onward => {
            d.set("discussed_with", ctx.settings.student_performance.name.as_str());
            d.put_date("chase_on", Some(school_day(add_weeks(ctx.today, 4), ctx)));
        }
        Kind::Worry => d.put_moment("at", ctx.now),
        Kind::Settings => draft = fill(&Content::Settings(ctx.settings.clone()), ctx),
        Kind::PlannedSession => planned_session(d, ctx),
        Kind::Transition => d.set("from", ctx.settings.school.as_str()),
        Kind::AccessRequest => {
            let route = AccessRoute::Subject;
            d.set("route", route.code());
            follow_due(d, ctx);
        }
        Kind::Referral
        | Kind::Observation
        | Kind::Waiver
        | Kind::Achievement
        | Kind::FollowUp
        | Kind::Standing
        | Kind::HandedOver
        | Kind::Received
        | Kind::Retention
        | Kind::Resource => {}
    }
    for (key, value) in preset {
        draft.set(key, value.as_str());
    }
    for (key, _) in preset {
        follow(kind, key, &mut draft, ctx);
    }
    draft
}

/// Adds a row with what is sensible in a new one, and says which it is.
pub fn begin_row(kind: Kind, name: &str, fields: &[Field], draft: &mut Draft) -> usize {
    let before = draft.row_numbers(name);
    let row = draft.add_row(name);
    let prefix = join(&row_key(name, row), ".");
    for field in fields.iter().filter(|field| !field.preset.is_empty()) {
        draft.set(&join(&prefix, field.name), field.preset);
    }
    if kind == Kind::Template {
        // The next behaviour is mostly recorded as the one before, and is told from it by its colour.
        let of = |row: usize, field: &str| draft.get(&join(&row_key(name, row), field)).to_owned();
        let taken: Vec<String> = before.iter().map(|&row| of(row, ".colour")).collect();
        let free = Colour::ALL.iter().find(|colour| taken.iter().all(|taken| taken != colour.code()));
        let method = before.last().map(|&row| of(row, ".method")).filter(|method| !method.is_empty());
        if let Some(free) = free {
            draft.set(&join(&prefix, "colour"), free.code());
        }
        if let Some(method) = method {
            draft.set(&join(&prefix, "method"), method);
        }
    }
    row
}

fn mentor_only(d: &mut Draft) {
    d.set("audience", Audience::MentorOnly.code());
}

/// A day that is proposed is one on which somebody is in school.
fn school_day(date: Date, ctx: &FormCtx) -> Date {
    next_school_day(date, &ctx.settings.terms)
}

/// The newest of a list.
fn first(d: &mut Draft, key: &str, choices: &[Pickable]) {
    if let Some(choice) = choices.first() {
        d.set(key, choice.id.as_str());
    }
}

/// The one that can be chosen, when there is no other.
fn only(d: &mut Draft, key: &str, choices: &[Pickable]) {
    let mut open = choices.iter().filter(|choice| choice.blocked.is_none());
    if let (Some(choice), None) = (open.next(), open.next()) {
        d.set(key, choice.id.as_str());
    }
}

/// As the last one was planned, or the last session was.
fn planned_session(d: &mut Draft, ctx: &FormCtx) {
    d.put_date("date", Some(school_day(ctx.today, ctx)));
    let session = ctx.session.as_ref().map(|last| (last.kind, last.minutes));
    let planned = ctx.planned.as_ref().map(|last| (last.kind, last.minutes));
    let (kind, minutes) = planned.or(session).unwrap_or((SessionKind::OneToOne, 30));
    d.set("kind", kind.code());
    d.put_number("minutes", Some(i64::from(minutes)), 0);
    if let Some(last) = &ctx.planned {
        d.set("place", last.place.as_str());
        for (key, value) in slot_values(&last.slot) {
            d.set(key, value);
        }
    } else if ctx.settings.periods.is_empty() {
        d.set("slot", "=time");
    }
}

/// A row ends with the half-term, or after the length of a first period where no terms are known.
fn end_of_row(first: Date, ctx: &FormCtx) -> Date {
    let term = ctx.settings.terms.iter().find(|term| (term.first..=term.last).contains(&first));
    term.map_or_else(|| add_weeks(first, u16::from(ctx.settings.initial_weeks)), |term| term.last)
}

/// A revised plan starts from the one it revises: its targets keep their
/// numbers. Who agreed, the pupil's words and the dates are new each time.
fn plan(d: &mut Draft, ctx: &FormCtx) {
    if let Some((id, last)) = &ctx.plan {
        let mut next = last.clone();
        next.date = ctx.today;
        next.revises = Some(*id);
        next.review_on = None;
        next.agreed_with.clear();
        next.pupil_voice.clear();
        *d = fill(&Content::Plan(next), ctx);
    } else {
        d.add_row("objectives");
        // What the line manager set is proposed, to be made SMART here.
        for what in &ctx.targets_set {
            let row = d.put_row("targets");
            d.set(&join(&row, "what"), what.as_str());
        }
        if ctx.targets_set.is_empty() {
            d.add_row("targets");
        }
    }
    let weeks = u16::from(ctx.settings.initial_weeks);
    let end = ctx.start.map(|(first, weeks)| add_weeks(first, u16::from(weeks)));
    let end = end.filter(|end| *end > ctx.today).unwrap_or(add_weeks(ctx.today, weeks));
    d.put_date("review_on", Some(school_day(end, ctx)));
}

fn follow_ups(d: &mut Draft, exit: Date, ctx: &FormCtx) {
    for date in follow_up_dates(exit, &ctx.settings) {
        let row = d.put_row("follow_ups");
        d.put_date(&join(&row, "date"), Some(date));
    }
}

/// What the answer to a request for access falls due by.
const DATES: &[&str] = &["date", "route", "identity_on", "extended_on"];

/// What follows from a change that the mentor just made at `key`; says whether
/// other fields have new values and must be drawn again. Nothing that was typed is written over.
pub fn follow(kind: Kind, key: &str, draft: &mut Draft, ctx: &FormCtx) -> bool {
    let before = draft.values.len();
    match (kind, key) {
        // A scale used before brings its unit, ends and direction.
        (Kind::Measure, "name") => {
            let name = draft.get("name").trim();
            if let Some(scale) = ctx.scales.iter().find(|scale| scale.name == name) {
                let mut known = Draft::new();
                known.set("unit", scale.unit.as_str());
                known.put_number("least", Some(scale.least), 2);
                known.put_number("greatest", Some(scale.greatest), 2);
                known.set("direction", scale.direction.code());
                for (key, value) in known.values {
                    draft.values.entry(key).or_insert(value);
                }
            }
        }
        (Kind::Worry, "told") => {
            if !draft.ticked("told") {
                // Nobody holds what nobody was told.
                draft.tick("held_by_lead", false);
            } else if draft.get("told_at").is_empty() {
                draft.put_moment("told_at", ctx.now);
            }
        }
        (Kind::Worry, "withdrawn") if draft.ticked("withdrawn") && draft.get("withdrawn_at").is_empty() => {
            draft.put_moment("withdrawn_at", ctx.now);
        }
        (Kind::Circulation, "to") if draft.get("to") == "parents" && draft.get("contact").is_empty() => {
            only(draft, "contact", &ctx.letter_contacts);
        }
        // What is recorded by intervals needs some.
        (Kind::Template, key)
            if key.ends_with(".method") && observation::by_interval(draft.get(key)) && !draft.ticked("timed") =>
        {
            draft.tick("timed", true);
            if draft.get("length_s").is_empty() {
                draft.set("length_s", "20");
            }
        }
        (Kind::PlannedSession, "weekly") if draft.ticked("weekly") && draft.get("until").is_empty() => {
            draft.put_date("until", Some(end_of_row(parse_iso(draft.get("date")).unwrap_or(ctx.today), ctx)));
        }
        // The same number as another pupil's needs a reason.
        (Kind::Pupil, "upn") => {
            let shared = ctx.with_upn(draft.get("upn")).is_some();
            if shared != draft.ticked("upn_same") {
                draft.tick("upn_same", shared);
                return true;
            }
        }
        // The answer's date follows until somebody types another.
        (Kind::AccessRequest, key) if DATES.contains(&key) || key.starts_with("clarifications.") => {
            return follow_due(draft, ctx);
        }
        (Kind::Standing, "kind") if draft.get("kind") == "on_hold" && draft.get("until").is_empty() => {
            draft.put_date("until", Some(school_day(add_days(ctx.today, 28), ctx)));
        }
        _ => {}
    }
    before != draft.values.len()
}
