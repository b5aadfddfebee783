//! Sealed rows, wrapped keys, the check sum over rows.

use casebook_crypto::{
    integrity::{self, NoRowsLeft, RowSum},
    keys::Key,
    seal::{self, OpenError, TAG_LEN, open, padded_len, seal},
};
use proptest::prelude::*;

#[test]
fn a_row_of_any_length_opens_to_what_was_sealed() {
    let key = Key::random();
    // Every length to beyond the first step of Padmé, and some large ones.
    for length in (0..=5000).chain([65_536, 1_000_003]) {
        let plain: Vec<u8> = (0..length).map(|i| i as u8).collect();
        let sealed = seal(&key, b"place", &plain);
        assert_eq!(sealed.ciphertext.len(), padded_len(length) + TAG_LEN);
        assert_eq!(open(&key, b"place", &sealed.nonce, &sealed.ciphertext).unwrap()[..], plain);
    }
}

#[test]
fn any_flipped_bit_of_nonce_ciphertext_or_place_is_refused() {
    let key = Key::random();
    let place = b"vault, purpose, file, row";
    let sealed = seal(&key, place, b"what a child said");
    let refused = |place: &[u8], nonce: &[u8; 24], ciphertext: &[u8]| {
        assert_eq!(open(&key, place, nonce, ciphertext), Err(OpenError::WrongKeyOrChanged));
    };
    for bit in 0..sealed.nonce.len() * 8 {
        let mut nonce = sealed.nonce;
        nonce[bit / 8] ^= 1 << (bit % 8);
        refused(place, &nonce, &sealed.ciphertext);
    }
    for bit in 0..sealed.ciphertext.len() * 8 {
        let mut ciphertext = sealed.ciphertext.clone();
        ciphertext[bit / 8] ^= 1 << (bit % 8);
        refused(place, &sealed.nonce, &ciphertext);
    }
    for bit in 0..place.len() * 8 {
        let mut place = *place;
        place[bit / 8] ^= 1 << (bit % 8);
        refused(&place, &sealed.nonce, &sealed.ciphertext);
    }
}

#[test]
fn a_row_cut_or_lengthened_anywhere_is_refused() {
    let key = Key::random();
    let sealed = seal(&key, b"", b"text");
    for end in 0..sealed.ciphertext.len() {
        assert!(open(&key, b"", &sealed.nonce, &sealed.ciphertext[..end]).is_err(), "{end}");
    }
    let longer = [&sealed.ciphertext[..], &[0]].concat();
    assert!(open(&key, b"", &sealed.nonce, &longer).is_err());
}

#[test]
fn another_key_does_not_open_a_row() {
    let sealed = seal(&Key::random(), b"", b"text");
    assert_eq!(open(&Key::random(), b"", &sealed.nonce, &sealed.ciphertext), Err(OpenError::WrongKeyOrChanged));
}

#[test]
fn each_sealing_draws_a_fresh_nonce() {
    let key = Key::random();
    let nonces: std::collections::HashSet<_> = (0..1000).map(|_| seal(&key, b"", b"same").nonce).collect();
    assert_eq!(nonces.len(), 1000);
}

#[test]
fn a_wrapped_key_opens_under_its_slot_alone() {
    let (slot, data) = (Key::random(), Key::random());
    let wrapped = seal::wrap(&slot, b"slot 1", &data);
    assert_eq!(wrapped.ciphertext.len(), Key::LEN + TAG_LEN);
    assert_eq!(seal::unwrap(&slot, b"slot 1", &wrapped.nonce, &wrapped.ciphertext), Ok(data));
    for (key, aad) in [(&Key::random(), b"slot 1"), (&slot, b"slot 2")] {
        assert_eq!(seal::unwrap(key, aad, &wrapped.nonce, &wrapped.ciphertext), Err(OpenError::WrongKeyOrChanged));
    }
    for end in 0..wrapped.ciphertext.len() {
        assert!(seal::unwrap(&slot, b"slot 1", &wrapped.nonce, &wrapped.ciphertext[..end]).is_err());
    }
}

#[test]
fn a_row_is_no_wrapped_key_and_the_other_way_round() {
    let key = Key::random();
    let row = seal(&key, b"", &[0; 32]);
    assert!(seal::unwrap(&key, b"", &row.nonce, &row.ciphertext).is_err());
    let wrapped = seal::wrap(&key, b"", &Key::from_bytes([0; 32]));
    assert_eq!(open(&key, b"", &wrapped.nonce, &wrapped.ciphertext), Err(OpenError::Padding));
}

