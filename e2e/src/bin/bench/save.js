// Saves one note and, at once after it, puts the same rows bare: of the same sizes, in a database beside it, in one
// transaction of the same durability. Arguments: the file, how many times. Gives one object for each time.
const [file, times] = arguments;

const scratch = await new Promise((done, failed) => {
  const open = indexedDB.open('bench-bare', 1);
  open.onupgradeneeded = () => ['vault', 'headers', 'records', 'history', 'drafts', 'blobs'].forEach((name) => open.result.createObjectStore(name));
  open.onsuccess = () => done(open.result);
  open.onerror = () => failed(open.error);
});
const noise = (length) => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
};
const bare = async (rows) => {
  // Made before the clock runs: sealing is the app's work, not the database's.
  const ready = rows.map((row) => ({ store: row.store, key: noise(row.key), value: noise(row.value) }));
  const begun = performance.now();
  const transaction = scratch.transaction([...new Set(rows.map((row) => row.store))], 'readwrite', { durability: 'strict' });
  for (const row of ready) transaction.objectStore(row.store).put(row.value, row.key);
  await new Promise((done, failed) => { transaction.oncomplete = done; transaction.onabort = () => failed(transaction.error); });
  return performance.now() - begun;
};

const results = [];
for (let time = 0; time < times; time += 1) {
  const before = bench.count('save');
  location.hash = `#/pupil/${file}/new/note`;
  await bench.until(() => document.querySelector('form textarea') && page.find('press', 'Save').length);
  const area = document.querySelector('form textarea');
  area.value = `Note number ${time}: began the work after one reminder and stayed with it for ten minutes.`;
  area.dispatchEvent(new Event('input', { bubbles: true }));
  area.dispatchEvent(new Event('change', { bubbles: true }));
  // The form keeps its draft after a pause; that write is not the one that is measured.
  await bench.pause(800);
  bench.puts = [];
  bench.noting = true;
  page.find('press', 'Save')[0].click();
  await bench.until(() => bench.count('save') > before);
  bench.noting = false;
  await bench.paint();
  await bench.paint();
  const records = bench.puts.find((row) => row.store === 'records');
  const rows = bench.puts.filter((row) => row.transaction === records.transaction).map(({ store, key, value }) => ({ store, key, value }));
  const [saved, shown] = bench.stretch('save');
  const decided = records.at - performance.getEntriesByName('save:start').at(-1).startTime;
  results.push({ saved, shown, decided, rows: rows.length, bytes: rows.reduce((sum, row) => sum + row.key + row.value, 0), bare: await bare(rows) });
  bench.puts = [];
}
scratch.close();
indexedDB.deleteDatabase('bench-bare');
return results;
