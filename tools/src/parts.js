// Gets the program's second part and puts it beside the first: they share memory and the table of functions, by which they
// call each other. Stands in the script of the first part, so that nothing more has to be loaded before the first screen.
let insideFailed = false;
const import1 = {
    async __wasm_split_load_inside(callback, data) {
        const first = { __wasm_split: initSync() };
        let there = false;
        try {
            const answer = await fetch('__CASEBOOK_INSIDE_WASM__', {
                integrity: '__CASEBOOK_INSIDE_WASM_INTEGRITY__',
                // What arrived wrong once may lie in the browser's own cache.
                cache: insideFailed ? 'reload' : 'default',
            });
            if (!answer.ok) throw new Error(`the second part: ${answer.status}`);
            // Where a host gives it another type, it is read whole first.
            if (answer.headers.get('Content-Type') === 'application/wasm') await WebAssembly.instantiateStreaming(answer, first);
            else await WebAssembly.instantiate(await answer.arrayBuffer(), first);
            there = true;
        } catch (error) {
            insideFailed = true;
            console.error(error);
        }
        first.__wasm_split.__indirect_function_table.get(callback)(data, there);
    },
};
