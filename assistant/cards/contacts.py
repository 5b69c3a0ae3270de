"""Places to turn to, as lines of a card."""

from collections.abc import Sequence

from assistant.domain.answer import ContactLine
from assistant.domain.place import Place
from assistant.domain.value import Language

_MOST = 4


def contact_lines(ids: Sequence[str], place: Place, language: Language) -> tuple[ContactLine, ...]:
    """Return the named contacts of a place in order; unknown ids are left out."""
    found = [place.contacts[key] for key in ids if key in place.contacts]
    return tuple(
        ContactLine(
            name=contact.name.get(language) or contact.name["en"],
            note=(contact.note.get(language) or contact.note["en"]) if contact.note else None,
            phone=contact.phone,
            url=contact.url,
        )
        for contact in found[:_MOST]
    )


def hotline_lines(kind: str, place: Place, language: Language) -> tuple[ContactLine, ...]:
    """Return the people to call for a kind of need, first one first."""
    return contact_lines(place.hotlines.get(kind, ()), place, language)
