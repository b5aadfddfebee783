//! The running observation in a database: its rows, how it is saved, how one without a pupil gets its pupil.

use casebook_demo as demo;
use casebook_domain::calendar::{Date, Moment};
use casebook_domain::content::{Content, Kind};
use casebook_domain::decide::Command;
use casebook_domain::ids::{DraftId, FileId, RecordId};
use casebook_domain::observation::events::{push, tap, to_undo};
use casebook_domain::observation::{
    Abc, Colour, Event, EventKind, Lesson, Observation, Observed, PauseReason, RunningObservation, Starter, of_target,
    starters,
};
use casebook_domain::settings::Settings;
use casebook_records::{self as records, DraftRow, EventRow, NO_FILE, UNATTACHED_FILE};
use casebook_repository::DraftSlot;
use casebook_repository::ids;
use casebook_repository::observing::{BEGAN, Resumed, resumed};
use casebook_repository::rows::Rows as _;
use casebook_repository::rows::{DbError, StoreName};
use casebook_repository::{Loaded, Repository, RepositoryError};
use casebook_testing::memory::{MemoryRows, run};
use casebook_vault::{self as vault, Derived, Key, Params, random_salt};

fn now() -> Moment {
    Moment { utc_ms: 1_795_000_000_000, offset_min: 0 }
}

fn today() -> Date {
    now().date()
}

const NOTE: &str = "threw Quillfeather's pencil case";
const PLACE: &str = "Seat by Bramblethwaite";
const TYPED: &str = "a comment about Figglesworth";

/// A casebook of two made-up pupils in a database of its own.
struct Book {
    db: MemoryRows,
    repository: Repository,
    settings: Settings,
    files: [FileId; 2],
    draft: DraftId,
}

impl Book {
    async fn open() -> Self {
        let db = MemoryRows::default();
        let passphrase = Derived { key: Key::random(), salt: random_salt(), params: Params::DEFAULT };
        let created = vault::create(&passphrase, "Mentor");
        let repository = Repository::new(db.clone(), created.unlocked.keys, created.header.actor(), now);
        let settings = Settings::new("Made-Up Mentor".into(), "Made-Up School".into());
        let files = demo::files(2, &settings, now(), today());
        repository.write_files(&files, &settings).await.expect("written");
        Self { db, repository, settings, files: [files[0].case.id, files[1].case.id], draft: ids::draft_id() }
    }

    fn running(&self) -> RunningObservation {
        let observed = |file, colour| Observed { file, colour, label: PLACE.to_owned() };
        RunningObservation {
            began: Moment { utc_ms: now().utc_ms - 600_000, offset_min: 0 },
            sheet: starters::sheet(Starter::Engagement),
            lesson: Lesson { subject: "Wobblecombe studies".to_owned(), ..Lesson::default() },
            observed: vec![
                observed(Some(self.files[0]), Colour::Red),
                observed(Some(self.files[1]), Colour::Blue),
                observed(None, Colour::Teal),
                observed(None, Colour::Grey),
            ],
        }
    }

    async fn begin(&self, running: &RunningObservation) {
        let values = [(BEGAN.to_owned(), "1".to_owned()), ("comment.0".to_owned(), TYPED.to_owned())].into();
        let row = DraftRow { kind: Kind::Observation, file: None, record: None, saved: running.began, values };
        let rows = [records::encode_draft(&row), records::encode_set_up(running)];
        self.repository.begin_draft(NO_FILE, self.draft, &rows, None).await.expect("begun");
    }

    async fn append(&self, place: usize, event: &Event) -> Result<(), RepositoryError> {
        let seq = place as u64 + 2;
        let row = EventRow { seq, event: event.clone() };
        self.repository.keep_draft(NO_FILE, self.draft, seq, &records::encode_event(&row)).await
    }

