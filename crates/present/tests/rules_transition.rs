//! A pupil moves on: p11, p30, p40.

use std::collections::BTreeSet;

use casebook_domain::content::{Content, Kind};
use casebook_domain::due::{DueKind, WaitsFor};
use casebook_domain::exit::Consent;
use casebook_domain::hand_over::{
    Carried, HandOverReceipt, HandedOver, LeadSays, Parts, Purpose, Transition, TransitionStage, TransitionStep,
};
use casebook_domain::review::ReviewDecision;
use casebook_domain::session::SessionKind;
use casebook_domain::standing::StandingKind;
use casebook_present::forms::{Draft, form_ctx};
use casebook_present::hand_over::{HandOverDraft, count_words, leaving, left_out, log_facts, transition, with_shared};
use casebook_present::hand_over_paper::{paper, slip};
use casebook_present::summary::Block;
use casebook_present::timeline::timeline;
use casebook_testing::*;

fn record(on: i32, due: Option<i32>) -> Transition {
    Transition {
        date: day(on),
        from: "Made-Up School".to_owned(),
        to: "Example Academy".to_owned(),
        stage: TransitionStage::Year6To7,
        due: due.map(day),
        receiving: "Mo Colleague".to_owned(),
        met: "Ms Sample, in the library".to_owned(),
        consent: Consent::Parents,
        consent_by: "Ms Sample".to_owned(),
        first: "a quiet corner on the first day".to_owned(),
        done: vec![TransitionStep::Visit],
    }
}

fn gone(on: i32, purpose: Purpose) -> HandedOver {
    HandedOver {
        at: moment(on, 600),
        to: "Mo Colleague".to_owned(),
        purpose,
        until: None,
        parts: Parts::Whole,
        carried: Carried::Words,
        lead: "Ms Lead: There is nothing to send".to_owned(),
        file_name: String::new(),
        bundles: Vec::new(),
        rows: 1,
        receipt: None,
    }
}

fn choice(parts: Parts) -> HandOverDraft {
    HandOverDraft {
        files: BTreeSet::new(),
        purpose: Some(Purpose::Transfer),
        to: "Mo Colleague".to_owned(),
        parts,
        lead: Some(LeadSays::Nothing),
        lead_name: "Ms Lead".to_owned(),
        carried: Some(Carried::Paper),
        ..HandOverDraft::default()
    }
}

#[test]
fn p11_a_transition_is_due_until_the_file_went_along_for_good() {
    let mut world = World::started();
    assert_eq!(world.due_of(DueKind::Transition), None);
    world.must(Content::Transition(record(7, None)));
    assert_eq!(world.due_of(DueKind::Transition), None, "without a day there is nothing to wait for");
    world.today = 8;
    let id = world.must(Content::Transition(record(8, Some(30))));
    let due = world.due_of(DueKind::Transition).expect("due");
    assert_eq!((due.by, due.waits_for, due.record), (Some(day(30)), WaitsFor::Mentor, Some(id)));
    world.must(Content::HandedOver(gone(9, Purpose::Cover)));
    assert!(world.due_of(DueKind::Transition).is_some(), "cover is not moving on");
    world.must(Content::HandedOver(gone(9, Purpose::Transfer)));
    assert_eq!(world.due_of(DueKind::Transition), None);
    // A second move.
    world.today = 40;
    world.must(Content::Transition(record(40, Some(60))));
    assert_eq!(world.due_of(DueKind::Transition).and_then(|due| due.by), Some(day(60)));
}

#[test]
fn p11_a_pupil_who_has_left_is_still_to_be_handed_over_and_one_who_died_is_not() {
    let mut world = World::started();
    world.must(Content::Transition(record(7, Some(30))));
    world.today = 8;
    world.must(Content::Standing(standing(StandingKind::Left, 8)));
    assert_eq!(world.due_kinds(), [DueKind::Transition]);
    let mut world = World::started();
    world.must(Content::Transition(record(7, Some(30))));
    world.must(Content::Standing(standing(StandingKind::Died, 8)));
    assert!(world.due_kinds().is_empty());
}

#[test]
fn p11_the_transition_record_is_on_the_timeline_with_what_to_know_first() {
    let mut world = World::started();
    let id = world.must(Content::Transition(record(8, Some(30))));
    let line = timeline(&world.case).into_iter().find(|line| line.record == id).expect("on the timeline");
    assert_eq!(line.title, "Transition to Example Academy");
    assert!(line.text.contains("a quiet corner") && line.text.contains("Year 6 to 7"), "{}", line.text);
    assert_eq!(transition(&world.case).map(|(found, _)| found), Some(id));
}

#[test]
fn p11_what_several_pupils_share_is_written_into_each_record_and_leaves_the_rest() {
    let mut world = World::started();
    let ctx = |world: &World| form_ctx(&world.case, &world.settings, day(8), moment(8, 600));
    let mut shared = Draft::new();
    for (name, value) in [("to", "Another Academy"), ("stage", "year_6_7"), ("consent", "parents")] {
        shared.set(name, value);
    }
    let made = with_shared(&world.case, &ctx(&world), &shared).expect("enough for a record");
    assert_eq!((made.from.as_str(), made.to.as_str(), made.date), ("Made-Up School", "Another Academy", day(8)));
    world.must(Content::Transition(record(7, Some(30))));
    let changed = with_shared(&world.case, &ctx(&world), &shared).expect("a record");
    assert_eq!(changed, Transition { to: "Another Academy".to_owned(), ..record(7, Some(30)) });
    let empty = with_shared(&World::started().case, &ctx(&world), &Draft::new()).expect_err("where to is missing");
    assert!(empty.iter().any(|error| error.field == "to"), "{empty:?}");
}

