// From now on every tap on a key of the live screen is measured, from the touch: `bench.taps` fills, one object for each.
//
// `changed`, `painted`: until the key shows it. `durable`: from the touch's handlers until its row is on the disk. `written`: of that,
// from asking for the write. `bare`: the same row put bare at once after it, in a database beside it, with the same durability.
bench.taps = [];
const scratch = await new Promise((done, failed) => {
  const open = indexedDB.open('bench-bare-tap', 1);
  open.onupgradeneeded = () => open.result.createObjectStore('drafts');
  open.onsuccess = () => done(open.result);
  open.onerror = () => failed(open.error);
});
const bare = async ({ key, value }) => {
  const ready = [crypto.getRandomValues(new Uint8Array(value)), crypto.getRandomValues(new Uint8Array(key))];
  const begun = performance.now();
  const transaction = scratch.transaction('drafts', 'readwrite', { durability: 'strict' });
  transaction.objectStore('drafts').put(...ready);
  await new Promise((done, failed) => { transaction.oncomplete = done; transaction.onabort = () => failed(transaction.error); });
  return performance.now() - begun;
};
// What follows a frame's callbacks is its painting, and a message comes after that.
const painted = () => new Promise((told) => requestAnimationFrame(() => {
  const after = new MessageChannel();
  after.port1.onmessage = () => told(performance.now());
  after.port2.postMessage(0);
}));
document.addEventListener('click', (event) => {
  const key = event.target.closest?.('.key');
  if (!key) return;
  const begun = performance.now();
  const was = key.textContent;
  bench.puts = [];
  bench.noting = true;
  const watch = new MutationObserver(async () => {
    if (key.textContent === was) return;
    watch.disconnect();
    const changed = performance.now() - event.timeStamp;
    const paint = (await painted()) - event.timeStamp;
    bench.noting = false;
    const at = (mark) => performance.getEntriesByName(`tap:${mark}`).at(-1).startTime;
    const [row] = bench.puts;
    await bench.pause(50);
    bench.taps.push({ changed, painted: paint, durable: at('end') - begun, written: at('end') - at('start'), bytes: row.value + row.key, rows: bench.puts.length, bare: await bare(row) });
  });
  watch.observe(key, { subtree: true, childList: true, characterData: true });
}, { capture: true });
