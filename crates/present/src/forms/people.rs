//! The pupil and the people at home.

use casebook_domain::contact::{Contact, PersonName, Responsibility, SafeToPhone};
use casebook_domain::content::Kind;
use casebook_domain::pupil::{LookedAfter, Pupil, Schooling, SenProvision, some_name};

use super::read::Reader;
use super::{
    Draft, Field, Form, FormCtx, Formed, Input, Options, ROWS_MAX, Section, Source, Span, field, follow, join,
};

const YEARS: Options = &[
    ("0", "Reception"),
    ("1", "Year 1"),
    ("2", "Year 2"),
    ("3", "Year 3"),
    ("4", "Year 4"),
    ("5", "Year 5"),
    ("6", "Year 6"),
    ("7", "Year 7"),
    ("8", "Year 8"),
    ("9", "Year 9"),
    ("10", "Year 10"),
    ("11", "Year 11"),
    ("12", "Year 12"),
    ("13", "Year 13"),
];

const SCHOOLING: &[Field] = &[
    field("form", "Form, tutor group or class", Input::Line),
    field("school", "School", Input::Line).hint("Leave empty for your own school."),
    field("from", "Since", Input::Date(Span::Any)).hint("Leave empty if not known."),
];

pub(super) static PUPIL: Form = Form {
    kind: Kind::Pupil,
    title: "Pupil",
    intro: "",
    sections: &[
        Section {
            title: "Name",
            hint: "",
            more: false,
            fields: &[
                field("first_names", "First names", Input::Line)
                    .hint("As on the register. The first of them is used unless you enter another one below.")
                    .required_if(("surname", &[""])),
                field("surname", "Surname", Input::Line).hint("Leave empty for a pupil with one name."),
                field("known_as", "Known as", Input::Line).hint("The name the pupil goes by, if different."),
                field("pronouns", "Pronouns", Input::Line).hint("Such as she/her. Ask the pupil."),
                field("letter_name", "Name in letters home", Input::Line)
                    .hint("Only if home uses a different name from school. Ask the pupil."),
            ],
        },
        Section {
            title: "School",
            hint: "",
            more: false,
            fields: &[
                field("born", "Date of birth", Input::Date(Span::Past)).advised(),
                field("year_as_taught", "Year group, if not the usual one", Input::Choice(YEARS))
                    .hint("Only if it differs from the year for their date of birth."),
                field(
                    "schooling",
                    "Form and school",
                    Input::Rows { fields: SCHOOLING, add: "Add a form or school", most: ROWS_MAX },
                )
                .hint("Current one first; add new ones at the top. The old ones are kept as history."),
                field("upn", "Unique pupil number (UPN)", Input::Line)
                    .hint("Never printed. Thirteen characters, as in the school's own system."),
                field("upn_same", "", Input::Hidden),
                field("upn_reason", "Another pupil here has this number. Why is this not the same child?", Input::Line)
                    .hint("If it is the same child, open the file that is here already.")
                    .required_if(UPN_SAME)
                    .when(UPN_SAME),
            ],
        },
        Section {
            title: "Support",
            hint: "",
            more: false,
            fields: &[
                field("sen", "Special educational needs", Input::Choice(SenProvision::OPTIONS)).required(),
                field("pupil_premium", "Pupil premium", Input::Tick),
                field("eal", "English as an additional language", Input::Tick),
                field("gifted", "Gifted and talented", Input::Tick),
                field("looked_after", "Looked-after child", Input::Tick),
                field("social_worker", "Social worker", Input::Line)
                    .hint("Name and how to reach them.")
                    .when(LOOKED_AFTER),
                field("carer", "Carer", Input::Line).hint("Name and how to reach them.").when(LOOKED_AFTER),
                field("virtual_school", "Virtual school", Input::Line)
                    .hint("Name and how to reach them.")
                    .when(LOOKED_AFTER),
            ],
        },
        Section {
            title: "Alerts",
            hint: "",
            more: false,
            fields: &[
                field("ask_lead", "Ask the safeguarding lead before contacting home", Input::Tick)
                    .hint("Stops every letter home until this is unticked."),
                field("ask_lead_first", "Why, or who said so", Input::Line)
                    .hint("A few words; no details of a disclosure.")
                    .required_if(("ask_lead", &["yes"]))
                    .when(("ask_lead", &["yes"])),
                field("limits_explained", "Limits of confidentiality explained on", Input::Date(Span::Past))
                    .hint("The day you told the pupil what you cannot keep to yourself.")
                    .advised(),
                field("remarks", "Important: show at the top", Input::Area { rows: 3 }).hint(
                    "Allergy, hearing aid, sits at the front. Everybody who sees the pupil's page can read this.",
                ),
            ],
        },
    ],
};