#[test]
fn p30_the_log_says_what_went_to_whom_and_whether_it_arrived_and_not_what_the_lead_said() {
    let mut gone = gone(9, Purpose::Cover);
    gone.until = Some(day(30));
    gone.bundles = vec![String::new(); 3];
    gone.file_name = "2026-09-16 hand-over AB2C 1 of 3.casebook".to_owned();
    let case = World::started().case;
    let said =
        |gone: &HandedOver| log_facts(&case, gone).into_iter().map(|(_, words)| words).collect::<Vec<_>>().join("\n");
    let text = said(&gone);
    for words in [
        "Mo Colleague",
        "Cover",
        "7 October 2026",
        "The whole case",
        "seven words",
        "1 of 3.casebook and 2 more",
        "Not yet",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("Ms Lead"), "{text}");
    gone.receipt = Some(HandOverReceipt { by: "Mo".to_owned(), at: moment(10, 600), missing: 2 });
    assert!(said(&gone).contains("Mo, ") && said(&gone).ends_with("2 entries not imported"), "{}", said(&gone));
}

/// A case with a bit of everything, two worries among it.
fn full() -> World {
    let (mut world, _) = World::reviewed(ReviewDecision::Continue);
    let mut pupil = pupil();
    pupil.upn = "A123456789012".to_owned();
    let id = world.case.items().find(|item| item.entry.content.kind() == Kind::Pupil).map(|item| item.id);
    world.edit(id.expect("a pupil"), Content::Pupil(pupil)).expect("allowed");
    let mut held = session(SessionKind::OneToOne, 20);
    held.notes = "said in confidence".to_owned();
    world.must(Content::Session(held));
    world.must(Content::Note(note()));
    world.must(Content::Transition(record(9, Some(60))));
    world.must(Content::HandedOver(gone(9, Purpose::Cover)));
    world.must(Content::Worry(worry()));
    world.must(Content::Worry(worry()));
    world
}

#[test]
fn p40_safeguarding_entries_are_in_no_count_and_on_no_paper() {
    let mut world = full();
    let told = |world: &World| {
        Parts::ALL
            .iter()
            .map(|&parts| {
                let ctx = form_ctx(&world.case, &world.settings, day(30), moment(30, 600));
                let sheet = paper(&world.case, &choice(parts), &ctx, day(30));
                assert_eq!(sheet.records, leaving(&world.case, parts), "{parts:?}");
                let slip = slip("TE".to_owned(), &choice(parts), &world.settings, day(30));
                (count_words(&world.case, parts), left_out(&world.case, parts), sheet.page.text(), slip)
            })
            .collect::<Vec<_>>()
    };
    let with = told(&world);
    let worries: Vec<_> = world.case.worries().iter().map(|worry| worry.id).collect();
    worries.into_iter().for_each(|id| world.case.remove(id));
    assert_eq!(with, told(&world), "the same whether there are any or none");
    for (_, _, text, _) in with {
        assert!(!text.contains("exact words") && !text.contains("Handed over to"), "{text}");
    }
}

#[test]
fn p30_paper_carries_what_the_parts_carry_and_the_transition_record_first() {
    let world = full();
    let ctx = form_ctx(&world.case, &world.settings, day(30), moment(30, 600));
    for &parts in Parts::ALL {
        let page = paper(&world.case, &choice(parts), &ctx, day(30)).page;
        let text = page.text();
        assert_eq!(page.sections[0].heading, "Read this first", "{parts:?}");
        let last = &page.sections[page.sections.len() - 1];
        let Block::Table { rows, .. } = &last.block else { panic!("a chronology: {last:?}") };
        assert_eq!(last.heading, "What happened", "{parts:?}");
        assert!(rows.iter().any(|row| row[1].starts_with("Referred by")), "{rows:?}");
        let place = |words: &str| rows.iter().position(|row| row[1].starts_with(words));
        assert!(
            place("Referred by") < place("Action plan made") && place("Action plan made") < place("Review:"),
            "{rows:?}"
        );
        let aim = "enjoy school again";
        assert_eq!(text.matches(aim).count(), 1, "the plan is printed once, {parts:?}: {text}");
        assert!(text.contains("a quiet corner") && text.contains("enjoy school again"), "{parts:?}");
        assert_eq!(text.contains("said in confidence"), parts == Parts::Whole, "{parts:?}");
        assert_eq!(text.contains("waved"), parts == Parts::Whole, "{parts:?}");
        assert_eq!(text.contains("07000 000000"), parts != Parts::PlanAndReviews, "{parts:?}");
        assert!(!text.contains("A123456789012"), "the pupil number is never printed");
    }
    let receipt = slip("TE".to_owned(), &choice(Parts::Whole), &world.settings, day(30));
    let text = format!("{receipt:?}");
    assert!(
        text.contains("Made-Up Mentor") && text.contains("Mo Colleague") && text.contains("7 October 2026"),
        "{text}"
    );
    assert!(!text.contains("Testina"), "it travels open: {text}");
}
