"""Durable work: turns, deliveries and sweeps, each under a fixed id, so that starting one twice is starting it once. The only door to DBOS."""

# ruff: noqa: ARG001 - the signatures are those of DBOS's schedules

import asyncio
import secrets
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID, StepOptions
from filelock import FileLock, Timeout

from assistant.domain.case_file import Call
from assistant.domain.envelope import Inbound
from assistant.errors import AlreadyServing
from assistant.ports import Caller, Delivery, Intake
from assistant.service import Service
from assistant.steps import Health, Steps
from assistant.store.database import Database

TURNS, DELIVERIES = "turns", "deliveries"
_VERSION = "1"  # DBOS's own choice changes with every changed line and strands workflows that sleep
_POLL_S = 0.05
_GRACE_S = 5.0
"""How long closing waits for work that runs; what is not finished goes on at the next start."""
_WAITS = 20
"""How often a channel may ask to wait before a reply is given up."""
_FINISHED = {"SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"}
_KEPT = timedelta(days=7)
"""How long finished work stays listed in DBOS's tables; they hold ids only."""
_BATCH = 500
_EVERY_FIVE_MINUTES, _EVERY_DAY = "*/5 * * * *", "17 3 * * *"

Work = Callable[..., Coroutine[None, None, None]]


_TAKING = StepOptions(name="take", retries_allowed=True, interval_seconds=0.5, max_attempts=7, backoff_rate=2.0)
"""About half a minute, for a database or an index that is busy."""
_STORING = StepOptions(name="store", retries_allowed=True, interval_seconds=0.5, max_attempts=10, backoff_rate=2.0)
_DELIVERING = StepOptions(
    name="deliver", retries_allowed=True, interval_seconds=2.0, max_attempts=9, backoff_rate=2.0, should_retry=lambda problem: getattr(problem, "retry", False)
)
"""About eight minutes, for a channel that is away; a refusal that cannot pass is not tried again."""


