"""Who is answered by the atelier: a page of its own, and nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from ateliers import HOST, OURS, TOKEN, ask, space_of
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ppun_access.atelier import app as atelier
from ppun_access.atelier.screen import form
from ppun_access.atelier.space import Space
from ppun_access.errors import InputError

HOME = f"/{TOKEN}/"


class Echo:
    """A screen that writes: it gives back what it was sent."""

    @staticmethod
    def routes(space: Space) -> list[Route]:
        def filled(request: Request) -> Response:
            return JSONResponse(form(request))

        def refused(request: Request) -> Response:
            raise InputError("Ce texte est vide.", next_step="Écrivez-le.")

        def broken(request: Request) -> Response:
            raise LookupError("un secret")

        made = {"dire": filled, "refuser": refused, "casser": broken}
        return [Route(f"/{name}", do, methods=["POST"]) for name, do in made.items()]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starlette]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(atelier, "SCREENS", (*atelier.SCREENS, Echo))
        yield atelier.create(space_of(tmp_path_factory.mktemp("espace")), TOKEN)


def test_a_page_has_what_keeps_others_out(app: Starlette) -> None:
    found = ask(app, HOME)
    assert (found.status, "Le bus de nuit" in found.text) == (200, True)
    policy = found.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert found.headers["referrer-policy"] == "no-referrer"
    assert found.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", OURS),
        ("/autre-jeton/", OURS),
        ("/autre-jeton/assets/style.css", OURS),
        (f"//{TOKEN}/", OURS),
        ("*", OURS),
        (HOME, {}),
        (HOME, OURS | {"host": "exemple.fr"}),
        (HOME, OURS | {"host": "127.0.0.1.exemple.fr"}),
        (HOME, OURS | {"host": "192.168.1.2"}),
        (HOME, OURS | {"host": "[:"}),
        (HOME, OURS | {"sec-fetch-site": "cross-site"}),
        (HOME, OURS | {"sec-fetch-site": "same-site"}),
    ],
)
def test_a_stranger_reads_nothing(
    app: Starlette, path: str, headers: dict[str, str]
) -> None:
    found = ask(app, path, headers=headers)
    assert found.status == 403
    assert "telle qu’elle a été donnée" in found.text
    assert "bus" not in found.text
    assert TOKEN not in found.text


@pytest.mark.parametrize(
    "headers",
    [
        OURS | {"sec-fetch-site": "cross-site"},
        OURS | {"origin": "https://exemple.fr"},
        OURS | {"origin": "http://127.0.0.1:8000"},
        OURS | {"origin": f"https://{HOST}"},
        {"host": HOST, "origin": "https://exemple.fr"},
        {"host": HOST, "origin": "null"},
        {"host": HOST},
    ],
)
def test_a_page_of_others_changes_nothing(app: Starlette, headers: dict[str, str]) -> None:
    assert ask(app, f"{HOME}dire", "POST", b"{}", headers).status == 403


def test_a_page_of_ours_is_heard(app: Starlette) -> None:
    by_form = OURS | {"origin": "null"}  # forms of pages that send no referrer
    found = ask(app, f"{HOME}dire", "POST", b"lieu=D%C3%B4le&vide=", by_form)
    assert json.loads(found.body) == {"lieu": "Dôle", "vide": ""}


def test_nothing_is_written_by_looking(app: Starlette) -> None:
    assert ask(app, f"{HOME}dire").status == 405


@pytest.mark.parametrize("sent", [b"\xff", b"a&" * 100_000])
def test_what_is_not_understood_changes_nothing(app: Starlette, sent: bytes) -> None:
    found = ask(app, f"{HOME}dire", "POST", sent)
    assert (found.status, "Rechargez la page" in found.text) == (400, True)


def test_what_is_sent_has_a_bound(app: Starlette) -> None:
    most = b"a=" + b"a" * (atelier.MOST - 2)
    assert ask(app, f"{HOME}dire", "POST", most).status == 200
    assert ask(app, f"{HOME}dire", "POST", most + b"a").status == 413


def test_errors_are_pages_or_json_in_french(app: Starlette) -> None:
    page = ask(app, f"{HOME}refuser", "POST")
    assert (page.status, "Écrivez-le." in page.text) == (400, True)
    json_wanted = OURS | {"accept": "application/json"}
    found = ask(app, f"{HOME}refuser", "POST", headers=json_wanted)
    assert json.loads(found.body) == {"erreur": "Ce texte est vide. Écrivez-le."}


def test_what_breaks_tells_nothing_of_the_machine(app: Starlette) -> None:
    found = ask(app, f"{HOME}casser", "POST")
    assert (found.status, "secret" in found.text) == (500, False)
    assert "Ce qui était enregistré" in found.text


def test_files_of_pages_are_those_and_no_others(app: Starlette) -> None:
    assert (
        ask(app, f"{HOME}assets/atelier.js")
        .headers["content-type"]
        .startswith("text/javascript")
    )
    for name in ("../app.py", "..%2Fapp.py", "rien.css", "/etc/passwd"):
        assert ask(app, f"{HOME}assets/{name}").status == 404
