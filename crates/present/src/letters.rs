//! Letters home: built-in templates in our own words, filled from the file.
//!
//! A template is plain text with placeholders in braces. `{review_date}` must
//! have a value; a line with `{review_date?}` is left out where there is none.
//! There is no placeholder for the pupil's number, for attendance codes, for
//! "parents condone absences" or for anything that is mentor-only, so a letter
//! cannot say them; what is typed by hand is looked through before it is sent.

use casebook_domain::calendar::Date;

use casebook_domain::case::{CaseFile, Item};
use casebook_domain::contact::Contact;
use casebook_domain::content::{Content, Kind};
use casebook_domain::home::{self, Closed};
use casebook_domain::ids::{EpisodeId, RecordId};
use casebook_domain::order;
use casebook_domain::preparation::LetterKind;
use casebook_domain::pupil::Pupil;
use casebook_domain::referral::{Criterion, Referral, ReferrerKind};
use casebook_domain::settings::{SchoolPhase, Settings};
use casebook_domain::terms::terms;

use super::salutation::salutation;
use super::timeline::{listed, newest_first};
use super::{dates, initials, numbers, words};

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

const HEAD: &str = "{school}\n{school_address?}\n\n{date}\n\n{contact}\n{address?}\n\nDear {salutation},\n\n";
const TAIL: &str = "\n\nYours sincerely,\n\n\n\n{mentor}\nLearning mentor\n";

const REFERRAL: &str = "About {pupil_name}, {form?}

I am the learning mentor at {school}. {pupil} has been referred to me {referrer}. We would like to help {pupil} {reasons}.

{pupil} brings a lot to build on: {strengths?}

A learning mentor works alongside the teachers and helps pupils with whatever gets in the way of learning. It is extra help. It is not a punishment, and nothing about it counts against {pupil}.

Before we begin I will talk with the teachers, watch a lesson, look at how things are going now, and listen to what {pupil} thinks. If mentoring goes ahead, we will then make a plan together and review it with you. Your view of what would help matters to us from the start.

Please call the school or write to me in the next two weeks, so that we can talk or find a time to meet. If you have questions, or would rather this did not go ahead, please tell me that too.

I keep my notes of this work safe, and share only what the people who teach and support {pupil} need to know. If I were worried about a child's safety I would have to pass that on. You can ask to see what is kept; the school's privacy notice tells you more.

If you would like this letter in {language?}, or an interpreter when we meet, please tell us.

We can send this letter in large print or read it to you.";

const DECLINED: &str = "About {pupil_name}, {form?}

{pupil} was referred to me {referrer}, so that we could see whether learning mentoring would help.

The school has considered this carefully, and mentoring will not start at present. This is not a judgement on {pupil}: other help may suit better, or things may be going well enough without it.

If you would like to know more, or think we have missed something, please call the school or write to me. I am glad to talk.

If you would like this letter in {language?}, or an interpreter when we talk, please tell us.";

const PLAN: &str = "About {pupil_name}, {form?}

{pupil} and I have made an action plan, together with the people at school who can help. It comes with this letter. It says what {pupil} wants to achieve, what each of us will do, and how we will know that it is working.

We will review the plan on {review_date?}. You are invited to join us.

Please read it with {pupil}. If you would put something differently, or something at home would help, please call the school or write to me: the plan can be changed.

If you would like the plan in {language?}, or somebody to go through it with you, please tell us.";

const REVIEW: &str = "About {pupil_name}, {form?}

It is time to look back at the mentoring with {pupil}: what has gone well, what has not, and what should come next. We would like you to be part of that.

The review is on {review_date}. If the day does not suit you, please tell me and we will find another. If you cannot come, we can talk by telephone, or you can send me a few lines and I will share them at the review.

It would help to hear what you have noticed at home, and what you would like to see next.

If you would like an interpreter in {language?}, please tell us in advance.";

const EXIT: &str = "About {pupil_name}, {form?}

The mentoring with {pupil} has come to an end. We looked back together at why it began and what has changed since, and agreed that {pupil} can now manage without regular sessions.

{pupil} will still have support: {programme?}.

I will ask how things are going around {follow_up?}.

