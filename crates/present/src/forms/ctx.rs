//! What a form knows of the case: choices, suggestions and what is carried over.

use casebook_domain::calendar::Date;

use casebook_domain::assessment::Assessment;
use casebook_domain::calendar::{Moment, parse_iso};
use casebook_domain::case::CaseFile;
use casebook_domain::contact::{Contact, SafeToPhone};
use casebook_domain::content::Kind;
use casebook_domain::header::Header;
use casebook_domain::home::{self, Closed};
use casebook_domain::identity::{Identity, Likeness};
use casebook_domain::ids::{EpisodeId, FileId, RecordId};
use casebook_domain::measure::{Direction, Hundredths, MeasureReading};
use casebook_domain::names::same;
use casebook_domain::order;
use casebook_domain::plan::Plan;
use casebook_domain::planned::{PlannedSession, SessionTime};
use casebook_domain::preparation::{ContactWay, Liaison, LiaisonWith};
use casebook_domain::referral::{Criterion, Referral};
use casebook_domain::session::Session;
use casebook_domain::settings::Settings;

use super::planned::{BESIDE_PERIODS, slot_code};
use super::{Draft, Source};
use crate::criteria::{Beside, beside};
use crate::evidence::{Evidence, Line, evidence};
use crate::posts::titled;
use crate::resources::by_title;
use crate::{dates, initials, planned, words};

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

/// Another pupil of the casebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherPupil {
    /// The file.
    pub file: FileId,
    /// The name as lists show it.
    pub name: String,
    /// By what the pupil is recognised.
    pub identity: Identity,
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
    /// Resources of this casebook, by title.
    pub resources: Vec<Pickable>,
    /// Scales used before.
    pub scales: Vec<Scale>,
    /// Subjects measured before.
    pub subjects: Vec<String>,
    /// People named before.
    pub people: Vec<String>,
    /// Agencies named before.
    pub agencies: Vec<String>,
    /// The targets that the line manager set with the authorisation, a line each: proposals for the first plan.
    pub targets_set: Vec<String>,
    /// When a session can be planned.
    pub slots: Vec<Pickable>,
    /// Where sessions were planned.
    pub places: Vec<String>,
    /// The newest planned session.
    pub planned: Option<PlannedSession>,
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
    /// Whether the newest episode has an assessment.
    pub assessed: bool,
    /// Telephone numbers of contacts who may be rung.
    pub numbers: Vec<(String, String)>,
    /// The other pupils of the casebook: see [`FormCtx::with_others`].
    pub others: Vec<OtherPupil>,
    /// What bears on each criterion of an episode that ends (p26): see [`FormCtx::look_back`].
    pub beside: Vec<Beside>,
    /// What a plan or a review is judged by: see [`FormCtx::look_back`].
    pub evidence: Evidence,
}

impl FormCtx {
    /// Evidence and figures to show beside what a record of this kind judges. It reads every measure.
    pub fn look_back(&mut self, kind: Kind, file: &CaseFile, record: Option<RecordId>) {
        let recorded = record.and_then(|id| file.get(id)).and_then(|item| item.entry.episode);
        let Some(episode) = recorded.or_else(|| file.current().map(|episode| episode.id)) else { return };
        match kind {
            Kind::Exit => self.beside = beside(file, episode),
            _ => self.evidence = evidence(file, episode, kind, record),
        }
    }

    /// What a target is rated by: (what it is, the words).
    pub fn target_lines(&self, number: u16) -> &[Line] {
        self.evidence.targets.iter().find(|(of, _)| *of == number).map_or(&[], |(_, lines)| lines)
    }

    /// For a pupil: who else is in the casebook, so that no child is entered twice unseen.
    pub fn with_others(mut self, headers: &[Header], file: FileId, initials_only: bool) -> Self {
        let names = initials::list_names(headers, initials_only);
        let all = headers.iter().zip(names).filter(|(header, _)| header.file != file);
        self.others = all
            .map(|(header, name)| OtherPupil { file: header.file, name, identity: Identity::of_header(header) })
            .collect();
        self
    }

