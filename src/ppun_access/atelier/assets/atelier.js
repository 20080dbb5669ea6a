// What the scripts of all screens share; each is a module: import { send } from "./atelier.js";

const place = document.getElementById("annonce");
export const base = document.body.dataset.base;

// Tell people, those who do not see the screen too, without moving them.
export function tell(words) {
  place.textContent = words;
}

// A button whose work takes seconds says so, and is pressed once.
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if ("envoi" in form.dataset) return event.preventDefault();
  const words = submitter?.dataset.attente;
  if (!words) return;
  form.dataset.envoi = "";
  submitter.textContent = words;
  tell(words);
});
addEventListener("pageshow", (event) => event.persisted && location.reload());

// Send an object to an address below `base`; give back the answer, or throw an Error that says in French what is wrong.
export async function send(address, values) {
  let answer;
  try {
    answer = await fetch(base + address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept": "application/json" },
      body: JSON.stringify(values),
    });
  } catch {
    throw new Error("L’atelier ne répond plus. Relancez-le, puis rechargez cette page.");
  }
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const error = new Error(found.erreur || "Cela n’a pas marché. Rechargez cette page.");
    error.status = answer.status;
    error.found = found;
    throw error;
  }
  return found;
}