class Engine:
    """Runs turns one at a time a thread, delivers replies, sweeps. One process a home folder launches it."""

    def __init__(
        self, service: Service, database: Database, delivery: Delivery, home: Path, *, intake: Intake | None = None, caller: Caller | None = None
    ) -> None:
        self.steps = Steps(service, database, delivery, intake=intake, caller=caller)
        self._url, self._home, self._clock = database.url, home, service.deps.clock
        self._lock = FileLock(str(home / "serve.lock"))
        self._turn: Work
        self._deliver: Work
        self._call: Work

    def reserve(self) -> None:
        """Make sure that no other process serves this home. Raises: AlreadyServing."""
        if self._lock.is_locked:
            return
        try:
            self._lock.acquire(timeout=0)
        except Timeout as problem:
            raise AlreadyServing(str(self._home)) from problem

    async def launch(self) -> None:
        """Take up unfinished work and be ready for more. Turns run on the event loop that calls this.

        Raises: AlreadyServing
        """
        self.reserve()
        DBOS(config=self._config())
        self._turn, self._deliver = DBOS.workflow(name="turn")(self._turns()), DBOS.workflow(name="deliver")(self._deliveries())
        self._call = DBOS.workflow(name="call")(self._calls())
        sweep, forget = DBOS.workflow(name="sweep")(self._sweeps()), DBOS.workflow(name="forget")(self._forgetting())
        DBOS.launch()
        for queue in (TURNS, DELIVERIES):
            await DBOS.register_queue_async(queue, partition_concurrency=1, polling_interval_sec=_POLL_S)
        await DBOS.apply_schedules_async(
            [
                {"schedule_name": "sweep", "workflow_fn": sweep, "schedule": _EVERY_FIVE_MINUTES},
                {"schedule_name": "forget", "workflow_fn": forget, "schedule": _EVERY_DAY},
            ]
        )
        await self.sweep()

    async def close(self) -> None:
        """Let running work end for a moment, then stop; what is left goes on at the next start."""
        loop = asyncio.get_running_loop()
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE_S):
                while await DBOS.list_workflows_async(status="PENDING", executor_id=DBOS.executor_id, limit=1, load_input=False, load_output=False):  # noqa: ASYNC110  # only its tables know
                    await asyncio.sleep(_POLL_S)
        with ThreadPoolExecutor(1) as aside:  # DBOS waits for threads of its own, some of which wait for this loop
            await loop.run_in_executor(aside, lambda: DBOS.destroy(destroy_registry=True))
        loop.set_default_executor(ThreadPoolExecutor())  # DBOS had put its own in place
        self._lock.release()

    async def start(self, inbound: Inbound) -> None:
        """Have a kept message's turn taken; starting it twice is starting it once."""
        await _enqueue(TURNS, self._turn, _turn_id(inbound), inbound.thread, inbound.id, inbound.thread)

    async def health(self) -> Health:
        """Return how things are; never raises."""
        try:
            return await asyncio.to_thread(self.steps.look)
        except Exception:  # whatever the database says, the answer is that it does not answer
            return Health(database=False, index=None, messages=0, replies=0)

    async def sweep(self) -> None:
        """Start what was kept but has no work under way, such as a message whose process died before it was enqueued."""
        await self.steps.ring()
        inbounds, outbounds = await self.steps.unfinished()
        await _drop_finished([*map(_turn_id, inbounds), *(_delivery_id(outbound.id) for outbound in outbounds)])
        for inbound in inbounds:
            await self.start(inbound)
        for outbound in outbounds:
            await _enqueue(DELIVERIES, self._deliver, _delivery_id(outbound.id), outbound.thread, outbound.id)
        calls = await self.steps.calls()
        await _drop_finished([_call_id(call) for call in calls])
        for call in calls:
            await _enqueue(DELIVERIES, self._call, _call_id(call), f"{call.organisation}/{call.system}", call.id)

    def _turns(self) -> Work:
        async def turn(inbound_id: str, thread: str) -> None:
            try:
                ready = await DBOS.run_step_async(_TAKING, self.steps.take, inbound_id)
            except Exception:  # whatever it was that lasted so long, the person is told
                ready = await DBOS.run_step_async(_STORING, self.steps.give_up, inbound_id)
            for outbound_id in ready:
                await _enqueue(DELIVERIES, self._deliver, _delivery_id(outbound_id), thread, outbound_id)

        return turn

    def _deliveries(self) -> Work:
        async def deliver(outbound_id: str) -> None:
            try:
                for _ in range(_WAITS):
                    wait_s = await DBOS.run_step_async(_DELIVERING, self.steps.deliver, outbound_id)
                    if not wait_s:
                        return
                    await DBOS.sleep_async(wait_s)
                await DBOS.run_step_async(_STORING, self.steps.fail, outbound_id, "asked to wait too often")
            except Exception as problem:  # any vendor's error; the outbox must say that it ended
                note = f"{type(problem).__name__} {getattr(problem, 'detail', '')}".strip()
                await DBOS.run_step_async(_STORING, self.steps.fail, outbound_id, note, getattr(problem, "gone", False))

        return deliver

    def _calls(self) -> Work:
        async def call(key: str) -> None:
            await DBOS.run_step_async(_STORING, self.steps.call, key)

        return call

    def _sweeps(self) -> Work:
        async def sweep(at: datetime, context: object) -> None:
            await self.sweep()

        return sweep

    def _forgetting(self) -> Work:
        async def forget(at: datetime, context: object) -> None:
            await DBOS.run_step_async(_STORING, self.steps.forget)
            await DBOS.run_step_async(_STORING, self.steps.checkpoint)
            before = (self._clock.now() - _KEPT).isoformat()
            old = await DBOS.list_workflows_async(status="SUCCESS", completed_before=before, limit=_BATCH, load_input=False, load_output=False)
            await DBOS.delete_workflows_async([each.workflow_id for each in old])

        return forget

    def _config(self) -> DBOSConfig:
        config = DBOSConfig(name="recourse", application_version=_VERSION, enable_otlp=False, log_level="ERROR", max_executor_threads=32)
        if self._url.startswith("sqlite"):
            return {**config, "system_database_url": f"sqlite:///{(self._home / 'engine.db').absolute()}"}
        return {**config, "system_database_url": self._url, "dbos_system_schema": "recourse_engine", "executor_id": _executor(self._home)}


def _turn_id(inbound: Inbound) -> str:
    return f"turn:{inbound.id}"


def _delivery_id(outbound_id: str) -> str:
    return f"deliver:{outbound_id}"


def _call_id(call: Call) -> str:
    return f"call:{call.id}:{call.next_at.isoformat()}"


async def _enqueue(queue: str, work: Work, key: str, partition: str, *arguments: str) -> None:
    with SetWorkflowID(key), SetEnqueueOptions(queue_partition_key=partition):
        await DBOS.enqueue_workflow_async(queue, work, *arguments)


async def _drop_finished(keys: Sequence[str]) -> None:
    """Free the ids of work that ended, so that it can be started again: our rows, not DBOS's, say what is done."""
    for at in range(0, len(keys), _BATCH):
        found = await DBOS.list_workflows_async(workflow_ids=list(keys[at : at + _BATCH]), load_input=False, load_output=False)
        await DBOS.delete_workflows_async([each.workflow_id for each in found if each.status in _FINISHED])


def _executor(home: Path) -> str:
    """Return the name under which this home's work is recovered; several machines may share one PostgreSQL."""
    path = home / "executor"
    if not path.exists():
        path.write_text(secrets.token_hex(8), encoding="ascii")
    return path.read_text(encoding="ascii")
