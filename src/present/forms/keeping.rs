//! How long a file is kept here, and requests for access to it.

use crate::domain::content::Kind;
use crate::domain::retention::{AccessRequest, AccessRoute, Retention};

use super::read::Reader;
use super::{Draft, Form, Input, Section, Span, field};

pub(super) static RETENTION: Form = Form {
    kind: Kind::Retention,
    title: "Keeping and erasing",
    intro: "This tablet holds a working copy. It is erased when its time is over, once the school's record has what it needs.",
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
            hint: "A complaint, a court, an inquiry: nothing of this file is erased while the hold stands.",
            more: false,
            fields: &[
                field("hold_since", "Hold since", Input::Date(Span::Past)),
                field("hold_reason", "Why, and who asked for it", Input::Area { rows: 2 }),
            ],
        },
    ],
};

pub(super) fn read_retention(r: &Reader) -> Option<Retention> {
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

pub(super) fn fill_retention(retention: &Retention, d: &mut Draft) {
    let Retention { filed_on, filed_by, hold_since, hold_reason } = retention;
    d.put_date("filed_on", *filed_on);
    d.set("filed_by", filed_by);
    d.put_date("hold_since", *hold_since);
    d.set("hold_reason", hold_reason);
}

pub(super) static ACCESS_REQUEST: Form = Form {
    kind: Kind::AccessRequest,
    title: "Request for access",
    intro: "Tell the data-protection officer today: they answer it, you make the copy. Until it is answered nothing of this file is erased.",
    sections: &[
        Section {
            title: "What was asked",
            hint: "",
            more: false,
            fields: &[
                field("date", "Arrived on", Input::Date(Span::Past)).required(),
                field("route", "By which right", Input::Choice(AccessRoute::OPTIONS)).required(),
                field("by", "Who asks, and for whom", Input::Line).required(),
                field("identity", "How it was made sure who they are", Input::Line).advised(),
                field("scope", "What they ask for", Input::Area { rows: 2 }).hint("Empty: everything."),
                field("due", "Answer due on", Input::Date(Span::Any)).required(),
                field("officer_told", "Data-protection officer told on", Input::Date(Span::Past)).advised(),
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

pub(super) fn read_access_request(r: &Reader) -> Option<AccessRequest> {
    r.in_order(r.date("date"), "due", "The answer can't be due before the request arrived.");
    r.in_order(r.date("date"), "answered", "Choose a day after the request.");
    Some(AccessRequest {
        date: r.date("date")?,
        route: AccessRoute::from_code(r.get("route"))?,
        by: r.text("by"),
        identity: r.text("identity"),
        scope: r.text("scope"),
        due: r.date("due")?,
        officer_told: r.date("officer_told"),
        answered: r.date("answered"),
        answer: r.text("answer"),
    })
}

pub(super) fn fill_access_request(request: &AccessRequest, d: &mut Draft) {
    let AccessRequest { date, route, by, identity, scope, due, officer_told, answered, answer } = request;
    d.put_date("date", Some(*date));
    d.set("route", route.code());
    d.set("by", by);
    d.set("identity", identity);
    d.set("scope", scope);
    d.put_date("due", Some(*due));
    d.put_date("officer_told", *officer_told);
    d.put_date("answered", *answered);
    d.set("answer", answer);
}
