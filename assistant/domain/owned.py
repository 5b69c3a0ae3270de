"""Whose record a command names: what it says itself, whatever its caller says of it."""

from assistant.domain.batch_command import KeepBatch
from assistant.domain.channels_command import Speak
from assistant.domain.command import Command, Declare, Forget, Ingest, Join, MakeKey
from assistant.domain.doors_command import SetWidget
from assistant.domain.identity_command import (
    ChangeAccount,
    EndRole,
    GiveRole,
    Link,
    LogIn,
    LogOut,
    MakeLinkCode,
    OpenAccount,
    ResetSecondStep,
    RevokeInvitation,
    SetRules,
    SignOn,
    Unlink,
)
from assistant.domain.letters_command import KeepMatter
from assistant.domain.register_command import (
    Adopt,
    AnswerComment,
    Approve,
    Assess,
    CommentOn,
    Consult,
    DescribeSystem,
    DraftNotice,
    Publish,
    Resume,
    Retire,
    Return,
    Supersede,
    Suspend,
)


def owner_in(command: Command) -> str | None:  # noqa: PLR0911, PLR0912 - one a kind of command
    """Return the person or organisation whose record a command names; empty for everybody's, None where only the store knows."""
    match command:
        case MakeKey():
            return command.organisation or ""
        case Ingest() | GiveRole() | EndRole() | RevokeInvitation() | ResetSecondStep() | SetRules():
            return command.organisation
        case CommentOn() | AnswerComment() | Suspend() | Resume() | Retire():
            return command.organisation
        case Consult() | Approve() | Return() | Publish() | Supersede():
            return command.key.organisation
        case DescribeSystem():
            return command.system.organisation
        case DraftNotice() | Adopt():
            return command.notice.key.organisation
        case Assess():
            return command.assessment.key.organisation
        case KeepBatch():
            return command.batch.union
        case SetWidget():
            return command.widget.organisation
        case KeepMatter():
            return command.matter.person
        case OpenAccount():
            return command.account.person
        case LogIn():
            return command.login.person
        case ChangeAccount() | LogOut() | MakeLinkCode() | Link() | Unlink() | SignOn() | Join() | Declare() | Forget() | Speak():
            return command.person
        case _:
            return None
