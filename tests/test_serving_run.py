"""What every server of ours does: its port, its address, its readers, its end."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest
from living import left_behind
from projects import hears_ctrl_c
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from ppun_access.errors import OutputError, UsageError
from ppun_access.serving.live import Channel
from ppun_access.serving.run import in_background, is_ours, open_page, open_socket, run


async def hello(request: Request) -> PlainTextResponse:
    return PlainTextResponse("Bonjour")


def application(channel: Channel) -> Starlette:
    return Starlette(routes=[Route("/", hello), Route("/flux", channel.stream)])


def asked(address: str, path: str, **headers: str) -> http.client.HTTPResponse:
    port = int(address.removesuffix("/").rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def next_message(stream: http.client.HTTPResponse) -> object:
    while not (line := stream.readline()).startswith(b"data: "):
        assert line, "the stream has ended"
    return json.loads(line.removeprefix(b"data: "))


@pytest.fixture
def channel() -> Channel:
    return Channel({"n": 0})


@pytest.fixture
def address(channel: Channel) -> Iterator[str]:
    with left_behind(in_background(application(channel), "127.0.0.1", 0)) as found:
        yield found


def test_readers_hear_what_is_told(channel: Channel, address: str) -> None:
    first, second = asked(address, "/flux"), asked(address, "/flux")
    assert first.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert first.headers["Cache-Control"] == "no-store"
    assert next_message(first) == next_message(second) == {"n": 0}
    for message in ({"n": 1}, {"é": "la page\nest vide"}):
        channel.tell(message)
        assert next_message(first) == next_message(second) == message
    first.close()
    channel.tell({"n": 3})
    assert next_message(second) == {"n": 3}
    assert next_message(asked(address, "/flux")) == {"n": 3}, "the last one, at once"


def test_it_ends_while_a_page_listens(channel: Channel) -> None:
    with in_background(application(channel), "127.0.0.1", 0) as address:
        stream = asked(address, "/flux")
        assert next_message(stream) == {"n": 0}
    with suppress(http.client.IncompleteRead):
        stream.read()
    channel.tell({"n": 1})  # nobody is there any more
    with pytest.raises(ConnectionError):
        asked(address, "/")


def test_no_answer_is_taken_for_another_type(address: str) -> None:
    assert asked(address, "/").headers["X-Content-Type-Options"] == "nosniff"
    assert asked(address, "/absent").headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("named", "host", "ours"),
    [
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("localhost", "127.0.0.1", True),
        ("[::1]:8000", "127.0.0.1", True),
        ("ailleurs.exemple", "127.0.0.1", False),
        ("127.0.0.1.ailleurs.exemple", "127.0.0.1", False),
        ("[", "127.0.0.1", False),
        ("", "::1", False),
        (None, "127.0.0.1", True),
        ("ailleurs.exemple", "0.0.0.0", True),
    ],
)
def test_other_names_do_not_lead_here(named: str | None, host: str, ours: bool) -> None:
    assert is_ours(named, host) is ours


def test_a_page_of_the_web_reads_nothing_here(address: str) -> None:
    got = asked(address, "/", Host="ailleurs.exemple")
    assert (got.status, got.read().decode()) == (
        421,
        "Cette adresse n’est pas celle de ce serveur.\n",
    )


def test_a_fault_of_ours_is_told_in_the_page_and_in_the_terminal() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("cassé")

    said: list[str] = []
    server = in_background(broken, "127.0.0.1", 0, said.append)
    with left_behind(server) as address:
        got = asked(address, "/")
        assert (got.status, got.headers["X-Content-Type-Options"]) == (500, "nosniff")
        assert got.read().decode().startswith("Le serveur s’est trompé. Rechargez la page")
    assert said == ["Une demande n’a pas abouti : cassé"]


def test_a_port_that_is_taken(address: str) -> None:
    port = int(address.removesuffix("/").rpartition(":")[2])
    opened: list[str] = []
    with pytest.raises(OutputError, match="déjà pris") as stop:
        run(application(Channel(None)), "127.0.0.1", port, opened.append)
    assert "--port" in stop.value.next_step
    assert opened == []


@pytest.mark.parametrize("host", ["192.0.2.1", "a" * 70])
def test_a_host_that_is_not_here(host: str) -> None:
    with pytest.raises(UsageError, match="n’a pas cette adresse"):
        open_socket(host, 0)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_cannot_be(port: int) -> None:
    with pytest.raises(UsageError, match="de 0 à 65535"):
        open_socket("127.0.0.1", port)


@pytest.mark.parametrize("host", ["0.0.0.0", "::1"])
def test_its_address_can_be_typed(host: str) -> None:
    try:
        with left_behind(in_background(application(Channel(None)), host, 0)) as address:
            assert address.startswith(f"http://{'[::1]' if ':' in host else '127.0.0.1'}:")
    except UsageError:
        assert host == "::1", "this machine has no IPv6"


def test_the_page_is_opened_where_there_is_a_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not open_page("http://127.0.0.1:1/")


PROGRAM = """
from starlette.applications import Starlette
from starlette.routing import Route
from ppun_access.serving.live import Channel
from ppun_access.serving.run import run
app = Starlette(routes=[Route("/flux", Channel("ici").stream)])
try:
    run(app, "127.0.0.1", 0, lambda address: print(address, flush=True))
except KeyboardInterrupt:
    print("fin")
"""


def test_ctrl_c_ends_it_while_a_page_listens() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hears_ctrl_c,
    ) as program:
        assert program.stdout
        stream = asked(program.stdout.readline().strip(), "/flux")
        assert next_message(stream) == "ici"
        program.send_signal(signal.SIGINT)
        assert program.communicate() == ("fin\n", "")
    assert program.returncode == 0
