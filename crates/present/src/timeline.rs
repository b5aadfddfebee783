//! A file's records as a timeline, newest first.

use core::cmp::Reverse;

use casebook_domain::calendar::Date;

use casebook_domain::calendar::Moment;
use casebook_domain::case::{CaseFile, Item};
use casebook_domain::content::{Content, Kind};
use casebook_domain::custody::{comes_back, gives_back, is_taken_back};
use casebook_domain::hand_over::{HandOverReceipt, HandedOver};
use casebook_domain::ids::{EpisodeId, RecordId};
use casebook_domain::measure::{MeasureReading, Occasion};
use casebook_domain::order;
use casebook_domain::plan::{Plan, TargetRating};
use casebook_domain::preparation::{Audience, HomeRuling, LiaisonWith};
use casebook_domain::session::Attended;
use casebook_domain::text::isolated;

use super::figures::{attendance_words, reading_name, reading_value};
use super::hand_over::purpose_words;
use super::numbers::counted;
use super::observation::sentence;
use super::words::within;
use super::{dates, numbers, planned};

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineItem {
    /// The record to open.
    pub record: RecordId,
    /// Its episode.
    pub episode: Option<EpisodeId>,
    /// The day it is about.
    pub date: Date,
    /// When it was saved, for the order within a day.
    pub saved: Moment,
    /// Its kind.
    pub kind: Kind,
    /// One line.
    pub title: String,
    /// More, in lines; may be empty.
    pub text: String,
    /// Who may see it, where the record says so.
    pub audience: Option<Audience>,
    /// Who wrote it, where that is known.
    pub author: Option<String>,
    /// Not shown until asked for: safeguarding entries (docs/design.md#safeguarding).
    pub hidden: bool,
    /// Two tablets changed it, and somebody has to choose.
    pub two_versions: bool,
}

/// Characters and lines of an entry that the timeline shows at once; a little more is shown too.
const BEGINNING: usize = 420;
const BEGINNING_LINES: usize = 6;
const LITTLE: usize = 100;

/// The beginning of an entry, up to a word's end, where the whole would push the others away; `None`: it is short.
pub fn beginning(text: &str) -> Option<&str> {
    let by_lines = text.match_indices('\n').nth(BEGINNING_LINES - 1).map(|(at, _)| at);
    let by_length = text.char_indices().nth(BEGINNING).map(|(at, _)| at);
    let end = [by_lines, by_length].into_iter().flatten().min()?;
    let rest = text[end..].trim();
    if rest.chars().nth(LITTLE).is_none() && rest.lines().count() < 3 {
        return None;
    }
    let blank = text[..end].rfind(char::is_whitespace);
    let cut = match blank {
        Some(blank) if !text[end..].starts_with(char::is_whitespace) && blank > end / 2 => blank,
        // A text without blanks is cut where it has to be.
        _ => end,
    };
    Some(text[..cut].trim_end())
}

/// Whether an entry can be part of a baseline: a measure taken later is on its way, not where it began.
pub fn is_baseline(case: &CaseFile, item: &TimelineItem) -> bool {
    match case.get(item.record).map(|item| &item.entry.content) {
        Some(Content::Measure(measure)) => measure.occasion == Occasion::Baseline,
        _ => false,
    }
}

/// The name of a contact in this file.
pub fn contact_name(case: &CaseFile, contact: RecordId) -> String {
    match case.get(contact).map(|item| &item.entry.content) {
        Some(Content::Contact(contact)) => isolated(contact.name.whole()),
        _ => "a contact no longer kept".to_owned(),
    }
}

/// Newest first: by day, within a day by when it was saved.
pub fn newest_first(item: &Item) -> Reverse<(Option<Date>, Moment, RecordId)> {
    Reverse((item.entry.content.day(), item.saved, item.id))
}

/// The timeline of a file, newest first. Pupil, contacts and settings are no events and not in it.
pub fn timeline(case: &CaseFile) -> Vec<TimelineItem> {
    let mut items: Vec<&Item> = case.items().filter(|item| item.entry.content.day().is_some()).collect();
    order::by_key(&mut items, |item| newest_first(item));
    items.into_iter().filter_map(|item| line(case, item)).collect()
}

