//! Three devices that write, hand bundles round in any order and as often as they like, erase and are restored, held
//! against a model that knows what really came after what.
//!
//! The model of a record on a device is the set of versions that it was ever given. Its heads are those of them that no
//! other one of them was made from, however indirectly. Nothing else may decide: not the clock, not the order of imports.

use std::collections::{BTreeMap, BTreeSet};

use casebook_bundle::{
    FileFate, Incoming, LocalIndex, LocalRecord, Opening, Outgoing, Purpose, RowFate, Trust, merge_record, plan,
    write_lines,
};
use casebook_domain::calendar::{Moment, parse_iso};
use casebook_domain::content::{Content, Entry, Kind};
use casebook_domain::ids::{ActorId, FileId, RecordId, VersionId};
use casebook_domain::preparation::Audience;
use casebook_domain::session::Note;
use casebook_records::revision::{Head, Version, next, shown};
use casebook_records::{RowContent, decode, encode, encode_deleted};
use casebook_testing::lines::Lines;
use proptest::prelude::*;

/// A record of one of two files.
type At = (FileId, RecordId);
type Heads = BTreeMap<At, Vec<Head>>;
type History = BTreeMap<At, BTreeMap<VersionId, Head>>;

const FILES: u8 = 2;
const RECORDS: u8 = 2;

fn at(n: u8) -> At {
    (FileId::from_bytes([1 + n % FILES; 16]), RecordId::from_bytes([1 + n / FILES % RECORDS; 16]))
}

fn actor(n: u8) -> ActorId {
    ActorId::from_bytes([n; 16])
}

fn saying(text: &str) -> Entry {
    let date = parse_iso("2026-11-19").expect("a day");
    let content = Content::Note(Note { date, text: text.to_owned(), audience: Audience::MentorOnly });
    Entry { episode: None, content }
}

#[derive(Clone, Debug)]
enum Step {
    /// Writes a record, or changes what it shows. `clock` is any: tablets' clocks go wrong.
    Write {
        who: u8,
        record: u8,
        clock: u16,
    },
    Delete {
        who: u8,
        record: u8,
        clock: u16,
    },
    /// Undo, or "restore this version": what some older version said is said again.
    Restore {
        who: u8,
        record: u8,
        which: u8,
        clock: u16,
    },
    /// Of two versions one is picked. Nothing where there is only one.
    Pick {
        who: u8,
        record: u8,
        which: u8,
        clock: u16,
    },
    /// Saves a bundle; it may be opened at any time after, anywhere, again and again.
    Export {
        who: u8,
        how: u8,
    },
    /// Opens one of the bundles saved so far.
    Import {
        who: u8,
        which: u8,
    },
    /// Erases a file here, and here alone.
    Erase {
        who: u8,
        file: u8,
    },
    /// The tablet is lost; a new one is filled from one of the bundles.
    Lose {
        who: u8,
        which: u8,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let (who, record, any8, clock) = (0..3u8, 0..FILES * RECORDS, any::<u8>(), any::<u16>());
    prop_oneof![
        6 => (who.clone(), record.clone(), clock).prop_map(|(who, record, clock)| Step::Write { who, record, clock }),
        1 => (who.clone(), record.clone(), clock).prop_map(|(who, record, clock)| Step::Delete { who, record, clock }),
        2 => (who.clone(), record.clone(), any8, clock)
            .prop_map(|(who, record, which, clock)| Step::Restore { who, record, which, clock }),
        2 => (who.clone(), record, any8, clock)
            .prop_map(|(who, record, which, clock)| Step::Pick { who, record, which, clock }),
        5 => (who.clone(), 0..4u8).prop_map(|(who, how)| Step::Export { who, how }),
        6 => (who.clone(), any8).prop_map(|(who, which)| Step::Import { who, which }),
        1 => (who.clone(), 0..FILES).prop_map(|(who, file)| Step::Erase { who, file }),
        1 => (who, any8).prop_map(|(who, which)| Step::Lose { who, which }),
    ]
}

/// A device as it stores things, and beside it what the model says it was given.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Device {
    actor: ActorId,
    heads: Heads,
    history: History,
    erased: BTreeSet<FileId>,
    given: BTreeMap<At, BTreeSet<VersionId>>,
}

