// The copies that a reader keeps: one cache a page and revision. See docs/site.md.
// Goes before garder.js in the page, before ouvrier.js in the worker.
// Served without its comments and indentation: no template literal here.
const ROOT = (self.document ? document.currentScript.src : location.href)
  .replace(/(assets\/garder|sw)\.js.*$/, "");
const PREFIX = "garder " + ROOT + " ";
// The page that stands for those that are not there.
const AWAY = "hors-ligne/index.html";
// Where a copy holds what it is made of, written last: a copy without it is not whole.
const LABEL = ROOT + "copie";

// The path in the site of the page that has this address.
function pathOf(address) {
  return address.replace(/[?#].*$/, "").replace(/\/$/, "/index.html").slice(ROOT.length);
}

// The names of the caches of a page, or of every page, whole or not.
function caught(page) {
  const start = PREFIX + (page ? page + " " : "");
  return caches.keys().then((names) => names.filter((name) => name.indexOf(start) === 0));
}

// What a cache has at an address. To open one that was just dropped would make it anew.
function held(name, address) {
  return caches.match(address, { cacheName: name });
}

// The whole copies of a page, or of every page, the oldest first.
function copies(page) {
  return caught(page).then((names) => Promise.all(names.map((name) =>
    held(name, LABEL).then((label) =>
      label && label.json().then((list) => ({
        name, list, page: name.slice(PREFIX.length).split(" ")[0],
      }))
    )
  ))).then((found) => found.filter(Boolean));
}

function drop(names) {
  return Promise.all(names.map((name) => caches.delete(name)));
}

// A file as the list wants it: from an older copy that has it, else from the network.
function fetched(file, older) {
  const has = (copy) => copy.list.gardes.some((one) => one[0] === file[0] && one[1] === file[1]);
  const same = older.filter(has)[0];
  const address = ROOT + file[0];
  if (same) return held(same.name, address);
  const ask = (cache) => fetch(address, { cache, integrity: file[1] });
  // A browser that was told wrongly that nothing changed asks for all of it.
  return ask("no-cache").catch(() => ask("reload")).then((answer) => {
    if (!answer.ok) throw new Error(address);
    const type = answer.headers.get("Content-Type") || "application/octet-stream";
    // A new answer: no page may be made of one that came by a redirection.
    return answer.blob().then((body) => new Response(body, { headers: { "Content-Type": type } }));
  });
}

// Keep a page as it is published now, with the one of its sounds that is chosen.
function keep(page, choose) {
  const address = ROOT + page.replace(/[^/]*$/, "garder.json");
  return fetch(address, { cache: "reload" }).then((answer) => {
    if (!answer.ok) throw new Error(address);
    return Promise.all([answer.json(), copies(page), caught(page)]);
  }).then((known) => {
    const list = known[0];
    const older = known[1];
    const name = PREFIX + page + " " + list.revision;
    const at = older.map((copy) => copy.name).indexOf(name);
    if (at >= 0) return drop(older.slice(at + 1).map((copy) => copy.name));
    list.gardes = list.fichiers.concat(list.sons.length ? [choose(list.sons, older)] : []);
    const half = known[2].filter((other) =>
      other !== name && !older.some((copy) => copy.name === other));
    return caches.open(name).then((cache) => list.gardes.reduce((before, file) =>
      before.then(() => cache.match(ROOT + file[0])).then((there) =>
        there || fetched(file, older).then((answer) => cache.put(ROOT + file[0], answer))
      ), Promise.resolve()
    ).then(() => cache.put(LABEL, new Response(JSON.stringify(list))))).then(() => drop(half));
  });
}
