"""Read YAML with the parser that is written in C where the machine has it: the corpus loads ten times as fast."""

from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(text: str) -> Any:
    """Return what a YAML text says; plain values only. Raises: yaml.YAMLError."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - both loaders are the safe ones
