"""A text is given the words of the lexicon that it may hold: it needs no other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.build.page_tasks import EasyPage, PrepareTask
from ppun_access.checks import CHECKS
from ppun_access.document.build import para
from ppun_access.document.model import Document
from ppun_access.easy.draft.first_draft import first_draft
from ppun_access.easy.review.digests import Surroundings
from ppun_access.project.text_lexicon import draft_lexicon, page_lexicon, spoken_texts
from ppun_access.readers import ReaderOptions, read_markdown
from ppun_access.report import Report
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.transforms import TransformOptions

PARTS = (
    "RA", "DRAAF", "R", "A", "R&D", "ra", "l'ATELIER", "L’atelier", "Élus", "PLU(i)", "@",
    " ", " ", "\u00a0", "\u00ad", "**", "*", "`", ". ", ", ", "-", "\n\n", "\n\n## ",
    "[", "](b.md)", "3.500", "3 500", "«", "»", "'", "É", "²",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=14).map("".join)
TERMS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=3).map("".join)
ENTRIES = st.dictionaries(TERMS.filter(str.strip), st.just("sens"), max_size=6)

DRAFT_PARTS = (
    "La commune", "les communes", "de l’ARS", "aide", ".", "\n\n", "à compter de",
    "l'État", "DRAAF", "territoriales", "**",
)  # fmt: skip
DRAFTED = st.lists(st.sampled_from(DRAFT_PARTS), max_size=12).map(" ".join)


def page(text: str) -> Document:
    (document,) = read_markdown(f"# Titre\n\n{text}", "a.md", ReaderOptions(), Report())
    return document


def words(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "sens")


@given(TEXTS, ENTRIES, ENTRIES)
def test_what_a_text_becomes_asks_for_no_other_word(
    text: str, acronyms: dict[str, str], pronunciations: dict[str, str]
) -> None:
    lexicon = Lexicon(acronyms, pronunciations)
    task = PrepareTask(
        page(text), TransformOptions(titles={"b.md": "La DRAAF"}), 40, CHECKS
    )
    own = task.knowing(lexicon)
    whole = replace(task, options=replace(task.options, lexicon=lexicon))
    assert own.run() == whole.run()


def test_words_that_are_nowhere_are_left() -> None:
    lexicon = Lexicon(
        words("RA", "R&D", "ARS", "&"),
        words("atelier", "plan local", "Atelier", "plan vert"),
        words("atelier"),
    )
    own = page_lexicon(
        lexicon, spoken_texts(page("Le *plan* local, l’ATELIER, la **R**&D."))
    )
    assert own == Lexicon(words("&", "R&D"), words("Atelier", "atelier", "plan local"))
    assert page_lexicon(lexicon, spoken_texts(page("Le plan, local."))).acronyms == words(
        "&"
    )
    assert page_lexicon(Lexicon(definitions=words("a")), ["a"]) == Lexicon()


def test_an_easy_version_has_the_words_of_its_label_and_its_glossary() -> None:
    text, options = page("Un arrêté."), TransformOptions()
    around = Surroundings({"arrêté": "Un texte de la DRAAF."}, credits=(para("Du CNIB."),))
    easy = EasyPage(text, around, options, 20)
    task = PrepareTask(text, options, 40, CHECKS, easy)
    own = task.knowing(Lexicon(words("FALC", "DRAAF", "CNIB", "ARS")))
    assert own.easy is not None
    assert set(own.options.lexicon.acronyms) == {"FALC", "DRAAF", "CNIB"}
    assert own.easy.options.lexicon == own.options.lexicon


@pytest.mark.parametrize(
    ("word", "text", "is_there"),
    [
        ("commune", "Les communes aident.", True),
        ("collectivité territoriale", "Des collectivités\u00a0territoriales.", True),
        ("collectivité territoriale", "Cette collectivité est territoriale.", False),
        ("cheval", "Les chevaux.", True),
        ("commune", "La commun.", False),
        ("Région", "la région", True),
        ("aujourd'hui", "Aujourd’hui.", True),
        ("hausse", "Une augmentation.", True),
        ("?", "Rien.", True),
    ],
)
def test_a_draft_has_the_words_that_it_explains(
    word: str, text: str, is_there: bool
) -> None:
    lexicon = Lexicon(words("ARS"), words(word), {word: "Un sens."})
    own = draft_lexicon(lexicon, [text])
    assert own == Lexicon(definitions={word: "Un sens."} if is_there else {})


@given(DRAFTED)
def test_a_draft_asks_for_no_other_word(text: str) -> None:
    lexicon = Lexicon(
        words("ARS", "DRAAF"), {}, words("commune", "État", "territorial", "partir", "aide")
    )
    document = page(text)
    own = draft_lexicon(lexicon, spoken_texts(document))
    assert first_draft(document, own) == first_draft(document, lexicon)
