"""Write the packaged model as an ONNX graph with int8 weights: one text in, the mean of its last layer out."""

from collections.abc import Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from assistant.knowledge.e5_file import E5File, Floats

RECIPE = 2
"""Counts up whenever this module would write other numbers; part of the engine's name."""

_LARGEST = 64
"""Largest weight of a product of bytes. Without VNNI a processor adds two products of an unsigned and a signed byte in 16 bits and
cuts off what does not fit: with weights up to 127, vectors came as far as 0.989 from the packaged engine's. 2 * 255 * 64 always
fits, so every x86-64 computes the same, as fast as before."""
_DEVIATIONS = 3
"""How far from its mean a normalised value usually reaches."""

_FUSED = "com.microsoft"  # ONNX Runtime's own operators, run on any CPU
_EXACT = frozenset({4, 5})
"""Layers whose last product stays in four bits with a scale per 32 weights: some values there are so large that eight bits for a
whole text lose the rest. Least cosine to the packaged engine on 160 texts: 0.9953 without, 0.9971 with layer 4, 0.9976 with both."""


def onnx_model(source: E5File) -> onnx.ModelProto:
    """Return the graph: `ids` int64 [tokens], with start and end marks, to `mean` float32 [1, width], not yet of unit length.

    A text is computed alone: no padding, and its vector never depends on the texts it is embedded with.
    """
    return _Graph(source).model()


