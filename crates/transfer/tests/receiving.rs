//! Receiving, with the functions that the bundle worker calls: taking an import back,
//! what was moved, who is whom, receipts, and what somebody forged.

use casebook_bundle::{EnvelopeError, LeadSays, LocalIndex, Opening, Outgoing, Purpose, Sender, envelope};
use casebook_domain::alias::Alias;
use casebook_domain::content::{Content, Kind};
use casebook_domain::custody::{Custody, custody};
use casebook_domain::hand_over::{HandedOver, LeadHas, Received};
use casebook_domain::ids::FileId;
use casebook_domain::safety::{Told, Worry};
use casebook_domain::session::Note;
use casebook_records::device::{ColleagueRow, colleague_name, decode_moved, encode_colleague, moved_name};
use casebook_records::revision::Vector;
use casebook_repository::RepositoryError;
use casebook_repository::ids;
use casebook_repository::rows::Rows as _;
use casebook_repository::rows::StoreName;
use casebook_testing::memory::run;
use casebook_transfer::export::{ExportOf, export};
use casebook_transfer::import::apply;
use casebook_transfer::look::{compare, details, look};
use casebook_transfer::preview::{Choices, Fate, LeftOut, PreviewKind, PreviewRecords, Signer, Vouched};
use casebook_transfer::{OpenBy, journal};

mod common;

use common::*;

#[test]
fn taking_an_import_back_restores_the_database_byte_for_byte() {
    run(async {
        let (here, pupils) = Casebook::of_mentor("Sender", 3).await;
        let (there, _) = Casebook::of_mentor("Colleague", 2).await;
        let sent = here.hand_over_logged(&pupils, Purpose::Cover).await;
        let (opened, found) = there.inspect(&sent.files[0].bytes, &by_words()).await.expect("opens");
        let two: Vec<FileId> = files(&found)[..2].to_vec();
        there.apply(&opened, &Choices::whole(two.clone())).await;
        // From here on there is something of everything: changed there, changed on both sides, new, a trace, an alias.
        let shared = ids::record_id();
        there.note(two[0], shared, "written there").await;
        let back = there.hand_over_logged(&two, Purpose::Cover).await;
        let (opened_here, found_here) = here.inspect(&back.files[0].bytes, &by_words()).await.expect("opens");
        here.apply(&opened_here, &Choices::whole(files(&found_here))).await;
        here.note(two[0], shared, "changed by the sender").await;
        there.note(two[0], shared, "changed there too").await;

        let again = here.hand_over_logged(&pupils, Purpose::Cover).await;
        let (opened, found) = there.inspect(&again.files[0].bytes, &by_words()).await.expect("opens");
        assert!(found.files.iter().any(|file| file.two > 0) && found.files.iter().any(|file| !file.here), "{found:?}");
        let before = there.raw().await;
        let mut chosen = Choices::whole(files(&found));
        chosen.joins.extend(Alias::of_two(two[0], two[1]));
        chosen.apart.extend(Alias::of_two(two[0], pupils[2]));
        let applied = there.apply(&opened, &chosen).await;
        assert!(applied.records > 0 && there.raw().await != before);
        assert_eq!(there.repository.aliases().await.expect("read").all().count(), 1);
        let head = journal::last(&there.repository).await.expect("read").expect("it can be taken back");
        assert_eq!((head.from.as_str(), head.backup), ("Sender", false));

        journal::undo(&there.repository).await.expect("taken back");
        assert_eq!(there.raw().await, before, "byte for byte");
        assert_eq!(journal::undo(&there.repository).await.map_err(trouble), Err(EnvelopeError::NoUndo), "once");
        for file in &two {
            there.case(*file).await;
        }
    });
}

