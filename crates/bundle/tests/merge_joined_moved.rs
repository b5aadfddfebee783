//! Two more things that devices tell each other: that two files are one pupil's, and that a record stood in the wrong
//! pupil's file and was removed from it.

use std::collections::{BTreeMap, BTreeSet};

use casebook_bundle::{
    Duplicate, FileFate, Incoming, LineError, LocalFile, LocalIndex, LocalRecord, Opening, Outgoing, Purpose,
    ReadError, RowFate, RowRefusal, Trust, left_after_move, merge_record, plan, write_lines,
};
use casebook_domain::alias::{Alias, Aliases};
use casebook_domain::calendar::{Moment, parse_iso};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::identity::Identity;
use casebook_domain::ids::{ActorId, FileId, RecordId, VersionId};
use casebook_domain::preparation::Audience;
use casebook_domain::session::Note;
use casebook_records::revision::{Head, Vector, Version, next, next_knowing, taken_out};
use casebook_records::{NO_FILE, SETTINGS_FILE, SETTINGS_RECORD, encode};
use casebook_testing::lines::Lines;
use proptest::prelude::*;

const NOW: Moment = Moment { utc_ms: 1_795_446_000_000, offset_min: 0 };

fn file(n: u8) -> FileId {
    FileId::from_bytes([n; 16])
}

