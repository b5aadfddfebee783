//! The pages as an enum, read from and written to `location.hash`: works on
//! any static host and sub-path, and no id ever reaches a server's log.

mod mending;
mod onward;

use core::fmt;

use casebook_domain::content::Kind;
use casebook_domain::ids::{FileId, RecordId};
use casebook_domain::observation::Starter;
use casebook_domain::plan::CirculationTo;
use casebook_domain::preparation::LetterKind;

pub use mending::{Mending, mending, new_form};
pub use onward::{after_save, due_page};

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
pub enum NavigationPlace {
    Today,
    Pupils,
    QuickNote,
    Observe,
    Safety,
    Resources,
    Settings,
}

/// A page of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilePage {
    /// The pupil's page.
    Tab(Tab),
    /// Form for a new record.
    New(Kind),
    /// Form for a record that exists.
    Edit(RecordId),
    /// One record, to read.
    Record(RecordId),
    /// A letter to write and print.
    Letter(LetterKind),
    /// A plan to print.
    PrintPlan(RecordId, PlanPrint),
    /// A small thing to print for or about the pupil.
    Paper(Paper),
    /// A plan shown to be signed.
    Sign(RecordId),
    /// The live observation, with this pupil to begin with.
    Observe,
    /// An observation to print for the class teacher.
    PrintObservation(RecordId),
    /// The pupil's observations beside each other.
    Observations,
    /// An observation beside a second observer's of the same lesson.
    TwoObservers(RecordId),
    /// The versions of a record that two tablets changed, to choose from.
    Versions(RecordId),
    /// Every version of a record.
    History(RecordId),
    /// A record that is about another pupil, to be moved there.
    Move(RecordId),
    /// What an import brought out of order.
    Decide,
    /// Another file here that is about the same pupil, to be joined.
    Join,
    /// What was deleted from the file.
    Deleted,
    /// A hand-over of this pupil begins.
    HandOver,
    /// The copy of the file for a request for access.
    Access(RecordId),
    /// What the data-protection officer alone has to know beside that copy.
    InternalSheet(RecordId),
    /// Erasing of the file.
    Erase,
}

impl PlanPrint {
    /// For whom it is, where that is fixed.
    pub const fn audience(self) -> Option<CirculationTo> {
        match self {
            Self::Full => None,
            Self::Pupil => Some(CirculationTo::Pupil),
            Self::Parents => Some(CirculationTo::Parents),
            Self::Staff => Some(CirculationTo::Staff),
        }
    }

    /// What can be printed of a plan for those to whom it may go now.
    pub fn for_these(allowed: &[CirculationTo]) -> Vec<Self> {
        let open = |print: &Self| print.audience().is_none_or(|to| allowed.contains(&to));
        Self::ALL.iter().copied().filter(open).collect()
    }
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
    /// A page of one file.
    Of(FileId, FilePage),
    /// The live observation, its set-up before and its summary after it, with no pupil to begin with.
    Observe,
    /// An observation that belongs to no pupil yet.
    Unattached(RecordId),
    /// Form for a new observation template, empty or made from a starter.
    NewTemplate(Option<Starter>),
    /// Form for a template that was made or changed.
    EditTemplate(RecordId),
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
            "observe" => Self::Observe,
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
                Self::Of(file, FilePage::read(&mut next)?)
            }
            _ => return None,
        };
        next().is_none().then_some(route)
    }

    /// The same page of another file.
    pub fn with_file(self, file: FileId) -> Self {
        match self {
            Self::Of(_, page) => Self::Of(file, page),
            other => other,
        }
    }

    /// The live observation, with a pupil to begin with, or none.
    pub fn observe(file: Option<FileId>) -> Self {
        file.map_or(Self::Observe, |file| Self::Of(file, FilePage::Observe))
    }

    /// Whether this is the page of the live observation.
    pub fn observes(&self) -> bool {
        matches!(self, Self::Observe | Self::Of(_, FilePage::Observe))
    }

    /// Which place of the navigation this page belongs to. `kind`: of the record that the page changes.
    pub fn place(&self, kind: Option<Kind>) -> Option<NavigationPlace> {
        Some(match self {
            Self::Today | Self::PlanSession => NavigationPlace::Today,
            Self::QuickNote => NavigationPlace::QuickNote,
            Self::Observe | Self::Unattached(_) | Self::Of(_, FilePage::Observe) => NavigationPlace::Observe,
            Self::Worry | Self::Of(_, FilePage::New(Kind::Worry)) => NavigationPlace::Safety,
            Self::Of(_, FilePage::Edit(_)) if kind == Some(Kind::Worry) => NavigationPlace::Safety,
            Self::Resources
            | Self::Resource(_)
            | Self::NewResource
            | Self::EditResource(_)
            | Self::SharePack
            | Self::OpenPack => NavigationPlace::Resources,
            Self::Settings(_)
            | Self::NewTemplate(_)
            | Self::EditTemplate(_)
            | Self::Backup
            | Self::LostTablet
            | Self::CheckBackup
            | Self::OpenBundle
            | Self::TabletKey
            | Self::Erasing
            | Self::Erased => NavigationPlace::Settings,
            Self::Pupils | Self::NewPupil | Self::HandingOver(_) | Self::Of(..) => NavigationPlace::Pupils,
            Self::NewPassphrase | Self::Demo | Self::Unknown => return None,
        })
    }

    /// The file this page belongs to.
    pub fn file(&self) -> Option<FileId> {
        match *self {
            Self::Of(file, _) => Some(file),
            _ => None,
        }
    }
}