Thank you for your part in this. If something worries you later, please call the school or write to me: help can start again.

If you would like this letter in {language?}, please tell us.";

const OTHER: &str = "About {pupil_name}, {form?}

";

/// The built-in body of a letter, between the opening and the closing.
const fn body(kind: LetterKind) -> &'static str {
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
enum Piece<'t> {
    Text(&'t str),
    Known { placeholder: Placeholder, optional: bool, whole: &'t str },
    Unknown { name: &'t str, whole: &'t str },
}

/// Takes a line apart. A brace that is not closed on its line is text; `{}` with blanks in it is a placeholder nobody knows.
fn pieces(line: &str) -> Vec<Piece<'_>> {
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

/// A filled letter with what is to be put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The text; what could not be filled is in it as in the template.
    pub text: String,
    /// What is to be put right; empty: ready.
    pub faults: Vec<Fault>,
}

/// Fills a template. Values are taken as they are: braces in them are not looked at again.
pub fn fill(template: &str, value: impl Fn(Placeholder) -> String) -> Filled {
    let mut filled = Filled { text: String::with_capacity(template.len() + 256), faults: Vec::new() };
    let mut left_out = false;
    for line in template.lines() {
        // A paragraph that is left out takes the empty line after it along.
        let second_empty = line.trim().is_empty() && (filled.text.is_empty() || filled.text.ends_with("\n\n"));
        if left_out && second_empty {
            continue;
        }
        let text = fill_line(line, &value, &mut filled.faults);
        left_out = text.is_none();
        if let Some(text) = text {
            filled.text.push_str(text.trim_end());
            filled.text.push('\n');
        }
    }
    filled
}

fn fill_line(line: &str, value: &impl Fn(Placeholder) -> String, faults: &mut Vec<Fault>) -> Option<String> {
    let mut text = String::new();
    let mut note = |fault: Fault| {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    };
    for piece in pieces(line) {
        match piece {
            Piece::Text(part) => text.push_str(part),
            Piece::Unknown { name, whole } => {
                note(Fault::Unknown(name.to_owned()));
                text.push_str(whole);
            }
            Piece::Known { placeholder, optional, whole } => match (value(placeholder).trim(), optional) {
                ("", true) if placeholder == Placeholder::Form => {
                    // "About Robin Sample, 7B": without a form the comma goes, the line stays.
                    text.truncate(text.trim_end().trim_end_matches(',').len());
                }
                ("", true) => return None,
                ("", false) => {
                    note(Fault::Empty(placeholder));
                    text.push_str(whole);
                }
                (value, _) => text.push_str(value),
            },
        }
    }
    Some(text)
}

/// Why nobody may write to a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterRefusal {
    /// Home may not be contacted.
    Home(Closed),
    /// The contact is restricted.
    Restricted,
    /// The contact does not get letters.
    NoLetters,
}

impl LetterRefusal {
    /// What prevents it and what to do.
    pub fn words(&self) -> String {
        match self {
            Self::Home(closed) => words::home_closed(closed),
            Self::Restricted => "This contact is restricted: do not send anything.".to_owned(),
            Self::NoLetters => "Letters to this contact are switched off.".to_owned(),
        }
    }
}

/// A contact with whether a letter may go there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterRecipient {
    /// The contact.
    pub contact: RecordId,
    /// Name.
    pub name: String,
    /// Mother, foster carer …
    pub relationship: String,
    /// Why not, if not.
    pub refused: Option<LetterRefusal>,
}

fn refusal(case: &CaseFile, contact: &Contact, today: Date) -> Option<LetterRefusal> {
    if contact.restricted() {
        Some(LetterRefusal::Restricted)
    } else if let Err(closed) = home::contact(case, today) {
        Some(LetterRefusal::Home(closed))
    } else if contact.letters {
        None
    } else {
        Some(LetterRefusal::NoLetters)
    }
}

