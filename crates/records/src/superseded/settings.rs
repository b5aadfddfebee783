//! The settings before schema 3.

use super::{frozen, frozen_terms};
use crate::wire::Day;
use casebook_domain::settings;

frozen_terms! {
    /// What kind of school in law.
    SchoolStatusV1 => settings::SchoolStatus {
        Maintained = "maintained",
        Academy = "academy",
        Unknown = "unknown",
    }
}
frozen! {
    /// A post of schema 1.
    PostV1 {
        title: String,
        name: String,
        reach: String,
    }
}
frozen! {
    /// A half-term of schema 1.
    TermV1 {
        name: String,
        first: Day,
        last: Day,
    }
}
frozen! {
    /// A letter's template of schema 1.
    LetterTemplateV1 {
        letter: String,
        text: String,
    }
}
frozen! {
    /// Settings of schema 1.
    SettingsV1 {
        mentor: String,
        school: String,
        school_address: String,
        status: SchoolStatusV1,
        line_manager: PostV1,
        head: PostV1,
        student_performance: PostV1,
        safeguarding_lead: PostV1,
        safeguarding_deputies: Vec<PostV1>,
        safeguarding_outside: String,
        terms: Vec<TermV1>,
        attendance_floor_tenths: u16,
        absence_flag_sessions: u16,
        initial_weeks: u8,
        urgent_gate_days: u8,
        letter_days: u8,
        authorisation_days: u8,
        family_contact_days: u8,
        lock_minutes: u8,
        initials_only: bool,
        letter_templates: Vec<LetterTemplateV1>,
    }
}
frozen! {
    /// Settings of schema 2: they know about backups and keeping.
    SettingsV2 {
        mentor: String,
        school: String,
        school_address: String,
        status: SchoolStatusV1,
        line_manager: PostV1,
        head: PostV1,
        student_performance: PostV1,
        safeguarding_lead: PostV1,
        safeguarding_deputies: Vec<PostV1>,
        safeguarding_outside: String,
        terms: Vec<TermV1>,
        attendance_floor_tenths: u16,
        absence_flag_sessions: u16,
        initial_weeks: u8,
        urgent_gate_days: u8,
        letter_days: u8,
        authorisation_days: u8,
        family_contact_days: u8,
        lock_minutes: u8,
        initials_only: bool,
        letter_templates: Vec<LetterTemplateV1>,
        backup_days: u8,
        backup_changes: u16,
        data_protection_officer: PostV1,
        it_support: PostV1,
        keep_after_exit_months: u8,
        keep_unused_half_terms: u8,
        school_keeps_years: u8,
        school_keeps_sen_years: u8,
    }
}

impl From<SettingsV1> for SettingsV2 {
    /// With what a new casebook of schema 2 had of the rest.
    fn from(old: SettingsV1) -> Self {
        let SettingsV1 {
            mentor,
            school,
            school_address,
            status,
            line_manager,
            head,
            student_performance,
            safeguarding_lead,
            safeguarding_deputies,
            safeguarding_outside,
            terms,
            attendance_floor_tenths,
            absence_flag_sessions,
            initial_weeks,
            urgent_gate_days,
            letter_days,
            authorisation_days,
            family_contact_days,
            lock_minutes,
            initials_only,
            letter_templates,
        } = old;
        let post = |title: &str| PostV1 { title: title.to_owned(), name: String::new(), reach: String::new() };
        Self {
            mentor,
            school,
            school_address,
            status,
            line_manager,
            head,
            student_performance,
            safeguarding_lead,
            safeguarding_deputies,
            safeguarding_outside,
            terms,
            attendance_floor_tenths,
            absence_flag_sessions,
            initial_weeks,
            urgent_gate_days,
            letter_days,
            authorisation_days,
            family_contact_days,
            lock_minutes,
            initials_only,
            letter_templates,
            backup_days: 7,
            backup_changes: 50,
            data_protection_officer: post("Data-protection officer"),
            it_support: post("IT support"),
            keep_after_exit_months: 12,
            keep_unused_half_terms: 2,
            school_keeps_years: 25,
            school_keeps_sen_years: 31,
        }
    }
}

impl From<SettingsV2> for settings::Settings {
    /// Nobody was asked for the phase and the periods of the day.
    fn from(old: SettingsV2) -> Self {
        let SettingsV2 {
            mentor,
            school,
            school_address,
            status,
            line_manager,
            head,
            student_performance,
            safeguarding_lead,
            safeguarding_deputies,
            safeguarding_outside,
            terms,
            attendance_floor_tenths,
            absence_flag_sessions,
            initial_weeks,
            urgent_gate_days,
            letter_days,
            authorisation_days,
            family_contact_days,
            lock_minutes,
            initials_only,
            letter_templates,
            backup_days,
            backup_changes,
            data_protection_officer,
            it_support,
            keep_after_exit_months,
            keep_unused_half_terms,
            school_keeps_years,
            school_keeps_sen_years,
        } = old;
        Self {
            phase: settings::SchoolPhase::AllThrough,
            periods: Vec::new(),
            follow_up_half_terms: 2,
            mentor,
            school,
            school_address,
            status: status.into(),
            line_manager: line_manager.into(),
            head: head.into(),
            student_performance: student_performance.into(),
            safeguarding_lead: safeguarding_lead.into(),
            safeguarding_deputies: safeguarding_deputies.into_iter().map(Into::into).collect(),
            safeguarding_outside,
            terms: terms.into_iter().map(Into::into).collect(),
            attendance_floor_tenths,
            absence_flag_sessions,
            initial_weeks,
            urgent_gate_days,
            letter_days,
            authorisation_days,
            family_contact_days,
            lock_minutes,
            initials_only,
            letter_templates: letter_templates.into_iter().map(Into::into).collect(),
            backup_days,
            backup_changes,
            data_protection_officer: data_protection_officer.into(),
            it_support: it_support.into(),
            keep_after_exit_months,
            keep_unused_half_terms,
            school_keeps_years,
            school_keeps_sen_years,
        }
    }
}

impl From<PostV1> for settings::Post {
    fn from(old: PostV1) -> Self {
        let PostV1 { title, name, reach } = old;
        Self { title, name, reach }
    }
}

impl From<TermV1> for settings::Term {
    fn from(old: TermV1) -> Self {
        let TermV1 { name, first, last } = old;
        Self { name, first, last }
    }
}

impl From<LetterTemplateV1> for (String, String) {
    fn from(old: LetterTemplateV1) -> Self {
        let LetterTemplateV1 { letter, text } = old;
        (letter, text)
    }
}
