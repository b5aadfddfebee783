//! Where a case is worked on while a file of it is elsewhere: p30.

use casebook_domain::content::{Content, Kind};
use casebook_domain::custody::{Custody, always_recorded, custody, gives_back, is_taken_back, read_only, taken_back};
use casebook_domain::decide::{Command, Missing, decide};
use casebook_domain::due::{DueKind, WaitsFor};
use casebook_domain::hand_over::{Carried, HandOverReceipt, HandedOver, LeadHas, Parts, Purpose, Received};
use casebook_domain::retention::{Retention, filed, over};
use casebook_domain::standing::StandingKind;
use casebook_domain::states::{Overlay, next_steps, overlay};
use casebook_present::custody::{Offer, banner};
use casebook_present::timeline::timeline;
use casebook_testing::*;

fn out(purpose: Purpose, at: i32, until: Option<i32>) -> HandedOver {
    HandedOver {
        at: moment(at, 0),
        to: "R. Eceiver".to_owned(),
        purpose,
        until: until.map(day),
        parts: Parts::Whole,
        carried: Carried::Words,
        lead: "Nothing is to be sent".to_owned(),
        file_name: "2026-09-07 hand-over 4F2K.casebook".to_owned(),
        bundles: vec!["ab".repeat(32)],
        rows: 3,
        receipt: None,
    }
}

fn arrived(handed_over: HandedOver, at: i32) -> HandedOver {
    let receipt = HandOverReceipt { by: "R. Eceiver".to_owned(), at: moment(at, 0), missing: 0 };
    HandedOver { receipt: Some(receipt), ..handed_over }
}

fn come(purpose: Purpose, at: i32, until: Option<i32>) -> Content {
    Content::Received(Received {
        at: moment(at, 0),
        from: "S. Ender".to_owned(),
        fingerprint: String::new(),
        known: false,
        purpose,
        until: until.map(day),
        lead_says: None,
        lead_has: None,
        lead: String::new(),
    })
}

#[test]
fn p40_the_lead_who_is_still_to_be_asked_is_due_until_somebody_answered() {
    let mut world = World::started();
    let asked = |lead_has, at| match come(Purpose::Transfer, at, None) {
        Content::Received(received) => Content::Received(Received { lead_has, ..received }),
        other => other,
    };
    world.must(asked(Some(LeadHas::Nothing), 1));
    assert_eq!(world.due_of(DueKind::LeadAnswer), None);
    let open = world.must(asked(Some(LeadHas::ToAsk), 2));
    let due = world.due_of(DueKind::LeadAnswer).expect("due at once");
    assert_eq!((due.by, due.record, due.waits_for), (Some(day(2)), Some(open), WaitsFor::Mentor));
    world.must(Content::Received(taken_back(&world.case, moment(3, 0))));
    assert!(world.due_of(DueKind::LeadAnswer).is_some(), "taking it back is no answer");
    world.must(Content::Standing(standing(StandingKind::Left, 4)));
    assert!(world.due_of(DueKind::LeadAnswer).is_some(), "whatever became of the pupil");
    world.edit(open, asked(Some(LeadHas::Yes), 2)).expect("answered");
    assert_eq!(world.due_of(DueKind::LeadAnswer), None);
}

#[test]
fn p30_giving_back_what_was_lent_is_told_from_moving_on() {
    let mut world = World::started();
    let moved = out(Purpose::Transfer, 1, None);
    assert!(!gives_back(&world.case, &moved));
    world.must(come(Purpose::Cover, 2, Some(30)));
    let back = arrived(out(Purpose::Transfer, 3, None), 4);
    assert!(gives_back(&world.case, &back));
    assert!(!gives_back(&world.case, &out(Purpose::Shared, 3, None)), "shared is not given back");
    let id = world.must(Content::HandedOver(back));
    let line = timeline(&world.case).into_iter().find(|line| line.record == id).expect("on the timeline");
    assert!(line.title.starts_with("Handed back to") && line.text.contains("The case goes back"), "{line:?}");
    let over = over(&world.case, &world.settings, day(5)).expect("its time here is over");
    assert!(filed(&world.case, &over), "the school's record is kept where the case belongs");
    // On the other side.
    let mut owner = World::started();
    owner.must(Content::HandedOver(arrived(out(Purpose::Cover, 1, Some(30)), 2)));
    let id = owner.must(come(Purpose::Transfer, 3, None));
    let line = timeline(&owner.case).into_iter().find(|line| line.record == id).expect("on the timeline");
    assert!(line.title.starts_with("Came back from"), "{line:?}");
    assert!(matches!(custody(&owner.case), Custody::Here));
}

