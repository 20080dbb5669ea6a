// Hearing: a press says a sentence; a word that is said wrongly is tried, then kept for all texts.
import { send, tell } from "./atelier.js";
import { say, speaks, stop } from "./sound.js";

const list = document.querySelector(".phrases");
const { ici, version } = list.dataset;
const refusal = document.getElementById("refus");
const dialog = document.getElementById("corriger");
const [word, heard, told] = ["mot", "dit", "corriger-dit"].map((id) => document.getElementById(id));
const back = document.getElementById("oublier");
const known = new Map(Object.entries(JSON.parse(list.dataset.dits)));
const COMING = "La voix arrive…";
let last = null;

function address(end, values) {
  return `${ici}${end}?${new URLSearchParams({ ...values, version })}`;
}

async function press(button) {
  const again = speaks() && last === button;
  stop();
  if (again) return;
  last = button;
  refusal.hidden = true;
  button.ariaBusy = "true";
  const coming = setTimeout(tell, 500, COMING);
  try {
    await say([address("/son", { phrase: button.dataset.phrase })], (place) => {
      clearTimeout(coming);
      button.classList.toggle("dite", place >= 0);
      button.ariaBusy = "false";
    });
  } catch (error) {
    clearTimeout(coming);
    button.ariaBusy = "false";
    refusal.textContent = error.message;
    refusal.hidden = false;
    button.closest("li").append(refusal);
  }
}

function correct(words) {
  word.replaceChildren(new Option("Choisissez le mot", ""), ...words.map((one) => new Option(one)));
  told.textContent = "";
  chosen();
  dialog.showModal();
}

// A word that was corrected before shows how, and may be left as the voice says it.
function chosen() {
  heard.value = known.get(word.value) ?? "";
  back.hidden = !known.has(word.value);
}
word.addEventListener("change", chosen);

list.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.dataset.phrase) press(button);
  if (button?.dataset.mots) correct(JSON.parse(button.dataset.mots));
});

async function attempt(work) {
  told.textContent = "";
  if (!word.reportValidity() || !heard.reportValidity()) return;
  try {
    told.textContent = await work({ mot: word.value, dit: heard.value.trim() });
  } catch (error) {
    told.textContent = error.message;
  }
}

document.getElementById("essayer").addEventListener("click", () => attempt(async (asked) => {
  told.textContent = COMING;
  await say([address("/mot", asked)], () => { told.textContent = ""; });
  return "";
}));
document.getElementById("garder").addEventListener("click", () => attempt(async (asked) => {
  const { fait } = await send(`${ici}/garder?version=${version}`, asked);
  known.set(asked.mot, asked.dit);
  back.hidden = false;
  return fait;
}));
back.addEventListener("click", () => attempt(async ({ mot }) => {
  const { fait } = await send(`${ici}/garder?version=${version}`, { mot, oublier: true });
  known.delete(mot);
  word.focus(); // before its button goes
  chosen();
  return fait;
}));
dialog.addEventListener("close", stop);
