"""What the atelier tells of one passage: the audit, proposals, words, facts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest

from ppun_access.atelier.writing.passages import EasyText, cut
from ppun_access.atelier.writing.told import Around, draft_of, glossed, replaced, told
from ppun_access.build.audit import facts_of
from ppun_access.easy.audit import audit
from ppun_access.easy.review.ties import units
from ppun_access.readers import ReaderOptions, read_markdown
from ppun_access.report import Report
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.settings.ppun_toml import Settings
from ppun_access.transforms import EASY, TransformOptions, apply

SOURCE = """# Le bus

La carte coûte 12 € par mois, avant le 3 mai 2027.

Les collectivités paient le bus.
"""
SEED = Path(__file__).parents[1] / "content" / "facile" / "edito-du-vice-president.md"
EASY_TEXT = """# Le bus

Pour monter dans le bus, il faut une carte, qui est vendue par la mairie aux habitants.

La DGFIP aide les usagers.
Les collectivités n’ont pas le droit de vendre la carte.

Achetez la carte.

Collectivité : une commune, un département ou une région.
"""


@pytest.fixture(scope="module")
def around() -> Around:
    (source,) = read_markdown(SOURCE, "bus.md", ReaderOptions(), Report())
    return Around(source, {unit.digest: unit for unit in units(source)})


def tied(around: Around, *texts: str) -> EasyText:
    """Return an easy text whose passages are tied to the paragraphs of the source."""
    parts = [
        f"<!-- source: {digest} -->\n\n{text}\n\n"
        for digest, text in zip(around.units, texts, strict=False)
    ]
    return cut("# Le bus\n\n" + "".join(parts))


def said_of_whole(written: str) -> set[tuple[str, str, str]]:
    """Return what the audit of a whole text says of its sentences."""
    (page,) = read_markdown(written, "x.md", ReaderOptions(sense_lines=True), Report())
    page = replace(page, meta=replace(page.meta, status="brouillon"))
    made = apply(EASY, page, TransformOptions(), Report())
    found = audit(facts_of(made, {}, Settings(), Lexicon(), Report()))
    every = (one for result in found.results for one in result.findings if one.sentence)
    return {(one.code, one.sentence, one.found) for one in every}


@pytest.mark.parametrize("written", [EASY_TEXT, SEED.read_text("utf-8")])
def test_passages_are_told_what_the_audit_says_of_the_whole_text(
    written: str, around: Around
) -> None:
    text = cut(written)
    found = {
        (one.code, one.sentence, one.found)
        for number in range(len(text.passages))
        for one in told(text, number, around).remarks
    }
    assert found == said_of_whole(text.written.removeprefix(text.front))
    assert bool(found) == (written == EASY_TEXT)


def test_sentences_are_counted(around: Around) -> None:
    title, first = (told(cut(EASY_TEXT), n, around) for n in range(2))
    assert title.lengths == ()
    assert (first.lengths, first.most) == ((17,), 12)


def test_a_proposal_stands_in_the_place_of_its_sentence(around: Around) -> None:
    text = cut("# T\n\nL’aide est versée aux *communes*. Afin de lire\\*ici, venez.\n")
    (one,) = (p for p in told(text, 1, around).proposals if "Pour" in p.after)
    assert one.before == "Afin de lire*ici, venez."
    assert one.text == "L’aide est versée aux *communes*. Pour lire\\*ici, venez."
    assert told(text.edit(1, one.text), 1, around).proposals == ()


def test_a_sentence_with_marks_is_changed_by_hand() -> None:
    assert replaced("Un *mot* ici.", "Un mot ici.", "Un autre.") == ""
    assert replaced("- a &amp; b.\n- c.", "a & b.", "d.\ne.") == "- d.\n  e.\n- c."
    assert replaced("> a\n> b", "a b", "x\ny") == ""
    assert replaced("> a", "a", "x\ny") == "> x\n> y"


def test_a_word_is_explained_after_its_sentence(around: Around) -> None:
    text = cut("# T\n\nLa commune vend. Venez.\n\n- la commune\n")
    (one,) = told(text, 1, around).words
    assert (one.word, one.after) == ("commune", "Commune\u00a0: une ville ou un village.")
    assert one.text == f"La commune vend.\n{one.after}\nVenez."
    explained = cut(text.edit(1, one.text).written)
    assert [told(explained, n, around).words for n in (1, 2)] == [(), ()]
    assert glossed("- la commune", "la commune", "X") == "- la commune\n  X"
    assert glossed("*la* commune", "la commune", "X") == "*la* commune\nX"
    under = "- CAF\n\n  La commune vend. Venez.\n- b"
    assert glossed(under, "La commune vend.", "X") == under.replace(". V", ".\n  X\n  V")


def test_facts_that_the_text_does_not_say(around: Around) -> None:
    text = tied(around, "La carte coûte douze euros.", "Les villes paient.")
    assert [one.words for one in told(text, 1, around).facts] == ["3 mai 2027"]
    empty = told(text.edit(1, ""), 1, around)
    assert [one.words for one in empty.facts] == ["12 €", "3 mai 2027"]
    assert told(text, 2, around).facts == ()
    elsewhere = text.edit(2, "Venez le 03/05/2027.")
    assert told(elsewhere, 1, around).facts == ()
    assert told(text.omitting(1, "3 mai 2027"), 1, around).facts == ()
    assert told(text.omitting(2, "tous"), 1, around).facts == ()


def test_a_passage_has_the_draft_of_its_own_paragraphs(around: Around) -> None:
    text = tied(around, "La carte")
    assert draft_of(text.passages[1], around).startswith("La carte coûte 12 € par mois")
    assert "collectivités" not in draft_of(text.passages[1], around)
    assert draft_of(cut("a").passages[0], around) == ""


def test_a_draft_and_facts_are_told_in_words_and_once() -> None:
    source = "# La cantine\n\n![Une assiette](a.png)\n\nElle ouvre de 11 h 45 à 13 h 30.\n"
    (page,) = read_markdown(source, "cantine.md", ReaderOptions(), Report())
    around = Around(page, {unit.digest: unit for unit in units(page)})
    text = tied(around, "", "La cantine ouvre.")
    assert draft_of(text.passages[1], around) == "", "no comment is a draft"
    found = [one.words.replace("\u00a0", " ") for one in told(text, 2, around).facts]
    assert found == ["11 h 45 à 13 h 30"]


def test_who_speaks_in_the_first_person_is_told(around: Around) -> None:
    text = cut("# T\n\nNous aidons les villes.\n")
    assert told(text, 1, around).first_person == "Nous aidons les villes."


def test_one_passage_costs_the_same_in_a_long_text(around: Around) -> None:
    """Nothing of the other passages is worked out again."""
    paragraphs = [f"La ville numéro {n} aide les habitants.\n" for n in range(300)]

    def cost(some: list[str]) -> float:
        text = cut("# T\n\n" + "\n".join(some))
        told(text, 1, around)
        times = []
        for word in "abcde":
            edited = text.edit(1, f"La mairie {word} aide les collectivités.")
            before = process_time()
            told(edited, 1, around)
            times.append(process_time() - before)
        return min(times)

    assert cost(paragraphs) < 5 * cost(paragraphs[:3])
