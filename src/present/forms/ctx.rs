//! What a form knows of the case: choices, suggestions and what is carried over.

use time::Date;

use crate::domain::calendar::Moment;
use crate::domain::case::{CaseFile, Item};
use crate::domain::contact::{Contact, SafeToPhone};
use crate::domain::content::Content;
use crate::domain::ids::{EpisodeId, RecordId};
use crate::domain::measure::{Direction, Hundredths, Reading};
use crate::domain::plan::Plan;
use crate::domain::preparation::LiaisonWith;
use crate::domain::referral::Criterion;
use crate::domain::session::Session;
use crate::domain::settings::Settings;

use super::{Draft, Source};
use crate::present::dates;

/// Something to pick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pickable {
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Why it cannot be chosen; shown beside it. `None`: it can.
    pub blocked: Option<String>,
}

/// A scale that was used before: picking its name again brings the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Name.
    pub name: String,
    /// Unit or short explanation.
    pub unit: String,
    /// Least possible value.
    pub least: Hundredths,
    /// Greatest possible value.
    pub greatest: Hundredths,
    /// Which way is better.
    pub direction: Direction,
}

/// What a form needs to know of the case and the settings.
#[derive(Clone, Debug)]
pub struct FormCtx {
    /// The mentor's calendar day.
    pub today: Date,
    /// This moment.
    pub now: Moment,
    /// The settings.
    pub settings: Settings,
    /// Contacts to speak with.
    pub contacts: Vec<Pickable>,
    /// Contacts to write to.
    pub letter_contacts: Vec<Pickable>,
    /// Referrals, newest first.
    pub referrals: Vec<Pickable>,
    /// Plans, newest first.
    pub plans: Vec<Pickable>,
    /// Scales used before.
    pub scales: Vec<Scale>,
    /// Subjects measured before.
    pub subjects: Vec<String>,
    /// People named before.
    pub people: Vec<String>,
    /// Agencies named before.
    pub agencies: Vec<String>,
    /// The newest plan of the newest episode.
    pub plan: Option<(RecordId, Plan)>,
    /// The least number that no target of the episode ever had.
    pub next_target: u16,
    /// The criteria of the newest episode's referrals, in the policy's order.
    pub criteria: Vec<Criterion>,
    /// The newest session.
    pub session: Option<Session>,
    /// First day and weeks of the newest episode's initial period.
    pub start: Option<(Date, u8)>,
}

impl FormCtx {
    /// What a field with this source can be.
    pub fn choices(&self, source: Source) -> &[Pickable] {
        match source {
            Source::Contacts => &self.contacts,
            Source::LetterContacts => &self.letter_contacts,
            Source::Referrals => &self.referrals,
            Source::Plans => &self.plans,
            Source::Scales | Source::Subjects | Source::People | Source::Agencies => &[],
        }
    }

    /// What a line with this source may suggest.
    pub fn suggestions(&self, source: Source) -> Vec<String> {
        match source {
            Source::Scales => self.scales.iter().map(|scale| scale.name.clone()).collect(),
            Source::Subjects => self.subjects.clone(),
            Source::People => self.people.clone(),
            Source::Agencies => self.agencies.clone(),
            Source::Contacts | Source::LetterContacts | Source::Referrals | Source::Plans => Vec::new(),
        }
    }

    /// The targets to rate, by number: the present plan's, and those the draft
    /// has a rating for already.
    pub fn rated(&self, draft: &Draft, name: &str) -> Vec<(u16, String)> {
        let mut rated: Vec<(u16, String)> = match &self.plan {
            Some((_, plan)) => plan.targets.iter().map(|target| (target.number, target.what.clone())).collect(),
            None => Vec::new(),
        };
        for number in draft.row_numbers(name) {
            if let Ok(number) = u16::try_from(number) {
                if !rated.iter().any(|(known, _)| *known == number) {
                    rated.push((number, String::new()));
                }
            }
        }
        rated.sort_by_key(|(number, _)| *number);
        rated
    }
}

