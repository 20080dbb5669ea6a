// Read-along: lights what is heard and moves in it. See docs/player.md.
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

  model.parentNode.replaceChild(model.content.firstElementChild, model);
  find("article").insertBefore(model.content, find(".texte"));
  const bar = find(".barre");
  const speed = find("#vitesse");
  const follow = find("#suivre");
  const click = find("#cliquer");
  const switcher = find("[data-pas='0']");

  const parts = Array.from(document.querySelectorAll("[data-begin]"), (element) => ({
    element,
    begin: +element.dataset.begin,
    end: +element.dataset.end,
    block: element.closest("p,li,dt,dd,th,td,h2,h3,h4,h5,h6") || element,
  })).sort((a, b) => a.begin - b.begin);

  // What the device remembers; it may refuse to.
  const recall = (name) => {
    try { return localStorage["ppun-" + name]; } catch (refused) { return; }
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
  const first = (part, n) => !n || part.block !== parts[n - 1].block;
  function step(size) {
    const list = size % 2 ? parts : parts.filter(first);
    const time = (audio.readyState ? audio.currentTime : wanted) + 0.05;
    let n = list.length - 1;
    while (n && list[n].begin > time) n--;
    n += Math.sign(size);
    if (n < list.length) go(list[Math.max(n, 0)].begin);
  }

  // The page follows the voice until the reader moves it.
  let lit;
  let aim;
  let ours = 0;
  function show() {
    // What is said of the head of the page stands above the buttons: nobody is taken there.
    if (!follow.checked || audio.seeking || !lit || lit.element.closest("header")) return;
    const box = lit.element.getBoundingClientRect();
    const top = box.top + pageYOffset;
    const from = Date.now() < ours ? aim : pageYOffset;
    if (top > from + innerHeight * 0.2 && top + box.height < from + innerHeight * 0.85) return;
    aim = Math.max(0, Math.min(top - innerHeight * 0.3, page.scrollHeight - innerHeight));
    // Until the first move that this makes, however slow the device.
    ours = Math.abs(aim - pageYOffset) < 1 ? 0 : Infinity;
    scrollTo(0, aim);
  }
  const stop = () => { if (!audio.paused) follow.checked = false; };
  function wish() {
    follow.checked = recall("suivre") !== "false";
    if (Date.now() < ours) return;
    // The page may still glide to the button that is pressed.
    aim = pageYOffset;
    ours = Date.now() + 500;
  }
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

  // Speed; browsers keep the pitch by themselves.
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
    switcher.lastChild.textContent = audio.paused ? "Lire" : "Pause";
  });
  // The controls; those that move in the text need to know when it is said.
  if (!parts.length) [bar, follow.parentNode, click.parentNode].forEach((x) => x.remove());

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
