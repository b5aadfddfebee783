// From now on every tap on a key of the live screen is measured, from the touch: `bench.taps` fills, one object for each.
//
// `painted`: until the key shows that the touch landed. `shown`: until its figure counts it, when its row is on the disk. `durable`:
// from the touch's handlers until its row is on the disk. `written`: of that, from asking for the write.
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
// While set, a touch puts this row bare instead, and the page is not told of it: the same touch, the same frame painted.
bench.instead = null;
bench.bares = [];
document.addEventListener('pointerdown', (event) => {
  const key = event.target.closest?.('.key');
  if (!key) return;
  if (bench.instead) {
    event.stopImmediatePropagation();
    bare(bench.instead).then((took) => bench.bares.push(took));
    return;
  }
  const begun = performance.now();
  const was = key.textContent;
  bench.puts = [];
  bench.noting = true;
  let landed;
  const watch = new MutationObserver(async () => {
    landed ??= painted();
    if (key.textContent === was) return;
    watch.disconnect();
    const shown = (await painted()) - event.timeStamp;
    const answered = (await landed) - event.timeStamp;
    bench.noting = false;
    const at = (mark) => performance.getEntriesByName(`tap:${mark}`).at(-1).startTime;
    const [row] = bench.puts;
    bench.taps.push({ painted: answered, shown, durable: at('end') - begun, written: at('end') - at('start'), bytes: row.value + row.key, value: row.value, key: row.key, rows: bench.puts.length });
  });
  watch.observe(key, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['class'] });
}, { capture: true });
