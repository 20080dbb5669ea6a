"""The pages of the docs: what they name exists, what they have people type works."""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path

import pytest

from ppun_access.commands.arguments import parser

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.fr.md"]
PAGES = [
    *READMES, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")),
]  # fmt: skip
FENCE = re.compile(r"^ *```.*?^ *```", re.M | re.S)
LINK = re.compile(r"(!?)\[([^]]*)\]\(([^)\s]+)\)")
TYPED = re.compile(r"^ *(?:\.venv/bin/)?(ppun-access .*?)(?: +#.*| [|>] .*| && .*|, .*)?$")
"""A line of the program in a fence, without its comment and what comes after it."""

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


@cache
def prose(page: Path) -> str:
    """Return a page without its fences."""
    return FENCE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """Return what a link may name in a page: its headings, as forges write them."""
    found = re.findall(r"^#+ (.*)$", prose(page), re.M)
    plain = [LINK.sub(r"\2", heading).lower() for heading in found]
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    dead = []
    for _, _, address in LINK.findall(re.sub(r"`[^`\n]*`", "", prose(page))):
        name, _, place = address.partition("#")
        led = page.parent / name if name else page
        if re.match(r"\w+:", address):
            continue
        if not led.exists() or (place and place not in anchors(led)):
            dead.append(address)
    assert dead == []


@each_page
def test_what_is_to_be_typed_is_understood(page: Path) -> None:
    for line in "\n".join(FENCE.findall(page.read_text("utf-8"))).splitlines():
        if found := TYPED.match(line):
            typed = re.sub(r"\[|\]|…", "", found.group(1))
            parser().parse_args(shlex.split(typed)[1:])


def test_the_readmes_show_what_is_published_on_a_page() -> None:
    texts = [page.read_text("utf-8") for page in READMES]
    assert all(len(text.splitlines()) <= 100 for text in texts)
    pictures, links = zip(*((
        [(words, path) for mark, words, path in LINK.findall(text) if mark],
        [path for _, _, path in LINK.findall(text)],
    ) for text in texts), strict=True)  # fmt: skip
    assert links[0] == links[1]
    for ((words, path),) in pictures:
        assert len(words) > 80
        assert (ROOT / path).stat().st_size < 120_000
