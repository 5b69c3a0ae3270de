"""Make a reply fit a channel's limits, and take it to the channel it belongs to; what `ports.Delivery` is given at start."""

from collections.abc import Callable, Mapping

from assistant.domain.envelope import Attachment, Choice, Outbound
from assistant.errors import ChannelUnknown, DeliveryRefused
from assistant.ports import Say
from channels.base import Block, Channel, Limits, Outlet, Parcel, Part
from channels.links import HOLDS
from channels.split import Style, blocks_of, messages, shortened

Link = Callable[[Choice], str | None]
"""Gives the address that a button opens in this channel, where it opens one."""
Share = Callable[[Outbound, Attachment], str | None]
"""Gives the address at which a file may be fetched, where one can be."""


class Deliveries:
    """Satisfies `ports.Delivery`."""

    def __init__(self, outlets: Mapping[str, Outlet]) -> None:
        self._outlets = dict(outlets)

    async def deliver(self, outbound: Outbound) -> int | None:
        """Hand a reply, or its next messages, to its channel; return the number of the message to go on with.

        Raises: DeliveryFailed (retryable), DeliveryRefused, ChannelUnknown
        """
        outlet = self._outlets.get(outbound.channel)
        if outlet is None:
            raise ChannelUnknown(repr(outbound.channel))
        return await outlet.deliver(outbound)


class Fitted:
    """A message channel behind its limits; satisfies `base.Outlet`."""

    def __init__(self, channel: Channel, say: Say, share: Share | None = None) -> None:
        self._channel, self._say, self._share = channel, say, share

    async def deliver(self, outbound: Outbound) -> int | None:
        """Hand over the next messages of a reply; return the number of the one to go on with. Raises: DeliveryFailed (retryable), DeliveryRefused"""
        if outbound.address is None:
            raise DeliveryRefused("the reply has no address")
        limits = self._channel.limits
        link: Link = getattr(self._channel, "link", _nowhere)
        parts = fit(outbound, limits, self._say, link=link, share=self._share)
        now = parts[outbound.part : outbound.part + limits.batch]
        if now:
            await self._channel.send(Parcel(outbound=outbound, address=outbound.address, parts=now, key=f"{outbound.id}.{outbound.part}"))
        after = outbound.part + len(now)
        return after if after < len(parts) else None


def fit(outbound: Outbound, limits: Limits, say: Say, *, link: Link | None = None, share: Share | None = None) -> tuple[Part, ...]:
    """Return a reply as messages within a channel's limits, the same for the same reply; buttons stand below the last text, files after it.

    Where files cannot be sent, their addresses stand in a message of their own, which no card swallows.
    """
    reply, language = outbound.reply, outbound.reply.language
    links = tuple((shortened(choice.label, limits.label_units), url) for choice in reply.actions if link and (url := link(choice)))
    pressed = [choice for choice in reply.actions if not (link and link(choice))]
    shown, told = pressed[: limits.buttons], pressed[limits.buttons :]
    blocks = blocks_of(reply.text)
    if told:
        blocks.append(
            Block(text="\n".join([say("fit.numbered", language), *(f"#{number}  {choice.label}" for number, choice in _numbered(reply.actions, told))]))
        )
    shared = [] if limits.files_out or share is None else [(file.name, url) for file in outbound.files if (url := share(outbound, file))]
    if outbound.files and not limits.files_out and not shared:
        blocks.append(Block(text=say("fit.files_elsewhere", language)))
    style = Style(limits.markup)
    packed = messages(blocks, limits.text_units, style) or [[Block(text=reply.text)]]
    parts = [Part(text=style.render(each), blocks=tuple(each)) for each in packed]
    if shared:
        where = Block(text="\n".join([say("fit.files_by_link", language, days=HOLDS.days), *(f"{name}: {url}" for name, url in shared)]))
        parts.append(Part(text=style.render([where]), blocks=(where,)))
    choices = tuple(choice.but(label=shortened(choice.label, limits.label_units)) for choice in shown)
    parts[-1] = parts[-1].but(choices=choices, links=links)
    files = outbound.files if limits.files_out else ()
    return (*parts, *(Part(text="", file=file) for file in files))


def _numbered(actions: tuple[Choice, ...], told: list[Choice]) -> list[tuple[int, Choice]]:
    """Return the choices that have no button, each with its number among all: a number typed back is looked up there."""
    return [(number, choice) for number, choice in enumerate(actions, 1) if choice in told]


def _nowhere(_: Choice) -> None:
    """No button opens an address."""
