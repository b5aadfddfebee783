//! Versions of records: version vectors, what supersedes what, which version is shown.
//!
//! A record is the set of its undominated versions, its heads: normally one. If two devices each wrote without knowing
//! of the other, there are two heads, and nobody's words are lost. Merging unites heads and drops what another head
//! supersedes, so any order of merges ends in the same heads and merging twice changes nothing. Vectors are joined only
//! by a person who picks or combines, never by a merge.

use std::collections::BTreeMap;

use casebook_domain::calendar::Moment;
use casebook_domain::ids::{ActorId, VersionId};

/// How many writes of each actor a version has seen. Absent actors count as zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vector(BTreeMap<ActorId, u32>);

impl Vector {
    /// The vector before the first write.
    pub fn new() -> Self {
        Self::default()
    }

    /// A vector from its counts; zeroes are left out, as absent means zero.
    pub fn from_counts(counts: impl IntoIterator<Item = (ActorId, u32)>) -> Self {
        let mut vector = BTreeMap::new();
        for (actor, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            vector.insert(actor, count);
        }
        Self(vector)
    }

    /// The count of one actor.
    pub fn count(&self, actor: ActorId) -> u32 {
        self.0.get(&actor).copied().unwrap_or(0)
    }

    /// Every actor with a count above zero, in order.
    pub fn counts(&self) -> impl ExactSizeIterator<Item = (ActorId, u32)> + '_ {
        self.0.iter().map(|(actor, count)| (*actor, *count))
    }

    /// Takes over what another has seen: of each actor the greater count.
    pub fn join(&mut self, other: &Self) {
        for (actor, count) in other.counts() {
            let mine = self.0.entry(actor).or_insert(0);
            *mine = (*mine).max(count);
        }
    }

    /// Whether it has seen all that the other has.
    pub fn covers(&self, other: &Self) -> bool {
        other.counts().all(|(actor, count)| self.count(actor) >= count)
    }
}

/// How one vector stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Equal. Of two different versions this makes two heads, not one.
    Same,
    /// The first is superseded by the second.
    Before,
    /// The first supersedes the second.
    After,
    /// Neither knew of the other.
    Concurrent,
}

/// Compares two vectors.
pub fn compare(first: &Vector, second: &Vector) -> Order {
    match (first.covers(second), second.covers(first)) {
        (true, true) => Order::Same,
        (true, false) => Order::After,
        (false, true) => Order::Before,
        (false, false) => Order::Concurrent,
    }
}

/// One writing of a record, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Random; what tells two versions apart.
    pub id: VersionId,
    /// Which vault wrote it.
    pub actor: ActorId,
    /// The mentor's name at that time.
    pub author: String,
    /// When it was written, never before its parents, unless they are of a clock that was wrong ([`FOLLOWED_MS`]).
    pub time: Moment,
    /// What it has seen.
    pub vector: Vector,
}

/// A parent's time is followed so far ahead of this device's clock: clocks of two tablets differ by minutes. A clock that was
/// further ahead was wrong, and drags nothing after it.
pub const FOLLOWED_MS: i64 = 24 * 3_600_000;

/// The version that follows `parents`: none for a new record, one for a change, several when two versions are picked
/// from or combined. It supersedes them all, and its time is at least 1 ms after theirs, as far as theirs is followed.
///
/// `parents` are all heads that are here. To change one of two and leave the other is not possible: the new count of this
/// actor would claim to have seen the other as well.
pub fn next(parents: &[&Version], actor: ActorId, id: VersionId, now: Moment, author: &str) -> Version {
    next_knowing(&Vector::new(), parents, actor, id, now, author)
}

/// As [`next`], by somebody who knows what `seen` has seen: that the record had been removed from its file.
pub fn next_knowing(
    seen: &Vector,
    parents: &[&Version],
    actor: ActorId,
    id: VersionId,
    now: Moment,
    author: &str,
) -> Version {
    let mut vector = seen.clone();
    let mut time = now;
    for parent in parents {
        vector.join(&parent.vector);
        let after = parent.time.utc_ms.saturating_add(1);
        if after.saturating_sub(now.utc_ms) <= FOLLOWED_MS {
            time.utc_ms = time.utc_ms.max(after);
        }
    }
    let count = vector.0.entry(actor).or_insert(0);
    // Counts that an import may bring are bounded far below (`bundle::plan`), so this never saturates in practice.
    *count = count.saturating_add(1);
    Version { id, actor, author: author.to_owned(), time, vector }
}

