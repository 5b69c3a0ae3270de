"""What every channel understands without a question: commands such as `/help` in each language, and what may not be said in a group."""

import secrets
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from assistant.domain.channels_command import Speak
from assistant.domain.command import Command, Declare, Forget, Join
from assistant.domain.dialogue import Dialogue, Outcome, OutcomeKind, Scene, Step
from assistant.domain.envelope import Choice, Inbound, Reply
from assistant.domain.identity import digest_of_code
from assistant.domain.identity_command import Link, MakeLinkCode, Unlink
from assistant.domain.organisation import Organisation
from assistant.domain.value import Language, Value
from assistant.interview.speak import worded
from assistant.ports import Deps
from assistant.privacy import mask

TOKEN = "menu"  # noqa: S105  # the first word of this room's buttons
SLOWER = f"{TOKEN}:slower"
PRIVATE = Choice(label="", token="private")  # noqa: S106  # a button, not a password
COMMANDS = ("start", "help", "letter", "cases", "language", "link", "unlink", "data", "delete")
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no letter that looks like a number
_CODE_LENGTH = 8
_CODE_MINUTES = 10
_MOST_LETTERS = 20
_PERSONAL = ("letter", "cases", "language", "link", "unlink", "data", "delete")
_AT_COUNTER = {"cases": "mine:", "data": "own_data:"}
"""Commands that are buttons of the counter."""
_OPEN_TO_ALL = ("steps", "person", TOKEN)
"""First words of the buttons that may stand below a reply in a group."""


class Wish(Value):
    """A command somebody gave: its name, and what stood behind it."""

    name: str
    rest: str = ""


class Said(Value):
    """What is said to a command, and what is done."""

    text: str
    actions: tuple[Choice, ...] = ()
    commands: tuple[Command, ...] = ()
    forgets: bool = False


def wish_of(inbound: Inbound, deps: Deps) -> Wish | None:
    """Return the command that a message gives; None where it gives none. An unknown one asks for help."""
    if inbound.choice and inbound.choice.startswith(f"{TOKEN}:"):
        name, _, rest = inbound.choice.removeprefix(f"{TOKEN}:").partition(":")
        return Wish(name=name, rest=rest)
    text = unicodedata.normalize("NFKC", inbound.text).strip()
    if inbound.choice or not text.startswith("/") or "\n" in text:
        return None
    word, _, rest = text[1:].partition(" ")
    word = word.partition("@")[0].casefold()
    known = {each: name for name in COMMANDS for language in deps.say.full for each in deps.say(f"menu.words_{name}", language).split()}
    return Wish(name=known.get(word, "help"), rest=rest.strip())


def as_press(inbound: Inbound, deps: Deps) -> Inbound:
    """Return the press that a command means which is answered at the counter; any other message as it is."""
    wish = wish_of(inbound, deps)
    return inbound.but(text="", choice=_AT_COUNTER[wish.name]) if wish is not None and wish.name in _AT_COUNTER else inbound


def answered(inbound: Inbound, scene: Scene, deps: Deps, known: Sequence[Organisation]) -> Outcome | None:
    """Return the outcome of a command, of something that cannot be read, or of what is not for others' eyes; None where the message is for the flow."""
    language = _language(inbound, scene, deps)
    wish = wish_of(inbound, deps)
    if _is_public(inbound) and (personal := _personal(inbound, wish)):
        label = deps.say("action.private", language)
        said = Said(text=deps.say("menu.go_private", language), actions=(PRIVATE.but(label=label), *_people(language, deps)))
        return _outcome(OutcomeKind.GUARDED, personal, said, scene.dialogue, language)
    if wish is not None:
        said = _said(wish, inbound, scene, deps, known, language)
        dialogue = Dialogue() if said.forgets else scene.dialogue
        return _outcome(OutcomeKind.DONE if said.commands else OutcomeKind.ASKED, f"menu_{wish.name}", said, dialogue, language)
    return _unread(inbound, scene, deps, language)


def for_everyone(outcome: Outcome, inbound: Inbound, deps: Deps) -> Outcome:
    """Return an outcome as it may stand in a group: without buttons that begin something personal, but with the way out of the group."""
    if not _is_public(inbound) or PRIVATE.token in [action.token for action in outcome.reply.actions]:
        return outcome
    kept = tuple(action for action in outcome.reply.actions if action.token.partition(":")[0] in _OPEN_TO_ALL)
    way_out = PRIVATE.but(label=deps.say("action.private", outcome.reply.language))
    return outcome.but(reply=outcome.reply.but(actions=(*kept, way_out)))


def _is_public(inbound: Inbound) -> bool:
    return inbound.address is not None and not inbound.address.private


def _personal(inbound: Inbound, wish: Wish | None) -> str | None:
    """Return why a message is not for others' eyes; None where it may be answered among them."""
    if wish is not None:
        return "private_menu" if wish.name in _PERSONAL or wish.rest else None
    if inbound.choice:
        return None if inbound.choice.partition(":")[0] in _OPEN_TO_ALL else "private_choice"
    if inbound.files:
        return "private_file"
    return "private_text" if mask(inbound.text).tokens else None


def _unread(inbound: Inbound, scene: Scene, deps: Deps, language: Language) -> Outcome | None:
    """Answer what is no text: a sticker, a file that is too large, a file that came without a word."""
    if inbound.event == "odd":
        return _outcome(OutcomeKind.ASKED, "odd_message", Said(text=deps.say("menu.odd", language)), scene.dialogue, language)
    faulty = next((file for file in inbound.files if file.fault), None)
    if faulty is not None and not inbound.text.strip():
        text = deps.say(f"menu.file_{faulty.fault}", language, name=faulty.name)
        return _outcome(OutcomeKind.GUARDED, f"file_{faulty.fault}", Said(text=text), scene.dialogue, language)
    if inbound.files and not inbound.text.strip() and deps.scribe is None:
        text = deps.say("menu.file_kept", language, name=inbound.files[0].name)
        return _outcome(OutcomeKind.ASKED, "file_kept", Said(text=text), scene.dialogue, language)
    return None


