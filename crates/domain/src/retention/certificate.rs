//! What says that a file was erased, and where copies of it still are.

use crate::backup::KeptBackup;
use crate::calendar::Date;
use crate::calendar::Moment;
use crate::case::CaseFile;
use crate::hand_over::HandedOver;

use super::Ended;

/// Where a copy of an erased file is still held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldElsewhere {
    /// A backup of everything; else a hand-over of this pupil.
    pub backup: bool,
    /// To whom it went; of a backup where it is kept, if that was said.
    pub to: String,
    /// When.
    pub at: Moment,
    /// Name of the file; empty: on paper, or not known.
    pub file_name: String,
    /// Whether a receipt came back.
    pub received: bool,
}

/// The certificate of an erased file: all that is left of it. The pupil is named by initials and birth year alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Initials.
    pub initials: String,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// When it was erased.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// Why it was due.
    pub why: Ended,
    /// Since when.
    pub due_since: Date,
    /// Day on which the school's record had been filed.
    pub filed_on: Option<Date>,
    /// Until when the school keeps its own record.
    pub school_keeps_until: Option<Date>,
    /// Name of the sealed copy that was made for the school's archive; empty: none was made here.
    pub archived_as: String,
    /// Records that were erased.
    pub records: u32,
    /// Where copies are still held, as far as this tablet knows: hand-overs and then backups, the oldest first.
    pub elsewhere: Vec<HeldElsewhere>,
}

/// Where copies of a file are held besides this tablet: what was handed over, and the backups that were confirmed.
pub fn held_elsewhere(case: &CaseFile, backups: &[KeptBackup]) -> Vec<HeldElsewhere> {
    let mut list: Vec<_> = case
        .all::<HandedOver>()
        .into_iter()
        .map(|one| HeldElsewhere {
            backup: false,
            to: one.to.clone(),
            at: one.at,
            file_name: one.file_name.clone(),
            received: one.receipt.is_some(),
        })
        .collect();
    let backup = |kept: &KeptBackup| HeldElsewhere {
        backup: true,
        to: kept.place.clone(),
        at: kept.backup.made,
        file_name: kept.backup.file.clone(),
        received: false,
    };
    list.extend(backups.iter().map(backup));
    list
}
