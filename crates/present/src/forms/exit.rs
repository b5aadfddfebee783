//! Exit, follow-ups, referral on, and what happens to a case from outside (p26 to p28).

use casebook_domain::content::Kind;
use casebook_domain::exit::{
    Consent, CriterionJudgement, CriterionOutcome, Exit, ExitComponent, ExitProgrammePart, FollowUp, FollowUpResult,
    Onward,
};
use casebook_domain::referral::Criterion;
use casebook_domain::standing::{Standing, StandingKind};

use super::read::Reader;
use super::{Draft, Field, Form, FormCtx, Formed, Input, ROWS_MAX, Section, Source, Span, field, join};

const OUTCOMES: &[Field] = &[
    field("criterion", "Reason for the referral", Input::Shown(Criterion::OPTIONS)).required(),
    field("judgement", "Now", Input::Choice(CriterionJudgement::OPTIONS)).required(),
    field("evidence", "What shows it", Input::Area { rows: 2 }).advised(),
];

const PROGRAMME: &[Field] = &[
    field("component", "Support", Input::Choice(ExitComponent::OPTIONS)).required(),
    field("what", "How often, where, with whom", Input::Line).advised(),
    field("until", "Until", Input::Date(Span::Any)),
];

const FOLLOW_UPS: &[Field] = &[field("date", "Follow-up on", Input::Date(Span::Any)).required()];

pub(super) static EXIT: Form = Form {
    kind: Kind::Exit,
    title: "Exit",
    intro: "",
    sections: &[
        Section {
            title: "Progress since the referral",
            hint: "Each reason for the referral, and how things are now.",
            more: false,
            fields: &[
                field("date", "Day", Input::Date(Span::Any)).required(),
                field(
                    "outcomes",
                    "Reasons for the referral",
                    Input::Rows { fields: OUTCOMES, add: "", most: ROWS_MAX },
                ),
            ],
        },
        Section {
            title: "Exit programme",
            hint: "Any of these, or none.",
            more: false,
            fields: &[
                field(
                    "programme",
                    "Support that continues",
                    Input::Rows { fields: PROGRAMME, add: "Add support", most: ROWS_MAX },
                ),
                field(
                    "follow_ups",
                    "Follow-ups",
                    Input::Rows { fields: FOLLOW_UPS, add: "Add a follow-up", most: ROWS_MAX },
                )
                .advised(),
            ],
        },
        Section {
            title: "Decision",
            hint: "",
            more: false,
            fields: &[
                field("decided_with", "Decided together with", Input::Line)
                    .hint("Pupil, parents or carers, staff, line manager.")
                    .required(),
                field("summary", "Words for the record", Input::Area { rows: 4 }).advised(),
            ],
        },
    ],
};

impl Formed for Exit {
    const FORM: &'static Form = &EXIT;

    fn read(r: &Reader) -> Option<Self> {
        let date = r.date("date")?;
        let mut outcomes: Vec<CriterionOutcome> = Vec::new();
        for row in r.rows("outcomes") {
            let outcome = CriterionOutcome {
                criterion: Criterion::from_code(row.get("criterion"))?,
                judgement: CriterionJudgement::from_code(row.get("judgement"))?,
                evidence: row.text("evidence"),
            };
            if outcomes.iter().any(|other| other.criterion == outcome.criterion) {
                row.wrong("criterion", "This reason is here twice. Remove one.");
            }
            outcomes.push(outcome);
        }
        let mut programme = Vec::new();
        for row in r.rows("programme") {
            programme.push(ExitProgrammePart {
                component: ExitComponent::from_code(row.get("component"))?,
                what: row.text("what"),
                until: row.date("until"),
            });
        }
        let mut follow_ups = Vec::new();
        for row in r.rows("follow_ups") {
            row.in_order(Some(date), "date", "Choose a day after the exit.");
            follow_ups.push(row.date("date")?);
        }
        Some(Exit {
            date,
            outcomes,
            programme,
            follow_ups,
            decided_with: r.text("decided_with"),
            summary: r.text("summary"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Exit { date, outcomes, programme, follow_ups, decided_with, summary } = self;
        d.put_date("date", Some(*date));
        for CriterionOutcome { criterion, judgement, evidence } in outcomes {
            let row = d.put_row("outcomes");
            d.set(&join(&row, "criterion"), criterion.code());
            d.set(&join(&row, "judgement"), judgement.code());
            d.set(&join(&row, "evidence"), evidence);
        }
        for ExitProgrammePart { component, what, until } in programme {
            let row = d.put_row("programme");
            d.set(&join(&row, "component"), component.code());
            d.set(&join(&row, "what"), what);
            d.put_date(&join(&row, "until"), *until);
        }
        for date in follow_ups {
            let row = d.put_row("follow_ups");
            d.put_date(&join(&row, "date"), Some(*date));
        }
        d.set("decided_with", decided_with);
        d.set("summary", summary);
    }
}

pub(super) static FOLLOW_UP: Form = Form {
    kind: Kind::FollowUp,
    title: "Follow-up",
    intro: "",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("date", "Day", Input::Date(Span::Any)).required(),
            field("result", "How it is going", Input::Choice(FollowUpResult::OPTIONS)).required(),
            field("notes", "What you found", Input::Area { rows: 4 }),
            field("last", "This was the last follow-up", Input::Tick)
                .hint("The case is then closed. The pupil can be referred again."),
        ],
    }],
};

