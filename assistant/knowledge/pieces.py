"""Split text into the model's word pieces, as the packaged engine does: the same character map, the same pieces, the same ids."""

import re
from collections.abc import Mapping
from typing import Any

import sentencepiece
from sentencepiece import sentencepiece_model_pb2

from assistant.knowledge.e5_file import Vocabulary

_SPACES = re.compile(" {2,}")
_BROKEN = re.compile("[\x00\ud800-\udfff]")  # what no UTF-8 text of C can hold


def sentencepiece_model(vocabulary: Vocabulary) -> bytes:
    """Return the pieces and the character map as a sentencepiece model file.

    Every piece but the unknown one counts as ordinary text, as in the packaged engine. Characters are mapped one by one before
    sentencepiece sees them, so the model itself maps nothing.
    """
    wire: Any = sentencepiece_model_pb2  # protobuf makes its classes at import, where no type checker sees them
    model = wire.ModelProto()
    for number, (piece, score) in enumerate(zip(vocabulary.pieces, vocabulary.scores.tolist(), strict=True)):
        kind = wire.ModelProto.SentencePiece.UNKNOWN if number == vocabulary.unknown else wire.ModelProto.SentencePiece.NORMAL
        model.pieces.add(piece=piece, score=score, type=kind)
    trained = model.trainer_spec
    trained.model_type, trained.vocab_size = wire.TrainerSpec.UNIGRAM, len(vocabulary.pieces)
    trained.unk_id, trained.unk_piece = vocabulary.unknown, vocabulary.pieces[vocabulary.unknown]
    trained.bos_id = trained.eos_id = trained.pad_id = -1
    rules = model.normalizer_spec
    rules.name, rules.add_dummy_prefix, rules.remove_extra_whitespaces, rules.escape_whitespaces = "identity", True, False, True
    written: bytes = model.SerializeToString()
    return written


class Pieces:
    """Turns text into piece ids; may be used by several threads."""

    def __init__(self, model: bytes, characters: Mapping[int, str]) -> None:
        self._processor = sentencepiece.SentencePieceProcessor(model_proto=model)
        self._characters = dict(characters)
        self._unknown = self._processor.unk_id()

    def ids(self, text: str) -> list[int]:
        """Return the ids of a text's pieces, without start and end marks; one unknown id for each unknown character."""
        plain = _SPACES.sub(" ", _BROKEN.sub("", text).translate(self._characters))
        found: list[int] = self._processor.encode(plain)
        if self._unknown not in found:
            return found
        # sentencepiece joins neighbouring unknown characters into one piece; the packaged engine does not
        spelled: list[str] = self._processor.encode(plain, out_type=str)
        return [id for id, piece in zip(found, spelled, strict=True) for _ in range(len(piece) if id == self._unknown else 1)]
