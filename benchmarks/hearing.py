"""Hearing a sentence in the atelier: from the press to the first sound, with Kokoro.

No sentence is in the cache, and each is said once. The longest are measured: what is
shorter comes sooner.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import unescape

from benchmarks.building import SHOWN, Command, copied, opened, served
from benchmarks.measure import Outcome, Plan, alone
from ppun_access.runtime.cache import default_root
from ppun_access.speech.engines import kokoro_model

FIRST = 1.5
"""Seconds until the first sound of a sentence that was never said."""
LOADED = 8.0
"""Seconds for the voice to load in the page that has just opened."""
PHRASE = re.compile(r'data-phrase="([^"]+)">([^<]+)<')
KINDS = {"facile": "Version simplifiée", "integral": "Texte complet"}


def figures(plan: Plan) -> Iterator[Outcome]:
    kokoro_model.store().loadable()  # so that no measure holds its installation
    content, cache = copied(plan.place("projet")), plan.folder / "cache"
    models = cache / default_root().name / "voices" / "kokoro"
    models.parent.mkdir(parents=True)
    models.symlink_to(kokoro_model.store().folder)
    out = plan.folder / "site"
    asked: Command = ["atelier", content, "-o", out, "--no-browser", "--port", "0"]
    with opened(asked, cache) as address:
        place = f"{address}texte/{SHOWN}/ecouter"
        for version, name in KINDS.items():
            page = served(f"{place}?version={version}").decode("utf-8")
            found = {id_: unescape(text) for id_, text in PHRASE.findall(page)}
            longest = sorted(found, key=lambda id_: -len(found[id_]))
            time.sleep(LOADED)

            def pressed(
                run: int, version: str = version, ids: list[str] = longest
            ) -> float:
                begin = time.perf_counter()
                sound = served(f"{place}/son?version={version}&phrase={ids[run]}")
                spent = time.perf_counter() - begin
                if sound[:4] != b"RIFF":
                    raise SystemExit("La voix n’a rien dit.")
                time.sleep(LOADED)  # nobody presses before they have heard
                return spent

            longer = f"{len(found[longest[0]])} signes"
            yield alone(f"{name}, phrases de {longer} au plus", pressed, plan, FIRST)
