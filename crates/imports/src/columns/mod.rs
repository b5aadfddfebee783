//! What each column means: proposed by its heading, remembered by the set of headings, asked about where it is not clear.

mod dates;
mod synonyms;

use casebook_domain::names::squeezed;
use casebook_domain::terms::terms;

use crate::table::Table;
pub(crate) use dates::read as read_date;
use dates::{Dates, decide as decide_dates};
use synonyms::SYNONYMS;

terms! {
    /// What a column says of a pupil.
    Meaning {
        Upn = "upn", "Unique pupil number";
        FormerUpn = "former_upn", "Former pupil number";
        Surname = "surname", "Surname";
        FirstNames = "first_names", "First names";
        KnownAs = "known_as", "Known as";
        WholeName = "whole_name", "Whole name";
        Born = "born", "Birth date";
        Year = "year", "Year group";
        Form = "form", "Form";
        Sen = "sen", "SEN provision";
        PupilPremium = "pupil_premium", "Pupil premium";
        FreeMeals = "free_meals", "Free school meals";
        LookedAfter = "looked_after", "Looked after";
        Eal = "eal", "English as an additional language";
        Attendance = "attendance", "Attendance in per cent";
        Possible = "possible", "Sessions possible";
        Attended = "attended", "Sessions attended";
        Authorised = "authorised", "Authorised absences";
        Unauthorised = "unauthorised", "Unauthorised absences";
        Late = "late", "Times late";
        Marks = "marks", "Attendance codes";
        AttainmentNow = "attainment_now", "Attainment now";
        AttainmentExpected = "attainment_expected", "Attainment expected";
        AttainmentBefore = "attainment_before", "Attainment before";
        Behaviour = "behaviour", "Behaviour points";
        Exclusions = "exclusions", "Exclusions";
    }
}

terms! {
    /// In which order the parts of a birth date stand where the year is last.
    DateOrder {
        DayFirst = "day_first", "Day first: 31/08/2014";
        MonthFirst = "month_first", "Month first: 08/31/2014";
    }
}

/// A heading as it is compared: no case, no blanks, no marks.
pub fn key(heading: &str) -> String {
    squeezed(heading)
}

/// The set of a table's headings, whatever their order: files of one report of one system have the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Fingerprint(pub String);

impl Fingerprint {
    /// A table's. Bounded, as it is stored: of very many headings the first ones in order count.
    pub fn of(headings: &[String]) -> Self {
        let mut keys: Vec<String> = headings.iter().map(|heading| key(heading)).filter(|key| !key.is_empty()).collect();
        keys.sort_unstable();
        let mut text = keys.join(" ");
        if text.len() > 4000 {
            let end = (0..=4000).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
            text.truncate(end);
        }
        Self(text)
    }
}

/// What the columns of files with these headings mean: a plain value to be stored. It names headings and nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Remembered {
    /// Of files with these headings.
    pub headings: Fingerprint,
    /// Each column that says something, by its heading's [`key`]; of columns with the same heading, by their order.
    pub columns: Vec<(String, Meaning)>,
    /// How dates are written, where that was asked.
    pub dates: Option<DateOrder>,
}

/// What each column means, in the columns' order; `None`: it is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Mapping {
    /// The columns.
    pub columns: Vec<Option<Meaning>>,
    /// The order in dates, where it was decided or answered.
    pub dates: Option<DateOrder>,
}

/// What has to be asked before the table can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Question {
    /// A column may mean several things.
    Column {
        /// The column.
        column: usize,
        /// What it may mean, the likeliest first.
        perhaps: Vec<Meaning>,
    },
    /// Several columns mean the same by their headings; none is taken until somebody says which.
    SameMeaning {
        /// What they mean.
        meaning: Meaning,
        /// The columns.
        columns: Vec<usize>,
    },
    /// Every date of the column can be read in both orders.
    Dates {
        /// The column.
        column: usize,
        /// One of them, as written.
        example: String,
    },
    /// Some dates of the column have the day first and others the month: whatever the order, some are no date.
    MixedDates {
        /// The column.
        column: usize,
        /// One with the day first, as written.
        day_first: String,
        /// One with the month first.
        month_first: String,
    },
    /// No column says who a row is about: neither a pupil number nor a name.
    Nobody,
}

/// What is proposed for a table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Proposal {
    /// What each column means, as far as it is clear.
    pub mapping: Mapping,
    /// What has to be asked; empty: the mapping can be used.
    pub questions: Vec<Question>,
    /// Whether it is what was remembered for these headings.
    pub remembered: bool,
}

impl Mapping {
    /// The column with a meaning.
    pub fn column(&self, meaning: Meaning) -> Option<usize> {
        self.columns.iter().position(|column| *column == Some(meaning))
    }

    /// As it is remembered for files with the same headings.
    pub fn remember(&self, table: &Table) -> Remembered {
        let said = table.headings.iter().zip(&self.columns);
        let columns = said.filter_map(|(heading, meaning)| Some((key(heading), (*meaning)?))).collect();
        Remembered { headings: Fingerprint::of(&table.headings), columns, dates: self.dates }
    }

