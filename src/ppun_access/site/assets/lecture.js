// Read-along: lights what is heard and moves in it. See docs/player.md.
// Served without its comments and indentation: no template literal here.
(function () {
  "use strict";
  const page = document.documentElement;
  const find = (selector, place) => (place || document).querySelector(selector);
  const audio = find("audio");
  const model = find("#lecteur");
  if (!model || !window.VTTCue) return;
  const on = (names, action, target) => names.split(" ").forEach((name) => {
    (target || audio).addEventListener(name, action, { passive: true });
  });

  const made = document.importNode(model.content, true);
  const bar = find(".barre", made);
  const speed = find("#vitesse", made);
  const follow = find("#suivre", made);
  const click = find("#cliquer", made);
  const switcher = find("[data-pas='0']", bar);

  const parts = Array.from(document.querySelectorAll("[data-begin]"), (element) => ({
    element,
    begin: +element.dataset.begin,
    end: +element.dataset.end,
    block: element.closest("p,li,dt,dd,th,td,h1,h2,h3,h4,h5,h6") || element,
  })).sort((one, other) => one.begin - other.begin);

  // What the device remembers; it may refuse to.
  const recall = (name) => {
    try { return localStorage["ppun-" + name]; } catch (refused) { return null; }
  };
  const remember = (name, value) => {
    try { localStorage["ppun-" + name] = value; } catch (refused) { return; }
  };

  // Where the sound is. Before its first bytes it cannot be moved: the place waits.
  const PLACE = "lecture " + location.pathname;
  let wanted = +recall(PLACE) || 0;
  function go(time) {
    wanted = time;
    if (audio.readyState) audio.currentTime = time;
    else if (audio.preload !== "auto") {
      audio.preload = "auto";
      audio.load();
    }
  }
  const play = () => audio.play().catch(() => 0);
  function note() {
    if (!audio.readyState) return;
    wanted = audio.currentTime;
    remember(PLACE, audio.ended ? 0 : wanted);
  }
  on("loadedmetadata", () => {
    if (wanted < audio.duration) audio.currentTime = wanted;
  });
  on("timeupdate", () => { if (Math.abs(audio.currentTime - wanted) > 5) note(); });
  on("pause ended seeked", note);
  on("pagehide", note, window);

  // One sentence (1, -1) or one paragraph (2, -2) away.
  function step(size) {
    const way = Math.sign(size);
    const time = (audio.readyState ? audio.currentTime : wanted) + 0.05;
    const same = (n, m) => parts[n] && parts[n].block === parts[m].block;
    let here = parts.length - 1;
    while (here && parts[here].begin > time) here--;
    let n = here + way;
    if (size !== way) {
      while (same(n, here)) n += way;
      while (way < 0 && n > 0 && same(n - 1, n)) n--;
    }
    if (n < parts.length) go(parts[Math.max(n, 0)].begin);
  }

  // The page follows the voice until the reader moves it.
  let lit = null;
  let ours = 0;
  function show() {
    if (!follow.checked || !lit) return;
    const box = lit.element.getBoundingClientRect();
    if (box.top > innerHeight * 0.2 && box.bottom < innerHeight * 0.85) return;
    // Until the first move that this makes, however slow the device.
    ours = Infinity;
    scrollTo(0, pageYOffset + box.top - innerHeight * 0.3);
  }
  const stop = () => { if (!audio.paused) follow.checked = false; };
  const wish = () => { follow.checked = recall("suivre") !== "false"; };
  on("wheel touchmove", stop, window);
  on("scroll", () => {
    if (Date.now() > ours) stop();
    else ours = Date.now() + 500;
  }, window);

  // Light: a class for the sentence, a highlight for the word.
  function cued(list, light) {
    const track = audio.addTextTrack("metadata");
    track.mode = "hidden";
    list.forEach((item, n) => track.addCue(new VTTCue(item.begin, item.end, n)));
    on("cuechange", () => {
      const cues = track.activeCues;
      light(cues.length ? list[cues[cues.length - 1].text] : null);
    }, track);
  }
  cued(parts, (part) => {
    if (lit) lit.element.classList.remove("en-cours");
    lit = part;
    if (part) part.element.classList.add("en-cours");
    show();
  });
  function range(word) {
    const found = document.createRange();
    const texts = document.createTreeWalker(word.element, NodeFilter.SHOW_TEXT);
    let node;
    for (let at = 0; (node = texts.nextNode()); at += node.length) {
      const holds = (place) => place >= at && place <= at + node.length;
      if (holds(word.from)) found.setStart(node, word.from - at);
      if (holds(word.to)) found.setEnd(node, word.to - at);
    }
    return found;
  }
  // Their script comes with the sound, where a browser can light them.
  if (model.dataset.script && window.Highlight) {
    const script = document.createElement("script");
    on("load", () => {
      const words = [];
      parts.forEach((part) => (motsDits[part.element.id] || []).forEach((word) => words.push({
        begin: word[0] / 1000, end: word[1] / 1000,
        element: part.element, from: word[2], to: word[3],
      })));
      cued(words, (word) => {
        if (word) CSS.highlights.set("mot", new Highlight(range(word)));
        else CSS.highlights.delete("mot");
      });
    }, script);
    on("loadedmetadata", () => {
      script.src = model.dataset.script;
      document.head.appendChild(script);
    });
  }

  // Speed, with the pitch kept.
  audio.preservesPitch = audio.mozPreservesPitch = audio.webkitPreservesPitch = true;
  function pace() {
    audio.defaultPlaybackRate = audio.playbackRate = +speed.value || 1;
  }
  on("change", pace, speed);
  on("ratechange", () => {
    speed.value = audio.playbackRate;
    remember("vitesse", audio.playbackRate);
  });
  speed.value = recall("vitesse") || 1;
  pace();

  // A click on a sentence, for those who ask for it.
  function listen(event) {
    const part = event.target.closest("[data-begin]");
    if (!part || event.target.closest("a") || String(getSelection())) return;
    go(+part.dataset.begin);
    play();
  }
  function obey() {
    remember("cliquer", click.checked);
    page.classList.toggle("cliquer", click.checked);
    document[(click.checked ? "add" : "remove") + "EventListener"]("click", listen);
  }
  on("change", () => {
    remember("suivre", follow.checked);
    show();
  }, follow);
  on("change", obey, click);
  click.checked = recall("cliquer") === "true";
  obey();
  wish();

  // Buttons, and those of the phone and of the keyboard.
  on("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    wish();
    if (button !== switcher) step(+button.dataset.pas);
    else if (audio.paused) play();
    else audio.pause();
    show();
  }, bar);
  on("play pause", () => {
    page.classList.toggle("ecoute", !audio.paused);
    find("span", switcher).textContent = audio.paused ? "Lire" : "Pause";
    if (!audio.paused) wish();
  });
  // The controls; those that move in the text need to know when it is said.
  if (!parts.length) [bar, follow.parentNode, click.parentNode].forEach((x) => x.remove());
  model.parentNode.replaceChild(find(".reglages", made), model);
  find("article").insertBefore(made, find(".texte"));

  // The buttons of the phone, of the headset.
  const session = navigator.mediaSession;
  if (session) {
    session.metadata = new MediaMetadata({
      title: find("#titre").textContent, artist: audio.dataset.artist,
    });
    session.setActionHandler("previoustrack", () => step(-1));
    session.setActionHandler("nexttrack", () => step(1));
  }
})();