fn record(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

fn actor(n: u8) -> ActorId {
    ActorId::from_bytes([n; 16])
}

fn alias(one: u8, other: u8) -> Alias {
    Alias::of_two(file(one), file(other)).expect("two")
}

fn backup() -> Opening {
    Opening::backup(actor(1), "Morgan Madeup", NOW)
}

fn hand_over() -> Opening {
    Opening::hand_over(Purpose::Cover, actor(1), "Morgan Madeup", NOW)
}

fn lines(opening: &Opening, items: Vec<Outgoing>) -> Lines {
    let mut lines = Lines::default();
    write_lines(&mut lines, opening, None, items).expect("written");
    lines
}

fn read(opening: &Opening, items: Vec<Outgoing>) -> Incoming {
    lines(opening, items).read().expect("own bundle")
}

fn note(version: &Version) -> Vec<u8> {
    let date = parse_iso("2026-11-19").expect("a day");
    let content = Content::Note(Note { date, text: "made up".to_owned(), audience: Audience::Staff });
    encode(version, &Entry { episode: None, content })
}

// Aliases.

proptest! {
    #[test]
    fn the_smallest_of_all_that_are_joined_stands_for_them_in_any_order_of_joining(
        pairs in prop::collection::vec((0..12u8, 0..12u8), 0..16), seed in any::<u64>(),
    ) {
        let joined = |pairs: &[(u8, u8)]| {
            let mut aliases = Aliases::default();
            for alias in pairs.iter().filter_map(|(one, other)| Alias::of_two(file(*one), file(*other))) {
                aliases.join(alias);
            }
            aliases
        };
        let aliases = joined(&pairs);
        // Who is with whom, found another way: the smaller name is passed on until nothing changes.
        let mut names: Vec<u8> = (0..12).collect();
        for _ in 0..12 {
            for (one, other) in &pairs {
                let least = names[usize::from(*one)].min(names[usize::from(*other)]);
                names[usize::from(*one)] = least;
                names[usize::from(*other)] = least;
            }
        }
        for n in 0..12u8 {
            let canonical = aliases.canonical(file(n));
            prop_assert_eq!(canonical, file(names[usize::from(n)]));
            prop_assert_eq!(aliases.canonical(canonical), canonical, "no circle and no chain is left");
            prop_assert!(canonical <= file(n));
            for member in aliases.members(file(n)) {
                prop_assert_eq!(aliases.canonical(member), canonical);
            }
        }
        let mut shuffled: Vec<(u8, u8)> = pairs.iter().map(|(one, other)| (*other, *one)).collect();
        let length = shuffled.len().max(1);
        shuffled.rotate_left(seed as usize % length);
        prop_assert_eq!(joined(&shuffled), aliases);
    }

    #[test]
    fn aliases_travel_and_a_second_time_they_say_nothing_new(pairs in prop::collection::vec((1..9u8, 1..9u8), 0..10)) {
        let all: BTreeSet<Alias> =
            pairs.iter().filter_map(|(one, other)| Alias::of_two(file(*one), file(*other))).collect();
        let items = all.iter().map(|alias| Outgoing::Alias(*alias)).collect();
        let incoming = read(&hand_over(), items);
        let mut here = LocalIndex::default();
        let planned = plan(&here, &incoming);
        prop_assert_eq!(planned.aliases.iter().map(|pair| pair.alias).collect::<BTreeSet<_>>(), all.clone());
        for pair in planned.aliases {
            prop_assert!(here.aliases.join(pair.alias));
        }
        prop_assert_eq!(plan(&here, &incoming).aliases, vec![]);
        prop_assert_eq!(here.aliases.all().collect::<BTreeSet<_>>(), all);
    }
}

#[test]
fn an_alias_has_no_direction_and_no_file_is_its_own() {
    assert_eq!(Alias::of_two(file(1), file(2)), Alias::of_two(file(2), file(1)));
    assert_eq!(Alias::of_two(file(1), file(1)), None);
    let one = alias(3, 1);
    assert_eq!((one.greater(), one.smaller()), (file(3), file(1)));
}

#[test]
fn with_a_file_go_its_own_aliases_and_no_others() {
    let mut aliases = Aliases::default();
    for alias in [alias(1, 2), alias(2, 3), alias(8, 9)] {
        aliases.join(alias);
    }
    assert_eq!(aliases.of_files(&BTreeSet::from([file(2)])), [alias(1, 2), alias(2, 3)]);
    assert_eq!(aliases.of_files(&BTreeSet::from([file(5)])), []);
}

#[test]
fn an_alias_written_the_other_way_round_or_of_one_file_is_no_line_of_ours() {
    let whole = lines(&backup(), vec![Outgoing::Alias(alias(1, 2))]);
    for (from, to) in
        [("\"file\":\"02", "\"file\":\"01"), ("\"alias\":\"01", "\"alias\":\"03"), ("\"alias\":", "\"moved\":")]
    {
        let lines = whole.clone().with(1, |line| line.replace(from, to));
        let lines = lines.with(1, |line| line.replace(&format!("01{}", "02".repeat(15)), &"01".repeat(16)));
        assert_eq!(lines.forged().read(), Err(ReadError::Line { number: 2, why: LineError::Malformed }), "{to}");
    }
}

#[test]
fn registers_are_nobodys_alias() {
    let with = |register| Outgoing::Alias(Alias::of_two(register, file(9)).expect("two"));
    let incoming = read(&backup(), vec![with(SETTINGS_FILE), with(NO_FILE)]);
    assert_eq!(plan(&LocalIndex::default(), &incoming).aliases, []);
}

#[test]
fn pupils_who_are_joined_are_not_proposed_again() {
    let pupil = Identity {
        first_names: "Zoë".into(),
        known_as: String::new(),
        surname: "Imaginary".into(),
        born: parse_iso("2016-02-29"),
        upn: String::new(),
    };
    let here = LocalFile { pupil: Some(pupil.clone()), ..LocalFile::default() };
    let mut index =
        LocalIndex { trust: Trust::Known, files: BTreeMap::from([(file(1), here)]), ..LocalIndex::default() };
    let version = next(&[], actor(1), VersionId::from_bytes([1; 16]), NOW, "M");
    let content = Content::Pupil(casebook_domain::pupil::Pupil {
        first_names: pupil.first_names,
        surname: pupil.surname,
        known_as: String::new(),
        letter_name: String::new(),
        pronouns: String::new(),
        upn: String::new(),
        upn_reason: String::new(),
        born: pupil.born,
        year_as_taught: None,
        schooling: Vec::new(),
        sen: casebook_domain::pupil::SenProvision::None,
        pupil_premium: false,
        eal: false,
        gifted: false,
        looked_after: None,
        ask_lead_first: None,
        limits_explained: None,
        remarks: String::new(),
    });
    let row = encode(&version, &Entry { episode: None, content });
    let row = Outgoing::Row { file: file(2), record: record(1), row, history: false };
    let proposed = |index: &LocalIndex, items| -> Vec<Duplicate> {
        plan(index, &read(&hand_over(), items)).files.remove(0).duplicates
    };
    assert_eq!(proposed(&index, vec![row.clone()]).len(), 1);
    assert_eq!(proposed(&index, vec![row.clone(), Outgoing::Alias(alias(1, 2))]), [], "the bundle says so");
    index.aliases.join(alias(1, 2));
    assert_eq!(proposed(&index, vec![row]), [], "this device knows");
}

// Moved records.

/// One record of one file on a device, with its trace where it was removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Device {
    heads: Vec<Head>,
    history: BTreeMap<VersionId, Head>,
    moved: Option<Vector>,
}

