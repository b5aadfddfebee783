//! Which words of two texts differ.
//!
//! The longest common run of words, found in a table of bounded size; a longer text is compared by its lines, and one that
//! is longer still is marked as a whole between its common beginning and end.

/// Most cells of the table: two texts of a thousand words each.
const MOST_CELLS: usize = 1 << 20;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordPiece {
    /// The words, with the blanks between them.
    pub text: String,
    /// They are not in the other text at this place.
    pub differs: bool,
}

/// The two texts in pieces; joined, the pieces of each are that text.
pub fn word_diff(one: &str, other: &str) -> (Vec<WordPiece>, Vec<WordPiece>) {
    let words = (split(one, |c| c.is_whitespace()), split(other, |c| c.is_whitespace()));
    let lines = || (split(one, |c| c == '\n'), split(other, |c| c == '\n'));
    let (ones, others) = if small(&words) { words } else { lines() };
    let common = common(&ones, &others);
    (pieces(&ones, &common.0), pieces(&others, &common.1))
}

/// Tokens, each with the separators that follow it.
fn split(text: &str, separates: impl Fn(char) -> bool) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut begin = 0;
    let mut after = false;
    for (at, c) in text.char_indices() {
        let separator = separates(c);
        if after && !separator {
            tokens.push(&text[begin..at]);
            begin = at;
        }
        after = separator;
    }
    if begin < text.len() {
        tokens.push(&text[begin..]);
    }
    tokens
}

fn small((ones, others): &(Vec<&str>, Vec<&str>)) -> bool {
    let (begin, end) = ends(ones, others);
    (ones.len() - begin - end + 1).saturating_mul(others.len() - begin - end + 1) <= MOST_CELLS
}

fn same(one: &str, other: &str) -> bool {
    one.trim_end() == other.trim_end()
}

/// How many tokens are common at the beginning and at the end.
fn ends(ones: &[&str], others: &[&str]) -> (usize, usize) {
    let begin = ones.iter().zip(others).take_while(|(one, other)| same(one, other)).count();
    let rest = (&ones[begin..], &others[begin..]);
    let end = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(one, other)| same(one, other)).count();
    (begin, end)
}

/// For each token of either, whether it belongs to the common run.
fn common(ones: &[&str], others: &[&str]) -> (Vec<bool>, Vec<bool>) {
    let (begin, end) = ends(ones, others);
    let (middle, opposite) = (&ones[begin..ones.len() - end], &others[begin..others.len() - end]);
    let mut kept = (vec![true; ones.len()], vec![true; others.len()]);
    kept.0[begin..ones.len() - end].fill(false);
    kept.1[begin..others.len() - end].fill(false);
    let width = opposite.len() + 1;
    let cells = (middle.len() + 1).saturating_mul(width);
    if middle.is_empty() || opposite.is_empty() || cells > MOST_CELLS {
        return kept;
    }
    // The length of the longest common run from each pair of places on; it is below 2^16, since the cells are.
    let mut longest = vec![0u32; cells];
    for (row, one) in middle.iter().enumerate().rev() {
        for (column, other) in opposite.iter().enumerate().rev() {
            longest[row * width + column] = if same(one, other) {
                longest[(row + 1) * width + column + 1] + 1
            } else {
                longest[(row + 1) * width + column].max(longest[row * width + column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < middle.len() && column < opposite.len() {
        if same(middle[row], opposite[column]) {
            kept.0[begin + row] = true;
            kept.1[begin + column] = true;
            row += 1;
            column += 1;
        } else if longest[(row + 1) * width + column] >= longest[row * width + column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    kept
}

fn pieces(tokens: &[&str], common: &[bool]) -> Vec<WordPiece> {
    let mut pieces: Vec<WordPiece> = Vec::new();
    for (token, common) in tokens.iter().zip(common) {
        match pieces.last_mut() {
            Some(last) if last.differs != *common => last.text.push_str(token),
            _ => pieces.push(WordPiece { text: (*token).to_owned(), differs: !common }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(pieces: &[WordPiece]) -> String {
        let show = |piece: &WordPiece| if piece.differs { format!("[{}]", piece.text) } else { piece.text.clone() };
        pieces.iter().map(show).collect()
    }

    fn text(pieces: &[WordPiece]) -> String {
        pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn changed_words_are_marked_and_the_others_are_not() {
        let check = |one: &str, other: &str, first: &str, second: &str| {
            let (ones, others) = word_diff(one, other);
            assert_eq!((marked(&ones).as_str(), marked(&others).as_str()), (first, second));
        };
        check("He sat still.", "He sat still.", "He sat still.", "He sat still.");
        check("He sat still.", "He never sat still.", "He sat still.", "He [never ]sat still.");
        check("Met mum at the gate.", "Met dad at the door.", "Met [mum ]at the [gate.]", "Met [dad ]at the [door.]");
        check("", "All of it", "", "[All of it]");
        check("one\ntwo", "one two", "one\ntwo", "one two");
    }

    #[test]
    fn a_text_of_any_length_is_compared_in_a_bounded_table() {
        let long = |word: &str| vec![word; 6_000].join(" ");
        let (ones, others) = word_diff(&long("a"), &long("b"));
        assert_eq!((ones.len(), others.len()), (1, 1));
        let lines = |changed: &str| {
            let mut lines: Vec<String> = (0..400).map(|n| format!("line {n} of some more words here")).collect();
            lines[0] = format!("first {changed}");
            lines[399] = format!("last {changed}");
            lines.join("\n")
        };
        let (ones, _) = word_diff(&lines("here"), &lines("there"));
        assert_eq!(ones.iter().filter(|piece| piece.differs).count(), 2, "by lines: only those that changed");
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_texts_and_what_is_unmarked_is_the_same_in_both(
            one in "[ab \n]{0,40}", other in "[ab \n]{0,40}",
        ) {
            let (ones, others) = word_diff(&one, &other);
            prop_assert_eq!(text(&ones), one);
            prop_assert_eq!(text(&others), other);
            let common = |pieces: &[WordPiece]| -> Vec<String> {
                let kept = pieces.iter().filter(|piece| !piece.differs);
                kept.flat_map(|piece| piece.text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
            };
            prop_assert_eq!(common(&ones), common(&others));
        }
    }
}