    /// What has still to be asked of a table that is read by this mapping.
    pub fn questions(&self, table: &Table) -> Vec<Question> {
        let mut questions = Vec::new();
        let names = [Meaning::Upn, Meaning::Surname, Meaning::FirstNames, Meaning::WholeName];
        if !names.iter().any(|&name| self.column(name).is_some()) {
            questions.push(Question::Nobody);
        }
        for &meaning in Meaning::ALL {
            let columns: Vec<usize> = (0..self.columns.len()).filter(|&at| self.columns[at] == Some(meaning)).collect();
            if columns.len() > 1 {
                questions.push(Question::SameMeaning { meaning, columns });
            }
        }
        if let (Some(column), None) = (self.column(Meaning::Born), self.dates) {
            match decide_dates(table.rows().map(|row| row.cell(column))) {
                Dates::Order(_) | Dates::Plain => {}
                Dates::Ambiguous { example } => questions.push(Question::Dates { column, example }),
                Dates::Mixed { day_first, month_first } => {
                    questions.push(Question::MixedDates { column, day_first, month_first });
                }
            }
        }
        questions
    }
}

/// Proposes what the columns of a table mean.
///
/// ```
/// use casebook_imports::columns::{Meaning, propose};
///
/// let table = casebook_imports::table::read("Last name,First name,UPN,% Attend\nSample,Robin,,87.5\n").unwrap();
/// let proposal = propose(&table, &[]);
/// assert!(proposal.questions.is_empty());
/// assert_eq!(proposal.mapping.columns[3], Some(Meaning::Attendance));
/// ```
pub fn propose(table: &Table, remembered: &[Remembered]) -> Proposal {
    let headings = Fingerprint::of(&table.headings);
    if let Some(known) = remembered.iter().find(|known| known.headings == headings) {
        let mapping = recalled(table, known);
        let questions = mapping.questions(table);
        return Proposal { mapping, questions, remembered: true };
    }
    let keys: Vec<String> = table.headings.iter().map(|heading| key(heading)).collect();
    let mut columns: Vec<Option<Meaning>> = vec![None; keys.len()];
    let (mut questions, mut contested) = (Vec::new(), Vec::new());
    // In the order of the synonyms: the plainest word for a thing comes first, "legal surname" before "surname".
    for (synonym, meanings) in SYNONYMS {
        let with: Vec<usize> = (0..keys.len()).filter(|&column| keys[column] == *synonym).collect();
        let open: Vec<Meaning> =
            meanings.iter().copied().filter(|meaning| !columns.contains(&Some(*meaning))).collect();
        match (with.as_slice(), open.as_slice()) {
            ([], _) => {}
            (others, []) => contested.extend(meanings.last().map(|meaning| (*meaning, others.to_vec()))),
            ([column], [meaning, ..]) if meaning.is_certain(synonym) => columns[*column] = Some(*meaning),
            ([column], perhaps) => questions.push(Question::Column { column: *column, perhaps: perhaps.to_vec() }),
            (same, [meaning, ..]) => {
                questions.push(Question::SameMeaning { meaning: *meaning, columns: same.to_vec() });
            }
        }
    }
    for (meaning, others) in contested.into_iter().filter(|(meaning, _)| !meaning.has_a_plainest_word()) {
        let taken = columns.iter().position(|column| *column == Some(meaning));
        if let Some(taken) = taken {
            columns[taken] = None;
        }
        let columns = taken.into_iter().chain(others).collect();
        questions.push(Question::SameMeaning { meaning, columns });
    }
    let mut mapping = Mapping { columns, dates: None };
    if let Some(column) = mapping.column(Meaning::Born)
        && let Dates::Order(order) = decide_dates(table.rows().map(|row| row.cell(column)))
    {
        mapping.dates = Some(order);
    }
    let asks_name = questions.iter().any(|question| {
        matches!(question, Question::SameMeaning { meaning: Meaning::Upn | Meaning::Surname | Meaning::FirstNames, .. })
    });
    let more = mapping.questions(table);
    questions.extend(more.into_iter().filter(|question| !(asks_name && *question == Question::Nobody)));
    Proposal { mapping, questions, remembered: false }
}

impl Meaning {
    /// Whether, of several columns with this meaning, the one with the plainest word is right: legal before chosen names.
    const fn has_a_plainest_word(self) -> bool {
        matches!(
            self,
            Self::Upn
                | Self::Surname
                | Self::FirstNames
                | Self::KnownAs
                | Self::WholeName
                | Self::Year
                | Self::FreeMeals
        )
    }

    /// Whether the heading can mean nothing else: "present" may be a share or a count.
    fn is_certain(self, synonym: &str) -> bool {
        !synonyms::ASKED.contains(&synonym)
    }
}

/// A remembered mapping for a table whose columns may stand in another order.
fn recalled(table: &Table, known: &Remembered) -> Mapping {
    let mut left: Vec<&(String, Meaning)> = known.columns.iter().collect();
    let columns = table.headings.iter().map(|heading| {
        let key = key(heading);
        let at = left.iter().position(|(known, _)| *known == key)?;
        Some(left.remove(at).1)
    });
    let columns = columns.collect();
    // What was answered once counts unless this file's dates say otherwise.
    let mapping = Mapping { columns, dates: known.dates };
    let decided = mapping.column(Meaning::Born).map(|column| decide_dates(table.rows().map(|row| row.cell(column))));
    let dates = match decided {
        Some(Dates::Order(order)) => Some(order),
        Some(Dates::Mixed { .. }) => None,
        _ => known.dates,
    };
    Mapping { dates, ..mapping }
}
