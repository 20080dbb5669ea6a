"""The home page: where each text stands, what to do next, what the report asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ppun_access.atelier.screen import plain, render
from ppun_access.atelier.space import Space
from ppun_access.atelier.states import DONE, STATES, left, moved, state_of
from ppun_access.build.context import report_folder
from ppun_access.build.editors_report import LOG, read_todo
from ppun_access.build.history import moment_in_words
from ppun_access.commands.reviews import Review
from ppun_access.report import Finding
from ppun_access.site.report.model import Place
from ppun_access.writers.units import NBSP


def routes(space: Space) -> list[Route]:
    """Return the address of the home page."""

    def home(request: Request) -> Response:
        now = space.now()
        keyed = [(state_of(review), review) for review in now.reviews.all]
        groups = {key: [r for own, r in keyed if own == key] for key in STATES}
        todo = ((key, some[0]) for key, some in groups.items() if some and key != DONE)
        folder = report_folder(space.out)
        return render(
            request, "home.html", title=now.project.title or "Vos textes",
            groups=groups, states=STATES, next=next(todo, None), done=len(groups[DONE]),
            left=lambda review: map(plain, left(review)), moved=moved, total=len(keyed),
            asked=[*_asked(folder, now.reviews.all)], built=_built(folder),
            lost=tuple(dict.fromkeys(_lost(f) for f in now.lost)),
        )  # fmt: skip

    return [Route("/", home)]


def _asked(folder: Path, reviews: Sequence[Review]) -> Iterator[dict[str, object]]:
    """Yield what the report of the last build asks for first, and where it is done.

    Without what it says of reviews: the list of texts tells that as it now is.
    """
    easy = {review.name: review for review in reviews}
    for one in read_todo(folder):
        if one.paste.startswith("ppun-access facile"):
            continue
        found = dict.fromkeys(_where(place, easy) for place in one.places if place.file)
        where = [*found] or [(_LEXICON if "lexique" in one.into else _SETTINGS, "")]
        title = re.sub(r" \([\w./-]+\.toml\)", "", one.title)
        message = re.sub(r" \[[\w-]+\]$", "", one.told.partition(f"{NBSP}: ")[2])
        why = plain(one.why) or plain(message)
        yield {"title": title, "why": why, "quote": one.quote, "places": where}


def _lost(finding: Finding) -> str:
    where = finding.page or (finding.pos.file if finding.pos else "")
    return f"{where} : {plain(finding.message)}" if where else plain(finding.message)


def _where(place: Place, easy: Mapping[str, Review]) -> tuple[str, str]:
    """Return a place in words, and the id of the text whose easy version it is in."""
    if review := easy.get(place.file.rpartition(":")[0] or place.file):
        return review.source.title, review.id
    return f"dans le texte complet, là où vous l’écrivez : {place.words}", ""


_SETTINGS = "dans les réglages du site ; la personne qui publie sait où ils sont"
_LEXICON = "dans le lexique du site, qui dit ce que veulent dire les sigles"


def _built(folder: Path) -> str:
    """Return when the report was made, in words; empty when there is none."""
    try:
        made = (folder / LOG).stat().st_mtime
    except OSError:
        return ""
    return moment_in_words(datetime.fromtimestamp(made).astimezone())
