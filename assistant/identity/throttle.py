"""How often one address may try a door before it has to wait."""

from assistant.errors import TooMany

PER_MINUTE = {"login": 30, "code": 20, "join": 20, "receipt": 10, "link": 10, "account": 10, "data": 6}
"""Door -> tries a minute from one address."""


class Throttle:
    """Counts tries in this process; a name that is tried wrongly waits by its own row in the database."""

    def __init__(self, per_minute: dict[str, int] | None = None) -> None:
        from limits import RateLimitItemPerMinute  # takes half a second to import
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limits = {door: RateLimitItemPerMinute(most) for door, most in {**PER_MINUTE, **(per_minute or {})}.items()}

    def __call__(self, door: str, address: str) -> None:
        """Count one try. Raises: TooMany."""
        if not self._limiter.hit(self._limits[door], door, address):
            raise TooMany(door)
