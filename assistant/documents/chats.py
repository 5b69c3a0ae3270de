"""Read the messages out of chat exports: Telegram's JSON and LINE's text."""

import re
from typing import Any

_HEADER = ["date", "member", "text"]
_LINE_HEAD = re.compile(r"^\ufeff?\[LINE\]|^\ufeff?(?:儲存日期|保存日期|Saved on)", re.M)
_LINE_DAY = re.compile(r"^\ufeff?(20\d\d)[./-](\d{1,2})[./-](\d{1,2})(?:[ (（]?.{0,4}(?:週|星期|曜|[一二三四五六日]|Mon|Tue|Wed|Thu|Fri|Sat|Sun).{0,12})?$")
_LINE_MESSAGE = re.compile(r"^(?:上午|下午|午前|午後|AM|PM)?\s?(\d{1,2}:\d{2})(?:\s?(?:AM|PM))?\t([^\t]*)\t(.*)$")
_LINE_SPACED = re.compile(r"^(\d{1,2}:\d{2}) (\S+) (.+)$")
_NOT_WORDS = re.compile(r"^\[?(?:貼圖|照片|圖片|影片|檔案|語音訊息|Sticker|Photo|Video|File|Voice message|相簿|記事本)\]?$")


def telegram_chat(content: Any) -> list[list[str]] | None:
    """Return the messages of a Telegram export with a header; None where it is none."""
    if not (isinstance(content, dict) and isinstance(content.get("messages"), list)):
        return None
    messages = [each for each in content["messages"] if isinstance(each, dict)]
    if messages and not any("text" in each and ("from" in each or "date" in each) for each in messages):
        return None
    rows = [_HEADER]
    for each in messages:
        if each.get("type", "message") == "message":
            text = _flat(each.get("text")).strip()
            rows.append([str(each.get("date") or "")[:10], str(each.get("forwarded_from") or each.get("from") or ""), text])
    return rows


def _flat(text: Any) -> str:
    """Return a text whose links and mentions stand as parts of their own."""
    if isinstance(text, list):
        return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in text)
    return str(text or "")


def line_chat(text: str) -> list[list[str]] | None:
    """Return the messages of a LINE export with a header; None where it is none."""
    if not _LINE_HEAD.search(text[:400]):
        return None
    rows, day = [list(_HEADER)], ""
    quoted = False
    for line in text.splitlines():
        if quoted:  # a message of several lines stands in quotes
            rows[-1][2] += "\n" + line.removesuffix('"')
            quoted = not line.endswith('"')
        elif found := _LINE_DAY.match(line):
            day = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
        elif day and (said := _LINE_MESSAGE.match(line) or _LINE_SPACED.match(line)):
            words = said[3]
            quoted = words.startswith('"') and not (len(words) > 1 and words.endswith('"'))
            rows.append([day, said[2], words[1:] if quoted else words.strip('"')])
        elif len(rows) > 1 and line.strip():
            rows[-1][2] += "\n" + line
    return [row for row in rows if not _NOT_WORDS.match(row[2].strip())]