impl FilePage {
    /// Reads what stands behind the file in an address.
    fn read<'a>(next: &mut impl FnMut() -> Option<&'a str>) -> Option<Self> {
        let Some(word) = next() else { return Some(Self::Tab(Tab::Timeline)) };
        let mut record = || RecordId::parse(next()?);
        Some(match word {
            "edit" => Self::Edit(record()?),
            "record" => Self::Record(record()?),
            "print" => {
                let plan = record()?;
                Self::PrintPlan(plan, PlanPrint::from_word(next()?)?)
            }
            "sign" => Self::Sign(record()?),
            "print-observation" => Self::PrintObservation(record()?),
            "two-observers" => Self::TwoObservers(record()?),
            "versions" => Self::Versions(record()?),
            "history" => Self::History(record()?),
            "move" => Self::Move(record()?),
            "access" => Self::Access(record()?),
            "internal-sheet" => Self::InternalSheet(record()?),
            "new" => Self::New(Kind::from_code(next()?)?),
            "letter" => Self::Letter(LetterKind::from_code(next()?)?),
            "paper" => Self::Paper(Paper::from_word(next()?)?),
            "observe" => Self::Observe,
            "observations" => Self::Observations,
            "decide" => Self::Decide,
            "join" => Self::Join,
            "deleted" => Self::Deleted,
            "hand-over" => Self::HandOver,
            "erase" => Self::Erase,
            tab => Self::Tab(Tab::from_word(tab)?),
        })
    }
}

impl fmt::Display for FilePage {
    /// What stands behind the file in an address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tab(tab) => f.write_str(tab.word()),
            Self::New(kind) => write!(f, "new/{}", kind.code()),
            Self::Edit(record) => write!(f, "edit/{record}"),
            Self::Record(record) => write!(f, "record/{record}"),
            Self::Letter(kind) => write!(f, "letter/{}", kind.code()),
            Self::PrintPlan(record, print) => write!(f, "print/{record}/{}", print.word()),
            Self::Paper(paper) => write!(f, "paper/{}", paper.word()),
            Self::Sign(record) => write!(f, "sign/{record}"),
            Self::Observe => f.write_str("observe"),
            Self::PrintObservation(record) => write!(f, "print-observation/{record}"),
            Self::Observations => f.write_str("observations"),
            Self::TwoObservers(record) => write!(f, "two-observers/{record}"),
            Self::Versions(record) => write!(f, "versions/{record}"),
            Self::History(record) => write!(f, "history/{record}"),
            Self::Move(record) => write!(f, "move/{record}"),
            Self::Decide => f.write_str("decide"),
            Self::Join => f.write_str("join"),
            Self::Deleted => f.write_str("deleted"),
            Self::HandOver => f.write_str("hand-over"),
            Self::Access(record) => write!(f, "access/{record}"),
            Self::InternalSheet(record) => write!(f, "internal-sheet/{record}"),
            Self::Erase => f.write_str("erase"),
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
            Self::Of(file, page) => write!(f, "#/pupil/{file}/{page}"),
            Self::Observe => f.write_str("#/observe"),
            Self::Unattached(record) => write!(f, "#/observation/{record}"),
            Self::NewTemplate(None) => f.write_str("#/new-template"),
            Self::NewTemplate(Some(starter)) => write!(f, "#/new-template/{}", starter.code()),
            Self::EditTemplate(record) => write!(f, "#/template/{record}"),
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
            Route::Of(file, FilePage::Edit(record)),
            Route::Of(file, FilePage::Record(record)),
            Route::Of(file, FilePage::Sign(record)),
            Route::Of(file, FilePage::Observe),
            Route::Observe,
            Route::Of(file, FilePage::PrintObservation(record)),
            Route::Of(file, FilePage::Observations),
            Route::Of(file, FilePage::TwoObservers(record)),
            Route::Unattached(record),
            Route::NewTemplate(None),
            Route::EditTemplate(record),
            Route::Of(file, FilePage::Versions(record)),
            Route::Of(file, FilePage::History(record)),
            Route::Of(file, FilePage::Move(record)),
            Route::Of(file, FilePage::Decide),
            Route::Of(file, FilePage::Join),
            Route::Of(file, FilePage::Deleted),
            Route::Of(file, FilePage::HandOver),
            Route::Of(file, FilePage::Access(record)),
            Route::Of(file, FilePage::InternalSheet(record)),
            Route::Of(file, FilePage::Erase),
            Route::Erasing,
            Route::Erased,
            Route::NewPassphrase,
        ];
        routes.extend(Tab::ALL.iter().map(|&tab| Route::Of(file, FilePage::Tab(tab))));
        routes.extend(Kind::ALL.iter().map(|&kind| Route::Of(file, FilePage::New(kind))));
        routes.extend(LetterKind::ALL.iter().map(|&kind| Route::Of(file, FilePage::Letter(kind))));
        routes.extend(PlanPrint::ALL.iter().map(|&print| Route::Of(file, FilePage::PrintPlan(record, print))));
        routes.extend(Paper::ALL.iter().map(|&paper| Route::Of(file, FilePage::Paper(paper))));
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
        assert_eq!(
            Route::Of(file, FilePage::New(Kind::Worry)).place(None),
            Some(NavigationPlace::Safety),
            "not Pupils"
        );
        assert_eq!(Route::Of(file, FilePage::Edit(record)).place(Some(Kind::Worry)), Some(NavigationPlace::Safety));
        assert_eq!(Route::Of(file, FilePage::Edit(record)).place(Some(Kind::Note)), Some(NavigationPlace::Pupils));
        assert_eq!(Route::Of(file, FilePage::Observe).place(None), Some(NavigationPlace::Observe));
        assert_eq!(Route::Of(file, FilePage::Tab(Tab::Plan)).place(None), Some(NavigationPlace::Pupils));
        assert_eq!(Route::TabletKey.place(None), Some(NavigationPlace::Settings));
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