    /// The number to ring for a family contact by telephone; none where nobody may be rung.
    pub fn to_ring(&self, draft: &Draft) -> Option<&str> {
        let by_phone = draft.get("way") == ContactWay::Phone.code();
        let contact = draft.get("contact");
        self.numbers.iter().find(|(id, _)| by_phone && *id == contact).map(|(_, number)| number.as_str())
    }

    /// Another pupil with this number.
    pub fn with_upn(&self, upn: &str) -> Option<&OtherPupil> {
        self.others.iter().find(|other| same(&other.identity.upn, upn))
    }

    /// Pupils who may be the one whose form this is, the likeliest first; twins are not among them.
    pub fn already_here(&self, draft: &Draft) -> Vec<&OtherPupil> {
        let typed = Identity {
            first_names: draft.get("first_names").to_owned(),
            known_as: draft.get("known_as").to_owned(),
            surname: draft.get("surname").to_owned(),
            born: parse_iso(draft.get("born")),
            upn: draft.get("upn").to_owned(),
        };
        let mut found: Vec<(Likeness, &OtherPupil)> = self
            .others
            .iter()
            .filter_map(|other| Some((typed.likeness(&other.identity)?, other)))
            .filter(|(likeness, _)| *likeness != Likeness::PerhapsTwins)
            .collect();
        order::by_key(&mut found, |(likeness, _)| *likeness);
        found.into_iter().map(|(_, other)| other).collect()
    }

    /// For a session: the resources that can have been used in it. They are no part of the case.
    pub fn with_resources(mut self, register: &CaseFile) -> Self {
        self.resources = by_title(register).iter().map(|one| pickable(one.id, &[&one.body.title])).collect();
        self
    }

    /// What is beside a value that is shown and not changed: (what it is, the words); mostly nothing.
    pub fn beside(&self, code: &str) -> Vec<(&'static str, String)> {
        self.beside.iter().find(|one| one.criterion.code() == code).map(Beside::lines).unwrap_or_default()
    }

    /// What a field with this source can be.
    pub fn choices(&self, source: Source) -> &[Pickable] {
        match source {
            Source::Contacts => &self.contacts,
            Source::LetterContacts => &self.letter_contacts,
            Source::Referrals => &self.referrals,
            Source::Plans => &self.plans,
            Source::Resources => &self.resources,
            Source::Slots => &self.slots,
            Source::Titles | Source::Scales | Source::Subjects | Source::People | Source::Agencies | Source::Places => {
                &[]
            }
        }
    }

    /// Whether a choice is offered where it was not chosen before: years that the school does not have are not.
    pub fn offers(&self, field: &str, code: &str) -> bool {
        match (field, code.parse()) {
            ("year_as_taught", Ok(year)) => self.settings.phase.has_year(year),
            _ => true,
        }
    }

    /// What a line with this source may suggest.
    pub fn suggestions(&self, source: Source) -> Vec<String> {
        match source {
            Source::Titles => ["Mrs", "Mr", "Ms", "Miss", "Mx", "Dr"].map(str::to_owned).to_vec(),
            Source::Scales => self.scales.iter().map(|scale| scale.name.clone()).collect(),
            Source::Subjects => self.subjects.clone(),
            Source::People => self.people.clone(),
            Source::Agencies => self.agencies.clone(),
            Source::Places => self.places.clone(),
            Source::Slots => self.settings.periods.iter().map(|period| period.name.clone()).collect(),
            Source::Contacts | Source::LetterContacts | Source::Referrals | Source::Plans | Source::Resources => {
                Vec::new()
            }
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
            if let Ok(number) = u16::try_from(number)
                && !rated.iter().any(|(known, _)| *known == number)
            {
                rated.push((number, String::new()));
            }
        }
        order::by_key(&mut rated, |(number, _)| *number);
        rated
    }
}

