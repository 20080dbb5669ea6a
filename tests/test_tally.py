"""Counting, compiled and in Python: the same counts, whatever the text."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import lexique
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ppun_access.french import split_sentences, words
from ppun_access.french.acronyms import MIXED, SAID, SPELLED
from ppun_access.french.capitals import without_shouts
from ppun_access.french.sentences import NEVER_LAST, is_usual_end, unusual_ends
from ppun_access.french.syllable_rules import APART, MUTE_ENT
from ppun_access.readability import basic_scores, count_sentences, counts, score, tally
from ppun_access.readability.counts import Totals, added, count_words

needs_compiled = pytest.mark.skipif(
    not tally.is_compiled(),
    reason="counting is not compiled here: no C compiler, or no header of Python",
)


class Asked(dict[str, int]):
    """Pieces that remember nothing but which ones were asked for."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def __missing__(self, piece: str) -> int:
        self.pieces.append(piece)
        return counts._packed(piece)


def anew() -> object:
    """Return what the compiled way must know of French, without what it has met."""
    return tally._french.__wrapped__()


def in_python(text: str) -> Totals:
    return added(map(counts.count, split_sentences(text)))


def agree(text: str) -> None:
    """Compare both ways, at once and sentence by sentence."""
    sentences = split_sentences(text)
    assert [tally.count(one) for one in sentences] == [
        counts.count(one) for one in sentences
    ]
    assert tally.totals(text) == in_python(text)
    assert tally.count(text) == counts.count(text)


# What is compared


@needs_compiled
def test_all_of_lexique() -> None:
    """Every form, with a capital, with an elision; most are counted without Python."""
    asked, every = Asked(), lexique.forms()
    given = tally._french(), asked, counts.reread
    for form in every:
        for word in (form.text, form.text.capitalize(), f"(l’{form.text}),"):
            found = tally.compiled.count(given[0], word, *given[1:])
            assert found == count_words(words(without_shouts(word))), word
    assert len(every) > 125_000
    assert len(asked.pieces) < 0.03 * 3 * len(every)


def real_texts() -> Iterator[str]:
    root = Path(__file__).parents[1]
    yield (root / "reference" / "ud-gsd-dev-sentences.txt").read_text("utf-8")
    for folder in ("content", "tests/pairs", "tests/cases", "benchmarks/corpus", "docs"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".md", ".txt", ".test"}:
                yield path.read_text("utf-8")


def test_real_texts_piece_by_piece_and_word_by_word() -> None:
    for text in real_texts():
        for sentence in split_sentences(text):
            assert counts.count(sentence) == count_words(words(without_shouts(sentence)))


@needs_compiled
def test_real_texts() -> None:
    found = 0
    for text in real_texts():
        agree(text)
        agree(" ".join(text.split("\n")))
        found += len(split_sentences(text))
    assert found > 2500


@needs_compiled
def test_plain_french_is_counted_here() -> None:
    """Of the press, Python is asked for few pieces and few ends of sentences."""
    path = Path(__file__).parents[1] / "reference" / "ud-gsd-dev-sentences.txt"
    text = " ".join(path.read_text("utf-8").splitlines())
    asked, read, stretches = Asked(), [], []

    def reread(sentence: str, capitals: bool) -> counts.Counts | None:
        read.append(sentence)
        return counts.reread(sentence, capitals)

    def ends(text: str, start: int, begin: int, end: int) -> list[int]:
        stretches.append(start)
        return unusual_ends(text, start, begin, end)

    given = tally._french(), text, asked, reread, is_usual_end, ends
    assert tally.compiled.totals(*given) == in_python(text)
    sentences = len(split_sentences(text))
    assert len(asked.pieces) < 0.06 * len(text.split())
    assert len(read) < 0.05 * sentences
    assert len(stretches) < 0.1 * sentences


# Any text

LETTERS = "aàâäeéèêëiîïoôöuùûüyœæbcdfghjklmnpqrstvxzßłÿñµªº"
PARTS = (
    "co|anti|poly|zo|pa|coeu|ent|ment|ments|ement|er|eront|eraient|es|e|s|il|ill|ils|âil|oa|"
    "oard|saoul|l|r|cl|br|ou|aï|ge|gu|qu|eau|oeu|œu|tient|vient|gent|esc|om|th|m|ayi|ây"
)
plain_words = st.lists(
    st.sampled_from([*LETTERS, *PARTS.split("|")]), min_size=1, max_size=9
).map("".join)


@needs_compiled
@given(st.lists(plain_words, max_size=8))
def test_any_letters(words: list[str]) -> None:
    agree(" ".join(words))


@needs_compiled
@given(
    plain_words | st.sampled_from(sorted(MUTE_ENT)),
    st.sampled_from(["ent", "ents", "ment"]),
)
def test_any_ending_of_a_verb(stem: str, ending: str) -> None:
    agree(f"{stem}{ending}")


