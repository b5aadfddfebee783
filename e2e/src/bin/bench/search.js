// Types names into the search field, a letter at a time, and takes them away again. Gives for each keystroke: until the event's
// handlers returned; until the list is in its new state, laid out; until that was painted.
location.hash = '#/pupils';
await bench.until(() => document.getElementById('find-pupil') && document.querySelector('.line.pupil'));
await bench.pause(300);
const field = document.getElementById('find-pupil');
const names = [...document.querySelectorAll('.line.pupil .name')].map((name) => name.textContent);
const words = [0, 7, 15, 23].map((at) => (names[at % names.length].match(/\p{L}+/gu) ?? ['a'])[0].slice(0, 6).toLowerCase());
const queries = words.flatMap((word) => {
  const typed = [...word].map((_, at) => word.slice(0, at + 1));
  return [...typed, ...typed.slice(0, -1).reverse(), ''];
});
// A task of its own comes after everything that the event left to do at once.
const settled = () => new Promise((done) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });

const results = [];
for (const query of queries) {
  await bench.pause(40);
  await bench.paint();
  field.value = query;
  const begun = performance.now();
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const handled = performance.now() - begun;
  await settled();
  document.querySelector('main').getBoundingClientRect();
  const updated = performance.now() - begun;
  const painted = (await bench.paint()) - begun;
  results.push({ handled, updated, painted });
}
return results;
