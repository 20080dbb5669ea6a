"""Query a language model behind an OpenAI-compatible address: the only network client.

Nothing is asked unless the settings name an address and the user asked for it. No proxy,
no redirection, certificates checked; the key goes in one header, and in no message. What
comes back is bounded in size and in time, and is anybody's text.
"""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from time import monotonic, sleep
from urllib.parse import urlsplit

from ppun_access.errors import OutputError, UsageError, reason
from ppun_access.runtime.untrusted_files import parse_json
from ppun_access.settings.sections import ModelSettings

LARGEST = 1_000_000
"""Bytes of an answer: a sentence needs a thousandth of it."""
MOST_TOKENS = 1000
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds before a second try, doubled each time; and the most that a server is given."""
_WITHOUT = "ou relancez sans « --modele »."
Messages = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Server:
    """Where to ask, and how long."""

    address: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 60.0
    tries: int = 3

    @property
    def host(self) -> str:
        """The host and the port, without anything else."""
        return urlsplit(self.address).netloc


@dataclass(slots=True)
class Usage:
    """How many calls, tokens and seconds a server has taken so far."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


class ChatError(OutputError):
    """No answer that can be used.

    ``again``: seconds before it is worth a new try, None when it is not. ``lasting``: the
    next question would fail as well.
    """

    def __init__(
        self,
        message: str,
        *,
        next_step: str = f"Vérifiez le serveur de [modele], {_WITHOUT}",
        again: float | None = None,
        lasting: bool = False,
    ) -> None:
        super().__init__(message, next_step=next_step)
        self.again = again
        self.lasting = lasting


def server_of(settings: ModelSettings, environment: Mapping[str, str], host: str) -> Server:
    """Return the server that the settings name; UsageError says what to write.

    It is on this computer, or at ``host``, which the person who asks has named.
    """
    if not settings.address or not settings.model:
        raise UsageError(
            "--modele : aucun modèle de langue n’est réglé ; rien n’a été envoyé.",
            next_step="Écrivez dans ppun.toml, avec les valeurs de votre serveur :\n"
            '      [modele]\n      adresse = "http://localhost:8000/v1"\n'
            '      modele = "nom-du-modele"\n'
            '      cle = "NOM_DE_LA_VARIABLE"   # si le serveur demande une clé',
        )
    if not settings.is_permitted(host):
        named = urlsplit(settings.address).hostname
        key = f" et la clé {settings.key}" if settings.key else ""
        raise UsageError(
            f"--modele : ppun.toml veut envoyer ce texte{key} à {named}, que vous n’avez "
            "pas nommé ; rien n’a été envoyé.",
            next_step=f"Si vous faites confiance à ce serveur, "
            f"relancez avec « --modele {named} ».",
        )
    key = environment.get(settings.key, "").strip() if settings.key else ""
    if settings.key and not re.fullmatch(r"[!-~]+", key):
        raise UsageError(
            f"--modele : la variable d’environnement {settings.key} n’a pas de clé ; "
            "rien n’a été envoyé.",
            next_step=f"Donnez-lui la clé de votre serveur : export {settings.key}=…",
        )
    return Server(
        settings.address, settings.model, key, float(settings.timeout), settings.tries
    )


def ask(server: Server, messages: Messages, spent: Usage) -> str:
    """Return the answer of the model; add its cost to ``spent``. Raises ChatError."""
    body = json.dumps(
        {
            "model": server.model,
            "messages": [dict(message) for message in messages],
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "stream": False,
        }
    ).encode()
    for attempt in range(1, server.tries + 1):
        started = monotonic()
        spent.calls += 1
        try:
            return _answer(_post(server, body), spent)
        except ChatError as error:
            if error.again is None or attempt == server.tries:
                raise
            wait = error.again or FIRST_WAIT * 2 ** (attempt - 1)
        finally:
            spent.seconds += monotonic() - started
        sleep(min(wait, LONGEST_WAIT))
    raise AssertionError("tries is at least 1")


def _post(server: Server, body: bytes) -> bytes:
    """Return the body of the answer to ``body``; one time holds for all of the exchange."""
    connection = _connection(server)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if server.key:
        headers["Authorization"] = f"Bearer {server.key}"
    path = urlsplit(server.address).path.rstrip("/") + "/chat/completions"
    with _Deadline(server.timeout) as deadline:
        try:
            connection.sock = _connected(server, deadline)
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            content = response.read(LARGEST + 1)
            if deadline.passed:
                raise TimeoutError
        except ssl.SSLCertVerificationError as error:
            raise ChatError(
                f"Le certificat de {server.host} n’est pas bon : rien n’a été envoyé.",
                lasting=True,
            ) from error
        except (OSError, HTTPException, ValueError) as error:
            if deadline.passed or isinstance(error, TimeoutError):
                raise _too_slow(server) from error
            raise _unreachable(server, error) from error
        finally:
            connection.close()
    _check_status(server, response)
    if len(content) > LARGEST:
        raise ChatError("La réponse du modèle est bien trop longue.")
    return content


