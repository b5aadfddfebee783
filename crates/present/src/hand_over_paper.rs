//! A hand-over on paper (p11, p30): a summary of what its parts take along, then a chronology, and a slip to sign for it.
//! Safeguarding entries are in no part, nor counted; the pupil number is never printed.

use casebook_domain::calendar::Date;

use casebook_domain::case::{CaseFile, Episode, Item, Recorded};
use casebook_domain::contact::Responsibility;
use casebook_domain::content::{Content, Kind};
use casebook_domain::hand_over::Parts;
use casebook_domain::measure::Measure;
use casebook_domain::plan::{ParentsPart, Plan};
use casebook_domain::pupil::SenProvision;
use casebook_domain::settings::Settings;

use super::facts::facts_of;
use super::figures::{reading_name, reading_value};
use super::forms::FormCtx;
use super::hand_over::HandOverDraft;
use super::numbers::counted;
use super::pupil::year_words;
use super::summary::{Block, Page, SummarySection, foot, head};
use super::timeline::timeline;
use super::words::{capital, contact_restrictions, pupil_alerts, within};
use super::{dates, initials, targets, words};

/// A pupil's sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOverSheet {
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
    /// Where it goes back to, a line each.
    pub back: Vec<String>,
}

/// The slip names the pupil by initials, because it travels open.
pub fn slip(pupil: String, choice: &HandOverDraft, settings: &Settings, today: Date) -> Slip {
    let what = [choice.purpose_words(), choice.parts.label()].join(". ");
    let lines = settings.school_address.lines().map(str::trim).filter(|line| !line.is_empty());
    let back = [foot(settings)].into_iter().chain(lines.map(str::to_owned));
    Slip {
        title: "Receipt: please sign, cut off and give back",
        lines: vec![
            ("Pupil (initials)", pupil),
            ("From", foot(settings)),
            ("To", choice.to.trim().to_owned()),
            ("Handed over on", dates::long(today)),
            ("What", what),
        ],
        to_write: ["Received by (print name)", "School and post", "Date", "Signature"],
        back: back.collect(),
    }
}

/// The printed hand-over of a pupil: first a summary for the person who takes over, then what happened, oldest first. The
/// chronology does not repeat the summary.
pub fn paper(case: &CaseFile, choice: &HandOverDraft, ctx: &FormCtx, today: Date) -> HandOverSheet {
    let items: Vec<&Item> = case.items().filter(|item| choice.parts.take(&item.entry.content)).collect();
    let taken = |kind: Kind| choice.parts.take_kind(kind);
    let current = case.current();
    let plan = current.as_ref().and_then(|episode| case.latest_plan(episode.id));
    let mut sections: Vec<SummarySection> = Vec::new();
    sections.extend(know_first(case));
    if taken(Kind::Contact) {
        sections.extend(at_home(case));
    }
    if let Some(episode) = &current {
        sections.extend(why(case, episode));
    }
    if let Some(plan) = &plan {
        sections.extend(current_plan(case, plan, taken(Kind::Session)));
    }
    if taken(Kind::Measure) {
        sections.extend(figures(case));
    }
    sections.push(chronology(case, &items, ctx));
    if choice.parts == Parts::Whole && case.newer > 0 {
        let count = counted(case.newer as u64, "record was", "records were");
        let words = [count.as_str(), " written by a newer Casebook and can't be printed by this one."].concat();
        sections.push(SummarySection { heading: "Not on this paper".to_owned(), block: Block::Text(words) });
    }
    let page = Page {
        head: head(&ctx.settings),
        title: "Hand-over".to_owned(),
        facts: who(case, choice, today),
        sections,
        sign: None,
        foot: [foot(&ctx.settings).as_str(), ". Confidential: for the person named above only."].concat(),
    };
    HandOverSheet { page, records: items.len() }
}

fn who(case: &CaseFile, choice: &HandOverDraft, today: Date) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(pupil) = case.pupil() {
        facts.push(("Name", initials::full_name(pupil)));
        facts.extend(pupil.born.map(|born| ("Date of birth", dates::long(born))));
        facts.extend(year_words(pupil, today).map(|year| ("Year", year)));
        if !pupil.form().is_empty() {
            facts.push(("Form", pupil.form().to_owned()));
        }
        if pupil.sen != SenProvision::None {
            facts.push(("Special educational needs", pupil.sen.label().to_owned()));
        }
        let marks = [
            (pupil.pupil_premium, "pupil premium"),
            (pupil.eal, "English as an additional language"),
            (pupil.looked_after.is_some(), "looked-after child"),
            (pupil.gifted, "gifted and talented"),
        ];
        let marks: Vec<&str> = marks.into_iter().filter(|(on, _)| *on).map(|(_, words)| words).collect();
        if !marks.is_empty() {
            facts.push(("Also", capital(&marks.join(", "))));
        }
    }
    if let Some(episode) = case.current() {
        facts.push(("Status", words::state(episode.state).to_owned()));
    }
    facts.push(("Handed over on", dates::long(today)));
    facts.push(("To", choice.to.trim().to_owned()));
    facts.push(("What for", choice.purpose_words().to_owned()));
    facts.push(("How much", choice.parts.label().to_owned()));
    facts
}

