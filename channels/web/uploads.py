"""Read a form with files without trusting it: bounded in size, fields and files, never held on disk."""

from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from assistant.domain.value import Value
from assistant.errors import FormOld, RecourseError, TooLarge
from channels.web.forms import clean

_MOST_FIELD_BYTES = 100_000
_MOST_PARTS = 20


class Upload(Value):
    """One file that was sent."""

    name: str
    content: bytes


class Sent(Value):
    """The fields and files of a form."""

    fields: dict[str, str]
    files: tuple[Upload, ...]


class _Parts:
    """Gathers the parts of a form as they come in."""

    def __init__(self, most_file: int) -> None:
        self.fields: dict[str, str] = {}
        self.files: list[Upload] = []
        self._most_file, self._count = most_file, 0
        self._header, self._value = bytearray(), bytearray()
        self._name: str | None = None
        self._file: str | None = None
        self._body = bytearray()

    def callbacks(self) -> dict[str, object]:
        """Return what the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._header_ends,
            "on_part_data": self._take,
            "on_part_end": self._end,
        }

    def _begin(self) -> None:
        self._count += 1
        if self._count > _MOST_PARTS:
            raise FormOld("web.form_size")
        self._name, self._file, self._body = None, None, bytearray()

    def _header_ends(self) -> None:
        if self._header.lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self._value))
            self._name = options.get(b"name", b"").decode("utf-8", "replace")
            if b"filename" in options:
                self._file = options[b"filename"].decode("utf-8", "replace")
        self._header, self._value = bytearray(), bytearray()

    def _take(self, data: bytes, start: int, end: int) -> None:
        self._body += data[start:end]
        if len(self._body) > (self._most_file if self._file is not None else _MOST_FIELD_BYTES):
            raise TooLarge(f"{self._most_file // (1024 * 1024)} MiB")

    def _end(self) -> None:
        if self._file:
            self.files.append(Upload(name=_plain_name(self._file), content=bytes(self._body)))
        elif self._file is None and self._name:
            self.fields.setdefault(self._name, clean(self._body.decode("utf-8", "replace")))


async def read_upload(request: Request, *, most_file: int) -> Sent:
    """Return what a form with files holds. Raises: FormOld where it cannot be read, TooLarge."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise FormOld("web.form_kind")
    parts = _Parts(most_file)
    parser = MultipartParser(options[b"boundary"], parts.callbacks())  # type: ignore[arg-type]  # its own type names every hook
    try:
        async for piece in request.stream():
            parser.write(piece)
        parser.finalize()
    except RecourseError:
        raise
    except ClientDisconnect as problem:
        raise FormOld("web.form_kind") from problem
    except ValueError as problem:  # the parser's own errors
        raise FormOld("web.form_kind") from problem
    return Sent(fields=parts.fields, files=tuple(parts.files))


def _plain_name(name: str) -> str:
    """Return the last part of a file's name, of the length that file systems take."""
    return name.replace("\\", "/").rpartition("/")[2].strip()[-120:] or "file"
