"""Write WebVTT files: when each sentence, and each single word, is heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ppun_access.document.model import (
    Clip,
    Deleted,
    Div,
    Document,
    Edition,
    Image,
    Literal,
    Narration,
    Node,
    Note,
    Sentence,
    Span,
)
from ppun_access.document.walk import (
    apart,
    children,
    deleted_line,
    heard_deleted,
    nodes,
    plain_text,
    raised,
    sentences,
)
from ppun_access.report import Report
from ppun_access.writers.labels import named_image
from ppun_access.writers.model import Files, path_of
from ppun_access.writers.units import NBSP

WORDS = "words"
"""The variant of the cues of single words."""
TITLE_ID = "titre"
"""The id of the cue that says the title."""


def write_vtt(edition: Edition, options: object, report: Report) -> Files:
    """Return one WebVTT file for each document of ``edition`` whose sound has times."""
    files: dict[str, str] = {}
    for document in edition.book.documents:
        narration = edition.narration(document.id)
        if narration is not None and narration.clips:
            path = path_of("vtt", document.id, edition.version)
            files[path] = webvtt(narration.clips, texts_of(document, narration))
            if narration.words:
                path = path_of("vtt", document.id, edition.version, WORDS)
                files[path] = webvtt_words(narration)
    return {path: text.encode() for path, text in files.items()}


def webvtt_words(narration: Narration) -> str:
    """Return the words of a narration as WebVTT: a cue each, named after its sentence.

    A cue shows the word as it is said: « 3500 » where the page has « 3 500 ».
    """
    note = "NOTE Un repère par mot ; son nom est celui de la phrase, puis le rang du mot."
    ranks: Counter[str] = Counter()
    cues = []
    for word in narration.words:
        ranks[word.node_id] += 1
        name = f"{word.node_id}-{ranks[word.node_id]}"
        times = f"{_clock(word.begin)} --> {_clock(word.end)}"
        cues.append(f"{name}\n{times}\n{_escaped(word.text)}")
    return "\n\n".join(("WEBVTT", note, *cues)) + "\n"


def texts_of(document: Document, narration: Narration) -> dict[str, str]:
    """Return the words of each cue, as they stand on the page, by id.

    What is said and stands in no page has the words that the narration gives.
    """
    words = {s.id: apart(_heard_text(s)) for s in sentences(document)}
    pictures = {
        node.id: named_image(plain_text(node))
        for node in nodes(document)
        if isinstance(node, Image) and node.id
    }
    texts = {**narration.asides, TITLE_ID: document.title, **words, **pictures}
    return texts | {id_: titles + texts[id_] for id_, titles in _titles(document)}


def _titles(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the titles of parts, and the id of the passage that they are said with."""
    waiting: list[str] = []
    for node in nodes(document):
        if isinstance(node, Div) and node.title:
            mark = "" if node.title[-1:] in ".!?…" else "."
            waiting.append(f"{node.title}{mark} ")
        elif isinstance(node, Sentence | Image) and node.id and plain_text(node).strip():
            if waiting:
                yield node.id, "".join(waiting)
            waiting = []


def _heard_text(node: Node) -> str:
    """Return the words of a sentence, and those that describe the pictures in it."""
    match node:
        case Literal():
            return node.text
        case Note():
            return ""
        case Sentence() if whole := deleted_line(node.children):
            return heard_deleted("".join(map(_heard_text, whole)), alone=True)
        case Deleted():
            return heard_deleted("".join(map(_heard_text, node.children)))
        case Span(role="sup"):
            return raised("".join(map(_heard_text, node.children)))
        case Image():
            words = plain_text(node).strip()
            return f" (image{NBSP}: {words}) " if words else ""
        case _:
            return "".join(map(_heard_text, children(node)))


def webvtt(clips: Iterable[Clip], texts: Mapping[str, str]) -> str:
    r"""Return ``clips`` as WebVTT: a cue each, with the id of its sentence.

    A clip whose words are not in ``texts`` has no cue.

    >>> print(webvtt([Clip("s1", 0, 1.5)], {"s1": "Vie & mort"}))
    WEBVTT
    <BLANKLINE>
    NOTE Un repère par phrase ; son nom est celui de la phrase dans la page.
    <BLANKLINE>
    s1
    00:00:00.000 --> 00:00:01.500
    Vie &amp; mort
    <BLANKLINE>
    """
    note = "NOTE Un repère par phrase ; son nom est celui de la phrase dans la page."
    known = (clip for clip in clips if clip.node_id in texts)
    cues = (_cue(clip, texts[clip.node_id]) for clip in known)
    return "\n\n".join(("WEBVTT", note, *cues)) + "\n"


def _cue(clip: Clip, text: str) -> str:
    times = f"{_clock(clip.begin)} --> {_clock(clip.end)}"
    return f"{clip.node_id}\n{times}\n{_escaped(text)}"


def _clock(seconds: float) -> str:
    minutes, ms = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{ms // 1000:02}.{ms % 1000:03}"


def _escaped(text: str) -> str:
    """Return ``text`` on one line, with nothing that WebVTT would obey (``-->`` too)."""
    line = " ".join(text.split())
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
