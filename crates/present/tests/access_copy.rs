//! The copy of a file for a request for access: docs/design.md#safeguarding, docs/policy.md#keeping-and-access. Above all that no trace of a
//! safeguarding entry is in it, and that what was removed is nowhere.

use casebook_domain::calendar::Moment;
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::contact::{Contact, PersonName};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::ids::RecordId;
use casebook_domain::plan::Signature;
use casebook_domain::preparation::Audience;
use casebook_domain::pupil::Pupil;
use casebook_domain::retention::{AccessRequest, AccessRoute};
use casebook_domain::safety::Worry;
use casebook_domain::session::Note;
use casebook_present::access::internal::sheet;
use casebook_present::access::{
    AccessCopy, Name, RedactionReview, TakenOutCopied, VersionCopied, Who, as_held, decide, gather, html, json, names,
    redact,
};
use casebook_testing::*;
use proptest::prelude::*;

const MENTOR: &str = "Made-Up Mentor";

fn request() -> AccessRequest {
    AccessRequest {
        date: day(400),
        route: AccessRoute::Subject,
        by: "Ms Sample, for Testina".to_owned(),
        identity: "Known to the office".to_owned(),
        identity_on: Some(day(400)),
        scope: String::new(),
        clarifications: Vec::new(),
        extended_on: None,
        extended_why: String::new(),
        typed_due: None,
        due_reason: String::new(),
        officer_told: Some(day(400)),
        answered: None,
        answer: String::new(),
    }
}

fn held(case: &CaseFile) -> Vec<VersionCopied> {
    case.items().map(|item| as_held(item, MENTOR)).collect()
}

fn made(case: &CaseFile, versions: &[VersionCopied], world: &World) -> AccessCopy {
    gather(case, versions, &request(), 0, &world.settings, moment(401, 600))
}

fn found(copy: &AccessCopy, world: &World, others: &[&str]) -> Vec<Name> {
    let others: Vec<String> = others.iter().map(|name| (*name).to_owned()).collect();
    names(copy, &world.case, &world.settings, &others)
}

/// As it goes out when nothing was decided by hand, in both forms.
fn out(copy: &AccessCopy, names: &[Name], review: &RedactionReview) -> (String, String, TakenOutCopied) {
    let (copy, taken) = decide(copy, names, review);
    (html::copy(&copy), json::copy(&copy), taken)
}

fn note_of(text: &str, on: i32) -> Content {
    Content::Note(Note { date: day(on), text: text.to_owned(), audience: Audience::MentorOnly })
}

/// A case with a bit of everything, and a note that was changed.
fn full() -> (World, Vec<VersionCopied>) {
    let (mut world, plan) = World::planned();
    world.must(Content::Signature(signature(plan)));
    world.must(Content::Achievement(achievement()));
    let note = world.must(note_of("Second words", 20));
    let mut versions = held(&world.case);
    versions.push(VersionCopied {
        record: note,
        kind: Kind::Note,
        at: moment(0, 1),
        by: MENTOR.to_owned(),
        entry: Some(Entry { episode: None, content: note_of("First words", 20) }),
    });
    (world, versions)
}

