"""Cheaper ways to the same numbers, for two operators that onnxruntime is slow at.

``without_fourier`` writes the short Fourier transform as two convolutions;
``without_transposed`` writes the two large transposed convolutions as plain ones, which can
then be rounded to integers. Both are exact but for the rounding of floats.
"""

from __future__ import annotations

import numpy as np
from onnx import ModelProto, NodeProto, helper

from ppun_access.speech.engines.kokoro_nodes import Array, Graph, attribute


def shortened(model: ModelProto) -> ModelProto:
    """Return the graph with both shortcuts."""
    return without_fourier(without_transposed(model))


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
