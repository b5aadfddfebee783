// A clock that the harness moves: what the page asks for the time and for timers, and nothing else, is replaced.
if (!window.casebookClock) {
  const real = { Date: window.Date, now: performance.now.bind(performance), set: window.setTimeout.bind(window), clear: window.clearTimeout.bind(window) };
  let ahead = 0;
  // By how much the wall clock was put forward, or back.
  let put = 0;
  const now = () => Math.floor(real.Date.now() + ahead + put);
  const mono = () => real.now() + ahead;
  const waiting = new Map();
  window.Date = class Date extends real.Date {
    constructor(...parts) {
      if (parts.length) super(...parts);
      else super(now());
    }
    static now() {
      return now();
    }
  };
  performance.now = mono;
  window.setTimeout = (run, wait = 0, ...more) => {
    // WebKit's driver limits the harness's own scripts by a timer of the page, which keeps real time. The harness knows it by its length.
    if (wait === 61803) return real.set(run, wait);
    const id = real.set(() => {
      waiting.delete(id);
      run(...more);
    }, wait);
    waiting.set(id, { due: mono() + Number(wait), run: () => run(...more) });
    return id;
  };
  window.clearTimeout = (id) => {
    waiting.delete(id);
    real.clear(id);
  };
  // What a timer sets off is over, as far as it needs no disk, before the next one goes off.
  const turn = () => new Promise((done) => real.set(done, 0));
  const until = async (end) => {
    let rang = 0;
    for (;;) {
      const due = [...waiting].filter(([, timer]) => timer.due <= end).sort((a, b) => a[1].due - b[1].due)[0];
      if (!due) break;
      const [id, timer] = due;
      waiting.delete(id);
      real.clear(id);
      ahead += Math.max(0, timer.due - mono());
      timer.run();
      rang += 1;
      await turn();
    }
    ahead += Math.max(0, end - mono());
    return rang;
  };
  window.casebookClock = {
    advance: (ms) => until(mono() + ms),
    put: (ms) => {
      put += ms;
    },
    oversleep: (ms) => {
      ahead += ms;
      return until(mono());
    },
  };
}
