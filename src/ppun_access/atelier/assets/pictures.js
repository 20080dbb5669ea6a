// A picture of one's own is sent with its words, then chosen for the passage.
import { ask, refuse } from "./atelier.js";

const own = document.getElementById("mienne");

own.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { fichier, ...words } = Object.fromEntries(new FormData(own));
  try {
    if (fichier.size > own.dataset.plus) throw new Error(own.dataset.trop);
    const answer = await ask(`${own.action}?${new URLSearchParams(words)}`, { method: "POST", body: fichier });
    const { nom } = await answer.json();
    const form = document.getElementById("choisir");
    const button = Object.assign(document.createElement("button"), { name: "action", value: `image ${nom}`, hidden: true });
    form.append(button);
    form.requestSubmit(button);
  } catch (error) {
    refuse(own, error.message);
  }
});
