//! A pupil's file as the rules see it: the shown version of every record.

use std::collections::BTreeMap;

use super::calendar::Moment;
use super::content::{Content, Entry};
use super::ids::{EpisodeId, FileId, RecordId};
use super::pupil::Pupil;

/// A record in a file, as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The record.
    pub id: RecordId,
    /// When the shown version was saved.
    pub saved: Moment,
    /// What it says.
    pub entry: Entry,
}

/// Everything about one pupil that this Casebook can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// The file.
    pub id: FileId,
    items: BTreeMap<RecordId, Item>,
    /// Records made by a newer Casebook: kept and carried along, not shown.
    pub newer: usize,
}

impl CaseFile {
    /// An empty file.
    pub fn new(id: FileId) -> Self {
        Self { id, items: BTreeMap::new(), newer: 0 }
    }

    /// Puts a record, replacing what was shown.
    pub fn put(&mut self, item: Item) {
        self.items.insert(item.id, item);
    }

    /// Takes a record out of what is shown.
    pub fn remove(&mut self, id: RecordId) {
        self.items.remove(&id);
    }

    /// One record.
    pub fn get(&self, id: RecordId) -> Option<&Item> {
        self.items.get(&id)
    }

    /// All records, by id.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    /// The records of one episode, by id.
    pub fn of_episode(&self, episode: EpisodeId) -> impl Iterator<Item = &Item> {
        self.items.values().filter(move |item| item.entry.episode == Some(episode))
    }

    /// The pupil, if the file has one.
    pub fn pupil(&self) -> Option<&Pupil> {
        self.items.values().find_map(|item| match &item.entry.content {
            Content::Pupil(pupil) => Some(pupil),
            _ => None,
        })
    }
}
