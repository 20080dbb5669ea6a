"""Rewrite the official int8 graph of Kokoro into one twice as fast.

The official file quantises at run time, which takes two thirds of its time. Four steps,
each a function from a model to a model, all exact up to float rounding but the last:

1. ``dequantised``: products of integers and their scales become float products;
2. ``with_fused_nodes``: each adaptive normalisation becomes one node, and the
   divisions and products of each Snake activation go into the weights beside it;
3. ``with_shortcuts``, of ``kokoro_shortcuts``: operators that are slow give way to others;
4. ``quantised``: the convolutions get integer weights and fixed ranges (QDQ), which
   onnxruntime runs as integers, and the Snakes before them are read from tables. The
   ranges were measured once (``make calibrate``): ``voices/kokoro/ranges.json``.

``with_durations`` adds the durations to the outputs. Nothing runs the model, and NumPy does
only single operations that IEEE 754 defines: the same bytes come out on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper

from ppun_access.speech.engines.kokoro_nodes import Array, Graph, copy, other, rebuilt
from ppun_access.speech.engines.kokoro_shortcuts import FRAMES, KEPT_FRAMES, with_shortcuts

Ranges: TypeAlias = Mapping[str, tuple[float, float]]
"""Name of a tensor → the lowest and the highest value that it takes."""

DURATIONS = "duration"
"""The output that holds the frames of each token."""
_KEPT = "conv_post", "/stft"
"""Convolutions that stay in floats: the last one, whose output is the sound itself, and
those of the Fourier transform, whose smallest values count."""
_SHAPE = "ppun/flat"


def fast(model: ModelProto, ranges: Ranges, *, reduced: bool) -> ModelProto:
    """Return the fast form of the official graph; ValueError when it is not that graph.

    ``reduced`` gives weights of 7 bits: without VNNI, x86 adds pairs of products in 16
    bits, which 8-bit weights overflow.
    """
    try:
        return with_durations(quantised(floats(model), ranges, reduced=reduced))
    except (KeyError, StopIteration, IndexError) as error:
        raise ValueError(f"the graph is not the one expected: {error}") from error


def floats(model: ModelProto) -> ModelProto:
    """Return the fast form before quantisation, on which ranges are calibrated."""
    return with_shortcuts(with_fused_nodes(dequantised(model)))


def with_durations(model: ModelProto) -> ModelProto:
    """Return the graph with the frames of each token as a second output."""
    names = {name for node in model.graph.node for name in node.output}
    frames = KEPT_FRAMES if KEPT_FRAMES in names else FRAMES
    node = helper.make_node("Cast", [frames], [DURATIONS], name="ppun/duration", to=1)
    outputs = [*model.graph.output]
    outputs.append(helper.make_tensor_value_info(DURATIONS, TensorProto.FLOAT, None))
    return rebuilt(model, [*model.graph.node, node], model.graph.initializer, outputs)


# 1. Floats again


def dequantised(model: ModelProto) -> ModelProto:
    """Return the graph with float products instead of the integer ones."""
    graph = Graph(model)
    for node in graph.nodes:
        if node.op_type in ("ConvInteger", "MatMulInteger"):
            _dequantise(graph, node)
    return graph.result()


def _dequantise(graph: Graph, node: NodeProto) -> None:
    """Undo one quantised product: [Add of the bias], Cast, Mul by both scales."""
    convolution = node.op_type == "ConvInteger"
    replaced, bias, following = [node], "", graph.user(node.output[0])
    if following.op_type == "Add":
        bias = _float_bias(graph, other(following, node.output[0]))
        replaced.append(following)
        following = graph.user(following.output[0])
    product = graph.user(following.output[0])
    scales = graph.maker[other(product, following.output[0])]
    scale = next(name for name in scales.input if graph.is_constant(name))
    weights = _float_weights(graph, node, scale, by_channel=convolution)
    source = graph.maker[node.input[0]].input[0]
    made = helper.make_node(
        "Conv" if convolution else "MatMul",
        [source, weights, *([bias] if bias else [])],
        [product.output[0]],
        name=node.name.removesuffix("_quant"),
    )
    made.attribute.extend(node.attribute)
    graph.replace([product, *replaced, following], [made])


def _float_bias(graph: Graph, name: str) -> str:
    """Return the float bias from which a quantised one is made."""
    while not graph.is_constant(name):
        name = graph.maker[name].input[0]
    return name


def _float_weights(graph: Graph, node: NodeProto, scale: str, *, by_channel: bool) -> str:
    weights = graph.value(node.input[1]).astype(np.float32)
    shape = (-1,) + (1,) * (weights.ndim - 1)

    def spread(value: Array) -> Array:
        value = value.astype(np.float32)
        return value.reshape(shape) if by_channel and value.size > 1 else value

    zero, step = spread(graph.value(node.input[3])), spread(graph.value(scale))
    return graph.constant(f"{node.input[1]}_float", (weights - zero) * step)


# 2. Fewer nodes


@dataclass(slots=True)
class _Norm:
    """An adaptive normalisation: ``out = scale · (x - mean) / deviation + shift``."""

    name: str
    source: str
    scale: str
    shift: str
    out: str
    epsilon: float
    replaced: list[NodeProto]
    made: list[NodeProto] = field(default_factory=list)
    after: list[NodeProto] = field(default_factory=list)


def with_fused_nodes(model: ModelProto) -> ModelProto:
    """Return the graph with normalisations and activations fused."""
    graph = Graph(model)
    graph.constant(_SHAPE, np.array([-1], np.int64))
    for node in graph.nodes:
        for norm in _norms(graph, node):
            _fuse_snake(graph, norm)
            _fuse_norm(graph, norm)
    return graph.result()


def _norms(graph: Graph, division: NodeProto) -> Iterable[_Norm]:
    """Yield the normalisations that end with a division: one may serve several styles."""
    if division.op_type != "Div":
        return
    centred, deviation = (graph.maker.get(name) for name in division.input)
    if centred is None or deviation is None:
        return
    if (centred.op_type, deviation.op_type) != ("Sub", "Sqrt"):
        return
    if graph.maker[centred.input[1]].op_type != "ReduceMean":
        return
    variance = graph.maker[deviation.input[0]].input
    epsilon = next(graph.value(name) for name in variance if graph.is_constant(name))
    for product in graph.users(division.output[0]):
        total = graph.user(product.output[0])
        yield _Norm(
            name=total.name,
            source=centred.input[0],
            scale=other(product, division.output[0]),
            shift=other(total, product.output[0]),
            out=total.output[0],
            epsilon=float(epsilon.reshape(-1)[0]),
            replaced=[total, product],
        )


def _fuse_norm(graph: Graph, norm: _Norm) -> None:
    """Write a normalisation as one node: its scale and shift have no shape but a length."""
    flat = []
    for kind, value in (("scale", norm.scale), ("shift", norm.shift)):
        name = f"{norm.name}/{kind}"
        norm.made.append(helper.make_node("Reshape", [value, _SHAPE], [name], name=name))
        flat.append(name)
    whole = helper.make_node(
        "InstanceNormalization",
        [norm.source, *flat],
        [norm.out],
        name=f"{norm.name}/norm",
        epsilon=norm.epsilon,
    )
    graph.replace(norm.replaced, [*norm.made, whole, *norm.after])


def _fuse_snake(graph: Graph, norm: _Norm) -> None:
    """Put α of the Snake ``x + sin²(αx) / α`` that follows into its neighbours.

    The normalisation gives αx, and the convolution after it takes 1/α into its weights.
    """
    product = next((n for n in graph.users(norm.out) if _feeds_sine(graph, n)), None)
    if product is None:
        return
    alpha = graph.value(other(product, norm.out)).reshape(1, -1, 1).astype(np.float32)
    sine = graph.user(product.output[0])
    square = graph.user(sine.output[0])
    quotient = graph.user(square.output[0])
    total = next(n for n in graph.users(norm.out) if n.op_type == "Add")
    convolution = graph.user(total.output[0])
    weights = graph.value(convolution.input[1]) / alpha
    convolution.input[1] = graph.constant(f"{convolution.input[1]}/alpha", weights)
    factor = graph.constant(f"{norm.name}/alpha", alpha)
    for kind in ("scale", "shift"):
        name = f"{norm.name}/alpha/{kind}"
        source = norm.scale if kind == "scale" else norm.shift
        norm.made.append(helper.make_node("Mul", [source, factor], [name], name=name))
    norm.scale, norm.shift = (f"{norm.name}/alpha/{kind}" for kind in ("scale", "shift"))
    names = sine.output[0], square.output[0], total.output[0]
    norm.after = [
        helper.make_node("Sin", [norm.out], [names[0]], name=sine.name),
        helper.make_node("Mul", [names[0], names[0]], [names[1]], name=square.name),
        helper.make_node("Add", [norm.out, names[1]], [names[2]], name=total.name),
    ]
    norm.replaced += [product, sine, square, quotient, total]


def _feeds_sine(graph: Graph, node: NodeProto) -> bool:
    users = graph.users(node.output[0]) if node.op_type == "Mul" else []
    return len(users) == 1 and users[0].op_type == "Sin"


# 4. Integers, with ranges known beforehand


def quantised(model: ModelProto, ranges: Ranges, *, reduced: bool) -> ModelProto:
    """Return the graph with its convolutions in integers (QDQ, weights by channel).

    KeyError when the range of a tensor is not known.
    """
    graph = Graph(model)
    done: dict[str, str] = {}
    convolutions = _rounded(graph.nodes)
    outputs = {node.output[0] for node in convolutions}
    for node in convolutions:
        made = []
        source = node.input[0]
        if source not in outputs and source not in done:
            done[source] = f"{source}/dequantised"
            if argument := _snake_argument(graph, source):
                made += _snake_levels(graph, argument, node, ranges[source])
            else:
                made += _rounding(graph, source, source, done[source], ranges[source])
        weights = _quantised_weights(graph, node, ranges[source], reduced=reduced)
        raw = f"{node.output[0]}/raw"
        convolution = copy(node)
        convolution.input[:] = [done.get(source, source), *weights.names]
        convolution.output[:] = [raw]
        made += [*weights.nodes, convolution]
        made += _rounding(
            graph, raw, node.output[0], node.output[0], ranges[node.output[0]]
        )
        graph.replace([node], made)
    return graph.result()


def rounded_tensors(model: ModelProto) -> list[str]:
    """Return the names of the tensors that ``quantised`` needs the ranges of, sorted."""
    nodes = _rounded(model.graph.node)
    return sorted({name for n in nodes for name in (n.input[0], n.output[0])})


def _rounded(nodes: Iterable[NodeProto]) -> list[NodeProto]:
    """Return the convolutions that are done in integers."""
    convolutions = (node for node in nodes if node.op_type == "Conv")
    return [n for n in convolutions if not any(kept in n.name for kept in _KEPT)]


def _rounding(
    graph: Graph, source: str, name: str, out: str, bounds: tuple[float, float]
) -> list[NodeProto]:
    """Return the two nodes that round a tensor to 256 levels."""
    constants = _level_constants(graph, name, bounds)
    made = []
    for kind, start, end in (
        ("QuantizeLinear", source, f"{name}/quantised"),
        ("DequantizeLinear", f"{name}/quantised", out),
    ):
        inputs = [start, *constants]
        made.append(helper.make_node(kind, inputs, [end], name=f"{name}/{kind}"))
    return made


def _levels(bounds: tuple[float, float]) -> tuple[Array, Array]:
    """Return the step and the zero of unsigned 8-bit numbers over these bounds."""
    low, high = min(bounds[0], 0.0), max(bounds[1], 0.0)
    step = np.float32((high - low) / 255)
    return np.array(step), np.array(round(-low / float(step)), np.uint8)


def _level_constants(
    graph: Graph, name: str, bounds: tuple[float, float]
) -> tuple[str, str]:
    """Add the step and the zero of a tensor's levels; return their names."""
    step, zero = _levels(bounds)
    return graph.constant(f"{name}/step", step), graph.constant(f"{name}/zero", zero)


