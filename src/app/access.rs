//! The copy for a request for access: gathering what is held, keeping what was decided about it, saving and logging it.

use leptos::prelude::{GetUntracked, WithUntracked};

use super::core::{Core, CoreError, Loaded};
use super::store::Store;
use crate::browser::db::StoreName;
use crate::browser::{clock, files, random};
use crate::domain::case::CaseFile;
use crate::domain::content::{Content, Kind};
use crate::domain::ids::{DraftId, FileId, RecordId};
use crate::domain::retention::{AccessRequest, held_elsewhere};
use crate::present::access::internal::{self, Sheet};
use crate::present::access::{self, AccessCopy, Name, Review, TakenOut, Version};
use crate::present::{dates, initials};
use crate::records::{self, DraftRow, What};

use std::sync::Arc;

/// In a draft: it holds what was decided about a copy, and no form.
pub const REVIEW: &str = "access.review";

/// Everything that is known for a copy.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// The pupil as shown.
    pub case: Arc<CaseFile>,
    /// The request.
    pub request: AccessRequest,
    /// Every version that is held.
    pub versions: Vec<Version>,
    /// Versions that can't be read.
    pub damaged: usize,
    /// The copy before anything was decided.
    pub copy: AccessCopy,
    /// Who is named in it.
    pub names: Vec<Name>,
}

/// How a copy leaves the tablet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaves {
    /// Saved as a page.
    Html,
    /// Saved as data.
    Json,
    /// Printed.
    Paper,
}

impl Core {
    /// Every version of every record of a file, and how many can't be read. What a newer Casebook wrote is neither.
    async fn everything(&self, loaded: &Loaded) -> Result<(Vec<Version>, usize), CoreError> {
        let file = loaded.case.id;
        let (mut all, mut damaged) = (Vec::new(), loaded.damaged.len());
        let mut put = |record: RecordId, row: &[u8]| {
            let Ok(decoded) = records::decode(row) else { return };
            let entry = match decoded.what {
                What::Entry(entry) => Some(entry),
                What::Deleted => None,
                What::Newer => return,
            };
            if let Some(kind) = Kind::from_code(&decoded.kind) {
                let (at, by) = (decoded.version.time, decoded.version.author);
                all.push(Version { record, kind, at, by, entry });
            }
        };
        for (record, heads) in &loaded.heads {
            heads.iter().for_each(|head| put(*record, &head.row));
        }
        for (key, sealed) in self.db().range(StoreName::History, file.as_bytes()).await? {
            let record = RecordId::from_bytes(super::core::id_at(&key, 16).ok_or(CoreError::Damaged)?);
            match self.open_head(file, record, &sealed) {
                Ok(head) => put(record, &head.row),
                Err(_) => damaged += 1,
            }
        }
        Ok((all, damaged))
    }
}

/// The draft that keeps what was decided about the copy for a request: its id is no record's and no form's.
fn draft(request: RecordId) -> DraftId {
    let mut bytes = *request.as_bytes();
    bytes.iter_mut().for_each(|byte| *byte ^= 0xa5);
    DraftId::from_bytes(bytes)
}

impl Store {
    /// Gathers what is held of the open pupil for this request.
    pub async fn gather(self, file: FileId, request: RecordId) -> Result<Gathered, CoreError> {
        let done = self.in_turn(async move {
            let core = self.core()?;
            let loaded = self.loaded(&core, file).await?;
            let (mut versions, mut damaged) = core.everything(&loaded).await?;
            let mut attachments = core.db().keys(StoreName::Blobs, loaded.case.id.as_bytes()).await?.len();
            for other in &loaded.beside {
                let (more, lost) = core.everything(other).await?;
                versions.extend(more);
                damaged += lost;
                attachments += core.db().keys(StoreName::Blobs, other.case.id.as_bytes()).await?.len();
            }
            let case = loaded.united();
            let request = case.find::<AccessRequest>(request).ok_or(CoreError::Missing)?.body.clone();
            let settings = self.settings.get_untracked();
            let copy = access::gather(&case, &versions, &request, attachments, &settings, clock::now());
            let others: Vec<String> = self.headers.with_untracked(|headers| {
                headers.iter().filter(|header| header.file != case.id).map(initials::header_name).collect()
            });
            let names = access::names(&copy, &case, &settings, &others);
            Ok(Gathered { case, request, versions, damaged, copy, names })
        });
        done.await.unwrap_or(Err(CoreError::Locked))
    }

