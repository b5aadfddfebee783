//! The settings.

use super::Sample;
use super::{clock, on, text};
use crate::any::Any;
use casebook_domain::planned::Period;
use casebook_domain::settings::{Post, SchoolPhase, SchoolStatus, Settings, Term};

impl Sample for Settings {
    fn sample() -> Self {
        Settings {
            status: SchoolStatus::Academy,
            phase: SchoolPhase::Secondary,
            periods: vec![Period { name: text("Period 3"), begins: clock(10, 45), ends: clock(11, 45) }],
            school_address: text("1 School Lane\n01632 960003"),
            line_manager: Post { title: text("Line manager"), name: text("Mrs Made-Up"), reach: text("ext. 1") },
            safeguarding_deputies: vec![Post { title: text("Deputy"), name: text("D. Eputy"), reach: text("ext. 2") }],
            safeguarding_outside: text("01632 960004"),
            terms: vec![Term { name: text("Autumn 1"), first: on("2026-09-02"), last: on("2026-10-23") }],
            letter_templates: vec![(text("referral"), text("Dear {contact},"))],
            backup_days: 5,
            backup_changes: 40,
            data_protection_officer: Post {
                title: text("Data officer"),
                name: text("D. Officer"),
                reach: text("ext. 3"),
            },
            it_support: Post { title: text("Technician"), name: text("I. Tee"), reach: text("ext. 4") },
            follow_up_half_terms: 3,
            keep_after_exit_months: 6,
            keep_unused_half_terms: 3,
            school_keeps_years: 26,
            school_keeps_sen_years: 32,
            ..Settings::new(text("Morgan Madeup"), text("Invented Primary"))
        }
    }

    fn any(any: &mut Any) -> Self {
        Settings {
            mentor: any.text(),
            school: any.text(),
            school_address: any.text(),
            status: any.of(SchoolStatus::ALL),
            phase: any.of(SchoolPhase::ALL),
            line_manager: any.post(),
            head: any.post(),
            student_performance: any.post(),
            safeguarding_lead: any.post(),
            safeguarding_deputies: any.some(Any::post),
            safeguarding_outside: any.text(),
            terms: any.some(|any| Term { name: any.text(), first: any.day(), last: any.day() }),
            periods: any.some(|any| Period { name: any.text(), begins: any.clock(), ends: any.clock() }),
            attendance_floor_tenths: any.small(),
            absence_flag_sessions: any.small(),
            initial_weeks: any.number(256) as u8,
            urgent_gate_days: any.number(256) as u8,
            letter_days: any.number(256) as u8,
            authorisation_days: any.number(256) as u8,
            family_contact_days: any.number(256) as u8,
            lock_minutes: any.number(256) as u8,
            initials_only: any.flag(),
            letter_templates: any.some(|any| (any.text(), any.text())),
            backup_days: any.number(256) as u8,
            backup_changes: any.small(),
            data_protection_officer: any.post(),
            it_support: any.post(),
            follow_up_half_terms: any.number(256) as u8,
            keep_after_exit_months: any.number(256) as u8,
            keep_unused_half_terms: any.number(256) as u8,
            school_keeps_years: any.number(256) as u8,
            school_keeps_sen_years: any.number(256) as u8,
        }
    }
}
