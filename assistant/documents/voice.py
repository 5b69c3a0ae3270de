"""The door to speech: recordings written down by a model in a folder of this machine, where an operator has put one."""

import io
from pathlib import Path
from threading import Lock
from typing import Any

from assistant.errors import FileUnread, SettingsInvalid

_LONGEST_S = 180


class LocalEars:
    """Satisfies `ports.Ears`; the model is loaded at the first recording."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise SettingsInvalid(f"RECOURSE_SPEECH: {folder} is no folder")
        self._folder, self._lock, self._model = folder, Lock(), None

    def transcribe(self, recording: bytes) -> str:
        """Return what is said in a recording of at most three minutes. Raises: FileUnread"""
        with self._lock:
            model = self._model = self._model or self._load()
            try:
                parts, about = model.transcribe(io.BytesIO(recording), beam_size=1)
                if about.duration > _LONGEST_S:
                    raise FileUnread("paper.fault_voice")
                return " ".join(part.text.strip() for part in parts)
            except (OSError, ValueError, RuntimeError) as problem:
                raise FileUnread("paper.fault_voice") from problem

    def _load(self) -> Any:
        try:
            from faster_whisper import WhisperModel
        except ImportError as problem:
            raise FileUnread("paper.fault_voice") from problem
        return WhisperModel(str(self._folder), device="cpu", compute_type="int8", local_files_only=True)