/// Set by [`super::follow`] while another pupil of this casebook has the number.
const UPN_SAME: super::When = ("upn_same", &["yes"]);
const LOOKED_AFTER: super::When = ("looked_after", &["yes"]);

impl Formed for Pupil {
    const FORM: &'static Form = &PUPIL;

    fn read(r: &Reader) -> Option<Self> {
        let schooling = r
            .rows("schooling")
            .iter()
            .map(|row| Schooling { school: row.text("school"), form: row.text("form"), from: row.date("from") })
            .collect();
        let looked_after = LookedAfter {
            social_worker: r.text("social_worker"),
            carer: r.text("carer"),
            virtual_school: r.text("virtual_school"),
        };
        let ask_lead_first = r.optional("ask_lead_first");
        // A doubtful number is warned about by the rules, never refused here.
        let upn: String = r.get("upn").chars().filter(|character| !character.is_whitespace()).collect();
        let upn = upn.to_ascii_uppercase();
        let shared = r.ctx.with_upn(&upn);
        let (asked, reason) = (r.tick("upn_same"), r.text("upn_reason"));
        let upn_reason = if shared.is_some() { reason } else { String::new() };
        if let Some(other) = shared.filter(|_| upn_reason.is_empty() && !asked) {
            r.wrong("upn", &[&other.name, " has this number already. Open that file, or check the number."].concat());
        }
        let surname = some_name(r.get("surname")).to_owned();
        if surname.is_empty() && r.get("first_names").is_empty() && !r.is_wrong("first_names") {
            r.wrong("first_names", "Enter at least one name.");
        }
        Some(Pupil {
            first_names: r.text("first_names"),
            surname,
            known_as: r.text("known_as"),
            letter_name: r.text("letter_name"),
            pronouns: r.text("pronouns"),
            upn,
            upn_reason,
            born: r.date("born"),
            year_as_taught: r.u8("year_as_taught"),
            schooling,
            sen: SenProvision::from_code(r.get("sen"))?,
            pupil_premium: r.tick("pupil_premium"),
            eal: r.tick("eal"),
            gifted: r.tick("gifted"),
            looked_after: r.tick("looked_after").then_some(looked_after),
            ask_lead_first: if r.tick("ask_lead") { ask_lead_first } else { None },
            limits_explained: r.date("limits_explained"),
            remarks: r.text("remarks"),
        })
    }

    fn fill(&self, d: &mut Draft, ctx: &FormCtx) {
        let Pupil {
            first_names,
            surname,
            known_as,
            letter_name,
            pronouns,
            upn,
            upn_reason,
            born,
            year_as_taught,
            schooling,
            sen,
            pupil_premium,
            eal,
            gifted,
            looked_after,
            ask_lead_first,
            limits_explained,
            remarks,
        } = self;
        d.set("first_names", first_names);
        d.set("surname", surname);
        d.set("known_as", known_as);
        d.set("letter_name", letter_name);
        d.set("pronouns", pronouns);
        d.set("upn", upn);
        d.set("upn_reason", upn_reason);
        d.tick("upn_same", !upn_reason.is_empty());
        d.put_date("born", *born);
        d.put_number("year_as_taught", year_as_taught.map(i64::from), 0);
        for Schooling { school, form, from } in schooling {
            let row = d.put_row("schooling");
            d.set(&join(&row, "school"), school);
            d.set(&join(&row, "form"), form);
            d.put_date(&join(&row, "from"), *from);
        }
        d.set("sen", sen.code());
        d.tick("pupil_premium", *pupil_premium);
        d.tick("eal", *eal);
        d.tick("gifted", *gifted);
        if let Some(LookedAfter { social_worker, carer, virtual_school }) = looked_after {
            d.tick("looked_after", true);
            d.set("social_worker", social_worker);
            d.set("carer", carer);
            d.set("virtual_school", virtual_school);
        }
        if let Some(why) = ask_lead_first {
            d.tick("ask_lead", true);
            d.set("ask_lead_first", why);
        }
        d.put_date("limits_explained", *limits_explained);
        d.set("remarks", remarks);
        follow(Kind::Pupil, "upn", d, ctx);
    }
}

