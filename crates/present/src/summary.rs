//! What goes to people on paper: the whole plan, the plan in plain words for
//! each audience (p23), and the page for staff (p04). Never anything that is
//! mentor-only, no worry, and no "parents condone absences".

use casebook_domain::calendar::Date;

use casebook_domain::case::{CaseFile, Recorded};
use casebook_domain::home::{self, Closed};
use casebook_domain::ids::{EpisodeId, RecordId};
use casebook_domain::order;
use casebook_domain::plan::{CirculationTo, Outcome, ParentsPart, Plan, PlanPart as P, Target};
use casebook_domain::preparation::{Audience, LiaisonWith};
use casebook_domain::pupil::Pupil;
use casebook_domain::settings::Settings;

use super::posts::titled;
use super::targets::{self, aim_words};
use super::timeline::listed;
use super::{dates, initials, numbers, words};

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
const GAP: &str = "Not written yet";

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

/// The name on a page for an audience. Some children are known at school by a
/// name that is not used at home, and a pupil's copy is read at home too: it then carries no name.
fn name_for(to: CirculationTo, pupil: &Pupil) -> Option<String> {
    match to {
        CirculationTo::Staff => Some(initials::full_name(pupil)),
        CirculationTo::Parents => Some(initials::home_name(pupil)),
        CirculationTo::Pupil if pupil.home_name() == pupil.call_name() => Some(initials::full_name(pupil)),
        CirculationTo::Pupil => None,
    }
}

fn facts(pupil: &Pupil, plan: &Plan, to: CirculationTo) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(name) = name_for(to, pupil) {
        facts.push(("Name", name));
    }
    if !pupil.form().is_empty() {
        facts.push(("Form", pupil.form().to_owned()));
    }
    facts.push(("Made on", dates::long(plan.date)));
    if let Some(review) = plan.review_on {
        facts.push(("Review date", dates::long(review)));
    }
    facts
}

/// The school as letters have it.
pub fn head(settings: &Settings) -> Vec<String> {
    let lines = [settings.school.as_str()].into_iter().chain(settings.school_address.lines());
    lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Who signs a plan on paper (p19).
fn sign(plan: &Plan) -> Sign {
    let words = ["We made the plan of ", &dates::long(plan.date), " together and agree to it."].concat();
    Sign { words, who: ["Pupil", "Parent or carer", "Learning mentor"] }
}

pub(super) fn foot(settings: &Settings) -> String {
    listed_with(&[settings.mentor.trim(), "learning mentor", settings.school.trim()])
}

fn listed_with(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn outcomes(outcomes: &[Outcome]) -> String {
    listed(outcomes.iter().map(|outcome| outcome.label()))
}

fn section(heading: &str, text: &str) -> Option<SummarySection> {
    let text = text.trim();
    (!text.is_empty()).then(|| SummarySection { heading: heading.to_owned(), block: Block::Text(text.to_owned()) })
}

fn list(heading: &str, lines: Vec<String>) -> Option<SummarySection> {
    (!lines.is_empty()).then(|| SummarySection { heading: heading.to_owned(), block: Block::List(lines) })
}

fn said(text: &str) -> bool {
    !text.trim().is_empty()
}

fn target_rows(plan: &Plan) -> Vec<Vec<String>> {
    let row = |target: &Target| {
        vec![
            target.what.clone(),
            listed_with(&[target.measure.trim(), target.unit.trim()]),
            target.baseline.clone(),
            target.aim.clone(),
            target.by.map(dates::long).unwrap_or_default(),
            target.helper.clone(),
            outcomes(&target.outcomes),
        ]
    };
    plan.targets.iter().filter(|target| said(&target.what)).map(row).collect()
}

/// What is to be known before a plan goes on paper: the parts that nobody wrote; `None` when all are there.
pub fn unwritten(case: &CaseFile, plan: RecordId, full: bool) -> Option<String> {
    let plan = case.find::<Plan>(plan)?;
    if plan.is_empty() {
        return Some("This plan is empty. Write it before you give it to anybody.".to_owned());
    }
    let missing: Vec<String> = plan.missing_parts().map(|part| part.label().to_lowercase()).collect();
    let there =
        if full { ". The print says so and leaves room to write." } else { ". The summary leaves these parts out." };
    let named = || ["Not written yet: ", &listed(missing.iter().map(String::as_str)), there].concat();
    (!missing.is_empty()).then(named)
}

/// Why there is no page of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPage {
    /// The plan or the pupil is not in the file.
    Gone,
    /// It is for home, and home may not be contacted.
    Home(Closed),
}

/// To whom a plan may go now (p23): to parents only while home may be contacted.
pub fn audiences(case: &CaseFile, today: Date) -> Vec<CirculationTo> {
    let home = home::contact(case, today).is_ok();
    CirculationTo::ALL.iter().copied().filter(|&to| to != CirculationTo::Parents || home).collect()
}

/// What to say of the pupil's own copy while home may not be contacted: it is read at home too.
pub fn stays_in_school(case: &CaseFile, to: CirculationTo, today: Date) -> Option<String> {
    let closed = home::contact(case, today).err().filter(home::Closed::by_lead)?;
    let words = || ["Keep this copy in school. ", &words::home_closed(&closed)].concat();
    (to == CirculationTo::Pupil).then(words)
}

fn plan_for<'a>(
    case: &'a CaseFile,
    plan: RecordId,
    to: CirculationTo,
    today: Date,
) -> Result<(Recorded<'a, Plan>, &'a Pupil), NoPage> {
    if to == CirculationTo::Parents {
        home::contact(case, today).map_err(NoPage::Home)?;
    }
    case.find::<Plan>(plan).zip(case.pupil()).ok_or(NoPage::Gone)
}

