//! The texts of letters, with places to be filled.

use casebook_domain::content::Kind;
use casebook_domain::preparation::LetterKind;
use casebook_domain::settings::Settings;
use casebook_domain::terms::terms;

terms! {
    /// What a template can ask for.
    Placeholder {
        Date = "date", "Today's date";
        Contact = "contact", "Name of the parent or carer";
        Salutation = "salutation", "How the letter greets them: Mrs O'Neill";
        Address = "address", "Their address";
        Language = "language", "Their language, where it is not English";
        Pupil = "pupil", "First name used in letters home";
        PupilName = "pupil_name", "Name in full, as used in letters home";
        Form = "form", "Form";
        School = "school", "School's name";
        SchoolAddress = "school_address", "School's address and telephone";
        Mentor = "mentor", "Your name";
        LineManager = "line_manager", "Line manager's name";
        LineManagerPost = "line_manager_post", "Line manager's post";
        Referrer = "referrer", "Who referred the pupil, as a role";
        Reasons = "reasons", "What mentoring helps with, as it follows \"help Robin …\"";
        Strengths = "strengths", "What the pupil is good at";
        Start = "start", "First day of mentoring";
        Weeks = "weeks", "Length of the first period";
        ReviewDate = "review_date", "Date of the next review";
        Programme = "programme", "What follows after the exit";
        FollowUp = "follow_up", "First follow-up after the exit";
    }
}

pub(super) const HEAD: &str =
    "{school}\n{school_address?}\n\n{date}\n\n{contact}\n{address?}\n\nDear {salutation},\n\n";

pub(super) const TAIL: &str = "\n\nYours sincerely,\n\n\n\n{mentor}\nLearning mentor\n";

pub(super) const REFERRAL: &str = "About {pupil_name}, {form?}

I am the learning mentor at {school}. {pupil} has been referred to me {referrer}. We would like to help {pupil} {reasons}.

{pupil} brings a lot to build on: {strengths?}

A learning mentor works alongside the teachers and helps pupils with whatever gets in the way of learning. It is extra help. It is not a punishment, and nothing about it counts against {pupil}.

Before we begin I will talk with the teachers, watch a lesson, look at how things are going now, and listen to what {pupil} thinks. If mentoring goes ahead, we will then make a plan together and review it with you. Your view of what would help matters to us from the start.

Please call the school or write to me in the next two weeks, so that we can talk or find a time to meet. If you have questions, or would rather this did not go ahead, please tell me that too.

I keep my notes of this work safe, and share only what the people who teach and support {pupil} need to know. If I were worried about a child's safety I would have to pass that on. You can ask to see what is kept; the school's privacy notice tells you more.

If you would like this letter in {language?}, or an interpreter when we meet, please tell us.

We can send this letter in large print or read it to you.";

pub(super) const DECLINED: &str = "About {pupil_name}, {form?}

{pupil} was referred to me {referrer}, so that we could see whether learning mentoring would help.

The school has considered this carefully, and mentoring will not start at present. This is not a judgement on {pupil}: other help may suit better, or things may be going well enough without it.

If you would like to know more, or think we have missed something, please call the school or write to me. I am glad to talk.

If you would like this letter in {language?}, or an interpreter when we talk, please tell us.";

pub(super) const PLAN: &str = "About {pupil_name}, {form?}

{pupil} and I have made an action plan, together with the people at school who can help. It comes with this letter. It says what {pupil} wants to achieve, what each of us will do, and how we will know that it is working.

We will review the plan on {review_date?}. You are invited to join us.

Please read it with {pupil}. If you would put something differently, or something at home would help, please call the school or write to me: the plan can be changed.

If you would like the plan in {language?}, or somebody to go through it with you, please tell us.";

pub(super) const REVIEW: &str = "About {pupil_name}, {form?}

It is time to look back at the mentoring with {pupil}: what has gone well, what has not, and what should come next. We would like you to be part of that.

The review is on {review_date}. If the day does not suit you, please tell me and we will find another. If you cannot come, we can talk by telephone, or you can send me a few lines and I will share them at the review.

It would help to hear what you have noticed at home, and what you would like to see next.

If you would like an interpreter in {language?}, please tell us in advance.";

pub(super) const EXIT: &str = "About {pupil_name}, {form?}

The mentoring with {pupil} has come to an end. We looked back together at why it began and what has changed since, and agreed that {pupil} can now manage without regular sessions.

{pupil} will still have support: {programme?}.

