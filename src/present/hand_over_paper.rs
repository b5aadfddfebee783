//! A hand-over on paper (p11, p30): what its parts take along, newest plans and reviews first, and a slip to sign for it.
//! Safeguarding entries are in no part, nor counted; the pupil number is never printed.

use time::Date;

use crate::domain::case::{CaseFile, Item};
use crate::domain::content::{Content, Kind};
use crate::domain::hand_over::{Parts, Purpose};
use crate::domain::order;
use crate::domain::settings::Settings;

use super::facts::facts_of;
use super::forms::FormCtx;
use super::hand_over::Choice;
use super::numbers::counted;
use super::pupil::year_words;
use super::summary::{Block, Page, Section, foot, head};
use super::timeline::{newest_first, timeline};
use super::{dates, initials};

/// A pupil's sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What is printed.
    pub page: Page,
    /// How many records are on it.
    pub records: usize,
}

/// What is cut off, signed and given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Its heading.
    pub title: &'static str,
    /// What it says.
    pub lines: Vec<(&'static str, String)>,
    /// What is written by hand.
    pub to_write: [&'static str; 4],
    /// Where it goes back to.
    pub foot: String,
}

/// The slip names the pupil by initials, because it travels open.
pub fn slip(pupil: String, choice: &Choice, settings: &Settings, today: Date) -> Slip {
    let what = [choice.purpose.map_or("", Purpose::label), choice.parts.label()].join(". ");
    let address: Vec<&str> = settings.school_address.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut back = foot(settings);
    for line in address {
        back.push_str(", ");
        back.push_str(line);
    }
    Slip {
        title: "Receipt: please sign, cut off and give back",
        lines: vec![
            ("Pupil (initials)", pupil),
            ("From", foot(settings)),
            ("To", choice.to.trim().to_owned()),
            ("Handed over on", dates::long(today)),
            ("What", what),
        ],
        to_write: ["Received by, in capitals", "School and post", "Date", "Signature"],
        foot: ["Back to: ", &back, "."].concat(),
    }
}

/// What goes on paper of a pupil.
pub fn paper(case: &CaseFile, choice: &Choice, ctx: &FormCtx, today: Date) -> Sheet {
    let mut items: Vec<&Item> = case.items().filter(|item| choice.parts.take(item.entry.content.kind())).collect();
    order::by_key(&mut items, |item| (place(item.entry.content.kind()), newest_first(item)));
    let told = timeline(case);
    let mut sections: Vec<Section> = Vec::with_capacity(items.len());
    for item in &items {
        let content = &item.entry.content;
        let line = told.iter().find(|line| line.record == item.id);
        let title = line.map_or_else(|| content.kind().label().to_owned(), |line| line.title.clone());
        let heading = match content.day() {
            Some(day) => [title.as_str(), ", ", &dates::long(day)].concat(),
            None => title,
        };
        let mut facts: Vec<String> = facts_of(content, ctx)
            .into_iter()
            .flat_map(|group| group.facts)
            .filter(|fact| fact.name != "upn")
            .map(|fact| [fact.label.as_str(), ": ", &fact.text].concat())
            .collect();
        // What was counted stands in no form.
        if let (Content::Observation(_), Some(line)) = (content, line) {
            facts.splice(0..0, line.text.lines().map(str::to_owned));
        }
        let block =
            if facts.is_empty() { Block::Text("Nothing else is written.".to_owned()) } else { Block::List(facts) };
        sections.push(Section { heading, block });
    }
    if choice.parts == Parts::Whole && case.newer > 0 {
        let count = counted(case.newer as u64, "record was", "records were");
        let words = [count.as_str(), " written by a newer Casebook and can’t be printed by this one."].concat();
        sections.push(Section { heading: "Not on this paper".to_owned(), block: Block::Text(words) });
    }
    let mut facts = Vec::new();
    if let Some(pupil) = case.pupil() {
        facts.push(("Name", initials::full_name(pupil)));
        facts.extend(pupil.born.map(|born| ("Born", dates::long(born))));
        facts.extend(year_words(pupil, today).map(|year| ("Year", year)));
        if !pupil.form().is_empty() {
            facts.push(("Form", pupil.form().to_owned()));
        }
    }
    facts.push(("Handed over on", dates::long(today)));
    facts.push(("To", choice.to.trim().to_owned()));
    facts.push(("How much", choice.parts.label().to_owned()));
    let page = Page {
        head: head(&ctx.settings),
        title: "Hand-over".to_owned(),
        facts,
        sections,
        sign: None,
        foot: [foot(&ctx.settings).as_str(), ". Confidential: for the person named above alone."].concat(),
    };
    Sheet { page, records: items.len() }
}

/// The order on paper: what is read first.
fn place(kind: Kind) -> u8 {
    match kind {
        Kind::Transition => 0,
        Kind::Pupil => 1,
        Kind::Contact => 2,
        Kind::Plan => 3,
        Kind::Review => 4,
        Kind::Referral => 5,
        _ => 6,
    }
}
