"""The upload form: a letter as a file, read and shown back by the whole server, without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import build
from assistant.settings import Settings
from assistant.testing import FixedClock, HashEmbedder
from channels.app import MOST_UPLOADED, create_app

LETTER = "考核結果通知書\n發文日期：中華民國115年11月3日\n發文單位：示範物流股份有限公司\n台端績效評分為丁等。".encode()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Iterator[TestClient]:
    core = build(Settings(home=tmp_path_factory.mktemp("home"), corpus=small_corpus), clock=FixedClock(), embedder=HashEmbedder())
    with TestClient(create_app(core, core.settings), headers={"Accept-Language": "zh-TW"}, raise_server_exceptions=False) as made:
        yield made
    core.database.close()


def send(client: TestClient, *files: tuple[str, bytes, str], text: str = "", token: str | None = None) -> str:
    page = client.get("/").text
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    fields = {"token": found[1] if token is None else token, "nonce": re.findall(r'name="nonce" value="([^"]+)"', page)[-1], "text": text}
    return client.post("/upload", data=fields, files=[("file", file) for file in files]).text


def test_a_letter_is_read_and_shown_back_with_what_can_be_done(client: TestClient) -> None:
    page = send(client, ("letter.txt", LETTER, "text/plain"))

    assert "示範物流股份有限公司" in page
    assert "讀得對嗎" in page
    assert 'value="paper:explain"' in page


def test_words_go_with_a_file(client: TestClient) -> None:
    page = send(client, ("a.txt", LETTER, "text/plain"), text="公司用 AI 打考績，我可以看到自己的分數和資料嗎？")

    assert "讀得對嗎" in page
    assert "個人資料保護法" in page


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("a.exe", b"MZ\x90\x00", "application/x-msdownload"), "這種檔案我不讀"),
        (("a.jpg", b"\xff\xd8\xff broken", "image/jpeg"), "這張圖片打不開"),
        (("a.ogg", b"OggS", "audio/ogg"), "聽不了錄音"),
        (("", b"", "application/octet-stream"), "請先選一張照片"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(client: TestClient, file: tuple[str, bytes, str], said: str) -> None:
    assert said in send(client, file)


def test_a_form_of_another_page_is_refused_and_its_words_are_kept(client: TestClient) -> None:
    page = send(client, ("a.txt", LETTER, "text/plain"), text="my words", token="stolen")

    assert "my words" in page
    assert "考核結果通知書" not in page.rpartition("my words")[2]


def test_a_file_beyond_the_limit_is_refused_in_a_sentence(client: TestClient) -> None:
    page = send(client, ("a.jpg", b"\xff\xd8\xff" + b"x" * 2 * MOST_UPLOADED, "image/jpeg"))

    assert "太大" in page
    assert 'value="paper:explain"' not in page.rpartition('id="fault"')[2]