/// Gathers what the forms need to know of a case.
pub fn form_ctx(file: &CaseFile, settings: &Settings, today: Date, now: Moment) -> FormCtx {
    let episode = newest_episode(file);
    let mut ctx = FormCtx {
        today,
        now,
        settings: settings.clone(),
        contacts: Vec::new(),
        letter_contacts: Vec::new(),
        referrals: Vec::new(),
        plans: Vec::new(),
        scales: Vec::new(),
        subjects: Vec::new(),
        people: Vec::new(),
        agencies: Vec::new(),
        plan: None,
        next_target: 1,
        criteria: Vec::new(),
        session: None,
        start: None,
    };
    for post in [&settings.line_manager, &settings.head, &settings.student_performance, &settings.safeguarding_lead] {
        suggest(&mut ctx.people, &post.name);
    }
    for post in &settings.safeguarding_deputies {
        suggest(&mut ctx.people, &post.name);
    }

    let mut items: Vec<&Item> = file.items().collect();
    items.sort_by_key(|item| (item.saved.utc_ms, item.id));
    let mut referrals = Vec::new();
    let mut plans: Vec<(Date, RecordId, &Plan, bool)> = Vec::new();
    for item in items {
        let here = episode.is_some() && item.entry.episode == episode;
        match &item.entry.content {
            Content::Contact(contact) => ctx.add_contact(item.id, contact),
            Content::Referral(referral) => {
                referrals.push((referral.date, item.id, &referral.referrer));
                suggest(&mut ctx.people, &referral.referrer);
                if here {
                    ctx.criteria.extend(referral.criteria.iter().map(|one| one.criterion));
                }
            }
            Content::Liaison(liaison) if liaison.with == LiaisonWith::Agency => {
                suggest(&mut ctx.agencies, &liaison.role)
            }
            Content::Liaison(liaison) => suggest(&mut ctx.people, &liaison.name),
            Content::Measure(measure) => match &measure.reading {
                Reading::Attendance { .. } => {}
                Reading::Attainment { subject, .. } => suggest(&mut ctx.subjects, subject),
                Reading::Scale { name, unit, least, greatest, direction, .. } => {
                    ctx.scales.retain(|scale| scale.name != *name);
                    ctx.scales.push(Scale {
                        name: name.clone(),
                        unit: unit.clone(),
                        least: *least,
                        greatest: *greatest,
                        direction: *direction,
                    });
                }
            },
            Content::Start(start) if here => ctx.start = Some((start.date, start.weeks)),
            Content::Plan(plan) => {
                plans.push((plan.date, item.id, plan, here));
                if here {
                    for target in &plan.targets {
                        ctx.next_target = ctx.next_target.max(target.number.saturating_add(1));
                    }
                }
            }
            Content::Onward(onward) => suggest(&mut ctx.agencies, &onward.agency),
            Content::Session(session) => {
                if ctx.session.as_ref().is_none_or(|last| last.date <= session.date) {
                    ctx.session = Some(session.clone());
                }
            }
            _ => {}
        }
    }
    ctx.criteria.sort_unstable();
    ctx.criteria.dedup();

    // Sorting keeps the order of saving within a day; newest first.
    referrals.sort_by_key(|(date, ..)| *date);
    for (date, id, referrer) in referrals.into_iter().rev() {
        ctx.referrals.push(pickable(id, &["Referral of ", &dates::long(date), " by ", referrer]));
    }
    plans.sort_by_key(|(date, ..)| *date);
    for (date, id, plan, here) in plans.into_iter().rev() {
        ctx.plans.push(pickable(id, &["Plan of ", &dates::long(date)]));
        if here && ctx.plan.is_none() {
            ctx.plan = Some((id, plan.clone()));
        }
    }
    ctx
}

impl FormCtx {
    fn add_contact(&mut self, id: RecordId, contact: &Contact) {
        let mut parts = vec![contact.name.as_str()];
        if !contact.relationship.is_empty() {
            parts.extend([", ", contact.relationship.as_str()]);
        }
        let mut letters = pickable(id, &parts);
        match contact.phone_safe {
            SafeToPhone::Yes => {}
            SafeToPhone::No => parts.push(" (do not phone)"),
            SafeToPhone::Unknown => parts.push(" (not known whether it is safe to phone)"),
        }
        let mut spoken = pickable(id, &parts);
        if contact.restricted() {
            spoken.blocked = Some("Restricted: ask the safeguarding lead".to_owned());
            letters.blocked = spoken.blocked.clone();
        } else if !contact.may_get_letters() {
            letters.blocked = Some("May not get letters".to_owned());
        }
        self.contacts.push(spoken);
        self.letter_contacts.push(letters);
    }
}

fn pickable(id: RecordId, parts: &[&str]) -> Pickable {
    Pickable { id: id.to_string(), label: parts.concat(), blocked: None }
}

/// The episode whose referral is newest.
fn newest_episode(file: &CaseFile) -> Option<EpisodeId> {
    file.items()
        .filter_map(|item| match &item.entry.content {
            Content::Referral(referral) if item.entry.episode == Some(item.id) => {
                Some((referral.date, item.saved.utc_ms, item.id))
            }
            _ => None,
        })
        .max()
        .map(|(_, _, id)| id)
}

fn suggest(list: &mut Vec<String>, text: &str) {
    if !text.is_empty() && list.len() < 200 && !list.iter().any(|known| known == text) {
        list.push(text.to_owned());
    }
}
