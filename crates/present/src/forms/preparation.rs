//! Before the intervention: the four gates and the start (p13 to p18).

use casebook_domain::content::Kind;
use casebook_domain::measure::{Direction, Measure, MeasureReading, Occasion, Sessions};
use casebook_domain::preparation::{
    Audience, ContactWay, FamilyContact, Gate, HomeRuling, LeadDecision, Letter, LetterKind, Liaison, LiaisonWith,
    Reached, SendMethod, Start, Waiver,
};

use super::read::Reader;
use super::{Draft, Form, FormCtx, Formed, Input, Options, Section, Source, Span, When, field};

pub(super) const AUDIENCE_HINT: &str = "A summary only shows what its readers may see.";

pub(super) static LIAISON: Form = Form {
    kind: Kind::Liaison,
    title: "Conversation with staff or an agency",
    intro: "",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("date", "Day", Input::Date(Span::Any)).required(),
            field("with", "With whom", Input::Choice(LiaisonWith::OPTIONS)).required(),
            field("name", "Name", Input::LineFrom(Source::People))
                .hint("If no agency is involved: who told you.")
                .required_if(SPOKEN),
            field("role", "Role or agency", Input::LineFrom(Source::Agencies)),
            field("learnt", "What you found out", Input::Area { rows: 5 }).required_if(SPOKEN),
            field("audience", "Who may see it", Input::Choice(Audience::OPTIONS)).hint(AUDIENCE_HINT).required(),
        ],
    }],
};

const SPOKEN: When = ("with", &["class_teacher", "other_staff", "agency"]);

impl Formed for Liaison {
    const FORM: &'static Form = &LIAISON;

