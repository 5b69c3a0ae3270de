"""Files of many kinds become rows; what cannot be read is listed with its number and reason."""

import json
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from assistant.batches.intake import MOST_CHARS, guess_mapping, read_day, rows_of
from assistant.documents.sheets import read_sheet
from assistant.domain.complaint_signs import ComplaintSigns
from assistant.errors import DocumentUnreadable

TODAY = date(2026, 11, 18)
HEADER = "編號,日期,據點,班別,反映內容"
LINES = ("1,2026/11/03,新店站,早班,換班一直被系統退件", "2,11月5日,三重門市,晚班,定位器下班還在錄")


def _file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "big5", "utf-16", "utf-16-le", "gb18030"])
def test_a_table_is_read_in_any_encoding_and_its_columns_are_guessed(tmp_path: Path, complaint_signs: ComplaintSigns, encoding: str) -> None:
    sheet = read_sheet(_file(tmp_path, "a.csv", "\n".join([HEADER, *LINES]).encode(encoding)))
    rows, rejects = rows_of(sheet, guess_mapping(sheet, complaint_signs.columns), TODAY)

    assert [(row.id, row.number, row.workplace, row.shift, row.day) for row in rows] == [
        ("1", 2, "新店站", "早班", date(2026, 11, 3)),
        ("2", 3, "三重門市", "晚班", date(2026, 11, 5)),
    ]
    assert rows[0].text == "換班一直被系統退件"
    assert rejects == ()


@pytest.mark.parametrize("header", [",內容,no", "nội dung,ngày", "isi,tanggal", "Message,Date"])
def test_headers_of_other_languages_are_known(tmp_path: Path, complaint_signs: ComplaintSigns, header: str) -> None:
    cells = [f"text of complaint {index}" if name in ("內容", "nội dung", "isi", "Message") else "" for index, name in enumerate(header.split(","))]
    sheet = read_sheet(_file(tmp_path, "a.csv", f"{header}\n{','.join(cells)}".encode()))

    assert rows_of(sheet, guess_mapping(sheet, complaint_signs.columns), TODAY)[0][0].text.startswith("text of complaint")


def test_lines_without_a_header_are_complaints_commas_and_all(tmp_path: Path, complaint_signs: ComplaintSigns) -> None:
    sheet = read_sheet(_file(tmp_path, "a.txt", "排班都給我夜班，很累\n請假被退,沒有理由".encode()))

    assert [row.text for row in rows_of(sheet, guess_mapping(sheet, complaint_signs.columns), TODAY)[0]] == ["排班都給我夜班，很累", "請假被退,沒有理由"]


def test_bad_rows_are_listed_and_the_rest_goes_on(tmp_path: Path, complaint_signs: ComplaintSigns) -> None:
    text = f"id,內容\n1,好的一列\n2,\n3,？？？\n4,{'長' * 100_000}\n1,同一個編號"
    sheet = read_sheet(_file(tmp_path, "a.csv", text.encode()))
    rows, rejects = rows_of(sheet, guess_mapping(sheet, complaint_signs.columns), TODAY)

    assert [(each.number, each.note.phrase) for each in rejects] == [(3, "batch.reject_empty"), (4, "batch.reject_no_words"), (5, "batch.note_cut")]
    assert [row.id for row in rows] == ["1", "4", "1-6"]
    assert len(rows[1].text) == MOST_CHARS


def test_json_lines_go_on_after_a_broken_line(tmp_path: Path, complaint_signs: ComplaintSigns) -> None:
    lines = [json.dumps({"id": 7, "text": "請假被退"}), "{broken", json.dumps({"id": 8, "text": "換班被退"})]
    sheet = read_sheet(_file(tmp_path, "a.jsonl", "\n".join(lines).encode()))
    rows, rejects = rows_of(sheet, guess_mapping(sheet, complaint_signs.columns), TODAY)

    assert [(row.id, row.text) for row in rows] == [("7", "請假被退"), ("8", "換班被退")]
    assert [each.number for each in rejects] == [2]


def test_a_telegram_export_gives_its_messages(tmp_path: Path, complaint_signs: ComplaintSigns) -> None:
    messages = [
        {"id": 1, "type": "service", "action": "create"},
        {"id": 2, "type": "message", "date": "2026-11-02T08:00:00", "from": "阿德", "text": ["換班 ", {"type": "bold", "text": "一直"}, "被退"]},
    ]
    sheet = read_sheet(_file(tmp_path, "result.json", json.dumps({"name": "g", "messages": messages}).encode()))
    rows, _ = rows_of(sheet, guess_mapping(sheet, complaint_signs.columns), TODAY)

    assert [(row.text, row.member, row.day) for row in rows] == [("換班 一直被退", "阿德", date(2026, 11, 2))]


def test_a_line_export_gives_its_messages(tmp_path: Path, complaint_signs: ComplaintSigns) -> None:
    text = "[LINE] 與會員群組的聊天記錄\n儲存日期：2026/11/05 10:00\n\n2026/11/02（一）\n"
    text += '上午09:12\t阿德\t"換班被退\n真的很煩"\n上午09:13\t小吳\t[貼圖]\n10:01\t小吳\t定位還在錄'
    sheet = read_sheet(_file(tmp_path, "chat.txt", text.encode()))
    rows, _ = rows_of(sheet, guess_mapping(sheet, complaint_signs.columns), TODAY)

    assert [(row.text, row.member) for row in rows] == [("換班被退\n真的很煩", "阿德"), ("定位還在錄", "小吳")]
    assert rows[0].day == date(2026, 11, 2)


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)

    with pytest.raises(DocumentUnreadable, match="unpack"):
        read_sheet(path)


@pytest.mark.parametrize(("name", "content"), [("a.exe", b"x"), ("a.xlsx", b"PK\x03\x04rest"), ("a.json", b"{"), ("a.csv", b""), ("a.ods", b"not one")])
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(DocumentUnreadable):
        read_sheet(_file(tmp_path, name, content))


@pytest.mark.parametrize(
    ("cell", "day"), [("46000", date(2025, 12, 9)), ("2026-11-02T08:00", date(2026, 11, 2)), ("115年11月2日", date(2026, 11, 2)), ("不知道", None)]
)
def test_days_are_read_as_spreadsheets_and_people_write_them(cell: str, day: date | None) -> None:
    assert read_day(cell, TODAY) == day
