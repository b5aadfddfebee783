//! Sessions, achievements, notes, reviews (p07, p24, p25, p41).

use casebook_domain::content::Kind;
use casebook_domain::preparation::Audience;
use casebook_domain::review::{Participant, Progress, Review, ReviewDecision};
use casebook_domain::session::{Achievement, Attended, Note, Session, SessionKind};

use super::preparation::AUDIENCE_HINT;
use super::read::Reader;
use super::{Draft, Field, Form, FormCtx, Formed, Input, Section, Source, Span, When, field};

/// A pupil who did not come has no minutes and no ratings.
const CAME: When = ("attended", &["yes", "late"]);

pub(super) static SESSION: Form = Form {
    kind: Kind::Session,
    title: "Session",
    intro: "",
    sections: &[
        Section {
            title: "",
            hint: "",
            more: false,
            fields: &[
                field("date", "Day", Input::Date(Span::Any)).required(),
                field("kind", "Kind", Input::Choice(SessionKind::OPTIONS)).required(),
                field("attended", "The pupil", Input::Choice(Attended::OPTIONS)).required(),
                field("minutes", "Length", Input::Number { least: 0, most: 600, decimals: 0, unit: "minutes" })
                    .required()
                    .when(CAME),
                field("notes", "What was done and said", Input::Area { rows: 6 })
                    .hint("A worry about the pupil's safety does not belong here: record it under Safety."),
                field("audience", "Who may see the notes", Input::Choice(Audience::OPTIONS))
                    .hint(AUDIENCE_HINT)
                    .required(),
                field("next_step", "Next step", Input::Area { rows: 2 }).hint("You see it before the next session."),
            ],
        },
        Section {
            title: "Targets",
            hint: "How the pupil is getting on, if it came up.",
            more: false,
            fields: &[field("ratings", "How each target is going", Input::Ratings).when(CAME)],
        },
        Section {
            title: "Resources",
            hint: "",
            more: false,
            fields: &[field(
                "resources",
                "Resources used",
                Input::Rows { fields: RESOURCES_USED, add: "Add a resource", most: 20 },
            )],
        },
        Section {
            title: "More",
            hint: "",
            more: true,
            fields: &[
                field("lesson_missed", "Lesson missed for this session", Input::Line),
                field("gifted", "Counts as gifted and talented support", Input::Tick),
            ],
        },
    ],
};

static RESOURCES_USED: &[Field] = &[field("resource", "Resource", Input::Pick(Source::Resources)).required()];

impl Formed for Session {
    const FORM: &'static Form = &SESSION;

    fn read(r: &Reader) -> Option<Self> {
        Some(Session {
            date: r.date("date")?,
            kind: SessionKind::from_code(r.get("kind"))?,
            // Not asked about a pupil who did not come.
            minutes: if r.get("minutes").is_empty() { 0 } else { r.u16("minutes")? },
            attended: Attended::from_code(r.get("attended"))?,
            lesson_missed: r.text("lesson_missed"),
            notes: r.text("notes"),
            next_step: r.text("next_step"),
            audience: Audience::from_code(r.get("audience"))?,
            ratings: r.ratings("ratings"),
            gifted: r.tick("gifted"),
            resources: r.rows("resources").iter().filter_map(|row| row.id("resource")).collect(),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Session {
            date,
            kind,
            minutes,
            attended,
            lesson_missed,
            notes,
            next_step,
            audience,
            ratings,
            gifted,
            resources,
        } = self;
        d.put_date("date", Some(*date));
        d.set("kind", kind.code());
        d.put_number("minutes", Some(i64::from(*minutes)), 0);
        d.set("attended", attended.code());
        d.set("lesson_missed", lesson_missed);
        d.set("notes", notes);
        d.set("next_step", next_step);
        d.set("audience", audience.code());
        d.put_ratings("ratings", ratings);
        d.tick("gifted", *gifted);
        for resource in resources {
            let row = d.put_row("resources");
            d.put_id(&super::join(&row, "resource"), Some(*resource));
        }
    }
}

pub(super) static ACHIEVEMENT: Form = Form {
    kind: Kind::Achievement,
    title: "Achievement",
    intro: "",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("date", "Day", Input::Date(Span::Any)).required(),
            field("what", "What the pupil achieved", Input::Area { rows: 3 }).required(),
            field("told_pupil", "The pupil knows that it was noticed", Input::Tick),
            field("told_parents", "The parents know", Input::Tick),
        ],
    }],
};

