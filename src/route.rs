//! The pages as an enum, read from and written to `location.hash`: works on
//! any static host and sub-path, and no id ever reaches a server's log.

mod mending;

use core::fmt;

use casebook_domain::content::Kind;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::observation::Starter;
use casebook_domain::preparation::LetterKind;

pub use mending::{Mending, mending, new_form};

/// Defines a fieldless enum that is in a hash as a word.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $(#[doc = $label] $variant,)+ }
        impl $name {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// The word in the hash.
            pub const fn word(self) -> &'static str { match self { $(Self::$variant => $word,)+ } }
            /// The label on the screen.
            pub const fn label(self) -> &'static str { match self { $(Self::$variant => $label,)+ } }
            /// What an address says.
            pub fn from_word(word: &str) -> Option<Self> { match word { $($word => Some(Self::$variant),)+ _ => None } }
        }
    };
}

words! {
    /// Tabs of a pupil's page.
    Tab {
        Timeline = "timeline", "Timeline";
        Referral = "referral", "Referral";
        Preparation = "preparation", "Preparation";
        Plan = "plan", "Plan";
        Measures = "measures", "Measures";
        Reviews = "reviews", "Reviews";
        About = "about", "About";
    }
}
words! {
    /// Parts of the settings.
    Section {
        School = "school", "School and posts";
        Limits = "limits", "Terms and limits";
        Letters = "letters", "Letters";
        Tablet = "tablet", "This tablet";
        Observing = "observing", "Observing";
        Security = "security", "Security";
        Storage = "storage", "Storage and backups";
        About = "about", "About Casebook";
    }
}
words! {
    /// What can be printed from a plan.
    PlanPrint {
        Full = "full", "Full plan";
        Pupil = "pupil", "Summary for the pupil";
        Parents = "parents", "Summary for parents and carers";
        Staff = "staff", "Summary for staff";
    }
}

words! {
    /// What goes on paper from a pupil's page.
    Paper {
        Slip = "slip", "Appointment slips";
        Postcard = "postcard", "Praise postcard";
        Staff = "staff", "Page for staff";
        Reply = "reply", "Reply to the referrer";
    }
}

words! {
    /// Steps of a hand-over.
    HandOverStep {
        Who = "who", "Who";
        What = "what", "What for, and how much";
        Before = "before", "Before you send it";
        Seal = "seal", "How to send it";
        Make = "make", "Make it and pass it on";
    }
}

/// The places that the navigation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Place {
    Today,
    Pupils,
    QuickNote,
    Observe,
    Safety,
    Resources,
    Settings,
}

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// What is due, overdue, running.
    Today,
    /// The list of pupils.
    Pupils,
    /// Form for a new pupil.
    NewPupil,
    /// A pupil's page.
    Pupil(FileId, Tab),
    /// Form for a new record of a pupil.
    New(FileId, Kind),
    /// Form for a record that exists.
    Edit(FileId, RecordId),
    /// One record, to read.
    Record(FileId, RecordId),
    /// A letter to write and print.
    Letter(FileId, LetterKind),
    /// A plan to print.
    PrintPlan(FileId, RecordId, PlanPrint),
    /// A small thing to print for or about a pupil.
    Paper(FileId, Paper),
    /// A plan shown to be signed.
    Sign(FileId, RecordId),
    /// The live observation, its set-up before and its summary after it; with a pupil to begin with, or none.
    Observe(Option<FileId>),
    /// An observation to print for the class teacher.
    PrintObservation(FileId, RecordId),
    /// A pupil's observations beside each other.
    Observations(FileId),
    /// An observation beside a second observer's of the same lesson.
    TwoObservers(FileId, RecordId),
    /// An observation that belongs to no pupil yet.
    Unattached(RecordId),
    /// Form for a new observation template, empty or made from a starter.
    NewTemplate(Option<Starter>),
    /// Form for a template that was made or changed.
    EditTemplate(RecordId),
    /// The versions of a record that two tablets changed, to choose from.
    Versions(FileId, RecordId),
    /// Every version of a record.
    History(FileId, RecordId),
    /// A record that is about another pupil, to be moved there.
    Move(FileId, RecordId),
    /// What an import brought out of order in a pupil's file.
    Decide(FileId),
    /// Another file here that is about the same pupil, to be joined.
    Join(FileId),
    /// What was deleted from a pupil's file.
    Deleted(FileId),
    /// A hand-over of one pupil begins.
    HandOver(FileId),
    /// The copy of a file for a request for access.
    Access(FileId, RecordId),
    /// What the data-protection officer alone has to know beside that copy.
    InternalSheet(FileId, RecordId),
    /// Erasing of one file.
    Erase(FileId),
    /// Files due for erasing.
    Erasing,
    /// Certificates of erased files.
    Erased,
    /// A hand-over, step by step.
    HandingOver(HandOverStep),
    /// Backup of everything.
    Backup,
    /// The sheet for the day the tablet is lost.
    LostTablet,
    /// The bank of resources.
    Resources,
    /// One resource, to read.
    Resource(RecordId),
    /// Form for a new resource.
    NewResource,
    /// Form for a resource that is there.
    EditResource(RecordId),
    /// Make a resource pack.
    SharePack,
    /// Check a backup without bringing it in.
    CheckBackup,
    /// Open a resource pack.
    OpenPack,
    /// Open a bundle.
    OpenBundle,
    /// This tablet's key, and the colleagues who are known here.
    TabletKey,
    /// Quick note: choose the pupil, write.
    QuickNote,
    /// Plan a session: choose the pupil.
    PlanSession,
    /// Worried about safety, with no pupil chosen yet.
    Worry,
    /// A new passphrase, after the recovery words opened the casebook.
    NewPassphrase,
    /// Settings.
    Settings(Section),
    /// The demo's way in.
    Demo,
    /// No page has this address.
    Unknown,
}