@needs_compiled
@given(st.sampled_from([*APART, "coeu", "an", "po"]), plain_words)
def test_any_prefix(prefix: str, rest: str) -> None:
    agree(f"{prefix}{rest}")


COMPOUNDS = (
    "porte|clé|clés|contre|Contre|contres|champ|Haute|Saône|vis|à|Ix|Ier|Vice|X|PME|ONU|e|t|"
    "il|T|18|é|œuvre|des|marque|quartz|tss|a|b|wi|Wi|fi|Fi|médecins|chefs|SARS|CoV|2|cul|de|sac"
)


@needs_compiled
@given(st.lists(st.sampled_from(COMPOUNDS.split("|")), min_size=2, max_size=6))
def test_any_compound(parts: list[str]) -> None:
    agree("-".join(parts))
    agree(f"«l’{'-'.join(parts)}».")


@needs_compiled
@given(st.integers(0, 10**7), st.sampled_from(["", "0", "(", "9 ", "9\u202f", "٣ "]))
def test_any_number(n: int, before: str) -> None:
    agree(f"Il y en a {before}{n}, {n % 1000:03}. Et {before}{n % 1000}")


PIECES = (
    "mot|Mot|l’art|d'Où|Qu’on|qu'il|aujourd'hui|c'est-à-dire|entr'acte|paons|cœur|Œuvre|a|A|y|"
    "É|M.|Mme|Jean|DUPONT|LE PLAN|OCDE|CE PROJET EST LÀ|d'ORMESSON|de LA TOUR|J.-P.|3 500|"
    "500|1.500|12,5|97 %|XXIe|II|Louis-XIV|élu·e·s|http://a.fr/b|a@b.fr|www.|n°|1)|b)|(!)|(…)|[1]|"
    "art.|Art.|prof.|sept.|ſept.|fin.|cœurs.|Mots.|2024.|٣٤٥٦.|abc).|²²).|mot !|"
    "mot\u00a0?|mot\t!|"
    'mot.»|mot ».|mot".|…|...|?!|«|»|“|”|"|\'|’|-|–|_|½|µ|ÿ|Ÿ|×|÷|e\u0301|ο|Δήμος|一|😀|'
    "\ud800|\x00|\x1c|\x85|\n|\n\n|\t|\u2028|\u00a0|\u202f|\u2009|\u3000"
)
SPACED = [*PIECES.split("|"), *" " * 30]


@needs_compiled
@example(["mot", "\n", "! ", "Mot"])
@example(["wi-fi ", "Wi-Fi ", "SCoT"])
@given(st.lists(st.sampled_from(SPACED), max_size=24))
def test_any_pieces(pieces: list[str]) -> None:
    agree("".join(pieces))


@needs_compiled
@given(st.text(max_size=80))
def test_any_characters(text: str) -> None:
    agree(text)
    agree(f"Le mot{text}. A{text}")


NEAR = "".join(map(chr, (*range(0x180), *range(0x2000, 0x2030), 0x1680, 0x205F, 0x3000)))


@needs_compiled
@pytest.mark.parametrize(
    "around", ["{}", "mot{}", "{}mot", "A{}", "mot{} Mot", "mots. {}a", "9{}500"]
)
def test_each_character_near_ours(around: str) -> None:
    for character in NEAR:
        agree(around.format(character))


@needs_compiled
@pytest.mark.parametrize("word", [*sorted(MIXED), *sorted(SAID), *sorted(SPELLED)])
def test_each_acronym(word: str) -> None:
    agree(f"{word}, le {word}. Jean {word}. {word} {word}")


@needs_compiled
@pytest.mark.parametrize("word", sorted(NEVER_LAST))
def test_each_abbreviation(word: str) -> None:
    for before in ("", "é", "ĺ", "ſ", "É", "xx"):
        for written in (word, word.upper(), word.capitalize()):
            agree(f"Le {before}{written}. Il dort. Le (abc{before}{written}). A")


@needs_compiled
@pytest.mark.parametrize(
    "text",
    [
        "mot " * 10_000, "long" * 10_000, "1" * 2_000, "W·" * 3_000, "3 500 " * 3_000,
        "OCDE " * 3_000, "a-" * 5_000, "-" * 5_000, "M. X" * 3_000, "Mots. A" * 3_000,
        f"{'x' * 40} {'x' * 41} l’{'x' * 40} {'x' * 20}-{'x' * 20}",
        "." * 5_000, "\n" * 5_000,
    ],
    ids=len,
)  # fmt: skip
def test_something_huge(text: str) -> None:
    agree(text)


# How it is called


