// The search of the texts, from a file as from a server. See docs/site.md.
// Served without its comments and indentation: no template literal here.
(function () {
  "use strict";
  const box = document.querySelector(".chercher");
  const field = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ol");
  const more = box.querySelector("ol + button");
  const root = document.currentScript.src.replace(/assets\/[^/]*$/, "");
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const WORD = /(?:[a-z]\.)+[a-z](?![0-9a-z\u00df-\u00f6\u00f8-\u02af\u0370-\u1fff\u2c00-\u2dff\u3040-\ud7ff])|[0-9a-z\u00df-\u00f6\u00f8-\u02af\u0370-\u1fff\u2c00-\u2dff\u3040-\ud7ff]+/g;
  const WRITTEN = /(?:[A-Za-z\u00c0-\u00d6\u00d8-\u00f6]\.)+[A-Za-z\u00c0-\u00d6\u00d8-\u00f6](?![0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u036f\u0370-\u1fff\u2c00-\u2dff\u3040-\ud7ff])|[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u036f\u0370-\u1fff\u2c00-\u2dff\u3040-\ud7ff]+/g;
  const PLAIN = { "œ": "oe", "æ": "ae", "ł": "l", "ø": "o", "đ": "d" };
  const STEP = 10;
  const AROUND = 14;
  let index = null;
  let asked = false;
  let wanted = "";
  let shown = STEP;
  let reached = 0;
  const texts = {};

  // The same words and stems as french/lexical/stems.py.
  function words(text) {
    const plain = text.normalize("NFD").toLowerCase().replace(/[\u0300-\u036f]/g, "");
    return (plain.replace(/[œæłøđ]/g, (one) => PLAIN[one]).match(WORD) || [])
      .map((word) => word.replace(/\./g, ""));
  }
  function stem(word) {
    index.fins.forEach((step) => {
      const fits = (end) => word.endsWith(end[0]) && word.length - end[0].length >= end[2];
      const end = step.filter(fits)[0];
      if (end) word = word.slice(0, word.length - end[0].length) + end[1];
    });
    return word;
  }
  self.rechercheRacines = (text) => words(text).map(stem);
  function table(told) {
    const made = new Map();
    told.split(" ").forEach((line) => made.set(line.split(":")[0], line.split(":")[1]));
    return made;
  }
  self.rechercheIndex = (made) => {
    index = made;
    index.mots = table(made.mots);
    index.formes = table(made.formes);
    index.outils = new Set(made.outils.split(" "));
    search();
  };
  function load(path, failed) {
    const script = document.createElement("script");
    script.onerror = failed;
    script.src = root + path;
    document.head.appendChild(script);
  }
  function begin() {
    if (asked) return;
    asked = true;
    load("assets/recherche-index.js", () => { asked = false; fail(); });
  }

  // Which keys of the index a word of the reader stands for; the last one may be unfinished.
  function keys(word, last) {
    const found = new Set();
    const own = stem(word);
    if (index.mots.has(own)) found.add(own);
    (index.formes.get(own) || "").split(",").forEach((key) => { if (key) found.add(key); });
    if ((last || !found.size) && word.length > 2) {
      index.mots.forEach((pages, key) => { if (key.startsWith(word)) found.add(key); });
    }
    return found;
  }
  // For a word that no text holds: those that sound like it, or nearly. A number has none.
  const SOUNDS = [
    [/^(?:[cdjlmnst]|qu)(?=h?[aeiouy])/, ""], [/ph/g, "f"], [/eau|au/g, "o"], [/ai|ei|oe/g, "e"],
    [/y/g, "i"], [/g(?=[ei])/g, "j"], [/[cs]h/g, "#"], [/c(?=[ei])|z/g, "s"], [/c|qu?/g, "k"],
    [/h/g, ""], [/[ae][nm](?![aeiou])/g, "@"], [/(.)\1/g, "$1"],
  ];
  const heard = (word, rules) => rules.reduce((said, rule) => said.replace(rule[0], rule[1]), word);
  // How many letters are wrong, missing, too many or exchanged.
  function mistakes(one, other) {
    let before = [];
    let row = Array.from(other + ".", (_, at) => at);
    for (let n = 1; n <= one.length; n += 1) {
      const last = row;
      row = [n];
      for (let at = 1; at <= other.length; at += 1) {
        const wrong = one[n - 1] === other[at - 1] ? 0 : 1;
        const turned = n > 1 && one[n - 1] === other[at - 2] && one[n - 2] === other[at - 1];
        row[at] = Math.min(last[at] + 1, row[at - 1] + 1, last[at - 1] + wrong, turned ? before[at - 2] + 1 : n + at);
      }
      before = last;
    }
    return row[other.length];
  }
  function near(word) {
    const found = new Set();
    const own = stem(word);
    if (own.length < 3 || /\d/.test(word)) return found;
    // « leau » is « l’eau » to who hears it.
    const asked = [heard(own, SOUNDS.slice(1)), heard(own, SOUNDS)];
    let least = asked[0].length < 4 ? 0 : asked[0].length < 8 ? 1 : 2;
    const look = (told, key) => {
      if (Math.abs(key.length - own.length) > 3) return;
      const said = heard(key, SOUNDS.slice(1));
      const wrong = Math.min.apply(null, asked.map((one) => one[0] === said[0] ? mistakes(one, said) : 9));
      if (wrong > least) return;
      if (wrong < least) found.clear();
      least = wrong;
      told.forEach((base) => found.add(base));
    };
    index.mots.forEach((told, key) => look([key], key));
    index.formes.forEach((told, key) => look(told.split(","), key));
    return found;
  }
  function pages(key, tell) {
    let number = 0;
    let value = 0;
    const told = index.mots.get(key);
    for (let at = 0; at < told.length; at += 1) {
      const figure = DIGITS.indexOf(told[at]);
      value = value * 32 + (figure & 31);
      if (figure < 32) {
        number += value >> 2;
        tell(number, value & 3);
        value = 0;
      }
    }
  }
  function find(query) {
    const written = query.match(WRITTEN) || [];
    const asks = written.reduce((all, one) => (
      all.concat(words(one).map((word) => [word, one]))
    ), []);
    const total = new Map();
    const known = new Set();
    const unknown = [];
    asks.forEach((ask, at) => {
      const word = ask[0];
      const best = new Map();
      let meant = keys(word, at === asks.length - 1);
      const missing = !meant.size && !index.outils.has(word) && word.length > 1;
      if (missing) {
        meant = near(word);
        unknown.push([ask[1], meant.size]);
      }
      meant.forEach((key) => {
        known.add(key);
        const weight = key === stem(word) ? 2 : 1;
        pages(key, (number, place) => {
          best.set(number, Math.max(best.get(number) || 0, weight * [2, 3, 6, 9][place]));
        });
      });
      const rare = Math.log(1 + index.pages.length / (best.size || 1));
      best.forEach((score, number) => {
        const before = total.get(number) || [0, 0];
        total.set(number, [before[0] + (missing ? 0 : 1), before[1] + score * rare]);
      });
    });
    let most = 0;
    total.forEach((score) => { most = Math.max(most, score[0]); });
    const found = Array.from(total).filter((one) => one[1][0] === most);
    found.sort((a, b) => b[1][1] - a[1][1] || a[0] - b[0]);
    return { pages: found.map((one) => index.pages[one[0]]), known: known, unknown: unknown };
  }

  function made(tag, parent, text) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    parent.appendChild(element);
    return element;
  }
  function tell(what) { status.textContent = what; }
  function advise(what) {
    tell(what + " ");
    made("a", status, "Voir toutes les pages").href = root + "plan-du-site/index.html";
  }
  function fail() { advise("La recherche ne marche pas ici."); }
  function search() {
    const query = field.value.trim();
    history.replaceState(null, "", query ? "#q=" + encodeURIComponent(query) : "#chercher");
    wanted = query;
    list.textContent = "";
    more.hidden = true;
    if (query.length < 2) return tell("");
    begin();
    if (!index) return tell("Recherche en cours…");
    const found = find(query);
    const now = found.pages.slice(0, shown);
    const ready = () => {
      if (wanted === query && now.every((page) => texts[page[0]])) show(found, now);
    };
    now.forEach((page) => {
      if (!texts[page[0]]) load(page[0].replace(/[^/]*$/, "recherche.js"), () => {
        texts[page[0]] = [["", "", ""]];
        ready();
      });
    });
    self.rechercheTexte = (told) => {
      texts[told[0]] = told[1];
      ready();
    };
    ready();
  }
  function many(count, one, several) { return count + " " + (count > 1 ? several : one); }
  function show(found, now) {
    const all = found.pages;
    const easy = all.filter((page) => page[2]).length;
    if (!all.length) advise("Aucun texte trouvé. Essayez un mot plus court, ou un autre mot.");
    else {
      let said = many(all.length, "texte trouvé", "textes trouvés");
      if (easy) said += ", dont " + many(easy, "version simplifiée", "versions simplifiées");
      said += ".";
      found.unknown.forEach((word) => {
        said += " Aucun texte ne contient «\u00a0" + word[0] + "\u00a0»";
        said += word[1] ? "\u00a0: voici un mot proche." : ".";
      });
      tell(said);
    }
    list.textContent = "";
    now.forEach((page) => result(page, found.known));
    more.hidden = now.length === all.length;
    if (reached && list.children[reached]) list.children[reached].querySelector("a").focus();
    reached = 0;
  }

  // The words of a text: where each begins and ends, its stem if it was asked for.
  function marks(text, known) {
    const at = [];
    text.replace(WRITTEN, (written, start) => {
      const own = stem(words(written).join(""));
      const bases = (index.formes.get(own) || "").split(",").concat(own);
      at.push([start, start + written.length, bases.some((key) => known.has(key)) ? own : ""]);
    });
    return at;
  }
  function different(at) {
    return new Set(at.map((word) => word[2]).filter((own) => own)).size;
  }
  // One page: its title, the part that says most of what was asked, a few words of it.
  function result(page, known) {
    let best = null;
    texts[page[0]].forEach((told) => {
      const part = { anchor: told[0], title: told[1], text: told[2], at: marks(told[2], known) };
      part.score = different(part.at) + 1.5 * different(marks(told[1], known));
      if (!best || part.score > best.score) best = part;
    });
    const item = made("li", list);
    const link = made("a", item, page[1]);
    link.href = root + encodeURI(page[0]) + (best.anchor ? "#" + encodeURIComponent(best.anchor) : "");
    if (page[2]) made("small", link, " (version simplifiée)");
    if (best.title) made("small", link, " › " + best.title);
    const first = Math.max(0, best.at.findIndex((word) => word[2]) - AROUND / 2);
    const last = Math.min(best.at.length, first + AROUND * 2) - 1;
    if (last < 0) return;
    const passage = made("p", item, first ? "… " : "");
    let from = best.at[first][0];
    for (let n = first; n <= last; n += 1) {
      const word = best.at[n];
      if (word[2]) {
        passage.appendChild(document.createTextNode(best.text.slice(from, word[0])));
        made("mark", passage, best.text.slice(word[0], word[1]));
        from = word[1];
      }
    }
    const end = last === best.at.length - 1 ? best.text.length : best.at[last][1];
    passage.appendChild(document.createTextNode(best.text.slice(from, end)));
    if (end < best.text.length) passage.appendChild(document.createTextNode(" …"));
  }

  let pause = 0;
  field.addEventListener("focus", begin);
  field.addEventListener("input", () => {
    clearTimeout(pause);
    shown = STEP;
    pause = setTimeout(search, 300);
  });
  box.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    shown = STEP;
    search();
  });
  more.addEventListener("click", () => {
    reached = shown;
    shown += STEP;
    search();
  });
  box.hidden = false;
  const kept = /^#q=(.*)/.exec(location.hash);
  if (kept) {
    try { field.value = decodeURIComponent(kept[1]); } catch (wrong) { field.value = kept[1]; }
    search();
  } else if (location.hash === "#chercher") field.focus();
})();