    async fn read(&self) -> Option<Resumed> {
        let rows = self.repository.draft_rows(NO_FILE, self.draft).await.expect("read");
        resumed(&rows).expect("the set-up can be read")
    }

    async fn load(&self, file: FileId) -> Loaded {
        self.repository.load(file).await.expect("the file adds up")
    }

    async fn save_all(
        &self,
        running: &RunningObservation,
        events: &[Event],
    ) -> (Vec<RecordId>, Result<(), RepositoryError>) {
        let mut commands = Vec::new();
        let mut ids = Vec::new();
        for (target, observed) in running.observed.iter().enumerate() {
            let id = ids::record_id();
            let content = Content::Observation(running.of(target as u8, events, TYPED.to_owned()));
            commands.push((self.load(observed.file.unwrap_or(UNATTACHED_FILE)).await, Command::Save { id, content }));
            ids.push(id);
        }
        let clear = DraftSlot::new(NO_FILE, self.draft);
        (ids, self.repository.dispatch_all(&commands, &self.settings, Some(&clear)).await.map(drop))
    }

    async fn rows(&self, store: StoreName, file: FileId) -> usize {
        self.db.keys(store, file.as_bytes()).await.expect("read").len()
    }
}

fn observation(loaded: &Loaded, id: RecordId) -> Observation {
    match &loaded.case.get(id).expect("it stands there").entry.content {
        Content::Observation(observation) => observation.clone(),
        other => panic!("{other:?}"),
    }
}

/// Taps, notes, pauses and what was taken back, of four pupils.
fn lesson(running: &RunningObservation) -> Vec<Event> {
    let mut events = Vec::new();
    for interval in 0..24u32 {
        let now = (interval + 1) * 20_000 + interval * 31;
        let target = (interval % 4) as u8;
        let what = tap(&events, &running.sheet, target, (interval % 2) as u8, now).expect("a moment has passed");
        push(&mut events, now, Some(target), what);
        match interval % 6 {
            1 => push(&mut events, now + 100, Some(target), EventKind::Noted(NOTE.to_owned())),
            2 => {
                let event = to_undo(&events).expect("a tap");
                push(&mut events, now + 200, None, EventKind::Undone { event });
            }
            3 => push(&mut events, now + 300, Some(target), EventKind::Rated { code: 2, level: 4 }),
            4 => {
                let words = "to the Dunderwick office".to_owned();
                push(&mut events, now + 400, Some(target), EventKind::Paused { reason: PauseReason::OutOfRoom, words });
            }
            5 => {
                push(&mut events, now + 500, None, EventKind::Abc(Abc { behaviour: NOTE.to_owned(), ..Abc::default() }))
            }
            _ => {}
        }
    }
    push(&mut events, 500_000, None, EventKind::Ended);
    events
}

#[test]
fn what_was_tapped_so_far_is_read_back_after_each_tap() {
    run(async {
        let book = Book::open().await;
        assert!(book.read().await.is_none(), "nothing runs");
        let running = book.running();
        book.begin(&running).await;
        let events = lesson(&running);
        for (place, event) in events.iter().enumerate() {
            let read = book.read().await.expect("it runs");
            assert_eq!(read.running, running);
            assert_eq!(read.events, events[..place]);
            assert_eq!(read.next_seq, place as u64 + 2);
            assert_eq!(read.row.values.get("comment.0").map(String::as_str), Some(TYPED));
            book.append(place, event).await.expect("on the disk");
        }
        // As after a crash: the database is opened again.
        let again = Repository::new(book.db.clone(), book.repository.keys().clone(), book.repository.actor(), now);
        let rows = again.draft_rows(NO_FILE, book.draft).await.expect("read");
        assert_eq!(resumed(&rows).expect("readable").expect("it runs").events, events);
        drop(again);
    });
}

