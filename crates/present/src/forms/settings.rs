//! What another school sets differently.

use casebook_domain::content::Kind;
use casebook_domain::planned::{Period, TimeOfDay};
use casebook_domain::preparation::LetterKind;
use casebook_domain::settings::{Post, SchoolPhase, SchoolStatus, Settings, Term};

use super::read::Reader;
use super::{Draft, Field, Form, FormCtx, Formed, Input, ROWS_MAX, Section, Span, field, join};

const DEPUTIES: &[Field] = &[
    field("title", "Post", Input::Line),
    field("name", "Name", Input::Line).required(),
    field("reach", "Telephone or room", Input::Line).advised(),
];

const TERMS: &[Field] = &[
    field("name", "Name", Input::Line).hint("Such as Autumn 1.").required(),
    field("first", "First school day", Input::Date(Span::Any)).required(),
    field("last", "Last school day", Input::Date(Span::Any)).required(),
];

const PERIODS: &[Field] = &[
    field("name", "Name", Input::Line).hint("Such as Period 1 or Lunch.").required(),
    field("begins", "From", Input::Time).required(),
    field("ends", "To", Input::Time).required(),
];

/// A post: its title is the school's own.
macro_rules! post {
    ($section:literal, $hint:literal, $title:literal, $name:literal, $reach:literal) => {
        Section {
            title: $section,
            hint: $hint,
            more: false,
            fields: &[
                field($title, "Title of the post", Input::Line).required(),
                field($name, "Name", Input::Line).advised(),
                field($reach, "Telephone, e-mail or room", Input::Line).advised(),
            ],
        }
    };
}

const fn days(name: &'static str, label: &'static str) -> Field {
    field(name, label, Input::Number { least: 0, most: 200, decimals: 0, unit: "school days" }).required()
}

pub(super) static SETTINGS: Form = Form {
    kind: Kind::Settings,
    title: "Settings",
    intro: "",
    sections: &[
        Section {
            title: "School",
            hint: "",
            more: false,
            fields: &[
                field("mentor", "Your name", Input::Line).hint("As it should appear on letters.").required(),
                field("school", "School", Input::Line).required(),
                field("school_address", "Address and telephone", Input::Area { rows: 4 })
                    .hint("For letterheads and plans.")
                    .advised(),
                field("phase", "Pupils", Input::Choice(SchoolPhase::OPTIONS)).required(),
                field("status", "Kind of school", Input::Choice(SchoolStatus::OPTIONS)).required(),
            ],
        },
        post!(
            "Safeguarding lead",
            "Shown under \"Worried about safety\" on every screen.",
            "safeguarding_lead_title",
            "safeguarding_lead_name",
            "safeguarding_lead_reach"
        ),
        Section {
            title: "Safeguarding deputies",
            hint: "",
            more: false,
            fields: &[
                field(
                    "safeguarding_deputies",
                    "Deputies",
                    Input::Rows { fields: DEPUTIES, add: "Add a deputy", most: ROWS_MAX },
                )
                .advised(),
                field("safeguarding_outside", "If nobody answers", Input::Area { rows: 3 })
                    .hint("Who to call outside school, and out of hours.")
                    .advised(),
            ],
        },
        post!("Line manager", "Authorises referrals.", "line_manager_title", "line_manager_name", "line_manager_reach"),
        post!("Head of the school", "", "head_title", "head_name", "head_reach"),
        post!(
            "Head of Student Performance",
            "Referring on is discussed with them.",
            "student_performance_title",
            "student_performance_name",
            "student_performance_reach"
        ),
        Section {
            title: "Terms",
            hint: "Half-terms in order. Without them every weekday counts as a school day.",
            more: false,
            fields: &[field(
                "terms",
                "Half-terms",
                Input::Rows { fields: TERMS, add: "Add a half-term", most: ROWS_MAX },
            )],
        },
        Section {
            title: "Periods of the day",
            hint: "You plan sessions by period. Without periods, you plan by clock time.",
            more: false,
            fields: &[field(
                "periods",
                "Periods",
                Input::Rows { fields: PERIODS, add: "Add a period", most: ROWS_MAX },
            )],
        },
        Section {
            title: "Limits",
            hint: "",
            more: true,
            fields: &[
                field(
                    "attendance_floor_tenths",
                    "Lowest attendance for a referral",
                    Input::Number { least: 0, most: 1000, decimals: 1, unit: "%" },
                )
                .required(),
                field(
                    "absence_flag_sessions",
                    "Show persistent absence only after",
                    Input::Number { least: 0, most: 400, decimals: 0, unit: "sessions (half days)" },
                )
                .hint("Missing a tenth is persistent absence. Early in the year a week's illness is enough for that.")
                .required(),
                field(
                    "follow_up_half_terms",
                    "After an exit, a follow-up in each of the next",
                    Input::Number { least: 0, most: 6, decimals: 0, unit: "half-terms" },
                )
                .required(),
                field(
                    "initial_weeks",
                    "First period of an intervention",
                    Input::Number { least: 1, most: 52, decimals: 0, unit: "weeks" },
                )
                .required(),
                days("letter_days", "Letter home overdue after"),
                days("authorisation_days", "Authorisation overdue after"),
                days("urgent_gate_days", "After an urgent start, open steps due within"),
                days("family_contact_days", "Remind me if there was no family contact for"),
            ],
        },
        post!(
            "Data-protection officer",
            "To be told of a lost tablet within 72 hours, and of requests for access.",
            "data_protection_officer_title",
            "data_protection_officer_name",
            "data_protection_officer_reach"
        ),
        post!(
            "IT support",
            "Can lock or wipe a lost tablet remotely.",
            "it_support_title",
            "it_support_name",
            "it_support_reach"
        ),
        Section {
            title: "",
            hint: "As soon as either of these is reached.",
            more: false,
            fields: &[
                field(
                    "backup_days",
                    "After",
                    Input::Number { least: 1, most: 90, decimals: 0, unit: "days with changes" },
                )
                .required(),
                field(
                    "backup_changes",
                    "Or after",
                    Input::Number { least: 1, most: 1000, decimals: 0, unit: "changes" },
                )
                .required(),
            ],
        },
        Section {
            title: "Keeping and erasing",
            hint: "How long copies stay on this tablet. The school's own records have dates of their own.",
            more: true,
            fields: &[
                field(
                    "keep_after_exit_months",
                    "After an exit, keep for",
                    Input::Number { least: 0, most: 120, decimals: 0, unit: "months" },
                )
                .required(),
                field(
                    "keep_unused_half_terms",
                    "Declined referrals and observations without a pupil, keep for",
                    Input::Number { least: 1, most: 6, decimals: 0, unit: "half-terms" },
                )
                .required(),
                field(
                    "school_keeps_years",
                    "The school keeps its record until the age of",
                    Input::Number { least: 18, most: 100, decimals: 0, unit: "years" },
                )
                .required(),
                field(
                    "school_keeps_sen_years",
                    "With special educational needs, until",
                    Input::Number { least: 18, most: 100, decimals: 0, unit: "years" },
                )
                .required(),
            ],
        },
        Section {
            title: "",
            hint: "",
            more: false,
            fields: &[
                field(
                    "lock_minutes",
                    "Lock automatically after",
                    Input::Number { least: 1, most: 60, decimals: 0, unit: "minutes" },
                )
                .required(),
                field("initials_only", "Show only initials in lists", Input::Tick),
            ],
        },
        Section {
            title: "Letter templates",
            hint: "Leave one empty to use Casebook's own words.",
            more: true,
            fields: &[
                template(LetterKind::Referral, "template_referral"),
                template(LetterKind::Declined, "template_declined"),
                template(LetterKind::PlanEnclosed, "template_plan"),
                template(LetterKind::ReviewInvitation, "template_review"),
                template(LetterKind::Exit, "template_exit"),
                template(LetterKind::Other, "template_other"),
            ],
        },
    ],
};

