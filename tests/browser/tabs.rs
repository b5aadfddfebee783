//! Which tab has the casebook, and what is remembered beside the database, in a real browser.

use std::cell::Cell;
use std::rc::Rc;

use casebook::browser::marker::{self, Theme};
use casebook::browser::tabs::{self, Claim};
use casebook::browser::{clock, page};
use casebook_repository::ids;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn one_has_the_casebook_and_the_next_is_told_that_it_is_elsewhere() {
    let name = ids::file_id().to_string();
    assert_eq!(tabs::claim(&name).await, Claim::Owner);
    assert_eq!(tabs::claim(&name).await, Claim::Elsewhere);
    tabs::release(&name);
    assert_eq!(tabs::claim(&name).await, Claim::Owner);
    tabs::release(&name);
}

#[wasm_bindgen_test]
async fn an_owner_that_does_not_answer_is_robbed_after_three_seconds_and_told() {
    let name = ids::file_id().to_string();
    assert_eq!(tabs::claim(&name).await, Claim::Owner);
    let stolen = Rc::new(Cell::new(false));
    let told = stolen.clone();
    tabs::on_stolen(&name, move || told.set(true));
    let start = clock::monotonic_ms();
    tabs::use_here(&name).await;
    let waited = clock::monotonic_ms() - start;
    assert!(waited >= 3_000.0, "{waited}");
    for _ in 0..100 {
        if stolen.get() {
            break;
        }
        casebook::browser::timer::wait_ms(50).await;
    }
    assert!(stolen.get(), "the old owner is told");
    assert_eq!(tabs::claim(&name).await, Claim::Elsewhere, "it is held");
    tabs::release(&name);
}

#[wasm_bindgen_test]
fn marks_are_kept_until_they_are_forgotten() {
    marker::forget();
    assert!(!marker::exists());
    assert_eq!(marker::last_backup(), None);
    marker::set_exists();
    marker::count_change();
    marker::count_change();
    assert!(marker::exists());
    assert_eq!(marker::changes_since_backup(), 2);
    let now = clock::now();
    marker::set_backup(Some(now), 0);
    assert_eq!(marker::last_backup(), Some(now));
    assert_eq!(marker::changes_since_backup(), 0);
    marker::set_theme(Theme::Dark);
    assert_eq!(marker::theme(), Theme::Dark);
    marker::set_theme(Theme::Device);
    marker::forget();
    assert!(!marker::exists());
}

#[wasm_bindgen_test]
fn identifiers_do_not_repeat_and_the_clock_stands_in_this_century() {
    assert_ne!(ids::record_id(), ids::record_id());
    let now = clock::now();
    assert!((1_700_000_000_000..4_102_444_800_000).contains(&now.utc_ms));
    assert!((-840..=840).contains(&now.offset_min));
    assert_eq!(clock::today(), now.date());
}

#[wasm_bindgen_test]
fn the_hash_is_read_and_replaced_without_a_new_page() {
    page::replace_hash("#/pupils");
    assert_eq!(page::hash(), "#/pupils");
    page::replace_hash("#");
    assert!(!page::is_ipad_outside_home_screen());
}
