//! Assessment, the action plan in eight parts, where it goes and who signs it (p09, p19 to p23).

use casebook_domain::assessment::{Area, AreaFinding, Assessment, AssessmentOccasion};
use casebook_domain::calendar::following_day;
use casebook_domain::content::Kind;
use casebook_domain::plan::{
    Circulation, CirculationForm, CirculationTo, Objective, Outcome, ParentsPart, Plan, Signature, Target,
};
use casebook_domain::preparation::SendMethod;

use super::read::Reader;
use super::{Draft, Field, Form, FormCtx, Formed, Input, ROWS_MAX, Section, Source, Span, When, field, join};

const TEXT: Input = Input::Area { rows: 2 };

/// The three texts of one area, folded.
macro_rules! area {
    ($area:ident, $strengths:literal, $needs:literal, $barriers:literal) => {
        Section {
            title: Area::$area.label(),
            hint: "",
            more: true,
            fields: &[
                field($strengths, "Strengths", TEXT),
                field($needs, "Needs", TEXT),
                field($barriers, "Barriers to learning", TEXT),
            ],
        }
    };
}

pub(super) static ASSESSMENT: Form = Form {
    kind: Kind::Assessment,
    title: "Strengths, needs and barriers",
    intro: "Open the areas you have something to say about; the others stay empty.",
    sections: &[
        Section {
            title: "",
            hint: "",
            more: false,
            fields: &[
                field("date", "Day", Input::Date(Span::Any)).required(),
                field("occasion", "Made", Input::Choice(AssessmentOccasion::OPTIONS)).required(),
                field("pupil_view", "The pupil's own view, in their words", Input::Area { rows: 3 }).advised(),
            ],
        },
        area!(Learning, "learning_strengths", "learning_needs", "learning_barriers"),
        area!(Engagement, "engagement_strengths", "engagement_needs", "engagement_barriers"),
        area!(Feelings, "feelings_strengths", "feelings_needs", "feelings_barriers"),
        area!(Relationships, "relationships_strengths", "relationships_needs", "relationships_barriers"),
        area!(Behaviour, "behaviour_strengths", "behaviour_needs", "behaviour_barriers"),
        area!(Attendance, "attendance_strengths", "attendance_needs", "attendance_barriers"),
        area!(Home, "home_strengths", "home_needs", "home_barriers"),
        area!(Health, "health_strengths", "health_needs", "health_barriers"),
    ],
};

impl Formed for Assessment {
    const FORM: &'static Form = &ASSESSMENT;

