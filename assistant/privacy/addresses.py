"""Street addresses in Chinese and in English; a city or a district alone is none."""

import re
from collections.abc import Iterator

from assistant.privacy.found import Found, Level, every

_NUMBER = r"[0-9０-９一二三四五六七八九十百]{1,5}"
_AREA = r"(?:[㐀-鿿]{2}[縣市])?(?:[㐀-鿿]{1,3}[鄉鎮市區])?(?:[㐀-鿿]{1,4}[村里])?(?:\d{1,3}鄰)?"
_TAIL = rf"(?:{_NUMBER}巷)?(?:{_NUMBER}弄)?"
_TAIL += rf"(?:{_NUMBER}(?:[之-]{_NUMBER})?號(?:之{_NUMBER})?)?(?:(?:地下)?{_NUMBER}(?:樓|[fF](?![A-Za-z]))(?:之{_NUMBER})?|B\d(?!\d))?(?:[A-Z0-9]{{1,4}}室)?"
_ROAD = r"[㐀-鿿]{1,5}?(?:路|街|大道)(?:[一二三四五六七八九十0-9]段)?"
_HOUSE = re.compile(rf"(?:{_AREA})(?:{_ROAD})(?={_NUMBER}(?:巷|弄|號|之|-\d))(?:{_TAIL})")
_VILLAGE = re.compile(
    rf"(?:[㐀-鿿]{{2}}[縣市])?[㐀-鿿]{{1,3}}[鄉鎮市區][㐀-鿿]{{1,4}}[村里]?(?:\d{{1,3}}鄰)?[㐀-鿿]{{0,4}}{_NUMBER}(?:[之-]{_NUMBER})?號(?:之{_NUMBER})?(?:{_NUMBER}樓)?"
)
_LANE = re.compile(rf"(?<![㐀-鿿0-9]){_NUMBER}巷(?:{_NUMBER}弄)?{_NUMBER}號(?:之{_NUMBER})?(?:{_NUMBER}樓)?")
_LED_IN = re.compile(r"^[^0-9]{0,8}?(?:[㐀-鿿]*(?:住在|地址|住址|在|址|到|住|寄|送|於|從|搬|去|是|的|為|跟|和))(?=[㐀-鿿]{2,}|\d)")
_ENGLISH = re.compile(
    r"(?:\d{1,3}F\.?,? ?)?(?:(?:Rm\.?|Room|Apt\.?|Flat|Unit) ?\w{1,4},? ?)?"
    r"(?:No\.? ?\d{1,4}(?:-\d{1,3})?,? )(?:(?:Ln\.?|Lane|Aly\.?|Alley) ?\d{1,4},? ?){0,2}(?:Sec\.? ?\d,? )?"
    r"(?:[A-Z][\w'’-]+ ?){1,3}(?:[NSEW]\. ?)?(?:Rd|Road|St|Street|Ave|Avenue|Blvd|Boulevard)\b\.?(?:,? Sec\.? ?\d)?"
    r"(?:, (?:New )?[A-Z][\w'’-]+(?: (?:City|Dist\.?|District|County|Township))?)*"
    r"(?:,? \d{3,6})?"
    r"|\b\d{1,4}(?:-\d{1,3})? (?:[A-Z][\w'’-]+ ){1,3}(?:Rd|Road|St|Street|Ave|Avenue|Lane)\b\.?(?:, [A-Z][\w'’-]+(?: (?:City|Dist\.?|District|County))?)*"
)
_FOREIGN = re.compile(
    r"\b(?:Jalan|Jl\.?) (?:[A-Z][\w.'-]+ ?){1,4}(?:No\.? ?)?\d{1,4}(?:, ?[A-Z]\w+)*"
    r"|\bNo\.? ?\d{1,4}, (?:Gang|Lorong) ?\d{1,4}, (?:Jalan|Jl\.?) (?:[A-Z][\w'-]+ ?){1,3}(?:, ?[A-Z]\w+)*"
    r"|\bsố (?:nhà )?\d{1,4}(?:/\d{1,4})*,? (?:(?:ngõ|hẻm|ngách) ?\d{1,4}(?:/\d{1,4})*,? ){0,2}(?:đường|phố) (?:[A-ZĐ][\wà-ỹ]+ ?){1,4}"
    r"(?:, (?:quận|phường|huyện|thành phố) (?:[A-ZĐ][\wà-ỹ]+ ?){1,3})*"
    r"|\b(?:số )?\d{1,4}[A-Za-z]?(?:/\d{1,4})* (?:đường|phố) (?:[A-ZĐ][\wà-ỹ]+ ?){1,4}"
)
_ROAD_ONLY = re.compile(
    rf"(?:我?家?住(?:在)?|地址(?:是|為|在)?[:：]?|搬到)((?:{_AREA})[㐀-鿿]{{2,4}}(?:路|街|大道)(?:[一二三四五六七八九十]段)?)(?![口上邊線由程])"
)

_LED_BY = re.compile(r"^(?:(?:套房|宿舍|公寓|登記|家裡)|[家成變回信往離店倉繞過走我])(?=[㐀-鿿]{2,3}[縣市路街鄉鎮區]|[㐀-鿿]{2,4}[路街])")
_DOOR = re.compile(r"住(?:在)?\s*(\d{1,4}(?:樓之\d{1,3}|之\d{1,3}號?))")


def addresses(text: str) -> Iterator[Found]:
    """Yield street addresses; a road without a number is only likely one where someone says they live there."""
    for pattern in (_HOUSE, _VILLAGE, _LANE):
        for found in every(pattern, "ADDRESS", text):
            head = re.split("[縣市鄉鎮區路街]|大道", text[found.start : found.stop], maxsplit=1)[0]
            led = _LED_IN.match(head)
            start = found.start + (led.end() if led else 0)
            more = _LED_BY.match(text[start : found.stop])
            yield found._replace(start=start + (more.end() if more else 0))
    yield from every(_DOOR, "ADDRESS", text, level=Level.LIKELY)
    yield from every(_ROAD_ONLY, "ADDRESS", text, level=Level.LIKELY)
    yield from every(_ENGLISH, "ADDRESS", text)
    yield from every(_FOREIGN, "ADDRESS", text, level=Level.LIKELY)
