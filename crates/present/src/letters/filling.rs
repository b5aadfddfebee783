//! A template with its places filled.

use crate::salutation::salutation;
use crate::timeline::listed;
use crate::{dates, initials, numbers};
use casebook_domain::calendar::Date;
use casebook_domain::case::CaseFile;
use casebook_domain::contact::Contact;
use casebook_domain::content::Content;
use casebook_domain::ids::EpisodeId;
use casebook_domain::pupil::Pupil;
use casebook_domain::referral::Referral;
use casebook_domain::settings::Settings;

use super::recipients::home_reasons;
use super::templates::{Fault, Piece, Placeholder, pieces};
use super::{newest, referrer};

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

pub(super) fn fill_line(line: &str, value: &impl Fn(Placeholder) -> String, faults: &mut Vec<Fault>) -> Option<String> {
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

/// Everything a letter about one episode to one contact can draw on.
pub(super) struct Facts<'a> {
    pub(super) case: &'a CaseFile,
    pub(super) episode: Option<EpisodeId>,
    pub(super) pupil: &'a Pupil,
    pub(super) contact: &'a Contact,
    pub(super) settings: &'a Settings,
    pub(super) today: Date,
}

impl Facts<'_> {
    pub(super) fn referral(&self) -> Option<&Referral> {
        match &self.case.get(self.episode?)?.entry.content {
            Content::Referral(referral) => Some(referral),
            _ => None,
        }
    }

    pub(super) fn value(&self, placeholder: Placeholder) -> String {
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

    pub(super) fn start(&self) -> Option<&casebook_domain::preparation::Start> {
        newest(self.case, self.episode, |content| match content {
            Content::Start(start) => Some(start),
            _ => None,
        })
    }

    /// The plan's review date, else the end of the initial period; one that has passed is none.
    pub(super) fn review(&self) -> Option<Date> {
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

    pub(super) fn programme(&self) -> Option<String> {
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
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?']) { text.to_owned() } else { [text, "."].concat() }
}