#[test]
fn the_next_change_or_export_ends_the_journal_in_its_own_transaction() {
    run(async {
        let (here, pupils) = Casebook::of_mentor("Sender", 1).await;
        let there = Casebook::new("Colleague", "Made-up School").await;
        let sent = here.hand_over_logged(&pupils, Purpose::Cover).await;
        let (opened, found) = there.inspect(&sent.files[0].bytes, &by_words()).await.expect("opens");
        there.apply(&opened, &Choices::whole(files(&found))).await;
        assert!(journal::last(&there.repository).await.expect("read").is_some());
        let changed = ids::record_id();
        there.note(pupils[0], changed, "work goes on").await;
        assert_eq!(journal::last(&there.repository).await.expect("read"), None);
        assert!(there.db.keys(StoreName::Device, b"journal").await.expect("read").is_empty(), "no row of it is left");
        assert_eq!(journal::undo(&there.repository).await.map_err(trouble), Err(EnvelopeError::NoUndo));
        assert_eq!(there.case(pupils[0]).await.find::<Note>(changed).expect("kept").text, "work goes on");

        // Also a change by somebody who knows of no journal does not get lost: what is there is looked at first.
        here.note(pupils[0], ids::record_id(), "more").await;
        let more = here.hand_over_logged(&pupils, Purpose::Cover).await;
        let (opened, found) = there.inspect(&more.files[0].bytes, &by_words()).await.expect("opens");
        there.apply(&opened, &Choices::whole(files(&found))).await;
        let (key, value) = there.db.range(StoreName::Headers, pupils[0].as_bytes()).await.expect("read").remove(0);
        let mut other = value.clone();
        other[30] ^= 1;
        let mut batch = casebook_repository::rows::Batch::default();
        batch.put(StoreName::Headers, key.clone(), other);
        there.db.write(batch).await.expect("written");
        let before = there.raw().await;
        assert_eq!(journal::undo(&there.repository).await.map_err(trouble), Err(EnvelopeError::NoUndo));
        assert_eq!(there.raw().await, before);
    });
}

#[test]
fn what_is_left_out_does_not_come_in_and_can_come_later_from_the_same_file() {
    run(async {
        let (here, pupils) = Casebook::of_mentor("Sender", 1).await;
        let there = Casebook::new("Colleague", "Made-up School").await;
        let file = pupils[0];
        let note = ids::record_id();
        here.note(file, note, "between us").await;
        let sent = here.hand_over_logged(&pupils, Purpose::Cover).await;
        let (opened, found) = there.inspect(&sent.files[0].bytes, &by_words()).await.expect("opens");
        assert!(found.files[0].kinds.iter().any(|(kind, count)| *kind == Some(Kind::Note) && *count > 0));
        let (_, local, planned) = look(&there.repository, &opened).await.expect("looked at");
        let PreviewRecords { first: lines, count: of } = details(&opened, &local, &planned, file);
        assert_eq!(lines.len() as u32, of);
        assert!(lines.iter().all(|line| line.fate == Fate::New), "{lines:?}");
        assert_eq!(lines.len() as u32, found.files[0].new);
        let without = LeftOut { kinds: vec![Some(Kind::Note), Some(Kind::Pupil)], records: Vec::new() };
        let chosen = Choices { files: [(file, without)].into(), ..Choices::default() };
        let applied = there.apply(&opened, &chosen).await;
        let (_, told) =
            here.inspect(&applied.receipt.expect("a receipt").file.bytes, &OpenBy::Tablet).await.expect("opens");
        assert!(
            told.arrivals[0].missing.is_some_and(|missing| missing > 0),
            "the sender hears that something is missing"
        );
        let case = there.case(file).await;
        assert!(case.pupil().is_some() && case.notes().is_empty() && case.find::<Note>(note).is_none());
        there.apply(&opened, &Choices::whole([file])).await;
        assert_eq!(there.case(file).await.find::<Note>(note).expect("came later").text, "between us");
    });
}