/// What the receiving mentor reads first: the alerts, then the transition record.
fn know_first(case: &CaseFile) -> Vec<SummarySection> {
    let mut sections = Vec::new();
    let alerts = case.pupil().map(pupil_alerts).unwrap_or_default();
    sections.extend(list("Important", alerts));
    if let Some(carer) = case.pupil().and_then(|pupil| pupil.looked_after.as_ref()) {
        let lines = [
            ("Social worker", &carer.social_worker),
            ("Carer", &carer.carer),
            ("Virtual school", &carer.virtual_school),
        ];
        let lines = lines.into_iter().filter(|(_, text)| !text.trim().is_empty());
        sections.extend(list("Looked after", lines.map(|(what, text)| pair(what, text)).collect()));
    }
    let Some((_, record)) = super::hand_over::transition(case) else { return sections };
    sections.extend(text("Read this first", &record.first));
    let done: Vec<&str> = record.done.iter().map(|step| step.label()).collect();
    let due = record.due.map(dates::long).unwrap_or_default();
    let consent = match record.consent_by.trim() {
        "" => record.consent.label().to_owned(),
        by => [record.consent.label(), ": ", by].concat(),
    };
    let lines = [
        ("From", record.from.as_str()),
        ("To", &record.to),
        ("Which transition", record.stage.label()),
        ("On", &due),
        ("Receiving", &record.receiving),
        ("Met", &record.met),
        ("Consent", &consent),
        ("What has been done so far", &done.join("; ")),
    ];
    let lines = lines.into_iter().filter(|(_, text)| !text.trim().is_empty());
    sections.extend(list("The transition", lines.map(|(what, text)| pair(what, text)).collect()));
    sections
}

/// The people at home, each with what may not be done first, and the address in lines.
fn at_home(case: &CaseFile) -> Option<SummarySection> {
    let rows: Vec<Vec<String>> = case
        .contacts()
        .iter()
        .map(|contact| {
            let who = [contact.name.whole().as_str(), contact.relationship.trim()].join("\n").trim().to_owned();
            let mut may = contact_restrictions(contact);
            if contact.may_get_letters() && contact.responsibility == Responsibility::Yes {
                may.push("Has parental responsibility; may get letters.".to_owned());
            }
            let reach = [contact.phone.trim(), contact.email.trim()].into_iter().chain(contact.address.lines());
            let reach: Vec<&str> = reach.map(str::trim).filter(|line| !line.is_empty()).collect();
            vec![who, may.join("\n"), reach.join("\n")]
        })
        .collect();
    let head = vec!["Who", "Notes", "Telephone and address"];
    (!rows.is_empty()).then(|| SummarySection { heading: "At home".to_owned(), block: Block::Table { head, rows } })
}

/// Why the pupil is mentored.
fn why(case: &CaseFile, episode: &Episode<'_>) -> Vec<SummarySection> {
    let mut lines = Vec::new();
    for referral in case.referrals(episode.id) {
        let by = ["Referred on ", &dates::long(referral.date), " by ", &within(&referral.referrer)].concat();
        lines.push(by);
        for ticked in &referral.body.criteria {
            lines.push(match ticked.evidence.trim() {
                "" => ticked.criterion.label().to_owned(),
                evidence => [ticked.criterion.label(), ": ", evidence].concat(),
            });
        }
        if !referral.strengths.trim().is_empty() {
            lines.push(pair("Strengths", &referral.strengths));
        }
    }
    if let Some(decision) = case.latest_authorisation(episode.id) {
        let by =
            [decision.decision.label(), " on ", &dates::long(decision.date), " by ", &within(&decision.by)].concat();
        lines.push(by);
    }
    lines.extend(episode.start.map(|start| ["Mentoring started on ", &dates::long(start.date)].concat()));
    list("Why mentoring", lines).into_iter().collect()
}

