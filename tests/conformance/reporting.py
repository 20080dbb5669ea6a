"""Reports for the team: one with some of everything, one with many texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ppun_access.build import Request, build
from ppun_access.site.report import page

HARD = "La collectivité " + "accompagne progressivement la transformation numérique " * 5
TEXT = f"# Texte {{n}}\n\nUn texte court.\n\n{HARD}.\n\n![Sans](fichier-{{n}}.png)\n"
EASY = "---\nstatut: brouillon\n---\n# Simple\n\nUn texte.\n"
SETTINGS = 'titre = "Essai"\nformats = ["html"]\nrapport_public = true\n'


def publish(folder: Path) -> None:
    """Publish six texts, one without a sentence, one that cannot be read; twice, edited."""
    content = folder / "content"
    (content / "facile").mkdir(parents=True)
    (folder / "ppun.toml").write_text(SETTINGS, "utf-8")
    for n in range(6):
        (content / f"{n}.md").write_text(TEXT.format(n=n), "utf-8")
    (content / "facile/texte-0.md").write_text(EASY, "utf-8")
    (content / "liste.md").write_text("# Liste\n\n- un\n- deux\n", "utf-8")
    (content / "z.md").write_bytes(b"\xff")
    _build(folder)
    (content / "0.md").write_text(f"{TEXT.format(n=0)}\nEncore {HARD}.\n", "utf-8")
    _build(folder)
    history = folder / "site-rapport/historique.json"
    assert len(json.loads(history.read_text("utf-8"))["constructions"]) == 2


def publish_many(folder: Path) -> None:
    """Publish two texts, where one is all that a page of the report holds."""
    (folder / "content").mkdir()
    for n in range(2):
        (folder / f"content/{n}.md").write_text(TEXT.format(n=n), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "TOGETHER", 1)
        _build(folder)


def _build(folder: Path) -> None:
    content, site, cache = folder / "content", folder / "site", folder / "cache"
    assert build(Request((content,), site, ("html",), cache=cache)).exit_code == 0