    fn read(r: &Reader) -> Option<Self> {
        Some(Liaison {
            date: r.date("date")?,
            with: LiaisonWith::from_code(r.get("with"))?,
            name: r.text("name"),
            role: r.text("role"),
            learnt: r.text("learnt"),
            audience: Audience::from_code(r.get("audience"))?,
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Liaison { date, with, name, role, learnt, audience } = self;
        d.put_date("date", Some(*date));
        d.set("with", with.code());
        d.set("name", name);
        d.set("role", role);
        d.set("learnt", learnt);
        d.set("audience", audience.code());
    }
}

const ATTENDANCE: When = ("reading", &["attendance"]);
const ATTAINMENT: When = ("reading", &["attainment"]);
const SCALE: When = ("reading", &["scale"]);
const COUNT: Input = Input::Number { least: 0, most: 2000, decimals: 0, unit: "" };
const VALUE: Input = Input::Number { least: -100_000_000, most: 100_000_000, decimals: 2, unit: "" };

pub(super) static MEASURE: Form = Form {
    kind: Kind::Measure,
    title: "Measure",
    intro: "Take the same measures again later to see the change.",
    sections: &[
        Section {
            title: "",
            hint: "",
            more: false,
            fields: &[
                field(
                    "reading",
                    "What is measured",
                    Input::Choice(&[
                        ("attendance", "Attendance and punctuality"),
                        ("attainment", "Attainment in a subject"),
                        ("scale", "Another scale"),
                    ]),
                )
                .required(),
                field("date", "Day", Input::Date(Span::Any)).required(),
                field("occasion", "When in the case", Input::Choice(Occasion::OPTIONS)).required(),
            ],
        },
        Section {
            title: "",
            hint: "",
            more: false,
            fields: &[
                field("from", "From", Input::Date(Span::Past)).required().when(ATTENDANCE),
                field("until", "Until", Input::Date(Span::Past)).required().when(ATTENDANCE),
                field("attended", "Sessions attended", COUNT)
                    .hint("Half days. Count late before the register closed, and approved activity off site.")
                    .required()
                    .when(ATTENDANCE),
                field("authorised", "Authorised absences", COUNT).required().when(ATTENDANCE),
                field("unauthorised", "Unauthorised absences", COUNT)
                    .hint("Late after the register closed counts here.")
                    .required()
                    .when(ATTENDANCE),
                field("late", "Times late", COUNT)
                    .hint("All of them. This is for punctuality; it does not change the attendance figure.")
                    .required()
                    .when(ATTENDANCE),
                field("subject", "Subject", Input::LineFrom(Source::Subjects)).required().when(ATTAINMENT),
                field("level", "Level or grade", Input::Line)
                    .hint("As the school writes it.")
                    .required()
                    .when(ATTAINMENT),
                field("points", "Level or grade as a number", VALUE)
                    .hint("If the school has one: it can then be shown on a chart.")
                    .when(ATTAINMENT),
                field("name", "Name of the scale", Input::LineFrom(Source::Scales))
                    .hint("Such as behaviour points a week. Use the same name each time.")
                    .required()
                    .when(SCALE),
                field("unit", "Unit or short explanation", Input::Line).when(SCALE),
                field("least", "Lowest possible value", VALUE).required().when(SCALE),
                field("greatest", "Highest possible value", VALUE).required().when(SCALE),
                field("direction", "Which way is better", Input::Choice(Direction::OPTIONS)).required().when(SCALE),
                field("value", "Value", VALUE).required().when(SCALE),
            ],
        },
        Section {
            title: "",
            hint: "",
            more: false,
            fields: &[field("source", "Where the figure comes from", Input::Line)
                .hint("Register, teacher's mark book, the pupil's own rating …")
                .advised()],
        },
    ],
};

impl Formed for Measure {
    const FORM: &'static Form = &MEASURE;

    fn read(r: &Reader) -> Option<Self> {
        let reading = match r.get("reading") {
            "attendance" => {
                r.in_order(r.date("from"), "until", "The last day is before the first. Check both.");
                let sessions = Sessions {
                    attended: r.u16("attended")?,
                    authorised: r.u16("authorised")?,
                    unauthorised: r.u16("unauthorised")?,
                    late: r.u16("late")?,
                };
                if sessions.attended == 0 && sessions.authorised == 0 && sessions.unauthorised == 0 {
                    r.wrong("attended", "Enter the sessions in the period: attended and absent cannot all be 0.");
                }
                MeasureReading::Attendance { from: r.date("from")?, until: r.date("until")?, sessions }
            }
            "attainment" => MeasureReading::Attainment {
                subject: r.text("subject"),
                level: r.text("level"),
                points: r.number("points"),
            },
            "scale" => {
                let (least, greatest, value) = (r.number("least")?, r.number("greatest")?, r.number("value")?);
                if least >= greatest {
                    r.wrong("greatest", "The highest possible value must be more than the lowest.");
                } else if value < least || value > greatest {
                    r.wrong("value", "The value is outside the scale. Check it, or the ends of the scale.");
                }
                MeasureReading::Scale {
                    name: r.text("name"),
                    unit: r.text("unit"),
                    least,
                    greatest,
                    direction: Direction::from_code(r.get("direction"))?,
                    value,
                }
            }
            _ => return None,
        };
        Some(Measure {
            date: r.date("date")?,
            occasion: Occasion::from_code(r.get("occasion"))?,
            reading,
            source: r.text("source"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Measure { date, occasion, reading, source } = self;
        d.put_date("date", Some(*date));
        d.set("occasion", occasion.code());
        match reading {
            MeasureReading::Attendance {
                from,
                until,
                sessions: Sessions { attended, authorised, unauthorised, late },
            } => {
                d.set("reading", "attendance");
                d.put_date("from", Some(*from));
                d.put_date("until", Some(*until));
                d.put_number("attended", Some(i64::from(*attended)), 0);
                d.put_number("authorised", Some(i64::from(*authorised)), 0);
                d.put_number("unauthorised", Some(i64::from(*unauthorised)), 0);
                d.put_number("late", Some(i64::from(*late)), 0);
            }
            MeasureReading::Attainment { subject, level, points } => {
                d.set("reading", "attainment");
                d.set("subject", subject);
                d.set("level", level);
                d.put_number("points", *points, 2);
            }
            MeasureReading::Scale { name, unit, least, greatest, direction, value } => {
                d.set("reading", "scale");
                d.set("name", name);
                d.set("unit", unit);
                d.put_number("least", Some(*least), 2);
                d.put_number("greatest", Some(*greatest), 2);
                d.set("direction", direction.code());
                d.put_number("value", Some(*value), 2);
            }
        }
        d.set("source", source);
    }
}

pub(super) static LETTER: Form = Form {
    kind: Kind::Letter,
    title: "Letter home",
    intro: "The text is kept as it was sent.",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("kind", "Which letter", Input::Choice(LetterKind::OPTIONS)).required(),
            field("contact", "To", Input::Pick(Source::LetterContacts)).required(),
            field("date", "Sent on", Input::Date(Span::Any)).required(),
            field("method", "How it was sent", Input::Choice(SendMethod::OPTIONS)).required(),
            field("text", "Text", Input::Area { rows: 20 }).required(),
        ],
    }],
};

impl Formed for Letter {
    const FORM: &'static Form = &LETTER;

    fn read(r: &Reader) -> Option<Self> {
        Some(Letter {
            date: r.date("date")?,
            kind: LetterKind::from_code(r.get("kind"))?,
            contact: r.id("contact")?,
            method: SendMethod::from_code(r.get("method"))?,
            text: r.text("text"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Letter { date, kind, contact, method, text } = self;
        d.put_date("date", Some(*date));
        d.set("kind", kind.code());
        d.put_id("contact", Some(*contact));
        d.set("method", method.code());
        d.set("text", text);
    }
}

const WITHHOLD: When = ("ruling", &["withhold"]);

pub(super) static LEAD_DECISION: Form = Form {
    kind: Kind::LeadDecision,
    title: "Contact with home: the lead's decision",
    intro: "Parents are always told in writing. Only the safeguarding lead can decide otherwise, and is asked again on a set day.",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("lead", "Safeguarding lead who decided", Input::LineFrom(Source::People)).required(),
            field("ruling", "What they decided", Input::Choice(HomeRuling::OPTIONS)).required(),
            field("date", "Decided on", Input::Date(Span::Any)).required(),
            field("review_on", "Ask the lead again after", Input::Date(Span::Any))
                .hint("Until the lead has been asked again, nothing goes home. If home may be contacted, this can stay empty.")
                .required_if(WITHHOLD),
        ],
    }],
};

impl Formed for LeadDecision {
    const FORM: &'static Form = &LEAD_DECISION;

    fn read(r: &Reader) -> Option<Self> {
        let date = r.date("date");
        let ruling = HomeRuling::from_code(r.get("ruling"))?;
        r.in_order(date, "review_on", "Choose a day after the decision.");
        let until = r.date("review_on");
        if ruling == HomeRuling::Withhold && until.is_none() {
            return None;
        }
        Some(LeadDecision { date: date?, lead: r.text("lead"), ruling, until })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let LeadDecision { date, lead, ruling, until } = self;
        d.put_date("date", Some(*date));
        d.set("lead", lead);
        d.set("ruling", ruling.code());
        d.put_date("review_on", *until);
    }
}

pub(super) static FAMILY_CONTACT: Form = Form {
    kind: Kind::FamilyContact,
    title: "Contact with the family",
    intro: "",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("date", "Day", Input::Date(Span::Any)).required(),
            field("contact", "With whom", Input::Pick(Source::Contacts)).required(),
            field("way", "How", Input::Choice(ContactWay::OPTIONS)).required(),
            field("reached", "Reached?", Input::Choice(Reached::OPTIONS)).required(),
            field("about", "What was said and agreed", Input::Area { rows: 5 }).required_if(("reached", &["spoke"])),
            field("meeting_offered", "I offered a meeting", Input::Tick),
            field("audience", "Who may see it", Input::Choice(Audience::OPTIONS)).hint(AUDIENCE_HINT).required(),
        ],
    }],
};

