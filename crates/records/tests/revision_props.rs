//! Merging, over random histories of three actors who write, exchange versions in any order, and resolve.

use casebook_domain::calendar::Moment;
use casebook_domain::ids::{ActorId, VersionId};
use casebook_records::revision::{
    FOLLOWED_MS, Fate, Head, Order, Vector, Version, compare, latest_first, merge, next, reopened, shown,
};
use proptest::prelude::*;

fn actor(n: u8) -> ActorId {
    ActorId::from_bytes([n; 16])
}

fn id(n: usize) -> VersionId {
    VersionId::from_bytes((n as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes())
}

fn moment(utc_ms: i64) -> Moment {
    Moment { utc_ms, offset_min: 0 }
}

const YEAR_MS: i64 = 365 * 24 * 3_600_000;

/// One step: an actor writes on some of the heads it sees at some time, or takes in another actor's heads.
#[derive(Clone, Debug)]
enum Step {
    Write { actor: u8, clock: i64, on: u8 },
    Fetch { to: u8, from: u8 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..3u8, 0..50i64, any::<u8>()).prop_map(|(actor, clock, on)| Step::Write { actor, clock, on }),
        // A clock that is a year ahead.
        1 => (0..3u8, 0..50i64, any::<u8>())
            .prop_map(|(actor, clock, on)| Step::Write { actor, clock: clock + YEAR_MS, on }),
        6 => (0..3u8, 0..3u8).prop_map(|(to, from)| Step::Fetch { to, from }),
    ]
}

/// Plays the steps; gives every version ever written and checks each against its parents.
fn play(steps: &[Step]) -> Vec<Head> {
    let mut devices: [Vec<Head>; 3] = Default::default();
    let mut written = Vec::new();
    for step in steps {
        match step {
            Step::Write { actor: who, clock, on } => {
                let heads = &mut devices[usize::from(*who)];
                // A person changes what is shown, or resolves all heads at once.
                let parents: Vec<Version> = if on % 2 == 0 {
                    shown(heads).map(|head| head.version.clone()).into_iter().collect()
                } else {
                    heads.iter().map(|head| head.version.clone()).collect()
                };
                let parents: Vec<&Version> = parents.iter().collect();
                let version = next(&parents, actor(*who), id(written.len()), moment(*clock), "Made-up Mentor");
                for parent in parents {
                    assert_eq!(compare(&parent.vector, &version.vector), Order::Before);
                    let followed = parent.time.utc_ms - clock < FOLLOWED_MS;
                    assert_eq!(version.time.utc_ms > parent.time.utc_ms, followed);
                }
                assert!(version.time.utc_ms <= clock + FOLLOWED_MS, "nothing is dragged after a clock that was wrong");
                assert!(version.time.utc_ms >= *clock);
                let head = Head { row: written.len().to_string().into_bytes(), version };
                written.push(head.clone());
                merge(heads, head);
            }
            Step::Fetch { to, from } => {
                let heads = devices[usize::from(*from)].clone();
                for head in heads {
                    merge(&mut devices[usize::from(*to)], head);
                }
            }
        }
    }
    written
}

fn merged(heads: impl IntoIterator<Item = Head>) -> Vec<Head> {
    let mut all = Vec::new();
    for head in heads {
        merge(&mut all, head);
    }
    all
}

proptest! {
    #[test]
    fn any_order_of_merges_ends_in_the_same_heads(
        steps in prop::collection::vec(step(), 0..40), seed in any::<u64>(),
    ) {
        let written = play(&steps);
        let mut shuffled = written.clone();
        let mut state = seed;
        for i in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(i, (state >> 33) as usize % (i + 1));
        }
        prop_assert_eq!(merged(written), merged(shuffled));
    }

    #[test]
    fn merging_sets_is_commutative_associative_and_idempotent(
        steps in prop::collection::vec(step(), 0..40), cuts in (any::<u8>(), any::<u8>()),
    ) {
        let written = play(&steps);
        let one = usize::from(cuts.0) % (written.len() + 1);
        let two = one + usize::from(cuts.1) % (written.len() - one + 1);
        let (a, b, c) = (merged(written[..one].to_vec()), merged(written[one..two].to_vec()), merged(written[two..].to_vec()));
        let join = |x: &Vec<Head>, y: &Vec<Head>| merged(x.iter().chain(y).cloned());
        prop_assert_eq!(join(&a, &b), join(&b, &a));
        prop_assert_eq!(join(&join(&a, &b), &c), join(&a, &join(&b, &c)));
        prop_assert_eq!(join(&a, &a), a);
    }

    #[test]
    fn a_history_is_told_in_the_order_in_which_it_was_made_and_says_whose_clock_was_wrong(
        steps in prop::collection::vec(step(), 0..40),
    ) {
        let written = play(&steps);
        let versions: Vec<&Version> = written.iter().map(|head| &head.version).collect();
        let told = latest_first(&versions);
        prop_assert_eq!(told.len(), versions.len());
        for (at, one) in told.iter().enumerate() {
            let version = versions[one.place];
            let earlier = |other: &&Version| compare(&other.vector, &version.vector) == Order::Before;
            prop_assert!(!told[..at].iter().any(|other| earlier(&versions[other.place])));
            let later = |other: &&Version| compare(&version.vector, &other.vector) == Order::Before;
            let overtaken = versions.iter().filter(|other| later(other)).any(|other| other.time < version.time);
            prop_assert_eq!(one.wrong_clock, overtaken);
        }
    }

    #[test]
    fn no_undominated_version_is_ever_lost_and_no_dominated_one_stays(steps in prop::collection::vec(step(), 0..40)) {
        let written = play(&steps);
        let heads = merged(written.clone());
        for version in &written {
            let dominated = written.iter()
                .any(|other| compare(&version.version.vector, &other.version.vector) == Order::Before);
            prop_assert_eq!(heads.contains(version), !dominated);
        }
    }

    #[test]
    fn what_a_merge_supersedes_is_handed_out_for_the_history(steps in prop::collection::vec(step(), 0..40)) {
        let written = play(&steps);
        let (mut heads, mut history) = (Vec::new(), Vec::new());
        for head in written.clone() {
            match merge(&mut heads, head) {
                Fate::Same => {}
                Fate::Added { superseded } => history.extend(superseded),
                Fate::Superseded(head) => history.push(head),
            }
        }
        prop_assert_eq!(heads.len() + history.len(), written.len());
    }
}

