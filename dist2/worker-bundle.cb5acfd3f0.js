// Loads the bundle worker's program. A policy of no functions: nothing in here makes script or markup from text.
import init from './bundle.fb1efdfd30.js';

globalThis.trustedTypes?.createPolicy('default', {});
globalThis.casebookBuild = '8d1ddb9da6983486';

const program = new URL('./bundle.ffd4595fa4.wasm', import.meta.url);
init({ module_or_path: fetch(program, { integrity: 'sha384-7tLkWZNdOeKHN5x4Vt9hQFo7EKGJlAwKqdwpN5k4+GBftkJIvGwA6x3jSQGUouJ5' }) }).catch(() => postMessage('broken'));
