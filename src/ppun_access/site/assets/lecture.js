// Read-along: plays, lights what is heard and moves in it. See docs/player.md.
// Served without its comments and indentation: no template literal here.
(function () {
  "use strict";
  const page = document.documentElement;
  const find = (selector) => document.querySelector(selector);
  const audio = find("audio");
  const model = find("#lecteur");
  if (!model || !window.VTTCue) return;
  const on = (names, action, target = audio) => names.split(" ").forEach((name) => {
    target.addEventListener(name, action, { passive: true });
  });

  // One button in the place of the browser's own player, and a bar.
  audio.controls = false;
  model.parentNode.replaceChild(model.content, model);
  const start = find(".jouer");
  const bar = find(".barre");
  const status = find(".barre [role]");
  const back = find(".revenir");
  const switcher = find("[data-pas='0']");
  const opener = find("[aria-controls]");
  const panel = find("#reglages");
  const speed = find("#vitesse");
  const follow = find("#suivre");
  const click = find("#cliquer");
  const place = find("#aller");

  const parts = Array.from(document.querySelectorAll("[data-begin]"), (element) => ({
    element,
    begin: +element.dataset.begin,
    end: +element.dataset.end,
    block: element.closest("p,li,dt,dd,th,td,h2,h3,h4,h5,h6") || element,
  })).sort((a, b) => a.begin - b.begin);

  // What the device remembers; it may refuse to.
  const recall = (name) => {
    try { return localStorage["ppun-" + name]; } catch (refused) {}
  };
  const remember = (name, value) => {
    try { localStorage["ppun-" + name] = value; } catch (refused) {}
  };

  // Where the sound is. Before its first bytes it cannot be moved: the place waits.
  const PLACE = "lecture " + location.pathname;
  let wanted = +recall(PLACE) || 0;
  let returned = wanted >= 1;
  const now = () => audio.readyState ? audio.currentTime : wanted;
  function go(time) {
    wanted = time;
    if (audio.readyState) audio.currentTime = time;
    else if (audio.preload !== "auto") {
      audio.preload = "auto";
      audio.load();
    }
    tell();
  }
  function note() {
    wanted = now();
    remember(PLACE, audio.ended ? 0 : wanted);
  }
  on("loadedmetadata", () => {
    if (wanted < audio.duration) audio.currentTime = wanted;
  });
  on("timeupdate", () => {
    tell();
    if (Math.abs(audio.currentTime - wanted) > 5) note();
  });
  on("pause ended seeked", note);
  // A tab that plays no more says nothing: another one may be further.
  on("pagehide", () => { if (!audio.paused) note(); }, window);

  // A browser may refuse to begin what was pressed on another page: the button is at hand.
  let failed = false;
  function play() {
    if (failed || audio.networkState === 3) audio.load();
    failed = false;
    say("");
    audio.play().catch((error) => {
      if (error.name === "NotAllowedError") start.focus();
      else if (error.name === "NotSupportedError") fail();
    });
  }
  function fail() {
    failed = true;
    audio.pause();
    say(model.dataset[location.protocol === "file:" ? "absent" : "erreur"]);
    open();
    settle();
    uncover();
    tell();
  }
  on("error", fail);
  on("error", fail, audio.querySelector("source:last-of-type"));
  // Another page that begins stops this one.
  on("play", () => {
    remember("ecoute", Date.now());
    returned = false;
    open();
  });
  on("storage", (event) => { if (event.key === "ppun-ecoute") audio.pause(); }, window);

  // What the buttons say: the sound that does not come at once is told.
  let late = 0;
  const clock = (time) => (time / 60 | 0) + ":" + ("0" + (time % 60 | 0)).slice(-2);
  function tell() {
    const time = clock(now());
    const busy = !audio.paused && (audio.seeking || audio.readyState < 3);
    if (busy && !late) late = setTimeout(() => { say("Chargement…"); tell(); }, 400);
    if (!busy && late) {
      clearTimeout(late);
      late = 0;
      if (!failed) say("");
    }
    const word = late && status.textContent || (audio.paused ? returned ? "Reprendre" : "Écouter" : "Pause");
    page.classList.toggle("ecoute", !audio.paused);
    const name = find(".jouer b");
    put(name, word === "Reprendre" ? word + " à " + time : word);
    name.nextSibling.hidden = word !== "Écouter";
    put(switcher.lastChild, word);
    put(find(".instant b"), time);
    back.hidden = !away || audio.paused;
    place.value = now();
    place.setAttribute("aria-valuetext", time);
  }
  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }
  function say(what) {
    put(status, what);
    status.classList.toggle("hors-ecran", what === "Chargement…");
    fit();
  }
  on("play playing pause waiting seeking seeked canplay emptied", tell);

  // The bar, under which nothing that has the focus may stand.
  const room = () => innerHeight - bar.offsetHeight;
  const fit = () => page.style.setProperty("--barre", bar.offsetHeight + "px");
  function uncover() {
    const held = document.activeElement;
    const box = held.getBoundingClientRect();
    const under = box.bottom + 8 - room();
    if (held.tabIndex < 0 || bar.contains(held) || under < 1 || box.top > innerHeight) return;
    scrollBy(0, under);
  }
  function open() {
    if (!bar.hidden) return;
    bar.hidden = false;
    settle();
    uncover();
  }
  function unfold(is) {
    panel.hidden = !is;
    opener.setAttribute("aria-expanded", is);
    fit();
  }
  function close() {
    const y = pageYOffset;
    audio.pause();
    unfold(false);
    bar.hidden = true;
    fit();
    start.focus({ preventScroll: true });
    scrollTo(0, y);
  }
  // Another size of the window or of the text moves the page, not the reader: what is
  // heard is elsewhere, and shown there.
  on("resize", () => {
    aim = null;
    settle();
    show();
  }, window);
  on("change", settle, document);
  on("focusin", (event) => {
    const held = event.target;
    if (bar.contains(held)) return;
    if (!panel.hidden) unfold(false);
    // Who goes from link to link moves the page.
    if (held !== start && held.tabIndex >= 0) leave();
    // A glide would go on, and take what has the focus out of sight: it may for one frame.
    if (aim !== null) {
      scrollTo(0, pageYOffset);
      requestAnimationFrame(() => {
        const top = held.getBoundingClientRect().top;
        if (top < 0 || top > innerHeight) held.scrollIntoView(top < 0);
        uncover();
      });
    }
    uncover();
  }, document);

  // One sentence (1, -1) or one paragraph (2, -2) away.
  const first = (part, n) => !n || part.block !== parts[n - 1].block;
  function step(size) {
    const list = size % 2 ? parts : parts.filter(first);
    const time = now() + 0.05;
    let n = list.length - 1;
    while (n && list[n].begin > time) n--;
    n += Math.sign(size);
    if (n < list.length) go(list[Math.max(n, 0)].begin);
  }

  // The page follows the voice until the reader moves it: by any move that is not its own.
  let lit;
  let word;
  let pressed;
  let away = false;
  let aim = null;
  let goal = -9;
  let still = 12;
  // What is said of the head of the page stands above the text: nobody is taken there.
  const inText = () => lit && !lit.element.closest("header");
  function leave() {
    if (away || audio.ended || !lit || !follow.checked) return;
    away = true;
    tell();
    fit();
  }
  // Of a sentence that is too high for the window, the word.
  function heard() {
    const box = lit.element.getBoundingClientRect();
    return word && box.height > room() / 2 ? word.getBoundingClientRect() : box;
  }
  // Its own move, or the one that brings a button to who presses it, lasts as long as the
  // page has not stood still for 12 frames, however slow the device.
  function settle() {
    const moves = still < 12;
    let y = pageYOffset;
    fit();
    still = 0;
    if (moves) return;
    requestAnimationFrame(function look() {
      still = y === pageYOffset ? still + 1 : 0;
      y = pageYOffset;
      if (still < 12) return requestAnimationFrame(look);
      const top = aim === null ? 0 : heard().top;
      if (inText() && (top < 0 || top > room())) leave();
      aim = null;
    });
  }
  function show() {
    if (away || !follow.checked || audio.seeking || !inText()) return;
    const box = heard();
    const high = room();
    const move = aim === null ? 0 : aim - pageYOffset;
    const low = high * (pressed === true || pressed === lit ? 1 : 0.85);
    // The head of a wide table has no place on a phone.
    if (!box.width || box.top >= move + 8 && box.bottom <= move + low) return;
    const gap = Math.max(8, Math.min(high * 0.3, high * 0.9 - box.height));
    aim = Math.max(0, Math.min(box.top + pageYOffset - gap, page.scrollHeight - innerHeight));
    goal = aim;
    settle();
    // This move alone glides: whoever presses Tab sees the focus at once.
    const glides = matchMedia("(prefers-reduced-motion: no-preference)").matches;
    page.style.scrollBehavior = glides ? "smooth" : "";
    scrollTo(0, aim);
    page.style.scrollBehavior = "";
  }
  // Who presses sees what is pressed: as little as may be moves.
  function press() {
    pressed = true;
    settle();
  }
  function wish() {
    away = false;
    press();
    tell();
    fit();
  }
  on("wheel touchmove", (event) => { if (!bar.contains(event.target)) leave(); }, window);
  on("keydown", (event) => {
    const keys = /^(Arrow|Page|Home|End| )/;
    if (keys.test(event.key) && !event.target.closest("button,input,select,summary")) leave();
  }, window);
  // A slow glide may end a hair after it stood still.
  on("scroll", () => {
    if (still === 12 && Math.abs(pageYOffset - goal) > 2) leave();
  }, window);

  // Light: a class for the sentence, a highlight for the word.
  function cued(list, light) {
    const track = audio.addTextTrack("metadata");
    track.mode = "hidden";
    list.forEach((item, n) => track.addCue(new VTTCue(item.begin, item.end, n)));
    const told = () => {
      // Until a move of the sound has landed, its cues are those of another place.
      if (audio.seeking) return;
      const cue = Array.from(track.activeCues).pop();
      light(cue && list[cue.text]);
    };
    on("cuechange", told, track);
    on("seeked", told);
  }
  cued(parts, (part) => {
    if (lit) lit.element.classList.remove("en-cours");
    if (!part) return;
    if (part !== lit) word = null;
    if (pressed === true) pressed = part;
    lit = part;
    part.element.classList.add("en-cours");
    show();
  });
  function range(said) {
    const found = document.createRange();
    const texts = document.createTreeWalker(said.element, NodeFilter.SHOW_TEXT);
    let node;
    for (let at = 0; (node = texts.nextNode()); at += node.length) {
      const holds = (where) => where >= at && where <= at + node.length;
      if (holds(said.from)) found.setStart(node, said.from - at);
      if (holds(said.to)) found.setEnd(node, said.to - at);
    }
    return found;
  }
  // Their script comes with the sound, where a browser can light them. A word stays lit
  // until the next one of its sentence.
  if (model.dataset.script && window.Highlight) {
    const script = document.createElement("script");
    on("load", () => {
      const words = [];
      parts.forEach((part) => (motsDits[part.element.id] || []).forEach((said, n, all) => words.push({
        begin: said[0] / 1000, end: all[n + 1] ? all[n + 1][0] / 1000 : part.end,
        element: part.element, from: said[2], to: said[3],
      })));
      cued(words, (said) => {
        word = said && range(said);
        if (word) CSS.highlights.set("mot", new Highlight(word));
        else CSS.highlights.delete("mot");
        if (word && lit && lit.element === said.element && pressed !== lit) show();
      });
    }, script);
    on("loadedmetadata", () => {
      if (script.src) return;
      script.src = model.dataset.script;
      document.head.appendChild(script);
    });
  }

  // Speed; browsers keep the pitch by themselves. Another program may choose any.
  function paced() {
    const rate = audio.playbackRate;
    speed.value = rate;
    if (speed.value) return;
    const choice = new Option("× " + String(Math.round(rate * 100) / 100).replace(".", ","), rate);
    speed.insertBefore(choice, Array.from(speed.options).find((one) => one.value > rate) || null);
    speed.value = rate;
  }
  on("change", () => {
    audio.defaultPlaybackRate = audio.playbackRate = +speed.value;
  }, speed);
  on("ratechange", () => {
    paced();
    remember("vitesse", audio.playbackRate);
  });
  const kept = Math.max(0.1, Math.min(16, +recall("vitesse")));
  audio.defaultPlaybackRate = audio.playbackRate = kept || 1;
  paced();

  // A click on a sentence, for those who ask for it.
  on("click", (event) => {
    const part = event.target.closest("[data-begin]");
    if (!click.checked || !part || event.target.closest("a") || String(getSelection())) return;
    wish();
    go(+part.dataset.begin);
    play();
  }, document);
  function obey() {
    remember("cliquer", click.checked);
    page.classList.toggle("cliquer", click.checked);
  }
  on("change", () => {
    remember("suivre", follow.checked);
    wish();
    show();
  }, follow);
  on("change", obey, click);
  click.checked = recall("cliquer") === "true";
  follow.checked = recall("suivre") !== "false";
  obey();

  // Buttons, and those of the keyboard.
  function toggle() {
    press();
    if (audio.paused) play();
    else audio.pause();
  }
  on("click", toggle, start);
  on("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button === opener) {
      unfold(panel.hidden);
      return panel.hidden || speed.focus();
    }
    if (button.matches(".fermer")) return close();
    if (button === switcher) return toggle();
    wish();
    if (button.matches(".debut")) go(0);
    else if (button === back) switcher.focus();
    else step(+button.dataset.pas);
    show();
  }, bar);
  on("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    unfold(false);
    opener.focus();
  }, bar);
  on("input", () => {
    const time = +place.value;
    wish();
    go(time);
  }, place);
  on("change", () => { audio.muted = find("#muet").checked; }, find("#muet"));
  // The controls; those that move in the text need to know when it is said.
  if (!parts.length) document.querySelectorAll(".suivi").forEach((one) => one.remove());

  // The buttons of the phone, of the headset; the cover on its screen.
  const session = navigator.mediaSession;
  if (session) {
    const cover = location.protocol !== "file:" && audio.dataset.image;
    session.metadata = new MediaMetadata({
      title: find("#titre").textContent, artist: audio.dataset.artist,
      artwork: cover ? [{ src: cover, type: "image/png" }] : [],
    });
    session.setActionHandler("previoustrack", () => step(-1));
    session.setActionHandler("nexttrack", () => step(1));
  }

  tell();
  if (returned) open();
  // From the home page, « Écouter » plays at once.
  if (location.hash === "#ecouter") {
    history.replaceState(null, "", location.pathname + location.search);
    press();
    play();
  }
})();
