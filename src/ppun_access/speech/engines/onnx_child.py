"""Run a model with onnxruntime in its own process: ``python -m … MODEL``.

Each line of standard input is the number of a question and what the model is given, in
JSON; each line of the output, the same number and what it makes of that, or its error: of
its first output, 16-bit PCM, and the numbers of the others.

``python -m … MODEL OUTPUT`` writes the graph as onnxruntime makes it to run it, for its
version and this processor. A file whose name ends in ``READY`` is such a graph.
"""

from __future__ import annotations

import json
import os
import sys
from base64 import b64encode
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]

from ppun_access.speech.engines.files import READY

_SAYS = Lock()
_KINDS = {"tensor(float)": np.float32, "tensor(int64)": np.int64}
"""What onnxruntime calls the numbers of a tensor → what NumPy does."""


def main() -> None:
    """Load the model, then answer each question, several at once."""
    if len(sys.argv) > 2:
        _session(sys.argv[1], sys.argv[2])
        return
    session = _loaded(sys.argv[1])
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        for line in sys.stdin.buffer:
            pool.submit(_answer, session, line)
        os._exit(0)  # nobody listens any more


def _loaded(model: str) -> Any:
    """Return the model in memory, or what to say of each question: why it is not."""
    try:
        return _session(model)
    except Exception as error:  # onnxruntime has no class of its own for this
        return error


def _session(model: str, output: str = "") -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # a pattern for each length costs 150 MB
    options.log_severity_level = 4
    if output:
        options.optimized_model_filepath = output
    if model.endswith(READY):
        none = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.graph_optimization_level = none
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _answer(session: Any, line: bytes) -> None:
    number, _, question = line.partition(b" ")
    try:
        answer = _made(session, json.loads(question))
    except Exception as error:  # onnxruntime has no class of its own for this
        lines = str(error).strip().splitlines() or [type(error).__name__]
        answer = {"error": lines[0][:200]}
    with _SAYS:
        sys.stdout.buffer.write(number + b" " + json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def _made(session: Any, feeds: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the model makes of ``feeds``; of none, what it must be given."""
    if isinstance(session, Exception):
        raise session
    if not feeds:
        return {"inputs": [given.name for given in session.get_inputs()]}
    options = onnxruntime.RunOptions()
    options.log_severity_level = 4
    kinds = {one.name: _KINDS.get(one.type) for one in session.get_inputs()}
    given = {name: np.array(value, kinds.get(name)) for name, value in feeds.items()}
    sound, *others = session.run(None, given, options)
    content = b64encode(pcm(sound)).decode()
    return {"pcm": content, "others": [one.ravel().tolist() for one in others]}


def pcm(sound: np.ndarray[Any, Any]) -> bytes:
    """Return samples from -1 to 1 as 16-bit PCM; what passes is cut."""
    whole = np.rint(np.nan_to_num(sound).clip(-1, 1) * 32767)
    content: bytes = whole.astype("<i2").tobytes()
    return content


if __name__ == "__main__":
    main()
