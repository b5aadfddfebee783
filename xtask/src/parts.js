// Gets the program's second part and puts it beside the first: they share memory and the table of functions, by which they
// call each other. Stands in the script of the first part, so that nothing more has to be loaded before the first screen.
let insideFailed = false;
let insideStyle;

// The styles of the second part, once. A sheet that did not arrive is taken out, so that it can be asked for again.
function loadInsideStyle() {
    insideStyle ??= new Promise((resolve, reject) => {
        const link = document.createElement('link');
        link.rel = 'stylesheet';
        link.href = '__CASEBOOK_INSIDE_CSS__';
        link.integrity = '__CASEBOOK_INSIDE_CSS_INTEGRITY__';
        link.onload = () => resolve();
        link.onerror = () => {
            insideStyle = undefined;
            link.remove();
            reject(new Error('the styles of the second part'));
        };
        document.head.append(link);
    });
    return insideStyle;
}

const import1 = {
    async __wasm_split_load_inside(callback, data) {
        const first = { __wasm_split: initSync() };
        let there = false;
        try {
            const style = loadInsideStyle();
            // Its failure is heard below; a page that is being left hears of it no more.
            style.catch(() => {});
            const answer = await fetch('__CASEBOOK_INSIDE_WASM__', {
                integrity: '__CASEBOOK_INSIDE_WASM_INTEGRITY__',
                // What arrived wrong once may lie in the browser's own cache.
                cache: insideFailed ? 'reload' : 'default',
            });
            if (!answer.ok) throw new Error(`the second part: ${answer.status}`);
            // Where a host gives it another type, it is read whole first.
            if (answer.headers.get('Content-Type') === 'application/wasm') await WebAssembly.instantiateStreaming(answer, first);
            else await WebAssembly.instantiate(await answer.arrayBuffer(), first);
            await style;
            there = true;
        } catch (error) {
            insideFailed = true;
            console.error(error);
        }
        first.__wasm_split.__indirect_function_table.get(callback)(data, there);
    },
};