/// Handed over for good on day 1, received on day 2.
fn gone() -> World {
    let mut world = World::started();
    world.must(Content::HandedOver(arrived(out(Purpose::Transfer, 1, None), 2)));
    world
}

#[test]
fn p30_a_case_goes_on_here_until_the_receipt_of_a_transfer_and_is_read_only_from_then_on() {
    let mut world = World::started();
    let sent = world.must(Content::HandedOver(out(Purpose::Transfer, 1, None)));
    assert!(matches!(custody(&world.case), Custody::OnTheWay(_)));
    world.must(Content::Note(note()));
    world.edit(sent, Content::HandedOver(arrived(out(Purpose::Transfer, 1, None), 2))).unwrap();
    assert!(read_only(&world.case).is_some());
    assert_eq!(world.refused(Content::Note(note())), [Missing::BackHere { since: day(1) }]);
    assert_eq!(overlay(&world.case, day(world.today)), Overlay::HandedOver);
    assert!(next_steps(&world.case, &world.settings, day(3)).is_empty());
}

#[test]
fn p30_nothing_in_a_read_only_copy_is_changed_deleted_or_undone_but_what_cannot_wait() {
    let world = gone();
    let ctx = world.ctx();
    let missing = vec![Missing::BackHere { since: day(1) }];
    for item in world.case.items() {
        let kind = item.entry.content.kind();
        let commands = [
            Command::Save { id: item.id, content: item.entry.content.clone() },
            Command::Delete { id: item.id },
            Command::Restore { id: item.id, entry: item.entry.clone() },
        ];
        for command in commands {
            let refused = decide(&world.case, &world.settings, &command, &ctx).err().map(|rejection| rejection.missing);
            assert_eq!(refused == Some(missing.clone()), !always_recorded(kind), "{kind:?} {command:?}");
        }
    }
}

#[test]
fn p30_a_worry_and_the_log_of_the_copy_are_recorded_always() {
    let mut world = gone();
    let worry_id = world.must(Content::Worry(worry()));
    let due = [DueKind::NobodyTold, DueKind::FileInSchoolRecord];
    assert_eq!(
        world.due_kinds(),
        due,
        "safety, what the school's record needs, and no reminders of a case that is elsewhere"
    );
    assert_eq!(world.delete(worry_id).unwrap_err().missing, [Missing::Told], "it can be told, and not be deleted");
    world.edit(worry_id, Content::Worry(casebook_domain::safety::Worry { told: Some(told()), ..worry() })).unwrap();
    assert!(world.due_kinds().contains(&DueKind::HandOverWords));
    world.must(Content::Retention(Retention {
        filed_on: Some(day(3)),
        filed_by: "Office".to_owned(),
        hold_since: None,
        hold_reason: String::new(),
    }));
    let kept: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| always_recorded(*kind)).collect();
    assert_eq!(kept, [Kind::Worry, Kind::HandedOver, Kind::Received, Kind::Retention, Kind::AccessRequest]);
}

