"""The writing screen: an easy text beside its source, saved at each pause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ppun_access.atelier.screen import (
    MOST,
    NOT_UNDERSTOOD,
    TOO_HEAVY,
    base,
    form,
    render,
    shown_file,
)
from ppun_access.atelier.screen import told as told_error
from ppun_access.atelier.session import beside
from ppun_access.atelier.space import Space
from ppun_access.atelier.states import moved_since
from ppun_access.atelier.workshop import sheets_of
from ppun_access.atelier.writing.desk import Desk, Opened
from ppun_access.atelier.writing.file import ChangedError
from ppun_access.atelier.writing.passages import EasyText, Passage, cut, digest
from ppun_access.atelier.writing.pictures import (
    LICENCES,
    added,
    chosen,
    drawing,
    pictures_for,
)
from ppun_access.atelier.writing.rows import Row, rows, source_rows, todo, versions
from ppun_access.atelier.writing.told import (
    Around,
    Told,
    compared,
    draft_of,
    facts_apart,
    judge_of,
    source_of,
    told,
)
from ppun_access.build.model_drafts import Provenance, answer
from ppun_access.commands.model_help import model_server
from ppun_access.easy.draft.first_draft import FirstDraft, first_draft
from ppun_access.easy.draft.markdown import escaped
from ppun_access.easy.draft.model_answers import LONGEST_SOURCE
from ppun_access.easy.draft.questions import LABELS, genre_of, is_genre_known
from ppun_access.easy.review.signing import reread
from ppun_access.easy.review.ties import relinked
from ppun_access.errors import InputError, OutputError, PpunError
from ppun_access.runtime.cache import Cache, default_root
from ppun_access.runtime.untrusted_files import whole_number

TAB = ("ecrire", "Écrire")
_DONE: Mapping[str, str] = {
    "commencer": "Le texte facile est commencé.",
    "annuler": "Le dernier changement est annulé.",
    "revenir": "Cette version est reprise.",
    "revu": "C’est noté : ce texte est revu.",
    "retirer": "Le passage est retiré. « Annuler » le remet.",
    "monter": "Le passage est plus haut.",
    "descendre": "Le passage est plus bas.",
    "lier": "Le lien est fait.",
    "relier": "C’est noté : ce passage est revu.",
    "brouillon": "Le brouillon est dans le passage.",
    "prendre": "C’est dans le passage. « Annuler » le retire.",
    "refuser": "Cette proposition ne sera plus montrée.",
    "reprendre": "Toutes les propositions sont montrées de nouveau.",
    "modele": "La réponse du modèle est dans le passage. « Annuler » la retire.",
    "omettre": "C’est noté : ce fait est laissé de côté.",
    "noter": "C’est noté.",
    "essentiel": "L’essentiel est dans le texte.",
    "image": "L’image du passage est changée.",
    "change": "Le texte a changé ailleurs : rien n’a été fait. Le voici tel qu’il est.",
}
"""What was asked → what is told once it is done."""


def routes(space: Space) -> list[Route]:
    """Return the addresses of the writing screen."""
    screen, place = _Screen(space), "/texte/{id}/ecrire"
    return [
        Route(place, screen.page),
        Route(place, screen.act, methods=["POST"]),
        Route(f"{place}/enregistrer", screen.save, methods=["POST"]),
        Route(f"{place}/passage/{{number:int}}", screen.help),
        Route(f"{place}/passage/{{number:int}}/modele", screen.model, methods=["POST"]),
        Route(f"{place}/images", screen.add_picture, methods=["POST"]),
        Route(f"{place}/images/{{number:int}}", screen.pictures),
        Route(f"{place}/image/{{name}}", screen.picture),
    ]


class _Screen:
    """Answers the requests of the writing screen."""

    def __init__(self, space: Space) -> None:
        self._space, self._desk = space, Desk(space)
        self._answers: dict[str, str] = {}
        """What a model wrote and may be taken, by its key."""

    # What is shown

    def page(self, request: Request) -> Response:
        """Show a text to write, or how to start it."""
        opened = self._desk.opened(request.path_params["id"])
        self._desk.rewriter.start()
        if not opened.text.written.strip():
            set_by_hand = opened.around.settings.of(opened.review.id).genre
            source = opened.review.source
            kind = genre_of(source, set_by_hand)
            return _page(
                request, "writing_start.html", opened, genres=LABELS, genre=kind,
                known=is_genre_known(source, set_by_hand), versions=[*versions(opened)],
            )  # fmt: skip
        asked, found = request.query_params, rows(opened)
        sources = [*source_rows(opened, found)]
        left = [*todo(opened, found)]
        is_untold = (is_old := opened.is_old) and not opened.text.is_tied
        if is_new := "nouveau" in asked:
            after = min(_whole(asked["nouveau"]), len(found) - 1)
            lead = "## " if asked.get("titre") else ""
            tied = (asked["lien"],) if "lien" in asked else ()
            found.insert(after + 1, Row(-1, Passage(text=lead), tied))
        return _page(
            request, "writing.html", opened, rows=found, sources=sources,
            paragraphs={one.digest: one for one in sources},
            current=-1 if is_new else _whole(asked.get("passage", "0")),
            said=_DONE.get(asked.get("fait", ""), ""),
            versions=[*versions(opened)], todo=left,
            facts=[*facts_apart(opened.text, opened.around)], is_old=is_old,
            moved=moved_since(opened.review, opened.record.stamp) if is_untold else (),
        )  # fmt: skip

    def help(self, request: Request) -> Response:
        """Show what is told of one passage, and what may be done with it."""
        return self._help(request, *self._passage(request))

    def model(self, request: Request) -> Response:
        """Ask the model for a passage, and show its answer or why it is refused."""
        if self._space.model_host is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        self._desk.rewriter.wait()
        opened, number = self._passage(request)
        passage = opened.text.passages[number]
        made = asked(passage, opened.around, self._space.model_host)
        if made.text:
            self._answers[made.key] = made.text
        return self._help(request, opened, number, made)

    def _help(
        self, request: Request, opened: Opened, number: int, answer: Answer | None = None
    ) -> Response:
        found, draft = self._told(opened, number)
        refused, passage = opened.file.refused, opened.text.passages[number]
        compares = "comparer" in request.query_params and opened.around.parser is not None
        kept = tuple(one for one in found.proposals if one.key not in refused)
        return _page(
            request, "writing_help.html", opened, number=number, draft=draft,
            passage=passage, sources=opened.around.units.values(),
            told=replace(found, proposals=kept), refused=len(found.proposals) - len(kept),
            may_compare=bool(opened.around.parser and passage.digests and passage.words),
            compared=compared(passage, opened.around) if compares else None,
            may_ask=self._space.model_host is not None and bool(passage.digests),
            answer=answer,
            is_loading=self._desk.rewriter.is_loading,
            read=beside(passage.shown, sheets_of(self._space, opened.review.id)),
        )  # fmt: skip

    def pictures(self, request: Request) -> Response:
        """Show the pictures that a passage may have."""
        opened, number = self._passage(request)
        return _page(
            request, "writing_pictures.html", opened, number=number,
            passage=opened.text.passages[number], groups=[*pictures_for(opened, number)],
            licences=LICENCES, most=MOST, too_heavy=TOO_HEAVY,
        )  # fmt: skip

    def add_picture(self, request: Request) -> Response:
        """Put a picture of one's own among those of the team, and tell its name."""
        with self._space.lock:
            opened = self._desk.opened(request.path_params["id"])
            name = added(opened, request.state.body, request.query_params)
        return JSONResponse({"nom": name})

    def picture(self, request: Request) -> Response:
        """Return a picture that may be chosen."""
        opened = self._desk.opened(request.path_params["id"])
        found = drawing(opened, request.path_params["name"])
        if found is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return shown_file(*found)

    def _passage(self, request: Request) -> tuple[Opened, int]:
        opened = self._desk.opened(request.path_params["id"])
        number: int = request.path_params["number"]
        if number >= len(opened.text.passages):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return opened, number

    def _told(self, opened: Opened, number: int) -> tuple[Told, str]:
        """Return what is told of a passage, and the draft of one that has no words."""
        passage = opened.text.passages[number]
        try:
            draft = "" if passage.words else draft_of(passage, opened.around)
            return told(opened.text, number, opened.around), draft
        except OutputError:  # of the parser: fewer rules apply without it
            if opened.around.parser is None:
                raise
            self._desk.rewriter.stop()
            around = replace(opened.around, parser=None)
            return self._told(replace(opened, around=around), number)

    # What is done

    def save(self, request: Request) -> Response:
        """Save the words of one passage, at a pause of who writes them."""
        values = form(request)
        with self._space.lock:
            opened = self._desk.opened(request.path_params["id"])
            done = _saved(opened, values)
            if done is None:
                return JSONResponse(_conflict(opened, values), HTTPStatus.CONFLICT)
            made, number = done
            try:
                opened.file.save(made.written, opened.digest)
            except ChangedError:  # since it was read, just now
                return self.save(request)
        again = cut(made.written)
        several = 1 + len(again.passages) - len(made.passages)
        own = again.passages[number : number + several]
        return JSONResponse({
            "passage": number, "marque": " ".join(one.mark for one in own),
            "empreinte": digest(made.written), "annuler": opened.file.may_undo,
        })  # fmt: skip

    def act(self, request: Request) -> Response:
        """Do what a button asks for, then show the text again."""
        values = form(request)
        action, _, value = values.get("action", "").partition(" ")
        if action == "commencer":
            self._desk.rewriter.wait()
        with self._space.lock:
            opened = self._desk.opened(request.path_params["id"])
            try:
                focus = self._done(opened, action, value, values)
            except ChangedError:
                action, focus = "change", _whole(values.get("passage", ""))
        address = f"{_here(request, opened)}?fait={quote(action)}"
        address += f"&passage={focus}" if focus >= 0 else ""
        return RedirectResponse(address, HTTPStatus.SEE_OTHER)

    def _done(
        self, opened: Opened, action: str, value: str, values: Mapping[str, str]
    ) -> int:
        """Do something; return the passage to show. Raises ChangedError when it may not."""
        file, started = opened.file, values.get("empreinte", "")
        match action:
            case "commencer":
                file.save(_started(opened, value, values.get("genre", "")), started)
                return 0
            case "annuler":
                file.undo(started)
            case "revenir":
                file.restore(_whole(value), started)
            case "revu":
                file.save(_reread(opened), started)
            case _:
                return self._changed(opened, action, value, values)
        return _whole(values.get("passage", ""))

    def _changed(
        self, opened: Opened, action: str, value: str, values: Mapping[str, str]
    ) -> int:
        number = opened.find(_whole(values.get("passage", "")), values.get("marque", ""))
        if number is None:
            raise ChangedError
        text, file = opened.text, opened.file
        match action:
            case "refuser":
                file.refuse([*file.refused, value])
            case "reprendre":
                file.refuse(())
            case "prendre":
                text = _taken(text, number, self._told(opened, number)[0], value)
            case "modele":
                if value not in self._answers:  # of an atelier that was closed since
                    raise ChangedError
                text = text.edit(number, self._answers[value])
            case "image":
                text = text.showing(number, chosen(opened, value) if value else "")
            case _ if action in _WORKS:
                text = _WORKS[action](opened, number, value or values.get("lien", ""))
            case _:
                raise NOT_UNDERSTOOD
        file.save(text.written, opened.digest)
        return max(0, min(number + _FOCUS.get(action, 0), len(text.passages) - 1))


