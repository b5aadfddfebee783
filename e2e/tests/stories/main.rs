//! The app in real browsers, offline: what only a browser can tell.
//!
//! `dist/` has to be built (scripts/build). A test's name begins with its engine; `stories!` says which story runs in which.

use std::fs;
use std::path::{Path, PathBuf};

use casebook_e2e::browser::{Engine, Extras, Hands, LANDSCAPE, PORTRAIT, Session, Theme};
use casebook_xtask::headers;
use casebook_xtask::server::{Options, Seen, Server};

mod backups;
mod files_in_and_out;
mod forms;
mod half_typed;
mod hand_over;
mod home;
mod incoming_files;
mod ipad;
mod keeping;
mod meeting;
mod mentor;
mod narrow;
mod observe;
mod observe_between;
mod observe_faults;
mod observe_taps;
mod offline;
mod people;
mod planned;
mod platform;
mod prints;
mod profile;
mod receiving;
mod resources;
mod safety;
mod scanning;
mod steps;
mod story;
mod verbs;
mod versions;
mod who;
mod year;

/// The plan: which story runs where. Makes a test of each story for each of its engines.
///
/// Chromium runs all. The others run what their engine decides: a story that only tells what the app does with a form would
/// say the same there, and costs minutes.
macro_rules! stories {
    (
        in_all_three { $($all:ident: $all_test:path;)* }
        in_chromium_and_firefox { $($two:ident: $two_test:path;)* }
        in_chromium { $($one:ident: $one_test:path;)* }
        in_webkit { $($ipad:ident: $ipad_test:path;)* }
    ) => {
        mod chromium {
            $(#[test] fn $all() { $all_test(super::Engine::Chromium); })*
            $(#[test] fn $two() { $two_test(super::Engine::Chromium); })*
            $(#[test] fn $one() { $one_test(super::Engine::Chromium); })*
        }
        mod firefox {
            $(#[test] fn $all() { $all_test(super::Engine::Firefox); })*
            $(#[test] fn $two() { $two_test(super::Engine::Firefox); })*
        }
        mod webkit {
            $(#[test] fn $all() { $all_test(super::Engine::WebKit); })*
            $(#[test] fn $ipad() { $ipad_test(super::Engine::WebKit); })*
        }
    };
}

stories! {
    in_all_three {
        // The driver itself: every other story relies on it.
        verbs_find_what_a_person_finds: super::verbs::by_pointer;
        verbs_work_as_on_a_tablet: super::verbs::as_a_tablet;
        // Start and offline: service worker, caches and integrity are each engine's own.
        starts_with_the_server_stopped: super::offline::starts_with_the_server_stopped;
        a_tampered_program_does_not_run: super::offline::a_tampered_program_does_not_run;
        a_program_tampered_in_the_cache_does_not_run: super::offline::a_program_tampered_in_the_cache_does_not_run;
        a_tampered_second_part_does_not_run: super::offline::a_tampered_second_part_does_not_run;
        a_second_part_tampered_in_the_cache_does_not_run: super::offline::a_second_part_tampered_in_the_cache_does_not_run;
        a_lost_second_part_says_what_to_do: super::offline::a_lost_second_part_says_what_to_do;
        a_worker_reaches_no_other_origin: super::offline::a_worker_reaches_no_other_origin;
        runs_below_a_path: super::offline::runs_below_a_path;
        // Update, lock, two tabs: service worker, timers and Web Locks.
        nothing_is_new_at_the_first_load: super::platform::nothing_is_new_at_the_first_load;
        an_update_that_arrives_while_the_app_stays_open: super::platform::an_update_that_arrives_while_the_app_stays_open;
        it_says_that_it_is_about_to_lock: super::platform::it_says_that_it_is_about_to_lock;
        a_second_tab_takes_over_only_when_told: super::incoming_files::a_second_tab_takes_over_only_when_told;
        the_demo_leaves_nothing_behind: super::incoming_files::the_demo_leaves_nothing_behind;
        // Drafts, database faults, kills: what IndexedDB promises and how it fails.
        a_vanished_casebook_is_said_loudly: super::incoming_files::a_vanished_casebook_is_said_loudly;
        a_lost_database_connection_with_typing_kept: super::platform::a_lost_database_connection_with_typing_kept;
        a_date_that_does_not_exist_is_refused: super::half_typed::a_date_that_does_not_exist_is_refused;
        killed_in_the_middle_it_is_all_or_nothing: super::receiving::killed_in_the_middle_it_is_all_or_nothing;
        nothing_typed_is_in_the_profile: super::profile::nothing_typed_is_in_the_profile;
        // Files in and out: choosers, drops, shares, downloads.
        a_dropped_file_waits_until_it_is_opened: super::files_in_and_out::a_dropped_file_waits_until_it_is_opened;
        a_shared_file_is_kept_and_never_opened_by_itself: super::files_in_and_out::a_shared_file_is_kept_and_never_opened_by_itself;
        what_is_shared_is_the_sealed_file_as_text: super::files_in_and_out::what_is_shared_is_the_sealed_file_as_text;
        a_backup_counts_once_it_is_off_the_tablet: super::backups::a_backup_counts_once_it_is_off_the_tablet;
        a_backup_is_checked_and_restored_on_an_empty_tablet: super::backups::a_backup_is_checked_and_restored_on_an_empty_tablet;
        two_pupils_are_handed_over_by_words: super::hand_over::two_pupils_by_words;
        // Two browsers at one table: what one writes, another reads.
        two_tablets_at_a_table: super::meeting::two_tablets_at_a_table;
        // Live observation: pointers, clocks, sleep.
        no_tap_is_lost: super::observe_taps::no_tap_is_lost;
        what_comes_between_is_missed: super::observe_between::what_comes_between_is_missed;
        a_lesson_of_twenty_minutes: super::observe::a_lesson_of_twenty_minutes;
        a_clock_that_is_put_right_in_a_lesson: super::observe_faults::a_clock_that_is_put_right_in_a_lesson;
        a_blank_screen_that_waits_is_a_lock: super::observe_faults::a_blank_screen_that_waits_is_a_lock;
        a_clock_a_year_ahead_is_asked_about: super::observe_faults::a_clock_a_year_ahead_is_asked_about;
        // One year, with every page on the way looked at: each engine draws.
        a_pupil_from_referral_to_exit: super::story::by_pointer;
    }
    in_chromium_and_firefox {
        // WebKit's driver has no print command, no touch and no camera.
        the_recovery_sheet_and_a_long_copy_on_paper: super::prints::the_recovery_sheet_and_a_long_copy;
        papers_of_a_pupil: super::prints::papers_of_a_pupil;
        a_hand_over_on_paper: super::hand_over::on_paper;
        each_finger_is_a_tap: super::observe_faults::each_finger_is_a_tap;
        a_key_comes_in_by_camera_or_by_hand: super::scanning::a_key_comes_in_by_camera_or_by_hand;
        // The keyboard's way through the page is each engine's own; WebKitGTK's date field takes no keys, an iPad has a wheel.
        verbs_work_by_keyboard_alone: super::verbs::by_keyboard;
        a_pupil_by_keyboard_alone: super::story::by_keyboard;
    }
    in_chromium {
        // Only Chromium lets a test do it: quota, files opened with the app, forced colours.
        a_full_disk_leaves_nothing_half: super::receiving::a_full_disk_leaves_nothing_half;
        a_file_opened_with_the_installed_app_waits: super::files_in_and_out::a_file_opened_with_the_installed_app_waits;
        what_is_current_is_told_in_forced_colours: super::narrow::what_is_current_is_told_in_forced_colours;
        // What the app does with forms and records, whatever draws it.
        the_demos_address_leads_there: super::platform::the_demos_address_leads_there;
        every_step_is_offered_where_it_is_needed: super::year::from_referral_to_exit;
        resources_are_found_used_and_shared: super::resources::resources_are_found_used_and_shared;
        a_hand_over_by_keyboard_alone: super::hand_over::by_keyboard_alone;
        a_hand_over_for_a_key_that_was_pasted: super::hand_over::for_a_key;
        two_versions_are_chosen_of_and_taken_back: super::versions::chosen_and_taken_back;
        records_that_disagree_are_decided: super::versions::decided;
        an_entry_is_moved_and_two_files_are_joined: super::versions::moved_and_joined;
        from_a_request_to_the_certificate: super::keeping::from_request_to_certificate;
        a_covering_colleague_comes_and_goes: super::people::a_covering_colleague_comes_and_goes;
        a_withheld_letter_from_referral_to_review: super::home::withheld_from_referral_to_review;
        an_untold_worry_insists_until_somebody_was_told: super::safety::an_untold_worry_insists;
        a_planned_week: super::planned::by_pointer;
        a_planned_week_by_keyboard_alone: super::planned::by_keyboard;
        nothing_scrolls_sideways_on_a_phone: super::narrow::nothing_scrolls_sideways;
        no_form_is_over_three_screens: super::forms::no_form_is_over_three_screens;
        nothing_covers_save: super::narrow::nothing_covers_save;
        a_child_is_not_entered_twice_unseen: super::who::a_child_is_not_entered_twice_unseen;
    }
    in_webkit {
        // What an iPad has not, or does in its own way.
        on_an_ipads_home_screen: super::ipad::on_the_home_screen;
    }
}

/// The browser of the other tablet, where a story has two: each engine meets each.
fn another(engine: Engine) -> Engine {
    match engine {
        Engine::Chromium => Engine::Firefox,
        Engine::Firefox => Engine::WebKit,
        Engine::WebKit => Engine::Chromium,
    }
}

/// A folder of one test, empty at the beginning.
fn scratch(engine: Engine, name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{engine}-{name}"));
    // There is none the first time.
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).expect("a scratch folder");
    dir
}

/// What is tested: `dist/`, or the folder that `CASEBOOK_DIST` names.
fn dist() -> PathBuf {
    let built = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist");
    std::env::var_os("CASEBOOK_DIST").map_or_else(built, PathBuf::from)
}

/// The built app, on a free port.
fn app() -> Server {
    app_below("/")
}

fn app_below(base: &str) -> Server {
    Server::start(Options { dir: dist(), port: 0, base: base.into() }).expect("dist/; scripts/build makes it")
}

/// The name in `dist/` of the file that begins and ends so.
fn dist_file(start: &str, end: &str) -> String {
    let mut names =
        fs::read_dir(dist()).expect("dist/").flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names
        .find(|name| name.starts_with(start) && name.ends_with(end))
        .unwrap_or_else(|| panic!("no {start}…{end} in dist/"))
}

/// Opens the app in a fresh profile and waits until it needs the server no more.
fn installed(engine: Engine, name: &str, server: &Server) -> Session {
    installed_with(engine, name, server, Extras::default())
}

/// The same in a browser with something beside the ordinary.
fn installed_with(engine: Engine, name: &str, server: &Server, extras: Extras) -> Session {
    let session = Session::start_with(engine, &scratch(engine, name).join("profile"), LANDSCAPE, extras);
    session.go(&server.url());
    session.wait_until_ready();
    session.wait_until_controlled();
    session
}
