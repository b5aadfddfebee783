//! To whom a plan was sent, and who signed it.

use crate::calendar::Date;
use crate::ids::RecordId;
use crate::terms::terms;

terms! {
    /// Whom a plan is for (p23).
    CirculationTo {
        Pupil = "pupil", "Pupil";
        Parents = "parents", "Parents and carers";
        Staff = "staff", "Staff";
    }
}

terms! {
    /// In what form the plan went.
    CirculationForm {
        Full = "full", "Full plan";
        Summary = "summary", "Summary in plain words";
        StaffPage = "staff_page", "Page for staff";
    }
}

/// The plan or a summary went to somebody (p23), or the page for staff did (p04).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circulation {
    /// Day.
    pub date: Date,
    /// The version of the plan; `None` for the page for staff.
    pub plan: Option<RecordId>,
    /// What that version said when it went out, as [`super::Plan::marks`]; empty where that was not kept.
    pub sent: Vec<u32>,
    /// To whom.
    pub to: CirculationTo,
    /// The contact, when it went to a parent or carer.
    pub contact: Option<RecordId>,
    /// Names, when it went to staff.
    pub names: String,
    /// Whole or summary.
    pub form: CirculationForm,
    /// How.
    pub method: crate::preparation::SendMethod,
}

/// A signature made with pen or finger on the shown plan (p19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Day.
    pub date: Date,
    /// The plan that was shown.
    pub plan: RecordId,
    /// Who signed, in words ("the pupil", a contact's name).
    pub by: String,
    /// The strokes as SVG path data in a box 600 wide and 200 high: `M`, `L`, digits, blanks only.
    pub strokes: String,
}