def _page(request: Request, name: str, opened: Opened, **values: object) -> Response:
    return render(
        request, name, HTTPStatus.OK, title="Écrire", tab=TAB[0], review=opened.review,
        opened=opened, here=_here(request, opened), **values,
    )  # fmt: skip


def _here(request: Request, opened: Opened) -> str:
    return f"{base(request)}/texte/{quote(opened.review.id)}/ecrire"


def _whole(written: str) -> int:
    """Return a number that a page sent, -1 for anything else."""
    found = whole_number(written, 10**8)
    return -1 if found is None else found


# Changes of one passage


def _saved(opened: Opened, values: Mapping[str, str]) -> tuple[EasyText, int] | None:
    """Return the text with the words of a passage, or of a new one, and its number.

    None when the passage is no longer the one that the page started from.
    """
    text, words = opened.text, values.get("texte", "")
    number = _whole(values.get("passage", ""))
    if number >= 0:
        marked = values.get("marque", "")
        if (found := opened.find(number, marked)) is None:
            return None
        return text.joined(found, len(marked.split())).reworded(found, words), found
    after = min(_whole(values.get("apres", "")), len(text.passages) - 1)
    tie = values.get("lien", "")
    digests = (tie,) if tie in opened.around.units else ()
    lead = "## " if values.get("titre") else ""
    kept = digests if digests or text.is_tied else None
    there = text.passages[after + 1 : after + 2]
    if words and [(one.words, one.digests) for one in there] == [(words, kept)]:
        return text, after + 1  # this page saved it, and did not hear that it had
    return text.add(after, f"{lead}{words}", kept), after + 1


