//! Referral, in the order of the paper form, and its authorisation (p06, p12).

use casebook_domain::content::Kind;
use casebook_domain::referral::{
    Authorisation, AuthorisationDecision, Criterion, CriterionEvidence, CriterionGroup, DecisionRoute, Referral,
    ReferrerKind,
};

use super::read::Reader;
use super::{Draft, Form, FormCtx, Formed, Input, Options, Section, Source, Span, field, join};

const FIRST_TWO: (Options, Options) = Criterion::OPTIONS.split_at(8);
const FIRST: (Options, Options) = FIRST_TWO.0.split_at(3);

/// The criteria in the policy's groups.
pub(super) const GROUPS: &[(&str, Options)] = &[
    (CriterionGroup::Attainment.label(), FIRST.0),
    (CriterionGroup::Social.label(), FIRST.1),
    (CriterionGroup::Attendance.label(), FIRST_TWO.1),
];

pub(super) static REFERRAL: Form = Form {
    kind: Kind::Referral,
    title: "Referral",
    intro: "In the order of the paper form.",
    sections: &[
        Section {
            title: "Who is referring",
            hint: "",
            more: false,
            fields: &[
                field("date", "Day of the referral", Input::Date(Span::Any)).required(),
                field("referrer", "Referred by", Input::LineFrom(Source::People)).required(),
                field("referrer_kind", "In what role", Input::Choice(ReferrerKind::OPTIONS)).required(),
                field("pupil_knows", "The pupil knows about the referral", Input::Tick),
            ],
        },
        Section {
            title: "Why",
            hint: "",
            more: false,
            fields: &[
                field("criteria", "The pupil …", Input::Evidence(GROUPS))
                    .hint("Tick all that apply, and write for each what was seen, when and by whom.")
                    .required(),
                field("punctuality_only", "It is only about punctuality", Input::Tick)
                    .hint("The attendance limit then does not apply.")
                    .when(("criteria", &["poor_attendance"])),
                field("how_long", "How long this has been a concern", Input::Line),
            ],
        },
        Section {
            title: "What is known",
            hint: "",
            more: false,
            fields: &[
                field("strengths", "What the pupil is good at", Input::Area { rows: 3 }).advised(),
                field("tried", "What has been tried already, and how it went", Input::Area { rows: 3 }).advised(),
                field("changes_wanted", "What should change", Input::Area { rows: 3 }).advised(),
            ],
        },
        Section {
            title: "Attendance",
            hint: "",
            more: false,
            fields: &[
                field("attendance_tenths", "Attendance", Input::Number { least: 0, most: 1000, decimals: 1, unit: "%" })
                    .hint("This school year, from the register."),
                field("attendance_chronic", "Persistently or severely absent, in the school's judgement", Input::Tick),
                field("attendance_override", "Why mentoring is still right", Input::Area { rows: 2 })
                    .hint("Only if attendance is below the school's limit, or absence is persistent or severe: the education welfare service then comes first."),
            ],
        },
    ],
};

impl Formed for Referral {
    const FORM: &'static Form = &REFERRAL;

    fn read(r: &Reader) -> Option<Self> {
        let criterion = |criterion: Criterion| CriterionEvidence {
            criterion,
            evidence: r.text(&join("criteria.", criterion.code())),
        };
        Some(Referral {
            date: r.date("date")?,
            referrer: r.text("referrer"),
            referrer_kind: ReferrerKind::from_code(r.get("referrer_kind"))?,
            criteria: r.many("criteria", Criterion::from_code).into_iter().map(criterion).collect(),
            punctuality_only: r.tick("punctuality_only"),
            how_long: r.text("how_long"),
            strengths: r.text("strengths"),
            tried: r.text("tried"),
            changes_wanted: r.text("changes_wanted"),
            attendance_tenths: r.u16("attendance_tenths"),
            attendance_chronic: r.tick("attendance_chronic"),
            attendance_override: r.text("attendance_override"),
            pupil_knows: r.tick("pupil_knows"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Referral {
            date,
            referrer,
            referrer_kind,
            criteria,
            punctuality_only,
            how_long,
            strengths,
            tried,
            changes_wanted,
            attendance_tenths,
            attendance_chronic,
            attendance_override,
            pupil_knows,
        } = self;
        d.put_date("date", Some(*date));
        d.set("referrer", referrer);
        d.set("referrer_kind", referrer_kind.code());
        d.put_codes("criteria", criteria.iter().map(|one| one.criterion.code()).collect());
        for CriterionEvidence { criterion, evidence } in criteria {
            d.set(&join("criteria.", criterion.code()), evidence);
        }
        d.tick("punctuality_only", *punctuality_only);
        d.set("how_long", how_long);
        d.set("strengths", strengths);
        d.set("tried", tried);
        d.set("changes_wanted", changes_wanted);
        d.put_number("attendance_tenths", attendance_tenths.map(i64::from), 1);
        d.tick("attendance_chronic", *attendance_chronic);
        d.set("attendance_override", attendance_override);
        d.tick("pupil_knows", *pupil_knows);
    }
}

pub(super) static AUTHORISATION: Form = Form {
    kind: Kind::Authorisation,
    title: "Decision on the referral",
    intro: "What the line manager decided.",
    sections: &[Section {
        title: "",
        hint: "",
        more: false,
        fields: &[
            field("referral", "Referral", Input::Pick(Source::Referrals)).required(),
            field("decision", "Decision", Input::Choice(AuthorisationDecision::OPTIONS)).required(),
            field("date", "Decided on", Input::Date(Span::Any)).required(),
            field("by", "Decided by", Input::LineFrom(Source::People)).required(),
            field("route", "How you know", Input::Choice(DecisionRoute::OPTIONS)).required(),
            field("why", "Why", Input::Area { rows: 3 })
                .hint("Needed unless the referral was authorised.")
                .required_if(("decision", &["more_information", "redirected", "declined"])),
            field("targets", "Targets set with it", Input::Area { rows: 3 }),
            field("referrer_told", "Referrer told on", Input::Date(Span::Past))
                .hint("Leave empty if you still have to tell them."),
        ],
    }],
};

impl Formed for Authorisation {
    const FORM: &'static Form = &AUTHORISATION;

    fn read(r: &Reader) -> Option<Self> {
        Some(Authorisation {
            referral: r.id("referral")?,
            date: r.date("date")?,
            decision: AuthorisationDecision::from_code(r.get("decision"))?,
            by: r.text("by"),
            route: DecisionRoute::from_code(r.get("route"))?,
            why: r.text("why"),
            targets: r.text("targets"),
            referrer_told: r.date("referrer_told"),
        })
    }

    fn fill(&self, d: &mut Draft, _: &FormCtx) {
        let Authorisation { referral, date, decision, by, route, why, targets, referrer_told } = self;
        d.put_id("referral", Some(*referral));
        d.put_date("date", Some(*date));
        d.set("decision", decision.code());
        d.set("by", by);
        d.set("route", route.code());
        d.set("why", why);
        d.set("targets", targets);
        d.put_date("referrer_told", *referrer_told);
    }
}
