//! Two tablets that write, delete, choose between versions, exchange backups and take imports back at random, cut off at any write: nothing is half
//! there, nothing that was saved is lost, and in the end both hold the same.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use casebook_bundle::EnvelopeError;
use casebook_domain::content::{Content, Entry};
use casebook_domain::decide::Command;
use casebook_domain::ids::{FileId, RecordId};
use casebook_records::revision::Head;
use casebook_records::{self as records, RowContent};
use casebook_repository::rows::{Rows as _, StoreName};
use casebook_repository::{Loaded, RepositoryError, VersionChoice};
use casebook_testing::memory::run;
use casebook_transfer::preview::Choices;
use casebook_transfer::{JobError, journal};
use proptest::prelude::*;

use common::*;

/// Records that are written: few, so that both tablets change the same ones.
const RECORDS: u8 = 2;

/// What happens next.
#[derive(Clone, Debug)]
enum Act {
    Write { on: usize, record: u8 },
    Delete { on: usize, record: u8 },
    Take { on: usize },
    TakeBack { on: usize },
}

fn acts() -> impl Strategy<Value = Vec<(Act, bool)>> {
    let on = 0..2usize;
    let act = prop_oneof![
        5 => (on.clone(), 0..RECORDS).prop_map(|(on, record)| Act::Write { on, record }),
        1 => (on.clone(), 0..RECORDS).prop_map(|(on, record)| Act::Delete { on, record }),
        3 => on.clone().prop_map(|on| Act::Take { on }),
        2 => on.prop_map(|on| Act::TakeBack { on }),
    ];
    // Whether the tablet is cut off at the first write of it.
    prop::collection::vec((act, prop::bool::weighted(0.25)), 1..14)
}

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([0xa0 | number; 16])
}

/// The heads of every pupil's file.
async fn heads(of: &Casebook) -> BTreeMap<FileId, BTreeMap<RecordId, Vec<Head>>> {
    let mut all = BTreeMap::new();
    for file in of.files().await {
        // Loading checks that the file adds up with its header.
        let Loaded { heads, .. } = of.repository.load(file).await.expect("adds up");
        all.insert(file, heads.into_iter().map(|(record, heads)| (record, sorted(heads))).collect());
    }
    all
}

fn sorted(mut heads: Vec<Head>) -> Vec<Head> {
    heads.sort_by_key(|head| head.version.id);
    heads
}

/// Every text of a note that stands anywhere, earlier versions among them.
async fn texts(of: &Casebook, file: FileId) -> BTreeSet<String> {
    let mut rows: Vec<Vec<u8>> =
        heads(of).await.remove(&file).unwrap_or_default().into_values().flatten().map(|head| head.row).collect();
    for (key, sealed) in of.db.range(StoreName::History, file.as_bytes()).await.expect("read") {
        let record = RecordId::from_bytes(casebook_repository::id_at(&key, 16).expect("a record"));
        rows.push(of.repository.open_head(file, record, &sealed).expect("opens").row);
    }
    let text = |row: Vec<u8>| match records::decode(&row).expect("a row").what {
        RowContent::Entry(entry) => match entry.content {
            Content::Note(note) => Some(note.text),
            _ => None,
        },
        RowContent::Deleted | RowContent::Newer => None,
    };
    rows.into_iter().filter_map(text).collect()
}

/// Does it; what was written down, if it was a text.
async fn perform(act: &Act, tablets: &[Casebook; 2], file: FileId, turn: usize) -> Result<Option<String>, JobError> {
    let (Act::Write { on, .. } | Act::Delete { on, .. } | Act::Take { on } | Act::TakeBack { on }) = *act;
    if matches!(act, Act::Write { .. } | Act::Delete { .. }) && tablets[on].case_is_missing(file).await {
        // The import that brought it was taken back: there is nothing to write in.
        return Ok(None);
    }
    match *act {
        Act::Write { on, record: number } => {
            let text = format!("turn {turn}");
            let tablet = &tablets[on];
            let loaded = tablet.repository.load(file).await?;
            let content = Content::Note(casebook_domain::session::Note { text: text.clone(), ..common::a_note() });
            if loaded.case.two_versions.contains(&record(number)) {
                // Nobody writes over two versions unseen: what is written is put together from both.
                let entry = Entry { episode: None, content };
                let choice = VersionChoice::Together(entry);
                tablet.repository.choose(&loaded, &tablet.settings, record(number), &choice).await?;
            } else {
                let command = Command::Save { id: record(number), content };
                tablet.repository.dispatch(&loaded, &tablet.settings, &command, None).await?;
            }
            return Ok(Some(text));
        }
        Act::Delete { on, record: number } => {
            let tablet = &tablets[on];
            let loaded = tablet.repository.load(file).await?;
            if loaded.case.two_versions.contains(&record(number)) {
                let kept = VersionChoice::Version(loaded.heads[&record(number)][0].version.id);
                tablet.repository.choose(&loaded, &tablet.settings, record(number), &kept).await?;
            } else if loaded.case.get(record(number)).is_some() {
                let command = Command::Delete { id: record(number) };
                tablet.repository.dispatch(&loaded, &tablet.settings, &command, None).await?;
            }
        }
        Act::Take { on } => {
            let (to, from) = (&tablets[on], &tablets[1 - on]);
            let (opened, preview) = to.inspect(&from.backup().await, &from.secret()).await.expect("opens");
            let all = Choices::whole(files(&preview));
            casebook_transfer::import::apply(&to.repository, &opened, &all, &mut |_| {}).await?;
        }
        Act::TakeBack { on } => match journal::undo(&tablets[on].repository).await {
            Ok(_) | Err(JobError::Bundle(EnvelopeError::NoUndo)) => {}
            Err(error) => return Err(error),
        },
    }
    Ok(None)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn whatever_two_tablets_do_nothing_is_half_there_and_nothing_is_lost(acts in acts()) {
        run(async {
            let (first, pupils) = Casebook::of_mentor("Mentor", 1).await;
            let second = Casebook::new("Colleague", "Made-up School").await;
            let file = pupils[0];
            second.take(&first.backup().await, &first.secret()).await;
            let tablets = [first, second];
            let mut saved = BTreeSet::new();
            for (turn, (act, cut)) in acts.iter().enumerate() {
                let (Act::Write { on, .. } | Act::Delete { on, .. } | Act::Take { on } | Act::TakeBack { on }) = *act;
                let before = tablets[on].raw().await;
                tablets[on].db.cut_off_after(cut.then_some(0));
                let done = perform(act, &tablets, file, turn).await;
                tablets[on].db.cut_off_after(None);
                match done {
                    Ok(text) => saved.extend(text),
                    Err(JobError::Core(RepositoryError::Db(_))) => {
                        assert!(*cut, "{act:?}");
                        assert!(tablets[on].raw().await == before, "{act:?} left something half done");
                    }
                    Err(error) => panic!("{act:?}: {error:?}"),
                }
                // What is in memory is what a new start reads.
                for tablet in &tablets {
                    heads(tablet).await;
                }
            }
            let [first, second] = &tablets;
            first.take(&second.backup().await, &second.secret()).await;
            second.take(&first.backup().await, &first.secret()).await;
            assert_eq!(heads(first).await, heads(second).await);
            let found = texts(first, file).await;
            assert!(saved.is_subset(&found), "lost: {:?}", saved.difference(&found).collect::<Vec<_>>());
        });
    }
}
