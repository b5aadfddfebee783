//! Words, dates, forms, letters, charts: what views and print show, and tests
//! can read. Pure: no Leptos, no browser, `today` and settings are arguments.

//chart
pub mod dates;
pub mod initials;
//letters
pub mod numbers;
pub mod search;
//since_last
//summary
//timeline
//today
//words