/// Everybody a letter could be addressed to: one letter for each who may get it,
/// the others with the reason why not. Those who may come first, by name.
pub fn recipients(case: &CaseFile, today: Date) -> Vec<LetterRecipient> {
    let mut all: Vec<LetterRecipient> = case
        .items()
        .filter_map(|item| match &item.entry.content {
            Content::Contact(contact) => Some(LetterRecipient {
                contact: item.id,
                name: contact.name.whole(),
                relationship: contact.relationship.clone(),
                refused: refusal(case, contact, today),
            }),
            _ => None,
        })
        .collect();
    order::by(&mut all, |one, other| (one.refused.is_some(), &one.name).cmp(&(other.refused.is_some(), &other.name)));
    all
}

/// A criterion as something to help with, in words for home; `None` where it never prints for home (p12).
pub const fn home_words(criterion: Criterion) -> Option<&'static str> {
    Some(match criterion {
        Criterion::UnderAchieving => "do as well in lessons as we believe is possible",
        Criterion::Declining => "get back to earlier results",
        Criterion::LacksEngagement => "take a fuller part in lessons",
        Criterion::Isolated => "make and keep friends",
        Criterion::Bullied => "feel safe and at ease with other pupils",
        Criterion::LowSelfEsteem => "grow in confidence",
        Criterion::Bereavement => "cope with a hard time or a big change",
        Criterion::ChallengingBehaviour => "find better ways to behave in school",
        Criterion::PoorAttendance => "be in school regularly and on time",
        Criterion::AttendanceRisk => "keep up good attendance",
        Criterion::CondonedAbsence => return None,
    })
}

/// The reasons of a referral in words for home: never the evidence, never a code or score.
pub fn home_reasons(referral: &Referral) -> String {
    let reasons = listed(referral.criteria.iter().filter_map(|ticked| home_words(ticked.criterion)));
    if reasons.is_empty() { "get on well at school".to_owned() } else { reasons }
}

/// The referrer's role in one word: a school that teaches this year says one or the other.
fn referrer(kind: ReferrerKind, phase: SchoolPhase, year: Option<i8>) -> &'static str {
    let secondary = match phase {
        SchoolPhase::Primary => false,
        SchoolPhase::Secondary => true,
        SchoolPhase::AllThrough => year.is_some_and(|year| year >= 7),
    };
    match kind {
        ReferrerKind::ClassTeacher if secondary => "by the form tutor",
        ReferrerKind::ClassTeacher => "by the class teacher",
        ReferrerKind::HeadOfYear if secondary => "by the head of year",
        ReferrerKind::HeadOfYear => "by the phase leader",
        ReferrerKind::OtherStaff => "by a member of staff",
        ReferrerKind::Parent => "by a parent or carer",
        ReferrerKind::Pupil => "at their own request",
        ReferrerKind::Agency => "by a service that works with the school",
        ReferrerKind::Audit => "by the school, after looking at how pupils are getting on",
    }
}

/// The newest record of an episode that `pick` takes, by its day and when it was saved.
fn newest<'a, T>(case: &'a CaseFile, episode: Option<EpisodeId>, pick: impl Fn(&'a Content) -> Option<T>) -> Option<T> {
    let of_episode = |item: &&Item| item.entry.episode == episode && item.entry.content.day().is_some();
    let picked =
        case.items().filter(of_episode).filter_map(|item| Some((newest_first(item), pick(&item.entry.content)?)));
    picked.min_by_key(|(key, _)| *key).map(|(_, picked)| picked)
}

/// Everything a letter about one episode to one contact can draw on.
struct Facts<'a> {
    case: &'a CaseFile,
    episode: Option<EpisodeId>,
    pupil: &'a Pupil,
    contact: &'a Contact,
    settings: &'a Settings,
    today: Date,
}

