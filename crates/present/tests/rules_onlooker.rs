//! Nothing but the pages meant for it tells the person who looks on that there is a safeguarding entry: p40, docs/design.md#safeguarding.

use casebook_domain::backup::BackupLog;
use casebook_domain::calendar::Date;
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::content::{Content, Entry};
use casebook_domain::due::DueKind;
use casebook_domain::hand_over::{Parts, Purpose, Received};
use casebook_domain::header::header;
use casebook_domain::ids::RecordId;
use casebook_domain::plan::CirculationTo;
use casebook_domain::retention::{Hold, erasing, holds};
use casebook_domain::review::ReviewDecision;
use casebook_domain::safety::{Told, Withdrawn, Worry};
use casebook_domain::settings::Settings;
use casebook_present::forms::form_ctx;
use casebook_present::hand_over::{HandOverDraft, count_words};
use casebook_present::search::Index;
use casebook_present::since_last::since_last;
use casebook_present::timeline::timeline;
use casebook_present::today::{beside_name, today};
use casebook_present::{hand_over_paper, initials, keeping, lost_tablet, summary};
use casebook_records::revision::{Head, Vector, Version};
use casebook_records::{self as records, encode};
use casebook_testing::*;
use proptest::prelude::*;

/// All that lies open or goes on paper, as one text.
fn open_pages(case: &CaseFile, settings: &Settings, on: Date) -> String {
    let headers = [header(case, settings, on)];
    let mut pages = Vec::new();
    for short in [false, true] {
        pages.push(format!("{:?}", today(&headers, on, &settings.terms, short)));
        pages.push(format!("{:?}", initials::list_names(&headers, short)));
    }
    pages.push(format!("{:?}", beside_name(&headers[0].due, on, &settings.terms)));
    pages.push(format!("{:?}", Index::new(&headers, on).find("entry")));
    pages.push(format!("{:?}", lost_tablet::sheet(&headers, settings, &BackupLog::default(), on)));
    let ctx = form_ctx(case, settings, on, moment(60, 0));
    for parts in Parts::ALL {
        let choice = HandOverDraft { parts: *parts, ..HandOverDraft::default() };
        pages.push(format!("{:?}", hand_over_paper::paper(case, &choice, &ctx, on)));
        pages.push(count_words(case, *parts));
    }
    if let Some(episode) = case.current() {
        pages.push(format!("{:?}", summary::staff_page(case, episode.id, settings, on)));
        pages.push(format!("{:?}", since_last(case, Some(episode.id))));
        if let Some(plan) = case.latest_plan(episode.id) {
            for to in CirculationTo::ALL {
                pages.push(format!("{:?}", summary::full_plan(case, plan.id, *to, settings, on)));
                pages.push(format!("{:?}", summary::plan_summary(case, plan.id, *to, settings, on)));
            }
        }
    }
    // The timeline as it opens.
    let shown: Vec<_> = timeline(case).into_iter().filter(|line| !line.hidden).collect();
    pages.push(format!("{shown:?}"));
    pages.join("\n")
}

fn some_worry() -> impl Strategy<Value = Worry> {
    (any::<bool>(), any::<bool>(), any::<bool>(), 0..60i32).prop_map(|(is_told, held, is_withdrawn, on)| Worry {
        at: moment(on, 610),
        words: "he said that the shed is locked".to_owned(),
        told: is_told.then(|| Told { name: "Ms Lead".into(), ..told() }),
        held_by_lead: is_told && held,
        withdrawn: is_withdrawn.then(|| Withdrawn {
            reason: "A test".into(),
            lead: "Ms Lead".into(),
            at: moment(on, 700),
        }),
    })
}

fn worlds() -> Vec<World> {
    let mut worlds = vec![World::new(), World::referred(), World::prepared(), World::exited(), World::planned().0];
    worlds.push(World::reviewed(ReviewDecision::Continue).0);
    worlds
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn p40_no_list_no_header_and_no_print_tells_that_there_is_a_safeguarding_entry(
        worries in proptest::collection::vec(some_worry(), 1..4),
        which in 0..6usize,
        on in 50..400i32,
    ) {
        let world = worlds().swap_remove(which);
        let plain = open_pages(&world.case, &world.settings, day(on));
        let mut case = world.case.clone();
        for (at, worry) in worries.into_iter().enumerate() {
            let entry = Entry { episode: None, content: Content::Worry(worry) };
            case.put(Item { id: RecordId::from_bytes([at as u8 + 1; 16]), saved: moment(70, 0), entry });
        }
        prop_assert_eq!(open_pages(&case, &world.settings, day(on)), plain);
        // What stops the erasing is not said where the page may lie open.
        let state = erasing(&case, &world.settings, day(on));
        prop_assert!(!keeping::standing(&state, day(on)).contains("afeguard"));
        for hold in holds(&case) {
            let words = [hold.label(), keeping::what_to_do(hold)].concat().to_lowercase();
            prop_assert!(!["safeguard", "told", "worry", "lead"].iter().any(|word| words.contains(word)), "{words}");
        }
    }
}

#[test]
fn p40_two_holds_that_are_guarded_read_alike() {
    assert_eq!(Hold::Untold.label(), Hold::Worry.label());
    let guarded: Vec<DueKind> = DueKind::ALL.iter().copied().filter(|kind| kind.guarded()).collect();
    for kind in [DueKind::NobodyTold, DueKind::HandOverWords, DueKind::WithheldReview] {
        assert!(guarded.contains(&kind));
    }
}

#[test]
fn p40_the_certificate_of_erasing_counts_no_safeguarding_entry() {
    let version = Version {
        id: casebook_domain::ids::VersionId::from_bytes([1; 16]),
        actor: casebook_domain::ids::ActorId::from_bytes([1; 16]),
        author: String::new(),
        time: moment(1, 0),
        vector: Vector::from_counts([(casebook_domain::ids::ActorId::from_bytes([1; 16]), 1)]),
    };
    let head = |content| Head { row: encode(&version, &Entry { episode: None, content }), version: version.clone() };
    let deleted = Head {
        row: records::encode_deleted(&version, casebook_domain::content::Kind::Worry, None),
        version: version.clone(),
    };
    assert!(records::counts(&[head(Content::Note(note()))]));
    assert!(!records::counts(&[head(Content::Worry(worry()))]) && !records::counts(&[deleted]));
}

#[test]
fn p40_what_the_sending_lead_answered_is_not_open_on_the_timeline() {
    let mut world = World::new();
    world.must(Content::Received(Received {
        at: moment(3, 0),
        from: "S. Ender".to_owned(),
        fingerprint: String::new(),
        known: false,
        purpose: Purpose::Transfer,
        until: None,
        lead_says: None,
        lead_has: None,
        lead: "It has been sent, separately".to_owned(),
    }));
    let lines = timeline(&world.case);
    assert!(lines.iter().all(|line| !line.text.contains("separately") && !line.title.contains("separately")));
}
