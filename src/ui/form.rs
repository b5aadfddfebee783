//! The one renderer of forms: draws `present::forms` data, one module for each kind of field.

mod beside;
mod choice;
mod criteria;
mod field;
mod handle;
mod known;
mod label;
mod ratings;
mod rows;
mod section;
mod signature;
mod summary;
mod text;
mod ticks;

pub use field::field_view;
pub use handle::{Handle, field_id};
pub use section::{form_view, section_view};
pub use summary::error_summary;
