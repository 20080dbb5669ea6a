from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ppun_access.document.model import Div, Document, Meta
from ppun_access.document.walk import plain_text, running_text, sentences
from ppun_access.easy.review.digests import NOTHING, review_digests
from ppun_access.easy.review.version import LABELS, easy_version, fingerprint
from ppun_access.french import words
from ppun_access.readability.document import score_document
from ppun_access.readers import READERS, ReaderOptions, read
from ppun_access.report import Report
from ppun_access.transforms import EASY, TransformOptions, apply

CONTENT = Path(__file__).parents[1] / "content"
EASY_FILES = sorted((CONTENT / "facile").glob("*.md"))
LABEL = "Version simplifiée. Brouillon non validé."
TRIAL = "Ce texte est un essai. Des personnes concernées doivent encore le relire."


def page(front: str, body: str = "Un texte.") -> Document:
    text = f"---\n{front}\n---\n\n{body}\n"
    (found,) = READERS["markdown"](text, "facile/x.md", ReaderOptions(), Report())
    return found


SOURCE = Document(
    "x", "fr", "Titre", (), Meta(source="page.md", author="Anne Dupont", role="Présidente")
)


def easy(front: str, report: Report | None = None) -> Document:
    return easy_version(page(front), SOURCE, report if report is not None else Report())


def told(front: str) -> list[str]:
    report = Report()
    easy(front, report)
    return [finding.code for finding in report.findings]


def label(document: Document) -> str:
    first = document.blocks[0]
    assert isinstance(first, Div)
    assert first.role == "status"
    return " ".join(map(plain_text, first.blocks))


def test_a_draft_says_that_it_is_one() -> None:
    document = easy("statut: brouillon")
    assert label(document) == f"{LABEL} {TRIAL}"
    assert document.meta.status == "brouillon"
    assert document.id == "x"
    assert told("statut: brouillon") == []
    assert told("source: x") == []


def test_validated_needs_a_recorded_review() -> None:
    assert easy("statut: valide").meta.status == "brouillon"
    assert told("statut: valide") == ["relecture-absente"]
    assert told("statut: relu") == ["relecture-absente"]
    review = (
        "statut: validé\nrelectures:\n  - {atelier: A, date: 2026-01-02, participants: 4}"
    )
    assert easy(review).meta.status == "relu", "nothing says what was validated"
    assert told(review) == ["signature-absente"]
    now = review_digests(page(review), "x", NOTHING).values() | {
        "source": fingerprint(SOURCE)
    }
    signed = f"{review}\nempreinte: {json.dumps(now)}"
    assert easy(signed).meta.status == "valide"
    assert told(signed) == []
    assert "FALC" in label(easy(signed))
    assert not any("FALC" in line for s, t in LABELS.items() if s != "valide" for line in t)


def test_unsigned_until_the_author_agrees() -> None:
    fronts = (
        "statut: brouillon",
        "accord_auteur:",
        "accord_auteur: oui",
        "accord_auteur: false",
        "accord_auteur: {service: Cabinet}",
        "auteur: Anne Dupont",
    )
    for front in fronts:
        document = easy(front)
        assert "Anne Dupont" not in plain_text(document)
        assert document.meta.author == ""
    assert told("accord_auteur: oui") == ["accord-incomplet"]
    signed = easy("accord_auteur: {service: Cabinet, date: 2026-02-03}")
    assert plain_text(signed.blocks[-1]) == "Anne DupontPrésidente"
    assert signed.meta.role == "Présidente"


def test_a_source_that_changed_is_told() -> None:
    stamp = fingerprint(SOURCE)
    assert easy(f"empreinte: {stamp}").meta.status == "brouillon"
    assert easy("empreinte: 0123").meta.status == "a-revoir"
    assert told("empreinte: 0123") == ["source-changee"]
    other = Document("x", "fr", "Autre titre", ())
    assert fingerprint(other) != stamp
    assert fingerprint(Document("x", "fr", "« Titre »", ())) == stamp


def test_mistakes_in_the_front_matter_are_told() -> None:
    assert told("statut: fini") == ["statut-inconnu"]
    assert told("auteurs: moi") == ["cle-inconnue"]
    assert told("relectures: [{atelier: ESAT}]") == ["relecture-incomplete"]
    person = "relectures: [{atelier: Paul Martin, date: 2026-01-02, participants: 4}]"
    assert told(person) == ["personne-nommee"]
    assert told("empreinte: {texte: 0123}") == ["empreinte-illisible"]


# The easy versions of the two editorials


@pytest.fixture(params=EASY_FILES, ids=lambda path: path.stem)
def easy_file(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def prepared(path: Path) -> Document:
    (found,) = READERS["markdown"](
        path.read_text("utf-8"), path.name, ReaderOptions(), Report()
    )
    return apply(EASY, found, TransformOptions(), Report())


def test_both_editorials_have_one() -> None:
    opening, *editorials = read(CONTENT / "politique-publique-des-usages-numeriques.md")
    assert opening.meta.opening
    assert [d.id for d in editorials] == [path.stem for path in EASY_FILES]


def test_sentences_are_short(easy_file: Path) -> None:
    for sentence in sentences(prepared(easy_file)):
        text = running_text((sentence,))
        glossary_term = text.partition(" : ")[0] if " : " in text else ""
        assert len(words(text)) - len(words(glossary_term)) <= 12, text


def test_one_sentence_a_line(easy_file: Path) -> None:
    body = easy_file.read_text("utf-8").split("---\n", 2)[2]
    body = re.sub(r"<!--.*?-->", "", body, flags=re.S)
    lines = [re.sub(r"^(#+|-) ", "", line).replace("**", "") for line in body.splitlines()]
    written = [" ".join(line.split()) for line in lines if line.strip()]
    found = [" ".join(running_text((s,)).split()) for s in sentences(prepared(easy_file))]
    (page_,) = READERS["markdown"](easy_file.read_text(), "x.md", ReaderOptions(), Report())
    assert written == [page_.title, *found]


def test_no_hard_punctuation_percent_or_large_number(easy_file: Path) -> None:
    text = plain_text(prepared(easy_file))
    assert not re.search(r"[;()\[\]…–—%]", text)
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    assert all(n <= 1000 or n == 2020 for n in numbers)


def test_hard_words_are_explained_twice(easy_file: Path) -> None:
    text = easy_file.read_text("utf-8")
    glossary = re.findall(r"^- \*\*(.+?)\*\* : (?:c’est|ce sont)?,? ?(.+)\.$", text, re.M)
    assert 0 < len(glossary) <= 8
    body = text.split("## Les mots difficiles")[0]
    lines = [line for line in body.splitlines() if line]
    for term, meaning in glossary:
        first = next(i for i, line in enumerate(lines) if _holds(line, term))
        after = " ".join(lines[first : first + 3])
        assert any(word in after for word in words(meaning) if len(word) > 4), term


def _holds(line: str, term: str) -> bool:
    return term.lower().rstrip("s") in line.lower() and not line.startswith("#")


def test_easier_than_the_source(easy_file: Path) -> None:
    _, *editorials = read(CONTENT / "politique-publique-des-usages-numeriques.md")
    source = next(d for d in editorials if d.id == easy_file.stem)
    easy_scores, full = score_document(prepared(easy_file)), score_document(source)
    assert easy_scores.kandel_moles > full.kandel_moles + 20
    assert easy_scores.lix < full.lix - 20
    assert easy_scores.longest_sentence <= 12
