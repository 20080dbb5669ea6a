// The writing screen: each passage is saved at a pause, one after the other, and helped when one is in it.
import { send, tell } from "./atelier.js";

const PAUSE = 700, AGAIN = 3000;
const tools = document.getElementById("outils");
const state = document.getElementById("etat");
const here = tools.dataset.ici;
let digest = tools.dataset.empreinte;
let queue = Promise.resolve();
let helped = null;
const timers = new Map();
const fieldOf = passage => passage.querySelector("textarea");
const passages = () => [...document.querySelectorAll(".passage")];

for (const passage of passages()) passage.saved = fieldOf(passage).defaultValue;

function say(words, isWrong = false) {
  if (state.textContent !== words) state.textContent = words;
  state.classList.toggle("refus", isWrong);
}

// Browsers that do not size a field by its words: this field alone is measured.
function grow(field) {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 4}px`;
}

// Saving

function later(passage) {
  clearTimeout(timers.get(passage));
  timers.set(passage, setTimeout(() => save(passage), PAUSE));
}

function save(passage) {
  clearTimeout(timers.get(passage));
  timers.delete(passage);
  queue = queue.then(() => saveNow(passage));
  return queue;
}

function flush() {
  for (const passage of passages()) if (isWaiting(passage)) save(passage);
  return queue;
}

// Go on to another page once all is saved; what could not be saved stays here.
function leave(go) {
  flush().then(() => passages().some(isWaiting) || go());
}

const isWaiting = passage => fieldOf(passage).value !== passage.saved && !passage.conflict;

async function saveNow(passage, again = false) {
  if (!again && !isWaiting(passage)) return;
  const text = fieldOf(passage).value;
  const { passage: number, marque, apres, lien, titre } = passage.dataset;
  try {
    const address = here.slice(document.body.dataset.base.length);
    const found = await send(`${address}/enregistrer`, { passage: number, marque, apres, lien, titre, texte: text, empreinte: digest });
    passage.saved = text;
    digest = found.empreinte;
    document.getElementById("annuler").disabled = !found.annuler;
    numbered(passage, found);
    say("Enregistré.");
    if (helped === passage) help(passage);
  } catch (error) {
    if (error.status === 409) return conflict(passage, error.found, text);
    say(`Pas enregistré. ${error.message}${error.status ? "" : " Gardez celle-ci ouverte : copiez ce que vous venez d’écrire, puis collez-le dans l’autre."}`, true);
    timers.set(passage, setTimeout(() => save(passage), AGAIN));
  }
}

// The words of a field may be a passage more, or none, or several: those after it have other numbers. The page
// is made again once one leaves the field.
function numbered(passage, found) {
  const marks = found.marque.split(" ").filter(Boolean);
  const before = passage.dataset.passage === "-1" ? 0 : passage.dataset.marque.split(" ").length;
  const after = passages().slice(passages().indexOf(passage) + 1);
  const number = Number(passage.dataset.passage), by = number < 0 ? marks.length : found.passage - number + marks.length - before;
  for (const one of after) if (one.dataset.passage !== "-1") one.dataset.passage = Number(one.dataset.passage) + by;
  passage.dataset.marque = found.marque;
  passage.dataset.passage = marks.length ? found.passage : -1;
  passage.dataset.apres = found.passage - 1;
  if (marks.length === 1 && before === 1) return;
  fieldOf(passage).onblur = event => {
    const next = event.relatedTarget?.closest?.(".passage") || passage;
    leave(() => { location.href = `${here}?passage=${next.dataset.passage}`; });
  };
}

function conflict(passage, found, sent) {
  // It changed elsewhere in the text, or holds these words already.
  if (found.passage >= 0 && [passage.saved, sent].includes(found.leur)) {
    Object.assign(passage.dataset, { passage: found.passage, marque: found.marque });
    passage.saved = found.leur;
    return saveNow(passage, true);
  }
  passage.conflict = true;
  say("Pas enregistré : ce passage a changé ailleurs.", true);
  const block = document.getElementById("conflit").content.firstElementChild.cloneNode(true);
  const field = fieldOf(passage);
  block.querySelector("[data-mien]").textContent = field.value;
  block.querySelector("[data-leur]").textContent = found.leur;
  block.addEventListener("click", event => {
    const kept = event.target.dataset.garder;
    if (!kept) return;
    block.remove();
    passage.conflict = false;
    digest = found.empreinte;
    Object.assign(passage.dataset, { passage: found.passage, marque: found.marque, apres: found.apres });
    passage.saved = found.leur;
    if (kept === "leur") field.value = found.leur;
    field.focus();
    if (kept === "leur") { say("Le texte enregistré est gardé."); help(passage); } else save(passage);
  });
  field.after(block);
}

// Help

async function help(passage, asked = "", method = "GET") {
  if (passage.dataset.passage === "-1") return;
  if (helped && helped !== passage) helped.querySelector(".aide").replaceChildren();
  helped = passage;
  const number = passage.dataset.passage;
  const answer = await fetch(`${here}/passage/${number}${asked}`, { method }).catch(() => null);
  if (!answer?.ok || helped !== passage || isWaiting(passage)) return;
  const place = passage.querySelector(".aide");
  const held = place.contains(document.activeElement) ? [...place.querySelectorAll("a, button, summary, select")].indexOf(document.activeElement) : -1;
  const isOpen = place.querySelector("details")?.open;
  place.innerHTML = await answer.text();
  if (asked) tell(place.querySelector("[data-dit]")?.textContent || "");
  if (isOpen) place.querySelector("details").open = true;
  if (held >= 0) place.querySelectorAll("a, button, summary, select")[held]?.focus();
  if (place.querySelector("[data-attend]")) setTimeout(() => helped === passage && help(passage), AGAIN);
}

// Where one is

function hold(passage) {
  document.querySelectorAll(".tenu").forEach(one => one.classList.remove("tenu"));
  const source = document.getElementById(`s${passage.dataset.source}`);
  tools.elements.passage.value = passage.dataset.passage;
  if (!source) return;
  source.classList.add("tenu");
  const column = document.getElementById("source");
  column.scrollTop += source.getBoundingClientRect().top - column.getBoundingClientRect().top - 16;
}

function arrive(passage) {
  hold(passage);
  if (helped !== passage) help(passage);
}

function go(passage) {
  if (!passage) return;
  fieldOf(passage).focus();
  passage.scrollIntoView({ block: passage.offsetHeight < innerHeight / 2 ? "center" : "start" });
}

document.addEventListener("input", event => {
  const passage = event.target.closest?.(".passage");
  if (!passage || event.target !== fieldOf(passage)) return;
  grow(event.target);
  later(passage);
});

document.addEventListener("focusin", event => {
  const passage = event.target.closest?.(".passage");
  if (passage && event.target === fieldOf(passage)) arrive(passage);
});

document.addEventListener("focusout", event => {
  const passage = event.target.closest?.(".passage");
  if (passage && isWaiting(passage)) save(passage);
});

document.addEventListener("keydown", event => {
  const passage = event.target.closest?.(".passage");
  const every = passages();
  if (event.key === "Enter" && event.ctrlKey && passage) {
    event.preventDefault();
    go(every[every.indexOf(passage) + (event.shiftKey ? -1 : 1)]);
  } else if (event.key === "F2") {
    event.preventDefault();
    const column = passage && document.getElementById(`s${passage.dataset.source}`);
    const place = column?.offsetParent ? column : passage?.querySelector(".vis-a-vis");
    if (place && !place.contains(event.target)) place.focus();
    else go(passage || every.find(one => one.dataset.source === event.target.closest?.(".paragraphe")?.id.slice(1)) || helped || every[0]);
  }
});

document.addEventListener("click", event => {
  const link = event.target.closest?.("a[href]");
  if (event.target.closest?.("[data-comparer]")) help(event.target.closest(".passage"), "?comparer=1");
  if (event.target.closest?.("[data-modele]")) {
    event.target.disabled = true;
    tell("Le modèle cherche. Cela peut durer une minute ou plus.");
    help(event.target.closest(".passage"), "/modele", "POST");
  }
  if (!link) return;
  if ("champ" in link.dataset) {
    event.preventDefault();
    go(document.querySelector(link.hash));
  } else if (!link.getAttribute("href").startsWith("#") && passages().some(isWaiting)) {
    event.preventDefault();
    leave(() => { location.href = link.href; });
  }
});

// A button acts on what was typed just before.
document.addEventListener("submit", event => {
  const { target: form, submitter } = event;
  if (form.ready) return;
  event.preventDefault();
  leave(() => setTimeout(() => { // once this event is over: inside it, no form is sent
    form.elements.empreinte.value = digest;
    const passage = form.closest(".passage");
    if (passage) for (const name of ["passage", "marque"]) form.elements[name].value = passage.dataset[name];
    form.ready = true;
    form.requestSubmit(submitter);
  }));
});

document.addEventListener("visibilitychange", flush);
addEventListener("beforeunload", event => {
  flush();
  if (passages().some(one => fieldOf(one).value !== one.saved)) event.preventDefault();
});

// Words under way when one leaves are kept by the tab: the page that comes next may be older than they are.
// Where it shows neither them nor what they replace, they are kept, and told, until one is done with them.
let untold = [];
addEventListener("pagehide", () => {
  const left = passages().filter(isWaiting).map(one => {
    const { passage, marque, lien, apres, titre } = one.dataset;
    return [passage, marque, fieldOf(one).value, { lien, nouveau: apres, titre }];
  });
  if (left.length || untold.length) sessionStorage.setItem(here, JSON.stringify([...untold, ...left]));
});

const flat = text => text.trim().split(/\s+/).join(" ");

function isShown(words) {
  const shown = passages().map(one => flat(fieldOf(one).value));
  const has = text => !flat(text) || shown.includes(flat(text));
  return has(words) || words.split(/\n\s*\n/).every(has);
}

const NEW = "-1";
const isBegun = ([number,, words]) => number === NEW && !isShown(words);

function keepOn(one) {
  const [number, mark, words, place] = one;
  if (number === NEW && isShown(words)) return; // saved since
  const same = passages().filter(({ dataset }) => number === NEW ? dataset.passage === NEW && dataset.lien === place.lien : mark && dataset.marque === mark);
  const passage = same.find(({ dataset }) => dataset.passage === number) || (same.length === 1 && same[0]);
  if (passage) fieldOf(passage).value = words;
  else if (!isShown(words)) untold.push(one);
}

function tellUntold() {
  const block = document.getElementById("quittes").content.firstElementChild.cloneNode(true);
  block.querySelector("pre").textContent = untold.map(([, , words]) => words).join("\n\n");
  block.querySelector("button").onclick = () => {
    untold = [];
    block.remove();
    say("");
  };
  document.querySelector(".colonnes").before(block);
  say("Pas enregistré : des mots que vous écriviez sont au-dessus du texte.", true);
}

try {
  const left = JSON.parse(sessionStorage.getItem(here) || "[]"), begun = left.find(isBegun);
  if (begun && !passages().some(one => one.dataset.passage === NEW)) {
    const asked = Object.entries(begun[3]).filter(([, value]) => value);
    location.replace(`${here}?${new URLSearchParams(asked)}`); // where its field is
  } else {
    left.forEach(keepOn);
    sessionStorage.removeItem(here);
  }
} catch { /* a browser that keeps nothing */ }
if (untold.length) tellUntold();
flush(); // these, and what was typed before this script came
const first = document.querySelector("textarea[autofocus]");
if (first) {
  go(first.closest(".passage"));
  arrive(first.closest(".passage")); // the browser may have gone there first
  tell(state.textContent);
}