def _snake_argument(graph: Graph, name: str) -> str:
    """Return the tensor y of one that is ``y + sin²(y)``, empty when it is another."""
    total = graph.maker.get(name)
    if total is None or total.op_type != "Add":
        return ""
    argument, square = total.input
    product = graph.maker.get(square)
    sine = product and graph.maker.get(product.input[0])
    found = sine and sine.op_type == "Sin" and sine.input[0] == argument
    return str(argument) if found else ""


_FINE = 2**16
"""Levels of the argument of a Snake."""


def _snake_levels(
    graph: Graph, argument: str, convolution: NodeProto, bounds: tuple[float, float]
) -> list[NodeProto]:
    """Return the nodes that give the 256 levels of a Snake, read from a table.

    onnxruntime takes as long for a sine as for six other passes over the memory. The
    argument is rounded 256 times finer than the result. What lies outside the table has
    the lowest or the highest level, as it should: a Snake never falls.
    """
    name, channels = convolution.input[0], graph.value(convolution.input[1]).shape[1]
    low, high = min(bounds[0], 0.0) - 1, max(bounds[1], 0.0)
    step = np.float32((high - low) / (_FINE - 1))
    zero = np.uint16(round(-low / float(step)))
    table = _snake_table((np.arange(_FINE) - int(zero)) * float(step), bounds)
    fine = (
        graph.constant(f"{name}/fine step", np.array(step)),
        graph.constant(f"{name}/fine zero", np.array(zero)),
    )
    row = graph.constant("ppun/row", np.array([1, 1, -1], np.int64))
    shape = graph.constant(f"{name}/shape", np.array([1, channels, -1], np.int64))
    levels = graph.constant(f"{name}/table", table.reshape(1, 1, -1))
    rounded, places, whole, found, quantised = (
        f"{name}/{part}" for part in ("fine", "places", "row", "found", "quantised")
    )
    make = helper.make_node
    nodes = [
        # that of Microsoft: the standard one has no 16 bits before its version 21
        make("QuantizeLinear", [argument, *fine], [rounded], domain="com.microsoft"),
        make("Cast", [rounded], [places], to=TensorProto.INT32),
        make("Reshape", [places, row], [whole]),
        make("GatherElements", [levels, whole], [found], axis=2),
        make("Reshape", [found, shape], [quantised]),
        make(
            "DequantizeLinear",
            [quantised, *_level_constants(graph, name, bounds)],
            [f"{name}/dequantised"],
        ),
    ]
    for node in nodes:
        node.name = node.output[0]
    return nodes