#[test]
fn a_record_from_the_wrong_file_goes_with_its_history_and_what_was_typed_about_it() {
    run(async {
        let (here, pupils) = Casebook::of_mentor("Sender", 1).await;
        let there = Casebook::new("Colleague", "Made-up School").await;
        let (file, wrong) = (pupils[0], ids::record_id());
        here.note(file, wrong, "about somebody else").await;
        here.note(file, wrong, "about somebody else, changed").await;
        let sent = here.hand_over_logged(&pupils, Purpose::Cover).await;
        let (opened, found) = there.inspect(&sent.files[0].bytes, &by_words()).await.expect("opens");
        there.apply(&opened, &Choices::whole(files(&found))).await;
        assert!(there.case(file).await.find::<Note>(wrong).is_some());
        let before = there.raw().await;
        // As it is there: two versions by the sender's actor.
        let seen = Vector::from_counts([(here.repository.actor(), 2)]);
        let moved = Outgoing::Moved { file, record: wrong, seen: seen.clone(), kind: Some(Kind::Note) };
        let opening = Opening::hand_over(Purpose::Cover, here.repository.actor(), "Sender", now());
        let unsigned = envelope::make(&seal(), &opening, None, vec![moved.clone()]).expect("made");
        let (opened, found) = there.inspect(&unsigned.bytes, &by_words()).await.expect("opens");
        assert_eq!((found.files[0].moved, found.files[0].kept), (0, 1), "nobody who is known says so");
        let (_, local, planned) = look(&there.repository, &opened).await.expect("looked at");
        assert_eq!(details(&opened, &local, &planned, file).first[0].fate, Fate::Kept);
        there.apply(&opened, &Choices::whole([file])).await;
        assert!(there.case(file).await.find::<Note>(wrong).is_some());
        there.know(&here).await;
        let keys = here.repository.own_device_keys().await.expect("keys");
        let bundle = envelope::make(&seal(), &opening, Some(keys.signing()), vec![moved]).expect("made");
        let (opened, found) = there.inspect(&bundle.bytes, &by_words()).await.expect("opens");
        assert_eq!(found.files[0].moved, 1);
        let (_, local, planned) = look(&there.repository, &opened).await.expect("looked at");
        let PreviewRecords { first: lines, count: of } = details(&opened, &local, &planned, file);
        assert_eq!(lines.len() as u32, of);
        assert_eq!(lines[0].fate, Fate::Goes);
        there.apply(&opened, &Choices::whole([file])).await;
        let case = there.case(file).await;
        assert!(case.find::<Note>(wrong).is_none());
        for store in [StoreName::Records, StoreName::History, StoreName::Drafts] {
            let key = [file.as_bytes().as_slice(), wrong.as_bytes()].concat();
            assert!(there.db.keys(store, &key).await.expect("read").is_empty(), "{store:?}");
        }
        let row = there.repository.device_row(&moved_name(file, wrong)).await.expect("read").expect("a trace");
        assert_eq!(decode_moved(&row).expect("a trace").seen, seen);
        // It does not come back with the old bundle.
        let (opened, found) = there.inspect(&sent.files[0].bytes, &by_words()).await.expect("opens");
        there.apply(&opened, &Choices::whole(files(&found))).await;
        assert!(there.case(file).await.find::<Note>(wrong).is_none());
        // A mistake is put right, long after: with every version, and knowing that it had been removed.
        there.note(file, ids::record_id(), "work goes on").await;
        there.repository.put_back(file, wrong, &there.settings).await.expect("put back");
        let case = there.case(file).await;
        assert_eq!(case.find::<Note>(wrong).expect("it is back").text, "about somebody else, changed");
        assert!(case.moved_away.is_empty() && case.two_versions.is_empty());
        let key = [file.as_bytes().as_slice(), wrong.as_bytes()].concat();
        assert_eq!(there.db.keys(StoreName::History, &key).await.expect("read").len(), 2, "its earlier versions too");
        let again = there.repository.put_back(file, wrong, &there.settings).await;
        assert_eq!(again, Err(RepositoryError::Missing), "once");
        assert!(before.iter().any(|(store, ..)| *store == StoreName::History));
    });
}

#[test]
fn a_device_that_lost_what_it_wrote_takes_a_new_name_and_keeps_it_after_undo() {
    run(async {
        let (here, pupils) = Casebook::of_mentor("Sender", 1).await;
        let there = Casebook::new("Colleague", "Made-up School").await;
        let file = pupils[0];
        let sent = here.hand_over_logged(&pupils, Purpose::Cover).await;
        let (opened, found) = there.inspect(&sent.files[0].bytes, &by_words()).await.expect("opens");
        there.apply(&opened, &Choices::whole(files(&found))).await;
        let note = ids::record_id();
        there.note(file, note, "written there").await;
        let kept = there.hand_over_logged(&pupils, Purpose::Cover).await;
        // The device forgets, as one that was put back behind Casebook's back.
        let mut batch = casebook_repository::rows::Batch::default();
        for store in [StoreName::Records, StoreName::History, StoreName::Headers] {
            batch.delete_prefix(store, *file.as_bytes());
        }
        there.db.write(batch).await.expect("forgotten");
        let old = there.repository.actor();
        let (opened, found) = there.inspect(&kept.files[0].bytes, &by_words()).await.expect("opens");
        assert_eq!(found.sender, Vouched::Own, "its own signature");
        there.apply(&opened, &Choices::whole(files(&found))).await;
        let new = there.repository.actor();
        assert_ne!(new, old);
        journal::undo(&there.repository).await.expect("taken back");
        let again = there.again(old).await;
        assert_eq!(again.actor(), new, "whoever unlocks goes on in the new name");
    });
}