impl Device {
    fn index(&self) -> LocalIndex {
        let heads = self.heads.iter().map(|head| head.version.clone()).collect();
        let local = LocalRecord { heads, history: self.history.keys().copied().collect(), ..LocalRecord::default() };
        let here = LocalFile {
            pupil: None,
            records: if self.heads.is_empty() { BTreeMap::new() } else { BTreeMap::from([(record(1), local)]) },
            moved: self.moved.iter().map(|seen| (record(1), seen.clone())).collect(),
        };
        LocalIndex { trust: Trust::Known, files: BTreeMap::from([(file(1), here)]), ..LocalIndex::default() }
    }

    fn take_out(&mut self, seen: Vector) {
        self.heads = left_after_move(core::mem::take(&mut self.heads), &seen);
        self.history.retain(|_, head| !seen.covers(&head.version.vector));
        self.moved = Some(seen);
    }

    fn export(&self) -> Incoming {
        let row =
            |head: &Head, history| Outgoing::Row { file: file(1), record: record(1), row: head.row.clone(), history };
        let trace = self.moved.iter().map(|seen| Outgoing::Moved {
            file: file(1),
            record: record(1),
            seen: seen.clone(),
            kind: Some(Kind::Note),
        });
        let old = self.history.values().map(|head| row(head, true));
        read(&backup(), trace.chain(old).chain(self.heads.iter().map(|head| row(head, false))).collect())
    }

