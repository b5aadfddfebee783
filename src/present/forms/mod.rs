//! Every form as data: one renderer draws it, pure code reads it.
//!
//! A [`Form`] is a static list of sections and fields. What the mentor types is
//! a [`Draft`], a plain map of values, so autosaving a form is saving a map.
//! [`parse`] makes the record's content from a draft or says what is wrong at
//! which field; [`fill`] makes the draft of a record that is edited; [`blank`]
//! makes a new one with what is known already filled in.
//!
//! Parsing is two steps. `check` walks the form's own data: it drops what is
//! hidden, cleans text, holds every bound and every choice to its list. What it
//! leaves is read into types by a short function for each kind, which adds what
//! concerns two fields at once. Rules about the case are not here: they are
//! `domain::decide`.

mod ctx;
mod draft;

pub use ctx::{FormCtx, Pickable, Scale, form_ctx};
pub use draft::Draft;

use crate::domain::content::Kind;

/// (code, words) of everything that can be chosen.
pub type Options = &'static [(&'static str, &'static str)];

/// A condition: the named field (beside this one) has one of these codes. The
/// code "" stands for "nothing chosen" or "not ticked".
pub type When = (&'static str, &'static [&'static str]);

/// A form.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// The kind of record it makes.
    pub kind: Kind,
    /// Heading.
    pub title: &'static str,
    /// One or two sentences under the heading; may be empty.
    pub intro: &'static str,
    /// The sections, in order.
    pub sections: &'static [Section],
}

/// A group of fields under a heading.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Heading; may be empty.
    pub title: &'static str,
    /// A sentence under it; may be empty.
    pub hint: &'static str,
    /// Folded away until asked for. Open it when one of its fields has a value or an error.
    pub more: bool,
    /// The fields, in order.
    pub fields: &'static [Field],
}

/// One field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Name: the key in the draft, or its last part within a row.
    pub name: &'static str,
    /// Label.
    pub label: &'static str,
    /// Help under the label; may be empty.
    pub hint: &'static str,
    /// How it is entered.
    pub input: Input,
    /// Whether it must be filled in.
    pub need: Need,
    /// Shown only under this condition; a hidden field's value is ignored.
    pub shown_if: Option<When>,
}

/// Whether a field must be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Without it nothing is saved.
    Required,
    /// Needed under this condition.
    RequiredIf(When),
    /// The record is complete only with it; saved without.
    Advised,
    /// As the mentor likes.
    Optional,
}

/// Which dates are sensible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Any day from 1990 to 2100.
    Any,
    /// Today or earlier: it has happened.
    Past,
}

/// How a field is entered and what its value in the draft looks like.
#[derive(Clone, Copy, Debug)]
pub enum Input {
    /// One line of text, at most [`LINE_MAX`] characters.
    Line,
    /// One line of text with suggestions ([`FormCtx::suggestions`]), any other text allowed.
    LineFrom(Source),
    /// Several lines of text, at most [`AREA_MAX`] characters.
    Area {
        /// Height in lines.
        rows: u8,
    },
    /// A calendar date, "2026-11-23" (also read: "23/11/2026").
    Date(Span),
    /// Date and time of day, "2026-11-23T14:05", never in the future. `NAME.offset`
    /// beside it keeps the minutes ahead of UTC; leave it alone.
    Moment,
    /// A number, bounds in units of the last decimal place.
    Number {
        /// Least value, scaled: with one decimal 5 is 0.5.
        least: i64,
        /// Greatest value, scaled.
        most: i64,
        /// Decimal places, 0 to 2.
        decimals: u8,
        /// Unit after the box; may be empty.
        unit: &'static str,
    },
    /// One of a list, its code: radio buttons up to four, a select for more.
    Choice(Options),
    /// Any of a list, the codes joined by a blank: check boxes.
    Many(Options),
    /// Yes or no: "yes" or absent.
    Tick,
    /// One of a list that the case file gives ([`FormCtx::choices`]), its id. `NAME.was`
    /// beside it keeps what an edited record had, which stays allowed; leave it alone.
    Pick(Source),
    /// Rows of fields: `NAME.0.FIELD`, and `NAME.0` for the row itself.
    Rows {
        /// The fields of a row.
        fields: &'static [Field],
        /// The button's words; empty: the rows are given, none is added or removed.
        add: &'static str,
        /// At most so many rows.
        most: u8,
    },
    /// Ticks in groups, each ticked one with its own text: the codes in `NAME`
    /// joined by a blank, the texts in `NAME.CODE`.
    Evidence(&'static [(&'static str, Options)]),
    /// A rating for each target of the plan ([`FormCtx::rated`]): `NAME.NUMBER`
    /// is one of [`RATINGS`]' codes or absent, `NAME.NUMBER.remark` a line.
    Ratings,
    /// A value that is shown as words and not changed here.
    Shown(Options),
    /// A value that is carried along and not shown.
    Hidden,
    /// A signature drawn in a box 600 wide and 200 high: SVG path data of `M`, `L`, digits, blanks.
    Strokes,
}

/// Where choices and suggestions come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The pupil's contacts; a restricted one cannot be chosen.
    Contacts,
    /// The contacts who may get letters; the others are there with the reason why not.
    LetterContacts,
    /// The referrals, newest first.
    Referrals,
    /// The plans, newest first.
    Plans,
    /// Suggestions: names of scales used before.
    Scales,
    /// Suggestions: subjects measured before.
    Subjects,
    /// Suggestions: people named in the settings and in the case.
    People,
    /// Suggestions: agencies named in the case.
    Agencies,
}

/// Goal attainment in words; 0 is what was expected.
pub const RATINGS: Options = &[
    ("-2", "Much less than expected"),
    ("-1", "Less than expected"),
    ("0", "As expected"),
    ("1", "More than expected"),
    ("2", "Much more than expected"),
];

/// Most characters in a line.
pub const LINE_MAX: usize = 200;
/// Most characters in a text of several lines.
pub const AREA_MAX: usize = 10_000;
/// Most characters of a drawn signature.
pub const STROKES_MAX: usize = 40_000;
/// Most rows in a table.
pub const ROWS_MAX: u8 = 40;

/// What is wrong at one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Key in the draft, such as "targets.0.what".
    pub field: String,
    /// What to do, in words.
    pub message: String,
}

impl Field {
    /// Whether it is to be shown; `prefix` is "" or the row's, such as "targets.0.".
    pub fn shown(&self, draft: &Draft, prefix: &str) -> bool {
        self.shown_if.is_none_or(|when| holds(draft, prefix, when))
    }

    /// Whether it must be filled in now.
    pub fn needed(&self, draft: &Draft, prefix: &str) -> bool {
        match self.need {
            Need::Required => true,
            Need::RequiredIf(when) => holds(draft, prefix, when),
            Need::Advised | Need::Optional => false,
        }
    }
}

/// Whether a condition holds in a draft.
pub fn holds(draft: &Draft, prefix: &str, (name, codes): When) -> bool {
    let value = draft.get(&join(prefix, name));
    if value.trim().is_empty() {
        return codes.contains(&"");
    }
    value.split_ascii_whitespace().any(|code| codes.contains(&code))
}

/// `prefix` and `name` as one key.
pub(crate) fn join(prefix: &str, name: &str) -> String {
    let mut key = String::with_capacity(prefix.len() + name.len());
    key.push_str(prefix);
    key.push_str(name);
    key
}

/// "23 November 2026".
fn day(date: time::Date) -> String {
    [&date.day().to_string(), " ", &date.month().to_string(), " ", &date.year().to_string()].concat()
}