impl Device {
    fn new(actor: ActorId) -> Self {
        Self {
            actor,
            heads: BTreeMap::new(),
            history: BTreeMap::new(),
            erased: BTreeSet::new(),
            given: BTreeMap::new(),
        }
    }

    fn index(&self) -> LocalIndex {
        let mut index = LocalIndex {
            trust: Trust::Known,
            actor: Some(self.actor),
            erased: self.erased.clone(),
            ..LocalIndex::default()
        };
        for ((file, record), heads) in &self.heads {
            let heads = heads.iter().map(|head| head.version.clone()).collect();
            let history = self.history.get(&(*file, *record)).map(|rows| rows.keys().copied().collect());
            let local = LocalRecord { heads, history: history.unwrap_or_default(), ..LocalRecord::default() };
            index.files.entry(*file).or_default().records.insert(*record, local);
        }
        index
    }

    /// What is stored of both, without what the model says.
    fn stored(&self) -> (&Heads, &History) {
        (&self.heads, &self.history)
    }

    fn versions(&self, at: &At) -> BTreeSet<VersionId> {
        let heads = self.heads.get(at).into_iter().flatten().map(|head| head.version.id);
        heads.chain(self.history.get(at).into_iter().flat_map(|rows| rows.keys().copied())).collect()
    }

    fn merge(&mut self, at: At, rows: Vec<Head>) {
        let merged = merge_record(self.heads.remove(&at).unwrap_or_default(), rows);
        self.heads.insert(at, merged.heads);
        self.history.entry(at).or_default().extend(merged.history.into_iter().map(|head| (head.version.id, head)));
    }
}

/// A bundle as it was saved, and which versions the model says are in it.
#[derive(Clone)]
struct Bundle {
    incoming: Incoming,
    holds: BTreeMap<At, BTreeSet<VersionId>>,
}

#[derive(Default)]
struct World {
    devices: Vec<Device>,
    bundles: Vec<Bundle>,
    actors: u8,
    /// Every version ever written, with all that it was made from, directly or not.
    made_from: BTreeMap<VersionId, BTreeSet<VersionId>>,
    /// Who wrote which count of which record. Nobody may write one twice.
    counts: BTreeSet<(At, ActorId, u32)>,
}

impl World {
    fn new() -> Self {
        let mut world = Self::default();
        for _ in 0..3 {
            let actor = world.new_actor();
            world.devices.push(Device::new(actor));
        }
        world
    }

    fn new_actor(&mut self) -> ActorId {
        self.actors += 1;
        actor(self.actors)
    }