fn line(case: &CaseFile, item: &Item) -> Option<TimelineItem> {
    let content = &item.entry.content;
    let (title, text) = words(case, content);
    Some(TimelineItem {
        record: item.id,
        episode: item.entry.episode,
        date: content.day()?,
        saved: item.saved,
        kind: content.kind(),
        title,
        text,
        audience: content.audience(),
        author: case.author(item.id).map(str::to_owned),
        hidden: matches!(content, Content::Worry(_)),
        two_versions: case.two_versions.contains(&item.id),
    })
}

/// The line by which a record is known in the timeline.
pub fn title_of(case: &CaseFile, content: &Content) -> String {
    words(case, content).0
}

/// Joins what is not empty, each in a line of its own with its label.
fn lines(parts: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (label, part) in parts {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        if !label.is_empty() {
            text.push_str(label);
            text.push_str(": ");
        }
        text.push_str(part);
    }
    text
}

fn pair(first: &str, between: &str, second: &str) -> String {
    match second.trim() {
        "" => first.to_owned(),
        second => [first, between, second].concat(),
    }
}

/// Words joined as in a sentence: "a, b and c".
pub fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => [&first.join(", "), " and ", last].concat(),
    }
}

/// Ratings in lines: "Target 1: as expected. Remark".
pub fn rating_lines(ratings: &[TargetRating]) -> String {
    let mut text = String::new();
    for rating in ratings {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str("Target ");
        numbers::push_number(&mut text, u64::from(rating.target));
        text.push_str(": ");
        text.push_str(&rating.attainment.label().to_ascii_lowercase());
        if !rating.remark.trim().is_empty() {
            text.push_str(". ");
            text.push_str(rating.remark.trim());
        }
    }
    text
}

fn plan_text(plan: &Plan) -> String {
    let review = plan.review_on.map(dates::long).unwrap_or_default();
    lines(&[
        (
            "",
            &[
                counted(plan.objectives.len() as u64, "objective", "objectives"),
                counted(plan.targets.len() as u64, "target", "targets"),
            ]
            .join(", "),
        ),
        ("Review", &review),
        ("Agreed with", &plan.agreed_with),
    ])
}

fn hand_over_text(case: &CaseFile, handed_over: &HandedOver) -> String {
    let until = handed_over.until.map(dates::long).unwrap_or_default();
    let receipt = match &handed_over.receipt {
        None => "No receipt yet".to_owned(),
        Some(HandOverReceipt { by, at, missing }) => {
            let words = ["Received by ", by, " on ", &dates::moment(*at)].concat();
            match missing {
                0 => words,
                some => [&words, "; ", &counted(u64::from(*some), "entry", "entries"), " not imported"].concat(),
            }
        }
    };
    lines(&[
        ("", purpose_words(Some(handed_over.purpose), gives_back(case, handed_over))),
        ("Until", &until),
        ("", handed_over.parts.label()),
        ("", handed_over.carried.label()),
        ("", &receipt),
    ])
}

