"""The rates of Lighthouse: performance, accessibility, best practices, search engines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.font import NODE
from benchmarks.measure import Figure, Missing, Outcome, Plan
from benchmarks.processes import program
from benchmarks.texts import CONTENT
from ppun_access.serving.folder import Folder
from ppun_access.serving.run import LOOPBACK, in_background

PROGRAM = Path(__file__).parents[1] / (
    "conformance/lighthouse/node_modules/lighthouse/cli/index.js"
)
"""What ``make bench`` installs; no test needs it."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
WHOLE = 100.0
FORMATS = "html,text,pdf,mp3,opus"
PAGES = {
    "un texte": "edito-de-la-presidente/",
    "le même en facile": "edito-de-la-presidente/facile/",
    "l’accueil": "",
    "les téléchargements": "telechargements/",
}
"""Kind of page → its address."""


def figures(plan: Plan) -> Iterator[Outcome]:
    """Yield the four rates of each kind of page of content/, as « serve » shows it."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not PROGRAM.is_file() or browser is None:
        yield Missing(
            "Lighthouse", "il manque Lighthouse ou Chromium : tapez « make bench »"
        )
        return
    site = plan.folder / "site"
    program(
        ["build", CONTENT, "-o", site, "--voice", "pico", "--to", FORMATS],
        plan.folder / "cache",
    )
    with in_background(Folder(site), LOOPBACK, 0) as address:
        for name, path in PAGES.items():
            runs = [
                _rates(f"{address}{path}", plan.folder, browser) for _ in range(plan.runs)
            ]
            for category in CATEGORIES:
                rates = tuple(rates[category] for rates in runs)
                yield Figure(f"{name}, {category}", "%", rates, WHOLE)


def _rates(address: str, folder: Path, browser: str) -> Mapping[str, float]:
    """Return the rates of a page, of 100, as on a phone of 2020 with a slow network."""
    answer = folder / "lighthouse.json"
    command: list[str | Path] = [
        NODE, PROGRAM, address, "--quiet", "--output=json", f"--output-path={answer}",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]  # fmt: skip
    environment = os.environ | {"CHROME_PATH": browser}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    found = json.loads(answer.read_text("utf-8"))["categories"]
    return {name: 100 * (found[name]["score"] or 0) for name in CATEGORIES}
