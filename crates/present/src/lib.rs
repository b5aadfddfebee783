//! Words, dates, forms, letters, charts: what views and print show, and tests can read. Pure: no Leptos, no browser, `today` and
//! settings are arguments. Rules are `casebook-domain`'s; here they become words.
//!
//! ```
//! use casebook_domain::content::{Content, Kind};
//! use casebook_domain::decide::Command;
//! use casebook_present::forms::{Draft, fill, form_ctx, parse};
//! use casebook_present::words;
//! use casebook_testing::{World, id, note, start};
//!
//! let mut world = World::authorised();
//! let ctx = form_ctx(&world.case, &world.settings, world.ctx().today, world.ctx().now);
//!
//! // A form is data; what somebody typed is a draft of texts. Errors stay at their fields.
//! let errors = parse(Kind::Note, &Draft::new(), &ctx).expect_err("nothing was typed");
//! assert!(!errors.is_empty());
//! let draft = fill(&Content::Note(note()), &ctx);
//! assert_eq!(parse(Kind::Note, &draft, &ctx), Ok(Content::Note(note())));
//!
//! // What the rules refuse comes as data and becomes a sentence here, and nowhere else.
//! let refused = world.run(&Command::Save { id: id(1), content: Content::Start(start(7)) }).expect_err("gates are open");
//! assert!(!words::rejection(&refused).is_empty());
//! ```
//!
//! Further: [`letters`] and [`summary`] (paper), [`timeline`] and [`today`] (lists), [`chart`] and [`observation`] (drawings with
//! a table behind them), [`versions`] (what differs), [`access`] (the copy for a request for access).

pub mod access;
pub mod backup;
pub mod cards;
pub mod chart;
pub mod criteria;
pub mod csv;
pub mod custody;
pub mod dates;
pub mod day;
pub mod disclosure;
pub mod disorder;
pub mod evidence;
pub mod facts;
pub mod figures;
pub mod file_name;
pub mod forms;
pub mod hand_over;
pub mod hand_over_paper;
pub mod initials;
pub mod keeping;
pub mod letters;
pub mod live;
pub mod lost_tablet;
pub mod next;
pub mod numbers;
pub mod observation;
pub mod phone;
pub mod piles;
pub mod planned;
pub mod posts;
pub mod pupil;
pub mod recovery_sheet;
pub mod reply;
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