#[test]
fn a_receipt_comes_back_and_turns_the_senders_copy_of_a_transfer_read_only() {
    run(async {
        let (here, pupils) = Casebook::of_mentor("Sender", 2).await;
        let there = Casebook::new("Colleague", "Made-up School").await;
        let sent = here.hand_over_logged(&pupils, Purpose::Transfer).await;
        assert!(matches!(custody(&here.case(pupils[0]).await), Custody::OnTheWay(_)));
        let (opened, found) = there.inspect(&sent.files[0].bytes, &by_words()).await.expect("opens");
        assert_eq!(
            found.reply.as_ref().map(|key| key.text().to_owned()),
            Some(here.keys.recipient()),
            "the hand-over says for whom to seal the receipt"
        );
        let chosen = Choices { lead: Some(LeadHas::Nothing), ..Choices::whole([pupils[0]]) };
        let applied = there.apply(&opened, &chosen).await;
        let arrived: Vec<Received> =
            there.case(pupils[0]).await.all::<Received>().iter().map(|received| received.body.clone()).collect();
        assert_eq!(arrived.len(), 1);
        assert_eq!(arrived[0].from, "Sender");
        assert_eq!((arrived[0].lead_says, arrived[0].lead_has), (Some(LeadSays::WillSend), Some(LeadHas::Nothing)));
        assert!(!arrived[0].known && arrived[0].fingerprint == here.keys.fingerprint().join(" "));
        let made = applied.receipt.expect("a receipt");
        assert!(!made.by_words && made.file.name.contains(" receipt "));
        let made = made.file;

        // It opens on the sender's tablet alone, without words.
        assert!(there.inspect(&made.bytes, &OpenBy::Tablet).await.is_err());
        let (back, found) = here.inspect(&made.bytes, &OpenBy::Tablet).await.expect("opens");
        assert_eq!(found.kind, PreviewKind::Receipt);
        assert!(matches!(found.sender, Vouched::New(_)));
        let lines: Vec<_> = found.arrivals.iter().map(|line| (line.file, line.missing)).collect();
        assert_eq!(lines, [(pupils[0], Some(0)), (pupils[1], None)], "one was left out");
        assert_eq!(here.apply(&back, &Choices::default()).await.files, 1);
        let case = here.case(pupils[0]).await;
        assert!(matches!(custody(&case), Custody::HandedOver(_)));
        let entered = case.all::<HandedOver>()[0].body.receipt.clone().expect("entered");
        assert_eq!((entered.by.as_str(), entered.missing), ("Colleague", 0));
        assert!(matches!(custody(&here.case(pupils[1]).await), Custody::OnTheWay(_)));
        // Casebooks that never sent it have nothing to do with it.
        let (stranger, _) = Casebook::of_mentor("Stranger", 1).await;
        let (found, ..) = look(&stranger.repository, &back).await.expect("looked at");
        assert_eq!(found.arrivals, []);
        assert_eq!(stranger.apply(&back, &Choices::default()).await.files, 0);
    });
}

#[test]
fn a_pinned_sender_is_known_by_name_and_a_false_signature_takes_nothing_in() {
    run(async {
        let (here, pupils) = Casebook::of_mentor("Sender", 1).await;
        let there = Casebook::new("Colleague", "Made-up School").await;
        let sent = here.hand_over_logged(&pupils, Purpose::Cover).await;
        let (mut opened, found) = there.inspect(&sent.files[0].bytes, &by_words()).await.expect("opens");
        let signer = here.keys.signer();
        assert_eq!(found.sender, Vouched::New(Signer { key: signer, words: here.keys.fingerprint().join(" ") }));
        let mut batch = casebook_repository::rows::Batch::default();
        let row = ColleagueRow { name: "S. Ender".into(), since: now(), recipient: None };
        there.repository.put_device_row(&mut batch, &colleague_name(&signer), &encode_colleague(&row));
        there.db.write(batch).await.expect("pinned");
        let (_, found) = there.inspect(&sent.files[0].bytes, &by_words()).await.expect("opens");
        assert!(matches!(&found.sender, Vouched::Known(name, _) if name == "S. Ender"));

        let before = there.raw().await;
        opened.sender = Sender::BadSignature;
        let refused = apply(&there.repository, &opened, &Choices::whole(files(&found)), &mut |_| {}).await;
        assert_eq!(refused.map_err(trouble), Err(EnvelopeError::Forged));
        assert_eq!(there.raw().await, before);
    });
}

