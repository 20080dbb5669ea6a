// « Garder ce texte sur mon appareil »: makes its own controls. See docs/site.md.
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

  const model = find("#garder");
  if (!model) return;
  const page = pathOf(location.href);
  const made = document.importNode(model.content, true);
  const button = find("button", made);
  const status = find("[role=status]", made);
  const audio = find("audio");

  // The sound that this browser plays: the first that it knows, as it does itself.
  const played = (list, type) =>
    list.filter((one) => audio && audio.canPlayType(type(one)))[0] || list[list.length - 1];
  const choose = (sounds) => played(sounds, (sound) => sound[2]);
  const source = played(
    Array.from(document.querySelectorAll("audio source")), (one) => one.type);
  const bytes = +model.dataset.octets + (source ? +source.dataset.octets : 0);
  const mega = bytes >= 999500;
  const size = mega ? (bytes / 1e6).toFixed(1).replace(".0", "") : Math.ceil(bytes / 1e3);
  find("b", made).textContent = String(size).replace(".", ",") + "\u00a0" + (mega ? "Mo" : "ko");

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
  button.addEventListener("click", () => {
    if (busy) return;
    busy = true;
    if (!kept) show(false, "attente");
    (kept ? leave() : take())
      .catch((error) => show(kept, error.name === "QuotaExceededError" ? "place" : "erreur"))
      .then(() => { busy = false; });
  });
  copies(page).then((found) => {
    show(found.length > 0, found.length ? "la" : "");
    model.parentNode.replaceChild(made, model);
  }).catch(() => 0);
})();