impl Formed for Achievement {
    const FORM: &'static Form = &ACHIEVEMENT;

    fn read(r: &Reader) -> Option<Self> {
        Some(Achievement {
            date: r.date("date")?,
            what: r.text("what"),
            told_pupil: r.tick("told_pupil"),
            told_parents: r.tick("told_parents"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Achievement { date, what, told_pupil, told_parents } = self;
        d.put_date("date", Some(*date));
        d.set("what", what);
        d.tick("told_pupil", *told_pupil);
        d.tick("told_parents", *told_parents);
    }
}

pub(super) static NOTE: Form = Form {
    kind: Kind::Note,
    title: "Note",
    intro: "",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("text", "Note", Input::Area { rows: 6 })
                .hint("A worry about the pupil's safety does not belong here: record it under Safety.")
                .required(),
            field("audience", "Who may see it", Input::Choice(Audience::OPTIONS)).hint(AUDIENCE_HINT).required(),
            field("date", "Day", Input::Date(Span::Any)).required(),
        ],
    }],
};

impl Formed for Note {
    const FORM: &'static Form = &NOTE;

    fn read(r: &Reader) -> Option<Self> {
        Some(Note { date: r.date("date")?, text: r.text("text"), audience: Audience::from_code(r.get("audience"))? })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Note { date, text, audience } = self;
        d.put_date("date", Some(*date));
        d.set("text", text);
        d.set("audience", audience.code());
    }
}

pub(super) static REVIEW: Form = Form {
    kind: Kind::Review,
    title: "Review",
    intro: "With the pupil, the parents or carers, and staff.",
    sections: &[
        Section {
            title: "",
            hint: "",
            more: false,
            fields: &[
                field("date", "Day", Input::Date(Span::Any)).required(),
                field("plan", "Plan reviewed", Input::Pick(Source::Plans)).advised(),
                field("participants", "Who took part", Input::Many(Participant::OPTIONS)).advised(),
            ],
        },
        Section {
            title: "Targets",
            hint: "",
            more: false,
            fields: &[field("ratings", "How each target is going", Input::Ratings)],
        },
        Section {
            title: "Views",
            hint: "",
            more: false,
            fields: &[
                field("pupil_view", "The pupil's view", Input::Area { rows: 3 }).advised(),
                field("parents_view", "The parents' or carers' view", Input::Area { rows: 3 }).advised(),
                field("staff_view", "The staff's view", Input::Area { rows: 3 }).advised(),
            ],
        },
        Section {
            title: "Decision",
            hint: "",
            more: false,
            fields: &[
                field("progress", "Progress", Input::Choice(Progress::OPTIONS)).required(),
                field("decision", "What comes next", Input::Choice(ReviewDecision::OPTIONS)).required(),
                field("consulted", "Line manager consulted", Input::LineFrom(Source::People))
                    .hint("Who it was. Leave empty if you still have to ask.")
                    .advised(),
                field("agreed", "What was agreed, and with whom", Input::Area { rows: 3 }).advised(),
            ],
        },
    ],
};

impl Formed for Review {
    const FORM: &'static Form = &REVIEW;

    fn read(r: &Reader) -> Option<Self> {
        Some(Review {
            date: r.date("date")?,
            plan: r.id("plan"),
            participants: r.many("participants", Participant::from_code),
            pupil_view: r.text("pupil_view"),
            parents_view: r.text("parents_view"),
            staff_view: r.text("staff_view"),
            ratings: r.ratings("ratings"),
            progress: Progress::from_code(r.get("progress"))?,
            decision: ReviewDecision::from_code(r.get("decision"))?,
            consulted: r.text("consulted"),
            agreed: r.text("agreed"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Review {
            date,
            plan,
            participants,
            pupil_view,
            parents_view,
            staff_view,
            ratings,
            progress,
            decision,
            consulted,
            agreed,
        } = self;
        d.put_date("date", Some(*date));
        d.put_id("plan", *plan);
        d.put_codes("participants", participants.iter().map(|one| one.code()).collect());
        d.set("pupil_view", pupil_view);
        d.set("parents_view", parents_view);
        d.set("staff_view", staff_view);
        d.put_ratings("ratings", ratings);
        d.set("progress", progress.code());
        d.set("decision", decision.code());
        d.set("consulted", consulted);
        d.set("agreed", agreed);
    }
}