impl Formed for FamilyContact {
    const FORM: &'static Form = &FAMILY_CONTACT;

    fn read(r: &Reader) -> Option<Self> {
        Some(FamilyContact {
            date: r.date("date")?,
            contact: r.id("contact")?,
            way: ContactWay::from_code(r.get("way"))?,
            reached: Reached::from_code(r.get("reached"))?,
            about: r.text("about"),
            meeting_offered: r.tick("meeting_offered"),
            audience: Audience::from_code(r.get("audience"))?,
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let FamilyContact { date, contact, way, reached, about, meeting_offered, audience } = self;
        d.put_date("date", Some(*date));
        d.put_id("contact", Some(*contact));
        d.set("way", way.code());
        d.set("reached", reached.code());
        d.set("about", about);
        d.tick("meeting_offered", *meeting_offered);
        d.set("audience", audience.code());
    }
}

/// The parents' gate is never waived, so it is not offered (p15).
pub(super) const WAIVABLE: Options = &[
    (Gate::Liaison.code(), Gate::Liaison.label()),
    (Gate::Baseline.code(), Gate::Baseline.label()),
    (Gate::Observation.code(), Gate::Observation.label()),
];

pub(super) static WAIVER: Form = Form {
    kind: Kind::Waiver,
    title: "Continue without a step",
    intro: "The reason is kept with the case. You cannot leave out telling the parents.",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("gate", "What is left out", Input::Choice(WAIVABLE)).required(),
            field("reason", "Why", Input::Area { rows: 3 }).required(),
            field("date", "Day", Input::Date(Span::Any)).required(),
        ],
    }],
};

