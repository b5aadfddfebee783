//! The tests of the repository run over rows in memory. This one says that they are what IndexedDB is: whatever is asked of both,
//! both say and hold the same, so a casebook has the same heads in either.

use casebook::browser::db::Db;
use casebook_repository::ids;
use casebook_repository::rows::{Batch, Rewrite, Rows, StoreName};
use casebook_testing::memory::MemoryRows;
use wasm_bindgen_test::wasm_bindgen_test;

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    /// One below `end`.
    fn below(&mut self, end: u64) -> u64 {
        // Knuth's linear congruential generator (MMIX).
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    /// A key of at most three bytes, near the ends of what a byte can be.
    fn key(&mut self) -> Vec<u8> {
        (0..=self.below(3)).map(|_| [0, 1, 127, 254, 255][self.below(5) as usize]).collect()
    }

    /// The beginning of one.
    fn prefix(&mut self) -> Vec<u8> {
        let length = self.below(3) as usize;
        self.key().into_iter().take(length).collect()
    }

    fn store(&mut self) -> StoreName {
        // Who may write is in the vault: the tests leave it alone.
        StoreName::ALL[1 + self.below(StoreName::ALL.len() as u64 - 1) as usize]
    }

    fn batch(&mut self) -> Batch {
        let mut batch = Batch::default();
        for _ in 0..self.below(3) {
            batch.delete_prefix(self.store(), self.prefix());
        }
        for _ in 0..self.below(4) {
            batch.delete(self.store(), self.key());
        }
        for _ in 0..self.below(9) {
            let (store, key, value) = (self.store(), self.key(), self.below(200) as u8);
            batch.put(store, key, vec![value; 3]);
        }
        batch
    }
}

/// Every third row becomes another.
fn every_third() -> Rewrite {
    let mut count = 0;
    Box::new(move |key, value| {
        count += 1;
        (count % 3 == 0).then(|| [key, value].concat())
    })
}

#[wasm_bindgen_test]
async fn rows_in_memory_are_what_indexeddb_is() {
    let name = format!("test-{}", ids::file_id());
    let db = Db::open(&name).await.expect("opens");
    db.take_epoch().await.expect("taken");
    let memory = MemoryRows::default();
    let mut numbers = Numbers(11);
    for turn in 0..150 {
        let batch = numbers.batch();
        db.write(batch.clone()).await.expect("written");
        memory.write(batch).await.expect("written");
        let (store, key, prefix) = (numbers.store(), numbers.key(), numbers.prefix());
        assert_eq!(db.get(store, &key).await, memory.get(store, &key).await, "turn {turn}");
        assert_eq!(db.range(store, &prefix).await, memory.range(store, &prefix).await, "turn {turn}: {prefix:?}");
        assert_eq!(db.keys(store, &prefix).await, memory.keys(store, &prefix).await, "turn {turn}: {prefix:?}");
        if turn % 10 == 9 {
            let mut after: Option<Vec<u8>> = None;
            loop {
                let from = after.as_deref();
                let (there, here) = (
                    db.rewrite(store, from, 4, every_third()).await.expect("written"),
                    memory.rewrite(store, from, 4, every_third()).await.expect("written"),
                );
                assert_eq!(there, here, "turn {turn}");
                match there {
                    Some(key) => after = Some(key),
                    None => break,
                }
            }
        }
    }
    for store in StoreName::ALL.into_iter().skip(1) {
        assert_eq!(db.range(store, &[]).await, memory.range(store, &[]).await, "{store:?}");
    }
    drop(db);
    Db::destroy(&name).await.expect("removed");
}