class _Graph:
    """The nodes and weights written so far."""

    def __init__(self, source: E5File) -> None:
        self._source, self._sizes = source, source.sizes
        self._nodes: list[onnx.NodeProto] = []
        self._weights: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        """Return the whole network."""
        flow = self._norm(self._embedded(), "emb.ln", "embedded")
        for layer in range(self._sizes.layers):
            flow = self._layer(flow, layer)
        self._op("ReduceMean", [flow, self._const("tokens", np.array([1]))], "mean", keepdims=0)
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, ["tokens"])],
            [helper.make_tensor_value_info("mean", TensorProto.FLOAT, [1, self._sizes.width])],
            self._weights,
        )
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)

    def _embedded(self) -> str:
        """Word rows stay int8 with a float16 scale per 32 values, as exact as in the file."""
        words = self._source.blocks("emb.word")
        count, width = self._sizes.words, self._sizes.width
        blocks = words.values.shape[1]
        self._op("Gather", [self._const("word.values", words.values.reshape(count, width)), "ids"], "word.row")
        self._op("Gather", [self._const("word.scales", words.scales.reshape(count, width // blocks, 1)), "ids"], "word.scale")
        self._op("Cast", ["word.row"], "word.row.f", to=TensorProto.FLOAT)
        self._op("Cast", ["word.scale"], "word.scale.f", to=TensorProto.FLOAT)
        self._op("Reshape", ["word.row.f", self._const("in.blocks", np.array([-1, width // blocks, blocks]))], "word.blocks")
        self._op("Mul", ["word.blocks", "word.scale.f"], "word.scaled")
        self._op("Reshape", ["word.scaled", self._const("in.rows", np.array([1, -1, width]))], "word")
        places = self._source.floats("emb.pos", -1, width) + self._source.floats("emb.type", -1, width)[0]
        self._op("Shape", ["ids"], "length")
        self._op("Slice", [self._const("places", places[None]), self._const("first", np.array([0])), "length", self._const("along", np.array([1]))], "place")
        return self._op("Add", ["word", "place"], "placed")

    def _layer(self, flow: str, layer: int) -> str:
        at, width, inner = f"l{layer}.", self._sizes.width, self._sizes.inner
        joined = np.concatenate([self._source.matrix(f"{at}{part}.w", width, width) for part in "qkv"])
        biases = np.concatenate([self._source.floats(f"{at}{part}.b") for part in "qkv"])
        parts = [at + part for part in "qkv"]
        entered = "emb.ln" if layer == 0 else f"l{layer - 1}.oln"
        self._nodes.append(helper.make_node("Split", [self._product(flow, joined, biases, at + "qkv", self._spread(entered))], parts, axis=-1, num_outputs=3))
        self._op("MultiHeadAttention", parts, at + "heard", _FUSED, num_heads=self._sizes.heads)
        heard = self._dense(at + "heard", at + "ao", width, width)
        middle = self._norm_of_sum(flow, heard, at + "aln")
        self._op("Gelu", [self._dense(middle, at + "fi", inner, width, self._spread(at + "aln"))], at + "bent", _FUSED)
        last = self._four_bit(at + "bent", at + "fo", width, inner) if layer in _EXACT else self._dense(at + "bent", at + "fo", width, inner)
        return self._norm_of_sum(middle, last, at + "oln")

    def _dense(self, flow: str, name: str, rows: int, columns: int, spread: Floats | None = None) -> str:
        return self._product(flow, self._source.matrix(name + ".w", rows, columns), self._source.floats(name + ".b"), name, spread)

    def _spread(self, norm: str) -> Floats:
        """Return the root of how much larger than usual each value behind a normalisation is.

        A few inputs are far larger than the rest, and one step of rounding serves a whole text. Dividing by the root of that and
        multiplying the weights by it leaves the product as it was and makes both easy to round: least cosine 0.9976 instead of 0.9972.
        """
        large = _DEVIATIONS * np.abs(self._source.floats(norm + ".w")) + np.abs(self._source.floats(norm + ".b"))
        found: Floats = np.sqrt(large / np.median(large))
        return found

    def _product(self, flow: str, weights: Floats, bias: Floats, name: str, spread: Floats | None = None) -> str:
        """Product of bytes: weights with a scale per output, inputs measured as they come."""
        if spread is not None:
            flow = self._op("Mul", [flow, self._const(name + ".even", 1 / spread)], name + ".even.in")
            weights = weights * spread
        scales = np.maximum(np.abs(weights).max(axis=1), 1e-9) / _LARGEST
        rounded = np.rint(weights / scales[:, None]).astype(np.int8)
        inputs = [flow, self._const(name + ".q", rounded.T), self._const(name + ".s", scales.astype(np.float32)), "", self._const(name + ".b", bias)]
        return self._op("DynamicQuantizeMatMul", inputs, name, _FUSED)

    def _four_bit(self, flow: str, name: str, rows: int, columns: int) -> str:
        blocks = self._source.blocks(name + ".w")
        size = blocks.values.shape[1]
        halves = (blocks.values + 8).astype(np.uint8).reshape(rows, columns // size, size)
        packed = halves[..., 0::2] | (halves[..., 1::2] << 4)
        scales = blocks.scales.astype(np.float32).reshape(rows, columns // size)
        inputs = [flow, self._const(name + ".q", packed), self._const(name + ".s", scales), "", "", self._const(name + ".b", self._source.floats(name + ".b"))]
        # accuracy_level 4: the inputs too are rounded block by block, to eight bits
        return self._op("MatMulNBits", inputs, name, _FUSED, N=rows, K=columns, bits=4, block_size=size, accuracy_level=4)

    def _norm(self, flow: str, name: str, output: str) -> str:
        return self._op("LayerNormalization", [flow, *self._norm_weights(name)], output, axis=-1, epsilon=self._sizes.epsilon)

    def _norm_of_sum(self, flow: str, added: str, name: str) -> str:
        # ONNX Runtime's fused SkipLayerNormalization takes eight times as long as the two apart
        self._op("Add", [flow, added], name + ".sum")
        return self._norm(name + ".sum", name, name)

    def _norm_weights(self, name: str) -> list[str]:
        return [self._const(f"{name}.{part}", self._source.floats(f"{name}.{part}")) for part in "wb"]

    def _const(self, name: str, values: NDArray[np.generic]) -> str:
        self._weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _op(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: float) -> str:
        node = helper.make_node(kind, inputs, [output], domain=domain)
        node.attribute.extend(helper.make_attribute(key, value) for key, value in attributes.items())
        self._nodes.append(node)
        return output