#[test]
fn a_row_that_cannot_be_read_or_is_not_there_costs_one_event_and_no_other_its_place() {
    run(async {
        let book = Book::open().await;
        let running = book.running();
        book.begin(&running).await;
        let mut events = Vec::new();
        for (code, now) in [(0, 20_000), (1, 40_000), (0, 60_000), (1, 80_000)] {
            let what = tap(&events, &running.sheet, 0, code, now).expect("a moment has passed");
            push(&mut events, now, Some(0), what);
        }
        // The tap in the third place is taken back.
        push(&mut events, 81_000, None, EventKind::Undone { event: 2 });
        for (place, event) in events.iter().enumerate() {
            // The row of the second was never written.
            if place != 1 {
                book.append(place, event).await.expect("on the disk");
            }
        }
        // The first is damaged; so is the form of row 0.
        for seq in [0u64, 2] {
            let key = [NO_FILE.as_bytes().as_slice(), book.draft.as_bytes(), &seq.to_be_bytes()].concat();
            let mut batch = casebook_repository::rows::Batch::default();
            batch.put(StoreName::Drafts, key, *b"not what was sealed");
            book.db.write(batch).await.expect("written");
        }
        let read = book.read().await.expect("it runs all the same");
        assert_eq!(read.next_seq, 7);
        assert_eq!(read.events.len(), events.len());
        let own = of_target(&read.events, 0);
        assert_eq!(own, of_target(&events[3..4], 0), "of the fourth nothing was taken back");
        assert!(read.row.values.contains_key(BEGAN));
    });
}

#[test]
fn all_are_saved_each_in_its_file_and_the_running_one_is_gone_in_one_transaction() {
    run(async {
        let book = Book::open().await;
        let running = book.running();
        book.begin(&running).await;
        let events = lesson(&running);
        for (place, event) in events.iter().enumerate() {
            book.append(place, event).await.expect("on the disk");
        }
        let writes = book.db.writes();
        let (ids, saved) = book.save_all(&running, &events).await;
        saved.expect("saved");

        assert_eq!(book.db.writes(), writes + 1, "one transaction");
        assert!(book.read().await.is_none(), "nothing runs any more");
        assert_eq!(book.rows(StoreName::Drafts, NO_FILE).await, 0);
        let files = [book.files[0], book.files[1], UNATTACHED_FILE, UNATTACHED_FILE];
        for (target, (file, id)) in files.iter().zip(&ids).enumerate() {
            // Loading checks that the file adds up with its header.
            let saved = observation(&book.load(*file).await, *id);
            assert_eq!(saved, running.of(target as u8, &events, TYPED.to_owned()));
            assert_eq!(saved.figures(), running.of(target as u8, &events, String::new()).figures());
            for other in files.iter().filter(|other| *other != file) {
                assert!(book.load(*other).await.case.get(*id).is_none(), "in no other file");
            }
        }
    });
}

#[test]
fn two_of_one_lesson_in_the_same_file_add_up() {
    run(async {
        let book = Book::open().await;
        let mut running = book.running();
        running.observed[1].file = Some(book.files[0]);
        book.begin(&running).await;
        let (ids, saved) = book.save_all(&running, &lesson(&running)).await;
        saved.expect("saved");
        let loaded = book.load(book.files[0]).await;
        assert!(loaded.case.get(ids[0]).is_some() && loaded.case.get(ids[1]).is_some());
    });
}

#[test]
fn a_save_that_fails_leaves_everything_as_it_was() {
    run(async {
        let book = Book::open().await;
        let running = book.running();
        book.begin(&running).await;
        let events = lesson(&running);
        for (place, event) in events.iter().enumerate() {
            book.append(place, event).await.expect("on the disk");
        }
        let stores = [StoreName::Records, StoreName::Headers, StoreName::History, StoreName::Drafts];
        let mut before = Vec::new();
        for store in stores {
            before.push(book.db.range(store, &[]).await.expect("read"));
        }
        // The database is gone in the last moment.
        book.db.cut_off_after(Some(0));
        let (_, saved) = book.save_all(&running, &events).await;
        assert_eq!(saved, Err(RepositoryError::Db(DbError::Closed)));
        let late = Event { at_ms: 600_000, target: None, what: EventKind::Resumed };
        assert_eq!(book.append(events.len(), &late).await, Err(RepositoryError::Db(DbError::Closed)));
        for (store, before) in stores.into_iter().zip(before) {
            assert_eq!(book.db.range(store, &[]).await.expect("read"), before, "{store:?}");
        }
        assert_eq!(book.read().await.expect("it still runs").events, events);
    });
}