def _conflict(opened: Opened, values: Mapping[str, str]) -> dict[str, object]:
    """Return what a page needs to show both texts and go on from either."""
    number, every = _whole(values.get("passage", "")), opened.text.passages
    now = every[number] if number < len(every) else Passage()
    return {
        "erreur": "Ce passage a changé ailleurs. Rien n’a été remplacé.",
        "leur": now.words, "marque": now.mark, "empreinte": opened.digest,
        "passage": number if number < len(every) else -1, "apres": len(every) - 1,
    }  # fmt: skip


def _taken(text: EasyText, number: int, found: Told, key: str) -> EasyText:
    """Return the text with a proposal taken, or a word explained."""
    for one in (*found.proposals, *found.words):
        if one.key == key:
            made = text.edit(number, one.text)
            return made.explaining(one.after, one.word) if one.word else made
    raise ChangedError


def _note(opened: Opened, number: int, key: str) -> str:
    notes = opened.text.passages[number].notes
    return next((one for one in notes if digest(one)[:12] == key), "")


def _with_essential(opened: Opened, number: int, value: str) -> EasyText:
    """Put « L’essentiel » that a draft proposes after the passage of its comment."""
    note = _note(opened, number, value)
    title, _, points = note.partition("\n")
    bare = opened.text.without_note(number, note)
    kept = () if bare.is_tied else None
    return bare.add(number, f"## {title.partition(' (')[0]}\n\n{points}", kept)