def _connection(server: Server) -> HTTPConnection:
    parts = urlsplit(server.address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return kind(parts.hostname or "", parts.port)


def _connected(server: Server, deadline: _Deadline) -> socket.socket:
    """Return a socket that is connected to ``server``, its certificate checked."""
    parts = urlsplit(server.address)
    host, https = parts.hostname or "", parts.scheme == "https"
    sock = _reached(host, parts.port or (443 if https else 80), deadline)
    if not https:
        return sock
    context = ssl.create_default_context()
    secure = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
    try:
        deadline.watch(secure)
        secure.do_handshake()
    except BaseException:
        secure.close()
        raise
    return secure


def _reached(host: str, port: int, deadline: _Deadline) -> socket.socket:
    """Return a socket to the first address of ``host`` that answers."""
    fault = OSError("no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    ):
        sock = socket.socket(family, kind, protocol)
        try:
            deadline.watch(sock)
            sock.connect(address)
        except OSError as error:
            sock.close()
            fault = error
        else:
            return sock
    raise fault


class _Deadline:
    """Shut the socket that is watched when its time is over.

    Each step and each read has its own time-out; no number of them may last longer than
    all together, or a server that drips would hold us forever.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._end = monotonic() + seconds
        self._sock: socket.socket | None = None
        self._timer = Timer(seconds, self._shut)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()

    def watch(self, sock: socket.socket) -> None:
        """Shut ``sock`` at the end, at once when it is past. Raises TimeoutError then."""
        self._sock = sock
        if self.passed:
            raise TimeoutError
        sock.settimeout(max(self._end - monotonic(), 0.001))

    def _shut(self) -> None:
        self.passed = True
        if self._sock is not None:
            with suppress(OSError):  # the plain way: TLS would wait for the other side
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)


def _too_slow(server: Server) -> ChatError:
    return ChatError(
        f"Le modèle n’a pas répondu en {server.timeout:g} s.",
        next_step=f"Augmentez « delai » dans [modele], {_WITHOUT}",
        again=0.0,
    )


def _unreachable(server: Server, error: Exception) -> ChatError:
    told = "la réponse n’est pas du HTTP"
    if isinstance(error, ConnectionRefusedError):
        told = "rien n’écoute à cette adresse"
    elif isinstance(error, socket.gaierror):
        told = "ce nom n’existe pas"
    elif isinstance(error, OSError):
        told = reason(error)
    return ChatError(
        f"Le serveur {server.host} ne peut pas être joint : {told}.",
        next_step=f"Démarrez-le ou corrigez « adresse » dans [modele], {_WITHOUT}",
        again=0.0, lasting=isinstance(error, OSError),
    )  # fmt: skip


_REFUSALS: Mapping[int, tuple[str, str]] = {
    401: ("refuse la clé", "Corrigez la variable d’environnement que « cle » nomme"),
    403: ("refuse la clé", "Corrigez la variable d’environnement que « cle » nomme"),
    404: ("n’a pas ce modèle à cette adresse", "Corrigez « adresse » ou « modele »"),
    405: ("n’accepte pas de question à cette adresse", "Corrigez « adresse »"),
}


def _check_status(server: Server, response: HTTPResponse) -> None:
    """Raise ChatError unless the status is a success; the body is not quoted."""
    status = response.status
    if status == 200:
        return
    if status in (408, 429) or status >= 500:
        wait = _asked_wait(response.getheader("Retry-After", ""))
        told = "demande d’attendre" if status == 429 else f"est en panne (code {status})"
        long = wait > LONGEST_WAIT
        raise ChatError(
            f"Le serveur {server.host} {told}{f' {wait:.0f} secondes' if long else ''}.",
            next_step=f"Attendez avant de relancer, {_WITHOUT}",
            again=None if long else wait,
            lasting=long,
        )
    if 300 <= status < 400:
        raise ChatError(
            f"Le serveur {server.host} renvoie ailleurs : rien n’y a été envoyé.",
            next_step=f"Écrivez la bonne « adresse » dans [modele], {_WITHOUT}",
            lasting=True,
        )
    told, step = _REFUSALS.get(status, (f"refuse la question (code {status})", ""))
    raise ChatError(
        f"Le serveur {server.host} {told}.",
        next_step=f"{step or 'Vérifiez « modele »'} dans [modele], {_WITHOUT}",
        lasting=status in _REFUSALS,
    )


def _asked_wait(value: str) -> float:
    """Return the seconds of a « Retry-After », a number or a date; 0 without one."""
    if re.fullmatch(r"\d{1,9}", value.strip(), re.ASCII):
        return float(value)
    with suppress(ValueError, TypeError, OverflowError):
        until = parsedate_to_datetime(value)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (until - datetime.now(UTC)).total_seconds())
    return 0.0


def _answer(content: bytes, spent: Usage) -> str:
    """Return the text of the first choice, and count the tokens that the server tells."""
    try:
        value = parse_json(content)
    except UnicodeDecodeError as error:
        raise ChatError("La réponse du modèle n’est pas en UTF-8.") from error
    except ValueError as error:
        raise ChatError("La réponse du serveur n’est pas du JSON.") from error
    usage = value.get("usage") if isinstance(value, dict) else None
    spent.prompt_tokens += _tokens(usage, "prompt_tokens")
    spent.completion_tokens += _tokens(usage, "completion_tokens")
    try:
        choice = value["choices"][0]
        text, end = choice["message"]["content"], choice.get("finish_reason")
    except (TypeError, KeyError, IndexError, AttributeError) as error:
        raise ChatError("La réponse du serveur n’est pas celle d’un modèle.") from error
    if end == "length":
        raise ChatError("La réponse du modèle est coupée.")
    if text is not None and not isinstance(text, str):
        raise ChatError("La réponse du modèle n’est pas un texte.")
    return (text or "").encode("utf-8", "replace").decode()


def _tokens(usage: object, name: str) -> int:
    found = usage.get(name) if isinstance(usage, dict) else 0
    return found if type(found) is int and 0 <= found < 10**9 else 0
