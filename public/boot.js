// Starts the app. Everything that can go wrong before there is an app to say so is said here.

const HERE = document.baseURI;
const SCRIPTS = ['./sw.js', '__CASEBOOK_WORKER_KDF_JS__', '__CASEBOOK_WORKER_BUNDLE_JS__'].map((path) => new URL(path, HERE).href);

// What could run if it got into markup. The content policy blocks it as well; this keeps it out of the page at all.
const ACTIVE = /<\s*(script|iframe|object|embed|base|meta|link|form)\b|\son[a-z]+\s*=|javascript:/i;

// The app's framework makes parts of the page from templates of ours, so markup is let through; script never is.
globalThis.trustedTypes?.createPolicy('default', {
  createHTML: (html) => (ACTIVE.test(html) ? null : html),
  createScript: () => null,
  createScriptURL: (url) => (SCRIPTS.includes(new URL(url, HERE).href) ? url : null),
});

const $ = (id) => document.getElementById(id);
const failure = $('boot-failure');

function fail(title, text) {
  if (!failure.hidden) return;
  $('boot')?.remove();
  $('boot-failure-title').textContent = title;
  $('boot-failure-text').textContent = text;
  failure.hidden = false;
  // Nothing behind it can be used or read on.
  for (const element of document.body.children) if (element !== failure) element.inert = true;
  $('boot-failure-again').focus();
}

$('boot-failure-again').addEventListener('click', async () => {
  // If a newer version waits, it may be the one that starts: with no app there is nobody typing whom it could disturb.
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  registration?.waiting?.postMessage('accept');
  setTimeout(() => location.reload(), registration?.waiting ? 500 : 0);
});

// A program that stopped can't be trusted to go on: its memory may be half changed. What is on the disk is whole.
function stopped(error) {
  if (globalThis.WebAssembly && error instanceof WebAssembly.RuntimeError) {
    fail('Casebook has stopped', 'Something went wrong inside Casebook. Everything that was saved is safe. Choose "Try again" to open it.');
  }
}
addEventListener('error', (event) => stopped(event.error));
addEventListener('unhandledrejection', (event) => stopped(event.reason));

// After a lock nothing of the casebook stays in the program's memory: it is overwritten when the page goes. From then on
// nothing of the program can be called, and what some browser calls all the same is no fault to be told of.
function forgetWhenLeft(memory) {
  addEventListener('pagehide', () => {
    const silence = (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    for (const name of ['visibilitychange', 'unload', 'error', 'unhandledrejection']) addEventListener(name, silence, true);
    new Uint8Array(memory.buffer).fill(0);
  });
}

async function start() {
  if (!globalThis.WebAssembly || !globalThis.indexedDB || !globalThis.crypto?.getRandomValues) {
    fail(
      'This browser cannot run Casebook',
      'It lacks something that Casebook needs (WebAssembly or a database of its own). Up-to-date versions of Chrome, Edge, Firefox and Safari have both, but some private windows do not.',
    );
    return;
  }
  if (!globalThis.isSecureContext) {
    fail(
      'This address is not secure',
      'Casebook only works from an address that begins with https. Ask the person who set it up for the right address.',
    );
    return;
  }
  try {
    // Compiled while the script that wants it is still being read; where a host gives it another type, that script copes.
    const program = fetch('__CASEBOOK_APP_WASM__', { integrity: '__CASEBOOK_APP_WASM_INTEGRITY__' }).then((answer) =>
      answer.ok && answer.headers.get('Content-Type') === 'application/wasm' ? WebAssembly.compileStreaming(answer) : answer,
    );
    // Handled below; without this a failed import would leave it unhandled.
    program.catch(() => {});
    const { default: init } = await import('__CASEBOOK_APP_JS__');
    const { memory } = await init({ module_or_path: program });
    addEventListener('casebook-forget', () => forgetWhenLeft(memory), { once: true });
    $('boot')?.remove();
  } catch (error) {
    console.error(error);
    if (error instanceof WebAssembly.CompileError) {
      fail('This browser cannot run Casebook', 'It is too old for the program. Update it, or use an up-to-date Chrome, Edge, Firefox or Safari.');
    } else {
      stopped(error);
      fail('Casebook could not start', 'Part of it did not load completely. If you are online, try again. What is saved on this tablet is not affected.');
    }
  }
}

start();
