//! Reading a bundle from end to end without bringing anything in.

use super::preview::Checked;
use super::{JobError, number};
use casebook_bundle::{EnvelopeError, Incoming, PartsError, Standing, join, lacking, survey};
use casebook_domain::ids::FileId;
use casebook_records::{RESOURCES_FILE, SETTINGS_FILE, UNATTACHED_FILE};
use casebook_repository::Repository;

/// Says what the parts that were opened are together, and what is here that is not in them.
///
/// # Errors
/// [`JobError`] where the casebook can't be read.
pub async fn check(repository: &Repository, parts: Vec<Incoming>) -> Result<Result<Checked, PartsError>, JobError> {
    let joined = match join(parts) {
        Ok(joined) => joined,
        Err(PartsError::Nothing) => return Err(EnvelopeError::NothingOpen.into()),
        Err(apart) => return Ok(Err(apart)),
    };
    let found = survey(&joined.rows);
    let lacks = lacking(&joined.rows, &standing(repository).await?);
    let opening = &joined.opening;
    Ok(Ok(Checked {
        kind: opening.kind,
        author: opening.author.clone(),
        made: opening.time,
        parts: opening.parts,
        missing: joined.missing(),
        pupils: number(found.pupils),
        records: number(found.records),
        rows: number(found.rows),
        unreadable: number(found.unreadable),
        newer: number(found.newer),
        blobs: number(joined.blobs.len()),
        lacking: number(lacks.records),
        lacking_pupils: number(lacks.pupils),
        own: opening.actor == repository.actor(),
    }))
}

/// The versions that are here.
async fn standing(repository: &Repository) -> Result<Standing, JobError> {
    let settings = repository
        .settings()
        .await?
        .unwrap_or_else(|| casebook_domain::settings::Settings::new(String::new(), String::new()));
    let pupils = repository.headers(&settings).await?.into_iter().map(|header| header.file);
    let files: Vec<FileId> = pupils.chain([SETTINGS_FILE, UNATTACHED_FILE, RESOURCES_FILE]).collect();
    let mut standing = Standing::new();
    for file in files {
        let loaded = repository.load_unchecked(file).await?;
        for (record, heads) in &loaded.heads {
            standing.insert((file, *record), heads.iter().map(|head| head.version.id).collect());
        }
    }
    Ok(standing)
}
