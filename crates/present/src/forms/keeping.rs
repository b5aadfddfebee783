//! How long a file is kept here, and requests for access to it.

use crate::dates;
use casebook_domain::calendar::parse_iso;
use casebook_domain::content::Kind;
use casebook_domain::retention::{AccessRequest, AccessRoute, Clarification, Retention};

use super::draft::row_key;
use super::read::Reader;
use super::{Draft, Field, Form, FormCtx, Formed, Input, ROWS_MAX, Section, Span, field, join};

pub(super) static RETENTION: Form = Form {
    kind: Kind::Retention,
    title: "Keeping and erasing",
    intro: "This tablet holds a working copy. It is erased when it is no longer needed here and the school's record is complete.",
    sections: &[
        Section {
            title: "The school's record",
            hint: "",
            more: false,
            fields: &[
                field("filed_on", "Filed in the school's record on", Input::Date(Span::Past)),
                field("filed_by", "By whom, and where", Input::Line),
            ],
        },
        Section {
            title: "Hold",
            hint: "For a complaint, a court case or an inquiry. Nothing in this file is erased during a hold.",
            more: false,
            fields: &[
                field("hold_since", "On hold since", Input::Date(Span::Past)),
                field("hold_reason", "Why, and who asked for the hold", Input::Area { rows: 2 }),
            ],
        },
    ],
};

impl Formed for Retention {
    const FORM: &'static Form = &RETENTION;

    fn read(r: &Reader) -> Option<Self> {
        let retention = Retention {
            filed_on: r.date("filed_on"),
            filed_by: r.text("filed_by"),
            hold_since: r.date("hold_since"),
            hold_reason: r.text("hold_reason"),
        };
        if retention.hold_since.is_some() && retention.hold_reason.is_empty() && !r.is_wrong("hold_reason") {
            r.wrong("hold_reason", "Say why there is a hold.");
        }
        if retention.hold_since.is_none() && !retention.hold_reason.is_empty() && !r.is_wrong("hold_since") {
            r.wrong("hold_since", "Enter the day from which it is on hold, or clear the reason.");
        }
        if retention.filed_on.is_none() && !retention.filed_by.is_empty() && !r.is_wrong("filed_on") {
            r.wrong("filed_on", "Enter the day on which it was filed, or clear who filed it.");
        }
        Some(retention)
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Retention { filed_on, filed_by, hold_since, hold_reason } = self;
        d.put_date("filed_on", *filed_on);
        d.set("filed_by", filed_by);
        d.put_date("hold_since", *hold_since);
        d.set("hold_reason", hold_reason);
    }
}

const CLARIFICATIONS: &[Field] = &[
    field("asked", "Asked on", Input::Date(Span::Past)).required(),
    field("about", "What was asked", Input::Line).required(),
    field("got", "Answered on", Input::Date(Span::Past))
        .hint("Leave empty while you wait. The month is paused until then."),
];

pub(super) static ACCESS_REQUEST: Form = Form {
    kind: Kind::AccessRequest,
    title: "Request for access",
    intro: "Tell the data-protection officer today: they answer it, you make the copy. Nothing in this file is erased until it is answered.",
    sections: &[
        Section {
            title: "What was asked",
            hint: "",
            more: false,
            fields: &[
                field("date", "Arrived on", Input::Date(Span::Past)).required(),
                field("route", "Legal right", Input::Choice(AccessRoute::OPTIONS)).required(),
                field("by", "Who is asking, and for whom", Input::Line).required(),
                field("scope", "What they are asking for", Input::Area { rows: 2 }).hint("Leave empty for everything."),
                field("officer_told", "Data-protection officer told on", Input::Date(Span::Past)).advised(),
            ],
        },
        Section {
            title: "When the answer is due",
            hint: "",
            more: false,
            fields: &[
                field("identity", "How you know who they are and that they have the right to ask", Input::Line)
                    .advised(),
                field("identity_on", "Confirmed on", Input::Date(Span::Past))
                    .hint("A subject access request's month begins on this day: the day it arrived, if you know them."),
                field(
                    "clarifications",
                    "Questions to them",
                    Input::Rows { fields: CLARIFICATIONS, add: "Add a question", most: ROWS_MAX },
                ),
                field("extended_on", "Two-month extension: told on", Input::Date(Span::Past))
                    .hint("Only for a complex request. Tell them within the first month."),
                field("extended_why", "Why the extension is needed", Input::Line),
                field("due", "Answer due on", Input::Date(Span::Any)).hint("Worked out from the dates above."),
                field("due_auto", "", Input::Hidden),
                field("due_reason", "Why the date differs from the one worked out", Input::Line),
            ],
        },
        Section {
            title: "The answer",
            hint: "",
            more: false,
            fields: &[
                field("answered", "Answered on", Input::Date(Span::Past)),
                field("answer", "What was given or refused, and why", Input::Area { rows: 3 }),
            ],
        },
    ],
};

impl Formed for AccessRequest {
    const FORM: &'static Form = &ACCESS_REQUEST;

