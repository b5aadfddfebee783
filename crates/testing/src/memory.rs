//! A database in memory that can be cut off at any write, as a browser that is killed cuts it off.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, ready};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use casebook_repository::rows::{Answer, Batch, DbError, Rewrite, Row, Rows, StoreName};

/// Every row, under its store and key.
pub type All = BTreeMap<(StoreName, Vec<u8>), Vec<u8>>;

/// Rows in memory. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct MemoryRows {
    rows: Rc<RefCell<All>>,
    left: Rc<Cell<Option<u32>>>,
    writes: Rc<Cell<u32>>,
}

impl MemoryRows {
    /// Lets this many more writes succeed; later ones fail and change nothing. With `None` no write fails.
    pub fn cut_off_after(&self, writes: Option<u32>) {
        self.left.set(writes);
    }

    /// How many writes there were, each all or nothing.
    pub fn writes(&self) -> u32 {
        self.writes.get()
    }

    /// A copy of all rows.
    pub fn all(&self) -> All {
        self.rows.borrow().clone()
    }

    fn write_now(&self, change: impl FnOnce(&mut All)) -> Result<(), DbError> {
        if let Some(left) = self.left.get() {
            self.left.set(Some(left.checked_sub(1).ok_or(DbError::Closed)?));
        }
        change(&mut self.rows.borrow_mut());
        self.writes.set(self.writes.get() + 1);
        Ok(())
    }

    fn found(&self, store: StoreName, prefix: &[u8]) -> Vec<Row> {
        let rows = self.rows.borrow();
        let of =
            rows.range((store, prefix.to_vec())..).take_while(|((at, key), _)| *at == store && key.starts_with(prefix));
        of.map(|((_, key), value)| (key.clone(), value.clone())).collect()
    }
}

impl Rows for MemoryRows {
    fn get<'a>(&'a self, store: StoreName, key: &'a [u8]) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(ready(Ok(self.rows.borrow().get(&(store, key.to_vec())).cloned())))
    }

    fn range<'a>(&'a self, store: StoreName, prefix: &'a [u8]) -> Answer<'a, Vec<Row>> {
        Box::pin(ready(Ok(self.found(store, prefix))))
    }

    fn keys<'a>(&'a self, store: StoreName, prefix: &'a [u8]) -> Answer<'a, Vec<Vec<u8>>> {
        Box::pin(ready(Ok(self.found(store, prefix).into_iter().map(|(key, _)| key).collect())))
    }

    fn write(&self, batch: Batch) -> Answer<'_, ()> {
        Box::pin(ready(self.write_now(|rows| {
            rows.retain(|(store, key), _| {
                !batch.delete_prefixes.iter().any(|(from, prefix)| from == store && key.starts_with(prefix))
            });
            for (store, key) in batch.deletes {
                rows.remove(&(store, key));
            }
            for (store, key, value) in batch.puts {
                rows.insert((store, key), value);
            }
        })))
    }

    fn rewrite<'a>(
        &'a self,
        store: StoreName,
        after: Option<&'a [u8]>,
        count: u32,
        mut change: Rewrite,
    ) -> Answer<'a, Option<Vec<u8>>> {
        let rows = self.found(store, &[]);
        let rows = rows.into_iter().filter(|(key, _)| after.is_none_or(|after| key.as_slice() > after));
        let some: Vec<Row> = rows.take(count as usize).collect();
        let came_to = (some.len() == count as usize).then(|| some.last().map(|(key, _)| key.clone())).flatten();
        Box::pin(ready(
            self.write_now(|all| {
                for (key, value) in some {
                    if let Some(value) = change(&key, &value) {
                        all.insert((store, key), value);
                    }
                }
            })
            .map(|()| came_to),
        ))
    }
}

/// Runs what waits for nothing but rows in memory.
pub fn run<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("rows in memory answer at once"),
    }
}
