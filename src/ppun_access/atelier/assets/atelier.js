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

// Ask the atelier for an address; give back the answer, or throw an Error that says in French what is wrong.
// One that was stopped and started has another address: it no longer knows this page.
export async function ask(address, options = {}) {
  const headers = { Accept: "application/json, */*" };
  const answer = await fetch(address, { headers, ...options }).catch(() => ({ status: 403 }));
  if (answer.ok) return answer;
  if (answer.status === 403) throw new Error("L’atelier s’est arrêté. Relancez-le : il s’ouvre dans une nouvelle page.");
  const found = await answer.json().catch(() => ({}));
  const error = new Error(found.erreur || "Cela n’a pas marché. Rechargez cette page.");
  throw Object.assign(error, { status: answer.status, found });
}

// Send what an object holds to an address below `base`, to the end even if one leaves; give back what is answered.
export async function send(address, values) {
  const fields = Object.entries(values).filter(([, value]) => value !== undefined);
  const body = String(new URLSearchParams(fields));
  const headers = { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json, */*" };
  const keepalive = body.length < 60_000; // browsers take 64 KB from a page that one leaves
  return (await ask(base + address, { method: "POST", headers, body, keepalive })).json();
}

// Tell at the end of a form why what it asks was not done.
export function refuse(form, words) {
  form.querySelector(".refus")?.remove();
  const place = document.createElement("p");
  place.className = "encart refus";
  place.setAttribute("role", "alert");
  place.textContent = words;
  form.append(place);
}
