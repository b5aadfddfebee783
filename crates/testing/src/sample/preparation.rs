//! What happens before the start.

use super::Sample;
use super::{on, record, text};
use crate::any::Any;
use casebook_domain::assessment::{Area, AreaFinding, Assessment, AssessmentOccasion};
use casebook_domain::measure::{Measure, MeasureReading, Occasion, Sessions};
use casebook_domain::preparation::{
    Audience, ContactWay, FamilyContact, Gate, HomeRuling, LeadDecision, Letter, LetterKind, Liaison, LiaisonWith,
    Reached, SendMethod, Start, Waiver,
};

impl Sample for Liaison {
    fn sample() -> Self {
        Liaison {
            date: on("2026-11-05"),
            with: LiaisonWith::Agency,
            name: text("A. Gency"),
            role: text("Invented Service"),
            learnt: text("Known since spring"),
            audience: Audience::Staff,
        }
    }

    fn any(any: &mut Any) -> Self {
        Liaison {
            date: any.day(),
            with: any.of(LiaisonWith::ALL),
            name: any.text(),
            role: any.text(),
            learnt: any.text(),
            audience: any.of(Audience::ALL),
        }
    }
}

impl Sample for Measure {
    fn sample() -> Self {
        Measure {
            date: on("2026-11-06"),
            occasion: Occasion::Baseline,
            reading: MeasureReading::Attendance {
                from: on("2026-09-02"),
                until: on("2026-10-23"),
                sessions: Sessions { attended: 60, authorised: 7, unauthorised: 3, late: 4 },
            },
            source: text("Register"),
        }
    }

    fn any(any: &mut Any) -> Self {
        Measure { date: any.day(), occasion: any.of(Occasion::ALL), reading: any.reading(), source: any.text() }
    }
}

impl Sample for Letter {
    fn sample() -> Self {
        Letter {
            date: on("2026-11-06"),
            kind: LetterKind::Referral,
            contact: record(2),
            method: SendMethod::Post,
            text: text("Dear Ms Fictional-Sample,\n\n…"),
        }
    }

    fn any(any: &mut Any) -> Self {
        Letter {
            date: any.day(),
            kind: any.of(LetterKind::ALL),
            contact: any.record(),
            method: any.of(SendMethod::ALL),
            text: any.text(),
        }
    }
}

impl Sample for LeadDecision {
    fn sample() -> Self {
        LeadDecision {
            date: on("2026-11-06"),
            lead: text("L. Ead"),
            ruling: HomeRuling::Withhold,
            until: Some(on("2026-11-20")),
        }
    }

    fn any(any: &mut Any) -> Self {
        let ruling = any.of(HomeRuling::ALL);
        LeadDecision { date: any.day(), lead: any.text(), ruling, until: any.maybe(Any::day) }
    }
}

impl Sample for FamilyContact {
    fn sample() -> Self {
        FamilyContact {
            date: on("2026-11-09"),
            contact: record(2),
            way: ContactWay::Phone,
            reached: Reached::Spoke,
            about: text("Likes the idea"),
            meeting_offered: true,
            audience: Audience::Family,
        }
    }

    fn any(any: &mut Any) -> Self {
        FamilyContact {
            date: any.day(),
            contact: any.record(),
            way: any.of(ContactWay::ALL),
            reached: any.of(Reached::ALL),
            about: any.text(),
            meeting_offered: any.flag(),
            audience: any.of(Audience::ALL),
        }
    }
}

impl Sample for Waiver {
    fn sample() -> Self {
        Waiver { date: on("2026-11-10"), gate: Gate::Baseline, reason: text("New to the country") }
    }

    fn any(any: &mut Any) -> Self {
        Waiver { date: any.day(), gate: any.of(Gate::ALL), reason: any.text() }
    }
}

impl Sample for Start {
    fn sample() -> Self {
        Start {
            date: on("2026-11-16"),
            weeks: 6,
            arrangement: text("Tuesdays, library"),
            urgent_agreed_by: Some(text("Mrs Made-Up")),
            urgent_reason: text("Bereavement"),
        }
    }

    fn any(any: &mut Any) -> Self {
        Start {
            date: any.day(),
            weeks: any.number(256) as u8,
            arrangement: any.text(),
            urgent_agreed_by: any.maybe(Any::text),
            urgent_reason: any.text(),
        }
    }
}

impl Sample for Assessment {
    fn sample() -> Self {
        Assessment {
            date: on("2026-11-10"),
            occasion: AssessmentOccasion::Referral,
            findings: vec![AreaFinding {
                area: Area::Relationships,
                strengths: text("Kind"),
                needs: text("Practice"),
                barriers: text("Shy"),
            }],
            pupil_view: text("I'd like a friend"),
        }
    }

    fn any(any: &mut Any) -> Self {
        Assessment {
            date: any.day(),
            occasion: any.of(AssessmentOccasion::ALL),
            findings: any.some(|any| AreaFinding {
                area: any.of(Area::ALL),
                strengths: any.text(),
                needs: any.text(),
                barriers: any.text(),
            }),
            pupil_view: any.text(),
        }
    }
}
