"""Sense lines: what an easy text breaks in a sentence is a line wherever it can be seen."""

from __future__ import annotations

import math
import re
from array import array
from itertools import pairwise
from pathlib import Path

import pytest
from books import edition, narration, unzipped
from bs4 import BeautifulSoup
from builders import from_json
from pdf_documents import read_again

from ppun_access.document.build import SENSE_BREAK
from ppun_access.document.model import Document
from ppun_access.document.packing import to_json
from ppun_access.document.walk import nodes, plain_text, running_text, sentences
from ppun_access.easy.audit.passages import passages
from ppun_access.easy.review.digests import NOTHING, review_digests
from ppun_access.easy.review.version import fingerprint
from ppun_access.readability.document import score_document
from ppun_access.readers import ReaderOptions, read_markdown
from ppun_access.report import Report
from ppun_access.settings.sections import BrailleSettings
from ppun_access.speech.model import Audio, ScriptOptions, Utterance, WordMark
from ppun_access.speech.narration.rests import REST_MS, speakable_rests, with_rests
from ppun_access.speech.narration.script import script
from ppun_access.speech.narration.synthesis import segment_key
from ppun_access.speech.narration.timing import voiced_runs
from ppun_access.speech.voices import engine_of, known_voices, pick
from ppun_access.transforms import EASY, TransformOptions, apply
from ppun_access.writers.audio.vtt import write_vtt
from ppun_access.writers.braille.write import write_brf
from ppun_access.writers.daisy.write import write_daisy
from ppun_access.writers.epub.write import write_epub
from ppun_access.writers.html.page import write_html
from ppun_access.writers.model import (
    BrailleOptions,
    DaisyOptions,
    EpubOptions,
    Files,
    HtmlOptions,
    PdfOptions,
    TextOptions,
)
from ppun_access.writers.pdf.write import write_pdf
from ppun_access.writers.text.write import write_text

WORDS = """# Internet

La Région aide les habitants
à utiliser **Internet et
les ordinateurs**.
Elle paie des lieux
avec des ordinateurs.

- demander une aide
  quand il le faut
"""
LINES = (
    "La Région aide les habitants",
    "à utiliser Internet et",
    "les ordinateurs.",
    "Elle paie des lieux",
    "avec des ordinateurs.",
)
SENTENCES = [
    "La Région aide les habitants à utiliser Internet et les ordinateurs.",
    "Elle paie des lieux avec des ordinateurs.",
    "demander une aide quand il le faut",
]


def read(text: str = WORDS, *, lines: bool = True) -> Document:
    options = ReaderOptions(sense_lines=lines)
    (found,) = read_markdown(text, "facile/x.md", options, Report())
    return found


def ready(text: str = WORDS, *, lines: bool = True) -> Document:
    return apply(EASY, read(text, lines=lines), TransformOptions(), Report())


def breaks(tree: object) -> int:
    return sum(node == SENSE_BREAK for node in nodes(tree))


TEXT = ready()


def content(files: Files) -> bytes:
    (found,) = files.values()
    assert isinstance(found, bytes)
    return found


# The document


def test_a_line_end_is_a_line_of_one_sentence() -> None:
    found = list(sentences(TEXT))
    assert [running_text(s.children) for s in found] == SENTENCES
    assert [breaks(s) for s in found] == [2, 1, 1]
    assert breaks(TEXT) == 4  # between two sentences, there is a space


def test_nothing_but_the_lines_differs_from_the_text_without_them() -> None:
    plain = ready(lines=False)
    assert breaks(plain) == 0
    assert plain_text(TEXT) == plain_text(plain)
    assert [s.id for s in sentences(TEXT)] == [s.id for s in sentences(plain)]
    assert [p.text for p in passages(TEXT)] == [p.text for p in passages(plain)]
    assert score_document(TEXT) == score_document(plain)
    assert fingerprint(TEXT) == fingerprint(plain)
    assert from_json(to_json(TEXT)) == TEXT


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Un\n\ndeux.", 0),
        ("Un.\nDeux.", 0),
        ("Un  \ndeux.", 0),  # a hard break stays what it is
        ("Un\ndeux.", 1),
        ("<div>\n<p>\nUn deux.\n</p>\n</div>", 0),
        ("Un *deux\ntrois\nquatre*.", 2),
        ("[Un\ndeux](https://exemple.fr).", 1),
        ("<!-- source: abc -->\nUn deux.", 0),
    ],
)
def test_which_line_ends_are_sense_lines(text: str, count: int) -> None:
    assert breaks(ready(text)) == count


