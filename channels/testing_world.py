"""For tests of channels: one vendor, our side of it, and the core behind."""

from dataclasses import dataclass

from assistant.bootstrap import Core
from assistant.domain.envelope import Inbound, Outbound
from assistant.steps import Steps
from assistant.store import conversations
from assistant.testing import FixedClock
from assistant.traffic import TrafficDesk
from channels.base import Channel
from channels.fit import Deliveries
from channels.gates import Gates
from channels.testing_rigs import Request, Rig


@dataclass
class ChannelWorld:
    """One vendor, our side of it, and the core behind."""

    rig: Rig
    gates: Gates
    core: Core
    steps: Steps
    clock: FixedClock

    async def bring(self, *requests: Request) -> list[Inbound]:
        """Let requests come in as the webhook does."""
        found = [inbound for headers, body in requests for inbound in self.gates.channels[self.rig.name].receive(headers, body)]
        await self.gates.take(found)
        return found

    async def say(self, text: str, number: int) -> str:
        """Let a person say something and have it answered; return the reply's id."""
        (inbound,) = await self.bring(self.rig.said(text, number, self.clock.now()))
        (reply,) = await self.steps.take(inbound.id)
        return reply

    def row(self, key: str) -> Outbound:
        """Return a reply's row."""
        with self.core.database.read() as tx:
            found = conversations.find_outbound(tx, key)
        assert found is not None
        return found


def world_of(rig: Rig, channel: Channel, core: Core, clock: FixedClock) -> ChannelWorld:
    """Return a vendor and our side of it, before a fresh core; turns are taken by hand."""
    core.service.start_turns_with(_never)
    gates = Gates({channel.name: channel}, core.service, TrafficDesk(core.database, clock))
    return ChannelWorld(rig, gates, core, Steps(core.service, core.database, Deliveries(gates.outlets), intake=gates), clock)


async def _never(_: Inbound) -> None:
    """Stand for an engine that takes its time."""