/// What a record says in a line, and more in lines; the latter may be empty.
pub fn words(case: &CaseFile, content: &Content) -> (String, String) {
    match content {
        Content::Pupil(_)
        | Content::Contact(_)
        | Content::Settings(_)
        | Content::Template(_)
        | Content::Lists(_)
        | Content::Retention(_)
        | Content::Resource(_) => (content.kind().label().to_owned(), String::new()),
        Content::Transition(transition) => {
            let due = transition.due.map(dates::long).unwrap_or_default();
            (
                pair("Transition", " to ", &transition.to),
                lines(&[
                    ("", transition.stage.label()),
                    ("On", &due),
                    ("Receiving", &transition.receiving),
                    ("Read this first", &transition.first),
                    ("", transition.consent.label()),
                ]),
            )
        }
        Content::HandedOver(handed_over) => {
            let what = if gives_back(case, handed_over) { "Handed back" } else { "Handed over" };
            (pair(what, " to ", &handed_over.to), hand_over_text(case, handed_over))
        }
        Content::Received(received) if is_taken_back(received) => ("Taken back here".to_owned(), String::new()),
        // What their safeguarding lead said is in the record, behind a tap.
        Content::Received(received) => {
            let until = received.until.map(dates::long).unwrap_or_default();
            let signed = match (received.fingerprint.as_str(), received.known) {
                ("", _) => "Not signed",
                (_, true) => "Signed by a known tablet",
                (_, false) => "Signed by a tablet that was not known here",
            };
            let back = comes_back(case, received);
            (
                pair(if back { "Came back" } else { "Received" }, " from ", &received.from),
                lines(&[("", if back { "" } else { received.purpose.label() }), ("Until", &until), ("", signed)]),
            )
        }
        Content::AccessRequest(request) => {
            let answered = match request.answered {
                Some(day) => ["Answered ", &dates::long(day)].concat(),
                None => "Not answered yet".to_owned(),
            };
            (pair("Request for access", " by ", &request.by), lines(&[("", &answered), ("", &request.answer)]))
        }
        Content::Referral(referral) => {
            let criteria: Vec<&str> = referral.criteria.iter().map(|ticked| ticked.criterion.label()).collect();
            (
                pair("Referred", " by ", &within(&referral.referrer)),
                lines(&[("", &criteria.join("; ")), ("Strengths", &referral.strengths)]),
            )
        }
        Content::Authorisation(authorisation) => (
            pair(["Referral: ", authorisation.decision.label()].concat().as_str(), ", by ", &within(&authorisation.by)),
            lines(&[("Why", &authorisation.why), ("Targets set", &authorisation.targets)]),
        ),
        Content::Liaison(liaison) => (
            match liaison.with {
                LiaisonWith::NoAgency => "No agency is involved".to_owned(),
                with => pair(&["Conversation with ", &with.label().to_ascii_lowercase()].concat(), ": ", &liaison.name),
            },
            lines(&[("", &liaison.role), ("", &liaison.learnt)]),
        ),
        Content::Measure(measure) => {
            let value = match &measure.reading {
                MeasureReading::Attendance { sessions, .. } => attendance_words(*sessions),
                reading => reading_value(reading),
            };
            (
                pair(reading_name(&measure.reading), ": ", &value),
                lines(&[("", measure.occasion.label()), ("Source", &measure.source)]),
            )
        }
        Content::Letter(letter) => (
            ["Letter to ", &contact_name(case, letter.contact)].concat(),
            lines(&[("", letter.kind.label()), ("", letter.method.label())]),
        ),
        Content::LeadDecision(decision) => {
            let title = match decision.ruling {
                HomeRuling::Withhold => "Letter home withheld",
                HomeRuling::Allow => "Home may be contacted",
            };
            let until = decision.until.map(dates::long).unwrap_or_default();
            (title.to_owned(), lines(&[("Decided by", &decision.lead), ("Ask again after", &until)]))
        }
        Content::FamilyContact(contact) => (
            [
                contact.way.label(),
                ", ",
                &contact_name(case, contact.contact),
                ": ",
                &contact.reached.label().to_ascii_lowercase(),
            ]
            .concat(),
            lines(&[("", &contact.about), ("", if contact.meeting_offered { "A meeting was offered" } else { "" })]),
        ),
        Content::Observation(observation) => (
            pair("Classroom observation", ": ", &observation.lesson.subject),
            lines(&[("", &sentence(&observation.sheet, &observation.figures())), ("", &observation.comment)]),
        ),
        Content::Waiver(waiver) => (["Waived: ", waiver.gate.label()].concat(), lines(&[("Why", &waiver.reason)])),
        Content::Start(start) => {
            let weeks = counted(u64::from(start.weeks), "week", "weeks");
            let urgent = start.urgent_agreed_by.as_deref();
            (
                if urgent.is_some() { "Intervention started urgently" } else { "Intervention started" }.to_owned(),
                lines(&[
                    ("Initial period", &weeks),
                    ("", &start.arrangement),
                    ("Agreed to by", urgent.unwrap_or_default()),
                    ("Why urgent", &start.urgent_reason),
                ]),
            )
        }
        Content::Assessment(assessment) => {
            let areas = listed(assessment.findings.iter().map(|finding| finding.area.label()));
            (
                ["Assessment ", &assessment.occasion.label().to_ascii_lowercase()].concat(),
                lines(&[("", &areas), ("Pupil's view", &assessment.pupil_view)]),
            )
        }
        Content::Plan(plan) => (
            if plan.revises.is_some() { "Action plan revised" } else { "Action plan made" }.to_owned(),
            plan_text(plan),
        ),
        Content::Circulation(circulation) => {
            let whom = match circulation.contact {
                Some(contact) => contact_name(case, contact),
                None if circulation.names.trim().is_empty() => circulation.to.label().to_owned(),
                None => circulation.names.clone(),
            };
            ([circulation.form.label(), " to ", &whom].concat(), circulation.method.label().to_owned())
        }
        Content::Signature(signature) => (["Plan signed by ", &within(&signature.by)].concat(), String::new()),
        Content::Session(session) => {
            let mut title = session.kind.label().to_owned();
            match session.attended {
                Attended::Yes => {
                    title.push_str(", ");
                    title.push_str(&dates::duration(u32::from(session.minutes)));
                }
                other => {
                    title.push_str(": ");
                    title.push_str(&other.label().to_ascii_lowercase());
                }
            }
            (
                title,
                lines(&[
                    ("", &session.notes),
                    ("Next step", &session.next_step),
                    ("", &rating_lines(&session.ratings)),
                    ("Lesson missed", &session.lesson_missed),
                ]),
            )
        }
        Content::PlannedSession(plan) => (
            ["Planned session: ", &planned::when(plan)].concat(),
            lines(&[("Where", &plan.place), ("For", &plan.about), ("", &planned::changes(plan))]),
        ),
        Content::Achievement(achievement) => ("Achievement".to_owned(), achievement.what.clone()),
        Content::Note(note) => ("Note".to_owned(), note.text.clone()),
        Content::Review(review) => (
            ["Review: ", &review.decision.label().to_ascii_lowercase()].concat(),
            lines(&[
                ("", review.progress.label()),
                (
                    "Took part",
                    &listed(review.participants.iter().map(|participant| participant.label())).to_ascii_lowercase(),
                ),
                ("", &rating_lines(&review.ratings)),
                ("Pupil", &review.pupil_view),
                ("Parents and carers", &review.parents_view),
                ("Staff", &review.staff_view),
                ("Agreed", &review.agreed),
            ]),
        ),
        Content::Exit(exit) => {
            let outcomes: Vec<String> = exit
                .outcomes
                .iter()
                .map(|outcome| {
                    [outcome.criterion.label(), ": ", &outcome.judgement.label().to_ascii_lowercase()].concat()
                })
                .collect();
            (
                "Exit".to_owned(),
                lines(&[("", &outcomes.join("\n")), ("", &exit.summary), ("Decided with", &exit.decided_with)]),
            )
        }
        Content::FollowUp(follow_up) => {
            (["Follow-up: ", &follow_up.result.label().to_ascii_lowercase()].concat(), follow_up.notes.clone())
        }
        Content::Onward(onward) => (
            pair("Referred on", " to ", &onward.agency),
            lines(&[
                ("Why", &onward.reason),
                ("Shared", &onward.shared),
                ("", onward.consent.label()),
                ("Outcome", &onward.outcome),
            ]),
        ),
        Content::Standing(standing) => {
            let until = standing.until.map(dates::long).unwrap_or_default();
            (standing.kind.label().to_owned(), lines(&[("", &standing.reason), ("Review on", &until)]))
        }
        // The words stay in the record; the line says only whether somebody was told.
        Content::Worry(worry) => {
            let told = match (&worry.told, &worry.withdrawn) {
                (_, Some(withdrawn)) if worry.is_withdrawn() => ["Withdrawn, agreed with ", &withdrawn.lead].concat(),
                (Some(told), _) if worry.somebody_told() => {
                    ["Told ", &told.name, " on ", &dates::moment(told.at)].concat()
                }
                _ => "NOBODY HAS BEEN TOLD".to_owned(),
            };
            (Kind::Worry.label().to_owned(), told)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::parse_iso;
    use casebook_domain::content::Entry;
    use casebook_domain::ids::FileId;
    use casebook_domain::measure::Measure;
    use casebook_domain::safety::Worry;
    use casebook_domain::session::{Note, Session, SessionKind};

    fn put(case: &mut CaseFile, id: u8, saved: i64, content: Content) {
        let saved = Moment { utc_ms: saved, offset_min: 0 };
        case.put(Item { id: RecordId::from_bytes([id; 16]), saved, entry: Entry { episode: None, content } });
    }

    fn note(date: &str, text: &str) -> Content {
        Content::Note(Note { date: parse_iso(date).unwrap(), text: text.to_owned(), audience: Audience::MentorOnly })
    }

    #[test]
    fn the_newest_comes_first_and_within_a_day_the_last_saved() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        put(&mut case, 1, 10, note("2026-11-02", "second"));
        put(&mut case, 2, 30, note("2026-11-01", "last"));
        put(&mut case, 3, 20, note("2026-11-02", "first"));
        let texts: Vec<_> = timeline(&case).into_iter().map(|item| item.text).collect();
        assert_eq!(texts, ["first", "second", "last"]);
    }

    #[test]
    fn a_long_entry_begins_with_whole_words_and_a_short_one_is_not_cut() {
        assert_eq!(beginning("Read together."), None);
        assert_eq!(beginning(&"word ".repeat(100)), None, "a little more is shown too");
        let long = "word ".repeat(600);
        let begun = beginning(&long).expect("three thousand characters");
        assert!(begun.len() <= BEGINNING && begun.len() > BEGINNING - 6 && begun.ends_with("word"), "{begun}");
        let script = "\u{645}\u{62d}\u{645}\u{62f}".repeat(300);
        assert_eq!(beginning(&script).map(|begun| begun.chars().count()), Some(BEGINNING), "no blank to cut at");
        let lines = "Next step: one\n".repeat(12);
        assert_eq!(beginning(&lines).map(|begun| begun.lines().count()), Some(BEGINNING_LINES));
        assert_eq!(beginning(&"one\n".repeat(8)), None);
    }

    #[test]
    fn p14_only_a_measure_taken_as_baseline_is_one() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        for (id, occasion) in [(1, Occasion::Baseline), (2, Occasion::Progress), (3, Occasion::Review)] {
            let date = parse_iso("2026-11-02").unwrap();
            let reading =
                MeasureReading::Attainment { subject: "Maths".to_owned(), level: "4b".to_owned(), points: None };
            let source = String::new();
            put(&mut case, id, 0, Content::Measure(Measure { date, occasion, reading, source }));
        }
        put(&mut case, 4, 0, note("2026-11-02", "Baseline"));
        let baselines: Vec<_> = timeline(&case).into_iter().filter(|item| is_baseline(&case, item)).collect();
        assert_eq!(baselines.iter().map(|item| item.record).collect::<Vec<_>>(), [RecordId::from_bytes([1; 16])]);
    }

    #[test]
    fn p40_a_safeguarding_entry_is_hidden_and_its_words_are_not_in_the_line() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        let at = Moment { utc_ms: 0, offset_min: 0 };
        put(
            &mut case,
            1,
            0,
            Content::Worry(Worry {
                at,
                words: "exact words".to_owned(),
                told: None,
                held_by_lead: false,
                withdrawn: None,
            }),
        );
        let item = &timeline(&case)[0];
        assert!(item.hidden && !item.text.contains("exact words") && !item.title.contains("exact words"));
        assert_eq!(item.text, "NOBODY HAS BEEN TOLD");
    }

    #[test]
    fn a_session_says_what_was_done_and_what_comes_next() {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        let session = Session {
            date: parse_iso("2026-11-02").unwrap(),
            kind: SessionKind::OneToOne,
            minutes: 30,
            attended: Attended::Yes,
            lesson_missed: String::new(),
            notes: "Worked on the desk card".to_owned(),
            next_step: "Try it in maths".to_owned(),
            audience: Audience::Staff,
            ratings: Vec::new(),
            gifted: false,
            resources: Vec::new(),
        };
        put(&mut case, 1, 0, Content::Session(session));
        let item = &timeline(&case)[0];
        assert_eq!(item.title, "One to one, 30 minutes");
        assert_eq!(item.text, "Worked on the desk card\nNext step: Try it in maths");
        assert_eq!((item.audience, item.hidden), (Some(Audience::Staff), false));
    }

    #[test]
    fn words_are_listed_as_in_a_sentence() {
        assert_eq!(
            (listed(["a"]), listed(["a", "b"]), listed(["a", "", "b", "c"])),
            ("a".to_owned(), "a and b".to_owned(), "a, b and c".to_owned())
        );
    }
}