/// What the trace of a record has seen that is removed from its file with these versions; `before`: what its trace
/// there had seen already. Removing it counts as a write of `actor`: so a writer who did not know of it can be told
/// from one who knew.
pub fn taken_out<'a>(before: &Vector, versions: impl IntoIterator<Item = &'a Version>, actor: ActorId) -> Vector {
    let mut seen = before.clone();
    for version in versions {
        seen.join(&version.vector);
    }
    let count = seen.0.entry(actor).or_insert(0);
    *count = count.saturating_add(1);
    seen
}

/// A version among others of its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its place in the list that was given.
    pub place: usize,
    /// It says a later time than one that was made from it: a clock was wrong.
    pub wrong_clock: bool,
}

/// Versions of one record, the latest first: none comes before one that was made from it, however wrong a clock was.
pub fn latest_first(versions: &[&Version]) -> Vec<Placed> {
    let made_from = |one: &Version, other: &Version| compare(&other.vector, &one.vector) == Order::Before;
    // Whatever was made from it says when it was there at the latest.
    let time = |version: &Version| {
        let after = versions.iter().filter(|other| made_from(other, version)).map(|other| other.time.utc_ms);
        after.min().map_or(version.time.utc_ms, |after| after.min(version.time.utc_ms))
    };
    let seen = |version: &Version| version.vector.counts().map(|(_, count)| u64::from(count)).sum::<u64>();
    let mut order: Vec<(i64, u64, usize)> = Vec::with_capacity(versions.len());
    for (place, version) in versions.iter().enumerate() {
        order.push((time(version), seen(version), place));
    }
    casebook_domain::order::by_key(&mut order, |&(time, seen, place)| {
        core::cmp::Reverse((time, seen, versions[place].actor, versions[place].id))
    });
    let placed =
        |(time, _, place): (i64, u64, usize)| Placed { place, wrong_clock: time < versions[place].time.utc_ms };
    order.into_iter().map(placed).collect()
}

/// The versions that are side by side again after a choice between `versions` is taken back; `parents` are all
/// heads that are here, `seen` as for [`next_knowing`]. Each supersedes the choice, and none the other: they share one vector. The one that was shown
/// is shown again.
pub fn reopened(
    seen: &Vector,
    parents: &[&Version],
    versions: &[&Version],
    actor: ActorId,
    ids: impl Iterator<Item = VersionId>,
    now: Moment,
) -> Vec<Version> {
    let mut order: Vec<usize> = (0..versions.len()).collect();
    casebook_domain::order::by_key(&mut order, |place| precedence(versions[*place]));
    let mut again: Vec<Version> = versions
        .iter()
        .zip(ids)
        .map(|(version, id)| next_knowing(seen, parents, actor, id, now, &version.author))
        .collect();
    for (later, place) in order.into_iter().enumerate() {
        let time = &mut again[place].time;
        time.utc_ms = time.utc_ms.saturating_add(i64::try_from(later).unwrap_or(0));
    }
    again
}

/// A version with its stored row, the JSON bytes as they are sealed and sent. The bytes are carried unchanged, so that
/// what a newer Casebook wrote survives in this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The version.
    pub version: Version,
    /// The stored row.
    pub row: Vec<u8>,
}

/// What became of a version that was merged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is a head already; nothing changed.
    Same,
    /// It is a head now. If others remain beside it, there are two versions.
    Added {
        /// The heads that it superseded: they belong in the history.
        superseded: Vec<Head>,
    },
    /// A head supersedes it: it belongs in the history.
    Superseded(Head),
}

/// Merges one version into a record's heads. The heads stay sorted by version id, so that equal sets are equal lists.
pub fn merge(heads: &mut Vec<Head>, incoming: Head) -> Fate {
    if heads.iter().any(|head| head.version.id == incoming.version.id) {
        return Fate::Same;
    }
    if heads.iter().any(|head| compare(&incoming.version.vector, &head.version.vector) == Order::Before) {
        return Fate::Superseded(incoming);
    }
    let superseded =
        heads.extract_if(.., |head| compare(&head.version.vector, &incoming.version.vector) == Order::Before).collect();
    let place = heads.partition_point(|head| head.version.id < incoming.version.id);
    heads.insert(place, incoming);
    Fate::Added { superseded }
}

/// The head that is shown: the latest, and of two equally late ones the greater actor's (then the greater version id),
/// so that every device shows the same. `None` where there are no heads.
pub fn shown(heads: &[Head]) -> Option<&Head> {
    heads.iter().max_by_key(|head| precedence(&head.version))
}

fn precedence(version: &Version) -> (i64, ActorId, VersionId) {
    (version.time.utc_ms, version.actor, version.id)
}
