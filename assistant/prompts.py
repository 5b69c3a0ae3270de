"""Prompts lie beside the skill that uses them: `<skill>.md` with front matter and a body with {{placeholders}}."""

import hashlib
import re
from functools import cache
from pathlib import Path

import yaml

from assistant.domain.value import Value
from assistant.errors import PromptInvalid

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")


class Prompt(Value):
    """One prompt file."""

    name: str
    takes: tuple[str, ...]
    """Placeholders that the front matter declares."""
    body: str
    fingerprint: str
    """Twelve hexadecimal digits of the file's hash; stored with every call."""

    def fill(self, **values: str) -> str:
        """Return the body with its placeholders filled in one pass, so that a value that looks like one stays as it is.

        Raises: PromptInvalid where a value is missing or was not asked for.
        """
        if set(values) != set(self.takes):
            raise PromptInvalid(f"{self.name}: takes {', '.join(self.takes) or 'nothing'}, was given {', '.join(values) or 'nothing'}")
        return _PLACEHOLDER.sub(lambda found: values[found[1]], self.body)


@cache
def read_prompt(path: Path) -> Prompt:
    """Return a prompt file. Raises: PromptInvalid naming the file."""
    text = path.read_text(encoding="utf-8")
    parts = re.split(r"^---\s*$", text, maxsplit=2, flags=re.M)
    front = yaml.safe_load(parts[1]) if len(parts) == 3 and not parts[0].strip() else None
    if not isinstance(front, dict):
        raise PromptInvalid(f"{path.name}: front matter between two lines of --- is missing")
    takes = tuple(map(str, front.get("takes") or ()))
    body = parts[2].strip()
    if set(takes) != set(_PLACEHOLDER.findall(body)):
        raise PromptInvalid(f"{path.name}: the front matter's takes and the placeholders of the body differ")
    return Prompt(name=path.stem, takes=takes, body=body, fingerprint=hashlib.sha256(text.encode()).hexdigest()[:12])
