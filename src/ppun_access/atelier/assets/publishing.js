// Shows how far the publication is, then its end.
import { base, tell } from "./atelier.js";

const bar = document.getElementById("avance");
const phase = document.getElementById("phase");

if (bar) {
  new EventSource(`${base}/publier/direct`).onmessage = (event) => {
    const work = JSON.parse(event.data);
    if (!work.running) {
      location.hash = "fini";
      location.reload();
      return;
    }
    if (!work.phase) return;
    if (phase.textContent !== work.phase) tell(work.phase);
    phase.textContent = work.phase;
    if (work.total) {
      bar.max = work.total;
      bar.value = work.done;
    }
  };
}