#[test]
fn one_pupil_in_two_files_is_shown_beside_the_other_and_joined_or_kept_apart() {
    run(async {
        let (here, pupils) = Casebook::of_mentor("Sender", 1).await;
        let there = Casebook::new("Colleague", "Made-up School").await;
        let other = ids::file_id();
        let mut pupil = here.case(pupils[0]).await.pupil().expect("a pupil").clone();
        pupil.upn = "A123456789012".into();
        here.save(
            pupils[0],
            here.case(pupils[0])
                .await
                .items()
                .find(|item| item.entry.content.kind() == Kind::Pupil)
                .expect("a pupil")
                .id,
            Content::Pupil(pupil.clone()),
        )
        .await;
        pupil.surname = "Otherwise".into();
        there.save(other, ids::record_id(), Content::Pupil(pupil)).await;
        let sent = here.hand_over_logged(&pupils, Purpose::Cover).await;
        let (opened, found) = there.inspect(&sent.files[0].bytes, &by_words()).await.expect("opens");
        assert_eq!(found.files[0].alike.len(), 1, "by the number alone: {:?}", found.files[0]);
        let (.., planned) = look(&there.repository, &opened).await.expect("looked at");
        let (incoming, local) =
            compare(&there.repository, &opened, &planned, (pupils[0], other)).await.expect("compared");
        assert_eq!((incoming.upn.as_str(), local.upn.as_str()), ("A123456789012", "A123456789012"));
        assert!(incoming.records > local.records);

        let pair = Alias::of_two(pupils[0], other).expect("two");
        let apart = Choices { apart: vec![pair], ..Choices::default() };
        there.apply(&opened, &apart).await;
        let (found, ..) = look(&there.repository, &opened).await.expect("looked at");
        assert_eq!(found.files[0].alike, [], "not asked again");
        let joined = Choices { joins: vec![pair], ..Choices::whole([pupils[0]]) };
        there.apply(&opened, &joined).await;
        assert_eq!(there.repository.aliases().await.expect("read").all().collect::<Vec<_>>(), [pair]);
        let index: LocalIndex =
            casebook_transfer::import::index(&there.repository, &opened.joined, &opened.sender).await.expect("read");
        assert_eq!(
            (index.actor, index.aliases.canonical(other)),
            (Some(there.repository.actor()), pupils[0].min(other))
        );
    });
}

#[test]
fn words_that_the_lead_holds_are_in_no_journal_either() {
    run(async {
        let (here, pupils) = Casebook::of_mentor("Mentor", 1).await;
        let there = Casebook::new("Mentor", "Made-up School").await;
        // Only people who are known here may end words.
        there.know(&here).await;
        let (file, worry) = (pupils[0], ids::record_id());
        let said = Worry { at: now(), words: "exact words".into(), told: None, held_by_lead: false, withdrawn: None };
        here.save(file, worry, Content::Worry(said.clone())).await;
        let backup = || async {
            export(&here.repository, &ExportOf::Backup, &seal(), &mut |_| {}).await.expect("made").files.remove(0).bytes
        };
        let (opened, found) = there.inspect(&backup().await, &by_words()).await.expect("opens");
        there.apply(&opened, &Choices::whole(files(&found))).await;
        assert!(journal::last(&there.repository).await.expect("read").is_some());
        let told = Some(Told { name: "Ms Lead".into(), at: now(), how: "In person".into() });
        here.save(file, worry, Content::Worry(Worry { told, held_by_lead: true, ..said })).await;
        let (opened, found) = there.inspect(&backup().await, &by_words()).await.expect("opens");
        there.apply(&opened, &Choices::whole(files(&found))).await;
        assert_eq!(there.case(file).await.worries()[0].words, "");
        assert!(there.db.keys(StoreName::Device, b"journal").await.expect("read").is_empty());
        assert_eq!(journal::undo(&there.repository).await.map_err(trouble), Err(EnvelopeError::NoUndo));
    });
}
