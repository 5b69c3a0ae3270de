"""Chinese names: a surname, given names, and the words beside them, weighed together."""

import re
from collections.abc import Iterator
from functools import cache

from assistant.privacy.found import Found, Level, every
from assistant.privacy.lists import People, people

_NOT_GIVEN = re.compile("[的是說叫問在請用給讓被我你他她們和跟與及或就也都很有沒不要會到把對從時同意動員關司]")
_TITLED_NOT_BEFORE = "為如任幾"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    lists = people()
    single, doubled = f"[{''.join(sorted(lists.surnames))}]", "|".join(lists.doubled)
    return (
        re.compile(rf"(?<![{_TITLED_NOT_BEFORE}])((?:{doubled}|{single})[㐀-鿿]{{0,2}}?)(?={lists.titles})"),
        re.compile(
            r"(?:我叫做?|我的名字(?:是|叫)|我姓名(?:是|叫)?|姓名\s*[:：]|戶名[:：是]?|本人\s*(?=[㐀-鿿]{2,4}[,，、。]))\s*([㐀-鿿]{2,4}?)(?=[,，、。.;；\s!！]|在|是|$|，)"
        ),
        re.compile(rf"(?={'(?:' + doubled + ')'}[㐀-鿿])"),
        re.compile(rf"(?={single}[㐀-鿿])"),
        re.compile(
            rf"(?<![㐀-鿿])[小老]{single}(?![㐀-鿿]?[時心])|[小老]{single}(?=[的說跟和也被問在、，,。」是]|$)|阿(?=[㐀-鿿])[㐀-鿿](?=[㐀-鿿\s，,、。」]|$)|(?<=[跟和與有])[小老]{single}(?![㐀-鿿]?[時心])"
        ),
        re.compile(r"(?:綽號|外號|花名|藝名|漢名|本名)(?:叫做?|是|為)?\s*([㐀-鿿]{2,4}?)(?=[,，、。.;；\s!！]|在|是|$|登|就|的|說)"),
    )


def chinese_names(text: str) -> Iterator[Found]:
    """Yield Chinese names with how sure each is."""
    if not re.search("[㐀-鿿]", text):
        return
    lists = people()
    titled, called, doubled, single, nick, byname = _patterns()
    found = [*every(called, "PERSON", text, lambda name: not _NOT_GIVEN.search(name) and (name[0] in lists.surnames or name[:2] in lists.doubled))]
    found += [*_doubled(doubled, text), *_weighed(single, text, lists)]
    for name in every(titled, "PERSON", text, lambda name: not _NOT_GIVEN.search(name[1:])):
        value = text[name.start : name.stop]
        short = len(value) == 1 or value in lists.doubled
        likely = (
            all(char in lists.given for char in value[2 if value[:2] in lists.doubled else 1 :]) and text[name.start - 1 : name.start + 1] not in lists.common
        )
        if value[:2] not in lists.common and (likely or value[0] not in lists.rare):
            found.append(name._replace(level=Level.HINT if short or not likely else Level.SURE))
    for name in every(nick, "PERSON", text):
        value = text[name.start : name.stop]
        if value not in lists.not_nick and (value[0] != "阿" or (value[1] in lists.given and text[name.start - 1 : name.start] != "拉")):
            found.append(name._replace(level=Level.LIKELY))
    found += every(byname, "PERSON", text, lambda name: not _NOT_GIVEN.search(name), level=Level.LIKELY)
    translated = every(lists.transliterated, "PERSON", text, level=Level.LIKELY)
    found += [name for name in translated if text[name.start - 1 : name.start] not in lists.surnames - lists.rare]
    yield from sorted(found, key=lambda each: (-each.level, each.start - each.stop))


def _doubled(pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    given = people().given
    for match in pattern.finditer(text):
        start = match.start()
        rest = text[start + 2 : start + 4]
        if re.match(people().titles, rest):
            continue
        length = next((size for size in (2, 1) if len(rest) >= size and all(char in given for char in rest[:size])), 0)
        if length:
            yield Found(start, start + 2 + length, "PERSON", Level.SURE)


def _weighed(pattern: re.Pattern[str], text: str, lists: People) -> Iterator[Found]:
    end = -1
    for match in pattern.finditer(text):
        start = match.start()
        if start < end or text[start : start + 2] in lists.common or text[start - 1 : start + 1] in lists.common:
            continue
        best = max((_weight(text, start, size, lists), size) for size in (2, 3, 4))
        if best[0] >= 1.5:
            end = start + best[1]
            yield Found(start, end, "PERSON", Level.SURE if best[0] >= 3 else Level.LIKELY if best[0] >= 2.25 else Level.HINT)


def _weight(text: str, start: int, size: int, lists: People) -> float:
    """Return how much speaks for a name of `size` signs: its signs, what stands before it and what behind."""
    given = text[start + 1 : start + size]
    if len(given) < size - 1 or not re.fullmatch("[㐀-鿿]+", given) or _NOT_GIVEN.search(given) or re.search(lists.titles, text[start + 1 : start + size + 1]):
        return 0.0
    known = sum(char in lists.given for char in given)
    before, after = text[max(0, start - 6) : start], text[start + size : start + size + 3]
    weight = {2: 0.2 if known else -1.0, 3: (-0.6, 0.7, 2.0)[min(known, 2)], 4: 0.3 if known == 3 else -2.0}[size]
    whole = size == 3 and known == 2 and after[:1] not in lists.given  # two signs of given names outweigh a surname that is a word as well
    weight += (0.25 if whole else -0.6) if text[start] in lists.rare else 0.3
    weight += 1.6 if lists.before_strong.search(before) else 0.6 if lists.before.search(before) or not before or before[-1] in ",。!?;；，\n " else 0.0
    weight += 0.5 if not after or lists.after.match(after) else 0.0
    if size == 4 and known == 3 and lists.before_strong.search(before) and (not after or lists.after.match(after)):
        weight += 1.8
    if re.match(rf"(?:{lists.titles})", after):
        weight += 1.2
    return weight
