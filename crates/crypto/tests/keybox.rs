//! A key left for somebody who is not there: only the right secret takes it out, and only from the right box.

use casebook_crypto::keybox::{BOX_LEN, public, put, take};
use casebook_crypto::keys::Key;
use casebook_crypto::recovery::Recovery;
use proptest::prelude::*;

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

#[test]
fn a_box_made_by_another_program_opens() {
    // Golden: X25519, HKDF and XChaCha20-Poly1305 written out in Python, independently of this crate.
    let secret = Key::from_bytes([5; 32]);
    assert_eq!(public(&secret)[..], hex("50a61409b1ddd0325e9b16b700e719e9772c07000b1bd7786e907c653d20495d"));
    let boxed =
        hex("f5b2d6e60f9477e310c2982daaa6c9136c108a1777c5947e448fa37d68174557000102030405060708090a0b0c0d0e0f10111213\
         14151617cf849666e24823e9a359718ef37411c0ad441ed6e70fb9ddbf61e8ce38a79623762ccb27366f07b4d011d720ff6c1e53");
    assert_eq!(take(&secret, b"which box", &boxed), Some(Key::from_bytes([8; 32])));
}

#[test]
fn a_box_is_for_one_secret_and_one_place_and_may_not_be_changed() {
    let (secret, key) = (Key::random(), Key::random());
    let boxed = put(&public(&secret), b"here", &key).expect("a public key");
    assert_eq!(boxed.len(), BOX_LEN);
    assert_eq!(take(&secret, b"here", &boxed), Some(key));
    assert_eq!(take(&secret, b"there", &boxed), None);
    assert_eq!(take(&Key::random(), b"here", &boxed), None);
    for at in 0..boxed.len() {
        let mut changed = boxed.clone();
        changed[at] ^= 1;
        assert_eq!(take(&secret, b"here", &changed), None, "byte {at}");
        assert_eq!(take(&secret, b"here", &boxed[..at]), None, "{at} bytes");
    }
    assert_eq!(take(&secret, b"here", &[&boxed[..], &[0]].concat()), None);
}

#[test]
fn nothing_is_left_for_a_public_key_whose_secret_everybody_knows() {
    // RFC 7748 section 6.1; the points of small order, as listed at https://cr.yp.to/ecdh.html.
    let mut one = [0; 32];
    one[0] = 1;
    let order_8 = hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");
    for point in [[0; 32], one, order_8.try_into().unwrap()] {
        assert_eq!(put(&point, b"", &Key::random()), None);
        let mut boxed = vec![0; BOX_LEN];
        boxed[..32].copy_from_slice(&point);
        assert_eq!(take(&Key::random(), b"", &boxed), None);
    }
}

#[test]
fn the_recovery_words_take_out_what_was_left_for_their_recipient() {
    let recovery = Recovery::generate();
    let public = casebook_crypto::device::parse_recipient(&recovery.recipient()).expect("a recipient");
    let key = Key::random();
    let boxed = put(&public, b"sheet", &key).expect("a public key");
    let typed = Recovery::parse(&recovery.words().join(" ")).expect("its own words");
    assert_eq!(typed.take(b"sheet", &boxed), Some(key));
    assert_eq!(Recovery::generate().take(b"sheet", &boxed), None);
}

proptest! {
    #[test]
    fn no_bytes_at_all_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = take(&Key::from_bytes([1; 32]), b"", &bytes);
    }
}
