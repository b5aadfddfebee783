//! The versions of a record: choosing between two, taking a choice back, and telling them all.

use crate::change::{Back, Saved, VersionChoice};
use crate::error::RepositoryError;
use crate::ids;
use crate::loaded::Loaded;
use crate::repository::Repository;
use crate::rows::Batch;
use casebook_domain::case::Item;
use casebook_domain::content::Kind;
use casebook_domain::decide::Command;
use casebook_domain::ids::RecordId;
use casebook_domain::settings::Settings;
use casebook_domain::written::{Said, Written};
use casebook_records::revision::{self, Head, Order, Version};
use casebook_records::{self as records, RecordError, RowContent, is_register};

/// Versions of one record that are told of, the newest: more is no history that anybody reads.
const MOST_TOLD: usize = 400;

impl Repository {
    /// Of a record that has two versions, makes one that supersedes them all.
    pub async fn choose(
        &self,
        before: &Loaded,
        settings: &Settings,
        record: RecordId,
        choice: &VersionChoice,
    ) -> Result<Saved, RepositoryError> {
        let heads = before.heads.get(&record).filter(|heads| heads.len() > 1).ok_or(RepositoryError::Missing)?;
        let entry = match choice {
            VersionChoice::Together(entry) => Some(entry.clone()),
            VersionChoice::Version(id) => {
                let head = heads.iter().find(|head| head.version.id == *id).ok_or(RepositoryError::Missing)?;
                match records::decode(&head.row)?.what {
                    RowContent::Entry(entry) => Some(entry),
                    RowContent::Deleted => None,
                    RowContent::Newer => return self.keep_unread(before, settings, record, heads, head).await,
                }
            }
        };
        let mut versions = Vec::with_capacity(heads.len());
        for head in heads {
            if let RowContent::Entry(entry) = records::decode(&head.row)?.what {
                versions.push(Item { id: record, saved: head.version.time, entry });
            }
        }
        let command = Command::Choose { id: record, entry, versions };
        self.dispatch(before, settings, &command, None).await
    }

    /// Keeps the version that only a newer Casebook can read: what it says is passed on byte for byte.
    async fn keep_unread(
        &self,
        before: &Loaded,
        settings: &Settings,
        record: RecordId,
        heads: &[Head],
        kept: &Head,
    ) -> Result<Saved, RepositoryError> {
        let parents: Vec<&Version> = heads.iter().map(|head| &head.version).collect();
        let (id, now) = (ids::version_id(), self.now());
        let seen = before.known_of(record);
        let version = revision::next_knowing(&seen, &parents, self.actor(), id, now, &self.author(settings));
        let row = records::encode_again(&version, &kept.row).ok_or(RecordError::Row)?;
        let undo = vec![Back::Versions(record, heads.to_vec())];
        self.write_heads(before, settings, record, vec![Head { version, row }], undo).await
    }

    /// Takes a choice back: the versions are side by side again.
    pub async fn reopen(
        &self,
        before: &Loaded,
        settings: &Settings,
        record: RecordId,
        versions: &[Head],
    ) -> Result<Saved, RepositoryError> {
        let parents: Vec<&Version> =
            before.heads.get(&record).into_iter().flatten().map(|head| &head.version).collect();
        let old: Vec<&Version> = versions.iter().map(|head| &head.version).collect();
        let fresh = core::iter::repeat_with(ids::version_id);
        let again = revision::reopened(&before.known_of(record), &parents, &old, self.actor(), fresh, self.now());
        let mut heads = Vec::with_capacity(again.len());
        for (version, head) in again.into_iter().zip(versions) {
            let row = records::encode_again(&version, &head.row).ok_or(RecordError::Row)?;
            heads.push(Head { version, row });
        }
        // As an import leaves them: equal sets are equal lists.
        casebook_domain::order::by_key(&mut heads, |head| head.version.id);
        self.write_heads(before, settings, record, heads, Vec::new()).await
    }

    async fn write_heads(
        &self,
        before: &Loaded,
        settings: &Settings,
        record: RecordId,
        heads: Vec<Head>,
        undo: Vec<Back>,
    ) -> Result<Saved, RepositoryError> {
        let mut loaded = before.clone();
        let mut batch = Batch::default();
        self.replace(&mut batch, &mut loaded, record, heads)?;
        let header = (!is_register(loaded.case.id)).then(|| self.put_header(&mut batch, &loaded, settings));
        self.write(batch).await?;
        Ok(Saved { loaded, header, warnings: Vec::new(), undo })
    }

    /// Every version of a record that is here, as people look at them: newest first.
    pub async fn written(&self, loaded: &Loaded, record: RecordId) -> Result<Vec<Written>, RepositoryError> {
        let heads = loaded.heads.get(&record).cloned().unwrap_or_default();
        Ok(self.told(&heads, &self.history(loaded.case.id, record).await?))
    }

    /// The records of a file that are deleted, each with all its versions.
    pub async fn deleted(&self, loaded: &Loaded) -> Result<Vec<(RecordId, Vec<Written>)>, RepositoryError> {
        let mut found = Vec::new();
        for (record, heads) in &loaded.heads {
            let shown = records::shown(heads).and_then(|head| records::decode(&head.row).ok());
            if shown.is_some_and(|decoded| decoded.what == RowContent::Deleted) {
                found.push((*record, self.written(loaded, *record).await?));
            }
        }
        Ok(found)
    }

    fn told(&self, heads: &[Head], history: &[Head]) -> Vec<Written> {
        let mut all: Vec<(&Head, bool)> = heads.iter().map(|head| (head, true)).collect();
        all.extend(history.iter().map(|head| (head, false)));
        casebook_domain::order::by_key(&mut all, |(head, _)| core::cmp::Reverse(head.version.time.utc_ms));
        all.truncate(MOST_TOLD);
        let versions: Vec<&Version> = all.iter().map(|(head, _)| &head.version).collect();
        let placed = revision::latest_first(&versions);
        let all: Vec<(&Head, bool, bool)> =
            placed.into_iter().map(|it| (all[it.place].0, all[it.place].1, it.wrong_clock)).collect();
        let is_before = |one: &Version, other: &Version| revision::compare(&one.vector, &other.vector) == Order::Before;
        // What a version was made from comes later in the list.
        let before = |version: &Version| {
            let mut right_before: Vec<&Version> = Vec::new();
            for (other, ..) in &all {
                let other = &other.version;
                if is_before(other, version) && !right_before.iter().any(|known| is_before(other, known)) {
                    right_before.push(other);
                }
            }
            right_before
        };
        let now = self.now().utc_ms;
        let told = all.iter().filter_map(|(head, stands, wrong_clock)| {
            let decoded = records::decode(&head.row).ok()?;
            let parents = before(&head.version);
            Some(Written {
                id: head.version.id,
                actor: head.version.actor,
                here: head.version.actor == self.actor(),
                author: head.version.author.clone(),
                time: head.version.time,
                wrong_clock: *wrong_clock || head.version.time.utc_ms.saturating_sub(now) > revision::FOLLOWED_MS,
                kind: Kind::from_code(&decoded.kind),
                said: match decoded.what {
                    RowContent::Entry(entry) => Said::Entry(entry),
                    RowContent::Deleted => Said::Deleted,
                    RowContent::Newer => Said::Newer,
                },
                stands: *stands,
                after: parents.first().map(|version| version.id),
                chosen: parents.len() > 1,
            })
        });
        told.collect()
    }
}
