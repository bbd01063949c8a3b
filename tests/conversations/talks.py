"""Reads talks written down as people read them, one file per language.

    # B1 while her son is in Kita
    she: курс німецької B1, поки син у садку до 13:00
    bot: asks place
    she presses: place:nuertingen
    bot: offers 22

`she presses` names the button by its callback data; it must be one that she was just shown. What the bot says is
named by its kind, with the numbers of the example offers that must be among those shown; a language behind `in` says
that it answers in another one than the file's. See `SAYS` for all kinds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.dialogue import replies as r
from bot.dialogue.events import Command

FOLDER = Path(__file__).parent
SHE, PRESSES, BOT = "she: ", "she presses: ", "bot: "


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a talk."""

    number: int
    """In the file, from 1."""
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation from its beginning."""

    language: str
    title: str
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"


NOT_YET = frozenset(
    line for line in (FOLDER / "not_yet.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")
)
"""Talks that do not go as they should: "uk: title". They are expected to fail, and a test fails once they do not."""


def talks(language: str) -> tuple[Talk, ...]:
    """All talks of a language; none when there is no file yet.

    Raises:
        ValueError: a line is neither title nor speech; the message names it.
    """
    path = FOLDER / f"{language}.txt"
    return tuple(_read(path, language)) if path.exists() else ()


def _read(path: Path, language: str) -> Iterator[Talk]:
    title, lines = "", list[Line]()
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        text = text.strip()
        if text.startswith("# "):
            if lines:
                yield Talk(language, title, tuple(lines))
            title, lines = text[2:], []
        elif text:
            speaker = next((each for each in (SHE, PRESSES, BOT) if text.startswith(each)), None)
            if speaker is None or not title:
                raise ValueError(f"{path.name}, line {number}: neither a title nor speech")
            lines.append(Line(number, speaker, text.removeprefix(speaker)))
    if lines:
        yield Talk(language, title, tuple(lines))


def _small_talk(kind: r.SmallTalkKind) -> Callable[[r.Reply], bool]:
    return lambda reply: isinstance(reply, r.SmallTalk) and reply.kind is kind


def _is(*kinds: type[r.Reply]) -> Callable[[r.Reply], bool]:
    return lambda reply: isinstance(reply, kinds)


SAYS: dict[str, Callable[[r.Reply], bool]] = {
    "asks": _is(r.Ask),
    "offers": _is(r.ShowOffers),
    "one offer": _is(r.ShowOffer),
    "nearly": _is(r.ShowNearMisses),
    "maybe": _is(r.ShowOpenQuestions),
    "no more": _is(r.NoMoreOffers),
    "why not": _is(r.AskWhyNot),
    "answer": _is(r.ShowAnswer),
    "no answer yet": _is(r.NoAnswerYet),
    "route": _is(r.ShowRoute),
    "danger": _is(r.Danger),
    "menu": _is(r.Menu),
    "greeting": _is(r.Greeting),
    "help": _is(r.Help),
    "did you mean": _is(r.DidYouMean),
    "not understood": _is(r.NotUnderstoodReply),
    "languages": _is(r.AskLanguage),
    "language set": _is(r.LanguageSet),
    "language not spoken": _is(r.LanguageNotSpoken),
    "privacy": _is(r.PrivacyNotice),
    "asks to delete": _is(r.AskDelete),
    "deleted": _is(r.Deleted),
    "thanks": _small_talk(r.SmallTalkKind.THANKS),
    "goodbye": _small_talk(r.SmallTalkKind.GOODBYE),
    "robot": _small_talk(r.SmallTalkKind.ROBOT),
    "out of scope": _small_talk(r.SmallTalkKind.OUT_OF_SCOPE),
    "fine": _small_talk(r.SmallTalkKind.FINE),
    "restarted": _small_talk(r.SmallTalkKind.RESTARTED),
}
"""What the bot can be expected to say; behind it stand details, see `details`."""

COMMANDS = {f"/{command}": command for command in Command}


def expected(text: str) -> tuple[str, tuple[str, ...], str | None]:
    """Kind, details and language of what the bot is to say: "offers 22 25 in uk"."""
    text, _, language = text.partition(" in ")
    kind = max((kind for kind in SAYS if text == kind or text.startswith(f"{kind} ")), key=len, default=None)
    if kind is None:
        raise ValueError(f'"{text}" is nothing the bot can say')
    return kind, tuple(text.removeprefix(kind).split()), language or None


def details(reply: r.Reply) -> frozenset[str]:
    """What a reply is about, in the words of a talk: a question, a topic, a profession, numbers of offers, wishes."""
    match reply:
        case r.Ask():
            return frozenset({str(reply.question)})
        case r.ShowOffers():
            return frozenset(offer.source_id for offer in reply.offers)
        case r.ShowOffer():
            return frozenset({reply.offer.source_id})
        case r.ShowNearMisses():
            broken = {f"{miss.broken}:{miss.offer.source_id}" for miss in reply.misses}
            return frozenset({*broken, *(str(miss.broken) for miss in reply.misses)})
        case r.ShowOpenQuestions():
            return frozenset(question.offer.source_id for question in reply.questions)
        case r.ShowAnswer():
            return frozenset({str(reply.answer.topic)})
        case r.ShowRoute():
            return frozenset({str(reply.profession)})
        case r.DidYouMean():
            return frozenset(map(str, reply.intents))
    return frozenset()
