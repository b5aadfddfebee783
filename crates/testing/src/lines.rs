//! A bundle's lines in memory, without an envelope.

use casebook_bundle::{Incoming, LineSink, LineSource, ReadError, collect};
use sha2::{Digest, Sha256};

/// Lines in memory, as a sink and as a source.
#[derive(Clone, Default)]
pub struct Lines {
    /// The lines, without their ends.
    pub lines: Vec<Vec<u8>>,
    /// How many were read.
    pub at: usize,
}

impl Lines {
    /// The check sum over lines.
    pub fn digest(lines: &[Vec<u8>]) -> [u8; 32] {
        let mut digest = Sha256::new();
        for line in lines {
            digest.update(line);
            digest.update(b"\n");
        }
        digest.finalize().into()
    }

    /// What a reader makes of them.
    pub fn read(&self) -> Result<Incoming, ReadError<()>> {
        collect(&mut Lines { lines: self.lines.clone(), at: 0 })
    }

    /// All of them as one text.
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{}\n", String::from_utf8_lossy(line))).collect()
    }

    /// The same with the last line's check sum put right: what a forger with the words can do.
    pub fn forged(mut self) -> Self {
        let last = self.lines.pop().expect("a last line");
        let digest: String = Self::digest(&self.lines).iter().map(|byte| format!("{byte:02x}")).collect();
        let text = String::from_utf8(last).expect("JSON");
        let start = text.find("\"sha256\":\"").expect("a check sum") + 10;
        self.lines.push(format!("{}{digest}{}", &text[..start], &text[start + 64..]).into_bytes());
        self
    }

    /// The same with one line changed.
    pub fn with(mut self, line: usize, change: impl Fn(&str) -> String) -> Self {
        self.lines[line] = change(core::str::from_utf8(&self.lines[line]).expect("JSON")).into_bytes();
        self
    }
}

impl LineSink for Lines {
    type Error = ();

    fn write_line(&mut self, line: &[u8]) -> Result<(), ()> {
        assert!(!line.contains(&b'\n'));
        self.lines.push(line.to_vec());
        Ok(())
    }

    fn digest_so_far(&self) -> [u8; 32] {
        Self::digest(&self.lines)
    }
}

impl LineSource for Lines {
    type Error = ();

    fn next_line(&mut self) -> Result<Option<Vec<u8>>, ()> {
        let line = self.lines.get(self.at).cloned();
        self.at += usize::from(line.is_some());
        Ok(line)
    }

    fn digest_before_line(&self) -> [u8; 32] {
        Self::digest(&self.lines[..self.at - 1])
    }
}
