navigator.serviceWorker.register('sw.js');
document.body.dataset.ready = '';