#[test]
fn attaching_carries_everything_over_and_leaves_nothing_behind() {
    run(async {
        let book = Book::open().await;
        let running = book.running();
        let events = lesson(&running);
        let (ids, saved) = book.save_all(&running, &events).await;
        saved.expect("saved");
        let (moved, stays) = (ids[2], ids[3]);
        // Its comment is changed first, so that there is an earlier version.
        let from = book.load(UNATTACHED_FILE).await;
        let changed = Observation { comment: "changed".to_owned(), ..observation(&from, moved) };
        let save = Command::Save { id: moved, content: Content::Observation(changed.clone()) };
        let from = book.repository.dispatch(&from, &book.settings, &save, None).await.expect("saved").loaded;
        assert_eq!(book.rows(StoreName::History, UNATTACHED_FILE).await, 1);

        let to = book.load(book.files[0]).await;
        let save = Command::Save { id: moved, content: Content::Observation(changed.clone()) };
        // Nothing happens where the database does not let us write …
        book.db.cut_off_after(Some(0));
        let stolen = book.repository.carry_over(&from, moved, &to, &book.settings, &save).await;
        assert_eq!(stolen.map(drop), Err(RepositoryError::Db(DbError::Closed)));
        assert_eq!(book.rows(StoreName::Records, UNATTACHED_FILE).await, 2);
        assert!(book.load(book.files[0]).await.case.get(moved).is_none());
        // … and all of it in one transaction where it does.
        book.db.cut_off_after(None);
        let writes = book.db.writes();
        let (left, saved) =
            book.repository.carry_over(&from, moved, &to, &book.settings, &save).await.expect("attached");

        assert_eq!(book.db.writes(), writes + 1, "one transaction");
        assert_eq!(observation(&saved.loaded, moved), changed);
        assert_eq!(observation(&book.load(book.files[0]).await, moved), changed);
        assert!(left.case.get(moved).is_none() && left.case.get(stays).is_some());
        let read = book.load(UNATTACHED_FILE).await;
        assert!(read.case.get(moved).is_none() && read.case.get(stays).is_some());
        assert_eq!(book.rows(StoreName::Records, UNATTACHED_FILE).await, 1, "the other one's row");
        assert_eq!(book.rows(StoreName::History, UNATTACHED_FILE).await, 0, "no earlier version either");
    });
}

/// Two without a pupil, the first with an earlier version.
async fn two_without_a_pupil(book: &Book) -> (Loaded, RecordId, RecordId) {
    let running = book.running();
    let (ids, saved) = book.save_all(&running, &lesson(&running)).await;
    saved.expect("saved");
    let from = book.load(UNATTACHED_FILE).await;
    let changed = Observation { comment: "changed".to_owned(), ..observation(&from, ids[2]) };
    let save = Command::Save { id: ids[2], content: Content::Observation(changed) };
    let from = book.repository.dispatch(&from, &book.settings, &save, None).await.expect("saved").loaded;
    assert_eq!(book.rows(StoreName::Records, UNATTACHED_FILE).await, 2);
    assert_eq!(book.rows(StoreName::History, UNATTACHED_FILE).await, 1);
    (from, ids[2], ids[3])
}

