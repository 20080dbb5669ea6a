"""Replace slow operations in the graph of Kokoro by cheaper ones of the same sound.

``without_fourier`` writes the short Fourier transform as two convolutions;
``without_transposed`` writes the two large transposed convolutions as plain ones, which can
then be rounded to integers. Both are exact but for the rounding of floats.

``without_silence`` spares the decoder most of the silence around a sentence, which would
be trimmed anyway: a twentieth of its work.
"""

from __future__ import annotations

import numpy as np
from onnx import ModelProto, NodeProto, helper

from ppun_access.speech.engines.kokoro_nodes import Array, Graph, attribute


def with_shortcuts(model: ModelProto) -> ModelProto:
    """Return the graph with every shortcut."""
    return without_silence(without_fourier(without_transposed(model)))


def without_fourier(model: ModelProto) -> ModelProto:
    """Return the graph with its short Fourier transform as two convolutions."""
    graph = Graph(model)
    for node in graph.nodes:
        if node.op_type == "STFT":
            _without_fourier(graph, node)
    return graph.result()


def _without_fourier(graph: Graph, stft: NodeProto) -> None:
    """Replace STFT, Transpose and both Gathers: ``Σ window · x[n] · e^(-2πi·fn/20)``.

    The imaginary parts of the first and last frequencies are zero by definition, but their
    signs choose between the phases π and -π. They get those that rounding mostly gave.
    """
    signal, step, window, size = stft.input
    if graph.value(size) != _LENGTH:
        raise ValueError("the graph is not the one expected: Fourier transform")
    turned = graph.user(stft.output[0])
    parts = graph.users(turned.output[0])
    channel = graph.constant("ppun/channel", np.array([1], np.int64))
    row = f"{stft.name}/row"
    made = [helper.make_node("Unsqueeze", [signal, channel], [row], name=row)]
    turns = np.outer(np.arange(_LENGTH // 2 + 1), np.arange(_LENGTH))
    for part in parts:
        wave, bias = _cosine(turns), np.zeros(len(turns), np.float32)
        if graph.value(part.input[1]):
            wave, bias[0], bias[-1] = _cosine(turns + _LENGTH // 4), _TINY, -_TINY
            wave[[0, -1]] = 0
        weights = (wave * graph.value(window))[:, None, :].astype(np.float32)
        constants = [
            graph.constant(f"{part.name}/wave", weights),
            graph.constant(f"{part.name}/sign", bias),
        ]
        convolution = helper.make_node(
            "Conv",
            [row, *constants],
            [part.output[0]],
            name=f"{part.name}/stft",
            kernel_shape=[_LENGTH],
            strides=[int(graph.value(step))],
        )
        made.append(convolution)
    graph.replace([stft, turned, *parts], made)


_LENGTH = 20
"""Samples of one transform."""


def _cosine(turns: Array) -> Array:
    """Return the cosine of twentieths of a turn, from roots: the same on every machine."""
    five = np.sqrt(5.0)
    near, far = np.sqrt(10 + 2 * five) / 4, np.sqrt(10 - 2 * five) / 4
    quarter = [1.0, near, (five + 1) / 4, far, (five - 1) / 4, 0.0]
    half = [*quarter, *(-value for value in quarter[4::-1])]
    found: Array = np.array([*half, *half[9:0:-1]])[turns % _LENGTH]
    return found


_TINY = 1e-9
"""What stands for a zero with a sign."""


def without_transposed(model: ModelProto) -> ModelProto:
    """Return the graph with the large transposed convolutions as plain ones."""
    graph = Graph(model)
    for node in graph.nodes:
        if node.op_type == "ConvTranspose" and "/ups." in node.name:
            _without_transposed(graph, node)
    return graph.result()


def _without_transposed(graph: Graph, node: NodeProto) -> None:
    """Replace a transposed convolution whose kernel is twice its stride.

    Each of its outputs is a sum over two inputs: a plain convolution gives the outputs of
    one step as channels, which are then put one after the other.
    """
    step, pad = attribute(node, "strides")[0], attribute(node, "pads")[0]
    weights = graph.value(node.input[1])
    inputs, outputs, length = weights.shape
    if length != 2 * step or attribute(node, "pads") != [pad, pad]:
        raise ValueError("the graph is not the one expected: transposed convolution")
    # (inputs, outputs, 2, step) → (outputs · step, inputs, 2), the later input first
    taps = weights.reshape(inputs, outputs, 2, step).transpose(1, 3, 0, 2)[..., ::-1]
    kernel = taps.reshape(outputs * step, inputs, 2)
    bias = np.repeat(graph.value(node.input[2]), step)

    def vector(name: str, *values: int) -> str:
        return graph.constant(f"{node.name}/{name}", np.array(values, np.int64))

    constants = [
        graph.constant(f"{node.name}/kernel", kernel),
        graph.constant(f"{node.name}/bias", bias),
    ]
    plain = helper.make_node(
        "Conv",
        [node.input[0], *constants],
        [f"{node.name}/steps"],
        name=f"{node.name}/plain",
        kernel_shape=[2],
        pads=[1, 1],
    )
    one, two, three = (f"{node.name}/{number}" for number in (1, 2, 3))
    ends = [vector("begin", pad), vector("end", -pad), vector("axis", 2)]
    make = helper.make_node
    apart, joined = vector("apart", 1, outputs, step, -1), vector("joined", 1, outputs, -1)
    after = [
        make("Reshape", [plain.output[0], apart], [one], name=one),
        make("Transpose", [one], [two], name=two, perm=[0, 1, 3, 2]),
        make("Reshape", [two, joined], [three], name=three),
        make("Slice", [three, *ends], [node.output[0]], name=node.name),
    ]
    graph.replace([node], [plain, *after])


FRAMES = "/encoder/Clip_output_0"
"""Where the official graph holds the frames of each token, as floats."""
KEPT_FRAMES = "ppun/frames"
"""The same once the silence before the first word is cut short."""
LEAD, TAIL = 8, 2
"""Frames (25 ms) of the marks around a sentence that stay. Measured with both voices: what
is heard begins at least 4 frames after, and ends at least 2 frames before, what is cut."""
_LAST_MARK = 15
"""Tokens up to this one are punctuation; 0 opens and closes every sentence."""


def without_silence(model: ModelProto) -> ModelProto:
    """Return the graph with a decoder that gets few of the frames before and after.

    The encoder, which shapes the voice, still sees them all.
    """
    graph = Graph(model)
    marks = graph.maker[FRAMES]
    graph.replace([marks], [marks, *_cuts(graph)])
    for name, times in _DECODED.items():
        maker = graph.maker[name]
        users = graph.users(name)
        if not users:
            raise ValueError("the graph is not the one expected: decoder")
        inner = f"{name}/heard"
        for user in users:
            user.input[:] = [inner if given == name else given for given in user.input]
        graph.replace([maker], [maker, *_slice(graph, name, inner, times)])
    return graph.result()


_DECODED = {
    "/encoder/MatMul_1_output_0": 1,
    "/encoder/Reshape_output_0": 2,
    "/encoder/Reshape_1_output_0": 2,
}
"""What the decoder is given: phonemes, pitch and energy; how many values a frame."""


def _cuts(graph: Graph) -> list[NodeProto]:
    """Return the nodes that say how many frames to cut before and after."""
    make = helper.make_node

    def constant(name: str, value: Array) -> str:
        return graph.constant(f"ppun/{name}", value)

    lead = constant("lead", np.array([[LEAD]], np.float32))
    tail = constant("tail", np.array([[TAIL]], np.float32))
    zero = constant("zero", np.zeros((1, 1), np.float32))
    last = constant("last mark", np.array(_LAST_MARK, np.int64))
    ranges = {
        name: constant(name, np.array([value], np.int64))
        for name, value in (("0", 0), ("1", 1), ("-2", -2), ("end", 2**31))
    }
    nodes = [
        make("Slice", [FRAMES, ranges["0"], ranges["1"], ranges["1"]], ["ppun/first"]),
        make("Slice", [FRAMES, ranges["1"], ranges["end"], ranges["1"]], ["ppun/others"]),
        make("Min", ["ppun/first", lead], ["ppun/short first"]),
        make("Concat", ["ppun/short first", "ppun/others"], [KEPT_FRAMES], axis=1),
        make("Sub", [FRAMES, KEPT_FRAMES], ["ppun/cut"]),
        make("ReduceSum", ["ppun/cut", ranges["1"]], ["ppun/before"], keepdims=1),
        make("LessOrEqual", ["tokens", last], ["ppun/is mark"]),
        make("Cast", ["ppun/is mark"], ["ppun/mark"], to=1),
        make("Mul", [FRAMES, "ppun/mark"], ["ppun/mark frames"]),
        make(
            "Slice",
            ["ppun/mark frames", ranges["-2"], ranges["end"], ranges["1"]],
            ["ppun/last marks"],
        ),
        make("ReduceSum", ["ppun/last marks", ranges["1"]], ["ppun/silent"], keepdims=1),
        make("Sub", ["ppun/silent", tail], ["ppun/too silent"]),
        make("Max", ["ppun/too silent", zero], ["ppun/after"]),
    ]
    for name in ("before", "after"):
        nodes += [
            make("Cast", [f"ppun/{name}"], [f"ppun/{name} whole"], to=7),
            make("Reshape", [f"ppun/{name} whole", ranges["1"]], [f"ppun/{name} frames"]),
        ]
    for node in nodes:
        node.name = node.output[0]
    return nodes


def _slice(graph: Graph, name: str, inner: str, times: int) -> list[NodeProto]:
    """Return the nodes that cut both ends of a tensor, along its last dimension."""
    make = helper.make_node
    many = graph.constant(f"{name}/times", np.array([times], np.int64))
    axis = graph.constant(f"{name}/axis", np.array([-1], np.int64))
    begin, after, size, end = (f"{name}/{p}" for p in ("begin", "after", "size", "end"))
    nodes = [
        make("Mul", ["ppun/before frames", many], [begin]),
        make("Mul", ["ppun/after frames", many], [after]),
        make("Shape", [name], [size], start=-1),
        make("Sub", [size, after], [end]),
        make("Slice", [name, begin, end, axis], [inner]),
    ]
    for node in nodes:
        node.name = node.output[0]
    return nodes
