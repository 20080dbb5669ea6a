// Shows a text again as soon as one of its files changes.
import { base, tell } from "./atelier.js";

const seen = document.getElementById("vu");
const [, , , id] = location.pathname.split("/");

async function again() {
  if (seen.tagName === "IFRAME") {
    seen.contentWindow.location.reload();
    return;
  }
  const page = await (await fetch(location.href)).text();
  const made = new DOMParser().parseFromString(page, "text/html").getElementById("vu");
  seen.textContent = made.textContent;
}

if (seen) {
  new EventSource(`${base}/texte/${id}/direct`).onmessage = async (event) => {
    if (event.data === seen.dataset.marque) return;
    seen.dataset.marque = event.data;
    await again();
    tell("Le texte a changé : la vue est à jour.");
  };
}
