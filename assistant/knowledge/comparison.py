"""Read how rights compare between economies from comparison.yaml; every fault names the row."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.domain.comparison import Compared
from assistant.domain.passage import Ref
from assistant.errors import CorpusInvalid


def load_comparison(path: Path, rows: list[dict[str, Any]]) -> tuple[Compared, ...]:
    """Return the rows of a comparison. Raises: CorpusInvalid naming the row."""
    found = []
    for row in rows:
        where = f"{path}: {row.get('economy')} {row.get('right')}"
        fields = {("start" if name == "from" else name): value for name, value in row.items()}
        if key := fields.get("source"):
            home, _, rest = str(key).partition(":")
            act, _, article = rest.partition(":")
            fields["source"] = Ref(source=f"{home}:{act}", article=article)
        try:
            found.append(Compared.model_validate(fields))
        except ValidationError as problem:
            first = problem.errors()[0]
            raise CorpusInvalid(f"{where}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from problem
    return tuple(found)
