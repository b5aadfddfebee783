//! Words, the recovery key, a device's keys.

use casebook_crypto::{
    device,
    keys::Key,
    recovery::Recovery,
    words::{self, MnemonicError, WordError},
};
use proptest::prelude::*;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn generated_words_are_off_the_list_and_as_many_as_asked_for() {
    for count in [words::PASSPHRASE_WORDS, words::BUNDLE_WORDS] {
        let drawn = words::passphrase(count);
        assert_eq!(drawn.len(), count);
        assert!(drawn.iter().all(|word| words::list().contains(word)));
    }
}

#[test]
fn every_word_is_drawn_about_equally_often() {
    // 200 expected of each; the bounds are more than seven standard deviations away.
    let mut counts = std::collections::HashMap::new();
    for word in words::passphrase(2048 * 200) {
        *counts.entry(word).or_insert(0) += 1;
    }
    assert_eq!(counts.len(), 2048);
    assert!(counts.values().all(|count| (100..=300).contains(count)));
}

#[test]
fn completion_gives_the_words_that_begin_so() {
    assert_eq!(words::complete("aba"), ["abandon"]);
    assert_eq!(words::complete(" ZO"), ["zone", "zoo"]);
    assert_eq!(words::complete("abs"), ["absent", "absorb", "abstract", "absurd"]);
    assert!(words::complete("zzz").is_empty() && words::complete("").is_empty() && words::complete("é").is_empty());
}

#[test]
fn words_read_whatever_way_they_are_typed() {
    let want = ["abandon", "zoo", "absent"];
    for text in [
        "abandon zoo absent",
        "  Abandon\tZOO\n\nabsent ",
        "abandon-zoo-absent",
        "aban zoo abse",
        "abando zoo absen",
        "abandon, zoo, absent",
        "ABAN\u{2013}ZOO\u{a0}ABSE",
        "abandon - zoo - absent",
        "Abandon. Zoo. Absent.",
        "1. abandon 2. zoo 3. absent",
        "1) Abandon\n2) Zoo\n3) Absent\n",
        "abandon; zoo; absent",
        "\u{201c}abandon zoo absent\u{201d}",
        "3 abandon, 7 zoo, 11 absent",
    ] {
        assert_eq!(words::parse_words(text).unwrap(), want, "{text}");
    }
}

#[test]
fn every_word_and_its_first_four_letters_read_as_that_word() {
    for word in words::list() {
        assert_eq!(words::parse_words(word).unwrap(), [*word]);
        if word.len() > 4 {
            assert_eq!(words::parse_words(&word[..4]).unwrap(), [*word]);
        }
    }
}

#[test]
fn a_word_that_is_none_of_ours_is_named_by_its_place() {
    let unknown = |position| Err(WordError::Unknown { position });
    assert_eq!(words::parse_words("abandon zo absent"), unknown(2), "three letters or fewer are no abbreviation");
    assert_eq!(words::parse_words("abandonn zoo"), unknown(1));
    assert_eq!(words::parse_words("1. abandon 2. zo 3. absent"), unknown(2), "numbers of a list are no words");
    assert_eq!(words::parse_words("zebrä"), unknown(1));
    assert_eq!(words::parse_words(" - "), Err(WordError::Nothing));
    assert_eq!(words::parse_words(&"zoo ".repeat(300)), Err(WordError::TooLong));
}

#[test]
fn words_have_one_canonical_text_and_other_passphrases_keep_theirs() {
    assert_eq!(*words::canonical(" Aban-ZOO  abse"), "abandon zoo absent");
    for own in ["My cat eats 42 fish!", "zoo 42 zoo", "zoo! zoo?", "ein Satz – mit Strich"] {
        assert_eq!(*words::canonical(&format!(" {own}\n")), own, "nothing of an own passphrase may be lost");
    }
}

