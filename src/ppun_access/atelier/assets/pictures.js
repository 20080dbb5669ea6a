// A picture of one's own is sent with its words, then chosen for the passage.
import { ask, refuse } from "./atelier.js";

const own = document.getElementById("mienne");

const WIDEST = 1600;

// A photo of a telephone is made small enough for a page here, before it is sent.
async function lighter(file, most) {
  if (file.size <= most || !["image/jpeg", "image/png"].includes(file.type)) return file;
  try {
    const photo = await createImageBitmap(file);
    const scale = Math.min(1, WIDEST / Math.max(photo.width, photo.height));
    const canvas = new OffscreenCanvas(Math.round(photo.width * scale), Math.round(photo.height * scale));
    canvas.getContext("2d").drawImage(photo, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: file.type, quality: 0.85 });
  } catch {
    return file; // no picture, or too large a one for this browser: the reason is told below
  }
}

own.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { fichier: chosen, ...words } = Object.fromEntries(new FormData(own));
  try {
    const fichier = await lighter(chosen, own.dataset.plus);
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
