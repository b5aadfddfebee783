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

terms! {
    /// Kinds of record.
    Kind {
        Pupil = "pupil", "Pupil";
        Contact = "contact", "Contact";
        Referral = "referral", "Referral";
        Authorisation = "authorisation", "Authorisation";
        Liaison = "liaison", "Conversation with staff";
        Measure = "measure", "Measure";
        Letter = "letter", "Letter";
        LeadDecision = "letter_withheld", "Lead's decision on contact with home";
        FamilyContact = "family_contact", "Family contact";
        Observation = "observation", "Observation";
        Waiver = "waiver", "Waiver";
        Start = "start", "Start of the intervention";
        Assessment = "assessment", "Assessment";
        Plan = "plan", "Action plan";
        Circulation = "circulation", "Circulation";
        Signature = "signature", "Signature";
        Session = "session", "Session";
        Achievement = "achievement", "Achievement";
        Note = "note", "Note";
        Review = "review", "Review";
        Exit = "exit", "Exit";
        FollowUp = "follow_up", "Follow-up";
        Onward = "onward", "Onward referral";
        Standing = "standing", "Change of status";
        Worry = "worry", "Safeguarding entry";
        Settings = "settings", "Settings";
        Template = "observation_template", "Observation template";
        Lists = "observation_lists", "Lists for observing";
        Transition = "transition", "Transition record";
        HandedOver = "handed_over", "Hand-over";
        Received = "received", "Received";
        Retention = "retention", "Keeping and erasing";
        AccessRequest = "access_request", "Request for access";
        Resource = "resource", "Resource";
        PlannedSession = "planned_session", "Planned session";
    }
}

/// What a record says. One variant for each [`Kind`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, clippy::large_enum_variant)]
pub enum Content {
    Pupil(Pupil),
    Contact(Contact),
    Referral(Referral),
    Authorisation(Authorisation),
    Liaison(Liaison),
    Measure(Measure),
    Letter(Letter),
    LeadDecision(LeadDecision),
    FamilyContact(FamilyContact),
    Observation(Observation),
    Waiver(Waiver),
    Start(Start),
    Assessment(Assessment),
    Plan(Plan),
    Circulation(Circulation),
    Signature(Signature),
    Session(Session),
    Achievement(Achievement),
    Note(Note),
    Review(Review),
    Exit(Exit),
    FollowUp(FollowUp),
    Onward(Onward),
    Standing(Standing),
    Worry(Worry),
    Settings(Settings),
    Template(Template),
    Lists(Lists),
    Transition(Transition),
    HandedOver(HandedOver),
    Received(Received),
    Retention(Retention),
    AccessRequest(AccessRequest),
    Resource(Resource),
    PlannedSession(PlannedSession),
}

impl Content {
    /// Which kind this is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Pupil(_) => Kind::Pupil,
            Self::Contact(_) => Kind::Contact,
            Self::Referral(_) => Kind::Referral,
            Self::Authorisation(_) => Kind::Authorisation,
            Self::Liaison(_) => Kind::Liaison,
            Self::Measure(_) => Kind::Measure,
            Self::Letter(_) => Kind::Letter,
            Self::LeadDecision(_) => Kind::LeadDecision,
            Self::FamilyContact(_) => Kind::FamilyContact,
            Self::Observation(_) => Kind::Observation,
            Self::Waiver(_) => Kind::Waiver,
            Self::Start(_) => Kind::Start,
            Self::Assessment(_) => Kind::Assessment,
            Self::Plan(_) => Kind::Plan,
            Self::Circulation(_) => Kind::Circulation,
            Self::Signature(_) => Kind::Signature,
            Self::Session(_) => Kind::Session,
            Self::Achievement(_) => Kind::Achievement,
            Self::Note(_) => Kind::Note,
            Self::Review(_) => Kind::Review,
            Self::Exit(_) => Kind::Exit,
            Self::FollowUp(_) => Kind::FollowUp,
            Self::Onward(_) => Kind::Onward,
            Self::Standing(_) => Kind::Standing,
            Self::Worry(_) => Kind::Worry,
            Self::Settings(_) => Kind::Settings,
            Self::Template(_) => Kind::Template,
            Self::Lists(_) => Kind::Lists,
            Self::Transition(_) => Kind::Transition,
            Self::HandedOver(_) => Kind::HandedOver,
            Self::Received(_) => Kind::Received,
            Self::Retention(_) => Kind::Retention,
            Self::AccessRequest(_) => Kind::AccessRequest,
            Self::Resource(_) => Kind::Resource,
            Self::PlannedSession(_) => Kind::PlannedSession,
        }
    }

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

macro_rules! bodies {
    ($($name:ident: $body:ident => $day:expr;)+) => {
        $(impl Body for $name {
            const KIND: Kind = Kind::$name;

            fn of(content: &Content) -> Option<&Self> {
                match content {
                    Content::$name(body) => Some(body),
                    _ => None,
                }
            }

            fn day(&self) -> Option<Date> {
                let $body = self;
                $day
            }
        })+

        impl Content {
            /// The mentor's day of what it tells; `None` for what has none.
            pub fn day(&self) -> Option<Date> {
                match self { $(Self::$name(body) => body.day(),)+ }
            }
        }
    };
}

bodies! {
    Pupil: _it => None;
    Contact: _it => None;
    Referral: it => Some(it.date);
    Authorisation: it => Some(it.date);
    Liaison: it => Some(it.date);
    Measure: it => Some(it.date);
    Letter: it => Some(it.date);
    LeadDecision: it => Some(it.date);
    FamilyContact: it => Some(it.date);
    Observation: it => Some(it.began.date());
    Waiver: it => Some(it.date);
    Start: it => Some(it.date);
    Assessment: it => Some(it.date);
    Plan: it => Some(it.date);
    Circulation: it => Some(it.date);
    Signature: it => Some(it.date);
    Session: it => Some(it.date);
    Achievement: it => Some(it.date);
    Note: it => Some(it.date);
    Review: it => Some(it.date);
    Exit: it => Some(it.date);
    FollowUp: it => Some(it.date);
    Onward: it => Some(it.date);
    Standing: it => Some(it.date);
    Worry: it => Some(it.at.date());
    Settings: _it => None;
    Template: _it => None;
    Lists: _it => None;
    Transition: it => Some(it.date);
    HandedOver: it => Some(it.at.date());
    Received: it => Some(it.at.date());
    Retention: _it => None;
    AccessRequest: it => Some(it.date);
    Resource: _it => None;
    PlannedSession: it => Some(it.date);
}
