//! Words, dates, forms, letters, charts: what views and print show, and tests
//! can read. Pure: no Leptos, no browser, `today` and settings are arguments.

pub mod backup;
pub mod cards;
pub mod chart;
pub mod criteria;
pub mod custody;
pub mod dates;
pub mod disorder;
pub mod facts;
pub mod figures;
pub mod file_name;
pub mod forms;
pub mod initials;
pub mod keeping;
pub mod letters;
pub mod live;
pub mod lost_tablet;
pub mod numbers;
pub mod observation;
pub mod phone;
pub mod piles;
pub mod pupil;
pub mod resources;
pub mod salutation;
pub mod search;
pub mod set_up;
pub mod since_last;
pub mod summary;
pub mod targets;
pub mod templates;
pub mod timeline;
pub mod today;
pub mod unattached;
pub mod versions;
pub mod word_diff;
pub mod words;