    /// What was decided about the copy for a request, as far as it was kept.
    pub async fn kept_review(self, file: FileId, request: RecordId) -> Review {
        let row = self.kept_draft(file, draft(request)).await;
        row.map(|row| Review::from_values(&row.values)).unwrap_or_default()
    }

    /// Keeps what was decided.
    pub fn keep_review(self, file: FileId, request: RecordId, review: &Review) {
        let mut values = review.to_values();
        values.insert(REVIEW.to_owned(), "yes".to_owned());
        let row = DraftRow {
            kind: Kind::AccessRequest,
            file: Some(file),
            record: Some(request),
            saved: clock::now(),
            values,
        };
        self.keep_draft(file, draft(request), row, Box::new(|| {}));
    }

    /// The internal sheet.
    pub fn internal_sheet(self, gathered: &Gathered, taken: &TakenOut) -> Sheet {
        let Gathered { case, request, versions, damaged, .. } = gathered;
        let elsewhere = held_elsewhere(case, &self.kept_backups());
        self.settings
            .with_untracked(|settings| internal::sheet(case, versions, request, taken, settings, *damaged, &elsewhere))
    }

    /// Lets a copy leave the tablet, unsealed, and writes that down on the request. Names of files name nobody.
    pub async fn let_copy_leave(
        self,
        file: FileId,
        request: RecordId,
        copy: &AccessCopy,
        how: Leaves,
    ) -> Result<(), String> {
        let now = clock::now();
        let name = |ending| access::html::file_name(now.date(), "access copy", &mark(), ending);
        let words = match how {
            Leaves::Html => {
                let name = name("html");
                save(&name, "text/html", &access::html::copy(copy))?;
                ["saved as ", &name].concat()
            }
            Leaves::Json => {
                let name = name("json");
                save(&name, "application/json", &access::json::copy(copy))?;
                ["saved as ", &name].concat()
            }
            Leaves::Paper => {
                self.print();
                "printed".to_owned()
            }
        };
        let line = ["Copy ", &words, ", ", &dates::moment(now), ", unsealed."].concat();
        self.log_on_request(file, request, &line).await.map_err(|error| super::notices::core_words(&error))
    }

    /// Saves the internal sheet as a page of its own.
    pub fn save_internal_sheet(self, sheet: &Sheet) -> Result<(), String> {
        let name = access::html::file_name(clock::today(), "internal sheet", &mark(), "html");
        save(&name, "text/html", &access::html::sheet(sheet))
    }

    async fn log_on_request(self, file: FileId, request: RecordId, line: &str) -> Result<(), CoreError> {
        let case = self.look_at(file).await?;
        let mut body = case.find::<AccessRequest>(request).ok_or(CoreError::Missing)?.body.clone();
        if !body.answer.is_empty() {
            body.answer.push('\n');
        }
        body.answer.push_str(line);
        self.save(file, request, Content::AccessRequest(body), None).await?;
        // What left the tablet has left it.
        self.forget_undo();
        Ok(())
    }
}

fn save(name: &str, media_type: &str, text: &str) -> Result<(), String> {
    files::save(name, media_type, text.as_bytes())
        .map_err(|_| "The browser did not save the file. Allow downloads for this page and try again.".to_owned())
}

/// Four letters and digits, to tell two files of a day apart.
fn mark() -> String {
    const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    random::id()[..4].iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect()
}
