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

mod blank;
mod check;
mod ctx;
mod draft;
mod exit;
mod hand_over;
mod keeping;
mod layout;
mod observation;
mod people;
mod plan;
mod planned;
mod preparation;
mod read;
mod referral;
mod resource;
mod safety;
mod settings;
mod settings_pages;
#[cfg(test)]
mod tests;
mod typed;
mod work;

use core::cell::RefCell;

pub use blank::{begin_row, blank, follow};
pub use ctx::{FormCtx, OtherPupil, Pickable, Scale, form_ctx};
pub use draft::Draft;
pub use layout::{ChoiceLook, choice_look, editable, folded, label_of, on_one_line, read_by_others, ticked_on_buttons};
pub use observation::fault_words;
pub use planned::slot_values;
pub use settings_pages::SettingsPage;
pub use typed::typed_text;

use casebook_domain::content::{Body, Content, Kind};
use casebook_domain::for_each_kind;
use casebook_domain::hand_over::{HandOverReceipt, HandedOver, Received};
use casebook_domain::observation::Observation;
use casebook_domain::plan::Circulation;
use read::Reader;

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
    /// What is in a new row; a row with nothing else in it is an empty one. "": nothing.
    pub preset: &'static str,
    /// In a row: folded away until asked for.
    pub more: bool,
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
    /// A calendar date, "2026-11-23" (also read: "23/11/2026"), or [`UNREADABLE`].
    Date(Span),
    /// A time of day on the school's clock, "10:45", or [`UNREADABLE`].
    Time,
    /// Date and time of day, "2026-11-23T14:05", or [`UNREADABLE`]; never in the future. `NAME.offset`
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
        /// At most this many rows.
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
    /// The pupil's contacts, the restricted ones marked: a talk that happened can be recorded with anybody.
    Contacts,
    /// The contacts who may get letters; the others are there with the reason why not.
    LetterContacts,
    /// The referrals, newest first.
    Referrals,
    /// The plans, newest first.
    Plans,
    /// The resources, by title: see [`FormCtx::with_resources`].
    Resources,
    /// Suggestions: titles of people.
    Titles,
    /// Suggestions: names of scales used before.
    Scales,
    /// Suggestions: subjects measured before.
    Subjects,
    /// Suggestions: people named in the settings and in the case.
    People,
    /// Suggestions: agencies named in the case.
    Agencies,
    /// The periods of the school day, a time, any time; as suggestions the periods alone.
    Slots,
    /// Suggestions: where sessions were planned.
    Places,
}

/// Goal attainment in words; 0 is what was expected.
pub const RATINGS: Options = &[
    ("-2", "Much less than expected"),
    ("-1", "Less than expected"),
    ("0", "As expected"),
    ("1", "More than expected"),
    ("2", "Much more than expected"),
];

/// What a draft holds where the browser's box has something in it that is no date: 31/02, or a date that is half typed.
/// The browser does not say what it is; without this it would be lost in silence. No date, time or number is read from it.
pub const UNREADABLE: &str = "?";

/// What is wrong with a date that cannot be read.
pub const NO_DATE: &str = "This date doesn't exist or isn't complete. Enter day, month and year, such as 23/11/2026.";

/// What is wrong with a time of day that cannot be read.
pub const NO_TIME: &str = "This time isn't complete. Enter hours and minutes, such as 14:05.";

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

/// An optional field; the methods below say more.
const fn field(name: &'static str, label: &'static str, input: Input) -> Field {
    Field { name, label, hint: "", input, need: Need::Optional, shown_if: None, preset: "", more: false }
}

impl Field {
    const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// Folded away in its row.
    const fn folded(self) -> Self {
        Self { more: true, ..self }
    }

    const fn preset(self, preset: &'static str) -> Self {
        Self { preset, ..self }
    }

    const fn required(self) -> Self {
        Self { need: Need::Required, ..self }
    }

    const fn required_if(self, when: When) -> Self {
        Self { need: Need::RequiredIf(when), ..self }
    }

    const fn advised(self) -> Self {
        Self { need: Need::Advised, ..self }
    }