    fn read(r: &Reader) -> Option<Self> {
        for (name, message) in [
            ("due", "The answer can't be due before the request arrived."),
            ("answered", "Choose a day after the request."),
            ("identity_on", "Choose the day of the request, or one after it."),
            ("extended_on", "Choose a day after the request."),
        ] {
            r.in_order(r.date("date"), name, message);
        }
        let rows = r.rows("clarifications");
        for row in &rows {
            row.in_order(r.date("date"), "asked", "Choose a day after the request.");
            row.in_order(row.date("asked"), "got", "The answer can't come before the question.");
        }
        let typed = Some(r.get("due")).filter(|due| *due != r.get("due_auto")).and_then(|_| r.date("due"));
        let mut request = AccessRequest {
            date: r.date("date")?,
            route: AccessRoute::from_code(r.get("route"))?,
            by: r.text("by"),
            identity: r.text("identity"),
            identity_on: r.date("identity_on"),
            scope: r.text("scope"),
            clarifications: rows
                .iter()
                .filter_map(|row| {
                    Some(Clarification { asked: row.date("asked")?, about: row.text("about"), got: row.date("got") })
                })
                .collect(),
            extended_on: r.date("extended_on"),
            extended_why: r.text("extended_why"),
            typed_due: None,
            due_reason: r.text("due_reason"),
            officer_told: r.date("officer_told"),
            answered: r.date("answered"),
            answer: r.text("answer"),
        };
        request.typed_due = typed.filter(|typed| request.due(&r.ctx.settings.terms) != Some(*typed));
        match request.typed_due {
            Some(_) if request.due_reason.is_empty() => {
                r.wrong("due_reason", "Say why the answer is due on another day, or clear the day.");
            }
            None => request.due_reason.clear(),
            Some(_) => {}
        }
        let told_late = request.extended_on.zip(request.tell_of_extension_by()).filter(|(told, by)| told > by);
        match (request.extended_on, told_late) {
            (_, Some((_, by))) => {
                r.wrong(
                    "extended_on",
                    &["They had to be told by ", &dates::long(by), ": the extension does not count."].concat(),
                );
            }
            (Some(_), None) if request.extended_why.is_empty() => {
                r.wrong("extended_why", "Say why the extension is needed.")
            }
            (None, None) if !request.extended_why.is_empty() => {
                r.wrong("extended_on", "Enter the day on which they were told, or clear the reason.");
            }
            _ => {}
        }
        Some(request)
    }

    fn fill(&self, d: &mut Draft, ctx: &FormCtx) {
        let AccessRequest {
            date,
            route,
            by,
            identity,
            identity_on,
            scope,
            clarifications,
            extended_on,
            extended_why,
            typed_due: _,
            due_reason,
            officer_told,
            answered,
            answer,
        } = self;
        d.put_date("date", Some(*date));
        d.set("route", route.code());
        d.set("by", by);
        d.set("identity", identity);
        d.put_date("identity_on", *identity_on);
        d.set("scope", scope);
        for Clarification { asked, about, got } in clarifications {
            let row = d.put_row("clarifications");
            d.put_date(&join(&row, "asked"), Some(*asked));
            d.set(&join(&row, "about"), about);
            d.put_date(&join(&row, "got"), *got);
        }
        d.put_date("extended_on", *extended_on);
        d.set("extended_why", extended_why);
        d.put_date("due", self.due(&ctx.settings.terms));
        let usual = AccessRequest { typed_due: None, ..self.clone() };
        d.put_date("due_auto", usual.due(&ctx.settings.terms));
        d.set("due_reason", due_reason);
        d.put_date("officer_told", *officer_told);
        d.put_date("answered", *answered);
        d.set("answer", answer);
    }
}

/// Works out when a request is to be answered from what is typed so far. `due_auto` beside it keeps what was worked out last:
/// another date was typed, and stays.
pub(super) fn follow_due(d: &mut Draft, ctx: &FormCtx) -> bool {
    let typed = !d.get("due").is_empty() && d.get("due") != d.get("due_auto");
    let known = AccessRoute::from_code(d.get("route")).zip(parse_iso(d.get("date")));
    let Some((route, date)) = known.filter(|_| !typed) else { return false };
    let clarifications = d
        .row_numbers("clarifications")
        .into_iter()
        .filter_map(|row| {
            let day = |name| parse_iso(d.get(&join(&row_key("clarifications", row), name)));
            Some(Clarification { asked: day(".asked")?, about: String::new(), got: day(".got") })
        })
        .collect();
    let request = AccessRequest {
        date,
        route,
        by: String::new(),
        identity: String::new(),
        identity_on: parse_iso(d.get("identity_on")),
        scope: String::new(),
        clarifications,
        extended_on: parse_iso(d.get("extended_on")),
        extended_why: String::new(),
        typed_due: None,
        due_reason: String::new(),
        officer_told: None,
        answered: None,
        answer: String::new(),
    };
    let due = request.due(&ctx.settings.terms);
    d.put_date("due", due);
    d.put_date("due_auto", due);
    true
}
