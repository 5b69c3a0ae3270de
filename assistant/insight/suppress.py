"""Publish numbers so that nobody below the floor can be told, not even by subtracting one published table from another."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from assistant.domain.value import Value

FLOOR = 5
"""Smallest number of people that is shown (product.md section 7)."""


class Table(Value):
    """One published table: a total and its parts; None stands for a hidden number."""

    name: str
    total: int | None
    cells: dict[str, int | None]


def suppressed(name: str, counts: Mapping[str, int], *, floor: int = FLOOR) -> Table:
    """Return a table in which every small number is hidden, and with it so many others that the hidden ones cannot be worked out.

    One hidden part would be the total less the rest, so the next smallest is hidden too; and hidden parts together reach the floor.
    """
    total = sum(counts.values())
    if total < floor:
        return Table(name=name, total=None, cells=dict.fromkeys(counts))
    small = {key for key, count in counts.items() if 0 < count < floor}
    order = sorted((key for key in counts if counts[key] > 0), key=lambda key: (counts[key], key))
    hidden = set(small)
    for key in order:
        if not hidden or (len(hidden) > 1 and sum(counts[each] for each in hidden) >= 2 * floor):
            break
        hidden.add(key)
    return Table(name=name, total=total, cells={key: None if key in hidden else count for key, count in counts.items()})


def suppressed_grid(
    rows: Sequence[str], columns: Sequence[str], counts: Mapping[tuple[str, str], int], *, floor: int = FLOOR
) -> dict[tuple[str, str], int | None]:
    """Return a two-way table whose hidden cells cannot be worked out from its rows and columns: in every line none or at least two are hidden."""
    hidden = {cell for cell, count in counts.items() if 0 < count < floor}
    changed = True
    while changed:
        changed = False
        lines = [[(row, column) for column in columns] for row in rows] + [[(row, column) for row in rows] for column in columns]
        for line in lines:
            shut = [cell for cell in line if cell in hidden]
            open_ = sorted((cell for cell in line if cell not in hidden and counts.get(cell, 0) > 0), key=lambda cell: (counts[cell], cell))
            if open_ and shut and (len(shut) == 1 or sum(counts[cell] for cell in shut) < 2 * floor):
                hidden.add(open_[0])
                changed = True
    return {(row, column): None if (row, column) in hidden else counts.get((row, column), 0) for row in rows for column in columns}


def recovered(tables: Sequence[Table], truth: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Return every hidden number below the floor that a reader can work out from one table or by subtracting one from another."""
    found = []
    for table in tables:
        found += [f"{table.name}: {key}" for key in _solved(table) if 0 < truth[table.name][key] < FLOOR]
    for one, other in combinations(tables, 2):
        shared = one.cells.keys() & other.cells.keys()
        for key in shared:
            first, second = one.cells[key], other.cells[key]
            if first is not None and second is not None and 0 < abs(first - second) < FLOOR:
                found.append(f"{one.name} - {other.name}: {key}")
        if one.total is not None and other.total is not None and 0 < abs(one.total - other.total) < FLOOR:
            found.append(f"{one.name} - {other.name}: total")
    return found


def _solved(table: Table) -> list[str]:
    hidden = [key for key, count in table.cells.items() if count is None]
    if table.total is None or len(hidden) != 1:
        return []
    return hidden
