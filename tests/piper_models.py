"""Tiny Piper voices, made as real ones are: the sound tells what the model was given.

The sound has one block a number that the model is given, in which all samples are worth
that number / 1000; a block lasts ``BLOCK`` samples × length_scale. A draw of noise, of
noise_scale / 1000, is added, as Piper's models do, and sid / 10.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from late import Late

np, onnx, onnxruntime = Late("numpy"), Late("onnx"), Late("onnxruntime")
helper, numpy_helper = Late("onnx.helper"), Late("onnx.numpy_helper")

RATE = 22_050
BLOCK = 800
SYMBOLS = "_^$ !'(),-.:;?abcdefhijklmnopqrstuvwxyzøœəɛɔɑɡɲŋɥʁʃʒˈˌ\u0303"
IDS = {symbol: [number] for number, symbol in enumerate(SYMBOLS)}
NUMBERS = {number: symbol for symbol, (number,) in IDS.items()}


def model(speakers: int = 1, drawing: str = "RandomNormalLike") -> onnx.ModelProto:
    """Return a model whose inputs and output are those of Piper's."""
    constants = {
        "block": np.array(BLOCK, np.float32),
        "thousand": np.array(1000, np.float32),
        "ten": np.array(10, np.float32),
        "first": np.array(0, np.int64),
        "second": np.array(1, np.int64),
        "one": np.array([1], np.int64),
        "flat": np.array([-1], np.int64),
        "column": np.array([-1, 1], np.int64),
        "shape": np.array([1, 1, 1, -1], np.int64),
    }
    speaker = [("Cast", ["sid"], "who"), ("Div", ["who", "ten"], "shift")]
    steps = [
        ("Gather", ["scales", "first"], "noise"),
        ("Gather", ["scales", "second"], "length"),
        ("Mul", ["length", "block"], "exact"),
        ("Cast", ["exact"], "whole"),
        ("Reshape", ["whole", "flat"], "count"),
        ("Concat", ["one", "count"], "blocks"),
        ("Cast", ["input"], "numbers"),
        ("Div", ["numbers", "thousand"], "levels"),
        ("Reshape", ["levels", "column"], "rows"),
        ("Expand", ["rows", "blocks"], "plain"),
        (drawing, ["plain"], "draw"),
        ("Mul", ["draw", "noise"], "loud"),
        ("Div", ["loud", "thousand"], "faint"),
        ("Add", ["plain", "faint"], "sum"),
        *(speaker if speakers > 1 else []),
        *([("Add", ["sum", "shift"], "sound")] if speakers > 1 else []),
        ("Reshape", ["sound" if speakers > 1 else "sum", "shape"], "output"),
    ]
    real = onnx.TensorProto.FLOAT
    cast = {"whole": onnx.TensorProto.INT64, "numbers": real, "who": real}
    options: dict[str, Any] = {name: {"to": kind} for name, kind in cast.items()}
    options["blocks"] = {"axis": 0}
    nodes = [
        helper.make_node(op, given, [made], **options.get(made, {}))
        for op, given, made in steps
    ]
    inputs = [
        helper.make_tensor_value_info("input", onnx.TensorProto.INT64, [1, "phonemes"]),
        helper.make_tensor_value_info("input_lengths", onnx.TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", onnx.TensorProto.FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", onnx.TensorProto.INT64, [1]))
    output = helper.make_tensor_value_info("output", real, [1, 1, 1, "time"])
    used = {name for _, given, _ in steps for name in given}
    tables = [numpy_helper.from_array(v, n) for n, v in constants.items() if n in used]
    graph = helper.make_graph(nodes, "piper", inputs, [output], tables)
    opsets = [helper.make_opsetid("", 15)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def config(**changes: Any) -> dict[str, Any]:
    """Return a description like those that are published; None takes a key away."""
    table: dict[str, Any] = {
        "audio": {"sample_rate": RATE, "quality": "medium"},
        "espeak": {"voice": "fr"},
        "inference": {"noise_scale": 0.5, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": IDS,
        "num_symbols": 256,
        "num_speakers": 1,
        "speaker_id_map": {},
        "language": {"code": "fr_FR", "family": "fr", "region": "FR"},
        "dataset": "marie",
    }
    return {key: v for key, v in {**table, **changes}.items() if v is not None}


def drop(folder: Path, name: str = "fr_FR-marie-medium", **changes: Any) -> Path:
    """Put a voice's two files in a folder, as a user does; return the model's path."""
    table = config(**changes)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    onnx.save(model(table.get("num_speakers", 1)), path)
    path.with_name(f"{name}.onnx.json").write_text(json.dumps(table), "utf-8")
    return path


def levels(pcm: bytes, length: float = 1.0) -> list[float]:
    """Return the mean of each block: the number that the model was given."""
    samples = np.frombuffer(pcm, "<i2").reshape(-1, round(BLOCK * length))
    return [float(level) for level in samples.mean(axis=1) / 32.767]


def given(pcm: bytes, length: float = 1.0) -> str:
    """Return the symbols that the model was given."""
    return "".join(NUMBERS[round(level)] for level in levels(pcm, length))


def run(content: bytes, times: int) -> list[bytes]:
    """Return the sounds of a new session that says the same thing again and again."""
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    feeds = {
        "input": np.array([[1, 20, 2]], np.int64),
        "input_lengths": np.array([3], np.int64),
        "scales": np.array([0.5, 1, 0.8], np.float32),
    }
    return [session.run(None, feeds)[0].tobytes() for _ in range(times)]
