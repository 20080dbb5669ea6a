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

ITEM = re.compile(r"^( *)(?:[-*]|\d+\.) (.*(?:\n\1 +(?![-*] |\d+\. )\S.*)*)", re.M)
SOURCE = re.compile(r"([\w./-]+\.(?:py|css|test|tsv))(?:: (\w+))?")
NAME = re.compile(r"\w*[a-zA-Z]_\w+|\w+_[a-zA-Z]\w*")
FOREIGN = {"HTTPS_PROXY", "CHROME_PATH", "brotli_types", "x_files"}
"""Names of other programs, and what stands for any name."""

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


@cache
def sources() -> dict[str, str]:
    """Return what the repository holds of code, by path."""
    found = {}
    for room in ("src", "tests", "benchmarks", "reference", "docs", "voices"):
        for path in (ROOT / room).rglob("*.*"):
            if path.suffix in {".py", ".css", ".js", ".test", ".toml", ".tsv", ".txt"}:
                found[path.relative_to(ROOT).as_posix()] = path.read_text("utf-8", "ignore")
    return found


@cache
def words() -> frozenset[str]:
    return frozenset(re.findall(r"\w+", "\n".join(sources().values())))


def is_unknown(code: str, page: Path) -> bool:
    """Tell whether what stands in backticks names a file or a thing that is not there."""
    if found := SOURCE.fullmatch(code):
        name, inside = found.groups()
        held = [text for path, text in sources().items() if f"/{path}".endswith(f"/{name}")]
        return not any(re.search(rf"\b{inside or ''}\b", text) for text in held)
    names = NAME.findall(code) if re.fullmatch(r"[\w.]+(?:\(\))?", code) else []
    typed = " ".join(FENCE.findall(page.read_text("utf-8")))
    return any(one not in words() | FOREIGN and one not in typed for one in names)


@each_page
def test_what_is_named_exists(page: Path) -> None:
    codes = re.findall(r"`([^`\n]+)`", prose(page))
    assert [code for code in codes if is_unknown(code, page)] == []


@each_page
def test_items_are_short(page: Path) -> None:
    """One of more than 60 words is a paragraph that has not been written."""
    items = [item for _, item in ITEM.findall(prose(page))]
    assert [item[:60] for item in items if len(item.split()) > 60] == []


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