    const fn when(self, when: When) -> Self {
        Self { shown_if: Some(when), ..self }
    }

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

/// What stands beside the label of a field that may be left out: said where it singles the field out among those beside it,
/// and not where most or all of them may be left out.
pub fn mark(kind: Kind, field: &'static Field) -> Option<&'static str> {
    let words = match field.need {
        Need::Required | Need::RequiredIf(_) => return None,
        Need::Advised => " (recommended)",
        Need::Optional => " (optional)",
    };
    let beside = beside(kind, field)?;
    let counted = || beside.iter().filter(|one| !matches!(one.input, Input::Tick | Input::Hidden | Input::Shown(_)));
    let alike = counted().filter(|one| one.need == field.need).count();
    (alike * 2 <= counted().count()).then_some(words)
}

/// The fields that a field is asked among; `None` where all of them are folded away.
fn beside(kind: Kind, field: &'static Field) -> Option<&'static [Field]> {
    let holds = |fields: &'static [Field]| fields.iter().any(|one| core::ptr::eq(one, field));
    for section in form(kind).sections {
        if holds(section.fields) {
            return (!section.more).then_some(section.fields);
        }
        for one in section.fields {
            if let Input::Rows { fields, .. } = one.input
                && holds(fields)
            {
                return (!field.more).then_some(fields);
            }
        }
    }
    None
}

/// Whether a condition holds in a draft.
pub fn holds(draft: &Draft, prefix: &str, (name, codes): When) -> bool {
    let value = draft.get(&join(prefix, name));
    if value.trim().is_empty() {
        return codes.contains(&"");
    }
    value.split_ascii_whitespace().any(|code| codes.contains(&code))
}

/// A line of text without what nobody can have meant, as every form keeps it.
pub fn clean_line(raw: &str) -> String {
    casebook_domain::text::clean(raw, false)
}

/// `prefix` and `name` as one key.
pub(crate) fn join(prefix: &str, name: &str) -> String {
    let mut key = String::with_capacity(prefix.len() + name.len());
    key.push_str(prefix);
    key.push_str(name);
    key
}

/// The section that the evidence of [`FormCtx::look_back`] belongs to, by the name of its first field.
pub fn evidence_for(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Plan => Some("targets"),
        Kind::Review => Some("ratings"),
        _ => None,
    }
}

/// The form of one kind of record.
trait Formed: Body {
    /// Its form.
    const FORM: &'static Form;

    /// What a draft says; `None` where an error was noted.
    fn read(r: &Reader) -> Option<Self>;

    /// Puts a record into a draft.
    fn fill(&self, d: &mut Draft, ctx: &FormCtx);
}

/// The form for a kind of record.
pub fn form(kind: Kind) -> &'static Form {
    macro_rules! form {
        ($($kind:ident $row:tt)+) => { match kind { $(Kind::$kind => form_of(Content::$kind),)+ } };
    }
    for_each_kind!(form)
}

fn form_of<T: Formed>(_: fn(T) -> Content) -> &'static Form {
    T::FORM
}

/// The draft of a record that is to be edited. A hidden part that a form does
/// not show (an observation's events) is not in it: see [`keep_unseen`].
pub fn fill(content: &Content, ctx: &FormCtx) -> Draft {
    let mut draft = Draft::new();
    macro_rules! fill {
        ($($kind:ident $row:tt)+) => { match content { $(Content::$kind(it) => it.fill(&mut draft, ctx),)+ } };
    }
    for_each_kind!(fill);
    draft
}

/// Reads a draft. Errors come in the form's order, at least one for each wrong field.
pub fn parse(kind: Kind, draft: &Draft, ctx: &FormCtx) -> Result<Content, Vec<FieldError>> {
    let form = form(kind);
    let (clean, errors) = check::check(form, draft, ctx);
    let errors = RefCell::new(errors);
    #[cfg(test)]
    let seen = RefCell::default();
    let reader = Reader::new(
        &clean,
        ctx,
        &errors,
        #[cfg(test)]
        &seen,
    );
    let content = read(kind, &reader);
    let mut errors = errors.into_inner();
    match content {
        Some(content) if errors.is_empty() => Ok(content),
        None if errors.is_empty() => {
            let field = form.sections.iter().flat_map(|section| section.fields).next().map_or("", |field| field.name);
            let message = "Something in this form cannot be read. Check every field.".to_owned();
            errors.push(FieldError { field: field.to_owned(), message });
            Err(errors)
        }
        _ => Err(errors),
    }
}

fn read(kind: Kind, r: &Reader) -> Option<Content> {
    macro_rules! read {
        ($($kind:ident $row:tt)+) => { match kind { $(Kind::$kind => Formed::read(r).map(Content::$kind),)+ } };
    }
    for_each_kind!(read)
}

/// An edited record with what its form does not show: when an observation began, what happened in it and what it serves
/// as; what went out or came in with a hand-over.
pub fn keep_unseen(edited: Content, recorded: &Content) -> Content {
    match (edited, recorded) {
        (Content::Observation(Observation { lesson, comment, .. }), Content::Observation(recorded)) => {
            Content::Observation(Observation { lesson, comment, ..recorded.clone() })
        }
        (Content::HandedOver(HandedOver { to, receipt, .. }), Content::HandedOver(recorded)) => {
            let missing = recorded.receipt.as_ref().map_or(0, |receipt| receipt.missing);
            let receipt = receipt.map(|receipt| HandOverReceipt { missing, ..receipt });
            Content::HandedOver(HandedOver { to, receipt, ..recorded.clone() })
        }
        (Content::Received(Received { from, lead_has, lead, .. }), Content::Received(recorded)) => {
            Content::Received(Received { from, lead_has, lead, ..recorded.clone() })
        }
        (Content::Circulation(edited), Content::Circulation(recorded)) if edited.plan == recorded.plan => {
            Content::Circulation(Circulation { sent: recorded.sent.clone(), ..edited })
        }
        (edited, _) => edited,
    }
}
