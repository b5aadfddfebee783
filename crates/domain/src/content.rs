//! The content of one record: the closed list of what a file can hold.

use crate::calendar::Date;

use super::ids::EpisodeId;
use super::terms::terms;
use super::{
    assessment::Assessment,
    contact::Contact,
    exit::{Exit, FollowUp, Onward},
    hand_over::{HandedOver, Received, Transition},
    measure::Measure,
    observation::Observation,
    observation::kit::{Lists, Template},
    plan::{Circulation, Plan, Signature},
    planned::PlannedSession,
    preparation::{Audience, FamilyContact, LeadDecision, Letter, Liaison, Start, Waiver},
    pupil::Pupil,
    referral::{Authorisation, Referral},
    resource::Resource,
    retention::{AccessRequest, Retention},
    review::Review,
    safety::Worry,
    session::{Achievement, Note, Session},
    settings::Settings,
    standing::Standing,
};

/// Calls a macro with the table of the kinds of record: `Note ["note", "Note", it => Some(it.date)]` is the kind (and the
/// struct of what it says), the code that is stored and never changes, the words that people read, and the mentor's day of
/// what it tells, `None` for what has none (the pupil, a contact).
///
/// For pure dispatch only. Where something is decided about a kind there is a match, which does not compile before it is
/// decided of a new one too.
///
/// ```
/// use casebook_domain::content::Kind;
///
/// macro_rules! names {
///     ($($kind:ident $row:tt)+) => { [$((Kind::$kind, stringify!($kind))),+] };
/// }
/// assert_eq!(casebook_domain::for_each_kind!(names)[0], (Kind::Pupil, "Pupil"));
/// ```
#[macro_export]
macro_rules! for_each_kind {
    ($then:ident) => {
        $then! {
            Pupil ["pupil", "Pupil", _it => None]
            Contact ["contact", "Contact", _it => None]
            Referral ["referral", "Referral", it => Some(it.date)]
            Authorisation ["authorisation", "Authorisation", it => Some(it.date)]
            Liaison ["liaison", "Conversation with staff", it => Some(it.date)]
            Measure ["measure", "Measure", it => Some(it.date)]
            Letter ["letter", "Letter", it => Some(it.date)]
            LeadDecision ["letter_withheld", "Lead's decision on contact with home", it => Some(it.date)]
            FamilyContact ["family_contact", "Family contact", it => Some(it.date)]
            Observation ["observation", "Observation", it => Some(it.began.date())]
            Waiver ["waiver", "Waiver", it => Some(it.date)]
            Start ["start", "Start of the intervention", it => Some(it.date)]
            Assessment ["assessment", "Assessment", it => Some(it.date)]
            Plan ["plan", "Action plan", it => Some(it.date)]
            Circulation ["circulation", "Circulation", it => Some(it.date)]
            Signature ["signature", "Signature", it => Some(it.date)]
            Session ["session", "Session", it => Some(it.date)]
            Achievement ["achievement", "Achievement", it => Some(it.date)]
            Note ["note", "Note", it => Some(it.date)]
            Review ["review", "Review", it => Some(it.date)]
            Exit ["exit", "Exit", it => Some(it.date)]
            FollowUp ["follow_up", "Follow-up", it => Some(it.date)]
            Onward ["onward", "Onward referral", it => Some(it.date)]
            Standing ["standing", "Change of status", it => Some(it.date)]
            Worry ["worry", "Safeguarding entry", it => Some(it.at.date())]
            Settings ["settings", "Settings", _it => None]
            Template ["observation_template", "Observation template", _it => None]
            Lists ["observation_lists", "Lists for observing", _it => None]
            Transition ["transition", "Transition record", it => Some(it.date)]
            HandedOver ["handed_over", "Hand-over", it => Some(it.at.date())]
            Received ["received", "Received", it => Some(it.at.date())]
            Retention ["retention", "Keeping and erasing", _it => None]
            AccessRequest ["access_request", "Request for access", it => Some(it.date)]
            Resource ["resource", "Resource", _it => None]
            PlannedSession ["planned_session", "Planned session", it => Some(it.date)]
        }
    };
}

macro_rules! kinds {
    ($($kind:ident [$code:literal, $label:literal, $it:ident => $day:expr])+) => {
        terms! {
            /// Kinds of record.
            Kind { $($kind = $code, $label;)+ }
        }

        /// What a record says. One variant for each [`Kind`].
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(clippy::large_enum_variant)]
        pub enum Content { $(#[doc = $label] $kind($kind),)+ }

        impl Content {
            /// Which kind this is.
            pub const fn kind(&self) -> Kind {
                match self { $(Self::$kind(_) => Kind::$kind,)+ }
            }

            /// The mentor's day of what it tells; `None` for what has none.
            pub fn day(&self) -> Option<Date> {
                match self { $(Self::$kind(body) => body.day(),)+ }
            }
        }

        $(impl Body for $kind {
            const KIND: Kind = Kind::$kind;

            fn of(content: &Content) -> Option<&Self> {
                match content {
                    Content::$kind(body) => Some(body),
                    _ => None,
                }
            }

            fn day(&self) -> Option<Date> {
                let $it = self;
                $day
            }
        })+
    };
}
for_each_kind!(kinds);

impl Content {
    /// Whom it is for, where that is asked.
    pub const fn audience(&self) -> Option<Audience> {
        match self {
            Self::Liaison(liaison) => Some(liaison.audience),
            Self::FamilyContact(contact) => Some(contact.audience),
            Self::Session(session) => Some(session.audience),
            Self::Note(note) => Some(note.audience),
            _ => None,
        }
    }
}

/// A record's content with the episode it belongs to. Pupil, contacts,
/// worries, standings and notes outside an episode belong to none. The referral
/// that opens an episode names itself; a second referral names the open one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The episode.
    pub episode: Option<EpisodeId>,
    /// The content.
    pub content: Content,
}

/// The content of one kind of record, to ask a file for by type.
pub trait Body: Sized {
    /// The kind.
    const KIND: Kind;

    /// This content, if it is of the kind.
    fn of(content: &Content) -> Option<&Self>;

    /// The mentor's day of what it tells; `None` for what has none (the pupil, a contact).
    fn day(&self) -> Option<Date>;
}