pub(super) static CONTACT: Form = Form {
    kind: Kind::Contact,
    title: "Contact",
    intro: "A parent, carer or other person at home.",
    sections: &[
        Section {
            title: "Who",
            hint: "",
            more: false,
            fields: &[
                field("title", "Title", Input::LineFrom(Source::Titles))
                    .hint("Mrs, Mr, Dr … Letters greet by title and surname."),
                field("first_names", "First name", Input::Line),
                field("surname", "Surname", Input::Line)
                    .hint("The whole surname, such as Garcia Marquez.")
                    .required_if(("first_names", &[""])),
                field("relationship", "Relationship to the pupil", Input::Line)
                    .hint("Mother, foster carer, grandfather …")
                    .advised(),
                field("responsibility", "Parental responsibility", Input::Choice(Responsibility::OPTIONS)).required(),
            ],
        },
        Section {
            title: "What is allowed",
            hint: "",
            more: false,
            fields: &[
                field("letters", "May get letters", Input::Tick),
                field("phone_safe", "Safe to phone?", Input::Choice(SafeToPhone::OPTIONS)).required(),
                field("restricted", "There is a court order or another restriction", Input::Tick)
                    .hint("Casebook then sends nothing to this person and shows them no plan."),
                field("restriction", "What the restriction says", Input::Area { rows: 3 })
                    .required_if(("restricted", &["yes"]))
                    .when(("restricted", &["yes"])),
            ],
        },
        Section {
            title: "How to reach them",
            hint: "",
            more: false,
            fields: &[
                field("phone", "Telephone", Input::Line),
                field("email", "E-mail", Input::Line),
                field("address", "Address", Input::Area { rows: 4 }),
                field("language", "Language at home, if not English", Input::Line),
                field("interpreter", "Interpreter", Input::Line)
                    .hint("An adult's name or a service. Never the pupil or another child."),
            ],
        },
    ],
};

impl Formed for Contact {
    const FORM: &'static Form = &CONTACT;

    fn read(r: &Reader) -> Option<Self> {
        let email = r.text("email");
        if !email.is_empty() && (!email.contains('@') || email.contains(' ')) {
            r.wrong("email", "Enter an e-mail address with an @ and no spaces, or leave this empty.");
        }
        let restriction = r.optional("restriction");
        if r.get("surname").is_empty() && r.get("first_names").is_empty() && !r.is_wrong("surname") {
            r.wrong("surname", "Enter at least one name.");
        }
        Some(Contact {
            name: PersonName {
                title: r.text("title"),
                first_names: r.text("first_names"),
                surname: r.text("surname"),
                apart: true,
            },
            relationship: r.text("relationship"),
            responsibility: Responsibility::from_code(r.get("responsibility"))?,
            letters: r.tick("letters"),
            phone_safe: SafeToPhone::from_code(r.get("phone_safe"))?,
            restriction: if r.tick("restricted") { restriction } else { None },
            phone: r.text("phone"),
            email,
            address: r.text("address"),
            language: r.text("language"),
            interpreter: r.text("interpreter"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Contact {
            name,
            relationship,
            responsibility,
            letters,
            phone_safe,
            restriction,
            phone,
            email,
            address,
            language,
            interpreter,
        } = self;
        let PersonName { title, first_names, surname, apart: _ } = name;
        d.set("title", title);
        d.set("first_names", first_names);
        d.set("surname", surname);
        d.set("relationship", relationship);
        d.set("responsibility", responsibility.code());
        d.tick("letters", *letters);
        d.set("phone_safe", phone_safe.code());
        if let Some(restriction) = restriction {
            d.tick("restricted", true);
            d.set("restriction", restriction);
        }
        d.set("phone", phone);
        d.set("email", email);
        d.set("address", address);
        d.set("language", language);
        d.set("interpreter", interpreter);
    }
}
