//! The forms against their own data: what is generated from a form's fields is
//! read, filled in again and read the same; nothing hostile makes them panic.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::check::{check, decimal, local_moment};
use super::*;
use casebook_domain::calendar::{Date, Moment, add_days, iso, parse_iso};
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::contact::{Contact, PersonName, Responsibility, SafeToPhone};
use casebook_domain::content::Entry;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::measure::MeasureReading;
use casebook_domain::plan::Plan;
use casebook_domain::preparation::Gate;
use casebook_domain::referral::Criterion;
use casebook_domain::settings::{SchoolPhase, Settings, Term};
use casebook_domain::text::clean;

const KINDS: &[Kind] = Kind::ALL;

fn id(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

fn today() -> Date {
    parse_iso("2026-11-23").expect("a day")
}

fn now() -> Moment {
    Moment { utc_ms: 1_795_446_000_000, offset_min: 0 }
}

fn contact(name: &str, letters: bool, restriction: Option<&str>) -> Content {
    Content::Contact(Contact {
        name: PersonName::entered(name),
        relationship: "Aunt".to_owned(),
        responsibility: Responsibility::Yes,
        letters,
        phone_safe: SafeToPhone::Yes,
        restriction: restriction.map(str::to_owned),
        phone: String::new(),
        email: String::new(),
        address: String::new(),
        language: String::new(),
        interpreter: String::new(),
    })
}

fn ctx_of(file: &CaseFile) -> FormCtx {
    let mut settings = Settings::new("Morgan Madeup".to_owned(), "Nowhere School".to_owned());
    settings.line_manager.name = "Lee Fiction".to_owned();
    form_ctx(file, &settings, today(), now())
}

fn empty() -> FormCtx {
    ctx_of(&CaseFile::new(FileId::from_bytes([1; 16])))
}

fn put(file: &mut CaseFile, record: RecordId, episode: Option<RecordId>, content: Content) {
    file.put(Item { id: record, saved: now(), entry: Entry { episode, content } });
}

/// A case with three contacts, a referral, a plan with targets 1 and 3, and a scale.
fn case() -> CaseFile {
    let mut file = CaseFile::new(FileId::from_bytes([1; 16]));
    put(&mut file, id(1), None, contact("Ada Invented", true, None));
    put(&mut file, id(2), None, contact("Bert Invented", true, Some("Court order: no contact")));
    put(&mut file, id(3), None, contact("Cleo Invented", false, None));
    let ctx = empty();
    let mut referral = valid(Kind::Referral, &ctx, &mut Tape::full());
    referral.set("date", "2026-10-01");
    referral.set("criteria", "isolated bullied");
    referral.set("criteria.isolated", "Alone at break");
    referral.set("criteria.bullied", "Told by the tutor");
    put(&mut file, id(4), Some(id(4)), parse(Kind::Referral, &referral, &ctx).expect("a referral"));
    let mut plan = valid(Kind::Plan, &ctx, &mut Tape::full());
    plan.set("targets.0.number", "1");
    plan.set("targets.1.number", "3");
    plan.set("date", "2026-10-20");
    plan.set("revises", "");
    put(&mut file, id(5), Some(id(4)), parse(Kind::Plan, &plan, &ctx).expect("a plan"));
    let mut measure = Draft::new();
    for (key, value) in [
        ("reading", "scale"),
        ("date", "2026-10-10"),
        ("occasion", "baseline"),
        ("name", "Behaviour points"),
        ("unit", "a week"),
        ("least", "0"),
        ("greatest", "40"),
        ("direction", "lower"),
        ("value", "12.5"),
    ] {
        measure.set(key, value);
    }
    put(&mut file, id(6), Some(id(4)), parse(Kind::Measure, &measure, &ctx).expect("a measure"));
    file
}

fn ctx() -> FormCtx {
    ctx_of(&case())
}

/// Choices for a generated draft, from proptest; when they run out, the first of everything.
struct Tape {
    steps: Vec<u8>,
    at: usize,
    /// Fill in every field there is.
    full: bool,
}

impl Tape {
    fn new(steps: Vec<u8>) -> Self {
        Self { steps, at: 0, full: false }
    }

    fn full() -> Self {
        Self { steps: vec![7, 1, 3, 2, 5], at: 0, full: true }
    }

    fn next(&mut self, below: usize) -> usize {
        let step = if self.steps.is_empty() { 0 } else { usize::from(self.steps[self.at % self.steps.len()]) };
        self.at += 1;
        step % below.max(1)
    }
}

const WORDS: &[&str] = &[
    "Zoë",
    "O\u{2019}Hara-Ünal",
    "reads \"aloud\"",
    "محمد",
    "3 < 4 & 5",
    "👩\u{200D}🏫 ok",
    "ß",
    "{name}",
    "Ng\u{0129}",
];

/// A draft in which everything needed is right and the rest is there or not.
fn valid(kind: Kind, ctx: &FormCtx, tape: &mut Tape) -> Draft {
    let mut draft = Draft::new();
    for section in form(kind).sections {
        for field in section.fields {
            put_field(&mut draft, field, "", ctx, tape);
        }
    }
    match kind {
        Kind::Pupil => draft.set("upn_same", ""),
        // Together these would say that nobody was told and somebody holds it.
        Kind::Worry if draft.ticked("held_by_lead") => draft.tick("told", true),
        Kind::Assessment if draft.get("pupil_view").is_empty() => draft.set("pupil_view", "Likes drawing"),
        // A sheet hangs together: what is looked at by intervals needs intervals, and no two names are the same.
        Kind::Template => {
            for (name, value) in
                [("planned_min", "20"), ("timed", "yes"), ("length_s", "15"), ("peer_every", "5"), ("abc", "yes")]
            {
                draft.set(name, value);
            }
            draft.set("starter", if tape.next(2) == 0 { "" } else { "playground" });
            for row in 0..draft.rows("codes") {
                draft.set(&join(&draft::row_key("codes", row), ".name"), ["Behaviour ", &row.to_string()].concat());
            }
        }
        // A list has no empty lines.
        Kind::Lists => draft.values.values_mut().for_each(|value| *value = value.replace("\n\n", "\n")),
        Kind::Plan if draft.get("strategies").is_empty() => draft.set("strategies", "A card on the desk"),
        // A hold has its day and its reason, filing its day.
        Kind::Retention => {
            for (name, value) in
                [("hold_reason", "A complaint"), ("hold_since", "2026-11-20"), ("filed_on", "2026-11-21")]
            {
                if draft.get(name).is_empty() {
                    draft.set(name, value);
                }
            }
        }
        // Answered after it arrived.
        // Periods follow each other and have names of their own.
        Kind::Settings => {
            for (at, row) in draft.row_numbers("periods").into_iter().enumerate() {
                let key = |name: &str| join(&draft::row_key("periods", row), name);
                draft.set(&key(".name"), ["Period ", &at.to_string()].concat());
                draft.set(&key(".begins"), ["0", &(at + 1).to_string(), ":00"].concat());
                draft.set(&key(".ends"), ["0", &(at + 1).to_string(), ":50"].concat());
            }
        }
        // A row of sessions ends after it began, and not years later.
        Kind::PlannedSession => {
            draft.set("until", if draft.ticked("weekly") { draft.get("date").to_owned() } else { String::new() });
            if draft.get("slot") == "=time" && draft.get("time").is_empty() {
                draft.set("time", "10:45");
            }
        }
        Kind::AccessRequest => {
            let day = draft.get("date").to_owned();
            for name in ["answered", "identity_on", "extended_on"] {
                if !draft.get(name).is_empty() {
                    draft.set(name, day.as_str());
                }
            }
            draft.set("extended_why", if draft.get("extended_on").is_empty() { "" } else { "Four schools" });
            for row in draft.row_numbers("clarifications") {
                let key = join(&draft::row_key("clarifications", row), ".");
                draft.set(&join(&key, "asked"), day.as_str());
                draft.set(&join(&key, "about"), "Which years");
                if !draft.get(&join(&key, "got")).is_empty() {
                    draft.set(&join(&key, "got"), day.as_str());
                }
            }
            draft.set("due_auto", "");
            draft.set("due_reason", if draft.get("due").is_empty() { "" } else { "Half-term" });
        }
        Kind::Resource => {
            let tags = draft.get("tags").replace("\n\n", "\n");
            draft.set("tags", tags);
            if !draft.get("link").is_empty() {
                draft.set("link", "https://example.org/calm");
            }
        }
        _ => {}
    }
    // A tick put in afterwards asks for what is under it.
    for section in form(kind).sections {
        for field in section.fields {
            let rows = matches!(field.input, Input::Rows { .. } | Input::Evidence(_) | Input::Ratings);
            if !rows && draft.get(field.name).is_empty() && field.shown(&draft, "") && field.needed(&draft, "") {
                let value = value_of(field, field.name, ctx, tape);
                draft.set(field.name, value);
            }
        }
    }
    draft
}

fn put_field(draft: &mut Draft, field: &Field, prefix: &str, ctx: &FormCtx, tape: &mut Tape) {
    let key = join(prefix, field.name);
    if field.need != Need::Required && !tape.full && tape.next(2) == 0 {
        return;
    }
    match field.input {
        Input::Rows { fields, .. } => {
            for _ in 0..tape.next(3) + 1 {
                let row = draft.put_row(&key);
                for field in fields {
                    put_field(draft, field, &row, ctx, tape);
                }
                // A row in which nothing is written would be dropped.
                let first = join(&row, fields[0].name);
                if draft.get(&first).is_empty() {
                    let value = value_of(&fields[0], &first, ctx, tape);
                    draft.set(&first, value);
                }
            }
        }
        Input::Evidence(groups) => {
            for (code, _) in groups.iter().flat_map(|(_, options)| options.iter()) {
                if tape.full || tape.next(3) == 0 || draft.get(&key).is_empty() {
                    draft.choose(&key, code, true);
                    draft.set(&[&key, ".", code].concat(), WORDS[tape.next(WORDS.len())]);
                }
            }
        }
        Input::Ratings => {
            for number in [1, 3, 8] {
                let rating = draft::row_key(&key, number);
                draft.set(&join(&rating, ".remark"), WORDS[tape.next(WORDS.len())]);
                draft.set(&rating, RATINGS[tape.next(RATINGS.len())].0);
            }
        }
        _ => {
            let value = value_of(field, &key, ctx, tape);
            if matches!(field.input, Input::Pick(_)) {
                draft.set(&join(&key, ".was"), value.as_str());
            }
            draft.set(&key, value);
        }
    }
}

/// A right value for a field.
fn value_of(field: &Field, key: &str, ctx: &FormCtx, tape: &mut Tape) -> String {
    let row = key.split('.').nth(1).and_then(|row| row.parse::<usize>().ok()).unwrap_or(0);
    let day = |days: i32| iso(add_days(today(), days));
    match (field.name, key.starts_with("terms.")) {
        ("email", _) => return "someone@school.example".to_owned(),
        ("from", _) if matches!(field.need, Need::Required) => return day(-90),
        ("until", _) if matches!(field.input, Input::Date(Span::Past)) => return day(-1),
        ("first", true) => return day(-300 + 100 * row as i32),
        ("last", true) => return day(-250 + 100 * row as i32),
        ("number", _) => return (row + 1).to_string(),
        ("revises", _) => return id(9).to_string(),
        ("criterion", _) => return Criterion::ALL[row].code().to_owned(),
        ("least", _) => return "-12.5".to_owned(),
        ("greatest", _) => return "99.99".to_owned(),
        ("value", _) => return ["0", "-3.75", "20.2"][tape.next(3)].to_owned(),
        ("attended", _) if matches!(field.input, Input::Number { .. }) => return (1 + tape.next(190)).to_string(),
        ("upn", _) => return "H801200001001".to_owned(),
        _ => {}
    }
    match field.input {
        Input::Line | Input::LineFrom(_) | Input::Hidden => WORDS[tape.next(WORDS.len())].to_owned(),
        Input::Area { .. } => [WORDS[tape.next(WORDS.len())], WORDS[tape.next(WORDS.len())]].join("\n\n"),
        Input::Date(_) if field.name == "date" && !key.contains('.') => day(-(tape.next(200) as i32)),
        Input::Date(Span::Past) => day(-(tape.next(200) as i32)),
        Input::Date(Span::Any) => day(1 + tape.next(400) as i32),
        Input::Time => ["08:50", "13:05", "23:59"][tape.next(3)].to_owned(),
        Input::Moment => {
            ["2026-11-23T08:05", "2024-02-29T23:59:07", "2026-03-29T01:30:00.250"][tape.next(3)].to_owned()
        }
        Input::Number { least, most, decimals, .. } => {
            decimal(least + (tape.next(997) as i64 * 31) % (most - least + 1), decimals)
        }
        Input::Choice(options) | Input::Shown(options) => options[tape.next(options.len())].0.to_owned(),
        Input::Many(options) => {
            let mut codes: Vec<&str> = Vec::new();
            for (code, _) in options {
                if tape.full || tape.next(2) == 0 {
                    codes.push(code);
                }
            }
            if codes.is_empty() { options[0].0.to_owned() } else { codes.join(" ") }
        }
        Input::Tick => "yes".to_owned(),
        Input::Pick(source) => {
            let open: Vec<_> = ctx.choices(source).iter().filter(|choice| choice.blocked.is_none()).collect();
            match open.is_empty() {
                true => id(tape.next(200) as u8).to_string(),
                false => open[tape.next(open.len())].id.clone(),
            }
        }
        Input::Strokes => "M 10 20 L 30 40".to_owned(),
        Input::Rows { .. } | Input::Evidence(_) | Input::Ratings => String::new(),
    }
}

/// Field names as a form's data has them: "targets.what".
fn names(form: &Form) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for field in form.sections.iter().flat_map(|section| section.fields) {
        names.insert(field.name.to_owned());
        if let Input::Rows { fields, .. } = field.input {
            names.extend(fields.iter().map(|inner| [field.name, ".", inner.name].concat()));
        }
    }
    names
}

