"""Search on real Chroma and real SQLite: what is found may be read, holds on the day, and is never of an older version."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.domain.dialogue import Reader
from assistant.domain.organisation import Organisation, OrganisationKind
from assistant.domain.passage import Passage
from assistant.domain.value import Span
from assistant.errors import IndexUnavailable
from assistant.knowledge.anchors import AnchorSet
from assistant.knowledge.classes import alike, draw
from assistant.knowledge.embed import VectorShelf
from assistant.knowledge.search import PUBLIC, Search
from assistant.knowledge.vectors import VectorIndex
from assistant.knowledge.words import Expander
from assistant.store import organisations, passages
from assistant.store.database import Database
from assistant.store.reading import StoredPassages
from assistant.testing import HashEmbedder
from assistant.testing_answers import READER, TODAY, claim, notice, passage, wording

SCORE = passage("tw/score", {"en": wording("Can I see my score?", claim("You may see the score.", "pdpa:10"))})
SHIFT = passage("tw/shift", {"en": wording("May a system plan my night shift?", claim("Night work needs consent.", "pdpa:13"))})
KOREA = passage("kr/score", {"en": wording("Can I see my score?")}, place="KR")
OLD = passage("tw/old", {"en": wording("Can I see my score?")}, in_force=Span(until=date(2025, 12, 31)))
INSIDE = notice("factors", "The score counts orders.", visibility="members", decisions=("performance",))
MEMBER = Reader(organisation="demo", visibilities=("public", "members"))

Make = Callable[[], Search]


class CountingEmbedder(HashEmbedder):
    """Counts the texts that it was given."""

    def __init__(self) -> None:
        self.texts = 0

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per question."""
        self.texts += len(texts)
        return super().questions(texts)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A database with a company, and with passages of the law."""
    made = Database(f"sqlite:///{tmp_path / 'recourse.db'}", tmp_path)
    made.migrate()
    with made.write() as tx:
        organisations.add_organisation(tx, Organisation(id="demo", name={"en": "Demo"}, kind=OrganisationKind.COMPANY, place="TW"))
        passages.replace_passages(tx, PUBLIC, (SCORE, SHIFT, KOREA, OLD))
        passages.replace_passages(tx, "demo", (INSIDE,), prefix="notice/")
    yield made
    made.close()


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def make(sqlite: Database, tmp_path: Path, embedder: CountingEmbedder) -> Make:
    def made() -> Search:
        shelf = VectorShelf(tmp_path / "none.npz")
        anchors = AnchorSet({"elsewhere": {"taxes": ["how do I file my income tax"], "weather": ["will it rain"]}}, embedder, shelf)
        typed = {"ours": ["Can I see my score?", "my night shift"], "others": ["will it rain", "income tax"]}
        scope = draw(alike({label: embedder.questions(texts) for label, texts in typed.items()}))
        expander = Expander({"en": [(("graveyard",), ("night shift",))]})
        return Search(tmp_path / "index", StoredPassages(sqlite), embedder, shelf, expander=expander, anchors=anchors, classes={"scope": scope})

    return made


async def ids(search: Search, question: str, *, reader: Reader = READER, places: tuple[str, ...] = ("TW",), day: date = TODAY, limit: int = 8) -> list[str]:
    return [hit.passage.id for hit in await search.search(question, "en", reader=reader, places=places, day=day, limit=limit)]


async def test_the_nearest_passage_comes_first_with_signals_that_mean_the_same_for_every_question(make: Make) -> None:
    hits = await make().search("Can I see my score?", "en", reader=READER, places=("TW",), day=TODAY, limit=8)

    assert [hit.passage.id for hit in hits] == ["tw/score", "tw/shift"]
    assert hits[0].cosine == pytest.approx(1.0, abs=1e-3)
    assert hits[0].coverage == pytest.approx(1.0)
    assert all(0 <= hit.lexical <= 1 and 0 <= hit.coverage <= 1 for hit in hits)
    assert hits[0].score > hits[1].score


async def test_only_what_holds_on_the_day_is_found(make: Make) -> None:
    search = make()

    assert "tw/old" not in await ids(search, "Can I see my score?")
    assert "tw/old" in await ids(search, "Can I see my score?", day=date(2025, 6, 1))


async def test_only_the_places_asked_about_are_searched(make: Make) -> None:
    search = make()

    assert "kr/score" not in await ids(search, "Can I see my score?")
    assert set(await ids(search, "Can I see my score?", places=("KR",))) == {"kr/score"}
    assert "kr/score" in await ids(search, "Can I see my score?", places=("TW", "KR"))


async def test_a_company_s_text_is_found_by_its_own_people_alone(make: Make) -> None:
    search, own = make(), INSIDE.id

    assert own in await ids(search, "What does the score count?", reader=MEMBER)
    assert own not in await ids(search, "What does the score count?")
    assert own not in await ids(search, "What does the score count?", reader=Reader(organisation="demo"))
    assert own not in await ids(search, "What does the score count?", reader=MEMBER.but(organisation="other"))


async def test_notices_are_those_of_the_reader_s_company_on_the_decision(make: Make) -> None:
    search = make()

    assert list(await search.notices((), reader=MEMBER, day=TODAY)) == [INSIDE]
    assert list(await search.notices(("performance",), reader=MEMBER, day=TODAY)) == [INSIDE]
    assert list(await search.notices(("hiring",), reader=MEMBER, day=TODAY)) == []
    assert list(await search.notices((), reader=READER, day=TODAY)) == []
    assert list(await search.notices((), reader=MEMBER.but(organisation="other"), day=TODAY)) == []


async def test_passages_come_in_the_order_asked_and_only_where_they_may_be_read(make: Make) -> None:
    search = make()
    wanted = [INSIDE.id, "tw/shift", "tw/old", "nowhere", "tw/score"]

    assert [each.id for each in await search.passages(wanted, reader=READER, day=TODAY)] == ["tw/shift", "tw/score"]
    assert [each.id for each in await search.passages(wanted, reader=MEMBER, day=TODAY)] == [INSIDE.id, "tw/shift", "tw/score"]


async def test_a_new_version_is_found_at_once_and_the_old_one_no_more(make: Make, sqlite: Database) -> None:
    search = make()
    assert "tw/score" in await ids(search, "Can I see my score?")

    with sqlite.write() as tx:
        passages.replace_passages(tx, PUBLIC, (SHIFT, _renewed()))

    assert await ids(search, "Can I see my bonus?") == ["tw/bonus", "tw/shift"]
    assert "tw/score" not in await ids(search, "Can I see my score?")


def _renewed() -> Passage:
    return passage("tw/bonus", {"en": wording("Can I see my bonus?")})


async def test_the_words_people_use_lead_to_the_words_of_the_corpus(make: Make) -> None:
    hits = await make().search("graveyard", "en", reader=READER, places=("TW",), day=TODAY, limit=2)

    assert max(hits, key=lambda hit: hit.lexical).passage.id == "tw/shift"


@pytest.mark.parametrize("question", ["", "  ", "?"])
async def test_a_question_without_words_finds_no_more_than_it_says(make: Make, question: str) -> None:
    hits = await make().search(question, "en", reader=READER, places=("TW",), day=TODAY, limit=8)

    assert all(hit.coverage == 0 for hit in hits)


async def test_no_more_is_found_than_asked_for(make: Make) -> None:
    assert len(await ids(make(), "Can I see my score?", limit=1)) == 1


async def test_a_second_start_embeds_nothing_that_was_built(make: Make, embedder: CountingEmbedder) -> None:
    await ids(make(), "Can I see my score?")
    again = make()
    before = embedder.texts

    await ids(again, "Can I see my score?")

    assert embedder.texts - before == 1  # the question itself


async def test_examples_tell_the_nearest_matter_and_classes_the_side(make: Make) -> None:
    search = make()

    assert [anchor.kind for anchor in await search.anchors("how do I file my income tax", "elsewhere")] == ["taxes", "weather"]
    assert await search.anchors("anything", "unheard") == []
    assert (await search.chances("Can I see my score?", "scope"))["ours"] > 0.5 > (await search.chances("will it rain", "scope"))["ours"]


def test_a_broken_index_is_told_as_unavailable(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable):
        VectorIndex(tmp_path / "nothing")


async def test_an_index_that_another_search_built_is_opened_as_it_is(make: Make) -> None:
    first, second = make(), make()

    assert await ids(first, "Can I see my score?") == await ids(second, "Can I see my score?") == ["tw/score", "tw/shift"]


async def test_an_owner_without_passages_is_no_fault(make: Make, sqlite: Database) -> None:
    with sqlite.write() as tx:
        passages.replace_passages(tx, "demo", (), prefix="notice/")

    assert INSIDE.id not in await ids(make(), "What does the score count?", reader=MEMBER)


async def test_law_of_any_day_is_found_only_where_it_is_asked_for_and_notices_never(make: Make) -> None:
    for any_day, expected in ((False, {"tw/score", "tw/shift"}), (True, {"tw/score", "tw/shift", "tw/old"})):
        hits = await make().search(
            "Can I see my score?", "en", reader=MEMBER, places=("TW",), day=date(2020, 1, 1) if any_day else TODAY, limit=8, any_day=any_day
        )
        assert {hit.passage.id for hit in hits if hit.passage.kind == "law"} == expected
    assert [each.id for each in await make().passages(["tw/old"], reader=READER, day=TODAY)] == []
    assert [each.id for each in await make().passages(["tw/old"], reader=READER, day=TODAY, any_day=True)] == ["tw/old"]
