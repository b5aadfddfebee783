// Loads the kdf worker's program. A policy of no functions: nothing in here makes script or markup from text.
import init from '__CASEBOOK_KDF_JS__';

globalThis.trustedTypes?.createPolicy('default', {});
globalThis.casebookBuild = '__CASEBOOK_BUILD__';

const program = new URL('__CASEBOOK_KDF_WASM__', import.meta.url);
init({ module_or_path: fetch(program, { integrity: '__CASEBOOK_KDF_WASM_INTEGRITY__' }) }).catch(() => postMessage('broken'));