#[test]
fn everything_that_is_held_is_in_the_copy_with_who_wrote_it_and_when() {
    let (world, versions) = full();
    let copy = made(&world.case, &versions, &world);
    let titles: Vec<_> = copy.parts.iter().map(|part| part.title).collect();
    assert_eq!(titles, ["The pupil", "People at home", "What was recorded", "Earlier versions"]);
    let lines: Vec<_> = copy.parts.iter().flat_map(|part| &part.lines).collect();
    assert_eq!(lines.len(), world.case.items().count() + 1, "each record, and the note's first words");
    let (page, data, _) = out(&copy, &[], &RedactionReview::default());
    for words in ["Testina Sample", "Ms Sample", "draws well", "read aloud", "Second words", "First words", MENTOR] {
        assert!(page.contains(words) && data.contains(words), "{words}");
    }
    let changed = lines.iter().find(|line| !line.since.is_empty()).unwrap();
    assert!(changed.since.starts_with("Changed on ") && changed.since.ends_with(MENTOR), "{}", changed.since);
    assert!(page.contains("<svg") && data.contains(r#""signature":"M 1 1 L 2 2""#), "the drawn signature");
    assert!(data.contains("event,time,elapsed_s"), "an observation's events");
}

#[test]
fn the_data_is_json_with_the_keys_that_are_documented() {
    let (world, versions) = full();
    let (_, data, _) = out(&made(&world.case, &versions, &world), &[], &RedactionReview::default());
    let read: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let top = ["arrived", "attachments", "format", "made", "parts", "pupil", "route", "school", "version"];
    assert_eq!(keys(&read), top);
    assert_eq!((&read["format"], &read["version"]), (&"casebook-access-copy".into(), &1.into()));
    for entry in read["parts"].as_array().unwrap().iter().flat_map(|part| part["entries"].as_array().unwrap()) {
        assert_eq!(keys(entry), ["by", "day", "facts", "kind", "signature", "since", "title", "written"]);
    }
    assert!(data.starts_with(r#"{"format":"casebook-access-copy","version":1,"school":""#), "{}", &data[..60]);
    assert!(data.contains(r#""facts":[{"label":""#) && data.ends_with("]}]}\n"), "in the order that is documented");
    let id = world.case.items().next().unwrap().id.to_string();
    assert!(!data.contains(&id), "no identifiers: one that was left out would be a gap");
}

/// A safeguarding entry as it may be held: its id, its versions with their days and whether somebody was told, whether it was
/// deleted.
type Held = (u8, Vec<(i32, bool)>, bool);

fn worries() -> impl Strategy<Value = Vec<Held>> {
    prop::collection::vec((0_u8.., prop::collection::vec((0..500_i32, any::<bool>()), 1..4), any::<bool>()), 0..4)
}

proptest! {
    // Each builds a whole case by the rules.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whether_there_are_safeguarding_entries_changes_not_a_byte(entries in worries()) {
        let (world, versions) = full();
        let plain = made(&world.case, &versions, &world);
        let plain_names = found(&plain, &world, &["Nora Neighbour"]);
        let (mut case, mut all) = (world.case.clone(), versions.clone());
        for (id, times, deleted) in &entries {
            let record = RecordId::from_bytes([*id; 16]);
            let version = |on: i32, entry| VersionCopied { record, kind: Kind::Worry, at: moment(on, 3), by: "Ms Lead".to_owned(), entry };
            for (on, is_told) in times {
                let body = Worry {
                    at: moment(*on, 3),
                    words: "he said that the shed is locked".to_owned(),
                    told: is_told.then(told),
                    held_by_lead: false,
                    withdrawn: None,
                };
                let entry = Entry { episode: None, content: Content::Worry(body) };
                all.push(version(*on, Some(entry.clone())));
                case.put(Item { id: record, saved: moment(*on, 3), entry });
            }
            if *deleted {
                all.push(version(900, None));
                case.remove(record);
            }
        }
        all.reverse();
        let copy = made(&case, &all, &world);
        prop_assert_eq!(&copy, &plain);
        let with = World { case, settings: world.settings.clone(), today: 0, written: 0 };
        let found = found(&copy, &with, &["Nora Neighbour"]);
        prop_assert_eq!(&found, &plain_names);
        prop_assert_eq!(out(&copy, &found, &RedactionReview::default()), out(&plain, &plain_names, &RedactionReview::default()));
    }

    #[test]
    fn what_was_taken_out_is_nowhere_whatever_the_case(
        upper in prop::collection::vec(any::<bool>(), 16), gap in "[ \u{a0}\n\t]{1,3}", hidden in any::<bool>()
    ) {
        let name = "Zoltan Xylander";
        let mut written: String = name.replace(' ', &gap).chars().zip(upper.iter().cycle())
            .map(|(c, up)| if *up { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }).collect();
        if hidden {
            written.insert(3, '\u{200b}');
        }
        let (mut world, plan) = World::planned();
        world.must(note_of(&format!("Sat beside {written}, \"{written}\" <{written}>"), 20));
        world.must(Content::Contact(Contact { name: PersonName::entered(&written), relationship: "Uncle".to_owned(), ..contact() }));
        world.must(Content::Signature(Signature { by: written.clone(), ..signature(plan) }));
        let mut versions = held(&world.case);
        versions[0].by = written.clone();
        let copy = made(&world.case, &versions, &world);
        let found = found(&copy, &world, &[]);
        let mut review = RedactionReview::default();
        for name in &found {
            review.stays.insert(name.key.clone(), false);
        }
        let (page, data, taken) = out(&copy, &found, &review);
        for part in ["zoltan", "xylander"] {
            prop_assert!(!redact::key(&page).contains(part), "{page}");
            prop_assert!(!redact::key(&data).contains(part), "{data}");
        }
        prop_assert!(data.contains(redact::MARK));
        prop_assert!(!data.contains("M 1 1"), "a hand is known by its signature");
        prop_assert!(taken.words.iter().any(|(_, count)| *count >= 4));
    }
}

#[test]
fn a_mark_that_safeguarding_leaves_is_told_by_nothing_not_even_a_later_date() {
    let (world, versions) = full();
    let plain = made(&world.case, &versions, &world);
    let first = world.case.items().find(|item| item.entry.content.kind() == Kind::Pupil).unwrap();
    let marked = Pupil { ask_lead_first: Some("Ms Lead, the shed".to_owned()), ..world.case.pupil().unwrap().clone() };
    let entry = Entry { episode: None, content: Content::Pupil(marked) };
    let mut case = world.case.clone();
    case.put(Item { id: first.id, saved: moment(390, 0), entry: entry.clone() });
    let mut all = versions.clone();
    let by = MENTOR.to_owned();
    all.push(VersionCopied { record: first.id, kind: Kind::Pupil, at: moment(390, 0), by, entry: Some(entry) });
    // And a letter withheld, which has a record of its own.
    let withheld = Item {
        id: id(7),
        saved: moment(390, 1),
        entry: Entry { episode: None, content: Content::LeadDecision(withheld(30, 60)) },
    };
    all.push(as_held(&withheld, MENTOR));
    case.put(withheld);
    assert_eq!(made(&case, &all, &world), plain);
}

#[test]
fn a_restriction_on_a_contact_and_its_warnings_are_not_in_the_copy() {
    let mut world = World::started();
    let restricted = Contact {
        restriction: Some("Court order of May".to_owned()),
        name: PersonName::entered("Lee Away"),
        ..contact()
    };
    let away = world.must(Content::Contact(restricted));
    let spoke = family_contact(away, casebook_domain::preparation::Reached::Spoke, 12);
    world.must(Content::FamilyContact(spoke));
    let copy = made(&world.case, &held(&world.case), &world);
    let (page, data, _) = out(&copy, &[], &RedactionReview::default());
    for word in ["Court order", "restrict", "afeguarding lead"] {
        assert!(!page.contains(word) && !data.contains(word), "{word}");
    }
    assert!(page.contains("Lee Away"));
}

#[test]
fn a_hostile_name_is_text_and_turns_nothing_round() {
    let hostile = "Robin\"><script>alert(1)</script>\u{202e}elpmaS'&\u{2066}";
    let (mut world, plan) = World::planned();
    let name = Pupil { first_names: hostile.to_owned(), ..pupil() };
    world.edit(id(1000), Content::Pupil(name)).unwrap();
    world.must(note_of("<img src=x onerror=alert(1)> </dd></body> &amp; \u{0} end", 20));
    let path = Signature { strokes: "M 1 1\"/><script>".to_owned(), ..signature(plan) };
    world.must(Content::Signature(path));
    let (page, data, _) = out(&made(&world.case, &held(&world.case), &world), &[], &RedactionReview::default());
    for markup in ["<script", "<img", "onerror=alert(1)>", "</dd></body>", "\u{202e}", "\u{2066}", "\0"] {
        assert!(!page.contains(markup), "{markup:?}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("&amp;amp;"), "as it was typed");
    assert_eq!(page.matches("</body>").count(), 1);
    assert!(!page.contains("<svg"), "what is no path is not drawn");
    assert!(page.contains("default-src 'none'") && !page.contains("http://") && !page.contains("https://"));
    assert!(serde_json::from_str::<serde_json::Value>(&data).is_ok());
}

#[test]
fn third_parties_are_taken_out_until_somebody_decides_and_staff_stay() {
    let mut world = World::started();
    world.must(note_of("Fell out with Nora Neighbour. NORA'S mother rang 07000 000000. Mr Example was there.", 20));
    let copy = made(&world.case, &held(&world.case), &world);
    let found = found(&copy, &world, &["Nora Neighbour", "Testina Other", "Nobody Named"]);
    let who = |text: &str| found.iter().find(|name| name.text == text).map(|name| (name.who, name.count));
    assert_eq!(who("Nora Neighbour"), Some((Who::Pupil, 1)));
    assert_eq!(who("Nora"), Some((Who::Pupil, 2)));
    assert_eq!(who("Nobody Named"), None, "who is not named is not listed");
    assert_eq!(who("Testina"), None, "the pupil's own name stays");
    assert_eq!(who("07000 000000"), Some((Who::Home, 2)));
    assert!(matches!(who("Mr Example"), Some((Who::Staff, _))));
    let (page, data, _) = out(&copy, &found, &RedactionReview::default());
    for text in ["Nora", "NORA", "Neighbour", "07000"] {
        assert!(!page.contains(text) && !data.contains(text), "{text}");
    }
    assert!(page.contains("Mr Example") && page.contains("Testina Sample"));

    let mut review = RedactionReview::default();
    review.stays.insert(redact::key("07000 000000"), true);
    review.stays.insert(redact::key("Mr Example"), false);
    review.passages.push("fell  out WITH".to_owned());
    let (page, _, taken) = out(&copy, &found, &review);
    assert!(page.contains("07000 000000") && !page.contains("Mr Example") && !page.contains("Fell out"));
    assert!(taken.words.contains(&("fell  out WITH".to_owned(), 1)));
}

#[test]
fn an_entry_that_is_left_out_leaves_no_gap_and_is_told_to_the_officer_alone() {
    let (world, versions) = full();
    let copy = made(&world.case, &versions, &world);
    let wanted = copy
        .parts
        .iter()
        .flat_map(|part| &part.lines)
        .find(|line| line.title.contains("Achievement") || line.kind == "Achievement")
        .unwrap();
    let review = RedactionReview { out: [wanted.key.clone()].into(), ..RedactionReview::default() };
    let (page, data, taken) = out(&copy, &[], &review);
    assert!(!page.contains("read aloud") && !data.contains("read aloud"));
    assert_eq!(taken.lines.len(), 1);
    let told = sheet(&world.case, &versions, &request(), &taken, &world.settings, 0, &[]);
    let text = html::sheet(&told);
    assert!(text.contains("Entry left out: Achievement"), "{text}");
    let values = review.to_values();
    assert_eq!(RedactionReview::from_values(&values), review);
}

#[test]
fn what_was_decided_reads_back_from_a_draft() {
    let review = RedactionReview {
        stays: [("nora".to_owned(), false), ("mr example".to_owned(), true)].into(),
        passages: vec!["fell out".to_owned(), "the shed".to_owned()],
        out: ["0a.1".to_owned()].into(),
    };
    assert_eq!(RedactionReview::from_values(&review.to_values()), review);
    assert_eq!(
        RedactionReview::from_values(&[("other".to_owned(), "x".to_owned())].into()),
        RedactionReview::default()
    );
}

#[test]
fn the_internal_sheet_says_that_entries_exist_and_who_holds_them_and_never_what_they_say() {
    let mut world = World::started();
    world.settings.safeguarding_lead.name = "Ms Lead".to_owned();
    world.must(Content::Worry(worry()));
    let mut reported = worry();
    reported.told = Some(told());
    world.must(Content::Worry(reported));
    let mut careful = pupil();
    careful.ask_lead_first = Some("the shed".to_owned());
    world.edit(id(1000), Content::Pupil(careful)).unwrap();
    let versions = held(&world.case);
    let told = sheet(&world.case, &versions, &request(), &TakenOutCopied::default(), &world.settings, 2, &[]);
    let text = html::sheet(&told);
    for words in [
        "NOBODY HAS BEEN TOLD. Go to the safeguarding lead now",
        "told to Ms Lead on ",
        "Ask the safeguarding lead before contacting home",
        "2 versions damaged on this tablet",
        "For the data-protection officer only",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(!text.contains("exact words") && !text.contains("the shed"));
    let copy = made(&world.case, &versions, &world);
    let (page, data, _) = out(&copy, &[], &RedactionReview::default());
    for trace in ["afeguarding", "worry", "Worry", "exact words", "the shed", "NOBODY"] {
        assert!(!page.contains(trace) && !data.contains(trace), "{trace}");
    }
}

#[test]
fn a_deleted_entry_is_still_held_and_says_so() {
    let (world, mut versions) = full();
    let note = versions.iter().rfind(|version| version.kind == Kind::Note).unwrap().record;
    let gone = Moment { utc_ms: moment(300, 0).utc_ms, offset_min: 0 };
    versions.push(VersionCopied { record: note, kind: Kind::Note, at: gone, by: MENTOR.to_owned(), entry: None });
    let mut case = world.case.clone();
    case.remove(note);
    let copy = made(&case, &versions, &world);
    let part = copy.parts.iter().find(|part| part.title == "Deleted entries, still held").unwrap();
    let since: Vec<_> = part.lines.iter().map(|line| line.since.split(" on ").next().unwrap()).collect();
    assert_eq!(since, ["Changed", "Deleted"]);
    assert!(!copy.parts.iter().any(|part| part.title == "Earlier versions"));
}

#[test]
fn file_names_name_nobody() {
    let name = html::file_name(day(0), "access copy", "4F2K", "html");
    assert_eq!(name, "2026-09-07 access copy 4F2K.html");
}