impl Facts<'_> {
    fn referral(&self) -> Option<&Referral> {
        match &self.case.get(self.episode?)?.entry.content {
            Content::Referral(referral) => Some(referral),
            _ => None,
        }
    }

    fn value(&self, placeholder: Placeholder) -> String {
        let (pupil, settings) = (self.pupil, self.settings);
        match placeholder {
            Placeholder::Date => dates::long(self.today),
            Placeholder::Contact => self.contact.name.whole(),
            Placeholder::Salutation => salutation(&self.contact.name, &pupil.surname),
            Placeholder::Address => self.contact.address.clone(),
            Placeholder::Language => match self.contact.language.trim() {
                english if english.eq_ignore_ascii_case("english") => String::new(),
                language => language.to_owned(),
            },
            Placeholder::Pupil => pupil.home_name().to_owned(),
            Placeholder::PupilName => initials::home_name(pupil),
            Placeholder::Form => pupil.form().to_owned(),
            Placeholder::School => settings.school.clone(),
            Placeholder::SchoolAddress => settings.school_address.clone(),
            Placeholder::Mentor => settings.mentor.clone(),
            Placeholder::LineManager => settings.line_manager.name.clone(),
            Placeholder::LineManagerPost => settings.line_manager.title.clone(),
            Placeholder::Referrer => {
                let year = pupil.year_on(self.today);
                let phase = self.settings.phase;
                let said = self.referral().map(|referral| referrer(referral.referrer_kind, phase, year));
                said.unwrap_or("by the school").to_owned()
            }
            Placeholder::Reasons => self.referral().map(home_reasons).unwrap_or_default(),
            Placeholder::Strengths => self.referral().map(|referral| sentence(&referral.strengths)).unwrap_or_default(),
            Placeholder::Start => self.start().map(|start| dates::long(start.date)).unwrap_or_default(),
            Placeholder::Weeks => {
                let weeks = self.start().map_or(settings.initial_weeks, |start| start.weeks);
                numbers::counted(u64::from(weeks), "week", "weeks")
            }
            Placeholder::ReviewDate => self.review().map(dates::full).unwrap_or_default(),
            Placeholder::Programme => self.programme().unwrap_or_default(),
            Placeholder::FollowUp => {
                let exit = newest(self.case, self.episode, |content| match content {
                    Content::Exit(exit) => Some(exit),
                    _ => None,
                });
                exit.and_then(|exit| exit.follow_ups.iter().min().copied()).map(dates::long).unwrap_or_default()
            }
        }
    }

    fn start(&self) -> Option<&casebook_domain::preparation::Start> {
        newest(self.case, self.episode, |content| match content {
            Content::Start(start) => Some(start),
            _ => None,
        })
    }

    /// The plan's review date, else the end of the initial period; one that has passed is none.
    fn review(&self) -> Option<Date> {
        let plan = newest(self.case, self.episode, |content| match content {
            Content::Plan(plan) => Some(plan),
            _ => None,
        });
        let initial = || {
            let start = self.start()?;
            Some(casebook_domain::calendar::add_weeks(start.date, u16::from(start.weeks)))
        };
        plan.and_then(|plan| plan.review_on).or_else(initial).filter(|date| *date >= self.today)
    }

    fn programme(&self) -> Option<String> {
        let exit = newest(self.case, self.episode, |content| match content {
            Content::Exit(exit) => Some(exit),
            _ => None,
        })?;
        let parts: Vec<String> = exit
            .programme
            .iter()
            .map(|part| match part.what.trim() {
                "" => part.component.label().to_lowercase(),
                what => what.trim_end_matches('.').to_owned(),
            })
            .collect();
        Some(listed(parts.iter().map(String::as_str)))
    }
}

/// A text that ends as a sentence does.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?']) { text.to_owned() } else { [text, "."].concat() }
}

/// Drafts a letter from the template to one contact. Refused where nothing may be sent.
pub fn draft(
    kind: LetterKind,
    case: &CaseFile,
    episode: Option<EpisodeId>,
    contact: RecordId,
    settings: &Settings,
    today: Date,
) -> Result<Filled, LetterRefusal> {
    let (Some(pupil), Some(Content::Contact(to))) = (case.pupil(), case.get(contact).map(|item| &item.entry.content))
    else {
        return Err(LetterRefusal::NoLetters);
    };
    if let Some(refused) = refusal(case, to, today) {
        return Err(refused);
    }
    let facts = Facts { case, episode, pupil, contact: to, settings, today };
    let mut filled = fill(&template(kind, settings), |placeholder| facts.value(placeholder));
    filled.faults.extend(never_home(&filled.text, pupil));
    Ok(filled)
}

fn never_home(text: &str, pupil: &Pupil) -> Vec<Fault> {
    let mut faults = Vec::new();
    let upn = pupil.upn.trim();
    if upn.len() >= 13 && text.to_ascii_uppercase().contains(&upn.to_ascii_uppercase()) {
        faults.push(Fault::PupilNumber);
    }
    if text.to_lowercase().contains("condon") {
        faults.push(Fault::Condoned);
    }
    faults
}

