"""The catalogue of a site of hundreds of texts, as a build writes it."""

from __future__ import annotations

from random import Random
from typing import Any

from ppun_access.document.sources import slug
from ppun_access.formats import FORMATS

WORDS = (
    "accès aide apprentissage associations bourse budget collège communes conseil culture "
    "demande eau emploi énergie enfants enquête entreprise forêt formation handicap "
    "logement lycée mobilité numérique parents plan projet recherche région réseau route "
    "santé schéma service soutien sport subvention territoire tourisme train vélo"
)
PAGES = ("html", "podcast", "kit")
"""What is no file to take away."""


def catalogue(texts: int) -> dict[str, Any]:
    """Return ``texts`` texts in two versions, ten a chapter, with a file of each format."""
    rng = Random(texts)
    chapters: list[dict[str, Any]] = []
    publications = []
    for number in range(texts):
        title = " ".join(rng.sample(WORDS.split(), rng.randint(3, 7))).capitalize()
        id_ = f"{slug(title)}-{number}"
        publications.append({"id": id_, "title": title, "versions": _versions(id_, rng)})
        if number % 10 == 0:
            chapters.append({"title": f"Chapitre {number // 10 + 1}", "below": []})
        chapters[-1]["below"].append({"title": title, "id": id_})
    return {
        "title": "Un espace", "navigation": chapters, "publications": publications,
        "files": [],
    }  # fmt: skip


def _versions(id_: str, rng: Random) -> list[dict[str, Any]]:
    versions = (("integral", "publie", ""), ("facile", "brouillon", "/facile"))
    return [
        {
            "version": version, "status": status,
            "files": [
                {"format": "html", "path": f"{id_}{below}/index.html", "bytes": 900},
                *_files(f"{id_}{below}/{id_}-{version}", rng),
            ],
        }
        for version, status, below in versions
    ]  # fmt: skip


def _files(stem: str, rng: Random) -> list[dict[str, Any]]:
    return [
        {"format": name, "path": f"{stem}.{name}", "bytes": rng.randint(2_000, 9_000_000)}
        for name in FORMATS
        if name not in PAGES
    ]
