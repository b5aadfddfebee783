// Runs before any script of a page that is measured, and notes when things happened, in milliseconds since the navigation.
//
// `usable`: a screen that says it is ready and has a field to type in was painted. `painted[NAME]`: the first paint after the
// mark `NAME:end`. `memory`: the program's memory. `puts`: what was put into a database, while `bench.noting`. `rang`: how often
// the page was called back, by timers and for frames.
const bench = { painted: {}, puts: [], noting: false, rang: { setTimeout: 0, setInterval: 0, requestAnimationFrame: 0, requestIdleCallback: 0 } };
globalThis.bench = bench;

{
  // The second frame begins when the first one was painted.
  const painted = (told) => requestAnimationFrame(() => requestAnimationFrame(() => told(performance.now())));
  bench.paint = () => new Promise(painted);

  const watch = new MutationObserver(() => {
    if (!document.body || !('ready' in document.body.dataset) || !document.querySelector('input')) return;
    watch.disconnect();
    painted((now) => { bench.usable = now; });
  });
  watch.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-ready'] });

  const mark = Performance.prototype.mark;
  Performance.prototype.mark = function (name, ...rest) {
    const [work, end] = String(name).split(':');
    if (end === 'end') painted((now) => { bench.painted[work] = now; });
    return mark.call(this, name, ...rest);
  };
  // The last stretch between two marks, and up to the paint after it.
  bench.stretch = (work) => {
    const at = (end) => performance.getEntriesByName(`${work}:${end}`).at(-1)?.startTime;
    return [at('end') - at('start'), bench.painted[work] - at('start')];
  };
  bench.count = (work) => performance.getEntriesByName(`${work}:end`).length;
  bench.until = async (true_now) => {
    for (const end = performance.now() + 60_000; !true_now(); await new Promise((go) => setTimeout(go, 2))) {
      if (performance.now() > end) throw new Error(`waited in vain for ${true_now}`);
    }
  };
  bench.pause = (ms) => new Promise((go) => setTimeout(go, ms));

  for (const name of ['instantiate', 'instantiateStreaming']) {
    const made = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await made.apply(WebAssembly, given);
      // The second part has none of its own: it works in that of the first.
      bench.memory = (result.instance ?? result).exports.memory ?? bench.memory;
      return result;
    };
  }

  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, ...key) {
    if (bench.noting) {
      const size = (what) => what?.byteLength ?? String(what ?? '').length;
      bench.puts.push({ at: performance.now(), transaction: this.transaction, store: this.name, value: size(value), key: size(key[0]) });
    }
    return put.call(this, value, ...key);
  };

  for (const name of Object.keys(bench.rang)) {
    const real = globalThis[name];
    globalThis[name] = (run, ...rest) => {
      const counted = (...given) => {
        bench.rang[name] += 1;
        return run(...given);
      };
      return real.call(globalThis, typeof run === 'function' ? counted : run, ...rest);
    };
  }
}