#[test]
fn what_is_erased_without_a_pupil_is_gone_with_every_version_of_it() {
    run(async {
        let book = Book::open().await;
        let (from, gone, stays) = two_without_a_pupil(&book).await;
        let left = book.repository.erase(&from, gone).await.expect("erased");
        assert!(left.case.get(gone).is_none() && left.case.get(stays).is_some());
        let read = book.load(UNATTACHED_FILE).await;
        assert!(read.case.get(gone).is_none() && read.case.get(stays).is_some());
        assert_eq!(book.rows(StoreName::Records, UNATTACHED_FILE).await, 1, "the other one's row");
        assert_eq!(book.rows(StoreName::History, UNATTACHED_FILE).await, 0, "no earlier version either");
        // A pupil's record is not erased: it is deleted and stays in its history.
        let file = book.load(book.files[0]).await;
        let kept = file.case.items().next().expect("a record").id;
        assert_eq!(book.repository.erase(&file, kept).await.map(drop), Err(RepositoryError::Missing));
        assert!(book.load(book.files[0]).await.case.get(kept).is_some());
    });
}

#[test]
fn what_is_deleted_without_a_pupil_leaves_no_earlier_version_behind() {
    run(async {
        let book = Book::open().await;
        let (from, gone, stays) = two_without_a_pupil(&book).await;
        // As "Undo" of the save does it.
        let delete = Command::Delete { id: gone };
        let saved = book.repository.dispatch(&from, &book.settings, &delete, None).await.expect("deleted");
        assert!(saved.loaded.case.get(gone).is_none() && saved.loaded.case.get(stays).is_some());
        assert!(saved.undo.is_empty(), "there is nothing to bring back");
        assert_eq!(book.rows(StoreName::History, UNATTACHED_FILE).await, 0);
    });
}

#[test]
fn no_row_of_a_running_or_a_saved_observation_tells_anything() {
    run(async {
        let book = Book::open().await;
        let running = book.running();
        book.begin(&running).await;
        let events = lesson(&running);
        for (place, event) in events.iter().enumerate() {
            book.append(place, event).await.expect("on the disk");
        }
        let tells = [
            "Quillfeather",
            "Bramblethwaite",
            "Figglesworth",
            "Dunderwick",
            "Wobblecombe",
            "Engagement",
            "scored",
            "undone",
            "out_of_room",
            "observed",
            "at_ms",
            "sheet",
            "momentary",
            "began",
            "comment",
        ];
        for saved in [false, true] {
            if saved {
                book.save_all(&running, &events).await.1.expect("saved");
            }
            for store in [StoreName::Headers, StoreName::Records, StoreName::History, StoreName::Drafts] {
                let rows = book.db.range(store, &[]).await.expect("read");
                assert_eq!(
                    rows.is_empty(),
                    store == StoreName::History || (saved && store == StoreName::Drafts),
                    "{store:?}"
                );
                let bytes: Vec<u8> = rows.into_iter().flat_map(|(key, value)| [key, value].concat()).collect();
                for word in tells {
                    let found = bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
                    assert!(!found, "{store:?} holds {word:?} in clear");
                }
            }
        }
        // Rows of taps are all of one length: what was tapped does not show in it.
        book.begin(&running).await;
        let counted = |event| Event { at_ms: 1_000, target: Some(0), what: event };
        let rows = [
            EventKind::Counted { code: 0 },
            EventKind::Undone { event: 17 },
            EventKind::Scored { code: 1, interval: 3 },
            EventKind::Ended,
        ];
        for (place, what) in rows.into_iter().enumerate() {
            book.append(place, &counted(what)).await.expect("on the disk");
        }
        let rows = book.db.range(StoreName::Drafts, NO_FILE.as_bytes()).await.expect("read");
        let mut lengths: Vec<usize> = rows[2..].iter().map(|(_, sealed)| sealed.len()).collect();
        lengths.dedup();
        assert_eq!(lengths.len(), 1, "{lengths:?}");
    });
}
