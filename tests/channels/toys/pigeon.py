"""A toy channel in one file: pigeons with rings, who carry eighty characters and no buttons."""

import hmac
import json
from collections.abc import Mapping, Sequence

from assistant.domain.envelope import Address, File, Inbound
from assistant.errors import NotFound, SignatureInvalid
from channels.base import Limits, Parcel, Premises, key_of

RING = "a-ring"
FLOWN: list[str] = []


class Pigeon:
    """Satisfies `base.Channel`."""

    name = "pigeon"
    limits = Limits(text_units=2000, buttons=0, label_units=20)

    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def receive(self, headers: Mapping[str, str], body: bytes) -> Sequence[Inbound]:
        if not hmac.compare_digest(headers.get("x-ring", ""), RING):
            raise SignatureInvalid
        found, names = json.loads(body), self._premises.names
        thread, person = names.thread(self.name, found["from"]), names.person(self.name, found["from"])
        at, key = self._premises.clock.now(), key_of(found["id"], self.name, found["id"])
        address = Address(chat=found["from"])
        return (
            Inbound(
                id=key, channel=self.name, message=found["id"], thread=thread, person=person, received_at=at, text=found["say"], address=address, numbered=True
            ),
        )

    async def send(self, parcel: Parcel) -> None:
        FLOWN.extend(part.text for part in parcel.parts)

    async def fetch(self, file: File) -> bytes:
        raise NotFound(file.name)


def open_channel(premises: Premises) -> Pigeon:
    return Pigeon(premises)
