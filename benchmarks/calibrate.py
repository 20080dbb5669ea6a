"""Measure the ranges of ``voices/kokoro/ranges.json`` again: ``make calibrate``.

The sentences of ``voices/kokoro/calibration.txt`` are said by the float form of the fast
graph, in both voices, and the extremes of each tensor that is rounded are noted. With
``--check`` nothing is written: it says how far what is measured is from what is stored.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import ModelProto, TensorProto, helper

from benchmarks.models import official_model
from ppun_access.french.spoken.spoken_form import spoken_form
from ppun_access.speech.engines import kokoro, kokoro_graph
from ppun_access.speech.engines.espeak_phonemes import espeak, joined, spoken_words
from ppun_access.speech.engines.files import packaged_folder
from ppun_access.speech.engines.kokoro_child import ranges
from ppun_access.speech.engines.kokoro_graph import Ranges
from ppun_access.speech.engines.kokoro_nodes import rebuilt
from ppun_access.speech.voices import read_voice

FOLDER = packaged_folder() / "kokoro"
SENTENCES = FOLDER / "calibration.txt"
VOICES = ("kokoro-siwis", "kokoro-alex")
DIGITS = 4
"""Significant ones that are kept: processors differ in the seventh."""
TOLERANCE = 0.02
"""Part of a range by which two measures may differ: what one processor rounds the other
way moves, further on, what depends on it."""


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as name:
        official = onnx.load(str(official_model(Path(name))))
    measured = measure(kokoro_graph.floats(official))
    if "--check" in arguments:
        gap = furthest(measured, ranges())
        print(f"Écart le plus grand : {100 * gap:.3f} % (voulu : {100 * TOLERANCE:.0f})")
        return int(gap > TOLERANCE)
    (FOLDER / "ranges.json").write_text(written(measured), "utf-8")
    for reduced in (False, True):
        made = kokoro_graph.fast(official, ranges(), reduced=reduced)
        content = made.SerializeToString(deterministic=True)
        print(f"reduced={reduced}: {hashlib.sha256(content).hexdigest()}")
    print("Ces empreintes vont dans kokoro_model.SHA256 ; augmentez RECIPE.")
    return 0


def measure(model: ModelProto) -> Ranges:
    """Return the bounds of each rounded tensor: the mean extremes of an utterance.

    Rare peaks are then cut and all the rest is finer: 3.25 dB from the floats (mel
    distance) against 3.47 with the extremes of all.
    """
    names = kokoro_graph.rounded_tensors(model)
    session = _session(_watched(model, names))
    found = [np.array(session.run(None, feeds)).reshape(-1, 2) for feeds in _feeds()]
    bounds = np.stack(found).mean(axis=0, dtype=np.float64)
    return {
        name: (_short(low), _short(high))
        for name, (low, high) in zip(names, bounds.tolist(), strict=True)
    }


def furthest(one: Ranges, other: Ranges) -> float:
    """Return the largest gap between two bounds, as a part of their range."""
    if one.keys() != other.keys():
        return float("inf")
    gaps = [
        max(abs(a - b) for a, b in zip(one[name], other[name], strict=True))
        / (other[name][1] - other[name][0])
        for name in one
    ]
    return max(gaps)


def written(measured: Ranges) -> str:
    """Return the text of the file: what was measured, and on which sentences."""
    origin = {"file": SENTENCES.name, "sha256": sentences_sha256(), "voices": VOICES}
    lines = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(bounds)}" for name, bounds in measured.items()
    )
    return f'{{\n "sentences": {json.dumps(origin)},\n "ranges": {{\n{lines}\n }}\n}}\n'


def sentences_sha256() -> str:
    return hashlib.sha256(SENTENCES.read_bytes()).hexdigest()


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _watched(model: ModelProto, names: list[str]) -> ModelProto:
    """Return the model with the extremes of tensors as its only outputs."""
    nodes, outputs = list(model.graph.node), []
    for number, name in enumerate(names):
        for kind in ("ReduceMin", "ReduceMax"):
            out = f"ppun/{kind}/{number}"
            nodes.append(helper.make_node(kind, [name], [out], name=out, keepdims=0))
            outputs.append(helper.make_tensor_value_info(out, TensorProto.FLOAT, None))
    return rebuilt(model, nodes, model.graph.initializer, outputs)


def _session(model: ModelProto) -> Any:
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, ["CPUExecutionProvider"]
    )


def _feeds() -> Iterator[Mapping[str, np.ndarray]]:
    table = kokoro.vocabulary()
    for line in SENTENCES.read_text("utf-8").splitlines():
        words = spoken_words(spoken_form(line), espeak(), kokoro.alphabet())
        tokens = [table[symbol] for symbol in joined(words)[0]]
        for name in VOICES:
            voice = read_voice(packaged_folder() / f"{name}.toml")
            yield {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": np.array([kokoro.style_of(voice, len(tokens))]),
                "speed": np.ones(1, np.float32),
            }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