#[test]
fn fingerprints_are_six_words_of_a_sha_256() {
    // Golden: Python's hashlib gives b03e827fdfa54dd2… for the prefix and "hello"; its first 66 bits are these indices.
    let bits: u128 = 0xb03e_827f_dfa5_4dd2_4dd5_9dd1_4f1e_183d;
    let want: Vec<_> = (1..=6).map(|n| words::list()[(bits >> (128 - 11 * n)) as usize % 2048]).collect();
    assert_eq!(words::fingerprint(b"hello")[..], want);
    assert_ne!(words::fingerprint(b"hello"), words::fingerprint(b"hellp"));
}

#[test]
fn mnemonics_are_those_of_bip_39() {
    // Vectors of the reference implementation (trezor/python-mnemonic).
    for (entropy, text) in [
        ([0x00; 16], "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"),
        ([0x7f; 16], "legal winner thank year wave sausage worth useful legal winner thank yellow"),
        ([0x80; 16], "letter advice cage absurd amount doctor acoustic avoid letter advice cage above"),
        ([0xff; 16], "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong"),
    ] {
        assert_eq!(words::mnemonic(&entropy).join(" "), text);
        assert_eq!(*words::parse_mnemonic(text).unwrap(), entropy);
    }
}

#[test]
fn the_recovery_sheets_numbering_may_be_typed_too() {
    let text = "1. abandon 2. aban 3. aban 4 aban\n5. aban 6. aban 7. aban 8. aban 9. aban 10. aban 11. aban 12. about";
    assert_eq!(*words::parse_mnemonic(text).unwrap(), [0; 16]);
}

#[test]
fn a_mistaken_recovery_word_is_noticed() {
    let parse = |text: &str| words::parse_mnemonic(text).map(|_| ());
    assert_eq!(parse("zoo zoo"), Err(MnemonicError::Count { found: 2 }));
    assert_eq!(parse(&["zoo"; 12].join(" ")), Err(MnemonicError::Checksum));
    assert_eq!(
        parse("zoo zoo zoo zoo zooo zoo zoo zoo zoo zoo zoo wrong"),
        Err(MnemonicError::Word(WordError::Unknown { position: 5 }))
    );
    let swapped = "winner legal thank year wave sausage worth useful legal winner thank yellow";
    assert_eq!(parse(swapped), Err(MnemonicError::Checksum));
}

#[test]
fn recovery_keys_never_change_between_versions() {
    // Golden: Python's hmac over the entropy 00 01 … 0f. A difference makes printed sheets useless.
    let sheet = words::mnemonic(&core::array::from_fn(|i| i as u8)).join(" ");
    let recovery = Recovery::parse(&sheet).unwrap();
    assert_eq!(hex(recovery.slot_key().as_bytes()), "9290b6c0d02de5fa36e49dfeb30681800e8dd9c01afbedb0cca4029bf73aae77");
    let secret = "522131daef411b9a6defe19b27e01a5c47a6ceaad19520201118cf6227d2523c";
    let secret: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&secret[2 * i..2 * i + 2], 16).unwrap()).collect();
    assert_eq!(*recovery.identity(), *device::identity(&Key::from_bytes(secret.try_into().unwrap())));
}

#[test]
fn the_same_words_give_the_same_recovery_key() {
    let recovery = Recovery::generate();
    let again = Recovery::parse(&recovery.words().join(" ").to_uppercase()).unwrap();
    assert_eq!(recovery.slot_key(), again.slot_key());
    assert_eq!(*recovery.identity(), *again.identity());
    assert_eq!(recovery.recipient(), again.recipient());
    assert_ne!(recovery.recipient(), Recovery::generate().recipient());
    assert_eq!(format!("{recovery:?}"), "Recovery(hidden)");
}

