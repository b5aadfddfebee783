//! Sorting that costs little code: one small merge sort for all types, over places instead of values.
//!
//! The standard sort is compiled again for every type, some 3 kB each; with twenty types that was a tenth of the program.
//! A map that is collected sorts that way too: fill it by inserting.

use core::cmp::Ordering;

/// Sorts by a comparison; what is equal keeps its order.
pub fn by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    if items.len() < 2 {
        return;
    }
    let mut places: Vec<usize> = (0..items.len()).collect();
    sort(&mut places, &|one, other| compare(&items[one], &items[other]));
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(places.into_iter().filter_map(|place| taken[place].take()));
}

/// Sorts by the type's own order.
pub fn plain<T: Ord>(items: &mut Vec<T>) {
    by(items, T::cmp);
}

/// Sorts by a key; what has equal keys keeps its order.
pub fn by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    by(items, |one, other| key(one).cmp(&key(other)));
}

#[inline(never)]
fn sort(places: &mut Vec<usize>, compare: &dyn Fn(usize, usize) -> Ordering) {
    let mut merged = Vec::with_capacity(places.len());
    let mut width = 1;
    while width < places.len() {
        for pair in places.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let ([one, ones @ ..], [other, others @ ..]) = (left, right) {
                if compare(*one, *other) == Ordering::Greater {
                    merged.push(*other);
                    right = others;
                } else {
                    merged.push(*one);
                    left = ones;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        core::mem::swap(places, &mut merged);
        merged.clear();
        width *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_the_standard_sort_does_and_keeps_equals_in_order() {
        for length in [0_usize, 1, 2, 3, 50, 300] {
            let mut items: Vec<(usize, usize)> = (0..length).map(|n| (n * 7919 % 13, n)).collect();
            let mut standard = items.clone();
            standard.sort_by_key(|(key, _)| *key);
            by_key(&mut items, |(key, _)| *key);
            assert_eq!(items, standard);
        }
    }
}