@needs_compiled
def test_what_python_raises_goes_through() -> None:
    class LostError(Exception):
        pass

    def lose(*_: object) -> None:
        raise LostError

    class Losing(dict[str, int]):
        def __missing__(self, piece: str) -> int:
            raise LostError

    known = tally._french()
    with pytest.raises(LostError):
        tally.compiled.count(known, "OCDE", Losing(), counts.reread)
    with pytest.raises(LostError):
        tally.compiled.count(anew(), "257", Losing(), counts.reread)
    with pytest.raises(LostError):
        tally.compiled.count(known, "mot " * 2000, {}, lose)
    with pytest.raises(LostError):
        tally.compiled.totals(known, "M. X. Y", {}, lose, lose, lose)
    with pytest.raises(LostError):
        tally.compiled.totals(known, "ſept. Il", {}, lose, lose, lose)


@needs_compiled
@pytest.mark.parametrize("ends", [[0], [99], [3, 2], ["a"], None, (2,)])
def test_ends_that_are_none_are_refused(ends: object) -> None:
    given = (
        tally._french(),
        "Un ? deux ? trois",
        counts.PIECES,
        counts.reread,
        is_usual_end,
    )
    with pytest.raises((ValueError, TypeError, SystemError)):
        tally.compiled.totals(*given, lambda *_: ends)  # type: ignore[arg-type,return-value]


@needs_compiled
def test_what_is_not_as_wanted_is_refused() -> None:
    compiled, known = tally.compiled, tally._french()
    with pytest.raises(TypeError):
        compiled.count(known, b"mot", counts.PIECES, counts.reread)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="PyCapsule"):
        compiled.count(None, "mot", counts.PIECES, counts.reread)
    with pytest.raises(ValueError, match="0 to 255"):
        compiled.prepare({"mot": 256}, {}, {}, {}, 6)
    for table in ({5: 1}, {"mot": "un"}):
        with pytest.raises(TypeError, match="str and int"):
            compiled.prepare(table, {}, {}, {}, 6)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="negative"):
        compiled.count(known, "OCDE", {"OCDE": -1}, counts.reread)
    with pytest.raises(TypeError):
        compiled.count(known, "mot " * 2000, {}, lambda *_: "mot")  # type: ignore[arg-type,return-value]
    with pytest.raises(ValueError, match="must be counted"):
        compiled.count(known, "mot " * 2000, {}, lambda *_: None)


@needs_compiled
def test_a_table_does_not_grow_while_it_is_read() -> None:
    """A value that Python makes an int could add more words than there is place for."""
    words: dict[str, object] = {}

    class Growing:
        def __index__(self) -> int:
            words.update({f"{'x' * 39}{chr(97 + n)}": 1 for n in range(26)})
            return 1

    words.update({"a": Growing(), "b": 1})
    with pytest.raises(TypeError, match="str and int"):
        tally.compiled.prepare(words, {}, {}, {}, 6)  # type: ignore[arg-type]
    assert len(words) == 2


@needs_compiled
def test_threads_count_together() -> None:
    texts = list(real_texts())[:6]
    wanted, found = [in_python(text) for text in texts], dict[int, list[Totals]]()

    def work(at: int) -> None:
        found[at] = [tally.totals(text) for text in texts]

    threads = [threading.Thread(target=work, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [*found.values()] == [wanted] * 4


@needs_compiled
@pytest.mark.parametrize("how", ["fork", "spawn"])
def test_processes_count_together(how: str) -> None:
    texts = list(real_texts())[:6]
    with ProcessPoolExecutor(2, mp_context=get_context(how)) as pool:
        assert list(pool.map(tally.totals, texts)) == list(map(in_python, texts))


@pytest.fixture(params=["compiled", "in Python"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Either way of counting."""
    if request.param == "in Python":
        monkeypatch.setattr(tally, "compiled", None)
    elif not tally.is_compiled():
        pytest.skip("counting is not compiled here: no C compiler, or no header of Python")


@pytest.mark.usefixtures("way")
def test_a_text_counted_by_hand() -> None:
    # La pre-mière prio-rité est l’ é-co-no-mie. Elle compte ! 3 500 gens : oui.
    text = "La première priorité est l’économie. Elle compte ! 3 500 gens : oui."
    assert tally.totals(text) == Totals(3, 11, 20, 3, 6)
    assert [tally.count(one) for one in split_sentences(text)] == [
        (6, 12, 3),
        (2, 2, 0),
        (3, 6, 0),
    ]
    assert score(text).words == basic_scores(text).words == 11
    assert [one.words for one in count_sentences(text)] == [6, 2, 3]


def test_all_works_when_it_is_not_compiled() -> None:
    code = (
        "import sys; sys.modules['ppun_access.readability._tally'] = None\n"
        "from ppun_access.readability import basic_scores, tally\n"
        "found = basic_scores('Le chat dort. Il rêve de M. PETIT.')\n"
        "print(tally.is_compiled(), found.sentences, found.words, found.syllables)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["False", "2", "8", "9"]
