"""Keep a message once: under the person it comes from, where its reply goes, and no more of them than can be read."""

from datetime import timedelta

from assistant.domain.envelope import Inbound
from assistant.errors import Forbidden, TooMany
from assistant.menu import SLOWER
from assistant.store import conversations, identity_people, people
from assistant.store.database import Transaction

FLOOD_MOST, FLOOD_SPAN = 30, timedelta(minutes=1)
"""Messages of one conversation that are read in a minute; the next one is told to slow down, more are dropped."""


def keep(tx: Transaction, inbound: Inbound) -> tuple[Inbound, bool]:
    """Keep a message; return it as it is kept, and False where the channel had delivered it before.

    Raises: Forbidden for another person's thread, TooMany
    """
    inbound = inbound.but(sender=inbound.sender or inbound.person, person=identity_people.person_of(tx, inbound.person))
    if conversations.thread_owner(tx, inbound.thread) not in (None, inbound.person):
        raise Forbidden("this thread is another person's")
    if known := conversations.same_message(tx, inbound.channel, inbound.message):
        return known, False
    if inbound.address is not None:  # whoever comes to the outbox is bounded by the page they come by
        lately = conversations.count_since(tx, inbound.thread, inbound.received_at - FLOOD_SPAN)
        if lately > FLOOD_MOST:
            raise TooMany(f"{lately} messages")
        if lately == FLOOD_MOST:
            inbound = inbound.but(text="", files=(), choice=SLOWER)
        people.seen(tx, inbound)
    conversations.accept_inbound(tx, inbound)
    return inbound, True