    fn play(steps: &[Step]) -> Self {
        let mut world = Self::new();
        for step in steps {
            world.step(step);
            world.holds_what_it_was_given();
        }
        world
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Write { who, record, clock } => {
                let text = format!("version {}", self.made_from.len());
                self.write(usize::from(who), at(record), clock, Some(saying(&text)));
            }
            Step::Delete { who, record, clock } => {
                if self.devices[usize::from(who)].heads.contains_key(&at(record)) {
                    self.write(usize::from(who), at(record), clock, None);
                }
            }
            Step::Restore { who, record, which, clock } => {
                let history = self.devices[usize::from(who)].history.get(&at(record));
                let rows: Vec<Vec<u8>> = history.into_iter().flatten().map(|(_, head)| head.row.clone()).collect();
                self.say_again(usize::from(who), at(record), clock, &rows, which);
            }
            Step::Pick { who, record, which, clock } => {
                let heads = self.devices[usize::from(who)].heads.get(&at(record)).cloned().unwrap_or_default();
                if heads.len() > 1 {
                    let rows: Vec<Vec<u8>> = heads.iter().map(|head| head.row.clone()).collect();
                    self.say_again(usize::from(who), at(record), clock, &rows, which);
                    let after = &self.devices[usize::from(who)].heads[&at(record)];
                    assert_eq!(after.len(), 1, "a pick beats all that it picked from");
                    for picked_from in heads {
                        assert!(self.made_from[&after[0].version.id].contains(&picked_from.version.id));
                        assert!(after[0].version.time.utc_ms > picked_from.version.time.utc_ms);
                    }
                }
            }
            Step::Export { who, how } => self.export(usize::from(who), how),
            Step::Import { who, which } => {
                if let Some(bundle) = self.bundle(which) {
                    self.import(usize::from(who), &bundle);
                }
            }
            Step::Erase { who, file } => {
                let device = &mut self.devices[usize::from(who)];
                let file = at(file).0;
                if device.heads.keys().any(|at| at.0 == file) {
                    device.heads.retain(|at, _| at.0 != file);
                    device.history.retain(|at, _| at.0 != file);
                    device.given.retain(|at, _| at.0 != file);
                    device.erased.insert(file);
                }
            }
            Step::Lose { who, which } => {
                let actor = self.new_actor();
                self.devices[usize::from(who)] = Device::new(actor);
                if let Some(bundle) = self.bundle(which) {
                    self.import(usize::from(who), &bundle);
                }
            }
        }
    }

    fn bundle(&self, which: u8) -> Option<Bundle> {
        let count = self.bundles.len();
        (count > 0).then(|| self.bundles[usize::from(which) % count].clone())
    }

    fn say_again(&mut self, who: usize, at: At, clock: u16, rows: &[Vec<u8>], which: u8) {
        if rows.is_empty() {
            return;
        }
        let entry = match decode(&rows[usize::from(which) % rows.len()]).expect("a row").what {
            RowContent::Entry(entry) => Some(entry),
            RowContent::Deleted | RowContent::Newer => None,
        };
        self.write(who, at, clock, entry);
    }

    /// As the app writes: every head that is here is a parent.
    fn write(&mut self, who: usize, at: At, clock: u16, entry: Option<Entry>) {
        let device = &mut self.devices[who];
        if device.erased.contains(&at.0) {
            return; // There is nothing to write on: new files and records have identifiers that nobody had before.
        }
        let heads = device.heads.get(&at).cloned().unwrap_or_default();
        let parents: Vec<&Version> = heads.iter().map(|head| &head.version).collect();
        let id = VersionId::from_bytes((self.made_from.len() as u128 + 1).wrapping_mul(0x9e37_79b9).to_be_bytes());
        let now = Moment { utc_ms: i64::from(clock), offset_min: 0 };
        let version = next(&parents, device.actor, id, now, "Made-up Mentor");
        let fresh = self.counts.insert((at, device.actor, version.vector.count(device.actor)));
        assert!(fresh, "a count of a record is used twice by one actor: {version:?}");
        let mut from = BTreeSet::new();
        for parent in &parents {
            from.insert(parent.id);
            from.extend(&self.made_from[&parent.id]);
        }
        self.made_from.insert(id, from);
        let row = match entry {
            Some(entry) => encode(&version, &entry),
            None => encode_deleted(&version, Kind::Note, None),
        };
        device.merge(at, vec![Head { version, row }]);
        device.given.entry(at).or_default().insert(id);
        assert_eq!(shown(&device.heads[&at]).map(|head| head.version.id), Some(id), "what was just saved is shown");
    }

    /// A backup, a hand-over of both files for a while, one file for good, or both.
    fn export(&mut self, who: usize, how: u8) {
        let device = &self.devices[who];
        let now = Moment { utc_ms: 1_000_000, offset_min: 0 };
        let (opening, only) = match how {
            0 => (Opening::backup(device.actor, "Made-up Mentor", now), None),
            1 => (Opening::hand_over(Purpose::Cover, device.actor, "Made-up Mentor", now), None),
            2 => (Opening::hand_over(Purpose::Shared, device.actor, "Made-up Mentor", now), Some(at(0).0)),
            _ => (Opening::hand_over(Purpose::Transfer, device.actor, "Made-up Mentor", now), None),
        };
        let wanted = |at: &At| only.is_none_or(|file| at.0 == file);
        let mut items = Vec::new();
        for (at, heads) in device.heads.iter().filter(|(at, _)| wanted(at)) {
            let row = |head: &Head, history| Outgoing::Row { file: at.0, record: at.1, row: head.row.clone(), history };
            items.extend(device.history.get(at).into_iter().flatten().map(|(_, head)| row(head, true)));
            items.extend(heads.iter().map(|head| row(head, false)));
        }
        let mut lines = Lines::default();
        let written = write_lines(&mut lines, &opening, None, items).expect("written");
        assert_eq!(written.damaged, []);
        let transfer = opening.purpose == Some(Purpose::Transfer);
        let holds = device.given.iter().filter(|(at, _)| wanted(at)).map(|(at, given)| {
            // Another school gets the current versions, not how they came about.
            (*at, if transfer { self.undominated(given) } else { given.clone() })
        });
        let holds = holds.collect();
        self.bundles.push(Bundle { incoming: lines.read().expect("own bundle"), holds });
    }

    fn import(&mut self, who: usize, bundle: &Bundle) {
        let planned = plan(&self.devices[who].index(), &bundle.incoming);
        // Who opens it wants it: erased files are chosen too.
        if planned.needs_new_actor(|_| true) {
            self.devices[who].actor = self.new_actor();
        }
        let device = &mut self.devices[who];
        for file in &planned.files {
            assert_eq!(file.fate == FileFate::ErasedHere, device.erased.contains(&file.file));
            device.erased.remove(&file.file);
            let mut rows: BTreeMap<RecordId, Vec<Head>> = BTreeMap::new();
            for row in file.accepted() {
                let head = Head {
                    version: row.version.clone().expect("accepted"),
                    row: bundle.incoming.rows[row.index].row.clone(),
                };
                rows.entry(row.record).or_default().push(head);
            }
            for (record, rows) in rows {
                device.merge((file.file, record), rows);
            }
        }
        for (at, holds) in &bundle.holds {
            device.given.entry(*at).or_default().extend(holds);
        }
    }

    /// Those that no other of these was made from.
    fn undominated(&self, given: &BTreeSet<VersionId>) -> BTreeSet<VersionId> {
        let beaten = |id: &&VersionId| !given.iter().any(|other| self.made_from[other].contains(*id));
        given.iter().filter(beaten).copied().collect()
    }

    /// The heads on each device are what the model says, and whatever it was given can be reached.
    fn holds_what_it_was_given(&self) {
        for device in &self.devices {
            for (at, given) in &device.given {
                assert_eq!(&device.versions(at), given, "every version is a head or in the history");
                let heads: BTreeSet<VersionId> = device.heads[at].iter().map(|head| head.version.id).collect();
                assert_eq!(heads, self.undominated(given), "heads are what nothing else here was made from");
                let both = heads.iter().any(|id| device.history.get(at).is_some_and(|rows| rows.contains_key(id)));
                assert!(!both, "a version is a head or in the history, not both");
            }
        }
    }

    /// Everybody gives everything to everybody, in an order drawn from `seed`.
    fn exchange(&mut self, seed: u64) {
        let mut ways: Vec<(usize, usize)> =
            (0..3).flat_map(|from| (0..3).filter(move |to| *to != from).map(move |to| (from, to))).collect();
        // Twice round: what came in the first round is passed on in the second.
        let mut state = seed;
        for _ in 0..2 {
            for i in (1..ways.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                ways.swap(i, (state >> 33) as usize % (i + 1));
            }
            for (from, to) in ways.clone() {
                self.export(from, 0);
                let bundle = self.bundles.last().expect("just saved").clone();
                self.import(to, &bundle);
                self.holds_what_it_was_given();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn every_device_holds_what_it_was_given_and_shows_what_nothing_else_was_made_from(
        steps in prop::collection::vec(step(), 0..48),
    ) {
        World::play(&steps);
    }

    #[test]
    fn once_all_is_exchanged_all_devices_hold_the_same(
        steps in prop::collection::vec(step(), 0..40), seed in any::<u64>(),
    ) {
        let mut world = World::play(&steps);
        let all: BTreeMap<At, BTreeSet<VersionId>> = world.devices.iter().flat_map(|device| &device.given)
            .fold(BTreeMap::new(), |mut all, (at, given)| {
                all.entry(*at).or_insert_with(BTreeSet::new).extend(given);
                all
            });
        world.exchange(seed);
        let [first, second, third] = &world.devices[..] else { unreachable!("three devices") };
        prop_assert_eq!(first.stored(), second.stored());
        prop_assert_eq!(second.stored(), third.stored());
        prop_assert_eq!(&first.given, &all);
        for heads in first.heads.values() {
            prop_assert!(shown(heads).is_some());
        }
    }

    #[test]
    fn a_bundle_opened_again_changes_nothing(
        steps in prop::collection::vec(step(), 1..40), who in 0..3usize, which in any::<u8>(),
    ) {
        let mut world = World::play(&steps);
        let Some(bundle) = world.bundle(which) else { return Ok(()) };
        world.import(who, &bundle);
        let once = world.devices[who].clone();
        let planned = plan(&once.index(), &bundle.incoming);
        prop_assert!(!planned.needs_new_actor(|_| true));
        for file in planned.files {
            prop_assert_eq!(file.fate, FileFate::Same);
            prop_assert!(file.rows.iter().all(|row| row.fate == RowFate::Same));
        }
        world.import(who, &bundle);
        prop_assert_eq!(&world.devices[who], &once);
    }
}

/// A tablet put back by its maker's own backup has the old rows and the old actor. What it wrote since then is with
/// somebody else, and comes back with their bundle: it must not count on from where it stood.
#[test]
fn a_device_put_back_behind_our_back_goes_on_under_a_new_actor() {
    let mut world = World::new();
    world.step(&Step::Write { who: 0, record: 0, clock: 1 });
    let put_back = world.devices[0].clone();
    world.step(&Step::Write { who: 0, record: 0, clock: 2 });
    world.step(&Step::Export { who: 0, how: 1 });
    world.devices[0] = put_back;
    let bundle = world.bundle(0).expect("saved");
    let planned = plan(&world.devices[0].index(), &bundle.incoming);
    assert!(planned.needs_new_actor(|_| true));
    assert!(!planned.needs_new_actor(|_| false), "what is left out tells nothing");
    let before = world.devices[0].actor;
    world.step(&Step::Import { who: 0, which: 0 });
    assert_ne!(world.devices[0].actor, before);
    world.step(&Step::Write { who: 0, record: 0, clock: 3 });
    world.holds_what_it_was_given();
}

/// An erased file comes back from a bundle that somebody else wrote on, and does not know how far this device had counted.
#[test]
fn a_file_that_comes_back_after_it_was_erased_is_written_under_a_new_actor() {
    let mut world = World::new();
    world.step(&Step::Write { who: 1, record: 0, clock: 1 });
    world.step(&Step::Export { who: 1, how: 0 });
    world.step(&Step::Import { who: 0, which: 0 });
    world.step(&Step::Write { who: 0, record: 0, clock: 2 });
    world.step(&Step::Erase { who: 0, file: 0 });
    let before = world.devices[0].actor;
    world.step(&Step::Import { who: 0, which: 0 });
    assert_ne!(world.devices[0].actor, before);
    // `write` itself holds that no count is used twice.
    world.step(&Step::Write { who: 0, record: 0, clock: 3 });
    world.holds_what_it_was_given();
}