/// The whole plan with its eight parts in the policy's order, each filled, not
/// appropriate or shown as missing (p22).
pub fn full_plan(
    case: &CaseFile,
    plan: RecordId,
    to: CirculationTo,
    settings: &Settings,
    today: Date,
) -> Result<Page, NoPage> {
    let (plan, pupil) = plan_for(case, plan, to, today)?;
    let or_gap = |part: P, block: Option<Block>| SummarySection {
        heading: part.label().to_owned(),
        block: block.unwrap_or(Block::Gap(GAP)),
    };
    let text = |text: &str| said(text).then(|| Block::Text(text.trim().to_owned()));
    let objectives: Vec<String> = plan
        .objectives
        .iter()
        .filter(|objective| said(&objective.text))
        .map(|objective| match outcomes(&objective.outcomes).as_str() {
            "" => objective.text.trim().to_owned(),
            served => [objective.text.trim(), " (", served, ")"].concat(),
        })
        .collect();
    let rows = target_rows(&plan);
    let table = Block::Table {
        head: vec!["Target", "Measured by", "Now", "Aim", "By", "Who helps", "Outcome"],
        rows: rows.clone(),
    };
    let parents = match &plan.parents {
        ParentsPart::Arranged(arranged) => text(arranged),
        ParentsPart::NotAppropriate => Some(Block::Text("Not appropriate for this plan.".to_owned())),
    };
    let mut sections: Vec<SummarySection> = vec![
        or_gap(P::Objectives, (!objectives.is_empty()).then_some(Block::List(objectives))),
        or_gap(P::Targets, (!rows.is_empty()).then_some(table)),
        or_gap(P::Strategies, text(&plan.strategies)),
        or_gap(P::School, text(&plan.school)),
        or_gap(P::Parents, parents),
        or_gap(P::ReviewDate, plan.review_on.map(|date| Block::Text(dates::full(date)))),
        or_gap(P::Success, text(&plan.success)),
        or_gap(P::Rewards, text(&plan.rewards)),
    ];
    sections.extend(section("In the pupil's own words", &plan.pupil_voice));
    sections.extend(section("Who made it and agreed to it", &plan.agreed_with));
    Ok(Page {
        head: head(settings),
        title: "Individual action plan".to_owned(),
        facts: facts(pupil, &plan, to),
        sections,
        sign: Some(sign(&plan)),
        foot: foot(settings),
    })
}