def test_a_review_is_of_the_lines_too() -> None:
    signed = review_digests(read(), "s", NOTHING)
    other = WORDS.replace("aide les habitants\nà", "aide\nles habitants à")
    moved = review_digests(read(other), "s", NOTHING)
    assert moved.texte != signed.texte
    rejoined = WORDS.replace(".\nElle", ". Elle")  # the page shows the same
    assert review_digests(read(rejoined), "s", NOTHING) == signed
    one_a_line = "# T\n\nUn. Deux !\nTrois."
    assert review_digests(read(one_a_line), "s", NOTHING) == review_digests(
        read(one_a_line, lines=False), "s", NOTHING
    )


# Files


def test_text() -> None:
    made = content(write_text(edition(TEXT, version="facile"), TextOptions(), Report()))
    assert "\r\n".join(LINES) in made.decode()
    assert "- demander une aide\r\n  quand il le faut" in made.decode()


def test_html_has_one_span_with_lines_inside() -> None:
    made = content(write_html(edition(TEXT, version="facile"), HtmlOptions(), Report()))
    page = BeautifulSoup(made, "html.parser")
    found = page.select(".texte .s")
    assert [" ".join(s.get_text().split()) for s in found] == SENTENCES
    assert [len(s.find_all("br")) for s in found] == [2, 1, 1]
    assert len(page.select(".texte br")) == 4


def test_epub() -> None:
    made = content(write_epub(edition(TEXT, version="facile"), EpubOptions(), Report()))
    (name,) = (n for n in unzipped(made) if n.endswith("-facile.xhtml"))
    page = BeautifulSoup(unzipped(made)[name], "html.parser")
    found = page.select(".s")
    assert [" ".join(s.get_text().split()) for s in found] == SENTENCES
    assert [len(s.find_all("br")) for s in found] == [2, 1, 1]


def test_daisy_and_its_single_place_a_sentence(tmp_path: Path) -> None:
    sound = narration(TEXT, tmp_path)
    made = content(
        write_daisy(
            edition(TEXT, sounds=(sound,), version="facile"), DaisyOptions(), Report()
        )
    )
    (name,) = (n for n in unzipped(made) if n.endswith("content.html"))
    page = BeautifulSoup(unzipped(made)[name], "html.parser")
    found = page.select("span.sentence")
    assert [" ".join(s.get_text().split()) for s in found] == SENTENCES
    assert [len(s.find_all("br")) for s in found] == [2, 1, 1]
    assert [len(s.find_all("a")) for s in found] == [1, 1, 1]
    assert page.body is not None
    assert page.body["class"] == ["facile"]


