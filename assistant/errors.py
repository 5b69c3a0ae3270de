"""Every exception of ours, under one root. The docstring is the message; `phrase` names what people read."""

from collections.abc import Mapping


class RecourseError(Exception):
    """Something failed on our side."""

    phrase = "error.internal"
    retry = False
    values: Mapping[str, object] = {}
    """What the phrase names; never what a person wrote."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{(self.__doc__ or '').strip()} {detail}".strip())
        self.detail = detail


class SettingsInvalid(RecourseError):
    """The settings are not usable."""


class CorpusInvalid(RecourseError):
    """A corpus file breaks a rule of corpus/README.md."""


class DocumentUnreadable(RecourseError):
    """The file could not be read."""

    phrase = "error.document"


class BadRequest(RecourseError):
    """The request does not have the form it needs."""

    phrase = "error.request"


class UnknownPlace(BadRequest):
    """No corpus for this place."""

    phrase = "error.place"


class UnknownLanguage(BadRequest):
    """No catalogue for this language."""

    phrase = "error.language"


class UnknownOrganisation(BadRequest):
    """No organisation with this id."""

    phrase = "error.organisation"


class CalendarUnknown(BadRequest):
    """There is no calendar of rest days for that place or year."""

    phrase = "error.calendar"


class Forbidden(RecourseError):
    """This person may not do this."""

    phrase = "error.forbidden"


class Conflict(RecourseError):
    """This was already done, or something newer stands in its place."""

    phrase = "error.conflict"


class NotYet(Conflict):
    """Something else has to be done first."""

    phrase = "error.not_yet"

    def __init__(self, what: str) -> None:
        """Name what: the phrase `register.not_yet.<what>` says it to people."""
        super().__init__(what)
        self.what, self.phrase = what, f"register.not_yet.{what}"


class IndexUnavailable(RecourseError):
    """The search index cannot be read."""

    phrase = "error.busy"
    retry = True


class ModelUnavailable(RecourseError):
    """The language model did not answer in time or not in the agreed form."""

    phrase = "error.busy"
    retry = True


class StoreBusy(RecourseError):
    """The database is locked by another writer."""

    phrase = "error.busy"
    retry = True


class DeliveryFailed(RecourseError):
    """The channel did not take the message."""

    phrase = "error.busy"
    retry = True

    def __init__(self, detail: str = "", *, wait_s: float | None = None, unsure: bool = True) -> None:
        """Take how long the channel asks to wait, and whether it may have taken the message all the same (no answer came)."""
        super().__init__(detail)
        self.wait_s, self.unsure = wait_s, unsure and wait_s is None


class LinkUnknown(BadRequest):
    """This linking code does not hold."""

    phrase = "error.link"


class DeliveryRefused(RecourseError):
    """The channel will not take this message, however often it is tried."""

    def __init__(self, detail: str = "", *, gone: bool = False) -> None:
        """Take whether the person cannot be reached there any more."""
        super().__init__(detail)
        self.gone = gone


class SignatureInvalid(RecourseError):
    """The request does not carry the channel's signature, or an old one."""

    phrase = "error.signature"


class BadLine(BadRequest):
    """A line does not follow the contract of a turn."""

    def __init__(self, fault: str, **values: object) -> None:
        """Take the phrase that says what is wrong, and its values; neither holds what the person wrote."""
        super().__init__(" ".join([fault, *(f"{name}={value}" for name, value in values.items())]))
        self.fault, self.values = fault, values


class EngineUnavailable(RecourseError):
    """The embedding engine cannot be built or opened on this machine."""


class PromptInvalid(RecourseError):
    """A prompt file is not usable, or was given the wrong values."""


class AlreadyServing(RecourseError):
    """Another server is already running on this home folder; stop it first, or name another folder in RECOURSE_HOME."""


class PortTaken(RecourseError):
    """Another program already listens on this address."""


class ChannelUnknown(RecourseError):
    """A reply belongs to a channel that this server does not run."""


class NotFound(RecourseError):
    """There is nothing here, or not for this reader."""

    phrase = "error.not_found"


class KeyUnknown(RecourseError):
    """The API key does not hold."""

    phrase = "error.key"


class TooLarge(BadRequest):
    """The request is larger than what is read."""

    phrase = "error.large"


class DocumentFailed(RecourseError):
    """The letter could not be made into a file; its text is kept."""

    phrase = "error.document_failed"
    retry = True


class TooMany(RecourseError):
    """Too many tries; wait a moment."""

    phrase = "error.too_many"


class NotLoggedIn(RecourseError):
    """This page needs an account that is logged in."""

    phrase = "error.not_logged_in"


class SecondStepMissing(RecourseError):
    """The organisation asks for a second step at log-in, and this account has none yet."""

    phrase = "error.second_step_missing"


class WrongLogin(RecourseError):
    """Name, password or code are wrong, or have to wait."""

    phrase = "error.wrong_login"


class SignOnFailed(RecourseError):
    """The company's sign-on did not answer, or not as agreed."""

    phrase = "error.sign_on"


class Unfit(BadRequest):
    """Something that was filled in cannot be taken as it is."""

    def __init__(self, fault: str, **values: object) -> None:
        """Take the phrase that says what is wrong, and its values; neither holds what the person wrote."""
        super().__init__(fault)
        self.phrase, self.values = fault, values


class FormOld(BadRequest):
    """A form is not one of ours, or is older than the log-in."""

    def __init__(self, fault: str) -> None:
        """Take the phrase that says what is wrong with the form."""
        super().__init__(fault)
        self.phrase = fault


class TooManyCalls(RecourseError):
    """This key calls more often than is served."""

    phrase = "error.calls"
    retry = True


class CaseConflict(Conflict):
    """A case has moved on since it was read, or does not allow this now."""

    def __init__(self, phrase: str, **values: object) -> None:
        """Take the phrase that says what stands in the way, and its values."""
        super().__init__(" ".join([phrase, *(f"{name}={value}" for name, value in values.items())]))
        self.phrase, self.values = phrase, values


class CaseForbidden(Forbidden):
    """This case is not for this person."""

    def __init__(self, phrase: str, **values: object) -> None:
        """Take the phrase that says why, and its values."""
        super().__init__(phrase)
        self.phrase, self.values = phrase, values


class CaseInvalid(BadRequest):
    """What was handed in for a case lacks something."""

    def __init__(self, phrase: str, **values: object) -> None:
        """Take the phrase that says what is missing, and its values."""
        super().__init__(phrase)
        self.phrase, self.values = phrase, values


class FileUnread(DocumentUnreadable):
    """A file that somebody sent could not be read."""

    def __init__(self, fault: str, **values: object) -> None:
        """Take the phrase that says what is wrong, and its values; neither holds what stands in the file."""
        super().__init__(" ".join([fault, *(f"{name}={value}" for name, value in values.items())]))
        self.fault, self.values = fault, values