/// The targets on the pupil's copy: in the pupil's own words where somebody wrote them down, and without figures or units,
/// which are for the adults' copies.
fn own_targets(plan: &Plan) -> Vec<String> {
    let line = |target: &Target| {
        let words = if said(&target.own_words) { &target.own_words } else { &target.what };
        let words = words.trim().trim_end_matches('.');
        target.by.map_or_else(|| [words, "."].concat(), |by| [words, ", by ", &dates::long(by), "."].concat())
    };
    plan.targets.iter().filter(|target| said(&target.what)).map(line).collect()
}

/// What is to be known before the pupil's copy is printed: targets that nobody put in the pupil's own words.
pub fn not_in_own_words(case: &CaseFile, plan: RecordId) -> Option<String> {
    let plan = case.find::<Plan>(plan)?;
    let without: Vec<&str> = plan
        .targets
        .iter()
        .filter(|target| said(&target.what) && !said(&target.own_words))
        .map(|target| target.what.trim().trim_end_matches('.'))
        .collect();
    let named = || ["Not in the pupil's own words yet: ", &without.join("; "), "."].concat();
    (!without.is_empty()).then(named)
}

/// The plan in plain words for one audience (p23).
pub fn plan_summary(
    case: &CaseFile,
    plan: RecordId,
    to: CirculationTo,
    settings: &Settings,
    today: Date,
) -> Result<Page, NoPage> {
    let (plan, pupil) = plan_for(case, plan, to, today)?;
    let objectives: Vec<String> =
        plan.objectives.iter().map(|objective| objective.text.trim().to_owned()).filter(|text| said(text)).collect();
    let aims: Vec<String> = plan.targets.iter().filter(|target| said(&target.what)).map(aim_words).collect();
    let parents = match &plan.parents {
        ParentsPart::Arranged(text) => text.as_str(),
        ParentsPart::NotAppropriate => "",
    };
    let review = plan.review_on.map(dates::full).unwrap_or_default();
    let (title, sections) = match to {
        CirculationTo::Pupil => (
            "My plan",
            vec![
                section("In my own words", &plan.pupil_voice),
                list("What I will do", own_targets(&plan)),
                section("What helps me", &plan.strategies),
                section("What school will do", &plan.school),
                section("What happens at home", parents),
                list("What we are working towards", objectives),
                section("How we will know it is working", &plan.success),
                section("Rewards", &plan.rewards),
                section("We will look at my plan again on", &review),
            ],
        ),
        CirculationTo::Parents => (
            "Action plan summary",
            vec![
                list("What we are aiming for", objectives),
                list("The next steps", aims),
                section("What helps your child", &plan.strategies),
                section("What the school will do", &plan.school),
                section("What you can do", parents),
                section("How we will know it is working", &plan.success),
                section("Sanctions and rewards", &plan.rewards),
                section("What your child says", &plan.pupil_voice),
                section("Review date", &review),
            ],
        ),
        CirculationTo::Staff => (
            "Action plan summary for staff",
            vec![
                list("Targets", aims),
                section("What helps in lessons", &plan.strategies),
                section("What the school does", &plan.school),
                section("Sanctions and rewards", &plan.rewards),
                section("How we will know it is working", &plan.success),
                list("Long-term objectives", objectives),
                section("Review date", &review),
            ],
        ),
    };
    Ok(Page {
        head: head(settings),
        title: title.to_owned(),
        facts: facts(pupil, &plan, to),
        sections: sections.into_iter().flatten().collect(),
        sign: (to != CirculationTo::Staff).then(|| sign(&plan)),
        foot: foot(settings),
    })
}

/// Lines of an A4 sheet in print, and letters of a line, so that they surely fit.
const SHEET: usize = 46;
const WIDTH: usize = 84;

/// How much is on a page that must stay one page.
#[derive(Clone, Copy)]
struct Room {
    /// Letters of a text.
    line: usize,
    targets: usize,
    notes: usize,
    achievements: usize,
}

/// From much to little: the first that fits on one sheet is taken.
const ROOMS: [Room; 7] = [
    Room { line: 240, targets: 9, notes: 6, achievements: 3 },
    Room { line: 180, targets: 8, notes: 5, achievements: 3 },
    Room { line: 160, targets: 7, notes: 4, achievements: 2 },
    Room { line: 150, targets: 6, notes: 3, achievements: 1 },
    Room { line: 100, targets: 6, notes: 2, achievements: 1 },
    Room { line: 80, targets: 5, notes: 1, achievements: 1 },
    Room { line: 70, targets: 4, notes: 1, achievements: 0 },
];