proptest! {
    #[test]
    fn a_choice_taken_back_stands_as_several_versions_everywhere_and_in_any_order(
        steps in prop::collection::vec(step(), 0..40), order in any::<u64>(), clock in 0..80i64,
    ) {
        let written = play(&steps);
        let heads = merged(written.clone());
        prop_assume!(heads.len() > 1);
        let all: Vec<&Version> = heads.iter().map(|head| &head.version).collect();
        let pick = next(&all, actor(1), id(900), moment(clock), "Made-up Mentor");
        let again = reopened(&Vector::new(), &[&pick], &all, actor(1), (901..).map(id), moment(clock));
        prop_assert_eq!(again.len(), heads.len());
        for (again, was) in again.iter().zip(&heads) {
            prop_assert_eq!(compare(&pick.vector, &again.vector), Order::Before);
            prop_assert_eq!(&again.author, &was.version.author);
        }
        let copies: Vec<Head> =
            again.into_iter().zip(&heads).map(|(version, was)| Head { version, row: was.row.clone() }).collect();
        let before = shown(&heads).map(|head| head.row.clone());
        prop_assert_eq!(shown(&copies).map(|head| head.row.clone()), before, "the one that was shown is shown again");

        let mut everything = written;
        everything.push(Head { row: b"pick".to_vec(), version: pick });
        everything.extend(copies.iter().cloned());
        let length = everything.len();
        everything.rotate_left(order as usize % length);
        let stand = merged(everything.clone());
        prop_assert_eq!(&stand, &merged(copies));
        // And a choice made after that is alone.
        let all: Vec<&Version> = stand.iter().map(|head| &head.version).collect();
        let last = next(&all, actor(2), id(990), moment(clock), "Made-up Mentor");
        everything.insert(order as usize % length, Head { row: b"last".to_vec(), version: last });
        prop_assert_eq!(merged(everything).len(), 1);
    }
}

fn version(n: usize, vector: &[(u8, u32)], time: i64) -> Version {
    Version {
        id: id(n),
        actor: actor(vector[0].0),
        author: "Made-up Mentor".to_owned(),
        time: moment(time),
        vector: Vector::from_counts(vector.iter().map(|(n, count)| (actor(*n), *count))),
    }
}

fn head(version: Version) -> Head {
    Head { row: Vec::new(), version }
}

#[test]
fn equal_vectors_with_different_version_ids_are_two_heads() {
    let mut heads = Vec::new();
    merge(&mut heads, head(version(1, &[(1, 1)], 5)));
    assert_eq!(merge(&mut heads, head(version(2, &[(1, 1)], 5))), Fate::Added { superseded: Vec::new() });
    assert_eq!(heads.len(), 2);
    let both: Vec<&Version> = heads.iter().map(|head| &head.version).collect();
    let resolved = next(&both, actor(2), id(3), moment(0), "Made-up Mentor");
    merge(&mut heads, head(resolved));
    assert_eq!(heads.len(), 1);
}

#[test]
fn shown_is_the_latest_and_then_the_greater_actor() {
    let late = version(1, &[(1, 1)], 9);
    let early = version(2, &[(3, 1)], 8);
    let tie = version(3, &[(2, 1)], 9);
    let heads = [head(late), head(early), head(tie.clone())];
    assert_eq!(shown(&heads).map(|head| &head.version), Some(&tie));
    assert_eq!(shown(&[]), None);
}

#[test]
fn time_is_one_millisecond_after_the_parent_when_the_clock_went_back() {
    let parent = version(1, &[(1, 1)], 1_000);
    assert_eq!(next(&[&parent], actor(1), id(2), moment(3), "Made-up Mentor").time.utc_ms, 1_001);
    assert_eq!(next(&[&parent], actor(1), id(2), moment(5_000), "Made-up Mentor").time.utc_ms, 5_000);
}

#[test]
fn a_parent_whose_clock_was_a_year_ahead_is_not_followed() {
    let parent = version(1, &[(1, 1)], YEAR_MS);
    let after = next(&[&parent], actor(1), id(2), moment(5_000), "Made-up Mentor");
    assert_eq!(after.time.utc_ms, 5_000);
    assert_eq!(compare(&parent.vector, &after.vector), Order::Before, "it supersedes it all the same");
    let told = latest_first(&[&parent, &after]);
    assert_eq!(told.iter().map(|it| (it.place, it.wrong_clock)).collect::<Vec<_>>(), [(1, false), (0, true)]);
    // Two tablets whose clocks differ by hours keep their order.
    let ahead = version(1, &[(1, 1)], FOLLOWED_MS - 10);
    assert_eq!(next(&[&ahead], actor(2), id(2), moment(0), "Made-up Mentor").time.utc_ms, FOLLOWED_MS - 9);
}

#[test]
fn zero_counts_do_not_make_vectors_differ() {
    let with = Vector::from_counts([(actor(1), 1), (actor(2), 0)]);
    assert_eq!(compare(&with, &Vector::from_counts([(actor(1), 1)])), Order::Same);
}