/// What is to be put right in a letter as the mentor has edited it, before it is sent.
pub fn faults(text: &str, pupil: &Pupil) -> Vec<Fault> {
    let mut faults = never_home(text, pupil);
    for piece in text.lines().flat_map(pieces) {
        faults.push(match piece {
            Piece::Text(_) => continue,
            Piece::Known { placeholder, .. } => Fault::Empty(placeholder),
            Piece::Unknown { name, .. } => Fault::Unknown(name.to_owned()),
        });
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::contact::PersonName;
    use casebook_domain::contact::{Responsibility, SafeToPhone};
    use casebook_domain::content::Entry;
    use casebook_domain::home::Why;
    use casebook_domain::ids::FileId;
    use casebook_domain::pupil::{Schooling, SenProvision};
    use casebook_domain::referral::CriterionEvidence;

    const EPISODE: EpisodeId = EpisodeId::from_bytes([1; 16]);
    const CONTACT: RecordId = RecordId::from_bytes([2; 16]);

    fn pupil() -> Pupil {
        Pupil {
            first_names: "Roberta".to_owned(),
            surname: "Sample".to_owned(),
            known_as: "Robin".to_owned(),
            letter_name: "Roberta".to_owned(),
            pronouns: String::new(),
            upn: "Z883999925001".to_owned(),
            upn_reason: String::new(),
            born: None,
            year_as_taught: None,
            schooling: vec![Schooling { school: String::new(), form: "7B".to_owned(), from: None }],
            sen: SenProvision::None,
            pupil_premium: false,
            eal: false,
            gifted: false,
            looked_after: None,
            ask_lead_first: None,
            limits_explained: None,
            remarks: String::new(),
        }
    }

    fn contact(name: &str) -> Contact {
        Contact {
            name: PersonName::entered(name),
            relationship: "Mother".to_owned(),
            responsibility: Responsibility::Yes,
            letters: true,
            phone_safe: SafeToPhone::Yes,
            restriction: None,
            phone: String::new(),
            email: String::new(),
            address: "1 Example Road\nSampleton".to_owned(),
            language: String::new(),
            interpreter: String::new(),
        }
    }

    fn referral() -> Referral {
        let ticked = |criterion| CriterionEvidence { criterion, evidence: "seen by the tutor".to_owned() };
        Referral {
            date: parse_iso("2026-11-02").unwrap(),
            referrer: "T. Tutor".to_owned(),
            referrer_kind: ReferrerKind::ClassTeacher,
            criteria: vec![
                ticked(Criterion::LacksEngagement),
                ticked(Criterion::LowSelfEsteem),
                ticked(Criterion::CondonedAbsence),
            ],
            how_long: String::new(),
            strengths: "Draws well and is kind to younger pupils".to_owned(),
            tried: String::new(),
            changes_wanted: String::new(),
            attendance_tenths: Some(823),
            punctuality_only: false,
            attendance_chronic: false,
            attendance_override: String::new(),
            pupil_knows: true,
        }
    }

    fn settings() -> Settings {
        Settings::new("A. Mentor".to_owned(), "Made-up School".to_owned())
    }

    fn put(case: &mut CaseFile, id: RecordId, content: Content) {
        let episode = Some(EPISODE);
        case.put(Item { id, saved: Moment { utc_ms: 0, offset_min: 0 }, entry: Entry { episode, content } });
    }

    fn case(pupil: Pupil, contact: Contact) -> CaseFile {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        put(&mut case, RecordId::from_bytes([9; 16]), Content::Pupil(pupil));
        put(&mut case, CONTACT, Content::Contact(contact));
        put(&mut case, EPISODE, Content::Referral(referral()));
        case
    }

    fn drafted(kind: LetterKind, case: &CaseFile) -> Result<Filled, LetterRefusal> {
        draft(kind, case, Some(EPISODE), CONTACT, &settings(), parse_iso("2026-11-23").unwrap())
    }

    #[test]
    fn p15_the_first_letter_says_what_it_should_and_nothing_that_never_goes_home() {
        let filled = drafted(LetterKind::Referral, &case(pupil(), contact("Jo Sample"))).unwrap();
        assert_eq!(filled.faults, []);
        for said in [
            "Dear Jo Sample,",
            "23 November 2026",
            "About Roberta Sample, 7B",
            "take a fuller part in lessons and grow in confidence.",
            "Draws well and is kind to younger pupils.",
            "referred to me by the class teacher.",
            "A. Mentor",
        ] {
            assert!(filled.text.contains(said), "{said}\n{}", filled.text);
        }
        for unsaid in ["Z883999925001", "condone", "82.3", "seen by the tutor", "Robin", "T. Tutor", "{", "interpreter"]
        {
            assert!(!filled.text.contains(unsaid), "{unsaid}\n{}", filled.text);
        }
        assert!(
            !filled.text.contains("\n\n\nWe can send this letter"),
            "a paragraph left out takes its empty line along"
        );
    }

    #[test]
    fn p15_a_letter_is_addressed_by_the_whole_name_and_greets_by_the_surname() {
        let name = PersonName {
            title: "Mrs".to_owned(),
            first_names: "Olga".to_owned(),
            surname: "Garcia Marquez".to_owned(),
            apart: true,
        };
        let to = Contact { name, ..contact("") };
        let text = drafted(LetterKind::Referral, &case(pupil(), to)).unwrap().text;
        assert!(
            text.contains("\nMrs Olga Garcia Marquez\n1 Example Road") && text.contains("\nDear Mrs Garcia Marquez,\n"),
            "{text}"
        );
    }

    #[test]
    fn p15_every_built_in_letter_has_no_unknown_placeholder_and_uses_the_name_for_home() {
        for &kind in LetterKind::ALL {
            assert_eq!(check_template(&built_in(kind)), [], "{kind:?}");
            let filled = drafted(kind, &case(pupil(), contact("Jo Sample"))).unwrap();
            let review_has_no_date = kind == LetterKind::ReviewInvitation;
            assert_eq!(
                filled.faults,
                if review_has_no_date { vec![Fault::Empty(Placeholder::ReviewDate)] } else { vec![] },
                "{kind:?}"
            );
            assert!(filled.text.contains("Roberta") && !filled.text.contains("Robin"), "{kind:?}");
        }
    }

    #[test]
    fn ux_14_the_referrer_is_named_by_one_role_that_fits_the_school() {
        let role = |kind, year| referrer(kind, SchoolPhase::AllThrough, year);
        assert_eq!(role(ReferrerKind::ClassTeacher, Some(5)), "by the class teacher");
        assert_eq!(role(ReferrerKind::ClassTeacher, Some(7)), "by the form tutor");
        assert_eq!(role(ReferrerKind::HeadOfYear, Some(9)), "by the head of year");
        assert_eq!(role(ReferrerKind::HeadOfYear, Some(2)), "by the phase leader");
        // What the settings say goes before the year.
        let of = |phase| referrer(ReferrerKind::ClassTeacher, phase, None);
        assert_eq!(
            (of(SchoolPhase::Primary), of(SchoolPhase::Secondary)),
            ("by the class teacher", "by the form tutor")
        );
        for &kind in ReferrerKind::ALL {
            for year in [None, Some(3), Some(10)] {
                assert!(!role(kind, year).contains(" or form") && !role(kind, year).contains("year or"));
            }
        }
    }

    #[test]
    fn p12_condoned_absence_alone_gives_a_neutral_reason() {
        let mut alone = referral();
        alone.criteria.retain(|ticked| ticked.criterion == Criterion::CondonedAbsence);
        assert_eq!(home_reasons(&alone), "get on well at school");
        for &criterion in Criterion::ALL {
            assert_eq!(home_words(criterion).is_some(), criterion.prints_for_home());
        }
    }

    #[test]
    fn p15_nothing_is_drafted_for_who_may_not_get_it() {
        let mut restricted = contact("Jo Sample");
        restricted.restriction = Some("Court order".to_owned());
        assert_eq!(drafted(LetterKind::Referral, &case(pupil(), restricted)), Err(LetterRefusal::Restricted));
        let mut none = contact("Jo Sample");
        none.letters = false;
        assert_eq!(drafted(LetterKind::Referral, &case(pupil(), none)), Err(LetterRefusal::NoLetters));
        let mut ask = pupil();
        ask.ask_lead_first = Some("The lead said so".to_owned());
        let closed = Closed { why: Why::AskLead, until: None, lead: None };
        assert_eq!(drafted(LetterKind::Referral, &case(ask, contact("Jo Sample"))), Err(LetterRefusal::Home(closed)));
    }

    #[test]
    fn p15_letters_stop_when_the_pupil_has_left_or_died() {
        use casebook_domain::standing::{Standing, StandingKind};
        for kind in [StandingKind::Left, StandingKind::Died] {
            let mut case = case(pupil(), contact("Jo Sample"));
            let standing =
                Standing { date: parse_iso("2026-11-20").unwrap(), kind, reason: String::new(), until: None };
            put(&mut case, RecordId::from_bytes([5; 16]), Content::Standing(standing));
            let refused = drafted(LetterKind::Exit, &case).unwrap_err();
            assert!(matches!(refused, LetterRefusal::Home(Closed { why: Why::Stopped(_), .. })), "{refused:?}");
            let today = parse_iso("2026-11-23").unwrap();
            assert!(recipients(&case, today).iter().all(|to| to.refused.is_some()));
        }
    }

    #[test]
    fn p15_everybody_who_may_get_letters_is_listed_first() {
        let mut case = case(pupil(), contact("Zed Sample"));
        let mut restricted = contact("Al Sample");
        restricted.restriction = Some(String::new());
        put(&mut case, RecordId::from_bytes([3; 16]), Content::Contact(restricted));
        put(&mut case, RecordId::from_bytes([4; 16]), Content::Contact(contact("Bo Sample")));
        let today = parse_iso("2026-11-23").unwrap();
        let names: Vec<_> = recipients(&case, today).into_iter().map(|to| (to.name, to.refused)).collect();
        assert_eq!(
            names,
            [
                ("Bo Sample".to_owned(), None),
                ("Zed Sample".to_owned(), None),
                ("Al Sample".to_owned(), Some(LetterRefusal::Restricted))
            ]
        );
    }

    #[test]
    fn an_unknown_placeholder_is_an_error_and_stays_to_be_seen() {
        let filled = fill("Dear {contact},\n{upn} {Pupil} {} { open", |_| "Jo {date}".to_owned());
        assert_eq!(filled.text, "Dear Jo {date},\n{upn} {Pupil} {} { open\n");
        let unknown = |name: &str| Fault::Unknown(name.to_owned());
        assert_eq!(filled.faults, [unknown("upn"), unknown("Pupil"), unknown("")]);
    }

    #[test]
    fn a_line_with_an_empty_optional_placeholder_is_left_out_with_its_gap() {
        let filled = fill("One\n\nSee {review_date?}.\n\nTwo {pupil}\n", |_| String::new());
        assert_eq!(filled.text, "One\n\nTwo {pupil}\n");
        assert_eq!(filled.faults, [Fault::Empty(Placeholder::Pupil)]);
    }

    #[test]
    fn p15_what_was_typed_by_hand_is_looked_through_too() {
        let pupil = pupil();
        assert_eq!(faults("About z883999925001", &pupil), [Fault::PupilNumber]);
        assert_eq!(faults("You condone absences", &pupil), [Fault::Condoned]);
        assert_eq!(
            faults("On {review_date} at {time}", &pupil),
            [Fault::Empty(Placeholder::ReviewDate), Fault::Unknown("time".to_owned())]
        );
        assert_eq!(faults("Dear Jo", &pupil), []);
    }

    #[test]
    fn the_schools_own_template_goes_before_the_built_in_one() {
        let mut settings = settings();
        settings.letter_templates =
            vec![("exit".to_owned(), "Goodbye {pupil}".to_owned()), ("plan".to_owned(), "  ".to_owned())];
        assert_eq!(template(LetterKind::Exit, &settings), "Goodbye {pupil}");
        assert_eq!(template(LetterKind::PlanEnclosed, &settings), built_in(LetterKind::PlanEnclosed));
    }
}
