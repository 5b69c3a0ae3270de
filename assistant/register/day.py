"""The day it is where an organisation sits."""

from datetime import date
from zoneinfo import ZoneInfo

from assistant.ports import Act
from assistant.store.database import Transaction
from assistant.store.organisations import find_organisation


def today_of(tx: Transaction, act: Act, organisation: str) -> date:
    """Return the day on which a command is carried out, where the organisation sits."""
    found = find_organisation(tx, organisation)
    place = act.deps.library.places.get(found.place) if found else None
    return act.at.astimezone(ZoneInfo(place.time_zone if place else "UTC")).date()
