// Hearing: a press says a sentence; a word that is said wrongly is tried, then kept for all texts.
import { send, tell } from "./atelier.js";
import { say, speaks, stop } from "./sound.js";

const list = document.querySelector(".phrases");
const { ici, version } = list.dataset;
const refusal = document.getElementById("refus");
const dialog = document.getElementById("corriger");
const [word, heard, told] = ["mot", "dit", "corriger-dit"].map((id) => document.getElementById(id));
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
  try {
    await say([address("/son", { phrase: button.dataset.phrase })], (place) => {
      button.classList.toggle("dite", place >= 0);
      button.ariaBusy = "false";
    });
  } catch (error) {
    button.ariaBusy = "false";
    refusal.textContent = error.message;
    refusal.hidden = false;
    button.closest("li").append(refusal);
  }
}

function correct(words) {
  word.replaceChildren(...words.map((one) => new Option(one)));
  heard.value = told.textContent = "";
  dialog.showModal();
}

list.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.dataset.phrase) press(button);
  if (button?.dataset.mots) correct(JSON.parse(button.dataset.mots));
});

async function attempt(work) {
  told.textContent = "";
  if (!heard.reportValidity()) return;
  try {
    told.textContent = await work({ mot: word.value, dit: heard.value.trim() });
  } catch (error) {
    told.textContent = error.message;
  }
}

document.getElementById("essayer").addEventListener("click", () => attempt(async (asked) => {
  await say([address("/mot", asked)]);
  return "";
}));
document.getElementById("garder").addEventListener("click", () => attempt(async (asked) => {
  const { fait } = await send(`${ici}/garder?version=${version}`, asked);
  tell(fait);
  return fait;
}));
dialog.addEventListener("close", stop);
