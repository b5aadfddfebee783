//! The copy for a request for access: collects the records, keeps the decisions about them, saves and logs the copy.

use super::casebook::Casebook;

use crate::browser::clock;
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::{DraftId, FileId, RecordId};
use casebook_domain::retention::{AccessRequest, held_elsewhere};
use casebook_present::access::internal::{self, InternalSheet};
use casebook_present::access::{self, AccessCopy, Name, RedactionReview, TakenOutCopied, VersionCopied};
use casebook_present::{dates, initials};
use casebook_records::{self as records, DraftRow, RowContent};
use casebook_repository::DraftSlot;
use casebook_repository::ids;
use casebook_repository::rows::StoreName;
use casebook_repository::{Loaded, Repository, RepositoryError};

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
    pub versions: Vec<VersionCopied>,
    /// Versions that can't be read.
    pub damaged: usize,
    /// The copy before anything was decided.
    pub copy: AccessCopy,
    /// Who is named in it.
    pub names: Vec<Name>,
}

/// What a copy is saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A page.
    Html,
    /// Data.
    Json,
}

/// How a copy left the tablet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaves {
    /// Saved under this name.
    Saved(String),
    /// Shared under this name.
    Shared(String),
    /// Printed.
    Paper,
}

/// Every version of every record of a file, and how many can't be read. What a newer Casebook wrote is neither.
async fn everything(repository: &Repository, loaded: &Loaded) -> Result<(Vec<VersionCopied>, usize), RepositoryError> {
    let file = loaded.case.id;
    let (mut all, mut damaged) = (Vec::new(), loaded.damaged.len());
    let mut put = |record: RecordId, row: &[u8]| {
        let Ok(decoded) = records::decode(row) else { return };
        let entry = match decoded.what {
            RowContent::Entry(entry) => Some(entry),
            RowContent::Deleted => None,
            RowContent::Newer => return,
        };
        if let Some(kind) = Kind::from_code(&decoded.kind) {
            let (at, by) = (decoded.version.time, decoded.version.author);
            all.push(VersionCopied { record, kind, at, by, entry });
        }
    };
    for (record, heads) in &loaded.heads {
        heads.iter().for_each(|head| put(*record, &head.row));
    }
    for (key, sealed) in repository.db().range(StoreName::History, file.as_bytes()).await? {
        let record = RecordId::from_bytes(casebook_repository::id_at(&key, 16).ok_or(RepositoryError::Damaged)?);
        match repository.open_head(file, record, &sealed) {
            Ok(head) => put(record, &head.row),
            Err(_) => damaged += 1,
        }
    }
    Ok((all, damaged))
}

/// The draft that keeps what was decided about the copy for a request: its id is no record's and no form's.
fn draft(request: RecordId) -> DraftId {
    let mut bytes = *request.as_bytes();
    bytes.iter_mut().for_each(|byte| *byte ^= 0xa5);
    DraftId::from_bytes(bytes)
}

impl Casebook {
    /// Gathers what is held of the open pupil for this request.
    pub async fn gather(self, file: FileId, request: RecordId) -> Result<Gathered, RepositoryError> {
        let done = self.session.enqueue(async move {
            let repository = self.session.repository()?;
            let loaded = self.loaded(&repository, file).await?;
            let (mut versions, mut damaged) = everything(&repository, &loaded).await?;
            let mut attachments = repository.db().keys(StoreName::Blobs, loaded.case.id.as_bytes()).await?.len();
            for other in &loaded.beside {
                let (more, lost) = everything(&repository, other).await?;
                versions.extend(more);
                damaged += lost;
                attachments += repository.db().keys(StoreName::Blobs, other.case.id.as_bytes()).await?.len();
            }
            let case = loaded.united();
            let request = case.find::<AccessRequest>(request).ok_or(RepositoryError::Missing)?.body.clone();
            let settings = self.settings.get_untracked();
            let copy = access::gather(&case, &versions, &request, attachments, &settings, clock::now());
            let others: Vec<String> = self.headers.with_untracked(|headers| {
                headers.iter().filter(|header| header.file != case.id).flat_map(initials::all_names).collect()
            });
            let names = access::names(&copy, &case, &settings, &others);
            Ok(Gathered { case, request, versions, damaged, copy, names })
        });
        done.await.unwrap_or(Err(RepositoryError::Locked))
    }

    /// What was decided about the copy for a request, as far as it was kept.
    pub async fn kept_review(self, file: FileId, request: RecordId) -> RedactionReview {
        let row = self.kept_draft(file, draft(request)).await;
        row.map(|row| RedactionReview::from_values(&row.values)).unwrap_or_default()
    }

    /// Keeps what was decided.
    pub fn keep_review(self, file: FileId, request: RecordId, review: &RedactionReview) {
        let mut values = review.to_values();
        values.insert(REVIEW.to_owned(), "yes".to_owned());
        let row = DraftRow {
            kind: Kind::AccessRequest,
            file: Some(file),
            record: Some(request),
            saved: clock::now(),
            values,
        };
        self.keep_draft(DraftSlot::new(file, draft(request)), row, Box::new(|| {}));
    }

    /// The internal sheet.
    pub fn internal_sheet(self, gathered: &Gathered, taken: &TakenOutCopied) -> InternalSheet {
        let Gathered { case, request, versions, damaged, .. } = gathered;
        let elsewhere = held_elsewhere(case, &self.kept_backups());
        self.settings
            .with_untracked(|settings| internal::sheet(case, versions, request, taken, settings, *damaged, &elsewhere))
    }

    /// The copy as a file, not encrypted. Its name names nobody.
    pub fn copy_file(self, copy: &AccessCopy, form: Form) -> (String, Vec<u8>) {
        let (ending, text) = match form {
            Form::Html => ("html", access::html::copy(copy)),
            Form::Json => ("json", access::json::copy(copy)),
        };
        (access::html::file_name(clock::today(), "access copy", &mark(), ending), text.into_bytes())
    }

    /// Writes down on the request that a copy left the tablet, and how.
    pub async fn note_that_copy_left(self, file: FileId, request: RecordId, how: &Leaves) -> Result<(), String> {
        let words = match how {
            Leaves::Saved(name) => ["saved as ", name].concat(),
            Leaves::Shared(name) => ["shared as ", name].concat(),
            Leaves::Paper => "printed".to_owned(),
        };
        let line = ["Copy ", &words, ", ", &dates::moment(clock::now()), ", not encrypted."].concat();
        self.log_on_request(file, request, &line)
            .await
            .map_err(|error| super::notices::storage::repository_words(&error))
    }

    /// The internal sheet as a page of its own.
    pub fn internal_sheet_file(self, sheet: &InternalSheet) -> (String, Vec<u8>) {
        let name = access::html::file_name(clock::today(), "internal sheet", &mark(), "html");
        (name, access::html::sheet(sheet).into_bytes())
    }

    async fn log_on_request(self, file: FileId, request: RecordId, line: &str) -> Result<(), RepositoryError> {
        let case = self.look_at(file).await?;
        let mut body = case.find::<AccessRequest>(request).ok_or(RepositoryError::Missing)?.body.clone();
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

/// Four letters and digits, to tell two files of a day apart.
fn mark() -> String {
    const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    ids::id()[..4].iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect()
}
