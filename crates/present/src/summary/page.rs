//! A page of paper as data.

use crate::dates;
use casebook_domain::plan::Plan;
use casebook_domain::settings::Settings;

use super::listed_with;

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummarySection {
    /// Heading.
    pub heading: String,
    /// What is under it.
    pub block: Block,
}

/// What is under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Text with its own line breaks.
    Text(String),
    /// A list.
    List(Vec<String>),
    /// What is done one after the other.
    Steps(Vec<String>),
    /// A table.
    Table {
        /// Column headings.
        head: Vec<&'static str>,
        /// Rows, each as long as the head.
        rows: Vec<Vec<String>>,
    },
    /// Nothing was entered: shown as a gap to be filled, also on paper.
    Gap(&'static str),
}

/// The lines to sign on. They may be alone on the last sheet, so they say what is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// What is agreed to.
    pub words: String,
    /// Who signs. Nobody's name: a copy may be read by somebody who should not learn it.
    pub who: [&'static str; 3],
}

/// What a part that nobody wrote says, to everybody who reads the page.
pub(super) const GAP: &str = "Not written yet";

/// A page to be printed or shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The school's name, address and telephone, a line each, as on its letters.
    pub head: Vec<String>,
    /// Title.
    pub title: String,
    /// Facts under the title: what and what it says.
    pub facts: Vec<(&'static str, String)>,
    /// The parts.
    pub sections: Vec<SummarySection>,
    /// What is signed on paper and by whom, each with a day; nobody signs what goes out for information.
    pub sign: Option<Sign>,
    /// Last line: who made it and where.
    pub foot: String,
}

impl Page {
    /// Everything on the page as plain text, for a message or to look through.
    pub fn text(&self) -> String {
        let mut text = [self.head.join("\n").as_str(), "\n\n", &self.title, "\n"].concat();
        for (what, fact) in &self.facts {
            text += &[what, ": ", fact, "\n"].concat();
        }
        for section in &self.sections {
            text += &["\n", &section.heading, "\n"].concat();
            match &section.block {
                Block::Text(block) => text += block,
                Block::List(list) | Block::Steps(list) => text += &list.join("\n"),
                Block::Table { rows, .. } => {
                    text += &rows.iter().map(|row| row.join("; ")).collect::<Vec<_>>().join("\n")
                }
                Block::Gap(gap) => text += gap,
            }
            text.push('\n');
        }
        if let Some(sign) = &self.sign {
            text += &["\n", &sign.words, "\n", &sign.who.join("\n"), "\n"].concat();
        }
        text + "\n" + &self.foot + "\n"
    }
}

/// The school as letters have it.
pub fn head(settings: &Settings) -> Vec<String> {
    let lines = [settings.school.as_str()].into_iter().chain(settings.school_address.lines());
    lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Who signs a plan on paper (p19).
pub(super) fn sign(plan: &Plan) -> Sign {
    let words = ["We made the plan of ", &dates::long(plan.date), " together and agree to it."].concat();
    Sign { words, who: ["Pupil", "Parent or carer", "Learning mentor"] }
}

pub(crate) fn foot(settings: &Settings) -> String {
    listed_with(&[settings.mentor.trim(), "learning mentor", settings.school.trim()])
}

pub(super) fn section(heading: &str, text: &str) -> Option<SummarySection> {
    let text = text.trim();
    (!text.is_empty()).then(|| SummarySection { heading: heading.to_owned(), block: Block::Text(text.to_owned()) })
}

pub(super) fn list(heading: &str, lines: Vec<String>) -> Option<SummarySection> {
    (!lines.is_empty()).then(|| SummarySection { heading: heading.to_owned(), block: Block::List(lines) })
}

pub(super) fn said(text: &str) -> bool {
    !text.trim().is_empty()
}