def test_pdf_shows_the_lines_and_glues_no_word(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    made = write_pdf(edition(TEXT, version="facile"), PdfOptions(), Report())
    path.write_bytes(content(made))
    (page,) = read_again(path)["pages"]
    shown = [" ".join(line.split()) for line in page["text"].split("\n")]
    assert [line for line in shown if line in LINES] == list(LINES)


@pytest.mark.parametrize("grade", ["integral", "abrege"])
def test_braille_has_no_line_for_the_sense(grade: str) -> None:
    options = BrailleOptions(BrailleSettings(cells=40))
    plain = write_brf(edition(ready(lines=False), version="facile"), options, Report())
    assert write_brf(edition(TEXT, version="facile"), options, Report()) == plain


def test_one_cue_a_sentence(tmp_path: Path) -> None:
    sound = narration(TEXT, tmp_path)
    made = content(write_vtt(edition(TEXT, sounds=(sound,)), None, Report())).decode()
    for sentence in SENTENCES:
        assert re.search(rf"-->.*\n{re.escape(sentence)}\n", f"{made}\n")


# Sound


def test_a_rest_is_where_a_line_ends() -> None:
    said = {u.text: u.rests for u in script(TEXT, ScriptOptions())}
    for sentence, count in zip(SENTENCES[:2], (2, 1), strict=True):
        assert len(said[sentence]) == count
        assert [sentence[at] for at in said[sentence]] == [" "] * count
    first = said[SENTENCES[0]]
    assert [SENTENCES[0][at + 1 :].split()[0] for at in first] == ["à", "les"]
    assert all(not u.rests for u in script(ready(lines=False), ScriptOptions()))


def test_a_rest_follows_what_is_said_before_the_sentence() -> None:
    found = ready("# T\n\n1. Le 3 mai\n   à Dole 🎉\n   enfin\n2. deux\n")
    (said,) = (u for u in script(found, ScriptOptions()) if u.rests)
    assert [said.text[at + 1 :].split()[0] for at in said.rests] == ["à", "enfin"]
    assert said.text.startswith("1 : ")
    voice = pick("silence", known_voices())
    assert segment_key(said, voice) != segment_key(
        Utterance(said.node_id, said.text, said.lang), voice
    )


def test_a_rest_is_placed_in_what_the_engine_is_given() -> None:
    text = "un \N{PARTY POPPER} deux trois"
    said = Utterance("x", text, "fr", rests=(text.index(" trois"),))
    assert speakable_rests(said) == ("un deux".index("deux") + 4,)


RATE = 16_000


def tone(ms: int) -> bytes:
    wave = (round(8000 * math.sin(math.tau * n / 80)) for n in range(ms * RATE // 1000))
    return array("h", wave).tobytes()


def silence(ms: int) -> bytes:
    return bytes(2 * ms * RATE // 1000)


def two_words(gap: int) -> Audio:
    """Return « un deux », 300 ms each, with ``gap`` ms between."""
    words = (
        WordMark("un", 0, 0.0, 0.3),
        WordMark("deux", 3, 0.3 + gap / 1000, 0.6 + gap / 1000),
    )
    return Audio(tone(300) + silence(gap) + tone(300), RATE, words)


@pytest.mark.parametrize(("gap", "after"), [(0, REST_MS), (60, REST_MS), (400, 400)])
def test_the_pause_is_there_once(gap: int, after: int) -> None:
    audio = with_rests(two_words(gap), (2,))
    first, second = voiced_runs(audio.pcm, RATE)
    assert (second.begin - first.end) * 1000 / RATE == pytest.approx(after, abs=11)
    assert audio.words[1].begin == pytest.approx(second.begin / RATE, abs=0.02)
    assert audio.words[1].end == pytest.approx(len(audio.pcm) / 2 / RATE, abs=0.001)
    assert audio.words[0].end <= audio.words[1].begin


def test_a_sound_without_times_or_without_rests_is_as_it_was() -> None:
    assert with_rests(two_words(0), ()) == two_words(0)
    untimed = Audio(two_words(0).pcm, RATE)
    assert with_rests(untimed, (2,)) == untimed


def longest_gap(audio: Audio) -> float:
    """Return the longest silence inside a sound, in ms."""
    runs = voiced_runs(audio.pcm, audio.rate)
    gaps = (b.begin - a.end for a, b in pairwise(runs))
    return max(gaps, default=0) * 1000 / audio.rate


def test_pico_pauses_less_than_at_a_comma() -> None:
    voice = pick("pico", known_voices())
    engine = engine_of(voice)
    text = "Le service aide les personnes qui ont du mal avec internet."
    at = text.index(" qui")

    def said(text: str, *rests: int) -> float:
        return longest_gap(engine.say(Utterance("x", text, "fr", rests=rests), voice))

    with_comma = said(text.replace(" qui", ", qui"))
    assert said(text) < REST_MS <= said(text, at) < with_comma
