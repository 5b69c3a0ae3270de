"""Take every reply to the channel it belongs to; what `ports.Delivery` is given at start."""

from collections.abc import Mapping

from assistant.domain.envelope import Outbound
from assistant.errors import ChannelUnknown
from channels.base import Outlet


class Deliveries:
    """Satisfies `ports.Delivery`."""

    def __init__(self, outlets: Mapping[str, Outlet]) -> None:
        self._outlets = dict(outlets)

    async def deliver(self, outbound: Outbound) -> None:
        """Hand a reply to its channel. Raises: DeliveryFailed (retryable), ChannelUnknown."""
        outlet = self._outlets.get(outbound.channel)
        if outlet is None:
            raise ChannelUnknown(repr(outbound.channel))
        await outlet.deliver(outbound)