def _said(wish: Wish, inbound: Inbound, scene: Scene, deps: Deps, known: Sequence[Organisation], language: Language) -> Said:  # noqa: PLR0911 - one a command
    say = deps.say
    match wish.name:
        case "start":
            return _started(wish, inbound, scene, deps, known, language)
        case "letter":
            return Said(text=say("menu.letter", language), actions=_letters(scene, deps, language))
        case "language":
            return _language_chosen(wish, inbound, deps, language)
        case "link" if wish.rest:
            return Said(text=say("menu.linked", language), commands=(_link(inbound, wish.rest),))
        case "link":
            code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
            until = inbound.received_at + timedelta(minutes=_CODE_MINUTES)
            offer = MakeLinkCode(person=inbound.person, digest=digest_of_code(code), channel=inbound.channel, ends_at=until)
            return Said(text=say("menu.link", language, code=code, minutes=_CODE_MINUTES), commands=(offer,))
        case "unlink":
            return Said(text=say("menu.unlinked", language), commands=(Unlink(person=inbound.person, channel=inbound.channel),))
        case "delete" if wish.rest == "yes":
            return Said(text=say("menu.deleted", language), commands=(Forget(person=inbound.person, receipt=inbound.id),), forgets=True)
        case "delete":
            yes = Choice(label=say("action.delete_yes", language), token=f"{TOKEN}:delete:yes")
            return Said(text=say("menu.delete", language), actions=(yes, Choice(label=say("action.delete_no", language), token=f"{TOKEN}:kept")))
        case "kept":
            return Said(text=say("menu.kept", language))
        case "slower":
            return Said(text=say("menu.slower", language))
        case _:
            return Said(text=say("menu.help", language), actions=(_button("letter", language, deps), *_people(language, deps)))


def _started(wish: Wish, inbound: Inbound, scene: Scene, deps: Deps, known: Sequence[Organisation], language: Language) -> Said:
    """Greet; a link may have brought a company, an invitation or a linking code along."""
    kind, _, value = wish.rest.partition("_")
    if kind == "link" and value:
        return Said(text=deps.say("menu.linked", language), commands=(_link(inbound, value),))
    text = deps.say("menu.start", language)
    commands: tuple[Command, ...] = ()
    if kind == "join" and value:
        commands = (Join(person=inbound.person, digest=sha256(value.encode()).hexdigest(), day=scene.today),)
        text = f"{deps.say('menu.joined', language)}\n\n{text}"
    if kind == "org" and (company := next((each for each in known if each.id == value), None)):
        commands = (Declare(person=inbound.person, organisation=company.id, day=scene.today),)
        text = f"{deps.say('outcome.company_named', language, name=worded(company.name, language))}\n\n{text}"
    return Said(text=text, actions=(_button("letter", language, deps), *_people(language, deps)), commands=commands)


def _language_chosen(wish: Wish, inbound: Inbound, deps: Deps, language: Language) -> Said:
    chosen = next((known for known in deps.say.full if known.casefold() == wish.rest.casefold()), None)
    if chosen or wish.rest == "any":
        text = deps.say("menu.language_chosen", chosen or language)
        return Said(text=text, commands=(Speak(person=inbound.person, language=chosen),))
    names = [Choice(label=deps.say("language.name", known), token=f"{TOKEN}:language:{known}") for known in deps.say.full]
    follow = Choice(label=deps.say("action.language_any", language), token=f"{TOKEN}:language:any")
    return Said(text=deps.say("menu.language", language), actions=(*names, follow))


def _letters(scene: Scene, deps: Deps, language: Language) -> tuple[Choice, ...]:
    own = [
        template
        for template in deps.drafting.templates.values()
        if template.place == scene.place and template.kind == "letter" and template.is_for(scene.reader.role)
    ]
    found = [Choice(label=worded(template.title, language), token=f"letter:{template.id}") for template in own]
    return tuple(choice for choice in found if len(choice.token.encode()) <= 64)[:_MOST_LETTERS]  # Telegram: callback_data is 1-64 bytes


def _button(name: str, language: Language, deps: Deps) -> Choice:
    return Choice(label=deps.say(f"action.menu_{name}", language), token=f"{TOKEN}:{name}")


def _people(language: Language, deps: Deps) -> tuple[Choice, ...]:
    return (Choice(label=deps.say("action.person", language), token="person"),)  # noqa: S106  # a button, not a password


def _link(inbound: Inbound, code: str) -> Link:
    return Link(person=inbound.person, digest=digest_of_code(code), channel=inbound.channel)


def _language(inbound: Inbound, scene: Scene, deps: Deps) -> Language:
    home = deps.library.places[scene.place].languages[0]
    wanted = scene.language or scene.dialogue.language or inbound.language
    spoken = deps.tongue.recognise(inbound.text) if not inbound.text.lstrip().startswith(("/", "／")) else None
    last = spoken or scene.dialogue.spoken
    known = (wanted, last, "en" if last in deps.say.partial else home)
    return next((each for each in known if each in deps.say.full), "en")


def _outcome(kind: OutcomeKind, reason: str, said: Said, dialogue: Dialogue, language: Language) -> Outcome:
    reply = Reply(text=said.text, actions=said.actions, language=language)
    return Outcome(kind=kind, reason=reason, reply=reply, dialogue=dialogue, commands=said.commands, trace=(Step(name="menu", said=reason, ms=0.0),))
