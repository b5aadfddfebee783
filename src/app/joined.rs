//! Pupils whose files are joined, shown as one.
//!
//! Nothing is moved: each record stays in its own file and is saved there; what is new goes to the file that stands for
//! all (the smallest identifier of those that are here). The rules, the pages and the lists see the united file.

use super::casebook::Casebook;
use std::collections::{BTreeMap, BTreeSet};

use crate::browser::{clock, page};
use casebook_domain::alias::Alias;
use casebook_domain::header::{Header, header};
use casebook_domain::ids::FileId;
use casebook_records::device::{ALIASES, alias_name, decode_joined, encode_joined, read_alias_name};
use casebook_repository::rows::{Batch, StoreName};
use casebook_repository::{Loaded, Repository, RepositoryError};

/// Whether files that were joined can be taken apart again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parting {
    /// They are not joined.
    NotJoined,
    /// Nothing was written since they were joined.
    Possible,
    /// Something was written since.
    Written,
    /// They were joined by an earlier Casebook, which did not note when.
    LongAgo,
}

fn touches(members: &BTreeSet<FileId>, pair: Alias) -> bool {
    members.contains(&pair.greater()) || members.contains(&pair.smaller())
}

impl Casebook {
    /// The file that stands for this one here; itself where it is not joined.
    pub(super) fn stands_for(self, file: FileId) -> FileId {
        self.files().borrow().of(file).first().copied().unwrap_or(file)
    }

    /// Reads a file with those that are joined to it.
    pub(super) async fn load_joined(self, repository: &Repository, file: FileId) -> Result<Loaded, RepositoryError> {
        let members = self.files().borrow().of(file);
        repository.load_together(&members).await
    }

    /// One header for each pupil: where files are joined, that of the united file. One that can't be read stays as it is:
    /// opening it says what is wrong.
    pub(super) async fn unite(self, repository: &Repository, headers: Vec<Header>) -> Vec<Header> {
        let settings = self.settings.get_untracked();
        let mut by_pupil: BTreeMap<FileId, Vec<Header>> = BTreeMap::new();
        for header in headers {
            by_pupil.entry(self.stands_for(header.file)).or_default().push(header);
        }
        let mut united = Vec::with_capacity(by_pupil.len());
        for (file, mut headers) in by_pupil {
            if headers.len() > 1
                && let Ok(loaded) = self.load_joined(repository, file).await
            {
                united.push(header(&loaded.united(), &settings, clock::today()));
                continue;
            }
            headers.retain(|header| header.file == file);
            united.append(&mut headers);
        }
        united
    }

    /// Continues at the file that stands for a joined one; whether it did.
    pub(super) fn to_the_standing_file(self, file: FileId) -> bool {
        let standing = self.stands_for(file);
        if standing == file {
            return false;
        }
        let route = self.navigation.route.get_untracked().with_file(standing);
        page::replace_hash(&route.to_string());
        self.navigation.route.set(route);
        true
    }

    /// Whether a pupil's records are in several files that were joined.
    pub fn is_joined(self, file: FileId) -> bool {
        self.files().borrow().of(file).len() > 1
    }

    /// Whether the files of a joined pupil can be taken apart again, and why not.
    pub async fn parting(self, file: FileId) -> Result<Parting, RepositoryError> {
        let repository = self.session.repository()?;
        let members: BTreeSet<FileId> = self.files().borrow().of(file).into_iter().collect();
        if members.len() < 2 {
            return Ok(Parting::NotJoined);
        }
        let mut since = i64::MIN;
        for (name, row) in repository.device_rows(ALIASES).await? {
            let pair = read_alias_name(&name).filter(|pair| touches(&members, *pair));
            // Of an older joining nobody knows when: something may have been written on it.
            let Some(at) = pair.map(|_| decode_joined(&row)) else { continue };
            since = since.max(at.map_or(i64::MAX, |at| at.utc_ms));
        }
        if since == i64::MAX {
            return Ok(Parting::LongAgo);
        }
        let loaded = self.load_joined(&repository, file).await?;
        let all = [&loaded].into_iter().chain(loaded.beside.iter().map(|other| &**other));
        let written = all.flat_map(|one| one.heads.values().flatten()).any(|head| head.version.time.utc_ms > since);
        Ok(if written { Parting::Written } else { Parting::Possible })
    }

    /// Takes the files of a joined pupil apart again, as long as nothing was written on the joining.
    ///
    /// # Errors
    /// [`CoreError::Missing`] where that is no longer possible.
    pub async fn part(self, file: FileId) -> Result<(), RepositoryError> {
        let done = self.session.enqueue(async move {
            if self.parting(file).await? != Parting::Possible {
                return Err(RepositoryError::Missing);
            }
            let repository = self.session.repository()?;
            let members: BTreeSet<FileId> = self.files().borrow().of(file).into_iter().collect();
            let mut batch = Batch::default();
            for alias in repository.aliases().await?.all().filter(|pair| touches(&members, *pair)) {
                batch.delete(StoreName::Device, alias_name(alias));
            }
            repository.write(batch).await?;
            self.count_change();
            Ok(())
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))?;
        self.reread().await;
        Ok(())
    }

    /// Joins two files that are one pupil's.
    pub async fn join(self, one: FileId, other: FileId) -> Result<(), RepositoryError> {
        let Some(alias) = Alias::of_two(one, other) else { return Err(RepositoryError::Missing) };
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let mut batch = Batch::default();
            repository.put_device_row(&mut batch, &alias_name(alias), &encode_joined(clock::now()));
            repository.write(batch).await?;
            self.count_change();
            Ok(())
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))?;
        self.reread().await;
        Ok(())
    }

    /// Whether the open file is this one.
    pub(super) fn is_open(self, file: FileId) -> bool {
        self.file.with_untracked(|open| open.as_ref().is_some_and(|open| open.id == file))
    }
}
