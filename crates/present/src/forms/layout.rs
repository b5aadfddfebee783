//! What the renderer asks of a form: which sections have something to ask, how a choice is drawn, what a field is called.

use super::{Draft, Field, FormCtx, Input, Need, Section, form};
use casebook_domain::case::CaseFile;
use casebook_domain::content::{Content, Kind};
use casebook_domain::ids::RecordId;

/// Most choices that are drawn as buttons.
const BUTTONS: usize = 8;
/// Most characters on such a button.
const ON_A_BUTTON: usize = 40;
/// As many choices as this are all shown, however long their words are.
const ALL_SHOWN: usize = 4;
/// Most fields that stand on one line.
const ON_ONE_LINE: usize = 3;

/// How one of several is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceLook {
    /// Buttons beside each other.
    Buttons,
    /// Radio buttons under each other.
    Radios,
    /// A list that opens.
    Select,
}

/// How these choices of a field are drawn: buttons where they are few and short, radio buttons up to four, a select for
/// more. A field that may be left empty again stays a select. `blocked`: some can't be chosen and say why.
pub fn choice_look(field: &Field, words: &[&str], blocked: bool) -> ChoiceLook {
    let short = !blocked && words.iter().all(|words| words.chars().count() <= ON_A_BUTTON);
    let can_stay = words.len() <= ALL_SHOWN || matches!(field.need, Need::Required | Need::RequiredIf(_));
    if matches!(field.input, Input::Choice(_)) && short && can_stay && words.len() <= BUTTONS {
        ChoiceLook::Buttons
    } else if words.len() > ALL_SHOWN {
        ChoiceLook::Select
    } else {
        ChoiceLook::Radios
    }
}

/// Whether several of these choices can be ticked on buttons.
pub fn ticked_on_buttons(words: &[&str]) -> bool {
    words.len() <= BUTTONS && words.iter().all(|words| words.chars().count() <= ON_A_BUTTON)
}

/// Whether these fields stand on one line: a few short answers do.
pub fn on_one_line(fields: &[Field]) -> bool {
    let line = |field: &Field| {
        matches!(field.input, Input::Line | Input::LineFrom(_) | Input::Date(_) | Input::Time | Input::Number { .. })
    };
    fields.len() <= ON_ONE_LINE && fields.iter().all(line)
}

