//! The settings.

use super::planned::Period;
use crate::wire::{Code, Day, Fields, Loaded, Stored, Tree, stored};
use casebook_domain::settings;

stored! {
    Post = settings::Post {
        title: String,
        name: String,
        reach: String,
    }
}
stored! {
    Term = settings::Term {
        name: String,
        first: Day,
        last: Day,
    }
}

/// A letter's template: the letter's code and the text.
pub(crate) struct LetterTemplate;

impl Loaded for LetterTemplate {
    type Domain = (String, String);

    fn load(tree: Tree<'_>) -> Option<(String, String)> {
        let mut fields = tree.fields()?;
        let letter = fields.load::<String>("letter")?;
        let text = fields.load::<String>("text")?;
        fields.end()?;
        Some((letter, text))
    }
}

impl Stored for LetterTemplate {
    fn store((letter, text): &(String, String)) -> Tree<'_> {
        let mut fields = Fields::default();
        fields.store::<String>("letter", letter);
        fields.store::<String>("text", text);
        Tree::Map(fields)
    }
}
stored! {
    Settings = settings::Settings {
        mentor: String,
        school: String,
        school_address: String,
        status: Code<settings::SchoolStatus>,
        phase: Code<settings::SchoolPhase>,
        line_manager: Post,
        head: Post,
        student_performance: Post,
        safeguarding_lead: Post,
        safeguarding_deputies: Vec<Post>,
        safeguarding_outside: String,
        terms: Vec<Term>,
        periods: Vec<Period>,
        attendance_floor_tenths: u16,
        absence_flag_sessions: u16,
        initial_weeks: u8,
        urgent_gate_days: u8,
        letter_days: u8,
        authorisation_days: u8,
        family_contact_days: u8,
        lock_minutes: u8,
        initials_only: bool,
        letter_templates: Vec<LetterTemplate>,
        backup_days: u8,
        backup_changes: u16,
        data_protection_officer: Post,
        it_support: Post,
        follow_up_half_terms: u8,
        keep_after_exit_months: u8,
        keep_unused_half_terms: u8,
        school_keeps_years: u8,
        school_keeps_sen_years: u8,
    }
}