/// The beginning of a text up to a word's end.
pub fn clip(text: &str, most: usize) -> String {
    let text = text.trim();
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => {
            let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
            [text[..cut].trim_end(), " …"].concat()
        }
    }
}

/// The page for staff about one episode (p04): what it is about, what helps,
/// the state of the targets and what was noted for staff, on one page. What has no room is counted, with where it is.
pub fn staff_page(case: &CaseFile, episode: EpisodeId, settings: &Settings, today: Date) -> Option<Page> {
    let mut pages = ROOMS.iter().map_while(|&room| staff_page_in(case, episode, settings, today, room));
    let mut page = pages.next()?;
    for smaller in pages {
        if lines_of(&page) <= SHEET {
            break;
        }
        page = smaller;
    }
    Some(page)
}

/// How many lines a page takes in print, counted generously.
fn lines_of(page: &Page) -> usize {
    let lines = |text: &str| text.lines().map(|line| line.chars().count().div_ceil(WIDTH).max(1)).sum::<usize>();
    let of_block = |block: &Block| match block {
        Block::Text(text) => lines(text),
        Block::List(list) | Block::Steps(list) => list.iter().map(|text| lines(text)).sum(),
        Block::Table { rows, .. } => rows.len() + 1,
        Block::Gap(_) => 1,
    };
    // The facts are side by side; a heading takes two lines with its space.
    let sections: usize = page.sections.iter().map(|section| 2 + of_block(&section.block)).sum();
    page.head.len() + 3 + page.facts.len().div_ceil(2) + sections + lines(&page.foot)
}

/// The first of a list, and how many more there are and where.
fn first_of(mut list: Vec<String>, most: usize, more: (&'static str, &'static str)) -> Vec<String> {
    if list.len() > most {
        let left = list.len() - most;
        list.truncate(most);
        list.push([&numbers::counted(left as u64, more.0, more.1), "."].concat());
    }
    list
}

fn staff_page_in(case: &CaseFile, episode: EpisodeId, settings: &Settings, today: Date, room: Room) -> Option<Page> {
    let line = room.line;
    let (pupil, this) = (case.pupil()?, case.episode(episode)?);
    let mut facts = vec![("Name", initials::full_name(pupil))];
    if !pupil.form().is_empty() {
        facts.push(("Form", pupil.form().to_owned()));
    }
    if let Some(year) = pupil.year_on(today) {
        facts.push(("Year", dates::year_group(year)));
    }
    facts.push(("Status", titled(words::state(this.state), settings)));
    let plan = case.latest_plan(episode);
    if let Some(review) = plan.and_then(|plan| plan.review_on) {
        facts.push(("Review", dates::long(review)));
    }
    let reasons = case.criteria(episode).into_iter().filter(|criterion| criterion.prints_for_home());
    let mut sections: Vec<Option<SummarySection>> = vec![
        // Never cut: an allergy may stand at its end.
        section("Important", pupil.remarks.trim()),
        list("Reasons for the referral", reasons.map(|criterion| criterion.label().to_owned()).collect()),
    ];
    if let Some(plan) = plan {
        let lines = targets::progress(case, plan.id, true).into_iter().map(|target| match target.latest() {
            None => clip(&target.aim, line),
            Some(rating) => [
                &clip(&target.aim, line),
                " Last: ",
                &rating.label.to_lowercase(),
                ", ",
                &dates::short(rating.date, today),
                ".",
            ]
            .concat(),
        });
        let more = ("more target is in the action plan", "more targets are in the action plan");
        sections.push(list("Targets", first_of(lines.collect(), room.targets, more)));
        sections.push(section("What helps in lessons", &clip(&plan.strategies, 2 * line)));
        sections.push(section("What the school does", &clip(&plan.school, 2 * line)));
        sections.push(section("Sanctions and rewards", &clip(&plan.rewards, line)));
    } else if let Some(before) = case.all::<Plan>().into_iter().next_back() {
        // Until there is a new plan, the strategies of the last one are shown.
        let helped = ["What helped before (plan of ", &dates::long(before.date), ")"].concat();
        sections.push(section(&helped, &clip(&before.strategies, 2 * line)));
        sections.push(section("What the school did", &clip(&before.school, 2 * line)));
    }
    let earlier = ("earlier note: ask the learning mentor", "earlier notes: ask the learning mentor");
    let notes = staff_notes(case, episode, today, line);
    sections.push(list("Notes for staff", first_of(notes, room.notes, earlier)));
    let mut achievements = case.of::<casebook_domain::session::Achievement>(episode);
    achievements.reverse();
    let achievements = achievements.iter().take(room.achievements);
    sections.push(list("Achievements", achievements.map(|one| dated(one.date, &one.what, today, line)).collect()));
    Some(Page {
        head: head(settings),
        title: "For staff".to_owned(),
        facts,
        sections: sections.into_iter().flatten().collect(),
        sign: None,
        foot: [&foot(settings), ". ", &dates::long(today), ". For staff who teach or support this pupil."].concat(),
    })
}