Work = Callable[[Opened, int, str], EasyText]
_WORKS: Mapping[str, Work] = {
    "retirer": lambda opened, number, value: opened.text.remove(number),
    "monter": lambda opened, number, value: opened.text.move(number, -1),
    "descendre": lambda opened, number, value: opened.text.move(number, 1),
    "omettre": lambda opened, number, value: opened.text.omitting(number, value),
    "noter": lambda opened, number, value: opened.text.without_note(
        number, _note(opened, number, value)
    ),
    "lier": lambda opened, number, value: opened.text.tied(
        number, [one for one in value.split() if one in opened.around.units]
    ),
    "relier": lambda opened, number, value: opened.text.tied(number, opened.tied[number]),
    "brouillon": lambda opened, number, value: opened.text.edit(
        number, draft_of(opened.text.passages[number], opened.around)
    ),
    "essentiel": _with_essential,
}
_FOCUS = {"retirer": -1, "monter": -1, "descendre": 1, "essentiel": 1}
"""How far the passage to show next is from the one that was changed."""


# Changes of a whole text


def _started(opened: Opened, how: str, kind: str) -> str:
    """Return the file of a text that begins with a plan, with a draft, or with nothing."""
    source, around = opened.review.source, opened.around
    if how == "rien":
        return FirstDraft(escaped(source.title), "", (), "", ()).page(source)
    if how not in ("plan", "brouillon"):
        raise NOT_UNDERSTOOD
    draft = first_draft(source, around.lexicon, around.parser, opened.review.links, kind)
    if how == "plan":
        return draft.begun_page(source, kind, planned=True)
    return draft.page(source)


def _reread(opened: Opened) -> str:
    """Return the file of a text that a person looked at again after its source moved."""
    text = relinked(opened.text.written, opened.review.units)
    return reread(text, opened.record, opened.review.stamp)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote for a passage, or why it may not stand there."""

    text: str = ""
    """As Markdown; empty when it is refused, or when none came."""
    reasons: tuple[str, ...] = ()
    """What the checks say of the last answer."""
    failure: str = ""
    """Why no answer came, and what to do."""

    @property
    def key(self) -> str:
        """What it is called by whoever takes it."""
        return digest(self.text)[:12]


def asked(passage: Passage, around: Around, host: str) -> Answer:
    """Return the answer for the paragraphs of a passage; it passed every check.

    The model is on this computer, or at ``host``, which who opened the atelier has named.
    """
    try:
        server = model_server(around.settings, host)
        source = source_of(passage, around)
        if around.parser is None or not source.text:
            raise InputError(
                "Ce passage ne vient d’aucun paragraphe du texte complet.",
                next_step="Dites d’où il vient, puis recommencez.",
            )
        if len(source.text) > LONGEST_SOURCE:
            raise InputError(
                "Ce passage redit trop de texte pour être demandé d’un coup.",
                next_step="Découpez-le : un passage pour chaque idée.",
            )
        sentences, reasons = answer(
            source, "", judge_of(around, around.parser), Provenance(server),
            Cache(default_root()),
        )  # fmt: skip
    except PpunError as error:
        return Answer(failure=told_error(error))
    return Answer("\n".join(map(escaped, sentences)), reasons)
