//! The fields of a safeguarding entry, in the parts in which they are asked.

use leptos::prelude::*;

use crate::ui::form::{Handle, field_view};
use casebook_domain::content::Kind;
use casebook_present::forms;
use casebook_present::forms::Form;

/// Fields that say what was seen or heard.
pub(super) const SEEN: &[&str] = &["at", "words"];

/// Fields that say who was told.
pub(super) const TOLD: &[&str] = &["told_name", "told_at", "told_how"];

/// Fields that say why it is withdrawn, and who agreed.
pub(super) const WITHDRAWN: &[&str] = &["withdrawn", "withdrawn_reason", "withdrawn_lead", "withdrawn_at"];

/// Draws some fields of the form, in its order.
pub(super) fn fields(names: &'static [&'static str], handle: Handle) -> AnyView {
    let form: &'static Form = forms::form(Kind::Worry);
    form.sections
        .iter()
        .flat_map(|section| section.fields)
        .filter(|field| names.contains(&field.name))
        .map(|field| field_view(field, String::new(), handle))
        .collect_view()
        .into_any()
}
