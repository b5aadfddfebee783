//! Keys, subkeys and the passphrase's derivation.

use std::collections::HashSet;

use casebook_crypto::{
    kdf::{self, KdfError, Params},
    keys::{Key, Purpose},
};

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

#[test]
fn each_purpose_and_each_vault_has_its_own_subkey() {
    let key = Key::from_bytes([7; 32]);
    let mut seen = HashSet::from([*key.as_bytes()]);
    for vault in [[0; 16], [1; 16]] {
        for purpose in Purpose::ALL {
            assert!(seen.insert(*key.subkey(&vault, purpose).as_bytes()), "{purpose:?}");
        }
    }
}

#[test]
fn subkeys_never_change_between_versions() {
    // Golden: computed once with Python's hmac, independently of this crate. A difference makes every vault unreadable.
    let key = Key::from_bytes([7; 32]);
    let of = |purpose| key.subkey(&[9; 16], purpose).as_bytes().to_vec();
    assert_eq!(of(Purpose::Headers), hex("fe6592ca5f35f55457c10f5d555d3f708633d152ab0d5db7f3522e25af185558"));
    assert_eq!(of(Purpose::Records), hex("34542a8b5433886766946520998edc4fd3a7f026f137316c17cd99abc38d13be"));
    assert_eq!(of(Purpose::Drafts), hex("09ed96eff32c6f196a4b36a4ca5feca89bb6e2a5384896ee604ff52e3817b40b"));
    assert_eq!(of(Purpose::Blobs), hex("94ac2a4185554d3044f8af0fe480bf290bbbb42256213ee9946bc2cc7b56c9df"));
    assert_eq!(of(Purpose::Integrity), hex("e8d349c4bac69df31ee9f7d24d1a80834b02e474b518e52db527cab50af582b5"));
    assert_eq!(of(Purpose::Settings), hex("0b978a72f064a2693ef23da96715e11859a204746305b19420aee6a26ce440d2"));
    assert_eq!(of(Purpose::Devices), hex("1d5392ed16229bc8eb1113c51880c2389c56df9ed21b037a5536e3579546c107"));
    assert_eq!(of(Purpose::Journal), hex("663c1a658cba0185b7c6c9581aacf9806abc8f08489aef8419e0a14fc20bb2c6"));
    assert_eq!(of(Purpose::EarlierKey), hex("d518403cf54087fe32de9bb4d907eafb664deef77dfbc520cbe314aa68baa16f"));
}

#[test]
fn a_key_is_never_shown_by_debug() {
    assert_eq!(format!("{:?}", Key::from_bytes([0xab; 32])), "Key(hidden)");
}

#[test]
fn random_keys_differ() {
    assert_ne!(Key::random(), Key::random());
}

#[test]
fn argon2id_gives_the_tag_of_rfc_9106() {
    // Section 5.3: secret and associated data, which our slots don't use, so the crate is asked directly.
    let params = argon2::ParamsBuilder::new()
        .m_cost(32)
        .t_cost(3)
        .p_cost(4)
        .data(argon2::AssociatedData::new(&[4; 12]).unwrap())
        .build()
        .unwrap();
    let argon =
        argon2::Argon2::new_with_secret(&[3; 8], argon2::Algorithm::Argon2id, argon2::Version::V0x13, params).unwrap();
    let mut tag = [0; 32];
    argon.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
    assert_eq!(tag[..], hex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
}

#[test]
fn scrypt_gives_the_keys_of_rfc_7914() {
    // Section 12; the scrypt crate is the one that age links.
    let of = |password: &[u8], salt: &[u8], log_n, r, p| {
        let mut key = [0; 64];
        scrypt::scrypt(password, salt, &scrypt::Params::new(log_n, r, p, 32).unwrap(), &mut key).unwrap();
        key.to_vec()
    };
    assert_eq!(
        of(b"password", b"NaCl", 10, 8, 16),
        hex(
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        )
    );
    assert_eq!(
        of(b"pleaseletmein", b"SodiumChloride", 14, 8, 1),
        hex(
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        )
    );
}

#[test]
fn derive_is_argon2id_13_over_the_trimmed_text() {
    // Golden: argon2-cffi 25.1 (libargon2), independently of this crate.
    let params = Params { memory_kib: 19 * 1024, iterations: 2, parallelism: 1 };
    let key = kdf::derive("  abandon ability able\n", b"0123456789abcdef", params).unwrap();
    assert_eq!(key.as_bytes()[..], hex("e61291916f05d87f25bde39d4cc7cae3adec1c6d83bbcbfccb46f6abd255524e"));
}

#[test]
fn the_default_is_within_its_own_bounds() {
    assert_eq!(Params::DEFAULT, Params { memory_kib: 65_536, iterations: 3, parallelism: 1 });
    for params in [Params::DEFAULT, Params::FLOOR, Params::CEILING] {
        assert_eq!(params.check(), Ok(()));
    }
}

#[test]
fn weaker_parameters_than_the_floor_are_refused() {
    let floor = Params::FLOOR;
    for params in [
        Params { memory_kib: floor.memory_kib - 1, ..floor },
        Params { iterations: 1, ..floor },
        Params { parallelism: 0, ..floor },
        Params { memory_kib: 0, iterations: 0, parallelism: 0 },
    ] {
        assert_eq!(kdf::derive("x", &[0; 16], params), Err(KdfError::TooWeak), "{params:?}");
    }
}

#[test]
fn costlier_parameters_than_the_ceiling_are_refused_before_any_work() {
    let ceiling = Params::CEILING;
    for params in [
        Params { memory_kib: ceiling.memory_kib + 1, ..ceiling },
        Params { iterations: 17, ..ceiling },
        Params { parallelism: 5, ..ceiling },
        // Would take hours and terabytes: that the test ends shows that nothing was begun.
        Params { memory_kib: u32::MAX, iterations: u32::MAX, parallelism: 1 },
        Params { memory_kib: 1, iterations: u32::MAX, parallelism: u32::MAX },
    ] {
        assert_eq!(kdf::derive("x", &[0; 16], params), Err(KdfError::TooCostly), "{params:?}");
    }
}

#[test]
fn another_passphrase_salt_or_cost_gives_another_key() {
    let floor = Params::FLOOR;
    let base = kdf::derive("one", &[0; 16], floor).unwrap();
    assert_eq!(base, kdf::derive("one", &[0; 16], floor).unwrap());
    assert_ne!(base, kdf::derive("two", &[0; 16], floor).unwrap());
    assert_ne!(base, kdf::derive("one", &[1; 16], floor).unwrap());
    assert_ne!(base, kdf::derive("one", &[0; 16], Params { iterations: 3, ..floor }).unwrap());
}
