// Keeps Casebook on the device and puts the security headers on all that it serves. Holds no secret, and no data but sealed
// files that wait to be opened.
//
// All files of one build are kept or none; a build's cache is its own. After installation nothing is asked of the network
// here but a file of this build that the browser has lost: what is not of it does not exist. A new build waits until the
// mentor takes it.
'use strict';

const BUILD = '__CASEBOOK_BUILD__';
const PRECACHE = __CASEBOOK_PRECACHE__;
const HEADERS = __CASEBOOK_HEADERS__;

const SCOPE = new URL('./', location.href);
// Several Casebooks may live under one origin, on paths of their own.
const OURS = `casebook ${SCOPE.pathname} `;
const CACHE = OURS + BUILD;

// A host may not know these types; browsers insist on some of them.
const TYPES = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
};

function headers(type) {
  return { ...HEADERS, 'Content-Type': type };
}

function type(url) {
  if (url.href === SCOPE.href) return TYPES.html;
  return TYPES[url.pathname.split('.').pop()] ?? 'application/octet-stream';
}

async function keep(cache, [path, integrity]) {
  const url = new URL(path, SCOPE);
  // 'reload': a browser's own cache may hold an older file of the same name.
  const answer = await fetch(new Request(url, { cache: 'reload', credentials: 'same-origin', integrity }));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  // A new answer: it carries our headers, and whatever the host redirected or added is gone.
  await cache.put(url, new Response(await answer.arrayBuffer(), { headers: headers(type(url)) }));
}

async function install() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(PRECACHE.map((entry) => keep(cache, entry)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

// A file that was kept and is gone; nothing if it can't be had as it was made.
async function again(cache, url) {
  const entry = PRECACHE.find(([path]) => new URL(path, SCOPE).href === url.href);
  if (!entry) return undefined;
  try {
    await keep(cache, entry);
    return await cache.match(url.href);
  } catch {
    return undefined;
  }
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // Only at the first installation: the page that is there is of this very build, and waits for it to start its workers.
  if (old.length === 0) await clients.claim();
}

async function serve(request) {
  const url = new URL(request.url);
  url.search = '';
  url.hash = '';
  if (request.method === 'GET' && url.origin === SCOPE.origin) {
    if (request.mode === 'navigate') {
      const page = url.href === SCOPE.href || url.pathname === `${SCOPE.pathname}index.html`;
      // Routes live in the hash; any other path is a mistyped one.
      if (!page) return Response.redirect(SCOPE.href);
      url.href = SCOPE.href;
    }
    const cache = await caches.open(CACHE);
    const kept = (await cache.match(url.href)) ?? (await again(cache, url));
    if (kept) return kept;
  }
  return new Response('Not kept on this device.', { status: 404, headers: headers('text/plain; charset=utf-8') });
}

// What another app shares with Casebook (the manifest's share_target) waits here until somebody opens it on the page. Another
// site can send something too: it is only kept, within these bounds, and only if it looks sealed. `src/browser/inbox.rs`
// reads it and keeps the same bounds (`casebook_bundle::format`; a test compares them).
const INBOX = `casebook-inbox ${SCOPE.pathname}`;
const SHARE = new URL('./share', SCOPE).href;
const MOST_OF_ONE = 64 * 1024 * 1024;
const MOST_OF_ALL = 4 * MOST_OF_ONE;
const MOST_FILES = 20;
const SEALED = /^(age-encryption\.org\/|(\u{feff})?\s*-----BEGIN AGE ENCRYPTED FILE-----)/u;

// Why the file is not kept, or nothing.
async function refused(file, inbox) {
  if (file.size > MOST_OF_ONE) return 'too-large';
  // Of another file the beginning may not even be text; then it is no such beginning.
  const start = await file.slice(0, 2048).text();
  if (!SEALED.test(start)) return 'not-sealed';
  const waiting = (await inbox.keys()).filter(({ url }) => !url.includes('/inbox/refused/'));
  const sizes = await Promise.all(waiting.map(async (request) => Number((await inbox.match(request)).headers.get('X-Size'))));
  const held = sizes.reduce((sum, size) => sum + size, 0);
  return waiting.length >= MOST_FILES || held + file.size > MOST_OF_ALL ? 'full' : undefined;
}

async function receive(request) {
  const inbox = await caches.open(INBOX);
  let why;
  try {
    const files = [...(await request.formData()).values()].filter((value) => value instanceof File && value.size > 0);
    if (files.length === 0) why = 'nothing';
    for (const file of files.slice(0, MOST_FILES)) {
      const not = await refused(file, inbox);
      why = not ?? why;
      if (not) continue;
      const name = `~${encodeURIComponent([...file.name].slice(0, 200).join(''))}`;
      const headers = { 'Content-Type': 'application/octet-stream', 'X-Size': String(file.size) };
      await inbox.put(new URL(`./inbox/${Date.now()}-${crypto.randomUUID()}/${name}`, SCOPE), new Response(file, { headers }));
    }
  } catch {
    why = 'unreadable';
  }
  if (why) await inbox.put(new URL(`./inbox/refused/${why}`, SCOPE), new Response(''));
  return Response.redirect(new URL('./#/open', SCOPE).href, 303);
}

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(activate()));
addEventListener('fetch', (event) => {
  const { request } = event;
  const shared = request.method === 'POST' && request.mode === 'navigate' && request.url === SHARE;
  event.respondWith(shared ? receive(request) : serve(request));
});
addEventListener('message', (event) => {
  if (event.data === 'accept') event.waitUntil(skipWaiting());
  if (event.data === 'claim') event.waitUntil(clients.claim());
});