    fn import(&mut self, incoming: &Incoming) {
        let planned = plan(&self.index(), incoming);
        for planned in planned.files {
            for moved in &planned.moved {
                assert_eq!(moved.heads + moved.stay, self.heads.len());
                self.take_out(moved.seen.clone());
                assert_eq!(self.heads.len(), moved.stay);
            }
            let rows = planned.accepted().map(|row| Head {
                version: row.version.clone().expect("accepted"),
                row: incoming.rows[row.index].row.clone(),
            });
            let merged = merge_record(core::mem::take(&mut self.heads), rows);
            self.heads = merged.heads;
            self.history.extend(merged.history.into_iter().map(|head| (head.version.id, head)));
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Write(usize),
    Move(usize),
    Give(usize, usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..3usize).prop_map(Step::Write),
        1 => (0..3usize).prop_map(Step::Move),
        4 => (0..3usize, 0..3usize).prop_map(|(from, to)| Step::Give(from, to)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn a_moved_record_is_gone_wherever_the_bundle_reaches_and_nothing_written_beside_it_is_lost(
        steps in prop::collection::vec(step(), 0..30), order in any::<u64>(),
    ) {
        let mut devices: [Device; 3] = Default::default();
        let mut written: Vec<Head> = Vec::new();
        let mut knowing: BTreeSet<VersionId> = BTreeSet::new();
        let mut seen_by: BTreeMap<VersionId, Vector> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Write(who) => {
                    let parents: Vec<&Version> = devices[who].heads.iter().map(|head| &head.version).collect();
                    // What was removed is written on nowhere: a new record has another identifier.
                    if parents.is_empty() && devices[who].moved.is_some() {
                        continue;
                    }
                    let id = VersionId::from_bytes([written.len() as u8 + 1; 16]);
                    // Where the move is known, the person who writes on what came back says that it belongs here.
                    let seen = devices[who].moved.clone().unwrap_or_default();
                    let version = next_knowing(&seen, &parents, actor(who as u8 + 1), id, NOW, "Made-up Mentor");
                    prop_assert!(version.vector.covers(&seen) && !seen.covers(&version.vector));
                    if devices[who].moved.is_some() {
                        knowing.insert(version.id);
                        seen_by.insert(version.id, seen);
                    }
                    let head = Head { row: note(&version), version };
                    written.push(head.clone());
                    let merged = merge_record(core::mem::take(&mut devices[who].heads), [head]);
                    devices[who].heads = merged.heads;
                    devices[who].history.extend(merged.history.into_iter().map(|head| (head.version.id, head)));
                }
                Step::Move(who) => {
                    let before = devices[who].moved.clone().unwrap_or_default();
                    let versions = devices[who].heads.iter().map(|head| &head.version);
                    let seen = taken_out(&before, versions, actor(who as u8 + 1));
                    if !devices[who].heads.is_empty() {
                        devices[who].take_out(seen);
                        prop_assert!(devices[who].heads.is_empty() && devices[who].history.is_empty());
                    }
                }
                Step::Give(from, to) => {
                    let bundle = devices[from].export();
                    devices[to].import(&bundle);
                    let once = devices[to].clone();
                    devices[to].import(&bundle);
                    prop_assert_eq!(&devices[to], &once, "a second time nothing changes");
                }
            }
        }
        let ways = [(0, 1), (1, 2), (2, 0), (0, 2), (2, 1), (1, 0)];
        for round in 0..3 {
            for way in 0..6 {
                let (from, to) = ways[(way * 5 + order as usize % 6 + round) % 6];
                let bundle = devices[from].export();
                devices[to].import(&bundle);
            }
        }
        prop_assert_eq!(&devices[0], &devices[1]);
        prop_assert_eq!(&devices[1], &devices[2]);
        let there: BTreeSet<VersionId> = devices[0].heads.iter().map(|head| head.version.id)
            .chain(devices[0].history.keys().copied()).collect();
        // What is kept although the move is known: what was written by somebody who said that it belongs here, or who did not know.
        if let Some(seen) = &devices[0].moved {
            for head in &devices[0].heads {
                let knew = knowing.contains(&head.version.id);
                prop_assert!(!knew || head.version.vector.covers(&seen_by[&head.version.id]));
                prop_assert!(head.version.vector.covers(seen) <= knew, "nobody knows of it by chance");
            }
        }
        for head in &written {
            let gone = devices[0].moved.as_ref().is_some_and(|seen| seen.covers(&head.version.vector));
            prop_assert_eq!(there.contains(&head.version.id), !gone);
        }
    }
}

fn moved(kind: Kind) -> Outgoing {
    Outgoing::Moved { file: file(1), record: record(1), seen: Vector::from_counts([(actor(1), 3)]), kind: Some(kind) }
}

fn version(n: u8, counts: &[(u8, u32)]) -> Version {
    Version {
        id: VersionId::from_bytes([n; 16]),
        actor: actor(counts[0].0),
        author: "Made-up Mentor".to_owned(),
        time: NOW,
        vector: Vector::from_counts(counts.iter().map(|(who, count)| (actor(*who), *count))),
    }
}

fn here(heads: Vec<Version>, safeguarding: bool) -> LocalIndex {
    let local = LocalRecord { heads, safeguarding, ..LocalRecord::default() };
    let file_here = LocalFile { records: BTreeMap::from([(record(1), local)]), ..LocalFile::default() };
    LocalIndex { trust: Trust::Known, files: BTreeMap::from([(file(1), file_here)]), ..LocalIndex::default() }
}

#[test]
fn a_trace_says_what_goes_and_what_stays_to_be_decided() {
    let incoming = read(&hand_over(), vec![moved(Kind::Note)]);
    let both = here(vec![version(1, &[(1, 2)]), version(2, &[(2, 1), (1, 1)])], false);
    let planned = &plan(&both, &incoming).files[0];
    assert_eq!((planned.moved[0].heads, planned.moved[0].stay, planned.fate), (1, 1, FileFate::Changed));
    let mut again = both;
    let file_here = again.files.get_mut(&file(1)).expect("here");
    file_here.moved.insert(record(1), Vector::from_counts([(actor(1), 3)]));
    let planned = &plan(&again, &incoming).files[0];
    assert_eq!((&planned.moved[..], planned.fate), (&[][..], FileFate::Same));
}

#[test]
fn what_was_taken_out_here_does_not_come_back_with_an_old_bundle() {
    let mut index = here(vec![], false);
    let file_here = index.files.get_mut(&file(1)).expect("here");
    file_here.moved.insert(record(1), Vector::from_counts([(actor(1), 3)]));
    let row = |version: Version| {
        let item = Outgoing::Row { file: file(1), record: record(1), row: note(&version), history: false };
        plan(&index, &read(&backup(), vec![item])).files[0].rows[0].fate
    };
    assert_eq!(row(version(1, &[(1, 3)])), RowFate::Refused(RowRefusal::Moved));
    assert_eq!(row(version(2, &[(2, 1), (1, 3)])), RowFate::New, "written since, by somebody who did not know");
}

#[test]
fn no_hand_over_tells_of_a_moved_safeguarding_entry_or_takes_one_away() {
    let told = lines(&hand_over(), vec![moved(Kind::Worry), moved(Kind::Settings)]);
    assert_eq!(told.text(), lines(&hand_over(), vec![]).text());
    assert_eq!(read(&backup(), vec![moved(Kind::Worry)]).moved.len(), 1, "a backup holds everything");

    let entry = here(vec![version(1, &[(1, 2)])], true);
    assert_eq!(plan(&entry, &read(&hand_over(), vec![moved(Kind::Note)])).files[0].moved, []);
    assert_eq!(plan(&entry, &read(&backup(), vec![moved(Kind::Worry)])).files[0].moved.len(), 1);
}

#[test]
fn a_hostile_trace_takes_no_settings_and_counts_no_further_than_anybody_writes() {
    let seen = |count| Vector::from_counts([(actor(1), count)]);
    let of = |file, record, count| Outgoing::Moved { file, record, seen: seen(count), kind: Some(Kind::Note) };
    for item in [of(SETTINGS_FILE, SETTINGS_RECORD, 3), of(NO_FILE, record(1), 3), of(file(1), record(1), u32::MAX)] {
        let planned = plan(&here(vec![version(1, &[(1, 2)])], false), &read(&backup(), vec![item.clone()]));
        assert!(planned.files.iter().all(|file| file.moved.is_empty()), "{item:?}");
    }
    let whole = lines(&backup(), vec![moved(Kind::Note)]);
    for (from, to) in [("\"moved\":{", "\"moved\":[{"), (":3}", ":-3}"), (":3}", ":3,\"x\":1}"), (":3}", ":1.5}")] {
        let lines = whole.clone().with(1, |line| {
            assert!(line.contains(from), "{from} is not in {line}");
            line.replacen(from, to, 1)
        });
        assert_eq!(lines.forged().read(), Err(ReadError::Line { number: 2, why: LineError::Malformed }), "{to}");
    }
}

#[test]
fn what_was_erased_here_is_left_out_unless_chosen() {
    let item = Outgoing::Row { file: file(1), record: record(1), row: note(&version(1, &[(2, 1)])), history: false };
    let incoming = read(&hand_over(), vec![item]);
    let mut index = LocalIndex::default();
    assert!(plan(&index, &incoming).files[0].chosen_at_first());
    index.erased.insert(file(1));
    let planned = plan(&index, &incoming);
    assert_eq!(planned.files[0].fate, FileFate::ErasedHere);
    assert!(!planned.files[0].chosen_at_first());
    assert_eq!(planned.files[0].accepted().count(), 1, "chosen, it comes whole");
    assert!(planned.needs_new_actor(|_| true));
}