proptest! {
    #[test]
    fn any_bytes_are_refused_and_nothing_panics(
        nonce in any::<[u8; 24]>(), aad in prop::collection::vec(any::<u8>(), 0..64),
        ciphertext in prop::collection::vec(any::<u8>(), 0..2048),
    ) {
        let key = Key::from_bytes([1; 32]);
        prop_assert!(open(&key, &aad, &nonce, &ciphertext).is_err());
        prop_assert!(seal::unwrap(&key, &aad, &nonce, &ciphertext).is_err());
    }

    #[test]
    fn padding_never_shrinks_and_hides_neighbours(plain in 0usize..10_000_000) {
        prop_assert!(padded_len(plain) >= plain + 4);
        prop_assert!(padded_len(plain + 1) >= padded_len(plain));
        prop_assert!(padded_len(plain).is_multiple_of(256));
    }

    #[test]
    fn the_sum_does_not_depend_on_the_order_of_writes(rows in prop::collection::vec(any::<[u8; 8]>(), 0..40)) {
        let key = Key::from_bytes([7; 32]);
        let sum = |rows: &mut dyn Iterator<Item = &[u8; 8]>| {
            let mut sum = RowSum::new();
            rows.for_each(|row| sum.add(&integrity::tag(&key, row, b"v")));
            sum
        };
        prop_assert_eq!(sum(&mut rows.iter()), sum(&mut rows.iter().rev()));
    }
}

#[test]
fn a_tag_is_hmac_over_both_ids_with_their_lengths() {
    // Golden: Python's hmac over 5 and 9 as u64 little endian, each before its id.
    let tag = integrity::tag(&Key::from_bytes([7; 32]), b"row-1", b"version-1");
    let hex: String = tag.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "57d6eb16775fa54d2456aef24acf870a799dfd1df8ca266874db588e51144018");
}

#[test]
fn ids_that_read_alike_together_have_different_tags() {
    let key = Key::random();
    assert_ne!(integrity::tag(&key, b"ab", b"c"), integrity::tag(&key, b"a", b"bc"));
}

#[test]
fn the_sum_shows_a_row_lost_added_or_put_back_to_an_older_version() {
    let key = Key::random();
    let tag = |row: &[u8], version: &[u8]| integrity::tag(&key, row, version);
    let mut header = RowSum::new();
    header.add(&tag(b"1", b"new"));
    header.add(&tag(b"2", b"new"));

    let found = |rows: &[(&[u8], &[u8])]| {
        let mut sum = RowSum::new();
        rows.iter().for_each(|(row, version)| sum.add(&tag(row, version)));
        sum
    };
    assert_eq!(header, found(&[(b"2", b"new"), (b"1", b"new")]));
    assert_ne!(header, found(&[(b"1", b"new")]));
    assert_ne!(header, found(&[(b"1", b"new"), (b"2", b"new"), (b"3", b"new")]));
    assert_ne!(header, found(&[(b"1", b"new"), (b"2", b"old")]));
    // The same row twice cancels in the XOR; the count tells.
    assert_ne!(header, found(&[(b"1", b"new"), (b"2", b"new"), (b"9", b"x"), (b"9", b"x")]));
}

#[test]
fn a_replaced_version_is_one_out_and_one_in() {
    let key = Key::random();
    let mut sum = RowSum::new();
    sum.add(&integrity::tag(&key, b"1", b"old"));
    sum.remove(&integrity::tag(&key, b"1", b"old")).unwrap();
    assert_eq!(sum, RowSum::new());
    assert_eq!(sum.remove(&integrity::tag(&key, b"1", b"old")), Err(NoRowsLeft));
    assert_eq!(sum, RowSum::new(), "refused means unchanged");
}

#[test]
fn a_stored_sum_reads_back() {
    let mut sum = RowSum::new();
    sum.add(&[0xa5; 32]);
    let bytes = sum.to_bytes();
    assert_eq!(bytes[..9], [1, 0, 0, 0, 0, 0, 0, 0, 0xa5]);
    assert_eq!(RowSum::from_bytes(&bytes), sum);
}