/// The plan that is worked to, once: its targets with the last rating, and what helps.
fn current_plan(case: &CaseFile, plan: &Recorded<'_, Plan>, rated: bool) -> Vec<SummarySection> {
    let mut sections = Vec::new();
    let objectives = plan.objectives.iter().map(|objective| objective.text.trim().to_owned());
    sections.extend(list("What the plan is for", objectives.filter(|text| !text.is_empty()).collect()));
    let progress = targets::progress(case, plan.id, false);
    let last = |number: u16| progress.iter().find(|one| one.number == number)?.latest().map(|rating| rating.label);
    let rows: Vec<Vec<String>> = plan
        .targets
        .iter()
        .filter(|target| !target.what.trim().is_empty())
        .map(|target| {
            let rating = if rated { last(target.number).unwrap_or_default().to_owned() } else { String::new() };
            let by = target.by.map(dates::long).unwrap_or_default();
            vec![
                target.what.trim().to_owned(),
                targets::in_unit(&target.baseline, target),
                targets::in_unit(&target.aim, target),
                by,
                target.helper.clone(),
                rating,
            ]
        })
        .collect();
    if !rows.is_empty() {
        let heading = ["Action plan of ", &dates::long(plan.date)].concat();
        let head = vec!["Target", "Start", "Aim", "By", "Who helps", "Last rating"];
        sections.push(SummarySection { heading, block: Block::Table { head, rows } });
    }
    sections.extend(text("What helps", &plan.strategies));
    sections.extend(text("What the school does", &plan.school));
    if let ParentsPart::Arranged(words) = &plan.parents {
        sections.extend(text("What happens at home", words));
    }
    sections.extend(text("How we know that it works", &plan.success));
    sections.extend(text("Rewards and sanctions", &plan.rewards));
    sections.extend(text("In the pupil's own words", &plan.pupil_voice));
    let review = plan.review_on.map(dates::full).unwrap_or_default();
    sections.extend(text("Next review", &review));
    sections
}

/// Of each thing that was measured the first and the latest figure.
fn figures(case: &CaseFile) -> Option<SummarySection> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for measure in case.all::<Measure>() {
        let name = reading_name(&measure.reading).to_owned();
        let value = [&reading_value(&measure.reading), ", ", &dates::long(measure.date)].concat();
        match rows.iter_mut().find(|row| row[0] == name) {
            Some(row) => row[2] = value,
            None => rows.push(vec![name, value, String::new()]),
        }
    }
    let head = vec!["Measure", "First", "Latest"];
    (!rows.is_empty()).then(|| SummarySection { heading: "Figures".to_owned(), block: Block::Table { head, rows } })
}

/// What happened, oldest first, a row each. What has no day of its own is in the summary.
fn chronology(case: &CaseFile, items: &[&Item], ctx: &FormCtx) -> SummarySection {
    let told = timeline(case);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in told.iter().rev() {
        let Some(item) = items.iter().find(|item| item.id == line.record) else { continue };
        let content = &item.entry.content;
        let Some(day) = content.day() else { continue };
        let mut what = line.title.clone();
        let more = match content {
            // These have more to say than a line of the timeline does.
            Content::Assessment(_) | Content::Exit(_) | Content::Liaison(_) => in_full(content, ctx),
            _ => line.text.clone(),
        };
        if !more.trim().is_empty() {
            what.push('\n');
            what.push_str(more.trim());
        }
        rows.push(vec![dates::long(day), what]);
    }
    let block = if rows.is_empty() {
        Block::Text("Nothing yet.".to_owned())
    } else {
        Block::Table { head: vec!["Date", "What happened"], rows }
    };
    SummarySection { heading: "What happened".to_owned(), block }
}

/// What its form asked and what was answered, a line each.
fn in_full(content: &Content, ctx: &FormCtx) -> String {
    let facts = facts_of(content, ctx).into_iter().flat_map(|group| group.facts).filter(|fact| fact.name != "date");
    facts.map(|fact| pair(&fact.label, &fact.text)).collect::<Vec<_>>().join("\n")
}

fn pair(what: &str, words: &str) -> String {
    [what, ": ", words.trim()].concat()
}

fn text(heading: &str, words: &str) -> Option<SummarySection> {
    let words = words.trim();
    (!words.is_empty()).then(|| SummarySection { heading: heading.to_owned(), block: Block::Text(words.to_owned()) })
}

fn list(heading: &str, lines: Vec<String>) -> Option<SummarySection> {
    (!lines.is_empty()).then(|| SummarySection { heading: heading.to_owned(), block: Block::List(lines) })
}
