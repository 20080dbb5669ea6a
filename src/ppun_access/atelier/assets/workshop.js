// The workshop: each press is sent and the page is shown as it then is, without moving who pressed.
import { ask, refuse, tell } from "./atelier.js";
import { say, speaks, stop } from "./sound.js";

const main = document.getElementById("contenu");

function show(text, address) {
  if (new URL(address).pathname !== location.pathname) return location.assign(address);
  const page = new DOMParser().parseFromString(text, "text/html");
  page.querySelector("[autofocus]")?.removeAttribute("autofocus"); // who pressed stays there
  const pressed = document.activeElement?.id;
  main.replaceChildren(...page.getElementById("contenu").childNodes);
  document.title = page.title;
  (document.getElementById(pressed) || main.querySelector("h1")).focus();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("vif" in form.dataset)) return;
  event.preventDefault();
  stop();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  try {
    const answer = await ask(form.action, { method: "POST", body });
    show(await answer.text(), answer.url);
    tell("C’est noté.");
  } catch (error) {
    refuse(form, error.message);
  }
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-ecouter]");
  if (!button) return;
  if (speaks()) return stop();
  const { ecouter, lignes } = button.dataset;
  button.textContent = "La voix arrive…";
  try {
    await say([...Array(Number(lignes)).keys()].map((line) => ecouter + line), (place) => {
      button.textContent = "Arrêter la voix";
      for (const one of main.querySelectorAll("[data-ligne]")) one.classList.toggle("dite", Number(one.dataset.ligne) === place);
    });
  } catch (error) {
    refuse(button.form, error.message);
  }
  button.textContent = "Écouter";
});
