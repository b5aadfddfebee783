//! Small prints: a slip that calls a pupil out of a lesson and says no more than that, and a praise postcard (p41).
//! Other people can read both, so neither says why the pupil comes or what the sender's job is.

use casebook_domain::calendar::Date;

use casebook_domain::advice::names_in;
use casebook_domain::calendar::{add_days, is_school_day, parse_iso};
use casebook_domain::case::CaseFile;
use casebook_domain::home;
use casebook_domain::pupil::Pupil;
use casebook_domain::settings::{Settings, Term};

use super::forms::UNREADABLE;
use super::letters::LetterRefusal;
use super::{dates, initials};

/// Most slips that are printed at once: a sheet.
pub const SLIPS: usize = 4;
/// Weeks that are looked through for days of school.
const WEEKS: i32 = 30;

/// What is on a card, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Whom it is for, or what it says first.
    pub title: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// Who sends it.
    pub foot: String,
}

/// The same weekday week after week, days without school left out; the first day stays as it was chosen.
fn weekly(first: Date, count: usize, terms: &[Term]) -> Vec<Date> {
    let later = (1..WEEKS).map(|week| add_days(first, week * 7)).filter(|&day| is_school_day(day, terms));
    [first].into_iter().chain(later).take(count.clamp(1, SLIPS)).collect()
}

/// The slips that the boxes of a day, a time and a place ask for, a week apart; none while the day or the time is half typed.
pub fn slips(pupil: &Pupil, settings: &Settings, day: &str, time: &str, place: &str, count: usize) -> Vec<Card> {
    let Some(first) = parse_iso(day).filter(|_| time != UNREADABLE) else { return Vec::new() };
    let days = weekly(first, count, &settings.terms);
    days.into_iter().map(|day| slip(pupil, settings, day, time, place)).collect()
}

