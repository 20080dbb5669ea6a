"""The corpus of public-policy French: fixed counts, nothing twice, nothing in two files."""

from __future__ import annotations

import csv
import re
import unicodedata
from itertools import combinations
from pathlib import Path

import pytest

from ppun_access.french import split_sentences, words
from ppun_access.french.text.typography import french_spacing

CORPUS = Path(__file__).parents[1] / "reference" / "politique-publique"
JUDGED = [f"jugement-{number}.txt" for number in range(1, 6)]
FILES = ["developpement.txt", *JUDGED]
PAGES = sorted((CORPUS / "pages").glob("*.md"))
NUMBERED = sorted((CORPUS / "pages").glob("[0-9]*.md"))
HEAVIEST = 400_000
LONG, VERY_LONG = 15, 25
SOUND = re.compile(r"[«“\"(]?\s?[A-ZÀÂÇÉÈÊÎÔŒ].*[.!?]\s?[»”)]?")
MARKS = re.compile(r"[*_`<>{}|#@\[\]]|https?:|www\.|\xa0|\u202f|\s\s|\t")


def sentences(name: str) -> list[str]:
    return (CORPUS / name).read_text(encoding="utf-8").splitlines()


def length(sentence: str) -> int:
    """Words, an elided one counted with the next: never above the usual count."""
    return len(re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", sentence))


def bare(sentence: str) -> str:
    return " ".join(re.findall(r"\w+", sentence.casefold()))


def faults(lines: list[str]) -> list[str]:
    """The lines that are not whole, plain, composed sentences, or that stand twice."""
    known: set[str] = set()
    found = []
    for line in lines:
        composed = unicodedata.is_normalized("NFC", line)
        plain = composed and not MARKS.search(line) and SOUND.fullmatch(line)
        if not plain or bare(line) in known:
            found.append(line)
        known.add(bare(line))
    return found


def documents(name: str) -> list[tuple[int, int, str]]:
    with (CORPUS / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["file"] == name]
    return [(int(r["first line"]), int(r["last line"]), r["source"]) for r in rows]


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_a_whole_plain_sentence(name: str) -> None:
    assert faults(sentences(name)) == []


@pytest.mark.parametrize(
    "fault",
    [
        "Une phrase sans point",
        "une phrase sans majuscule.",
        "Une **marque** de Markdown.",
        "Écrire à a@b.fr suffit.",
        "Une phrase e\u0301crite en deux signes.",
        "La même PHRASE, déjà là.",
    ],
)
def test_a_fault_is_seen(fault: str) -> None:
    assert faults(["La même phrase déjà là.", fault]) == [fault]


def test_there_is_enough_to_develop() -> None:
    lines = sentences("developpement.txt")
    assert len(lines) >= 500
    assert sum(length(line) > LONG for line in lines) >= 300


@pytest.mark.parametrize("name", JUDGED)
def test_sixty_long_sentences_are_judged(name: str) -> None:
    lines = sentences(name)
    assert len(lines) == 60
    assert [line for line in lines if length(line) <= LONG] == []


def test_no_sentence_is_in_two_files() -> None:
    known = {name: {bare(line) for line in sentences(name)} for name in FILES}
    assert [(a, b) for a, b in combinations(FILES, 2) if known[a] & known[b]] == []


def test_no_judged_document_was_developed_on() -> None:
    developed = {source for *_, source in documents("developpement.txt")}
    judged = {source for name in JUDGED for *_, source in documents(name)}
    assert developed
    assert judged
    assert developed & judged == set()


@pytest.mark.parametrize("name", FILES)
def test_every_line_has_its_source(name: str) -> None:
    lines = [n for a, b, _ in documents(name) for n in range(a, b + 1)]
    assert lines == list(range(1, len(sentences(name)) + 1))


@pytest.mark.parametrize("name", JUDGED)
def test_sources_are_varied(name: str) -> None:
    sources = [source for *_, source in documents(name)]
    assert len(set(sources)) >= 40
    assert len({source.partition("/")[0] for source in sources}) >= 4


@pytest.mark.parametrize(
    ("pages", "least", "most"),
    [
        pytest.param(sorted({*PAGES} - {*NUMBERED}), 150, 400, id="short"),
        pytest.param(NUMBERED, 450, 700, id="numbered"),
    ],
)
def test_pages_are_ten_of_their_length(pages: list[Path], least: int, most: int) -> None:
    texts = {page.name: page.read_text(encoding="utf-8") for page in pages}
    assert len(texts) == 10
    assert [n for n, t in texts.items() if not least <= length(t) <= most] == []
    assert [n for n, t in texts.items() if not re.match(r"# \S.*\n\n\S", t)] == []


def test_numbered_pages_are_long_to_read() -> None:
    for page in NUMBERED:
        lines = page.read_text(encoding="utf-8").splitlines()
        prose = [line for line in lines if line and line[0] not in "#|"]
        counts = [len(words(s)) for line in prose for s in split_sentences(line)]
        assert sum(n > LONG for n in counts) >= len(counts) / 2, page.name
        assert sum(n > VERY_LONG for n in counts) >= len(counts) / 4, page.name


def test_numbered_pages_are_composed() -> None:
    lines = [ln for page in NUMBERED for ln in page.read_text("utf-8").splitlines()]
    plain = [line.replace("**", "") for line in lines]
    assert [line for line in plain if french_spacing(line) != line] == []
    assert [line for line in lines if not unicodedata.is_normalized("NFC", line)] == []


def test_no_judged_sentence_is_in_a_page() -> None:
    pages = " ".join(bare(page.read_text(encoding="utf-8")) for page in PAGES)
    judged = [line for name in JUDGED for line in sentences(name)]
    assert [line for line in judged if bare(line) in pages] == []


def test_the_corpus_is_light() -> None:
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < HEAVIEST