impl Route {
    /// Reads a hash, with or without its `#`. Total: what is no page is [`Route::Unknown`].
    pub fn parse(hash: &str) -> Self {
        Self::read(hash.trim_start_matches('#')).unwrap_or(Self::Unknown)
    }

    fn read(path: &str) -> Option<Self> {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let Some(first) = parts.next() else { return Some(Self::Today) };
        let mut next = || parts.next();
        let route = match first {
            "today" => Self::Today,
            "pupils" => Self::Pupils,
            "new-pupil" => Self::NewPupil,
            "backup" => Self::Backup,
            "lost-tablet" => Self::LostTablet,
            "resources" => Self::Resources,
            "new-resource" => Self::NewResource,
            "resource" => {
                let record = RecordId::parse(next()?)?;
                match next() {
                    None => Self::Resource(record),
                    Some("edit") => Self::EditResource(record),
                    Some(_) => return None,
                }
            }
            "resource-pack" => Self::SharePack,
            "check-backup" => Self::CheckBackup,
            "open-pack" => Self::OpenPack,
            "open" => Self::OpenBundle,
            "tablet-key" => Self::TabletKey,
            "hand-over" => Self::HandingOver(match next() {
                None => HandOverStep::Who,
                Some(word) => HandOverStep::from_word(word)?,
            }),
            "note" => Self::QuickNote,
            "plan-session" => Self::PlanSession,
            "worry" => Self::Worry,
            "new-passphrase" => Self::NewPassphrase,
            "demo" => Self::Demo,
            "erasing" => Self::Erasing,
            "erased" => Self::Erased,
            "observe" => Self::Observe(None),
            "observation" => Self::Unattached(RecordId::parse(next()?)?),
            "template" => Self::EditTemplate(RecordId::parse(next()?)?),
            "new-template" => Self::NewTemplate(match next() {
                None => None,
                Some(code) => Some(Starter::from_code(code)?),
            }),
            "settings" => Self::Settings(match next() {
                None => Section::School,
                Some(word) => Section::from_word(word)?,
            }),
            "pupil" => {
                let file = FileId::parse(next()?)?;
                match next() {
                    None => Self::Pupil(file, Tab::Timeline),
                    Some("new") => Self::New(file, Kind::from_code(next()?)?),
                    Some("edit") => Self::Edit(file, RecordId::parse(next()?)?),
                    Some("record") => Self::Record(file, RecordId::parse(next()?)?),
                    Some("letter") => Self::Letter(file, LetterKind::from_code(next()?)?),
                    Some("print") => Self::PrintPlan(file, RecordId::parse(next()?)?, PlanPrint::from_word(next()?)?),
                    Some("paper") => Self::Paper(file, Paper::from_word(next()?)?),
                    Some("sign") => Self::Sign(file, RecordId::parse(next()?)?),
                    Some("observe") => Self::Observe(Some(file)),
                    Some("print-observation") => Self::PrintObservation(file, RecordId::parse(next()?)?),
                    Some("observations") => Self::Observations(file),
                    Some("two-observers") => Self::TwoObservers(file, RecordId::parse(next()?)?),
                    Some("versions") => Self::Versions(file, RecordId::parse(next()?)?),
                    Some("history") => Self::History(file, RecordId::parse(next()?)?),
                    Some("move") => Self::Move(file, RecordId::parse(next()?)?),
                    Some("decide") => Self::Decide(file),
                    Some("join") => Self::Join(file),
                    Some("deleted") => Self::Deleted(file),
                    Some("hand-over") => Self::HandOver(file),
                    Some("access") => Self::Access(file, RecordId::parse(next()?)?),
                    Some("internal-sheet") => Self::InternalSheet(file, RecordId::parse(next()?)?),
                    Some("erase") => Self::Erase(file),
                    Some(tab) => Self::Pupil(file, Tab::from_word(tab)?),
                }
            }
            _ => return None,
        };
        next().is_none().then_some(route)
    }