#[test]
fn ed25519_gives_the_key_and_signature_form_of_rfc_8032() {
    // Section 7.1, test 1: the public key; what is signed has a prefix of ours, so the signature is checked by use.
    let secret = Key::from_bytes([
        0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49,
        0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
    ]);
    assert_eq!(hex(&device::signer(&secret)), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

#[test]
fn a_signature_holds_for_its_signer_context_and_message_alone() {
    let key = Key::random();
    let signer = device::signer(&key);
    let signature = device::sign(&key, "bundle", b"digest");
    assert!(device::verify(&signer, "bundle", b"digest", &signature));
    assert!(!device::verify(&signer, "bundle", b"digesu", &signature));
    assert!(!device::verify(&signer, "bundl", b"edigest", &signature));
    assert!(!device::verify(&device::signer(&Key::random()), "bundle", b"digest", &signature));
    for bit in 0..signature.len() * 8 {
        let mut changed = signature;
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(!device::verify(&signer, "bundle", b"digest", &changed), "{bit}");
    }
    // The identity point as a key would accept anything under lax rules.
    let mut weak = [0; 32];
    weak[0] = 1;
    assert!(!device::verify(&weak, "bundle", b"digest", &[0; 64]));
}

#[test]
fn only_x25519_recipients_read_as_recipients() {
    let text = device::recipient(&Key::random());
    let bytes = device::parse_recipient(&format!(" {text}\n")).unwrap();
    assert_eq!(device::parse_recipient(&text.to_uppercase()), Some(bytes), "a QR code may be upper case");
    let identity = device::identity(&Key::random());
    for bad in ["", "age1", &identity[..], &text[..61], &text.replace('1', "2"), &"a".repeat(100_000)] {
        assert_eq!(device::parse_recipient(bad), None, "{bad:.70}");
    }
    for at in 4..text.len() {
        let mut changed = text.clone().into_bytes();
        changed[at] = if changed[at] == b'q' { b'p' } else { b'q' };
        assert_eq!(device::parse_recipient(std::str::from_utf8(&changed).unwrap()), None, "{at}");
    }
}

proptest! {
    #[test]
    fn key_texts_are_those_of_the_age_crate(secret in any::<[u8; 32]>()) {
        use age::secrecy::ExposeSecret;
        let key = Key::from_bytes(secret);
        let identity: age::x25519::Identity = device::identity(&key).parse().unwrap();
        let theirs = identity.to_string();
        prop_assert_eq!(&device::identity(&key)[..], theirs.expose_secret());
        prop_assert_eq!(device::recipient(&key), identity.to_public().to_string());
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,80}") {
        let _ = words::parse_words(&text);
        let _ = words::parse_mnemonic(&text);
        let _ = words::complete(&text);
        let _ = device::parse_recipient(&text);
        let _ = casebook_crypto::passphrase_check::passphrase_check(&text, &[&text]);
    }
}

#[test]
fn twelve_seven_and_six_words_are_read_by_one_function() {
    let typed = |words: &[&str]| {
        let numbered: Vec<String> = words.iter().zip(1..).map(|(word, number)| format!("{number}. {word}")).collect();
        let stopped: Vec<String> = words.iter().map(|word| word[..1].to_uppercase() + &word[1..] + ". ").collect();
        [words.join(" "), words.join(", "), words.join("\n"), words.join("  "), numbered.join("\n"), stopped.concat()]
    };
    let recovery = words::mnemonic(&[7; 16]);
    for text in typed(&recovery) {
        assert_eq!(*words::parse_mnemonic(&text).expect("a recovery key"), [7; 16], "{text}");
    }
    for count in [words::PASSPHRASE_WORDS, words::BUNDLE_WORDS] {
        let drawn = words::passphrase(count);
        for text in typed(&drawn) {
            assert_eq!(words::parse_words(&text).expect("words"), drawn, "{text}");
            assert_eq!(*words::canonical(&text), drawn.join(" "), "{text}");
        }
    }
}

#[test]
fn a_passphrase_of_ones_own_keeps_its_dots_and_digits() {
    assert_eq!(*words::canonical(" zoo.abandon.7 "), "zoo.abandon.7");
    assert_eq!(*words::canonical("ZOO, abandon"), "zoo abandon");
}

#[test]
fn the_one_word_that_is_mistyped_is_found() {
    assert_eq!(words::odd_one("abandon zoo absent abandn zoo absent"), Some(4));
    assert_eq!(words::odd_one("1. abandon 2. zoo 3. absent 4. zoo 5. absent 6. zooo"), Some(6));
    assert_eq!(words::odd_one("abandon zoo absent zoo absent zoo"), None);
    assert_eq!(words::odd_one("my own passphrase is long and mine"), None);
    assert_eq!(words::odd_one("zoo abandn"), None);
}
