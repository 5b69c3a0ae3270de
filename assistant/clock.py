"""The machine's clock; nothing else of ours asks the machine for the time."""

from datetime import UTC, datetime

from assistant.domain.value import Instant


class SystemClock:
    """Satisfies `ports.Clock`."""

    def now(self) -> Instant:
        """Return this instant, in UTC."""
        return datetime.now(UTC)
