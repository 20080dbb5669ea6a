"""The reading workshop: co-readers answer one passage at a time, on a screen.

Each press is written at once in the sheet of the session: a workshop that stops anywhere
is taken up there. The rules on what was read are those of sheets on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ppun_access.atelier.screen import NOT_UNDERSTOOD, base, form, render, shown_file
from ppun_access.atelier.session import (
    ANSWERS,
    NOT_YET,
    REPLIES,
    Kept,
    Line,
    Passage,
    Session,
    keep,
    keep_new,
    kept_sheets,
    passages_of,
)
from ppun_access.atelier.space import Space
from ppun_access.atelier.speaking import sound, voices_of
from ppun_access.atelier.states import STATES, left, state_of
from ppun_access.build.team_folder import team_place
from ppun_access.commands.facile import SigningRequest, sign
from ppun_access.commands.reviews import Review
from ppun_access.commands.sheets import FOLDER
from ppun_access.document.model import Image
from ppun_access.document.walk import nodes, plain_text
from ppun_access.easy.review.answers import Readers, ReviewSheet, letters, times_of
from ppun_access.easy.review.digests import LINES, says_the_same
from ppun_access.easy.review.record import is_date, person_message
from ppun_access.errors import InputError
from ppun_access.french import words
from ppun_access.french.lexical.persons import person_in
from ppun_access.project.project import easy_pictures
from ppun_access.readers import read_bytes
from ppun_access.report import Report
from ppun_access.runtime.untrusted_files import MB, whole_number
from ppun_access.serving.published import media_type
from ppun_access.writers.dates import in_words
from ppun_access.writers.sheet import write as paper

TAB = ("atelier", "Lire à plusieurs")
MOST_PEOPLE = 1000
_SCREEN = "/texte/{id}/atelier"
_CHANGED = "La fiche de cet atelier n’est plus là."


def sheets_of(space: Space, id_: str) -> tuple[ReviewSheet, ...]:
    """Return what readers answered about a text, on screens and on paper."""
    return tuple(kept.sheet for kept in kept_sheets(_folder(space), id_))


def routes(space: Space) -> list[Route]:
    """Return the addresses of the workshop."""
    place = Workshop(space)
    one = f"{_SCREEN}/{{name}}"
    passage = f"{one}/{{number:int}}"
    return [
        Route(_SCREEN, place.before),
        Route(_SCREEN, place.begin, methods=["POST"]),
        Route(f"{_SCREEN}/valider", place.validate, methods=["POST"]),
        Route(f"{_SCREEN}/image/{{number:int}}", place.picture),
        Route(passage, place.passage),
        Route(passage, place.press, methods=["POST"]),
        Route(f"{passage}/son", place.sound),
        Route(f"{one}/remarque", place.note, methods=["POST"]),
        Route(f"{one}/noter", place.record, methods=["POST"]),
        Route(one, place.after),
    ]


class Workshop:
    """The screens of one space."""

    def __init__(self, space: Space) -> None:
        self._space = space

    def before(self, request: Request) -> Response:
        """Show the page of the facilitator: who reads, and what was read before."""
        review = self._review(request)
        made = _sheet(review)
        kept = kept_sheets(_folder(self._space), review.id)
        version, passages = made.stamp if made else "", _passages(review, made)
        rows = [
            (k.path.stem, k.session, _day(k), says_the_same(k.session.version, version))
            for k in reversed(kept) if k.session
        ]  # fmt: skip
        if rows:
            passages = _with_questions(passages, rows[0][1])
        if made:
            voices_of(self._space).load(review.id, "facile")
        return render(
            request, "workshop_before.html", title=TAB[1], review=review, tab=TAB[0],
            rows=rows, passages=passages, version=version, most=MOST_PEOPLE,
            today=date.today().isoformat(), end=_end(review),
        )  # fmt: skip

    def begin(self, request: Request) -> Response:
        """Begin a session with the text as it is. Raises InputError saying what lacks."""
        review, asked = self._review(request), form(request)
        made = _sheet(review)
        if made is None or asked.get("version") != made.stamp:
            message = "Le texte a changé depuis que cette page est ouverte."
            raise InputError(message, next_step="Rechargez-la, puis recommencez.")
        passages = (
            replace(one, question=_line(asked.get(f"question-{n}", "")))
            for n, one in enumerate(_passages(review, made), 1)
        )
        session = Session(review.id, made.stamp, _readers(asked), tuple(passages))
        with self._space.lock:
            path = keep_new(_folder(self._space), session)
        return _to(request, review.id, path.stem, "1")

    def passage(self, request: Request) -> Response:
        """Show one passage; with ``?mots``, its words are there to be touched."""
        kept, session, number = self._at(request)
        shown = session.passages[number - 1]
        texts = (line.text for line in shown.lines)
        voices_of(self._space).load(session.id, "facile", *texts)
        return render(
            request, "workshop_passage.html", title=f"Passage {number} sur "
            f"{len(session.passages)}", about=_path(session.id, kept.path.stem),
            passage=shown, number=number, total=len(session.passages),
            lines=[(line, _tokens(line)) for line in shown.lines],
            pictures=_pictures(self._review(request), shown),
            answers=ANSWERS, replies=REPLIES, picking="mots" in request.query_params,
        )  # fmt: skip

    def picture(self, request: Request) -> Response:
        """Return a picture of the text, as the site would show it."""
        review, number = self._review(request), request.path_params["number"]
        images = list(_images(review))
        if number >= len(images) or review.page is None or review.origin is None:
            raise NOT_UNDERSTOOD
        settings, src = self._space.project.settings, images[number][0].src
        found = easy_pictures(review.page, review.origin, settings)
        if (path := found.paths.get(src)) is None:
            raise NOT_UNDERSTOOD
        most = review.origin.page.reach.limits.picture * MB
        return shown_file(read_bytes(found.files[path], most), media_type(path))

    def press(self, request: Request) -> Response:
        """Keep one press: an answer, a difficult word, what was understood."""
        asked = form(request)
        with self._space.lock:
            kept, session, number = self._at(request)
            pressed = _pressed(session.passages[number - 1], asked)
            keep(kept.path, session.with_passage(number, pressed))
        end = "?mots" if "mot" in asked else ""
        return _to(request, session.id, kept.path.stem, f"{number}{end}")

    def sound(self, request: Request) -> Response:
        """Return the sound of a sentence of a passage, or of a part of it."""
        _, session, number = self._at(request)
        lines = session.passages[number - 1].lines
        line = whole_number(request.query_params.get("ligne", ""), len(lines) - 1)
        if line is None:
            raise NOT_UNDERSTOOD
        reader = voices_of(self._space).reader(session.id, "facile")
        return sound(request, reader, reader.line_of(lines[line].text))

    def after(self, request: Request) -> Response:
        """Show what the workshop said, and what to do of it."""
        kept, session = self._session(request)
        review = self._review(request)
        now = review.review_digests
        return render(
            request, "workshop_after.html", title="Ce que l’atelier a dit", review=review,
            tab=TAB[0], about=_path(session.id, kept.path.stem), session=session,
            day=_day(kept), counts=[
                (name, sum(one.answer == key for one in session.passages))
                for key, name in ANSWERS.items()
            ],
            hard=times_of(word for one in session.passages for word in one.hard),
            told=[(n, one) for n, one in enumerate(session.passages, 1)
                  if one.hard or one.reply == NOT_YET or one.answer not in ("", "oui")],
            answers=ANSWERS, is_noted=_is_noted(review, session),
            is_same=now is not None and says_the_same(session.version, now.version),
            is_exact=now is not None and session.version == now.version,
            end=_end(review),
        )  # fmt: skip

    def note(self, request: Request) -> Response:
        """Keep the note of the facilitator. Raises InputError where it names a person."""
        note = _line(form(request).get("remarque", ""))
        _refuse_person("La remarque", note)
        with self._space.lock:
            kept, session = self._session(request)
            keep(kept.path, replace(session, note=note))
        return _to(request, session.id, kept.path.stem)

    def record(self, request: Request) -> Response:
        """Note the reading in the text, which is then « relu »; UsageError if not."""
        is_typography = "typographie" in form(request)
        with self._space.lock:
            kept, session = self._session(request)
            if session.left:
                raise InputError(
                    "L’atelier n’a pas répondu à tous les passages.",
                    next_step="Finissez la lecture, puis notez-la.",
                )
            who = session.readers
            state = self._review(request).record.state
            asked = SigningRequest(
                who.workshop, who.day, who.people, session.version,
                state="" if state == "valide" else "relu", is_typography=is_typography,
            )  # fmt: skip
            sign(self._space.source, session.id, asked, again=False, report=Report())
        return _to(request, session.id, kept.path.stem)

    def validate(self, request: Request) -> Response:
        """Validate a text that is as it was read. Raises UsageError where it cannot be."""
        with self._space.lock:
            review = self._review(request)
            asked = SigningRequest(state="valide")
            sign(self._space.source, review.id, asked, again=False, report=Report())
        return _to(request, review.id)

    def _review(self, request: Request) -> Review:
        return self._space.review(request.path_params["id"])

    def _session(self, request: Request) -> tuple[Kept, Session]:
        asked = request.path_params
        for kept in kept_sheets(_folder(self._space), asked["id"]):
            if kept.session and kept.path.stem == asked["name"]:
                return kept, kept.session
        raise InputError(_CHANGED, next_step="Commencez une nouvelle lecture.")

    def _at(self, request: Request) -> tuple[Kept, Session, int]:
        kept, session = self._session(request)
        number = request.path_params["number"]
        if not 1 <= number <= len(session.passages):
            raise NOT_UNDERSTOOD
        return kept, session, number


def _folder(space: Space) -> Path:
    """Return where sheets that people fill in are, those of paper too."""
    return team_place(space.out, FOLDER)


def _path(id_: str, *more: str) -> str:
    return "/".join((f"/texte/{quote(id_)}/{TAB[0]}", *more))


def _to(request: Request, id_: str, *more: str) -> Response:
    """Return the way to a page, after what was done."""
    where = f"{base(request)}{_path(id_, *more)}"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _sheet(review: Review) -> paper.Sheet | None:
    """Return what a group is asked about the text as it is; None where there is none."""
    if review.easy is None or review.review_digests is None:
        return None
    return paper.sheet(review.easy, review.review_digests.version)


def _passages(review: Review, made: paper.Sheet | None) -> tuple[Passage, ...]:
    return passages_of(made.rows, review.text) if made else ()


def _with_questions(passages: tuple[Passage, ...], last: Session) -> tuple[Passage, ...]:
    """Return passages with the questions that were asked about them the last time."""
    asked = {_words_of(one): one.question for one in last.passages}
    return tuple(
        replace(one, question=asked.get(_words_of(one), one.question)) for one in passages
    )


def _words_of(passage: Passage) -> str:
    return letters("".join(line.text for line in passage.lines))


def _images(review: Review) -> Iterator[tuple[Image, str]]:
    """Yield the pictures of an easy text, each with the letters that follow it."""
    waiting = list[Image]()
    for node in nodes(review.page) if review.page else ():
        if isinstance(node, Image):
            waiting.append(node)
        elif isinstance(node, LINES) and (said := letters(plain_text(node))):
            yield from ((one, said) for one in waiting)
            waiting = []
    yield from ((one, "") for one in waiting)


def _pictures(review: Review, passage: Passage) -> list[tuple[int, str]]:
    """Return the pictures before the words of a passage: their number, what they show."""
    own = {letters(line.text) for line in passage.lines} - {""}
    return [
        (number, plain_text(image))
        for number, (image, said) in enumerate(_images(review))
        if any(one in said for one in own)
    ]


def _pressed(passage: Passage, asked: Mapping[str, str]) -> Passage:
    """Return a passage after a press. Raises InputError for one of no button of ours."""
    number, _, word = asked.get("mot", "").partition(":")
    for line in passage.lines:
        if str(line.number) == number and (word, True) in _tokens(line):
            return passage.with_word(line.number, word)
    if asked.get("reponse") in ANSWERS:
        return replace(passage, answer=asked["reponse"])
    if passage.question and asked.get("question") in REPLIES:
        return replace(passage, reply=asked["question"])
    raise NOT_UNDERSTOOD


def _tokens(line: Line) -> list[tuple[str, bool]]:
    """Return the words of a sentence and what is between them, and which are words."""
    ends, at = [0], 0
    for word in words(line.text):
        begin = line.text.find(word, at)
        if begin >= 0 and len(word) > 1 and word[-1] not in "'’":
            at = begin + len(word)
            ends += [begin, at]
    ends.append(len(line.text))
    parts = (line.text[a:b] for a, b in pairwise(ends))
    return [(part, n % 2 == 1) for n, part in enumerate(parts)]


# Who reads


def _readers(asked: Mapping[str, str]) -> Readers:
    """Return who reads, as the facilitator says. Raises InputError for what lacks."""
    place, day = _line(asked.get("lieu", "")), asked.get("jour", "")
    people = whole_number(asked.get("personnes", ""), MOST_PEOPLE)
    _refuse_person("Le lieu", place)
    is_past = is_date(day) and date.fromisoformat(day) <= date.today()
    for is_right, message, step in (
        (place, "Il manque le lieu de l’atelier.", "Écrivez le nom de l’établissement ou "
         "du service, jamais celui d’une personne."),
        (people, "Il manque le nombre de personnes qui lisent.",
         f"Écrivez un nombre, de 1 à {MOST_PEOPLE}."),
        (is_past, "Le jour de l’atelier n’est pas bon.",
         "Choisissez aujourd’hui, ou un jour passé."),
    ):  # fmt: skip
        if not is_right:
            raise InputError(message, next_step=step)
    assert people
    return Readers(place, day, people, people > 1)


def _line(written: str) -> str:
    return " ".join(written.split())


def _refuse_person(where: str, written: str) -> None:
    if who := person_in(written):
        message = person_message(where, "", who)
        raise InputError(message, next_step="Écrivez-le sans ce nom.")


def _day(kept: Kept) -> str:
    assert kept.session
    day = kept.session.readers.day
    return in_words(day) if is_date(day) else day


# Where a text stands


def _end(review: Review) -> dict[str, object]:
    """Return the state of a text, if it may be validated, what is still to be written."""
    is_read = review.is_read and review.state == "relu"
    is_ours = bool(review.first_person) and not review.record.agreed
    is_whole = not (review.to_write or is_ours)
    is_over = review.is_read and review.state == "valide"
    return {
        "state": STATES[state_of(review)].name.lower(),
        "is_read": is_read, "can_validate": is_read and is_whole,
        "left": () if is_over else (*left(review),),
    }  # fmt: skip


def _is_noted(review: Review, session: Session) -> bool:
    who = session.readers
    return any(
        (letters(one.workshop), one.date, one.version)
        == (letters(who.workshop), who.day, session.version)
        for one in review.record.readings
    )