/// Gathers what the forms need to know of a case: of the episode that is worked on where it is about one.
pub fn form_ctx(file: &CaseFile, settings: &Settings, today: Date, now: Moment) -> FormCtx {
    let episode = file.current().map(|episode| episode.id);
    let plan = episode.and_then(|episode| file.latest_plan(episode));
    let numbers = episode.into_iter().flat_map(|episode| file.plans(episode));
    let numbers = numbers.flat_map(|plan| plan.body.targets.iter().map(|target| target.number));
    let mut ctx = FormCtx {
        today,
        now,
        settings: settings.clone(),
        contacts: Vec::new(),
        letter_contacts: Vec::new(),
        referrals: Vec::new(),
        plans: Vec::new(),
        resources: Vec::new(),
        scales: Vec::new(),
        subjects: Vec::new(),
        people: Vec::new(),
        agencies: Vec::new(),
        targets_set: episode.map(|episode| targets_set(file, episode)).unwrap_or_default(),
        slots: slots(file, settings),
        places: Vec::new(),
        planned: None,
        plan: plan.map(|plan| (plan.id, plan.body.clone())),
        next_target: numbers.max().unwrap_or(0).saturating_add(1),
        criteria: episode.map(|episode| file.criteria(episode)).unwrap_or_default(),
        start: episode.and_then(|episode| file.start(episode)).map(|start| (start.date, start.weeks)),
        assessed: episode.is_some_and(|episode| !file.of::<Assessment>(episode).is_empty()),
        numbers: Vec::new(),
        others: Vec::new(),
        beside: Vec::new(),
        evidence: Evidence::default(),
        session: file.sessions().last().map(|session| session.body.clone()),
    };
    for post in [&settings.safeguarding_lead, &settings.line_manager, &settings.head, &settings.student_performance] {
        suggest(&mut ctx.people, &post.name);
    }
    for post in &settings.safeguarding_deputies {
        suggest(&mut ctx.people, &post.name);
    }
    let home = home::contact(file, today);
    for contact in file.contacts() {
        ctx.add_contact(contact.id, contact.body, home.as_ref().err());
        let may_ring = home.is_ok() && contact.phone_safe == SafeToPhone::Yes && !contact.restricted();
        if may_ring && !contact.phone.trim().is_empty() {
            ctx.numbers.push((contact.id.to_string(), contact.phone.clone()));
        }
    }
    for referral in file.all::<Referral>().into_iter().rev() {
        let label = ["Referral of ", &dates::long(referral.date), " by ", &words::within(&referral.referrer)];
        ctx.referrals.push(pickable(referral.id, &label));
        suggest(&mut ctx.people, &referral.referrer);
    }
    tell_apart(&mut ctx.referrals, file);
    // Referrals that wait for a decision go first.
    let waiting: Vec<String> =
        episode.into_iter().flat_map(|episode| file.undecided(episode)).map(|one| one.id.to_string()).collect();
    order::by_key(&mut ctx.referrals, |referral| !waiting.contains(&referral.id));
    for plan in file.all::<Plan>().into_iter().rev() {
        let standing = match plan.episode {
            of if of != episode => " (of another referral)",
            _ if ctx.plan.as_ref().is_none_or(|(id, _)| *id != plan.id) => " (earlier version)",
            _ => "",
        };
        ctx.plans.push(pickable(plan.id, &["Plan of ", &dates::long(plan.date), standing]));
    }
    tell_apart(&mut ctx.plans, file);
    for liaison in file.all::<Liaison>().into_iter().rev() {
        match liaison.with {
            LiaisonWith::Agency => suggest(&mut ctx.agencies, &liaison.role),
            _ => suggest(&mut ctx.people, &liaison.name),
        }
    }
    for onward in file.onwards().into_iter().rev() {
        suggest(&mut ctx.agencies, &onward.agency);
    }
    for measure in file.measures().into_iter().rev() {
        match &measure.body.reading {
            MeasureReading::Attendance { .. } => {}
            MeasureReading::Attainment { subject, .. } => suggest(&mut ctx.subjects, subject),
            MeasureReading::Scale { name, unit, least, greatest, direction, .. } => {
                if !ctx.scales.iter().any(|scale| scale.name == *name) {
                    let (name, unit) = (name.clone(), unit.clone());
                    let (least, greatest, direction) = (*least, *greatest, *direction);
                    ctx.scales.push(Scale { name, unit, least, greatest, direction });
                }
            }
        }
    }
    for planned in file.all::<PlannedSession>() {
        suggest(&mut ctx.places, &planned.place);
        ctx.planned = Some(planned.body.clone());
    }
    // The plan in force goes first: it is the one that goes out and is reviewed.
    if let Some(id) = ctx.plan.as_ref().map(|(id, _)| id.to_string()) {
        order::by_key(&mut ctx.plans, |plan| plan.id != id);
    }
    ctx
}