I will ask how things are going around {follow_up?}.

Thank you for your part in this. If something worries you later, please call the school or write to me: help can start again.

If you would like this letter in {language?}, please tell us.";

pub(super) const OTHER: &str = "About {pupil_name}, {form?}

";

/// The built-in body of a letter, between the opening and the closing.
pub(super) const fn body(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Referral => REFERRAL,
        LetterKind::Declined => DECLINED,
        LetterKind::PlanEnclosed => PLAN,
        LetterKind::ReviewInvitation => REVIEW,
        LetterKind::Exit => EXIT,
        LetterKind::Other => OTHER,
    }
}

/// The built-in template of a letter.
pub fn built_in(kind: LetterKind) -> String {
    [HEAD, body(kind), TAIL].concat()
}

/// The template of a letter: the school's own, else the built-in one.
pub fn template(kind: LetterKind, settings: &Settings) -> String {
    let own = settings.letter_templates.iter().find(|(code, text)| code == kind.code() && !text.trim().is_empty());
    own.map_or_else(|| built_in(kind), |(_, text)| text.clone())
}

/// Something about a letter that is to be put right before it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A placeholder that Casebook does not know, as it is in the text.
    Unknown(String),
    /// A placeholder that has no value here.
    Empty(Placeholder),
    /// The text holds the pupil's number.
    PupilNumber,
    /// The text speaks of condoned absence.
    Condoned,
}

impl Fault {
    /// What is wrong and what to do.
    pub fn words(&self) -> String {
        match self {
            Self::Unknown(name) => ["There is no placeholder {", name, "}. Correct it or remove it."].concat(),
            Self::Empty(placeholder) => [
                "\"",
                placeholder.label(),
                "\" has no value yet. Enter it, or write it in place of {",
                placeholder.code(),
                "}.",
            ]
            .concat(),
            Self::PupilNumber => {
                "The letter contains the pupil's number (UPN). Remove it: it must never go home.".to_owned()
            }
            Self::Condoned => {
                "The letter mentions condoned absence. Remove it: that judgement must never go home.".to_owned()
            }
        }
    }
}

/// What fills a placeholder that has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilledBy {
    /// A record of this kind.
    Record(Kind),
    /// The contact whom the letter goes to.
    Contact,
    /// The school's settings.
    Settings,
}

impl Placeholder {
    /// Where its value is entered; `None`: it can only be written into the letter.
    pub const fn filled_by(self) -> Option<FilledBy> {
        Some(match self {
            Self::ReviewDate => FilledBy::Record(Kind::Plan),
            Self::Start | Self::Weeks => FilledBy::Record(Kind::Start),
            Self::Programme | Self::FollowUp => FilledBy::Record(Kind::Exit),
            Self::Referrer | Self::Reasons | Self::Strengths => FilledBy::Record(Kind::Referral),
            Self::Pupil | Self::PupilName | Self::Form => FilledBy::Record(Kind::Pupil),
            Self::Contact | Self::Salutation | Self::Address | Self::Language => FilledBy::Contact,
            Self::School | Self::SchoolAddress | Self::Mentor | Self::LineManager | Self::LineManagerPost => {
                FilledBy::Settings
            }
            Self::Date => return None,
        })
    }
}

/// A piece of a template line.
pub(super) enum Piece<'t> {
    Text(&'t str),
    Known { placeholder: Placeholder, optional: bool, whole: &'t str },
    Unknown { name: &'t str, whole: &'t str },
}

/// Takes a line apart. A brace that is not closed on its line is text; `{}` with blanks in it is a placeholder nobody knows.
pub(super) fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        let whole = &rest[open..=open + length];
        let inner = whole[1..whole.len() - 1].trim();
        let (name, optional) = inner.strip_suffix('?').map_or((inner, false), |name| (name, true));
        pieces.push(Piece::Text(&rest[..open]));
        pieces.push(match Placeholder::from_code(name) {
            Some(placeholder) => Piece::Known { placeholder, optional, whole },
            None => Piece::Unknown { name: inner, whole },
        });
        rest = &rest[open + length + 1..];
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// The placeholders of a template that Casebook does not know, for the editor.
pub fn check_template(template: &str) -> Vec<Fault> {
    let unknown = |piece: Piece| match piece {
        Piece::Unknown { name, .. } => Some(Fault::Unknown(name.to_owned())),
        _ => None,
    };
    template.lines().flat_map(pieces).filter_map(unknown).collect()
}
