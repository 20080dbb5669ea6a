"""Hearing: each sentence is said at a press; a word that is said wrongly is corrected."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ppun_access.atelier.screen import form, render
from ppun_access.atelier.space import Space
from ppun_access.atelier.speaking import Reader, sound, voices_of, wav
from ppun_access.commands.reviews import Review
from ppun_access.document.model import Version
from ppun_access.french import words
from ppun_access.french.lexical.morphology import readings
from ppun_access.project.project import lexicon_file
from ppun_access.readers import decode, read_bytes
from ppun_access.runtime.disk import write_atomically
from ppun_access.runtime.untrusted_files import SETTINGS
from ppun_access.settings.lexique_toml import with_pronunciation
from ppun_access.settings.reach import own_file
from ppun_access.speech.narration.narrate import passages

TAB = ("ecouter", "Écouter")
_SCREEN = "/texte/{id}/ecouter"


def routes(space: Space) -> list[Route]:
    """Return the addresses of the screen."""
    voices = voices_of(space)

    def screen(request: Request) -> Response:
        review = space.review(request.path_params["id"])
        version = _version(request, review)
        voices.load(review.id, version)
        return render(
            request, "hearing.html", title=TAB[1], review=review, tab=TAB[0],
            lines=list(_lines(review, version)), version=version,
            both=review.easy is not None,
            known=dict(space.project.lexicon.pronunciations),
        )  # fmt: skip

    def reader(request: Request) -> Reader:
        review = space.review(request.path_params["id"])
        return voices.reader(review.id, _version(request, review))

    def said(request: Request) -> Response:
        found = reader(request)
        return sound(request, found, found.line(request.query_params.get("phrase", "")))

    def tried(request: Request) -> Response:
        asked = request.query_params
        return wav(reader(request).word(asked.get("mot", ""), asked.get("dit", "")))

    def kept(request: Request) -> Response:
        asked = form(request)
        word, instead = (asked.get(key, "").strip() for key in ("mot", "dit"))
        is_over = "oublier" in asked
        if not is_over:
            reader(request).word(word, instead)  # what cannot be said is not kept
        with space.lock:
            root = space.review(request.path_params["id"]).root
            path = lexicon_file(root)
            file = own_file(path, path.parent, space.project.reach)
            text = decode(read_bytes(file, SETTINGS), file.name) if file.exists() else ""
            made = with_pronunciation(text, word, None if is_over else instead)
            write_atomically(file, made.encode(), durable=True)
        said = (
            f"« {word} » n’est plus corrigé, dans aucun texte." if is_over
            else f"C’est gardé : « {word} » se dit ainsi dans tous les textes."
        )  # fmt: skip
        return JSONResponse({"fait": said})

    return [
        Route(_SCREEN, screen),
        Route(f"{_SCREEN}/son", said),
        Route(f"{_SCREEN}/mot", tried),
        Route(f"{_SCREEN}/garder", kept, methods=["POST"]),
    ]


def _version(request: Request, review: Review) -> Version:
    """Return the version that is heard: the easy one, unless the other is asked for."""
    is_whole = request.query_params.get("version") == "integral"
    return "integral" if is_whole or review.easy is None else "facile"


def _lines(review: Review, version: Version) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each sentence of a text: its id, its words, those that may be corrected."""
    document = review.easy if version == "facile" else review.source
    assert document is not None
    for id_, (text, _) in passages(document).items():
        if text.strip():
            own = (word for word in words(text) if len(word) > 1 and word[-1] not in "'’")
            yield id_, text, list(dict.fromkeys(map(_key, own)))


def _key(word: str) -> str:
    """Return a word as the lexicon has it: a common word there has no capital."""
    return word.lower() if readings(word.lower()) else word