impl FormCtx {
    fn add_contact(&mut self, id: RecordId, contact: &Contact, home: Option<&Closed>) {
        let name = contact.name.whole();
        let mut parts = vec![name.as_str()];
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
            // They may have rung: what happened can be recorded. Nothing may be sent.
            spoken.label.push_str(&titled(" (restricted: ask the safeguarding lead)", &self.settings));
            letters.blocked = Some(titled("Restricted: ask the safeguarding lead", &self.settings));
        } else if let Some(closed) = home {
            letters.blocked = Some(words::home_closed(closed).trim_end_matches('.').to_owned());
        } else if !contact.may_get_letters() {
            letters.blocked = Some("Letters to this person are switched off".to_owned());
        }
        self.contacts.push(spoken);
        self.letter_contacts.push(letters);
    }
}

/// The targets set at the authorisation that counts (p06).
fn targets_set(file: &CaseFile, episode: EpisodeId) -> Vec<String> {
    let decision = file.latest_authorisation(episode);
    let lines = decision.iter().flat_map(|decision| decision.body.targets.lines());
    let plain = |line: &str| line.trim().trim_start_matches(['-', '*', '•', '–']).trim().to_owned();
    lines.map(plain).filter(|line| !line.is_empty()).take(10).collect()
}

/// The periods of the settings and those that this file's plans name, a time, any time.
fn slots(file: &CaseFile, settings: &Settings) -> Vec<Pickable> {
    let pick = |id: String, label: String| Pickable { id, label, blocked: None };
    let mut slots: Vec<Pickable> = Vec::new();
    for period in &settings.periods {
        slots.push(pick(slot_code(&SessionTime::Period(period.name.clone())), planned::period(period)));
    }
    for planned in file.all::<PlannedSession>() {
        if let SessionTime::Period(name) = &planned.slot
            && !settings.periods.iter().any(|period| period.name == *name)
        {
            let code = slot_code(&planned.slot);
            if !slots.iter().any(|slot| slot.id == code) {
                slots.push(pick(code, name.clone()));
            }
        }
    }
    slots.extend(BESIDE_PERIODS.iter().map(|(code, words)| pick((*code).to_owned(), (*words).to_owned())));
    slots
}

fn pickable(id: RecordId, parts: &[&str]) -> Pickable {
    Pickable { id: id.to_string(), label: parts.concat(), blocked: None }
}

/// Two of one day read the same: they are told apart by when they were saved, and counted where that is one minute too.
fn tell_apart(list: &mut [Pickable], file: &CaseFile) {
    let saved = |id: &str| RecordId::parse(id).and_then(|id| file.get(id)).map(|item| dates::moment(item.saved));
    let twice = |list: &[Pickable], label: &str| list.iter().filter(|one| one.label == label).count() > 1;
    let before: Vec<bool> = list.iter().map(|one| twice(list, &one.label)).collect();
    for (one, _) in list.iter_mut().zip(before).filter(|(_, twice)| *twice) {
        one.label += &[", saved ", &saved(&one.id).unwrap_or_default()].concat();
    }
    let still: Vec<bool> = list.iter().map(|one| twice(list, &one.label)).collect();
    // The list has the newest first.
    for (place, (one, _)) in list.iter_mut().rev().zip(still.into_iter().rev()).filter(|(_, twice)| *twice).enumerate()
    {
        one.label += &[", number ", &super::super::numbers::whole(place as u64 + 1)].concat();
    }
}

fn suggest(list: &mut Vec<String>, text: &str) {
    if !text.is_empty() && list.len() < 200 && !list.iter().any(|known| known == text) {
        list.push(text.to_owned());
    }
}
