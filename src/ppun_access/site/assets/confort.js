// Reading comfort: runs before anything is shown, and makes its own controls. See docs/player.md.
// Served without its comments and indentation: no template literal here.
(function () {
  "use strict";
  const KEY = "ppun-confort";
  const page = document.documentElement;
  const script = document.currentScript;
  const folder = script.src.replace(/[^/]*$/, "");
  const served = location.protocol !== "file:";
  // Name, label, and each value with its name; an empty value is that of the site.
  const CHOICES = [
    ["taille", "Taille du texte",
      ["", "normale"], ["1.25", "grande"], ["1.5", "très grande"], ["2", "double"]],
    ["interligne", "Espace entre les lignes",
      ["", "normal"], ["2", "grand"], ["2.5", "très grand"]],
    ["lettres", "Espace entre les lettres",
      ["", "normal"], [".06", "grand"], [".12", "très grand"]],
    ["largeur", "Largeur des lignes",
      ["28", "étroite"], ["", "normale"], ["52", "large"]],
    ["theme", "Couleurs",
      ["", "automatiques"], ["clair", "claires"], ["sombre", "sombres"],
      ["sepia", "sépia"], ["contraste", "contraste fort"]],
    ["police", "Forme des lettres",
      ["", "habituelle"], ["atkinson", "Atkinson Hyperlegible"]],
    ["regle", "Règle de lecture", ["", "cachée"], ["oui", "montrée"]],
  ];

  let font = null;
  let kept = {};
  try { kept = JSON.parse(localStorage.getItem(KEY)) || {}; } catch (refused) { kept = {}; }
  function apply() {
    CHOICES.forEach((choice) => {
      const name = choice[0];
      const known = choice.slice(2).some((value) => value[0] && value[0] === kept[name]);
      if (known) page.setAttribute("data-" + name, kept[name]);
      else page.removeAttribute("data-" + name);
      page.style.setProperty("--" + name, known ? kept[name] : "");
    });
    if (page.getAttribute("data-police") && !font && window.FontFace) {
      font = new FontFace("Atkinson du site", 'url("' + folder + 'atkinson.woff2")');
      document.fonts.add(font);
    }
  }
  function keep() {
    try { localStorage.setItem(KEY, JSON.stringify(kept)); } catch (refused) { return; }
  }
  apply();
  // Room for what scripts make, until it is made: nothing jumps.
  page.setAttribute("data-attente", "");

  // What a phone may put among its applications, from the home page; a USB stick, nothing.
  if (served && script.getAttribute("src").indexOf("assets/") === 0) {
    [["manifest", "../manifest.webmanifest"], ["apple-touch-icon", "icone-192.png"]]
      .forEach((to) => {
        const link = made("link", document.head);
        link.rel = to[0];
        link.href = folder + to[1];
      });
  }

  function made(tag, parent, text) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    parent.appendChild(element);
    return element;
  }
  function selector(choice, parent) {
    const label = made("label", parent, choice[1] + " ");
    const select = made("select", label);
    select.id = "confort-" + choice[0];
    choice.slice(2).forEach((value) => {
      made("option", select, value[1]).value = value[0];
    });
    select.value = page.getAttribute("data-" + choice[0]) || "";
    select.addEventListener("change", () => {
      kept[choice[0]] = select.value;
      keep();
      apply();
    });
    return select;
  }

  // Two lines around what is read: under the pointer, or at what has the focus.
  function ruler() {
    const lines = made("div", document.body);
    lines.className = "regle";
    lines.setAttribute("aria-hidden", "true");
    const move = (y) => { lines.style.top = y + "px"; };
    move(innerHeight * 0.4);
    addEventListener("mousemove", (event) => move(event.clientY));
    addEventListener("touchmove", (event) => move(event.touches[0].clientY), { passive: true });
    addEventListener("focusin", (event) => {
      const box = event.target.getBoundingClientRect();
      if (event.target.id !== "contenu") move((box.top + box.bottom) / 2);
    });
  }

  // « Garder ce texte »: its own script comes when a reader asks for it, or keeps a text.
  function keeper(model) {
    if (!model || !served || !navigator.serviceWorker || !self.caches) return;
    caches.keys().then((names) => {
      const box = document.importNode(model.content, true).querySelector("section");
      const button = box.querySelector("button");
      const status = box.querySelector("[role=status]");
      const sources = Array.from(document.querySelectorAll("audio source"));
      const known = (one) => one.parentNode.canPlayType(one.type);
      const source = sources.filter(known)[0] || sources.pop() || model;
      box.querySelector("b").textContent = source.getAttribute("data-poids");
      model.parentNode.replaceChild(box, model);
      const tell = (what) => { status.textContent = status.getAttribute("data-" + what); };
      const load = () => {
        const asked = made("script", document.head);
        asked.onerror = () => {
          tell("erreur");
          button.onclick = wanted;
        };
        asked.src = model.getAttribute("data-script");
      };
      const wanted = () => {
        button.onclick = null;
        tell("attente");
        box.setAttribute("data-voulu", "");
        load();
      };
      if (names.some((name) => name.indexOf("garder ") === 0)) load();
      else button.onclick = wanted;
    }).catch(() => 0);
  }

  document.addEventListener("DOMContentLoaded", () => {
    keeper(document.querySelector("template#garder"));
    const panel = made("details", document.querySelector(".bandeau"));
    panel.className = "confort";
    made("span", made("span", made("summary", panel), "Confort "), "de lecture");
    const controls = made("div", panel);
    controls.className = "reglages";
    const selects = CHOICES.map((choice) => selector(choice, controls));
    const reset = made("button", controls, "Revenir aux réglages du site");
    reset.type = "button";
    reset.className = "bouton";
    reset.addEventListener("click", () => {
      kept = {};
      keep();
      apply();
      selects.forEach((select) => { select.value = ""; });
    });
    made("small", controls, "Vos réglages restent sur cet appareil.");
    ruler();
    page.removeAttribute("data-attente");
  });
})();
