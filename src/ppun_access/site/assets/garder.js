// « Garder ce texte sur mon appareil »: asked for by confort.js. See docs/site.md.
// Served after copies.js, without its comments and indentation: no template literal here.
(function () {
  "use strict";
  const find = (selector, place) => (place || document).querySelector(selector);
  const worker = navigator.serviceWorker;
  if (location.protocol === "file:" || !worker || !self.caches) return;

  // The page of what is kept. A browser may refuse to look: then nothing is shown.
  const shelf = find("#gardes");
  if (shelf) {
    copies().then((found) => {
      const list = document.createElement("ul");
      const titles = {};
      found.forEach((copy) => { titles[copy.page] = copy.list.titre; });
      Object.keys(titles).forEach((page) => {
        if (page === AWAY) return;
        const link = document.createElement("a");
        link.href = ROOT + page;
        link.textContent = titles[page];
        list.appendChild(document.createElement("li")).appendChild(link);
      });
      if (list.firstChild) shelf.insertBefore(list, shelf.firstChild);
    }).catch(() => 0);
  }

  const box = find(".garder");
  if (!box) return;
  const page = pathOf(location.href);
  const button = find("button", box);
  const status = find("[role=status]", box);
  const audio = find("audio");

  // The sound that this browser plays: the first that it knows, as it does itself.
  const choose = (sounds) =>
    sounds.filter((sound) => audio && audio.canPlayType(sound[2]))[0] || sounds[sounds.length - 1];

  let kept = false;
  let busy = false;
  function show(is, what) {
    kept = is;
    find(".non-garde", button).hidden = kept;
    find(".garde", button).hidden = !kept;
    status.textContent = what ? status.getAttribute("data-" + what) : "";
  }
  function take() {
    const storage = navigator.storage;
    if (storage && storage.persist) storage.persist().catch(() => 0);
    return worker.register(ROOT + "sw.js")
      .then(() => keep(AWAY))
      .then(() => keep(page, choose))
      .then(() => worker.ready)
      .then(() => copies(page))
      .then((found) => {
        if (!found.length) throw new Error(page);
        show(true, "fait");
      });
  }
  // Without any text left, nothing stays on the device.
  function leave() {
    return caught(page).then(drop).then(() => copies()).then((left) => {
      if (left.some((copy) => copy.page !== AWAY)) return 0;
      return caught().then(drop).then(() => worker.getRegistration(ROOT))
        .then((here) => here && here.unregister());
    }).then(() => show(false, "oublie"));
  }
  function press() {
    if (busy) return;
    busy = true;
    if (!kept) show(false, "attente");
    (kept ? leave() : take())
      .catch((error) => show(kept, error.name === "QuotaExceededError" ? "place" : "erreur"))
      .then(() => { busy = false; });
  }
  button.addEventListener("click", press);
  copies(page).catch(() => []).then((found) => {
    if (found.length) show(true, "la");
    else if (box.hasAttribute("data-voulu")) press();
  });
})();