const fn template(kind: LetterKind, name: &'static str) -> Field {
    field(name, kind.label(), Input::Area { rows: 12 })
}

impl Formed for Settings {
    const FORM: &'static Form = &SETTINGS;

    fn read(r: &Reader) -> Option<Self> {
        let mut terms: Vec<Term> = Vec::new();
        for row in r.rows("terms") {
            row.in_order(row.date("first"), "last", "The last school day is before the first. Check both.");
            let term = Term { name: row.text("name"), first: row.date("first")?, last: row.date("last")? };
            if terms.last().is_some_and(|before| term.first <= before.last) {
                row.wrong(
                    "first",
                    "This half-term begins before the one above it has ended. Check the dates and the order.",
                );
            }
            terms.push(term);
        }
        let mut periods: Vec<Period> = Vec::new();
        for row in r.rows("periods") {
            let time = |name| TimeOfDay::parse(row.get(name));
            let period = Period { name: row.text("name"), begins: time("begins")?, ends: time("ends")? };
            if period.ends <= period.begins {
                row.wrong("ends", "This period ends before it begins. Check both times.");
            } else if periods.last().is_some_and(|before| period.begins < before.ends) {
                row.wrong(
                    "begins",
                    "This period begins before the one above it has ended. Check the times and the order.",
                );
            }
            if periods.iter().any(|before| before.name == period.name) {
                row.wrong("name", "There is already a period with this name. Choose another name.");
            }
            periods.push(period);
        }
        let mut letter_templates = Vec::new();
        for kind in LetterKind::ALL {
            let text = r.text(&join("template_", kind.code()));
            if !text.is_empty() {
                letter_templates.push((kind.code().to_owned(), text));
            }
        }
        let deputies = r.rows("safeguarding_deputies");
        Some(Settings {
            mentor: r.text("mentor"),
            school: r.text("school"),
            school_address: r.text("school_address"),
            status: SchoolStatus::from_code(r.get("status"))?,
            phase: SchoolPhase::from_code(r.get("phase"))?,
            line_manager: read_post(r, "line_manager_"),
            head: read_post(r, "head_"),
            student_performance: read_post(r, "student_performance_"),
            safeguarding_lead: read_post(r, "safeguarding_lead_"),
            safeguarding_deputies: deputies.iter().map(|row| read_post(row, "")).collect(),
            safeguarding_outside: r.text("safeguarding_outside"),
            terms,
            periods,
            attendance_floor_tenths: r.u16("attendance_floor_tenths")?,
            absence_flag_sessions: r.u16("absence_flag_sessions")?,
            initial_weeks: r.u8("initial_weeks")?,
            urgent_gate_days: r.u8("urgent_gate_days")?,
            letter_days: r.u8("letter_days")?,
            authorisation_days: r.u8("authorisation_days")?,
            family_contact_days: r.u8("family_contact_days")?,
            lock_minutes: r.u8("lock_minutes")?,
            initials_only: r.tick("initials_only"),
            letter_templates,
            backup_days: r.u8("backup_days")?,
            backup_changes: r.u16("backup_changes")?,
            data_protection_officer: read_post(r, "data_protection_officer_"),
            it_support: read_post(r, "it_support_"),
            follow_up_half_terms: r.u8("follow_up_half_terms")?,
            keep_after_exit_months: r.u8("keep_after_exit_months")?,
            keep_unused_half_terms: r.u8("keep_unused_half_terms")?,
            school_keeps_years: r.u8("school_keeps_years")?,
            school_keeps_sen_years: r.u8("school_keeps_sen_years")?,
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Settings {
            mentor,
            school,
            school_address,
            status,
            phase,
            line_manager,
            head,
            student_performance,
            safeguarding_lead,
            safeguarding_deputies,
            safeguarding_outside,
            terms,
            periods,
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
            follow_up_half_terms,
            keep_after_exit_months,
            keep_unused_half_terms,
            school_keeps_years,
            school_keeps_sen_years,
        } = self;
        d.set("mentor", mentor);
        d.set("school", school);
        d.set("school_address", school_address);
        d.set("status", status.code());
        d.set("phase", phase.code());
        fill_post(line_manager, d, "line_manager_");
        fill_post(head, d, "head_");
        fill_post(student_performance, d, "student_performance_");
        fill_post(safeguarding_lead, d, "safeguarding_lead_");
        for deputy in safeguarding_deputies {
            let row = d.put_row("safeguarding_deputies");
            fill_post(deputy, d, &row);
        }
        d.set("safeguarding_outside", safeguarding_outside);
        for Term { name, first, last } in terms {
            let row = d.put_row("terms");
            d.set(&join(&row, "name"), name);
            d.put_date(&join(&row, "first"), Some(*first));
            d.put_date(&join(&row, "last"), Some(*last));
        }
        for Period { name, begins, ends } in periods {
            let row = d.put_row("periods");
            d.set(&join(&row, "name"), name);
            d.set(&join(&row, "begins"), begins.to_string());
            d.set(&join(&row, "ends"), ends.to_string());
        }
        d.put_number("attendance_floor_tenths", Some(i64::from(*attendance_floor_tenths)), 1);
        d.put_number("absence_flag_sessions", Some(i64::from(*absence_flag_sessions)), 0);
        d.put_number("initial_weeks", Some(i64::from(*initial_weeks)), 0);
        d.put_number("urgent_gate_days", Some(i64::from(*urgent_gate_days)), 0);
        d.put_number("letter_days", Some(i64::from(*letter_days)), 0);
        d.put_number("authorisation_days", Some(i64::from(*authorisation_days)), 0);
        d.put_number("family_contact_days", Some(i64::from(*family_contact_days)), 0);
        d.put_number("lock_minutes", Some(i64::from(*lock_minutes)), 0);
        d.tick("initials_only", *initials_only);
        d.put_number("backup_days", Some(i64::from(*backup_days)), 0);
        d.put_number("backup_changes", Some(i64::from(*backup_changes)), 0);
        fill_post(data_protection_officer, d, "data_protection_officer_");
        fill_post(it_support, d, "it_support_");
        d.put_number("follow_up_half_terms", Some(i64::from(*follow_up_half_terms)), 0);
        d.put_number("keep_after_exit_months", Some(i64::from(*keep_after_exit_months)), 0);
        d.put_number("keep_unused_half_terms", Some(i64::from(*keep_unused_half_terms)), 0);
        d.put_number("school_keeps_years", Some(i64::from(*school_keeps_years)), 0);
        d.put_number("school_keeps_sen_years", Some(i64::from(*school_keeps_sen_years)), 0);
        for (kind, text) in letter_templates {
            d.set(&join("template_", kind), text);
        }
    }
}

fn read_post(r: &Reader, prefix: &str) -> Post {
    Post {
        title: r.text(&join(prefix, "title")),
        name: r.text(&join(prefix, "name")),
        reach: r.text(&join(prefix, "reach")),
    }
}

fn fill_post(post: &Post, d: &mut Draft, prefix: &str) {
    let Post { title, name, reach } = post;
    d.set(&join(prefix, "title"), title);
    d.set(&join(prefix, "name"), name);
    d.set(&join(prefix, "reach"), reach);
}