impl Formed for FollowUp {
    const FORM: &'static Form = &FOLLOW_UP;

    fn read(r: &Reader) -> Option<Self> {
        Some(FollowUp {
            date: r.date("date")?,
            result: FollowUpResult::from_code(r.get("result"))?,
            notes: r.text("notes"),
            last: r.tick("last"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let FollowUp { date, result, notes, last } = self;
        d.put_date("date", Some(*date));
        d.set("result", result.code());
        d.set("notes", notes);
        d.tick("last", *last);
    }
}

pub(super) static ONWARD: Form = Form {
    kind: Kind::Onward,
    title: "Refer on",
    intro: "To more specialist support, or to other support inside the school.",
    sections: &[
        Section {
            title: "",
            hint: "",
            more: false,
            fields: &[
                field("date", "Day", Input::Date(Span::Any)).required(),
                field("inside", "This is support inside the school", Input::Tick),
                field("agency", "To which agency, or to whom in school", Input::LineFrom(Source::Agencies)).required(),
                field("reason", "Why", Input::Area { rows: 3 }).required(),
                field("discussed_with", "Discussed with", Input::LineFrom(Source::People))
                    .hint("Ask the Head of Student Performance for advice; the decision is not theirs.")
                    .advised(),
                field("discussed_on", "Discussed on", Input::Date(Span::Past)).advised(),
            ],
        },
        Section {
            title: "Sharing",
            hint: "",
            more: false,
            fields: &[
                field("consent", "Consent to share", Input::Choice(Consent::OPTIONS))
                    .hint("Where it is not needed, write the reason above.")
                    .required(),
                field("shared", "What was shared", Input::Area { rows: 3 }).advised(),
            ],
        },
        Section {
            title: "Outcome",
            hint: "",
            more: false,
            fields: &[
                field("chase_on", "Ask about the outcome on", Input::Date(Span::Any)).advised(),
                field("outcome", "Outcome", Input::Area { rows: 3 }).hint("Leave empty while you wait for it."),
            ],
        },
    ],
};

impl Formed for Onward {
    const FORM: &'static Form = &ONWARD;

    fn read(r: &Reader) -> Option<Self> {
        r.in_order(r.date("date"), "chase_on", "Choose a day after the referral.");
        Some(Onward {
            date: r.date("date")?,
            inside: r.tick("inside"),
            agency: r.text("agency"),
            reason: r.text("reason"),
            discussed_on: r.date("discussed_on"),
            discussed_with: r.text("discussed_with"),
            shared: r.text("shared"),
            consent: Consent::from_code(r.get("consent"))?,
            chase_on: r.date("chase_on"),
            outcome: r.text("outcome"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let onward = self;
        let Onward { date, inside, agency, reason, discussed_on, discussed_with, shared, consent, chase_on, outcome } =
            onward;
        d.put_date("date", Some(*date));
        d.tick("inside", *inside);
        d.set("agency", agency);
        d.set("reason", reason);
        d.put_date("discussed_on", *discussed_on);
        d.set("discussed_with", discussed_with);
        d.set("shared", shared);
        d.set("consent", consent.code());
        d.put_date("chase_on", *chase_on);
        d.set("outcome", outcome);
    }
}

pub(super) static STANDING: Form = Form {
    kind: Kind::Standing,
    title: "On hold, objection, left",
    intro: "When a pupil has left or died, letters and reminders stop at once.",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("kind", "What changed", Input::Choice(StandingKind::OPTIONS)).required(),
            field("date", "Since", Input::Date(Span::Any)).required(),
            field("reason", "Why, who said so, or where to", Input::Area { rows: 3 })
                .required_if(("kind", &["on_hold", "objected"])),
            field("until", "Review this on", Input::Date(Span::Any))
                .required_if(("kind", &["on_hold"]))
                .when(("kind", &["on_hold", "objected"])),
        ],
    }],
};

impl Formed for Standing {
    const FORM: &'static Form = &STANDING;

    fn read(r: &Reader) -> Option<Self> {
        r.in_order(r.date("date"), "until", "Choose a day after the change.");
        Some(Standing {
            date: r.date("date")?,
            kind: StandingKind::from_code(r.get("kind"))?,
            reason: r.text("reason"),
            until: r.date("until"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Standing { date, kind, reason, until } = self;
        d.put_date("date", Some(*date));
        d.set("kind", kind.code());
        d.set("reason", reason);
        d.put_date("until", *until);
    }
}