fn sender(settings: &Settings) -> String {
    let parts = [settings.mentor.trim(), settings.school.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A slip that asks a pupil to come: who, when, where. An empty time or place is a line to fill in by hand.
fn slip(pupil: &Pupil, settings: &Settings, day: Date, time: &str, place: &str) -> Card {
    let or_line = |text: &str| match text.trim() {
        "" => "_".repeat(16),
        text => text.to_owned(),
    };
    let name = initials::full_name(pupil);
    let title = if pupil.form().is_empty() { name } else { [&name, ", ", pupil.form()].concat() };
    Card {
        title,
        lines: vec![
            ["Please come on ", &dates::full(day)].concat(),
            ["Time: ", &or_line(time)].concat(),
            ["Place: ", &or_line(place)].concat(),
            "Show this slip to your teacher before you go.".to_owned(),
        ],
        foot: sender(settings),
    }
}

/// What a postcard about an achievement says at first; the mentor writes on.
pub fn praise(pupil: &Pupil, what: &str) -> String {
    let what = what.trim();
    ["Well done, ", pupil.home_name(), "!", if what.is_empty() { "" } else { "\n\n" }, what].concat()
}

/// The postcard with its words: the first line is its title.
pub fn postcard(words: &str, settings: &Settings, today: Date) -> Card {
    let mut lines = words.trim().lines();
    Card {
        title: lines.next().unwrap_or_default().trim().to_owned(),
        lines: lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        foot: [&sender(settings), ", ", &dates::long(today)].concat(),
    }
}

/// Why nothing may go home now, if so: the rule of letters.
pub fn home_refused(case: &CaseFile, today: Date) -> Option<LetterRefusal> {
    home::contact(case, today).err().map(LetterRefusal::Home)
}

/// What to think about before a postcard goes home; empty: nothing. What is said to the mentor only never goes there,
/// and the words of an achievement were written for the file.
pub fn think_first(words: &str, case: &CaseFile, others: &[String]) -> Vec<String> {
    let Some(pupil) = case.pupil() else { return Vec::new() };
    let mut thoughts = Vec::new();
    if case.contacts().iter().any(|contact| contact.restricted()) {
        thoughts.push("Somebody in the family is restricted: ask the safeguarding lead who may read it.".to_owned());
    }
    if pupil.call_name() != pupil.home_name() && !names_in(words, &[pupil.call_name()]).is_empty() {
        thoughts.push(["At home the pupil is called ", pupil.home_name(), ", not ", pupil.call_name(), "."].concat());
    }
    if !others.is_empty() {
        thoughts.push(["Another pupil is named: ", &others.join(", "), "."].concat());
    }
    if words.to_lowercase().contains("mentor") {
        thoughts.push("Anybody can read a postcard on its way: do not mention the mentoring.".to_owned());
    }
    thoughts
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::case::Item;
    use casebook_domain::contact::{Contact, PersonName, Responsibility, SafeToPhone};
    use casebook_domain::content::{Content, Entry};
    use casebook_domain::ids::{FileId, RecordId};
    use casebook_domain::pupil::{Schooling, SenProvision};

    fn day(text: &str) -> Date {
        parse_iso(text).expect("a day")
    }

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
            sen: SenProvision::Support,
            pupil_premium: true,
            eal: false,
            gifted: false,
            looked_after: None,
            ask_lead_first: None,
            limits_explained: None,
            remarks: "remarks-secret".to_owned(),
        }
    }

    fn settings() -> Settings {
        Settings::new("A. Example".to_owned(), "Made-up School".to_owned())
    }

    fn case(restriction: Option<&str>) -> CaseFile {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        let contact = Contact {
            name: PersonName::entered("Jo Sample"),
            relationship: "Father".to_owned(),
            responsibility: Responsibility::Yes,
            letters: true,
            phone_safe: SafeToPhone::Yes,
            restriction: restriction.map(str::to_owned),
            phone: String::new(),
            email: String::new(),
            address: String::new(),
            language: String::new(),
            interpreter: String::new(),
        };
        for (id, content) in [(1, Content::Pupil(pupil())), (2, Content::Contact(contact))] {
            let saved = Moment { utc_ms: 0, offset_min: 0 };
            let entry = Entry { episode: None, content };
            case.put(Item { id: RecordId::from_bytes([id; 16]), saved, entry });
        }
        case
    }

    fn text(card: &Card) -> String {
        [card.title.as_str(), &card.lines.join("\n"), &card.foot].join("\n")
    }

    #[test]
    fn a_slip_says_who_when_and_where_and_not_what_for() {
        let card = slip(&pupil(), &settings(), day("2026-11-24"), "10:15", " the library ");
        assert_eq!(
            text(&card),
            "Robin Sample, 7B\nPlease come on Tuesday 24 November 2026\nTime: 10:15\nPlace: the library\n\
             Show this slip to your teacher before you go.\nA. Example, Made-up School"
        );
        let open = text(&slip(&pupil(), &settings(), day("2026-11-24"), "", ""));
        assert!(open.contains("Time: ________________\nPlace: ________________"), "{open}");
        for unsaid in ["mentor", "secret", "Z8839", "premium", "SEN"] {
            assert!(!open.to_lowercase().contains(&unsaid.to_lowercase()), "{unsaid}");
        }
    }

    #[test]
    fn no_slip_is_made_of_half_a_day_or_half_a_time() {
        let made = |day, time| slips(&pupil(), &settings(), day, time, "", 2).len();
        assert_eq!(made("2026-12-08", "10:15"), 2);
        assert_eq!(made("2026-12-08", ""), 2, "the time can be filled in by hand");
        assert_eq!([made("2026-12-08", UNREADABLE), made(UNREADABLE, "10:15"), made("", "10:15")], [0, 0, 0]);
    }

    #[test]
    fn slips_go_on_week_after_week_on_days_with_school() {
        let term = |first, last| Term { name: String::new(), first: day(first), last: day(last) };
        let terms = [term("2026-11-02", "2026-12-18"), term("2027-01-05", "2027-02-12")];
        let days = |first, count, terms: &[Term]| weekly(day(first), count, terms);
        assert_eq!(
            days("2026-12-08", 4, &terms),
            ["2026-12-08", "2026-12-15", "2027-01-05", "2027-01-12"].map(day),
            "not in the holidays"
        );
        assert_eq!(days("2026-12-08", 2, &[]), ["2026-12-08", "2026-12-15"].map(day));
        assert_eq!(days("2026-12-08", 1, &terms), [day("2026-12-08")]);
        assert_eq!(days("2026-12-12", 99, &terms), [day("2026-12-12")], "a Saturday was chosen, once");
    }

    #[test]
    fn p41_a_postcard_praises_by_the_name_used_at_home_and_says_nothing_else() {
        let words = praise(&pupil(), "Read aloud in assembly.\n");
        let card = text(&postcard(&words, &settings(), day("2026-11-23")));
        assert_eq!(card, "Well done, Roberta!\nRead aloud in assembly.\nA. Example, Made-up School, 23 November 2026");
        assert_eq!(praise(&pupil(), " "), "Well done, Roberta!");
        assert_eq!(think_first(&words, &case(None), &[]), Vec::<String>::new());
    }

    #[test]
    fn p41_what_should_not_lie_open_is_said_before_it_is_printed() {
        let others = ["Kim".to_owned()];
        let case = case(Some("Court order"));
        let thoughts = think_first("Well done! Robin helped Kim with her mentor.", &case, &others).join(" ");
        assert!(thoughts.starts_with("Somebody in the family is restricted"), "{thoughts}");
        for said in [
            "At home the pupil is called Roberta, not Robin.",
            "Another pupil is named: Kim.",
            "do not mention the mentoring",
        ] {
            assert!(thoughts.contains(said), "{said}: {thoughts}");
        }
    }
}
