//! Decides where the mentor continues: after a record was saved, and from something that is due.

use super::mending::new_form;
use super::{FilePage, Paper, Route, Tab};
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Kind};
use casebook_domain::due::DueKind;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::preparation::LetterKind;

/// Where the mentor continues after saving.
pub fn after_save(case: &CaseFile, record: RecordId, content: &Content) -> Route {
    let file = case.id;
    let route = match content {
        Content::Pupil(_) => Route::Of(file, FilePage::Tab(Tab::Timeline)),
        Content::Resource(_) => Route::Resource(record),
        Content::Contact(_) | Content::Retention(_) | Content::AccessRequest(_) => {
            Route::Of(file, FilePage::Tab(Tab::About))
        }
        Content::Referral(_) | Content::Authorisation(_) => Route::Of(file, FilePage::Tab(Tab::Referral)),
        Content::Liaison(_)
        | Content::Letter(_)
        | Content::LeadDecision(_)
        | Content::Waiver(_)
        | Content::Observation(_) => Route::Of(file, FilePage::Tab(Tab::Preparation)),
        Content::Measure(_) => Route::Of(file, FilePage::Tab(Tab::Measures)),
        Content::Plan(_) => Route::Of(file, FilePage::Tab(Tab::Plan)),
        Content::Assessment(_) | Content::Circulation(_) | Content::Signature(_) => {
            Route::Of(file, FilePage::Tab(Tab::Plan))
        }
        Content::Review(_) | Content::Exit(_) | Content::FollowUp(_) | Content::Onward(_) => {
            Route::Of(file, FilePage::Tab(Tab::Reviews))
        }
        _ => Route::Of(file, FilePage::Tab(Tab::Timeline)),
    };
    // The parts of the page that begin with a referral would not show it.
    match route {
        Route::Of(_, FilePage::Tab(Tab::Preparation | Tab::Plan | Tab::Reviews)) if case.current().is_none() => {
            Route::Of(file, FilePage::Tab(Tab::Timeline))
        }
        route => route,
    }
}

/// The very place where something due is done.
pub fn due_page(file: FileId, kind: DueKind, record: Option<RecordId>) -> Route {
    let new = |kind| new_form(file, kind);
    let edit = |or: Route| record.map_or(or, |record| Route::Of(file, FilePage::Edit(record)));
    match kind {
        DueKind::NobodyTold | DueKind::HandOverWords => edit(Route::Of(file, FilePage::Tab(Tab::Timeline))),
        DueKind::Authorisation => new(Kind::Authorisation),
        DueKind::MoreInformation => Route::Of(file, FilePage::Tab(Tab::Referral)),
        DueKind::ReferrerReply => Route::Of(file, FilePage::Paper(Paper::Reply)),
        DueKind::LetterNoFurther => Route::Of(file, FilePage::Letter(LetterKind::Declined)),
        DueKind::LetterHome => Route::Of(file, FilePage::Letter(LetterKind::Referral)),
        DueKind::WithheldReview | DueKind::AskLead => new(Kind::LeadDecision),
        DueKind::GateLiaison | DueKind::GateOtherStaff | DueKind::GateAgency => new(Kind::Liaison),
        DueKind::GateBaseline => new(Kind::Measure),
        DueKind::GateParents | DueKind::FamilyContact => new(Kind::FamilyContact),
        DueKind::GateObservation => Route::Of(file, FilePage::Observe),
        DueKind::Start => new(Kind::Start),
        DueKind::Plan | DueKind::RevisePlan => new(Kind::Plan),
        DueKind::Circulate => Route::Of(file, FilePage::Tab(Tab::Plan)),
        DueKind::Review => new(Kind::Review),
        DueKind::ExitForm => new(Kind::Exit),
        DueKind::Alternative => new(Kind::Onward),
        DueKind::FollowUp => new(Kind::FollowUp),
        DueKind::ChaseOutcome => edit(Route::Of(file, FilePage::Tab(Tab::Reviews))),
        DueKind::ReferAgain => new(Kind::Referral),
        DueKind::HoldReview => new(Kind::Standing),
        DueKind::Leaving | DueKind::ChangeAhead => edit(Route::Of(file, FilePage::Tab(Tab::Reviews))),
        DueKind::TwoVersions => record.map_or(Route::Of(file, FilePage::Tab(Tab::Timeline)), |record| {
            Route::Of(file, FilePage::Versions(record))
        }),
        DueKind::MovedAway => record
            .map_or(Route::Of(file, FilePage::Tab(Tab::Timeline)), |record| Route::Of(file, FilePage::Record(record))),
        DueKind::Transition => Route::Of(file, FilePage::HandOver),
        DueKind::Decide => Route::Of(file, FilePage::Decide),
        DueKind::ComesBack => Route::Of(file, FilePage::Tab(Tab::Timeline)),
        DueKind::Receipt => Route::OpenBundle,
        DueKind::GiveBack => Route::Of(file, FilePage::HandOver),
        DueKind::LeadAnswer => edit(Route::Of(file, FilePage::Tab(Tab::Timeline))),
        DueKind::TellOfficer | DueKind::AccessIdentity => edit(Route::Of(file, FilePage::Tab(Tab::About))),
        DueKind::AccessRequest => record
            .map_or(Route::Of(file, FilePage::Tab(Tab::About)), |record| Route::Of(file, FilePage::Access(record))),
        DueKind::FileInSchoolRecord => edit(new(Kind::Retention)),
        DueKind::Erase => Route::Of(file, FilePage::Erase),
    }
}