    /// The same page of another file.
    pub fn with_file(self, file: FileId) -> Self {
        match self {
            Self::Pupil(_, tab) => Self::Pupil(file, tab),
            Self::New(_, kind) => Self::New(file, kind),
            Self::Edit(_, record) => Self::Edit(file, record),
            Self::Record(_, record) => Self::Record(file, record),
            Self::Letter(_, kind) => Self::Letter(file, kind),
            Self::PrintPlan(_, record, print) => Self::PrintPlan(file, record, print),
            Self::Paper(_, paper) => Self::Paper(file, paper),
            Self::Sign(_, record) => Self::Sign(file, record),
            Self::Observe(Some(_)) => Self::Observe(Some(file)),
            Self::PrintObservation(_, record) => Self::PrintObservation(file, record),
            Self::Observations(_) => Self::Observations(file),
            Self::TwoObservers(_, record) => Self::TwoObservers(file, record),
            Self::Versions(_, record) => Self::Versions(file, record),
            Self::History(_, record) => Self::History(file, record),
            Self::Move(_, record) => Self::Move(file, record),
            Self::Decide(_) => Self::Decide(file),
            Self::Deleted(_) => Self::Deleted(file),
            Self::Join(_) => Self::Join(file),
            Self::HandOver(_) => Self::HandOver(file),
            Self::Access(_, record) => Self::Access(file, record),
            Self::InternalSheet(_, record) => Self::InternalSheet(file, record),
            Self::Erase(_) => Self::Erase(file),
            other => other,
        }
    }

    /// Which place of the navigation this page belongs to. `kind`: of the record that the page changes.
    pub fn place(&self, kind: Option<Kind>) -> Option<Place> {
        Some(match self {
            Self::Today | Self::PlanSession => Place::Today,
            Self::QuickNote => Place::QuickNote,
            Self::Observe(_) | Self::Unattached(_) => Place::Observe,
            Self::Worry | Self::New(_, Kind::Worry) => Place::Safety,
            Self::Edit(..) if kind == Some(Kind::Worry) => Place::Safety,
            Self::Resources
            | Self::Resource(_)
            | Self::NewResource
            | Self::EditResource(_)
            | Self::SharePack
            | Self::OpenPack => Place::Resources,
            Self::Settings(_)
            | Self::NewTemplate(_)
            | Self::EditTemplate(_)
            | Self::Backup
            | Self::LostTablet
            | Self::CheckBackup
            | Self::OpenBundle
            | Self::TabletKey
            | Self::Erasing
            | Self::Erased => Place::Settings,
            Self::Pupils | Self::NewPupil | Self::HandingOver(_) => Place::Pupils,
            Self::Demo | Self::Unknown => return None,
            other => other.file().map(|_| Place::Pupils)?,
        })
    }