def _snake_table(arguments: Array, bounds: tuple[float, float]) -> Array:
    """Return the levels of ``y + sin²(y)``: ``sin²(y) = (1 - cos(2y)) / 2``.

    The cosine is its series: NumPy's differs from one machine to another.
    """
    square = (2 * (arguments - np.pi * np.rint(arguments / np.pi))) ** 2
    cosine = term = np.ones_like(square)
    for n in range(1, 23, 2):
        term = -term * square / (n * (n + 1))
        cosine = cosine + term
    step, zero = _levels(bounds)
    levels = np.rint((arguments + (1 - cosine) / 2) / float(step)) + int(zero)
    found: Array = levels.clip(0, 255).astype(np.uint8)
    return found


@dataclass(frozen=True, slots=True)
class _Weights:
    """The names of a convolution's float weights and bias, and what makes them."""

    names: list[str]
    nodes: list[NodeProto]


def _quantised_weights(
    graph: Graph, node: NodeProto, bounds: tuple[float, float], *, reduced: bool
) -> _Weights:
    highest = 63 if reduced else 127
    name, bias = node.input[1], node.input[2] if len(node.input) > 2 else ""
    weights = graph.value(name)
    by_channel = (-1,) + (1,) * (weights.ndim - 1)
    largest = np.abs(weights).reshape(len(weights), -1).max(axis=1)
    step = np.maximum(largest / np.float32(highest), np.float32(1e-12)).astype(np.float32)
    rounded = np.rint(weights / step.reshape(by_channel)).astype(np.int8)
    parts = [(name, rounded, step)]
    if bias:
        fine = (step * _levels(bounds)[0]).astype(np.float32)
        whole = np.rint(graph.value(bias) / fine).clip(-(2**31) + 1, 2**31 - 256)
        parts.append((f"{node.name}/bias", whole.astype(np.int32), fine))
    nodes, names = [], []
    for part, value, scale in parts:
        nodes.append(_integers(graph, part, value, scale))
        names.append(nodes[-1].output[0])
    return _Weights(names, nodes)


def _integers(graph: Graph, name: str, value: Array, step: Array) -> NodeProto:
    """Return the node that gives floats from integers, one step a channel."""
    inputs = [
        graph.constant(f"{name}/integers", value),
        graph.constant(f"{name}/step", step),
        graph.constant(f"{name}/zero", np.zeros(len(step), value.dtype)),
    ]
    out = f"{name}/floats"
    return helper.make_node("DequantizeLinear", inputs, [out], name=out, axis=0)