fn dated(date: Date, text: &str, today: Date, most: usize) -> String {
    [&dates::short(date, today), ": ", &clip(text, most)].concat()
}

/// The notes of an episode that may go to staff, newest first.
fn staff_notes(case: &CaseFile, episode: EpisodeId, today: Date, most: usize) -> Vec<String> {
    fn take<T>(
        notes: &mut Vec<(Date, String)>,
        records: Vec<Recorded<'_, T>>,
        pick: impl Fn(&T) -> (Date, Audience, String),
    ) {
        for record in records {
            let (date, audience, text) = pick(record.body);
            if audience != Audience::MentorOnly && said(&text) {
                notes.push((date, text));
            }
        }
    }
    use casebook_domain::preparation::{FamilyContact, Liaison};
    use casebook_domain::session::{Note, Session};
    let mut notes = Vec::new();
    take(&mut notes, case.of::<Liaison>(episode), |liaison| {
        let who = if said(&liaison.name) { liaison.name.trim() } else { liaison.with.label() };
        let learnt = liaison.learnt.trim();
        let text = match liaison.with {
            LiaisonWith::NoAgency => String::new(),
            _ if learnt.is_empty() => String::new(),
            _ => [who, ": ", learnt].concat(),
        };
        (liaison.date, liaison.audience, text)
    });
    take(&mut notes, case.of::<Session>(episode), |session| (session.date, session.audience, session.notes.clone()));
    take(&mut notes, case.of::<FamilyContact>(episode), |contact| {
        (contact.date, contact.audience, contact.about.clone())
    });
    take(&mut notes, case.of::<Note>(episode), |note| (note.date, note.audience, note.text.clone()));
    order::by_key(&mut notes, |(date, _)| core::cmp::Reverse(*date));
    notes.into_iter().map(|(date, text)| dated(date, &text, today, most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use casebook_domain::calendar::{Moment, parse_iso};
    use casebook_domain::case::Item;
    use casebook_domain::content::{Content, Entry};
    use casebook_domain::ids::FileId;
    use casebook_domain::plan::Objective;
    use casebook_domain::pupil::SenProvision;
    use casebook_domain::referral::{Criterion, CriterionEvidence, Referral, ReferrerKind};
    use casebook_domain::safety::Worry;
    use casebook_domain::session::{Achievement, Note};

    const EPISODE: EpisodeId = EpisodeId::from_bytes([1; 16]);
    const PLAN: RecordId = RecordId::from_bytes([2; 16]);

    fn day(text: &str) -> Date {
        parse_iso(text).unwrap()
    }

    fn today() -> Date {
        day("2026-11-23")
    }

    fn put(case: &mut CaseFile, id: RecordId, episode: Option<EpisodeId>, content: Content) {
        case.put(Item { id, saved: Moment { utc_ms: 0, offset_min: 0 }, entry: Entry { episode, content } });
    }

    fn plan() -> Plan {
        let target = |number, what: &str| Target {
            number,
            what: what.to_owned(),
            measure: "Tally".to_owned(),
            unit: "times a lesson".to_owned(),
            baseline: "2".to_owned(),
            aim: "5".to_owned(),
            by: Some(day("2026-12-11")),
            helper: "Class teacher".to_owned(),
            outcomes: vec![Outcome::Achieve],
            weight: 1,
            own_words: String::new(),
        };
        Plan {
            date: day("2026-11-02"),
            revises: None,
            objectives: vec![Objective {
                text: "Enjoys lessons again".to_owned(),
                outcomes: vec![Outcome::Achieve, Outcome::Contribute],
            }],
            targets: vec![target(1, "Puts a hand up before speaking"), target(2, "")],
            strategies: "A card on the desk".to_owned(),
            school: "A seat at the front".to_owned(),
            parents: ParentsPart::NotAppropriate,
            review_on: Some(day("2026-12-14")),
            success: String::new(),
            rewards: "A postcard home".to_owned(),
            agreed_with: "Robin, class teacher".to_owned(),
            pupil_voice: "I want it to be quieter".to_owned(),
        }
    }

    fn case() -> CaseFile {
        let mut case = CaseFile::new(FileId::from_bytes([0; 16]));
        let pupil = Pupil {
            first_names: "Roberta".to_owned(),
            surname: "Sample".to_owned(),
            known_as: "Robin".to_owned(),
            letter_name: "Roberta".to_owned(),
            pronouns: String::new(),
            upn: "Z883999925001".to_owned(),
            upn_reason: String::new(),
            born: Some(day("2014-08-31")),
            year_as_taught: None,
            schooling: Vec::new(),
            sen: SenProvision::None,
            pupil_premium: false,
            eal: false,
            gifted: false,
            looked_after: None,
            ask_lead_first: None,
            limits_explained: None,
            remarks: "Allergic to nuts".to_owned(),
        };
        let ticked = |criterion| CriterionEvidence { criterion, evidence: "evidence-secret".to_owned() };
        let referral = Referral {
            date: day("2026-10-01"),
            referrer: String::new(),
            referrer_kind: ReferrerKind::ClassTeacher,
            criteria: vec![ticked(Criterion::Isolated), ticked(Criterion::CondonedAbsence)],
            how_long: String::new(),
            strengths: String::new(),
            tried: String::new(),
            changes_wanted: String::new(),
            attendance_tenths: None,
            punctuality_only: false,
            attendance_chronic: false,
            attendance_override: String::new(),
            pupil_knows: true,
        };
        let note =
            |text: &str, audience| Content::Note(Note { date: day("2026-11-10"), text: text.to_owned(), audience });
        let id = |byte| RecordId::from_bytes([byte; 16]);
        put(&mut case, id(9), None, Content::Pupil(pupil));
        put(&mut case, EPISODE, Some(EPISODE), Content::Referral(referral));
        put(&mut case, PLAN, Some(EPISODE), Content::Plan(plan()));
        put(&mut case, id(10), Some(EPISODE), note("note-secret", Audience::MentorOnly));
        put(&mut case, id(11), Some(EPISODE), note("Sits well beside Al", Audience::Staff));
        let at = Moment { utc_ms: 0, offset_min: 0 };
        let worry = Worry { at, words: "worry-secret".to_owned(), told: None, held_by_lead: false, withdrawn: None };
        put(&mut case, id(12), Some(EPISODE), Content::Worry(worry));
        let what = "Read aloud in assembly".to_owned();
        let achievement = Achievement { date: day("2026-11-11"), what, told_pupil: true, told_parents: false };
        put(&mut case, id(13), Some(EPISODE), Content::Achievement(achievement));
        case
    }

    fn settings() -> Settings {
        Settings::new("A. Mentor".to_owned(), "Made-up School".to_owned())
    }

    #[test]
    fn p22_the_whole_plan_shows_all_eight_parts_filled_not_appropriate_or_missing() {
        let page = full_plan(&case(), PLAN, CirculationTo::Staff, &settings(), today()).unwrap();
        let headings: Vec<_> = page.sections.iter().take(8).map(|section| section.heading.as_str()).collect();
        let parts: Vec<_> = casebook_domain::plan::PlanPart::ALL.iter().map(|part| part.label()).collect();
        assert_eq!(headings, parts);
        assert_eq!(page.sections[4].block, Block::Text("Not appropriate for this plan.".to_owned()));
        assert!(matches!(page.sections[6].block, Block::Gap(_)), "success criteria are missing");
        let Block::Table { head, rows } = &page.sections[1].block else { panic!("a table of targets") };
        assert!(rows.len() == 1 && rows.iter().all(|row| row.len() == head.len()));
    }

    #[test]
    fn p22_what_nobody_wrote_is_said_before_printing_and_no_instruction_goes_on_paper() {
        let case = case();
        let said = "Not written yet: success criteria. The print says so and leaves room to write.";
        assert_eq!(unwritten(&case, PLAN, true).as_deref(), Some(said));
        let page = full_plan(&case, PLAN, CirculationTo::Parents, &settings(), today()).unwrap();
        assert_eq!(page.sections[6].block, Block::Gap("Not written yet"));
        let mut whole = case.clone();
        let plan = Plan { success: "Five times a lesson".to_owned(), ..plan() };
        put(&mut whole, PLAN, Some(EPISODE), Content::Plan(plan));
        assert_eq!(unwritten(&whole, PLAN, true), None);
    }

    #[test]
    fn p19_a_plan_on_paper_has_the_schools_head_and_lines_to_sign_on() {
        let mut settings = settings();
        settings.school_address = "1 Example Road \n\nSampleton\n01632 960000".to_owned();
        let page = full_plan(&case(), PLAN, CirculationTo::Staff, &settings, today()).unwrap();
        assert_eq!(page.head, ["Made-up School", "1 Example Road", "Sampleton", "01632 960000"]);
        let sign = page.sign.as_ref().unwrap();
        assert_eq!(sign.who, ["Pupil", "Parent or carer", "Learning mentor"]);
        assert_eq!(sign.words, "We made the plan of 2 November 2026 together and agree to it.");
        let summary = |to| plan_summary(&case(), PLAN, to, &settings, today()).unwrap();
        assert!(summary(CirculationTo::Staff).sign.is_none(), "staff have nothing to agree to");
        assert_eq!(summary(CirculationTo::Pupil).head, page.head);
    }

    #[test]
    fn p23_each_audience_gets_the_plan_in_its_own_words_and_with_its_own_name() {
        let page = |to| plan_summary(&case(), PLAN, to, &settings(), today()).unwrap().text();
        let (pupil, parents, staff) =
            (page(CirculationTo::Pupil), page(CirculationTo::Parents), page(CirculationTo::Staff));
        assert!(
            pupil.contains("\nMy plan\n")
                && pupil.contains("What I will do")
                && pupil.contains("I want it to be quieter")
        );
        assert!(!pupil.contains("Robin") && !pupil.contains("Roberta"), "a copy that is read at home too");
        assert!(parents.contains("Roberta Sample") && !parents.contains("Robin"));
        assert!(staff.contains("Robin Sample") && staff.contains("What helps in lessons"));
        for text in [&pupil, &parents, &staff] {
            assert!(text.contains("Puts a hand up before speaking") && text.contains("14 December 2026"));
            assert!(!text.contains("secret") && !text.contains("Z8839") && !text.contains("condone"));
            assert!(!text.contains("Allergic"), "a plan goes further than who must know");
        }
    }

    #[test]
    fn p23_the_pupils_copy_has_the_pupils_own_words_and_no_figures() {
        let mut case = case();
        let mut plan = plan();
        assert_eq!(
            not_in_own_words(&case, PLAN).as_deref(),
            Some("Not in the pupil's own words yet: Puts a hand up before speaking.")
        );
        plan.targets[0].own_words = "I put my hand up before I speak.".to_owned();
        put(&mut case, PLAN, Some(EPISODE), Content::Plan(plan));
        assert_eq!(not_in_own_words(&case, PLAN), None);
        let page = |to| plan_summary(&case, PLAN, to, &settings(), today()).unwrap();
        let pupil = page(CirculationTo::Pupil);
        assert_eq!(pupil.sections[0].heading, "In my own words");
        assert_eq!(
            pupil.sections[1].block,
            Block::List(vec!["I put my hand up before I speak, by 11 December 2026.".to_owned()])
        );
        assert!(!pupil.text().contains("times a lesson") && !pupil.text().contains("from 2 to 5"));
        assert!(page(CirculationTo::Parents).text().contains("from 2 to 5 times a lesson"));
    }

    #[test]
    fn p29_while_a_new_referral_has_no_plan_the_page_for_staff_says_what_helped_before() {
        let mut case = case();
        let again = EpisodeId::from_bytes([77; 16]);
        let mut referral = case.referrals(EPISODE)[0].body.clone();
        referral.date = day("2027-03-01");
        put(&mut case, RecordId::from_bytes([77; 16]), Some(again), Content::Referral(referral));
        let page = staff_page(&case, again, &settings(), day("2027-03-02")).unwrap().text();
        assert!(page.contains("What helped before (plan of 2 November 2026)") && page.contains("A card on the desk"));
        assert!(!page.contains("Targets"), "they were of the earlier plan");
    }

    #[test]
    fn p04_the_page_for_staff_holds_what_is_for_staff_and_nothing_else() {
        let page = staff_page(&case(), EPISODE, &settings(), day("2026-11-23")).unwrap().text();
        for said in [
            "Robin Sample",
            "Year 8",
            "Allergic to nuts",
            "Is socially isolated",
            "Sits well beside Al",
            "Read aloud in assembly",
            "A card on the desk",
        ] {
            assert!(page.contains(said), "{said}\n{page}");
        }
        for unsaid in ["secret", "Z8839", "condone", "Roberta"] {
            assert!(!page.contains(unsaid), "{unsaid}\n{page}");
        }
    }

    #[test]
    fn p04_the_page_for_staff_stays_one_page_whatever_there_is_much_of() {
        let long = |many: usize| "A long word about a long day. ".repeat(many);
        for (targets, notes, achievements, criteria, text) in
            [(1, 40, 1, 2, 40), (30, 0, 0, 2, 1), (30, 40, 40, 11, 40), (12, 3, 3, 11, 10), (3, 2, 1, 2, 100)]
        {
            let mut case = case();
            let one = plan().targets[0].clone();
            let targets: Vec<Target> =
                (1..=targets).map(|number| Target { number, what: long((text / 10).max(1)), ..one.clone() }).collect();
            let many = targets.len();
            let (strategies, school, rewards) = (long(text), long(text), long(text));
            let plan = Plan { targets, strategies, school, rewards, ..plan() };
            put(&mut case, PLAN, Some(EPISODE), Content::Plan(plan));
            for number in 0..notes {
                let note = Note { date: day("2026-11-12"), text: long(text), audience: Audience::Staff };
                put(&mut case, RecordId::from_bytes([20 + number; 16]), Some(EPISODE), Content::Note(note));
            }
            for number in 0..achievements {
                let what = long(text);
                let done = Achievement { date: day("2026-11-12"), what, told_pupil: true, told_parents: true };
                put(&mut case, RecordId::from_bytes([80 + number; 16]), Some(EPISODE), Content::Achievement(done));
            }
            let ticked = |&criterion: &Criterion| CriterionEvidence { criterion, evidence: String::new() };
            let criteria = Criterion::ALL.iter().take(criteria).map(ticked).collect();
            let Some(Content::Referral(first)) = case.get(EPISODE).map(|item| item.entry.content.clone()) else {
                panic!("a referral")
            };
            put(&mut case, EPISODE, Some(EPISODE), Content::Referral(Referral { criteria, ..first }));
            let page = staff_page(&case, EPISODE, &settings(), day("2026-11-23")).unwrap();
            assert!(lines_of(&page) <= SHEET, "{} lines\n{}", lines_of(&page), page.text());
            let shown = page.sections.iter().find(|section| section.heading == "Targets").unwrap();
            let Block::List(list) = &shown.block else { panic!("a list") };
            match list.last().filter(|last| last.contains("in the action plan")) {
                Some(said) => assert!(said.starts_with(&(many + 1 - list.len()).to_string()), "{said}"),
                None => assert_eq!(list.len(), many),
            }
        }
        assert_eq!(clip("One two three", 9), "One two …");
        assert_eq!(clip(" short ", 9), "short");
    }
}