    fn read(r: &Reader) -> Option<Self> {
        let mut findings = Vec::new();
        for area in Area::ALL {
            let text = |part: &str| r.text(&join(area.code(), part));
            let finding = AreaFinding {
                area: *area,
                strengths: text("_strengths"),
                needs: text("_needs"),
                barriers: text("_barriers"),
            };
            if !(finding.strengths.is_empty() && finding.needs.is_empty() && finding.barriers.is_empty()) {
                findings.push(finding);
            }
        }
        let pupil_view = r.text("pupil_view");
        if findings.is_empty() && pupil_view.is_empty() {
            r.wrong("pupil_view", "Write at least one thing: here, or in one of the areas below.");
        }
        Some(Assessment {
            date: r.date("date")?,
            occasion: AssessmentOccasion::from_code(r.get("occasion"))?,
            findings,
            pupil_view,
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Assessment { date, occasion, findings, pupil_view } = self;
        d.put_date("date", Some(*date));
        d.set("occasion", occasion.code());
        for AreaFinding { area, strengths, needs, barriers } in findings {
            d.set(&join(area.code(), "_strengths"), strengths);
            d.set(&join(area.code(), "_needs"), needs);
            d.set(&join(area.code(), "_barriers"), barriers);
        }
        d.set("pupil_view", pupil_view);
    }
}

const OUTCOMES: Field = field("outcomes", "Outcomes it supports", Input::Many(Outcome::OPTIONS));

const OBJECTIVES: &[Field] = &[field("text", "Objective", TEXT).required(), OUTCOMES.folded()];

const TARGETS: &[Field] = &[
    field("what", "What the pupil will do", TEXT).hint("One behaviour that can be seen.").required(),
    field("measure", "How it is measured", Input::Line).advised(),
    field("unit", "Unit", Input::Line).hint("Times a week, minutes, marks …").advised(),
    field("baseline", "Now", Input::Line).advised(),
    field("aim", "Aim", Input::Line).advised(),
    field("by", "By when", Input::Date(Span::Any)).advised(),
    field("helper", "Who helps", Input::LineFrom(Source::People)).advised(),
    OUTCOMES.folded(),
    field("weight", "Weight", Input::Number { least: 1, most: 9, decimals: 0, unit: "" })
        .hint("How much it matters compared with the other targets, 1 to 9. If you leave it empty, it counts as 1.")
        .folded(),
    field("own_words", "In the pupil's own words", TEXT)
        .hint("For the pupil's copy of the plan: \"I put my hand up before I speak.\"")
        .folded(),
    field("number", "", Input::Hidden),
];

pub(super) static PLAN: Form = Form {
    kind: Kind::Plan,
    title: "Action plan",
    intro: "Make it with the pupil. You can add an empty part later; Casebook shows what is missing.",
    sections: &[
        Section {
            title: "1. Long-term objectives",
            hint: "",
            more: false,
            fields: &[
                field("date", "Day of the plan", Input::Date(Span::Any)).required(),
                field(
                    "objectives",
                    "Objectives",
                    Input::Rows { fields: OBJECTIVES, add: "Add an objective", most: ROWS_MAX },
                )
                .advised(),
                field("revises", "", Input::Hidden),
            ],
        },
        Section {
            title: "2. Short-term targets",
            hint: "Specific, measurable, achievable, relevant, and with a date.",
            more: false,
            fields: &[field(
                "targets",
                "Targets",
                Input::Rows { fields: TARGETS, add: "Add a target", most: ROWS_MAX },
            )
            .advised()],
        },
        Section {
            title: "3. Strategies for the pupil",
            hint: "",
            more: false,
            fields: &[field("strategies", "What the pupil will try", Input::Area { rows: 4 }).advised()],
        },
        Section {
            title: "4. What the school arranges",
            hint: "",
            more: false,
            fields: &[field("school", "Arrangements by the school", Input::Area { rows: 4 }).advised()],
        },
        Section {
            title: "5. What is arranged for the parents",
            hint: "",
            more: false,
            fields: &[
                field("parents_none", "Not appropriate in this case", Input::Tick),
                field("parents", "Arrangements for parents and carers", Input::Area { rows: 4 })
                    .advised()
                    .when(("parents_none", &[""])),
            ],
        },
        Section {
            title: "6. Review date",
            hint: "",
            more: false,
            fields: &[field("review_on", "Review on", Input::Date(Span::Any)).advised()],
        },
        Section {
            title: "7. Success criteria",
            hint: "",
            more: false,
            fields: &[field("success", "How everybody will know that it worked", Input::Area { rows: 3 }).advised()],
        },
        Section {
            title: "8. Sanctions and rewards",
            hint: "",
            more: false,
            fields: &[field("rewards", "From school or home", Input::Area { rows: 3 }).advised()],
        },
        Section {
            title: "Made together",
            hint: "",
            more: false,
            fields: &[
                field("pupil_voice", "The pupil in their own words", Input::Area { rows: 3 }).advised(),
                field("agreed_with", "Who took part and agreed", Input::Line).advised(),
            ],
        },
    ],
};

impl Formed for Plan {
    const FORM: &'static Form = &PLAN;

    fn read(r: &Reader) -> Option<Self> {
        let date = r.date("date");
        r.in_order(date.and_then(following_day), "review_on", "Choose a review date after the day of the plan.");
        let objectives = r
            .rows("objectives")
            .iter()
            .map(|row| Objective { text: row.text("text"), outcomes: row.many("outcomes", Outcome::from_code) })
            .collect();
        let arranged = r.text("parents");
        let parents =
            if r.tick("parents_none") { ParentsPart::NotAppropriate } else { ParentsPart::Arranged(arranged) };
        let plan = Plan {
            date: date?,
            revises: r.id("revises"),
            objectives,
            targets: read_targets(r)?,
            strategies: r.text("strategies"),
            school: r.text("school"),
            parents,
            review_on: r.date("review_on"),
            success: r.text("success"),
            rewards: r.text("rewards"),
            agreed_with: r.text("agreed_with"),
            pupil_voice: r.text("pupil_voice"),
        };
        if plan.is_empty() {
            r.wrong("objectives", "The plan is empty. Write at least one part; you can add the rest later.");
        }
        Some(plan)
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Plan {
            date,
            revises,
            objectives,
            targets,
            strategies,
            school,
            parents,
            review_on,
            success,
            rewards,
            agreed_with,
            pupil_voice,
        } = self;
        d.put_date("date", Some(*date));
        d.set("revises", revises.map(|id| id.to_string()).unwrap_or_default());
        for Objective { text, outcomes } in objectives {
            let row = d.put_row("objectives");
            d.set(&join(&row, "text"), text);
            put_outcomes(d, &row, outcomes);
        }
        for Target { number, what, measure, unit, baseline, aim, by, helper, outcomes, weight, own_words } in targets {
            let row = d.put_row("targets");
            d.put_number(&join(&row, "number"), Some(i64::from(*number)), 0);
            d.set(&join(&row, "what"), what);
            d.set(&join(&row, "measure"), measure);
            d.set(&join(&row, "unit"), unit);
            d.set(&join(&row, "baseline"), baseline);
            d.set(&join(&row, "aim"), aim);
            d.put_date(&join(&row, "by"), *by);
            d.set(&join(&row, "helper"), helper);
            put_outcomes(d, &row, outcomes);
            d.put_number(&join(&row, "weight"), Some(i64::from(*weight)), 0);
            d.set(&join(&row, "own_words"), own_words);
        }
        d.set("strategies", strategies);
        d.set("school", school);
        match parents {
            ParentsPart::Arranged(text) => d.set("parents", text),
            ParentsPart::NotAppropriate => d.tick("parents_none", true),
        }
        d.put_date("review_on", *review_on);
        d.set("success", success);
        d.set("rewards", rewards);
        d.set("agreed_with", agreed_with);
        d.set("pupil_voice", pupil_voice);
    }
}

/// A target keeps its number from version to version, so that ratings follow
/// it; a new one gets a number that no target of the episode ever had.
fn read_targets(r: &Reader) -> Option<Vec<Target>> {
    let rows = r.rows("targets");
    let mut used: Vec<u16> = rows.iter().filter_map(|row| row.u16("number")).collect();
    casebook_domain::order::plain(&mut used);
    let first = r.ctx.next_target.max(1);
    let mut seen = Vec::new();
    let mut targets = Vec::new();
    for row in rows {
        let number = match row.u16("number") {
            Some(number) if number > 0 && !seen.contains(&number) => number,
            _ => (first..=u16::MAX)
                .chain(1..first)
                .find(|number| used.binary_search(number).is_err() && !seen.contains(number))?,
        };
        seen.push(number);
        targets.push(Target {
            number,
            what: row.text("what"),
            measure: row.text("measure"),
            unit: row.text("unit"),
            baseline: row.text("baseline"),
            aim: row.text("aim"),
            by: row.date("by"),
            helper: row.text("helper"),
            outcomes: row.many("outcomes", Outcome::from_code),
            weight: row.u8("weight").unwrap_or(1),
            own_words: row.text("own_words"),
        });
    }
    Some(targets)
}

fn put_outcomes(d: &mut Draft, row: &str, outcomes: &[Outcome]) {
    d.put_codes(&join(row, "outcomes"), outcomes.iter().map(|outcome| outcome.code()).collect());
}

const TO_PARENTS: When = ("to", &["parents"]);
const TO_STAFF: When = ("to", &["staff"]);
const OF_A_PLAN: When = ("form", &["full", "summary"]);

pub(super) static CIRCULATION: Form = Form {
    kind: Kind::Circulation,
    title: "Record as sent",
    intro: "",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("plan", "Plan", Input::Pick(Source::Plans)).required().when(OF_A_PLAN),
            field("to", "To", Input::Choice(CirculationTo::OPTIONS)).required(),
            field("contact", "Parent or carer", Input::Pick(Source::LetterContacts)).required().when(TO_PARENTS),
            field("names", "Names", Input::Line).hint("Everybody who received it.").required().when(TO_STAFF),
            field("form", "What was sent", Input::Choice(CirculationForm::OPTIONS)).required(),
            field("method", "How it was sent", Input::Choice(SendMethod::OPTIONS)).required(),
            field("date", "Day", Input::Date(Span::Any)).required(),
        ],
    }],
};