impl Section {
    /// The fields that ask something: not rows of something to pick where there is nothing to pick. Empty: the section is
    /// left out.
    pub fn asks(&'static self, draft: &Draft, ctx: &FormCtx) -> Vec<&'static Field> {
        let unrated = |field: &Field| matches!(field.input, Input::Ratings) && ctx.rated(draft, field.name).is_empty();
        if self.fields.iter().all(unrated) {
            return Vec::new();
        }
        let nothing = |field: &Field| match field.input {
            Input::Rows { fields: [Field { input: Input::Pick(source), .. }], .. } => {
                ctx.choices(*source).is_empty() && draft.rows(field.name) == 0
            }
            _ => false,
        };
        self.fields.iter().filter(|field| !nothing(field)).collect()
    }

    /// Whether somebody has filled in something here. A number has its usual value without anybody having thought of it.
    pub fn is_used(&self, draft: &Draft) -> bool {
        let mut typed = self.fields.iter().filter(|field| !matches!(field.input, Input::Number { .. }));
        typed.any(|field| !draft.get(field.name).is_empty() || draft.rows(field.name) > 0)
    }

    /// Whether the field with this key in the draft is in this section.
    pub fn has(&self, key: &str) -> bool {
        let name = key.split('.').next().unwrap_or_default();
        self.fields.iter().any(|field| field.name == name)
    }
}

/// The keys of the folded fields of a row, and how many of them somebody has filled in.
pub fn folded(fields: &[Field], prefix: &str, draft: &Draft) -> (Vec<String>, usize) {
    let key = |field: &Field| [prefix, field.name].concat();
    let folded = || fields.iter().filter(|field| field.more);
    let typed = folded().filter(|field| !matches!(field.input, Input::Number { .. }));
    let used = typed.filter(|field| !draft.get(&key(field)).is_empty()).count();
    (folded().map(key).collect(), used)
}

/// The label of the field with this key, with the row it is in: on a long page a message alone does not say where.
pub fn label_of(kind: Kind, key: &str, draft: &Draft) -> Option<String> {
    let mut parts = key.split('.');
    let name = parts.next()?;
    let field = form(kind).sections.iter().flat_map(|section| section.fields).find(|field| field.name == name)?;
    let (Input::Rows { fields, .. }, Some(row), Some(inner)) = (field.input, parts.next(), parts.next()) else {
        return Some(field.label.to_owned());
    };
    let inner = fields.iter().find(|field| field.name == inner)?;
    // A row about something that is shown is named by that, any other by its number.
    let shown = fields.iter().find_map(|field| match field.input {
        Input::Shown(options) => {
            let code = draft.get(&[name, ".", row, ".", field.name].concat());
            options.iter().find(|(other, _)| *other == code).map(|(_, words)| (*words).to_owned())
        }
        _ => None,
    });
    let number = row.parse::<usize>().map_or_else(|_| String::new(), |row| format!("{} {}", field.label, row + 1));
    Some([&shown.unwrap_or(number), ", ", inner.label].concat())
}

/// Whether a record can be opened in a form again; letters and signatures stay as they went out.
pub fn editable(case: &CaseFile, id: RecordId) -> bool {
    case.get(id).is_some_and(|item| match &item.entry.content {
        Content::Letter(_) | Content::Signature(_) | Content::Circulation(_) => false,
        Content::Plan(_) => !case.is_frozen(id),
        _ => true,
    })
}

/// Whether others may read what is in a record of this kind, or it may go home: another pupil's name stands out there.
pub const fn read_by_others(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Note
            | Kind::Session
            | Kind::FamilyContact
            | Kind::Liaison
            | Kind::Achievement
            | Kind::Referral
            | Kind::Start
            | Kind::Plan
            | Kind::Review
            | Kind::Exit
            | Kind::Letter
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::{Options, field};

    const YES_NO: Options = &[("yes", "Yes"), ("no", "No")];

    fn words(n: usize, word: &str) -> Vec<&str> {
        std::iter::repeat_n(word, n).collect()
    }

    #[test]
    fn few_short_choices_are_buttons_and_many_are_a_select() {
        let optional = field("a", "A", Input::Choice(YES_NO));
        let needed = Field { need: Need::Required, ..optional };
        assert_eq!(choice_look(&optional, &words(4, "Yes"), false), ChoiceLook::Buttons);
        assert_eq!(
            choice_look(&optional, &words(5, "Yes"), false),
            ChoiceLook::Select,
            "it could not be emptied again"
        );
        assert_eq!(choice_look(&needed, &words(8, "Yes"), false), ChoiceLook::Buttons);
        assert_eq!(choice_look(&needed, &words(9, "Yes"), false), ChoiceLook::Select);
        assert_eq!(choice_look(&needed, &words(4, &"x".repeat(41)), false), ChoiceLook::Radios);
        assert_eq!(choice_look(&needed, &words(2, "Yes"), true), ChoiceLook::Radios, "a reason needs room");
    }

    #[test]
    fn a_message_names_its_field_and_the_row_it_is_in() {
        let draft = Draft::default();
        assert_eq!(label_of(Kind::Note, "text", &draft).as_deref(), Some(label(Kind::Note, "text")));
        let label = label_of(Kind::Plan, "targets.1.what", &draft).expect("a row");
        assert!(label.contains(" 2, "), "{label}");
        assert_eq!(label_of(Kind::Note, "nothing", &draft), None);
    }

    fn label(kind: Kind, name: &str) -> &'static str {
        let mut all = form(kind).sections.iter().flat_map(|section| section.fields);
        all.find(|field| field.name == name).expect("the field").label
    }

    #[test]
    fn a_number_alone_does_not_make_a_folded_section_used() {
        const FIELDS: &[Field] = &[
            field("weeks", "Weeks", Input::Number { least: 1, most: 9, decimals: 0, unit: "" }),
            field("why", "Why", Input::Line),
        ];
        let section = Section { title: "", hint: "", more: true, fields: FIELDS };
        let mut draft = Draft::default();
        draft.set("weeks", "6");
        assert!(!section.is_used(&draft));
        draft.set("why", "Asked for");
        assert!(section.is_used(&draft));
        assert!(section.has("why.0.what") && !section.has("whys"));
    }

    #[test]
    fn safety_has_its_own_place_so_its_entries_are_not_among_what_others_read() {
        assert!(!read_by_others(Kind::Worry) && !read_by_others(Kind::Contact) && read_by_others(Kind::Plan));
    }
}