/// The key without row numbers, and without codes within evidence.
fn name_of(key: &str) -> String {
    let parts: Vec<&str> = key.split('.').filter(|part| part.parse::<usize>().is_err()).collect();
    if parts[0] == "criteria" { "criteria".to_owned() } else { parts.join(".") }
}

fn every_field(mut then: impl FnMut(&'static Form, &'static [Field], &'static Field)) {
    for kind in KINDS {
        let form = form(*kind);
        for section in form.sections {
            for field in section.fields {
                then(form, section.fields, field);
                if let Input::Rows { fields, .. } = field.input {
                    for inner in fields {
                        then(form, fields, inner);
                    }
                }
            }
        }
    }
}

#[test]
fn every_kind_has_a_form_of_its_own() {
    for kind in KINDS {
        assert_eq!(form(*kind).kind, *kind);
    }
}

#[test]
fn a_form_names_each_field_once_and_labels_what_it_shows() {
    for kind in KINDS {
        let mut seen = BTreeSet::new();
        for field in form(*kind).sections.iter().flat_map(|section| section.fields) {
            assert!(seen.insert(field.name), "{kind:?} {}", field.name);
        }
    }
    every_field(|form, _, field| {
        assert!(!field.name.contains(['.', ' ']), "{:?} {}", form.kind, field.name);
        assert_eq!(field.label.is_empty(), matches!(field.input, Input::Hidden), "{:?} {}", form.kind, field.name);
        if let Input::Choice(options) | Input::Many(options) | Input::Shown(options) = field.input {
            assert!(options.iter().all(|(code, words)| !code.is_empty() && !code.contains(' ') && !words.is_empty()));
        }
    });
}

#[test]
fn a_condition_names_a_field_beside_it_and_codes_that_it_can_have() {
    every_field(|form, beside, field| {
        let needed = if let Need::RequiredIf(when) = field.need { Some(when) } else { None };
        for (name, codes) in [field.shown_if, needed].into_iter().flatten() {
            let all = || form.sections.iter().flat_map(|section| section.fields).chain(beside);
            let other = all().find(|other| other.name == name).unwrap_or_else(|| panic!("{:?} {name}", form.kind));
            for code in codes {
                let possible = code.is_empty()
                    || match other.input {
                        // A hidden one is set by what follows from another field.
                        Input::Tick | Input::Hidden => *code == "yes",
                        Input::Choice(options) => options.iter().any(|(known, _)| known == code),
                        Input::Pick(source) => empty().choices(source).iter().any(|known| known.id == *code),
                        Input::Evidence(groups) => {
                            groups.iter().any(|(_, options)| options.iter().any(|(known, _)| known == code))
                        }
                        _ => false,
                    };
                assert!(possible, "{:?} {name} {code}", form.kind);
            }
        }
    });
}

#[test]
fn p12_the_criteria_stand_in_the_policys_groups_and_none_is_missing() {
    let mut all = Vec::new();
    for (title, options) in referral::GROUPS {
        for (code, _) in *options {
            let criterion = Criterion::from_code(code).expect("a criterion");
            assert_eq!(criterion.group().label(), *title);
            all.push(criterion);
        }
    }
    assert_eq!(all, Criterion::ALL);
}

#[test]
fn p15_the_parents_gate_is_never_offered_for_waiving() {
    let offered: Vec<_> = preparation::WAIVABLE.iter().filter_map(|(code, _)| Gate::from_code(code)).collect();
    assert_eq!(offered.len(), Gate::ALL.len() - 1);
    assert!(!offered.contains(&Gate::Parents));
    let mut draft = valid(Kind::Waiver, &ctx(), &mut Tape::full());
    draft.set("gate", Gate::Parents.code());
    assert_eq!(wrong_at(Kind::Waiver, &draft), ["gate"]);
}

/// What `parse` reads, by name.
fn names_read(kind: Kind, draft: &Draft, ctx: &FormCtx) -> BTreeSet<String> {
    let (clean, errors) = check(form(kind), draft, ctx);
    assert_eq!(errors, [], "{kind:?} {draft:?}");
    let (errors, seen) = (RefCell::new(errors), RefCell::default());
    read(kind, &Reader::new(&clean, ctx, &errors, &seen)).expect("everything is filled in");
    seen.into_inner().iter().map(|key| name_of(key)).collect()
}

#[test]
fn every_field_of_a_form_is_read_and_nothing_else_is() {
    let ctx = ctx();
    for kind in KINDS {
        let mut read = BTreeSet::new();
        for reading in ["attendance", "attainment", "scale"] {
            let mut draft = valid(*kind, &ctx, &mut Tape::full());
            if *kind == Kind::Measure {
                draft.set("reading", reading);
            }
            read.extend(names_read(*kind, &draft, &ctx));
        }
        assert_eq!(read, names(form(*kind)), "{kind:?}");
    }
}

#[test]
fn each_required_field_that_is_missing_is_named() {
    let ctx = ctx();
    for kind in KINDS {
        let variants: &[&str] = if *kind == Kind::Measure { &["attendance", "attainment", "scale"] } else { &[""] };
        for variant in variants {
            let mut full = valid(*kind, &ctx, &mut Tape::full());
            if !variant.is_empty() {
                full.set("reading", *variant);
            }
            parse(*kind, &full, &ctx).unwrap_or_else(|errors| panic!("{kind:?} {errors:?}"));
            for field in form(*kind).sections.iter().flat_map(|section| section.fields) {
                if let Input::Rows { fields, .. } = field.input {
                    for inner in fields {
                        let prefix = [field.name, ".0."].concat();
                        if fields.len() > 1 {
                            missing_is_named(*kind, inner, &prefix, &full, &ctx);
                        }
                    }
                }
                missing_is_named(*kind, field, "", &full, &ctx);
            }
        }
    }
}

fn missing_is_named(kind: Kind, field: &Field, prefix: &str, full: &Draft, ctx: &FormCtx) {
    if !(field.shown(full, prefix) && field.needed(full, prefix)) {
        return;
    }
    let key = join(prefix, field.name);
    let mut draft = full.clone();
    draft.values.remove(&key);
    let errors = parse(kind, &draft, ctx).expect_err("something needed is missing");
    assert!(errors.iter().any(|error| error.field == key), "{kind:?} {key} {errors:?}");
    assert!(errors.iter().all(|error| error.message.ends_with('.')), "{errors:?}");
}

#[test]
fn a_new_form_needs_only_what_is_required() {
    for ctx in [ctx(), empty()] {
        for kind in KINDS {
            let mut draft = blank(*kind, &ctx, &[]);
            for field in form(*kind).sections.iter().flat_map(|section| section.fields) {
                if draft.get(field.name).is_empty() && field.shown(&draft, "") && field.needed(&draft, "") {
                    put_field(&mut draft, field, "", &ctx, &mut Tape::full());
                }
            }
            for row in 0..draft.rows("outcomes") {
                draft.set(&["outcomes.", &row.to_string(), ".judgement"].concat(), "met");
            }
            match kind {
                Kind::Assessment => draft.set("pupil_view", "Likes drawing"),
                Kind::Template => draft.tick("abc", true),
                Kind::Plan => draft.set("strategies", "A card on the desk"),
                _ => {}
            }
            parse(*kind, &draft, &ctx).unwrap_or_else(|errors| panic!("{kind:?} {draft:?} {errors:?}"));
        }
    }
}

#[test]
fn a_preset_goes_before_what_is_known() {
    let draft = blank(Kind::Letter, &ctx(), &[("kind".to_owned(), "exit".to_owned())]);
    assert_eq!(draft.get("kind"), "exit");
    assert_eq!(draft.get("contact"), id(1).to_string(), "the one contact who may get letters");
}

fn wrong_at(kind: Kind, draft: &Draft) -> Vec<String> {
    parse(kind, draft, &ctx()).expect_err("something is wrong").into_iter().map(|error| error.field).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_fills_the_form_again_and_reads_the_same(steps in proptest::collection::vec(any::<u8>(), 1..80)) {
        let ctx = ctx();
        for kind in KINDS {
            let draft = valid(*kind, &ctx, &mut Tape::new(steps.clone()));
            let content = match parse(*kind, &draft, &ctx) {
                Ok(content) => content,
                Err(errors) => return Err(TestCaseError::fail(format!("{kind:?} {draft:?} {errors:?}"))),
            };
            prop_assert_eq!(content.kind(), *kind);
            let again = fill(&content, &ctx);
            prop_assert_eq!(parse(*kind, &again, &ctx), Ok(content), "{:?}", kind);
            // Nothing that was typed and shown is lost on the way.
            let (visible, _) = check(form(*kind), &draft, &ctx);
            for key in visible.values.keys().filter(|key| !visible.get(key).is_empty()) {
                prop_assert_eq!(draft.get(key), again.get(key), "{:?} {}", kind, key);
            }
        }
    }

    #[test]
    fn a_draft_survives_being_kept(values in proptest::collection::btree_map(".{0,12}", ".{1,12}", 0..12)) {
        let draft = Draft { values };
        prop_assert_eq!(Draft::from_json(&draft.to_json()), Some(draft));
    }

    #[test]
    fn taking_a_row_out_keeps_the_others_in_order(count in 1usize..25, out in 0usize..25) {
        let mut draft = Draft::new();
        for row in 0..count {
            prop_assert_eq!(draft.add_row("targets"), row);
            draft.set(&draft::row_key("targets", row), "");
            draft.set(&join(&draft::row_key("targets", row), ".what"), row.to_string());
        }
        draft.set("targetsother", "stays");
        draft.remove_row("targets", out);
        let left: Vec<String> = (0..draft.rows("targets"))
            .map(|row| draft.get(&join(&draft::row_key("targets", row), ".what")).to_owned())
            .collect();
        let expected: Vec<String> = (0..count).filter(|row| *row != out).map(|row| row.to_string()).collect();
        prop_assert_eq!(left, expected);
        prop_assert_eq!(draft.get("targetsother"), "stays");
    }

    #[test]
    fn hostile_drafts_never_panic(
        steps in proptest::collection::vec(any::<u8>(), 1..60),
        junk in proptest::collection::vec((0usize..40, any::<u32>(), "\\PC{0,40}|[\\x00-\\x1f\\u{202a}-\\u{202e}M0-9.T:/ -]{0,30}"), 1..40),
    ) {
        let ctx = ctx();
        for kind in KINDS {
            let mut draft = valid(*kind, &ctx, &mut Tape::new(steps.clone()));
            let names: Vec<String> = names(form(*kind)).into_iter().collect();
            for (name, row, value) in &junk {
                let name = &names[name % names.len()];
                let key = match name.split_once('.') {
                    Some((table, field)) => format!("{table}.{}.{field}", row % 1_100_000),
                    None => name.clone(),
                };
                draft.set(&join(&key, ".was"), value.as_str());
                draft.set(&join(&key, ".offset"), value.as_str());
                draft.set(&key, value.as_str());
            }
            match parse(*kind, &draft, &ctx) {
                Ok(content) => {
                    let again = fill(&content, &ctx);
                    prop_assert_eq!(parse(*kind, &again, &ctx), Ok(content), "{:?}", kind);
                }
                Err(errors) => {
                    prop_assert!(!errors.is_empty());
                    for error in errors {
                        prop_assert!(names.contains(&name_of(&error.field)) || error.field.contains("ratings"), "{:?}", error);
                    }
                }
            }
        }
    }
}

#[test]
fn megabytes_are_too_long_and_nothing_is_cut() {
    let long = "a\u{202E}\r\n".repeat(2_000_000);
    let ctx = ctx();
    let whole = valid(Kind::Plan, &ctx, &mut Tape::full());
    for key in
        ["date", "school", "agreed_with", "objectives.0.outcomes", "targets.0.what", "targets.0.weight", "targets.0.by"]
    {
        let mut draft = whole.clone();
        draft.set(key, long.as_str());
        match parse(Kind::Plan, &draft, &ctx) {
            Ok(_) => assert_eq!(key, "objectives.0.outcomes", "no code is on the list"),
            Err(errors) => assert_eq!(errors[0].field, key),
        }
    }
    for kind in KINDS {
        let mut draft = valid(*kind, &ctx, &mut Tape::full());
        draft.values.values_mut().for_each(|value| *value = long[..40_000].to_owned());
        assert!(parse(*kind, &draft, &ctx).is_err(), "{kind:?}");
    }
    let mut note = valid(Kind::Note, &ctx, &mut Tape::full());
    note.set("text", "ä".repeat(AREA_MAX));
    assert!(parse(Kind::Note, &note, &ctx).is_ok());
    note.set("text", "ä".repeat(AREA_MAX + 1));
    assert_eq!(wrong_at(Kind::Note, &note), ["text"]);
}

#[test]
fn rows_with_gaps_and_too_many_rows_are_said_not_lost() {
    let ctx = ctx();
    let mut plan = valid(Kind::Plan, &ctx, &mut Tape::new(vec![0]));
    plan.values.retain(|key, _| !key.starts_with("targets"));
    plan.set("targets.7.what", "Arrives on time");
    plan.set("targets.900000.what", "Asks for help");
    plan.set("targets.99999999999999999999.what", "no row at all");
    let Ok(Content::Plan(read)) = parse(Kind::Plan, &plan, &ctx) else { panic!("gaps are no error") };
    let whats: Vec<&str> = read.targets.iter().map(|target| target.what.as_str()).collect();
    assert_eq!(whats, ["Arrives on time", "Asks for help"]);
    for row in 0..=ROWS_MAX {
        plan.set(&format!("targets.{row}.what"), "Another");
    }
    assert!(wrong_at(Kind::Plan, &plan).contains(&"targets".to_owned()));
}

#[test]
fn a_row_of_nothing_visible_is_an_empty_row() {
    let mut draft = valid(Kind::Pupil, &ctx(), &mut Tape::new(vec![0]));
    let row = draft.add_row("schooling");
    draft.set(&["schooling.", &row.to_string(), ".school"].concat(), "\0\u{200B}");
    let Ok(Content::Pupil(pupil)) = parse(Kind::Pupil, &draft, &ctx()) else { panic!("a pupil") };
    assert_eq!(pupil.schooling, []);
}

#[test]
fn empty_rows_are_dropped_and_half_filled_ones_are_asked_about() {
    let ctx = ctx();
    let mut plan = valid(Kind::Plan, &ctx, &mut Tape::new(vec![0]));
    plan.values.retain(|key, _| !key.starts_with("targets"));
    plan.add_row("targets");
    plan.set("targets.0.weight", "3");
    let Ok(Content::Plan(read)) = parse(Kind::Plan, &plan, &ctx) else { panic!("an empty row is no error") };
    assert_eq!(read.targets, []);
    plan.set("targets.0.aim", "4 days of 5");
    assert_eq!(wrong_at(Kind::Plan, &plan), ["targets.0.what"]);
}

#[test]
fn duplicate_and_unknown_codes_count_once_or_not_at_all() {
    let mut review = valid(Kind::Review, &ctx(), &mut Tape::full());
    review.set("participants", "staff pupil staff nobody pupil");
    let Ok(Content::Review(read)) = parse(Kind::Review, &review, &ctx()) else { panic!("a review") };
    let codes: Vec<&str> = read.participants.iter().map(|one| one.code()).collect();
    assert_eq!(codes, ["pupil", "staff"]);
}

#[test]
fn p40_a_worry_without_words_asks_for_the_words_alone() {
    let draft = blank(Kind::Worry, &ctx(), &[]);
    assert_eq!(wrong_at(Kind::Worry, &draft), ["words"]);
}

#[test]
fn a_restricted_contact_cannot_be_chosen_but_stays_in_what_was_recorded() {
    let mut letter = valid(Kind::Letter, &ctx(), &mut Tape::full());
    for (contact, wrong) in [(id(1), false), (id(2), true), (id(3), true), (id(77), true)] {
        letter.set("contact", contact.to_string());
        letter.set("contact.was", "");
        let parsed = parse(Kind::Letter, &letter, &ctx());
        assert_eq!(parsed.is_err(), wrong);
        if contact == id(2) {
            assert_eq!(
                parsed.expect_err("restricted")[0].message,
                "Restricted: ask the safeguarding lead. Choose another."
            );
        }
        letter.set("contact.was", contact.to_string());
        assert!(parse(Kind::Letter, &letter, &ctx()).is_ok());
    }
    let mut call = valid(Kind::FamilyContact, &ctx(), &mut Tape::full());
    call.set("contact.was", "");
    call.set("contact", id(2).to_string());
    assert!(parse(Kind::FamilyContact, &call, &ctx()).is_ok(), "they rang: what happened can be recorded");
    call.set("contact", id(3).to_string());
    assert!(parse(Kind::FamilyContact, &call, &ctx()).is_ok(), "no letters, but a talk");
}

#[test]
fn p25_a_revised_plan_carries_its_targets_with_their_numbers() {
    let ctx = ctx();
    let draft = blank(Kind::Plan, &ctx, &[]);
    let Ok(Content::Plan(Plan { revises, targets, date, agreed_with, .. })) = parse(Kind::Plan, &draft, &ctx) else {
        panic!("a revised plan")
    };
    assert_eq!(revises, Some(id(5)));
    assert_eq!(date, today());
    assert_eq!(agreed_with, "");
    let numbers: Vec<u16> = targets.iter().map(|target| target.number).collect();
    assert_eq!(numbers[..2], [1, 3]);
    let mut more = draft.clone();
    let row = more.put_row("targets");
    more.set(&join(&row, "what"), "Asks for help in class");
    let Ok(Content::Plan(plan)) = parse(Kind::Plan, &more, &ctx) else { panic!("a revised plan") };
    let new = plan.targets.last().expect("the new target").number;
    assert!(new >= ctx.next_target && !numbers.contains(&new), "{new}");
}

#[test]
fn two_targets_with_one_number_are_told_apart() {
    let ctx = ctx();
    let mut draft = blank(Kind::Plan, &ctx, &[]);
    draft.set("targets.1.number", "1");
    let Ok(Content::Plan(plan)) = parse(Kind::Plan, &draft, &ctx) else { panic!("a plan") };
    let numbers: BTreeSet<u16> = plan.targets.iter().map(|target| target.number).collect();
    assert_eq!(numbers.len(), plan.targets.len());
}

#[test]
fn p26_the_exit_starts_with_each_reason_for_the_referral() {
    let mut draft = blank(Kind::Exit, &ctx(), &[]);
    assert_eq!((draft.get("outcomes.0.criterion"), draft.get("outcomes.1.criterion")), ("isolated", "bullied"));
    assert_eq!(draft.rows("follow_ups"), 2, "p27");
    draft.set("decided_with", "Pupil, aunt, tutor");
    assert_eq!(wrong_at(Kind::Exit, &draft), ["outcomes.0.judgement", "outcomes.1.judgement"]);
}

#[test]
fn a_known_scale_brings_its_range_and_writes_nothing_over() {
    let ctx = ctx();
    let mut draft = blank(Kind::Measure, &ctx, &[("reading".to_owned(), "scale".to_owned())]);
    draft.set("unit", "a day");
    draft.set("name", "Behaviour points");
    assert!(follow(Kind::Measure, "name", &mut draft, &ctx));
    draft.set("value", "7.5");
    let Ok(Content::Measure(measure)) = parse(Kind::Measure, &draft, &ctx) else { panic!("a measure") };
    let MeasureReading::Scale { unit, least, greatest, value, .. } = measure.reading else { panic!("a scale") };
    assert_eq!((unit.as_str(), least, greatest, value), ("a day", 0, 4000, 750));
    assert!(!follow(Kind::Measure, "value", &mut draft, &ctx));
}

#[test]
fn the_answer_to_a_request_falls_due_by_route_and_date_until_another_day_is_typed() {
    let ctx = empty();
    let mut draft = blank(Kind::AccessRequest, &ctx, &[]);
    let mut type_in = |key: &str, value: &str| {
        draft.set(key, value);
        follow(Kind::AccessRequest, key, &mut draft, &ctx);
        draft.get("due").to_owned()
    };
    assert_eq!(type_in("date", "2026-10-31"), "", "the month has not begun");
    assert_eq!(type_in("identity_on", "2026-10-31"), "2026-11-30");
    assert_eq!(type_in("route", "educational"), "2026-11-20", "fifteen school days");
    assert_eq!(type_in("date", "no day"), "2026-11-20");
    assert_eq!(type_in("date", "2026-10-31"), "2026-11-20");
    assert_eq!(type_in("route", "subject"), "2026-11-30");
    assert_eq!(type_in("clarifications.0.asked", "2026-11-03"), "", "it stands still");
    assert_eq!(type_in("clarifications.0.got", "2026-11-05"), "2026-12-02");
    assert_eq!(type_in("due", "2027-01-15"), "2027-01-15");
    assert_eq!(type_in("identity_on", "2026-11-02"), "2027-01-15", "what was typed stays");
    draft.set("clarifications.0.about", "Which years");
    draft.set("by", "Ms Sample");
    assert_eq!(wrong_at(Kind::AccessRequest, &draft), ["due_reason"]);
    draft.set("due_reason", "Agreed with the officer");
    let Ok(Content::AccessRequest(request)) = parse(Kind::AccessRequest, &draft, &ctx) else { panic!("a request") };
    assert_eq!(request.typed_due, parse_iso("2027-01-15"));
    draft.set("extended_on", "2026-11-20");
    assert_eq!(wrong_at(Kind::AccessRequest, &draft), ["extended_why"]);
    draft.set("extended_why", "Four schools");
    draft.set("due", "");
    follow(Kind::AccessRequest, "extended_on", &mut draft, &ctx);
    assert_eq!(draft.get("due"), "2027-02-04");
    draft.set("date", "2026-09-01");
    draft.set("identity_on", "2026-09-01");
    assert_eq!(wrong_at(Kind::AccessRequest, &draft), ["extended_on"], "they had to be told in the first month");
}

#[test]
fn p23_a_plan_for_the_parents_goes_to_the_one_who_may_get_it() {
    let ctx = ctx();
    let mut draft = blank(Kind::Circulation, &ctx, &[]);
    assert_eq!(draft.get("plan"), id(5).to_string());
    draft.set("to", "parents");
    assert!(follow(Kind::Circulation, "to", &mut draft, &ctx));
    assert_eq!(draft.get("contact"), id(1).to_string());
}

#[test]
fn p18_the_review_falls_due_at_the_end_of_the_first_period() {
    let mut file = case();
    let mut start = blank(Kind::Start, &empty(), &[]);
    assert_eq!(start.get("weeks"), "6");
    start.set("date", "2026-11-02");
    put(&mut file, id(7), Some(id(4)), parse(Kind::Start, &start, &empty()).expect("a start"));
    assert_eq!(blank(Kind::Plan, &ctx_of(&file), &[]).get("review_on"), "2026-12-14");
    assert_eq!(blank(Kind::Measure, &ctx_of(&file), &[]).get("occasion"), "progress");
}

#[test]
fn p40_words_that_the_lead_holds_are_not_kept() {
    let ctx = ctx();
    let mut draft = blank(Kind::Worry, &ctx, &[]);
    draft.set("words", "What the child said");
    let Ok(Content::Worry(worry)) = parse(Kind::Worry, &draft, &ctx) else { panic!("a worry can be saved at once") };
    assert_eq!((worry.told, worry.at), (None, now()));
    draft.tick("told", true);
    assert!(follow(Kind::Worry, "told", &mut draft, &ctx));
    draft.set("told_name", "Dana Sample");
    draft.set("told_how", "In person");
    draft.tick("held_by_lead", true);
    let Ok(Content::Worry(worry)) = parse(Kind::Worry, &draft, &ctx) else { panic!("handed over") };
    assert_eq!(worry.words, "");
    assert!(worry.held_by_lead && worry.told.is_some_and(|told| told.at == now()));
    // Ticked and taken back: nobody was told, so the words must stay.
    draft.tick("told", false);
    assert!(parse(Kind::Worry, &draft, &ctx).is_err());
    follow(Kind::Worry, "told", &mut draft, &ctx);
    let Ok(Content::Worry(worry)) = parse(Kind::Worry, &draft, &ctx) else { panic!("a worry again") };
    assert_eq!(worry.words, "What the child said");
}

#[test]
fn a_hidden_answer_is_not_asked_for_and_not_kept() {
    let mut pupil = blank(Kind::Pupil, &ctx(), &[]);
    pupil.set("first_names", "Zed");
    pupil.set("surname", "Fictional");
    pupil.set("social_worker", "Somebody");
    pupil.set("ask_lead_first", "left over");
    pupil.set("upn", " h8012 0000 1001 ");
    let Ok(Content::Pupil(read)) = parse(Kind::Pupil, &pupil, &ctx()) else { panic!("a pupil") };
    assert_eq!((read.looked_after, read.ask_lead_first), (None, None));
    assert_eq!(read.upn, "H801200001001");
    pupil.set("upn", "nonsense?");
    assert!(parse(Kind::Pupil, &pupil, &ctx()).is_ok(), "a doubtful number is warned of, not refused");
}

#[test]
fn a_reason_is_needed_unless_the_referral_was_authorised() {
    let mut draft = valid(Kind::Authorisation, &ctx(), &mut Tape::full());
    draft.set("why", "");
    draft.set("decision", "authorised");
    assert!(parse(Kind::Authorisation, &draft, &ctx()).is_ok());
    draft.set("decision", "declined");
    assert_eq!(wrong_at(Kind::Authorisation, &draft), ["why"]);
}

#[test]
fn dates_that_contradict_each_other_are_refused_at_the_later_one() {
    let cases = [
        (Kind::Plan, "date", "2026-11-20", "review_on", "2026-11-20"),
        (Kind::LeadDecision, "date", "2026-11-20", "review_on", "2026-11-19"),
        (Kind::Measure, "from", "2026-11-20", "until", "2026-11-19"),
        (Kind::Onward, "date", "2026-11-20", "chase_on", "2026-11-19"),
        (Kind::Exit, "date", "2026-11-20", "follow_ups.0.date", "2026-11-19"),
        (Kind::Settings, "terms.0.first", "2026-01-05", "terms.0.last", "2026-01-04"),
    ];
    for (kind, first, earlier, second, later) in cases {
        let mut draft = valid(kind, &ctx(), &mut Tape::full());
        draft.values.retain(|key, _| !key.starts_with("terms.") || key.starts_with("terms.0"));
        if kind == Kind::Measure {
            draft.set("reading", "attendance");
        }
        draft.set(first, earlier);
        draft.set(second, later);
        assert_eq!(wrong_at(kind, &draft), [second], "{kind:?}");
    }
}

#[test]
fn half_terms_stand_in_order_of_time() {
    let mut draft = blank(Kind::Settings, &ctx(), &[]);
    for (row, first, last) in [(0, "2026-11-02", "2026-12-18"), (1, "2026-09-02", "2026-10-23")] {
        draft.set(&format!("terms.{row}.name"), "Autumn");
        draft.set(&format!("terms.{row}.first"), first);
        draft.set(&format!("terms.{row}.last"), last);
    }
    assert_eq!(wrong_at(Kind::Settings, &draft), ["terms.1.first"]);
}

#[test]
fn dates_are_read_as_people_write_them() {
    let born = |text: &str| {
        let mut draft = blank(Kind::Pupil, &ctx(), &[]);
        draft.set("first_names", "Zed");
        draft.set("surname", "Fictional");
        draft.set("born", text);
        match parse(Kind::Pupil, &draft, &ctx()) {
            Ok(Content::Pupil(pupil)) => pupil.born.map(iso).ok_or_else(String::new),
            Ok(_) => Err("another kind".to_owned()),
            Err(errors) => Err(errors[0].message.clone()),
        }
    };
    for text in ["2014-03-07", "7/3/2014", "07.03.2014", "7-3-2014", " 7 3 2014 "] {
        assert_eq!(born(text).as_deref(), Ok("2014-03-07"), "{text}");
    }
    for (text, words) in [
        ("soon", "doesn't exist or isn't complete"),
        ("7/3/14", "doesn't exist or isn't complete"),
        ("31/02/2014", "doesn't exist or isn't complete"),
        ("2014-13-01", "doesn't exist or isn't complete"),
        ("0020-05-31", "isn't complete"),
        ("1/1/1989", "1990"),
        ("2101-01-01", "2100"),
        ("2026-11-24", "in the future"),
    ] {
        let message = born(text).expect_err("no date");
        assert!(message.contains(words), "{text}: {message}");
    }
}

/// Every date and moment of every form, also within rows, with what the browser's box holds when it is no date.
#[test]
fn what_the_browser_cannot_read_as_a_date_is_refused_at_every_field() {
    fn dated(fields: &'static [Field], prefix: &str, draft: &Draft, keys: &mut Vec<String>) {
        for field in fields.iter().filter(|field| field.shown(draft, prefix)) {
            match field.input {
                Input::Date(_) | Input::Time | Input::Moment => keys.push(join(prefix, field.name)),
                Input::Rows { fields, .. } => dated(fields, &join(field.name, ".0."), draft, keys),
                _ => {}
            }
        }
    }
    let mut looked_at = 0;
    for &kind in KINDS {
        let full = valid(kind, &ctx(), &mut Tape::full());
        let mut keys = Vec::new();
        for section in form(kind).sections {
            dated(section.fields, "", &full, &mut keys);
        }
        for key in keys {
            let mut draft = full.clone();
            if draft.get(&key).is_empty() {
                continue;
            }
            looked_at += 1;
            draft.set(&key, UNREADABLE);
            assert!(wrong_at(kind, &draft).contains(&key), "{kind:?} {key}");
        }
    }
    assert!(looked_at > 30, "{looked_at}");
}

#[test]
fn a_hold_needs_its_day_and_its_reason() {
    let wrong = |day: &str, reason: &str| {
        let mut draft = blank(Kind::Retention, &ctx(), &[]);
        draft.set("hold_since", day);
        draft.set("hold_reason", reason);
        match parse(Kind::Retention, &draft, &ctx()) {
            Ok(_) => Vec::new(),
            Err(errors) => errors.into_iter().map(|error| error.field).collect::<Vec<_>>(),
        }
    };
    assert_eq!(wrong("", "A complaint"), ["hold_since"]);
    assert_eq!(wrong("31/11/2026", "A complaint"), ["hold_since"]);
    assert_eq!(wrong(UNREADABLE, "A complaint"), ["hold_since"]);
    assert_eq!(wrong("2026-11-20", ""), ["hold_reason"]);
    assert!(wrong("2026-11-20", "A complaint").is_empty());
    assert!(wrong("", "").is_empty());
}

#[test]
fn numbers_are_exact_and_bounded() {
    let attendance = |text: &str| {
        let mut draft = valid(Kind::Referral, &ctx(), &mut Tape::full());
        draft.set("attendance_tenths", text);
        match parse(Kind::Referral, &draft, &ctx()) {
            Ok(Content::Referral(referral)) => referral.attendance_tenths,
            _ => None,
        }
    };
    for (text, tenths) in
        [("87.5", 875), ("100", 1000), ("0", 0), ("80.0", 800), ("92.50 %", 925), (" 7% ", 70), ("+5", 50)]
    {
        assert_eq!(attendance(text), Some(tenths), "{text}");
    }
    for text in ["-1", "100.1", "87.55", "87,5", "1e2", "NaN", "٨٠", "9999999999999999999999999", ".", "-", "%"] {
        assert_eq!(attendance(text), None, "{text}");
    }
    for (value, decimals, text) in
        [(875, 1, "87.5"), (870, 1, "87"), (-5, 2, "-0.05"), (1234, 2, "12.34"), (0, 2, "0"), (7, 0, "7")]
    {
        assert_eq!(decimal(value, decimals), text);
    }
}

#[test]
fn a_moment_keeps_its_offset_and_lies_in_the_past() {
    let summer = local_moment("2026-07-01T09:30", 60).expect("a moment");
    assert_eq!(
        (summer.date(), summer.local_time(), summer.offset_min),
        (parse_iso("2026-07-01").expect("a day"), (9, 30, 0), 60)
    );
    for text in
        ["", "2026-07-01", "2026-07-01T24:00", "2026-07-01T09:60", "2026-07-01T9", "2026-07-01T09:30:00.1", "xT1:2"]
    {
        assert_eq!(local_moment(text, 0), None, "{text}");
    }
    let mut draft = blank(Kind::Worry, &ctx(), &[]);
    draft.set("words", "Said so");
    draft.set("at", "2026-12-24T10:00");
    assert_eq!(wrong_at(Kind::Worry, &draft), ["at"]);
}

#[test]
fn text_is_cleaned_of_what_misleads_and_nothing_else() {
    for (raw, kept) in [
        ("  two  words ", "two  words"),
        ("a\tb\r\nc", "a b c"),
        ("pay\u{202E}lap\u{202C}", "paylap"),
        ("zero\u{200B}width\u{FEFF}", "zerowidth"),
        ("bell\u{7}\u{0}", "bell"),
        ("ن\u{200C}ا 👩\u{200D}🏫 \u{200F}עב", "ن\u{200C}ا 👩\u{200D}🏫 \u{200F}עב"),
        ("\u{202E}\u{7} ", ""),
    ] {
        assert_eq!(clean(raw, false), kept, "{raw:?}");
    }
    assert_eq!(clean("one\r\ntwo\rthree\u{2028}four\n", true), "one\ntwo\nthree\nfour");
}

#[test]
fn a_name_of_nothing_visible_is_no_name() {
    let mut draft = blank(Kind::Pupil, &ctx(), &[]);
    draft.set("first_names", "\u{202E}\u{200B} ");
    for nothing in ["", "\u{200B}", "."] {
        draft.set("surname", nothing);
        assert_eq!(wrong_at(Kind::Pupil, &draft), ["first_names"], "{nothing:?}");
    }
    draft.set("surname", "Fictional");
    let Ok(Content::Pupil(pupil)) = parse(Kind::Pupil, &draft, &ctx()) else { panic!("one name is enough") };
    assert_eq!((pupil.first_names.as_str(), pupil.surname.as_str()), ("", "Fictional"));
}

#[test]
fn a_signature_can_be_nothing_but_moves_and_lines() {
    let mut draft = valid(Kind::Signature, &ctx(), &mut Tape::full());
    draft.set("strokes", "M 1 1 L 2 2\"/><script>");
    assert_eq!(wrong_at(Kind::Signature, &draft), ["strokes"]);
    draft.set("strokes", "M 1 1 ".repeat(STROKES_MAX));
    assert_eq!(wrong_at(Kind::Signature, &draft), ["strokes"]);
}

#[test]
fn targets_to_rate_are_those_of_the_plan_and_those_rated_before() {
    let ctx = ctx();
    let mut draft = Draft::new();
    draft.set("ratings.8", "1");
    draft.set("ratings.70000", "1");
    let numbers: Vec<u16> = ctx.rated(&draft, "ratings").iter().map(|(number, _)| *number).collect();
    assert!(numbers.contains(&1) && numbers.contains(&3) && numbers.contains(&8));
    assert!(numbers.is_sorted());
}

#[test]
fn an_edited_observation_keeps_what_was_seen() {
    let ctx = ctx();
    let draft = valid(Kind::Observation, &ctx, &mut Tape::full());
    let Ok(Content::Observation(new)) = parse(Kind::Observation, &draft, &ctx) else { panic!("an observation") };
    let mut recorded = new.clone();
    recorded.began = Moment { utc_ms: 5, offset_min: 60 };
    recorded.comment = "before".to_owned();
    let kept = keep_unseen(Content::Observation(new.clone()), &Content::Observation(recorded.clone()));
    let Content::Observation(kept) = kept else { panic!("an observation") };
    assert_eq!((kept.began, kept.comment), (recorded.began, new.comment));
}

#[test]
fn a_broken_kept_draft_is_no_draft() {
    for json in ["", "[]", "{\"a\":1}", "{\"a\":", "null"] {
        assert_eq!(Draft::from_json(json), None, "{json}");
    }
    assert_eq!(Draft::from_json("{}"), Some(Draft { values: BTreeMap::new() }));
}

#[test]
fn p26_the_exit_sets_each_criterion_beside_what_was_seen_and_measured() {
    let file = case();
    let mut ctx = ctx_of(&file);
    assert_eq!(ctx.beside("isolated"), [], "only the exit looks back");
    ctx.look_back(Kind::Exit, &file, None);
    let shown = blank(Kind::Exit, &ctx, &[]);
    assert_eq!((shown.get("outcomes.0.criterion"), shown.get("outcomes.1.criterion")), ("isolated", "bullied"));
    let lines = |seen: &str| {
        vec![("Seen then", seen.to_owned()), ("Figures", "Behaviour points: 12.5 on 10 October 2026".to_owned())]
    };
    assert_eq!(ctx.beside("isolated"), lines("Alone at break"));
    assert_eq!(ctx.beside("bullied"), lines("Told by the tutor"));
    assert_eq!(ctx.beside("poor_attendance"), [], "nobody was referred for it");
}

#[test]
fn p22_a_plan_that_says_nothing_is_not_saved() {
    let ctx = empty();
    let mut draft = blank(Kind::Plan, &ctx, &[]);
    let refused = parse(Kind::Plan, &draft, &ctx).expect_err("nothing was written");
    assert_eq!(refused.len(), 1);
    assert!(refused[0].field == "objectives" && refused[0].message.starts_with("The plan is empty."));
    draft.set("strategies", "A card on the desk");
    assert!(parse(Kind::Plan, &draft, &ctx).is_ok(), "one part is a beginning");
}

#[test]
fn p09_the_first_assessment_is_made_at_the_referral_and_later_ones_at_a_review() {
    let occasion = |file: &CaseFile| blank(Kind::Assessment, &ctx_of(file), &[]).get("occasion").to_owned();
    let mut file = case();
    let ctx = ctx_of(&file);
    let start = parse(Kind::Start, &valid(Kind::Start, &ctx, &mut Tape::full()), &ctx).expect("a start");
    put(&mut file, id(7), Some(id(4)), start);
    assert_eq!(occasion(&file), "referral", "that the work has begun does not make it a review");
    let first = parse(Kind::Assessment, &valid(Kind::Assessment, &ctx, &mut Tape::full()), &ctx);
    put(&mut file, id(8), Some(id(4)), first.expect("an assessment"));
    assert_eq!(occasion(&file), "review");
    assert_eq!(occasion(&CaseFile::new(FileId::from_bytes([1; 16]))), "entry");
}

#[test]
fn a_date_that_is_proposed_is_a_day_of_school() {
    let mut ctx = empty();
    let term = |first, last| Term {
        name: "A half-term".to_owned(),
        first: parse_iso(first).expect("a day"),
        last: parse_iso(last).expect("a day"),
    };
    assert_eq!(blank(Kind::Plan, &ctx, &[]).get("review_on"), "2027-01-04", "six weeks from today");
    ctx.settings.terms = vec![term("2026-11-02", "2026-12-18"), term("2027-01-06", "2027-02-12")];
    assert_eq!(blank(Kind::Plan, &ctx, &[]).get("review_on"), "2027-01-06", "in the holidays before");
    assert_eq!(blank(Kind::Onward, &ctx, &[]).get("chase_on"), "2027-01-06", "not 21 December");
}

fn template(codes: &[(&str, &str)]) -> Draft {
    let mut draft = blank(Kind::Template, &ctx(), &[]);
    draft.set("name", "Ours");
    for (row, (name, method)) in codes.iter().enumerate() {
        if row > 0 {
            begin_row(Kind::Template, "codes", observation::CODES, &mut draft);
        }
        let at = |field: &str| ["codes.", &row.to_string(), ".", field].concat();
        draft.set(&at("name"), *name);
        draft.set(&at("method"), *method);
        follow(Kind::Template, &at("method"), &mut draft, &ctx());
    }
    draft
}

fn sheet_of(draft: &Draft) -> casebook_domain::observation::Sheet {
    match parse(Kind::Template, draft, &ctx()) {
        Ok(Content::Template(template)) => template.sheet,
        other => panic!("{other:?}"),
    }
}

#[test]
fn p16_a_behaviour_needs_only_its_name_and_each_has_its_colour() {
    let sheet = sheet_of(&template(&[("Calls out", "count"), ("Refuses", "count"), ("Helps", "count")]));
    assert_eq!(sheet.faults(), []);
    let colours: Vec<&str> = sheet.codes.iter().map(|code| code.colour.code()).collect();
    assert_eq!(colours, ["blue", "orange", "green"]);
    assert_eq!((sheet.intervals, sheet.planned_min), (None, 20));
}

#[test]
fn p16_a_behaviour_recorded_by_intervals_brings_intervals() {
    let mut draft = template(&[("On task", "momentary"), ("Calls out", "count")]);
    assert_eq!(sheet_of(&draft).intervals.map(|intervals| intervals.length_s), Some(20));
    // Taken away on purpose, it says where they are missing.
    draft.tick("timed", false);
    assert_eq!(wrong_at(Kind::Template, &draft), ["timed"]);
    // What is hidden with them is not kept.
    draft.set("codes.0.method", "count");
    assert_eq!(sheet_of(&draft).intervals, None);
}

#[test]
fn p16_a_new_row_that_nobody_named_is_no_behaviour() {
    let mut draft = template(&[("Calls out", "count")]);
    let row = begin_row(Kind::Template, "codes", observation::CODES, &mut draft);
    assert_eq!((row, draft.get("codes.1.colour"), draft.get("codes.1.method")), (1, "orange", "count"));
    assert_eq!(sheet_of(&draft).codes.len(), 1);
    draft.set("codes.1.definition", "Something");
    assert_eq!(wrong_at(Kind::Template, &draft), ["codes.1.name"]);
    draft.set("codes.1.name", "calls OUT");
    assert_eq!(wrong_at(Kind::Template, &draft), ["codes.1.name"], "two of one name");
}

#[test]
fn p16_lists_hold_what_fits_on_buttons() {
    let mut draft = blank(Kind::Lists, &ctx(), &[]);
    draft.set("subjects", " Art \n\n  PE\n");
    let Ok(Content::Lists(lists)) = parse(Kind::Lists, &draft, &ctx()) else { panic!("lists") };
    assert_eq!(lists.subjects, ["Art", "PE"]);
    draft.set("subjects", "x".repeat(61));
    assert_eq!(wrong_at(Kind::Lists, &draft), ["subjects"]);
    draft.set("subjects", "a\n".repeat(41));
    assert_eq!(wrong_at(Kind::Lists, &draft), ["subjects"]);
}

#[test]
fn a_label_says_that_a_field_may_be_left_out_only_where_that_singles_it_out() {
    let of = |kind: Kind, name: &str| {
        let sections = form(kind).sections.iter();
        let rows = |field: &'static Field| match field.input {
            Input::Rows { fields, .. } => fields,
            _ => &[],
        };
        let all = sections.flat_map(|section| section.fields).flat_map(|field| [field].into_iter().chain(rows(field)));
        let field = all.into_iter().find(|field| field.name == name).expect("a field");
        mark(kind, field)
    };
    assert_eq!(of(Kind::Contact, "relationship"), Some(" (recommended)"), "one of five");
    assert_eq!(of(Kind::Plan, "strategies"), None, "every part of a plan may wait");
    assert_eq!(of(Kind::Pupil, "pronouns"), None, "most of a name may be left out");
    assert_eq!(of(Kind::Plan, "weight"), None, "a folded field is not marked");
    assert_eq!(of(Kind::Session, "date"), None, "it is needed");
}

#[test]
fn the_years_offered_are_those_of_the_school_and_an_older_choice_is_read() {
    let mut ctx = empty();
    let offered = |ctx: &FormCtx| -> Vec<i8> {
        let years = (0..=13).filter(|year: &i8| ctx.offers("year_as_taught", &year.to_string()));
        years.collect()
    };
    assert_eq!(offered(&ctx).len(), 14, "an all-through school has them all");
    ctx.settings.phase = SchoolPhase::Primary;
    assert_eq!(offered(&ctx), [0, 1, 2, 3, 4, 5, 6]);
    ctx.settings.phase = SchoolPhase::Secondary;
    assert_eq!(offered(&ctx), [7, 8, 9, 10, 11, 12, 13]);
    let mut draft = blank(Kind::Pupil, &ctx, &[]);
    draft.set("first_names", "Robin");
    draft.set("year_as_taught", "6");
    let Ok(Content::Pupil(pupil)) = parse(Kind::Pupil, &draft, &ctx) else { panic!("a pupil") };
    assert_eq!(pupil.year_as_taught, Some(6));
}