#[test]
fn p30_a_hand_over_back_or_taking_it_back_makes_it_a_case_here_again() {
    let mut world = gone();
    world.must(come(Purpose::Transfer, 5, None));
    assert!(matches!(custody(&world.case), Custody::Here));
    world.must(Content::Note(note()));

    let mut world = gone();
    let back = taken_back(&world.case, moment(0, 0));
    assert!(back.at.utc_ms > moment(1, 0).utc_ms, "after it went, whatever the clock says");
    assert!(is_taken_back(&back));
    world.must(Content::Received(back));
    world.must(Content::Note(note()));
    assert!(matches!(custody(&world.case), Custody::Here));
    // And it may go again.
    world.must(Content::HandedOver(arrived(out(Purpose::Transfer, 9, None), 10)));
    assert_eq!(world.refused(Content::Note(note())), [Missing::BackHere { since: day(9) }]);
}

#[test]
fn p30_an_older_transfer_counts_however_the_records_came_in() {
    let mut world = gone();
    // A later hand-over of the read-only copy, for cover, does not make it writable.
    world.must(Content::HandedOver(out(Purpose::Cover, 3, Some(20))));
    assert!(read_only(&world.case).is_some());
    // What came in before it went is no return.
    world.must(come(Purpose::Cover, 0, None));
    assert!(read_only(&world.case).is_some());
}

#[test]
fn p30_cover_and_shared_work_go_on_on_both_sides_until_a_day() {
    let mut world = World::started();
    let id = world.must(Content::HandedOver(out(Purpose::Cover, 1, Some(30))));
    let due = world.due_of(DueKind::Receipt).unwrap();
    assert_eq!((due.by, due.waits_for, due.record), (Some(day(8)), WaitsFor::Others, Some(id)), "five school days");
    world.edit(id, Content::HandedOver(arrived(out(Purpose::Cover, 1, Some(30)), 2))).unwrap();
    assert_eq!(world.due_of(DueKind::Receipt), None);
    assert_eq!(world.due_of(DueKind::ComesBack).unwrap().by, Some(day(30)));
    world.must(Content::Note(note()));
    let before = banner(&world.case, day(30)).unwrap();
    assert!(!before.late && before.title.starts_with("Out for cover with R. Eceiver until "), "{}", before.title);
    assert!(banner(&world.case, day(31)).unwrap().late);
    world.must(come(Purpose::Cover, 32, None));
    assert_eq!(world.due_of(DueKind::ComesBack), None, "it has come back");
}

#[test]
fn p30_a_case_that_is_here_for_cover_is_to_be_handed_back() {
    let mut world = World::started();
    world.must(come(Purpose::Cover, 1, Some(30)));
    assert!(matches!(custody(&world.case), Custody::Lent(_)));
    let due = world.due_of(DueKind::GiveBack).unwrap();
    assert_eq!((due.by, due.waits_for), (Some(day(30)), WaitsFor::Mentor));
    let told = banner(&world.case, day(2)).unwrap();
    assert_eq!(told.offer, Offer::GiveBack);
    assert!(told.text.starts_with("Return to S. Ender by "), "{}", told.text);
    world.must(Content::Note(note()));
    // Given back, received there: it is theirs, and both may continue as before.
    world.must(Content::HandedOver(arrived(out(Purpose::Transfer, 29, None), 30)));
    assert_eq!(world.refused(Content::Note(note())), [Missing::BackHere { since: day(29) }]);
}

#[test]
fn p30_a_case_that_was_received_for_good_is_simply_here() {
    let mut world = World::started();
    world.must(come(Purpose::Transfer, 1, None));
    assert!(matches!(custody(&world.case), Custody::Here));
    assert_eq!(banner(&world.case, day(2)), None);
}

#[test]
fn p30_the_receipt_is_waited_for_also_of_a_pupil_who_has_left() {
    let mut world = World::started();
    world.must(Content::HandedOver(out(Purpose::Transfer, 1, None)));
    world.must(Content::Standing(standing(casebook_domain::standing::StandingKind::Left, 2)));
    assert_eq!(world.due_kinds(), [DueKind::Receipt]);
    assert_eq!(banner(&world.case, day(3)).unwrap().offer, Offer::OpenReceipt);
}