    /// The file this page belongs to.
    pub fn file(&self) -> Option<FileId> {
        match *self {
            Self::Pupil(file, _)
            | Self::New(file, _)
            | Self::Edit(file, _)
            | Self::Record(file, _)
            | Self::Letter(file, _)
            | Self::PrintPlan(file, ..)
            | Self::Paper(file, _)
            | Self::Sign(file, _)
            | Self::PrintObservation(file, _)
            | Self::Observations(file)
            | Self::TwoObservers(file, _)
            | Self::Versions(file, _)
            | Self::History(file, _)
            | Self::Move(file, _)
            | Self::Decide(file)
            | Self::Join(file)
            | Self::Deleted(file)
            | Self::Access(file, _)
            | Self::InternalSheet(file, _)
            | Self::Erase(file)
            | Self::HandOver(file) => Some(file),
            Self::Observe(file) => file,
            _ => None,
        }
    }
}

impl fmt::Display for Route {
    /// The hash, with its `#`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Today => f.write_str("#/today"),
            Self::Pupils => f.write_str("#/pupils"),
            Self::NewPupil => f.write_str("#/new-pupil"),
            Self::Pupil(file, tab) => write!(f, "#/pupil/{file}/{}", tab.word()),
            Self::New(file, kind) => write!(f, "#/pupil/{file}/new/{}", kind.code()),
            Self::Edit(file, record) => write!(f, "#/pupil/{file}/edit/{record}"),
            Self::Record(file, record) => write!(f, "#/pupil/{file}/record/{record}"),
            Self::Letter(file, kind) => write!(f, "#/pupil/{file}/letter/{}", kind.code()),
            Self::PrintPlan(file, record, print) => write!(f, "#/pupil/{file}/print/{record}/{}", print.word()),
            Self::Paper(file, paper) => write!(f, "#/pupil/{file}/paper/{}", paper.word()),
            Self::Sign(file, record) => write!(f, "#/pupil/{file}/sign/{record}"),
            Self::Observe(Some(file)) => write!(f, "#/pupil/{file}/observe"),
            Self::Observe(None) => f.write_str("#/observe"),
            Self::PrintObservation(file, record) => write!(f, "#/pupil/{file}/print-observation/{record}"),
            Self::Observations(file) => write!(f, "#/pupil/{file}/observations"),
            Self::TwoObservers(file, record) => write!(f, "#/pupil/{file}/two-observers/{record}"),
            Self::Unattached(record) => write!(f, "#/observation/{record}"),
            Self::NewTemplate(None) => f.write_str("#/new-template"),
            Self::NewTemplate(Some(starter)) => write!(f, "#/new-template/{}", starter.code()),
            Self::EditTemplate(record) => write!(f, "#/template/{record}"),
            Self::Versions(file, record) => write!(f, "#/pupil/{file}/versions/{record}"),
            Self::History(file, record) => write!(f, "#/pupil/{file}/history/{record}"),
            Self::Move(file, record) => write!(f, "#/pupil/{file}/move/{record}"),
            Self::Decide(file) => write!(f, "#/pupil/{file}/decide"),
            Self::Join(file) => write!(f, "#/pupil/{file}/join"),
            Self::Deleted(file) => write!(f, "#/pupil/{file}/deleted"),
            Self::HandOver(file) => write!(f, "#/pupil/{file}/hand-over"),
            Self::Access(file, record) => write!(f, "#/pupil/{file}/access/{record}"),
            Self::InternalSheet(file, record) => write!(f, "#/pupil/{file}/internal-sheet/{record}"),
            Self::Erase(file) => write!(f, "#/pupil/{file}/erase"),
            Self::Erasing => f.write_str("#/erasing"),
            Self::Erased => f.write_str("#/erased"),
            Self::HandingOver(step) => write!(f, "#/hand-over/{}", step.word()),
            Self::Backup => f.write_str("#/backup"),
            Self::LostTablet => f.write_str("#/lost-tablet"),
            Self::Resources => f.write_str("#/resources"),
            Self::Resource(record) => write!(f, "#/resource/{record}"),
            Self::NewResource => f.write_str("#/new-resource"),
            Self::EditResource(record) => write!(f, "#/resource/{record}/edit"),
            Self::SharePack => f.write_str("#/resource-pack"),
            Self::CheckBackup => f.write_str("#/check-backup"),
            Self::OpenPack => f.write_str("#/open-pack"),
            Self::OpenBundle => f.write_str("#/open"),
            Self::TabletKey => f.write_str("#/tablet-key"),
            Self::PlanSession => f.write_str("#/plan-session"),
            Self::QuickNote => f.write_str("#/note"),
            Self::Worry => f.write_str("#/worry"),
            Self::NewPassphrase => f.write_str("#/new-passphrase"),
            Self::Settings(section) => write!(f, "#/settings/{}", section.word()),
            Self::Demo => f.write_str("#/demo"),
            Self::Unknown => f.write_str("#/"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_reads_back_from_its_own_address() {
        let file = FileId::from_bytes([7; 16]);
        let record = RecordId::from_bytes([9; 16]);
        let mut routes = vec![
            Route::Today,
            Route::Pupils,
            Route::NewPupil,
            Route::Backup,
            Route::LostTablet,
            Route::Resources,
            Route::Resource(record),
            Route::NewResource,
            Route::EditResource(record),
            Route::SharePack,
            Route::CheckBackup,
            Route::OpenPack,
            Route::OpenBundle,
            Route::TabletKey,
            Route::QuickNote,
            Route::PlanSession,
            Route::Worry,
            Route::Demo,
            Route::Edit(file, record),
            Route::Record(file, record),
            Route::Sign(file, record),
            Route::Observe(Some(file)),
            Route::Observe(None),
            Route::PrintObservation(file, record),
            Route::Observations(file),
            Route::TwoObservers(file, record),
            Route::Unattached(record),
            Route::NewTemplate(None),
            Route::EditTemplate(record),
            Route::Versions(file, record),
            Route::History(file, record),
            Route::Move(file, record),
            Route::Decide(file),
            Route::Join(file),
            Route::Deleted(file),
            Route::HandOver(file),
            Route::Access(file, record),
            Route::InternalSheet(file, record),
            Route::Erase(file),
            Route::Erasing,
            Route::Erased,
            Route::NewPassphrase,
        ];
        routes.extend(Tab::ALL.iter().map(|&tab| Route::Pupil(file, tab)));
        routes.extend(Kind::ALL.iter().map(|&kind| Route::New(file, kind)));
        routes.extend(LetterKind::ALL.iter().map(|&kind| Route::Letter(file, kind)));
        routes.extend(PlanPrint::ALL.iter().map(|&print| Route::PrintPlan(file, record, print)));
        routes.extend(Paper::ALL.iter().map(|&paper| Route::Paper(file, paper)));
        routes.extend(Starter::ALL.iter().map(|&starter| Route::NewTemplate(Some(starter))));
        routes.extend(HandOverStep::ALL.iter().map(|&step| Route::HandingOver(step)));
        routes.extend(Section::ALL.iter().map(|&section| Route::Settings(section)));
        for route in routes {
            assert_eq!(Route::parse(&route.to_string()), route);
            // Of whichever file it was, it is the same page of the other.
            let other = FileId::from_bytes([8; 16]);
            assert_eq!(route.with_file(other).file(), route.file().map(|_| other), "{route}");
            assert_eq!(route.with_file(other).with_file(file), route);
        }
    }

    #[test]
    fn the_navigation_marks_where_one_is() {
        let (file, record) = (FileId::from_bytes([7; 16]), RecordId::from_bytes([9; 16]));
        assert_eq!(Route::New(file, Kind::Worry).place(None), Some(Place::Safety), "not Pupils");
        assert_eq!(Route::Edit(file, record).place(Some(Kind::Worry)), Some(Place::Safety));
        assert_eq!(Route::Edit(file, record).place(Some(Kind::Note)), Some(Place::Pupils));
        assert_eq!(Route::Observe(Some(file)).place(None), Some(Place::Observe));
        assert_eq!(Route::Pupil(file, Tab::Plan).place(None), Some(Place::Pupils));
        assert_eq!(Route::TabletKey.place(None), Some(Place::Settings));
        assert_eq!(Route::Unknown.place(None), None);
    }

    #[test]
    fn what_is_no_page_is_unknown_and_never_panics() {
        for hash in ["#/nothing", "#/pupil", "#/pupil/xyz", "#/pupil/é", "#/today/more", "#//////x", "#/settings/none"]
        {
            assert_eq!(Route::parse(hash), Route::Unknown, "{hash}");
        }
        assert_eq!(Route::parse(""), Route::Today);
        assert_eq!(Route::parse("#/"), Route::Today);
    }
}
