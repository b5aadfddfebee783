// Loads the kdf worker's program. A policy of no functions: nothing in here makes script or markup from text.
import init from './kdf.773d4da5cb.js';

globalThis.trustedTypes?.createPolicy('default', {});
globalThis.casebookBuild = '8d1ddb9da6983486';

const program = new URL('./kdf.eee2ae772b.wasm', import.meta.url);
init({ module_or_path: fetch(program, { integrity: 'sha384-08i1YDFrlfv94Otfal5eB8nCAxIwm0ncVyP3UO4B/o/9PNcEna1rQV5lT6Ldn1AB' }) }).catch(() => postMessage('broken'));