impl Formed for Waiver {
    const FORM: &'static Form = &WAIVER;

    fn read(r: &Reader) -> Option<Self> {
        Some(Waiver { date: r.date("date")?, gate: Gate::from_code(r.get("gate"))?, reason: r.text("reason") })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Waiver { date, gate, reason } = self;
        d.put_date("date", Some(*date));
        d.set("gate", gate.code());
        d.set("reason", reason);
    }
}

const URGENT: When = ("urgent", &["yes"]);

pub(super) static START: Form = Form {
    kind: Kind::Start,
    title: "Start of the intervention",
    intro: "",
    sections: &[
        Section {
            title: "",
            hint: "",
            more: false,
            fields: &[
                field("date", "First day", Input::Date(Span::Any)).required(),
                field(
                    "weeks",
                    "Length of the first period",
                    Input::Number { least: 1, most: 52, decimals: 0, unit: "weeks" },
                )
                .hint("The review is due at the end of it.")
                .required(),
                field("arrangement", "What was agreed", Input::Area { rows: 3 })
                    .hint("How often, where, one to one, in a group or in class.")
                    .advised(),
            ],
        },
        Section {
            title: "Urgent start",
            hint: "Only if it cannot wait for the steps before it. Open steps stay due.",
            more: true,
            fields: &[
                field("urgent", "This is an urgent start", Input::Tick),
                field("urgent_agreed_by", "Who agreed to it", Input::LineFrom(Source::People)).required().when(URGENT),
                field("urgent_reason", "Why it is urgent", Input::Area { rows: 2 }).required().when(URGENT),
            ],
        },
    ],
};

impl Formed for Start {
    const FORM: &'static Form = &START;

    fn read(r: &Reader) -> Option<Self> {
        let agreed_by = r.optional("urgent_agreed_by");
        Some(Start {
            date: r.date("date")?,
            weeks: r.u8("weeks")?,
            arrangement: r.text("arrangement"),
            urgent_agreed_by: if r.tick("urgent") { agreed_by } else { None },
            urgent_reason: r.text("urgent_reason"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Start { date, weeks, arrangement, urgent_agreed_by, urgent_reason } = self;
        d.put_date("date", Some(*date));
        d.put_number("weeks", Some(i64::from(*weeks)), 0);
        d.set("arrangement", arrangement);
        if let Some(agreed_by) = urgent_agreed_by {
            d.tick("urgent", true);
            d.set("urgent_agreed_by", agreed_by);
            d.set("urgent_reason", urgent_reason);
        }
    }
}
