"""Fill the invented company's register: entries, an assessment the union was asked about, and what it answered."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from assistant.bootstrap import OPERATOR, Core
from assistant.domain.assessment import Assessment
from assistant.domain.document import Consultation, DocumentKind, Key
from assistant.domain.person import Actor, Role
from assistant.domain.register_command import Adopt, AnswerComment, Approve, Assess, CommentOn, Consult, DescribeSystem, Resume
from assistant.domain.system import AiSystem
from assistant.knowledge.notices import Ownership, read_notice
from assistant.register.forms import notice_from
from assistant.service import Service

_REMARK, _ANSWER = "復職的人前兩期夜班會不會太多？", "已寫進已知限制，並可申請覆核。"


def adopt(core: Core, file: Path, owned: Ownership) -> None:
    """Keep a notice that was published elsewhere in the register, too. Raises: DocumentUnreadable, Conflict"""
    text = file.read_text(encoding="utf-8")
    notice = notice_from(read_notice(file, text, core.library.vocabulary, owned), owned.owner)
    core.service.act(Adopt(notice=notice), OPERATOR)


def seed(service: Service, content: dict[str, Any], organisation: str, union: str) -> None:
    """Describe every system of a file, and sign the assessments it holds; what is there already stays."""
    known = {entry.system.id: entry.system for entry in service.register.entries(organisation)}
    for fields in content["systems"]:
        own = dict(fields)
        aial = own.pop("aial", None)
        base = known[own["id"]].model_dump() if own["id"] in known else {"organisation": organisation, "name": {"en": own["id"]}}
        service.act(DescribeSystem(system=AiSystem.model_validate({**base, **own})), OPERATOR)
        service.act(Resume(organisation=organisation, system=own["id"]), OPERATOR)
        if aial and not service.register.assessments(organisation, own["id"]):
            _assess(service, Key(organisation=organisation, kind=DocumentKind.ASSESSMENT, system=own["id"], version="1"), aial, union)


def _assess(service: Service, key: Key, aial: dict[str, Any], union: str) -> None:
    answers = {field: tuple(values) if isinstance(values, list) else (values,) for field, values in aial.items() if field != "review_on"}
    service.act(Assess(assessment=Assessment(key=key, answers=answers, review_on=aial["review_on"])), OPERATOR)
    until = service.scene().today + timedelta(days=14)
    service.act(Consult(key=key, consultations=(Consultation(organisation=union, comment_by=until),)), OPERATOR)
    officer = Actor(person="demo-officer", role=Role.OFFICER, organisation=union)
    said = service.act(CommentOn(key=key, organisation=union, element="limits", text=_REMARK), officer, owner=union)
    service.act(AnswerComment(organisation=key.organisation, comment=said["comment"], text=_ANSWER), OPERATOR)
    service.act(Approve(key=key, name=answers["sender_name"][0]), OPERATOR)
