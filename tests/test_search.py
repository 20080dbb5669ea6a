"""The index of the search: what it finds, how big it is, that it leads somewhere."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from builders import heading
from hypothesis import given
from hypothesis import strategies as st
from projects import build, project

from ppun_access.build.search import DIGITS, HEADING, ONCE, TITLE, encoded, search_files
from ppun_access.document.build import para
from ppun_access.document.model import Book, Document, Edition, Meta, Version
from ppun_access.french.lexical.morphology import inflect
from ppun_access.french.lexical.stems import (
    STOP_WORDS,
    base_stem,
    other_stems,
    search_words,
    stem,
)
from ppun_access.inspect.published_folder import inspect
from ppun_access.report import Report
from ppun_access.site.search import INDEX, MANY, value_of, words_path
from ppun_access.writers.model import Files, page_path

__all__ = ["project"]


def edition(texts: dict[str, str], version: Version = "integral") -> Edition:
    documents = tuple(
        Document(id_, "fr", f"Texte {id_}", (heading(2, "Partie"), para(text)), Meta())
        for id_, text in texts.items()
    )
    return Edition(Book("Site", "fr", documents), version)


def files_of(*editions: Edition) -> Files:
    pages = {
        page_path(document.id, one.version): b""
        for one in editions
        for document in one.book.documents
    }
    return search_files(editions, pages, Report())


def found(files: Files, query: str) -> dict[str, int]:
    """Return the pages that hold a word: path → how much it counts there."""
    content = files[INDEX]
    assert isinstance(content, bytes)
    index = value_of(content)
    tables = [
        dict(line.split(":") for line in index[name].split()) for name in ("mots", "formes")
    ]
    (word,) = search_words(query)
    keys = {stem(word), *tables[1].get(stem(word), "").split(",")}
    return {
        index["pages"][number][0]: weight
        for key in keys & {*tables[0]}
        for number, weight in numbers(tables[0][key])
    }


def numbers(told: str) -> list[tuple[int, int]]:
    made, number, value = [], 0, 0
    for figure in map(DIGITS.index, told):
        value = value * 32 + figure % 32
        if figure < 32:
            number, value, weight = number + value // 4, 0, value % 4
            made.append((number, weight))
    return made


WORDS = (
    "Les yeux voient. Ils iront au marché. Des travaux nationaux. Une œuvre d’été. "
    "La Région finance 12 lycées. Une heureuse nouvelle. Rendez-vous à Besançon. "
    "Le P.L.U. de Mme Łukasiewicz, l’É.P.C.I."
)


@pytest.mark.parametrize(
    "query",
    ["œil", "oeil", "YEUX", "aller", "iront", "travail", "travaux", "national", "nationale",
     "œuvres", "été", "ete", "financer", "financé", "finances", "lycée", "LYCEES", "12",
     "heureux", "nouveau", "besancon", "Besançon", "rendez", "PLU", "p.l.u.", "P.L.U",
     "Łukasiewicz", "lukasiewicz", "EPCI", "é.p.c.i."],
)  # fmt: skip
def test_every_form_of_a_word_finds_it(query: str) -> None:
    texts = {str(n): WORDS if n == 3 else "Rien ici." for n in range(MANY)}
    assert [*found(files_of(edition(texts)), query)] == ["3/index.html"]


def test_titles_count_more_and_easy_versions_are_told_apart() -> None:
    texts = {"un": "Le bus.", **{str(n): "Rien." for n in range(MANY)}}
    files = files_of(edition(texts), edition({"un": "Le bus passe."}, "facile"))
    assert found(files, "bus") == {"un/index.html": ONCE, "un/facile/index.html": ONCE}
    assert set(found(files, "texte").values()) == {TITLE}
    assert HEADING not in found(files, "partie").values(), "no link leads to it"
    pages = value_of(bytes(files[INDEX]))["pages"]  # type: ignore[arg-type]
    assert [path for path, _, easy in pages if easy] == ["un/facile/index.html"]


@pytest.mark.parametrize("texts", [0, 1, MANY - 1, MANY])
def test_a_site_of_few_texts_is_not_searched(texts: int) -> None:
    files = files_of(edition({str(n): "Mot." for n in range(texts)}))
    assert bool(files) is (texts >= MANY)


def test_pages_that_are_not_made_are_not_searched() -> None:
    """``--to text``: the home page has no field that finds nothing."""
    texts = edition({str(n): "Mot." for n in range(MANY)})
    assert search_files((texts,), {}, Report()) == {}


def test_a_text_that_cannot_be_searched_is_told_and_costs_no_other() -> None:
    one = edition({str(n): "Mot." for n in range(MANY)})
    broken = Document("faux", "fr", "Faux", (None,))  # type: ignore[arg-type]
    book = replace(one.book, documents=(broken, *one.book.documents))
    report, paths = Report(), [page_path(d.id, "integral") for d in book.documents]
    files = search_files((replace(one, book=book),), dict.fromkeys(paths, b""), report)
    assert {*found(files, "mot")} == {*paths[1:]}
    assert [(f.code, f.page) for f in report.findings] == [("texte-en-panne", "Faux")]


@given(st.dictionaries(st.integers(0, 100_000), st.integers(0, 3)))
def test_numbers_are_read_back(pages: dict[int, int]) -> None:
    assert dict(numbers(encoded(dict(sorted(pages.items()))))) == pages


@given(st.text(alphabet="aeioussxtnrlmé", min_size=2, max_size=12))
def test_a_word_always_finds_itself(word: str) -> None:
    (plain,) = search_words(word)
    assert stem(plain) in {base_stem(word), *other_stems(word)}


def test_numbers_and_genders_have_one_stem() -> None:
    """Of the words that texts use most: the plural leads where the singular does."""
    from wordfreq import top_n_list

    apart = []
    words = [w for w in top_n_list("fr", 4000) if w.isalpha() and len(w) > 2]
    for word in words:
        for pos in ("NOM", "ADJ"):
            plural = inflect(word, pos, "", "p")
            if plural and not {*search_words(plural), *search_words(word)} & STOP_WORDS:
                one = {base_stem(word), *other_stems(word)}
                several = {base_stem(plural), *other_stems(plural)}
                apart += [(word, plural)] if not one & several else []
    assert apart == []


@pytest.mark.parametrize(
    ("pages", "bytes_"), [(60, 110_000), pytest.param(300, 300_000, marks=pytest.mark.long)]
)
def test_300_pages_make_an_index_of_300_kb(pages: int, bytes_: int) -> None:
    """Of 600 words each, drawn as often as French has them."""
    from wordfreq import top_n_list, word_frequency

    names = top_n_list("fr", 30_000)
    weights = [word_frequency(name, "fr") for name in names]
    draw = random.Random(1)
    documents = tuple(
        Document(
            f"texte-{n}", "fr", " ".join(draw.choices(names[200:], weights[200:], k=5)),
            tuple(para(" ".join(draw.choices(names, weights, k=150))) for _ in range(4)),
        )
        for n in range(pages)
    )  # fmt: skip
    files = files_of(Edition(Book("Site", "fr", documents), "integral"))
    size = len(bytes(files[INDEX]))  # type: ignore[arg-type]
    assert bytes_ * 2 / 3 < size < bytes_


def test_a_published_index_is_checked(project: Path) -> None:
    """It is the same at each build, and ``check`` sees a passage or a page that is gone."""
    for n in range(MANY):
        (project / "content" / f"t{n}.md").write_text(
            f"# Texte {n}\n\nDébut.\n\n## La partie {n}\n\nSuite.\n", "utf-8"
        )
    assert build("--to", "html") == 0
    out = project / "output"
    before = {path.relative_to(out): path.read_bytes() for path in out.rglob("recherche*")}
    assert len(before) == MANY + 1 + 2
    assert inspect(out).faults == ()
    (project / "other").mkdir()
    assert build("content", "-o", "other/site", "--to", "html") == 0
    assert before == {path: (project / "other/site" / path).read_bytes() for path in before}
    words = out / words_path("texte-1/index.html")
    told = words.read_text("utf-8")
    anchor = json.loads(told[told.index("(") + 1 : -3])[1][1][0]
    words.write_text(told.replace(anchor, "ailleurs"), "utf-8")
    (out / words_path("texte-2/index.html")).unlink()
    messages = [f.message for f in inspect(out).faults if f.code == "lien-casse"]
    assert [re.findall(r"« \.\./(\S+) »", message) for message in messages] == [
        ["texte-1/index.html#ailleurs"], ["texte-2/recherche.js"],
    ]  # fmt: skip
    assert all("assets/recherche-index.js" in message for message in messages)
