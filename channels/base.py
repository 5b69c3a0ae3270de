"""What channels share: how a person's wished language is read, and what a way out to people looks like."""

from collections.abc import Sequence
from typing import Protocol

from assistant.domain.envelope import Outbound
from assistant.domain.value import Language

_LONGEST_HEADER = 200


class Outlet(Protocol):
    """One channel's way out."""

    async def deliver(self, outbound: Outbound) -> None:
        """Hand one reply over.

        Raises: DeliveryFailed (retryable)
        """
        ...


class WebDelivery:
    """For channels that read the outbox themselves: being committed is being delivered."""

    async def deliver(self, outbound: Outbound) -> None:
        """Succeed."""


def wished_language(header: str | None, languages: Sequence[Language]) -> Language | None:
    """Return the first language of an Accept-Language header that we speak; None where it names none of ours."""
    for wish in (header or "")[:_LONGEST_HEADER].split(","):
        name = wish.partition(";")[0].strip().lower()
        for language in languages:
            if name and name.partition("-")[0] == language.lower().partition("-")[0]:
                return language
    return None
