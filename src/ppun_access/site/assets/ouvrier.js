// The service worker: gives what is kept, asks the network for the rest. See docs/site.md.
// Served as sw.js, after copies.js and REVISIONS (page → what is published now).
let working = null;

// Copies of what was published again are made anew, those of no use are left alone.
function renew() {
  const like = (sounds, older) => sounds.filter((sound) =>
    older[0].list.gardes.some((file) => file[0] === sound[0]))[0] || sounds[sounds.length - 1];
  return copies().then((found) => {
    const last = {};
    found.forEach((copy) => { last[copy.page] = copy.list.revision; });
    return Object.keys(last).reduce((before, page) => before.then(() =>
      REVISIONS[page] && REVISIONS[page] !== last[page] ? keep(page, like).catch(() => 0) : 0
    ), Promise.resolve());
  });
}
function update() {
  if (!working) working = renew().catch(() => 0).then(() => { working = null; });
  return working;
}

// A page that is open goes on with the copy it came from: the next one waits for it.
function current(found, request) {
  if (found.length < 2) return Promise.resolve(found[0]);
  return self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((open) => {
    const here = open.filter((client) => pathOf(client.url) === found[0].page).length;
    const again = request.cache === "no-cache" || request.cache === "reload";
    if (here > (again ? 1 : 0)) return found[0];
    return drop(found.slice(0, -1).map((copy) => copy.name)).then(() => found[found.length - 1]);
  });
}

// The part that a player asks for: browsers play nothing else.
function part(answer, range) {
  const asked = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/.exec(range || "");
  if (!asked) return answer;
  return answer.blob().then((body) => {
    const size = body.size;
    const begin = asked[3] ? Math.max(size - asked[3], 0) : +asked[1];
    const end = asked[2] ? Math.min(+asked[2], size - 1) : size - 1;
    const type = answer.headers.get("Content-Type");
    const headers = { "Accept-Ranges": "bytes", "Content-Range": "bytes */" + size };
    if (begin > end) return new Response("", { status: 416, headers });
    headers["Content-Range"] = "bytes " + begin + "-" + end + "/" + size;
    headers["Content-Length"] = end - begin + 1;
    headers["Content-Type"] = type;
    const some = body.slice(begin, end + 1, type);
    return new Response(some, { status: 206, statusText: "Partial Content", headers });
  });
}

function given(copy, path, request) {
  return held(copy.name, ROOT + path).then((answer) =>
    answer ? part(answer, request.headers.get("range")) : fetch(request));
}

// Without network: the page that tells so, if a page was asked for.
function away(path) {
  const asked = /(\.html|(^|\/)[^.]*)$/.test(path);
  return copies(AWAY).then((found) =>
    asked && found.length ? Response.redirect(ROOT + AWAY) : Response.error());
}

function page(path, request) {
  return copies(path).then((found) => {
    if (!found.length) return fetch(request).catch(() => away(path));
    return current(found, request).then((copy) => given(copy, path, request));
  });
}

// What a page asks for comes from where the page came from.
function piece(path, event) {
  const id = event.clientId;
  return (id ? self.clients.get(id) : Promise.resolve())
    .then((client) => copies(client && pathOf(client.url)))
    .then((found) => {
      const has = (copy) => copy.list.gardes.some((file) => file[0] === path);
      const copy = found.filter(has)[0];
      return copy ? given(copy, path, event.request) : fetch(event.request);
    });
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(update());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const request = event.request;
  // Other sites, and what is sent, are none of its business.
  if (request.method !== "GET" || request.url.indexOf(ROOT) !== 0) return;
  const path = pathOf(request.url);
  if (request.mode === "navigate") {
    event.waitUntil(update());
    event.respondWith(page(path, request));
  } else event.respondWith(piece(path, event));
});
