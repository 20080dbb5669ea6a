"""Writing in the atelier, in a page of 300 passages: a key, a save, the help."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from benchmarks.building import Command, opened
from benchmarks.lighthouse import BROWSERS
from benchmarks.measure import Figure, Missing, Outcome, Plan
from ppun_access.easy.review.ties import tie, units
from ppun_access.readers import ReaderOptions, read_markdown
from ppun_access.report import Report

PASSAGES, KEYS = 300, 20
KEY, SAVE, HELP = 100.0, 1.0, 1.0
"""Milliseconds from a key to the screen; seconds from the last key to what is told."""
PAUSE = 0.7
"""Seconds that the page waits for before it saves."""
TIMED = """
() => {
  window.keys = [];
  let begun = 0;
  document.addEventListener('keydown', () => { begun = performance.now(); }, true);
  document.addEventListener('input', () => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();  // after the page is painted
    port1.onmessage = () => window.keys.push(performance.now() - begun);
    port2.postMessage(0);
  }));
  const told = new PerformanceObserver(list => { for (const one of list.getEntries())
    window[one.name.endsWith('enregistrer') ? 'saved' : 'helped'] = one.responseEnd; });
  told.observe({ type: 'resource' });
}
"""


def figures(plan: Plan) -> Iterator[Outcome]:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None or find_spec("playwright") is None:
        yield Missing("Écrire", "il manque Playwright ou Chromium")
        return
    content, cache = plan.place("content"), plan.folder / "cache"
    paragraphs = (f"La commune numéro {n} paie {n} €." for n in range(PASSAGES))
    source = "# Les communes\n\n" + "\n\n".join(paragraphs) + "\n"
    (content / "communes.md").write_text(source, "utf-8")
    (page,) = read_markdown(source, "communes.md", ReaderOptions(), Report())
    texts = (f"{tie([one.digest])}\n\n{one.text}\n\n" for one in units(page))
    (content / "facile").mkdir()
    easy = content / "facile" / "communes.md"
    easy.write_text(f"# Les communes\n\n{''.join(texts)}", "utf-8")
    asked: Command = [
        "atelier", content, "-o", plan.folder / "site", "--no-browser", "--port", "0",
    ]  # fmt: skip
    with opened(asked, cache) as address:
        runs = [*_written(f"{address}texte/communes/ecrire", browser, plan)]
    for name, unit, goal, samples in zip(
        ("une touche, la plus lente de vingt", "« Enregistré », après la pause",
         "l’aide du passage, après la dernière touche"),
        ("ms", "s", "s"), (KEY, SAVE, HELP + PAUSE), zip(*runs, strict=True), strict=True,
    ):  # fmt: skip
        yield Figure(f"{PASSAGES} passages : {name}", unit, samples, goal)


def _written(
    address: str, browser: str, plan: Plan
) -> Iterator[tuple[float, float, float]]:
    """Yield what each run took: the slowest key, the save, the help."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        shown = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for run in range(plan.warm + plan.runs):
            page = shown.new_page()
            page.goto(f"{address}?passage={PASSAGES // 2 + run}")
            page.wait_for_selector(".aide form")
            page.evaluate(TIMED)
            found = _typed(page)
            page.close()
            if run >= plan.warm:
                yield found
        shown.close()


def _typed(page: Any) -> tuple[float, float, float]:
    page.keyboard.press("Control+End")
    page.evaluate("() => { keys.length = 0; }")
    for key in "abcdefghijklmnopqrstuvwxyz"[:KEYS]:
        page.keyboard.press(key)
    ended = page.evaluate("performance.now()")
    page.wait_for_function("() => window.helped > window.saved")
    saved, helped = page.evaluate("[saved, helped]")
    slowest = max(page.evaluate("keys"))
    return slowest, (saved - ended) / 1000 - PAUSE, (helped - ended) / 1000