impl Formed for Circulation {
    const FORM: &'static Form = &CIRCULATION;

    fn read(r: &Reader) -> Option<Self> {
        Some(Circulation {
            date: r.date("date")?,
            plan: r.id("plan").filter(|_| r.get("form") != CirculationForm::StaffPage.code()),
            sent: Vec::new(),
            to: CirculationTo::from_code(r.get("to"))?,
            contact: r.id("contact"),
            names: r.text("names"),
            form: CirculationForm::from_code(r.get("form"))?,
            method: SendMethod::from_code(r.get("method"))?,
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Circulation { date, plan, sent: _, to, contact, names, form, method } = self;
        d.put_date("date", Some(*date));
        d.put_id("plan", *plan);
        d.set("to", to.code());
        d.put_id("contact", *contact);
        d.set("names", names);
        d.set("form", form.code());
        d.set("method", method.code());
    }
}

pub(super) static SIGNATURE: Form = Form {
    kind: Kind::Signature,
    title: "Sign the plan",
    intro: "With pen or finger, if you like.",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("plan", "Plan", Input::Pick(Source::Plans)).required(),
            field("by", "Who signs", Input::LineFrom(Source::People)).required(),
            field("date", "Day", Input::Date(Span::Any)).required(),
            field("strokes", "Signature", Input::Strokes).required(),
        ],
    }],
};

impl Formed for Signature {
    const FORM: &'static Form = &SIGNATURE;

    fn read(r: &Reader) -> Option<Self> {
        Some(Signature { date: r.date("date")?, plan: r.id("plan")?, by: r.text("by"), strokes: r.text("strokes") })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Signature { date, plan, by, strokes } = self;
        d.put_date("date", Some(*date));
        d.put_id("plan", Some(*plan));
        d.set("by", by);
        d.set("strokes", strokes);
    }
}
