"""One event in, one turn out. This is the whole conversation, without any I/O."""

from collections.abc import Callable, Collection
from dataclasses import replace

from bot.dialogue.actions import ANY, OTHERS, Action, ActionKind, CareMode, Need, WhyNot
from bot.dialogue.context import REFINING, asks_for_duration, in_context
from bot.dialogue.events import (
    AnswerFound,
    ButtonPressed,
    CalledInGroup,
    Command,
    CommandGiven,
    ContentSent,
    Cue,
    Event,
    FindSubscription,
    KnowledgeUnavailable,
    MessageEdited,
    NothingToRead,
    NotUnderstood,
    OfferFound,
    OffersFound,
    OfferView,
    PlaceShared,
    Purpose,
    RouteFound,
    Slots,
    StepsFound,
    SubscriptionFound,
    Understood,
    View,
)
from bot.dialogue.flows import facts, path, recognition, search
from bot.dialogue.records import QuestionShown, Rated, StopWatching, Watch
from bot.dialogue.replies import (
    Ask,
    AskDelete,
    AskLanguage,
    AskToShow,
    AskWhyNot,
    ButtonsOnly,
    CannotRead,
    Danger,
    Deleted,
    DidYouMean,
    EditNotSeen,
    Export,
    Greeting,
    Help,
    Kept,
    LanguageNotSpoken,
    LanguageSet,
    Menu,
    NotUnderstoodReply,
    OffersUnavailable,
    OldButton,
    OnlyInPrivate,
    PlaceUnderstood,
    PrivacyNotice,
    QuestionDecided,
    RatingTaken,
    Reply,
    SmallTalk,
    SmallTalkKind,
    UnknownCommand,
    WatchStarted,
    WatchStopped,
)
from bot.dialogue.state import ConversationState, Question, Wishes
from bot.dialogue.turn import Turn, say
from knowledge_base.results import Wish
from knowledge_base.vocabulary import CourseType, Entity, Format, Intent, Level, Profession, Topic

SURE = 0.45
"""Confidence from which an intent is acted upon. Source: the evaluation in `nlu/README.md`."""

SURE_OF_DANGER = 0.35
"""Confidence from which the model's word is enough for help with danger; below it is offered as a button.

The rules, which decide first, are always sure.
"""

SURE_OF_FACT = 0.3
"""The same for questions about what is talked about, where a wrong answer costs her one look.

Not where danger is among the guesses.
"""

PLAUSIBLE = 0.08
"""Confidence below which a guess is not even offered."""

ASKABLE = frozenset(
    {
        Intent.FIND_COURSE,
        Intent.FIND_CHILDCARE_COURSE,
        Intent.ASK_RECOGNITION,
        Intent.FIND_WORK,
        Intent.FIND_FAMILY_OFFER,
        Intent.TALK_TO_COUNSELLOR,
        Intent.ASK_COST,
        Intent.ASK_REGISTRATION,
        Intent.ASK_DOCUMENTS,
        Intent.ASK_RIGHTS,
        Intent.CRISIS,
        Intent.CHANGE_LANGUAGE,
        Intent.PRIVACY,
        Intent.HELP,
    }
)
"""Intents that can be offered as "did you mean …?"."""

_QUESTIONS_ABOUT = frozenset(
    {Intent.ASK_COST, Intent.ASK_REGISTRATION, Intent.ASK_DOCUMENTS, Intent.TALK_TO_COUNSELLOR}
)

_SMALL_TALK: dict[Intent, Reply] = {
    Intent.GREET: Greeting(),
    Intent.GOODBYE: SmallTalk(SmallTalkKind.GOODBYE),
    Intent.THANK: SmallTalk(SmallTalkKind.THANKS),
    Intent.BOT_CHALLENGE: SmallTalk(SmallTalkKind.ROBOT),
    Intent.OUT_OF_SCOPE: SmallTalk(SmallTalkKind.OUT_OF_SCOPE),
    Intent.HELP: Help(),
}


def respond(state: ConversationState, event: Event, *, languages: Collection[str]) -> Turn:
    """What she is told after an event, and her new state; a reply or a request at least, but to a group only once.

    Args:
        languages: BCP 47 codes that can be spoken.
    """
    held_words, state = state.held_words, replace(state, held_words="")
    match event:
        case ButtonPressed(Action(ActionKind.SHOW, value)):
            return _shown_or_not(replace(state, failures=0), held_words, value)
        case Understood() | NotUnderstood():
            state = _in_her_language(state, event, languages)
            if isinstance(event, NotUnderstood):
                return say(state, ButtonsOnly())
            return _asking_to_show(_understood(state, event, languages))
        case ButtonPressed(action):
            return (
                say(state, OldButton()) if action is None else _pressed(replace(state, failures=0), action, languages)
            )
        case CommandGiven(command):
            return _commanded(state, command)
        case NothingToRead():
            return _failed(state)
        case ContentSent(kind):
            return say(state, CannotRead(kind))
        case PlaceShared(place):
            return _place_shared(state, place)
        case CalledInGroup():
            return Turn(state) if state.is_group else say(replace(state, is_group=True), OnlyInPrivate())
        case MessageEdited():
            return say(state, EditNotSeen())
        case OffersFound():
            return search.show(state, event)
        case OfferFound():
            is_all_of_it = event.view is OfferView.DETAILS
            return search.show_one(_ratable(state, Intent.FIND_COURSE) if is_all_of_it else state, event)
        case AnswerFound():
            return facts.show(_ratable(state, event.topic), event)
        case RouteFound():
            return recognition.show(_ratable(state, Intent.ASK_RECOGNITION), event)
        case SubscriptionFound(purpose, subscription):
            kept = Kept(state.wishes, state.profession, state.country, subscription)
            return say(state, PrivacyNotice(kept) if purpose is Purpose.PRIVACY else Export(kept))
        case StepsFound():
            return path.show(state, event)
        case KnowledgeUnavailable():
            return say(state, OffersUnavailable())


def _in_her_language(
    state: ConversationState, event: Understood | NotUnderstood, languages: Collection[str]
) -> ConversationState:
    """The message's own language wins; bare values ("B1", "Nürtingen") tell nothing about it."""
    is_bare = isinstance(event, Understood) and event.intent is Intent.INFORM
    if not event.is_language_sure or event.language not in languages or (is_bare and state.is_language_known):
        return state
    return replace(state, language=event.language, is_language_known=True)


def _understood(state: ConversationState, message: Understood, languages: Collection[str]) -> Turn:
    if message.intent is Intent.CRISIS and message.confidence >= SURE_OF_DANGER:
        return say(replace(state, failures=0, pending=None), Danger())
    message = in_context(state, message)
    if asks_for_duration(state, message):
        return facts.ask(replace(state, failures=0, held=()), Topic.RECOGNITION_DURATION)
    if message.confidence < SURE:
        return _unsure(state, message, languages)
    return _act(replace(state, failures=0, held=()), message.intent, message.slots, languages, message.cues)


def _unsure(state: ConversationState, message: Understood, languages: Collection[str]) -> Turn:
    """Values that answer an open question are taken; otherwise the two best guesses are offered."""
    if state.pending is not None and message.slots and message.intent is not Intent.CRISIS:
        return _act(replace(state, failures=0), Intent.INFORM, message.slots, languages)
    ranked = [
        (message.intent, message.confidence),
        *((guess.intent, guess.confidence) for guess in message.alternatives),
    ]
    if _is_likely_question(state, message):
        return _act(replace(state, failures=0), message.intent, message.slots, languages, message.cues)
    plausible = tuple(intent for intent, confidence in ranked if intent in ASKABLE and confidence >= PLAUSIBLE)[:2]
    if not plausible:
        return _failed(state)
    state = replace(state, failures=state.failures + 1, held=tuple(message.slots.items()))
    return say(state, DidYouMean(plausible))


def _asking_to_show(turn: Turn) -> Turn:
    """Words that were not understood twice in a row can teach staff what women ask."""
    if turn.replies != (NotUnderstoodReply(offers_person=True),):
        return turn
    return replace(turn, replies=(*turn.replies, AskToShow()), holds_words=True)


def _shown_or_not(state: ConversationState, held_words: str, value: str) -> Turn:
    if not held_words:
        return say(state, OldButton())
    is_shown = value == "yes"
    records = (QuestionShown(held_words, state.language),) if is_shown else ()
    return Turn(state, (QuestionDecided(is_shown),), records=records)


def _is_likely_question(state: ConversationState, message: Understood) -> bool:
    is_danger_near = any(
        guess.intent is Intent.CRISIS and guess.confidence >= PLAUSIBLE for guess in message.alternatives
    )
    is_question = message.intent in _QUESTIONS_ABOUT and state.need is not None
    return is_question and message.confidence >= SURE_OF_FACT and not is_danger_near


def _failed(state: ConversationState) -> Turn:
    state = replace(state, failures=state.failures + 1)
    return say(state, NotUnderstoodReply(offers_person=state.failures >= 2))


def _act(
    state: ConversationState,
    intent: Intent,
    slots: Slots,
    languages: Collection[str],
    cues: frozenset[Cue] = frozenset(),
) -> Turn:
    match intent:
        case Intent.FIND_COURSE:
            return search.begin(state, Need.COURSE, slots, cues)
        case Intent.FIND_CHILDCARE_COURSE:
            return search.begin(state, Need.CHILDCARE, slots, cues)
        case Intent.ASK_RECOGNITION:
            return recognition.begin(state, slots)
        case Intent.INFORM:
            return _informed(state, slots, cues)
        case Intent.AFFIRM | Intent.DENY if slots:
            # "No, B2": the value says what she wants.
            return _informed(state, slots, cues)
        case Intent.AFFIRM:
            return _affirmed(state)
        case Intent.DENY:
            return _denied(state)
        case Intent.MORE_RESULTS:
            return search.search(state) if state.has_results else say(state, Menu())
        case Intent.RESTART:
            fresh = ConversationState(language=state.language, is_language_known=state.is_language_known)
            return say(fresh, SmallTalk(SmallTalkKind.RESTARTED))
        case Intent.CHANGE_LANGUAGE:
            return _language_wished(state, slots, languages)
        case Intent.CRISIS:
            return say(replace(state, pending=None), Danger())
        case Intent.PRIVACY:
            return _kept(state, Purpose.PRIVACY)
        case _ if intent in _SMALL_TALK:
            return say(state, _SMALL_TALK[intent])
        case _:
            if slots.get(Entity.PROFESSION):
                state = replace(recognition.remember(state, slots))
            return facts.ask(state, facts.topic_of(intent, state.need))


def _informed(state: ConversationState, slots: Slots, cues: frozenset[Cue] = frozenset()) -> Turn:
    """Bare values go where they were asked for, else into the running search, else they begin one."""
    about_profession = bool(slots.get(Entity.PROFESSION)) or (
        bool(slots.get(Entity.COUNTRY)) and state.need is Need.RECOGNITION
    )
    if state.pending is Question.PROFESSION and set(slots) == {Entity.COUNTRY}:
        return say(recognition.remember(state, slots), Ask(Question.PROFESSION))
    if about_profession and (state.pending is Question.PROFESSION or state.need in (None, Need.RECOGNITION)):
        return recognition.find(recognition.remember(state, slots))
    if not cues & REFINING and set(slots) <= {Entity.COUNTRY, Entity.PROFESSION, Entity.LANGUAGE}:
        return say(state, Ask(state.pending)) if state.pending else _failed(state)
    if state.need in (Need.COURSE, Need.CHILDCARE, Need.PATH):
        return search.fill(state, slots, cues)
    is_about_children = bool(slots.get(Entity.CHILDCARE) or slots.get(Entity.CHILD_AGE))
    need = Need.CHILDCARE if is_about_children else Need.COURSE
    return search.begin(replace(state, pending=None), need, slots, cues)


def _place_shared(state: ConversationState, place: str) -> Turn:
    """Her town: for the running search, or for the next one while she asks about recognition."""
    if state.need is Need.RECOGNITION:
        state = replace(state, wishes=replace(state.wishes, place=place))
        turn = say(state, Ask(state.pending) if state.pending else Menu())
    else:
        turn = _informed(replace(state, failures=0), {Entity.PLACE: (place,)})
    return replace(turn, replies=(PlaceUnderstood(place), *turn.replies))


def _affirmed(state: ConversationState) -> Turn:
    if state.pending is not None:
        return say(state, Ask(state.pending))
    return search.search(state) if state.has_results else say(state, Menu())


def _denied(state: ConversationState) -> Turn:
    """A no to a question means that it does not matter."""
    if state.pending is Question.PROFESSION:
        return recognition.find(replace(state, profession=None))
    if state.pending is not None:
        return search.skip(state, state.pending)
    return say(state, SmallTalk(SmallTalkKind.FINE))


def _language_wished(state: ConversationState, slots: Slots, languages: Collection[str]) -> Turn:
    wished = slots.get(Entity.LANGUAGE, ())
    for code in wished:
        if code in languages:
            return say(replace(state, language=code, is_language_known=True), LanguageSet())
    return say(state, LanguageNotSpoken() if wished else AskLanguage())


def _commanded(state: ConversationState, command: Command | None) -> Turn:
    match command:
        case Command.START:
            fresh = ConversationState(language=state.language, is_language_known=state.is_language_known)
            return say(fresh, Greeting())
        case Command.HELP:
            return say(state, Help())
        case Command.LANGUAGE:
            return say(state, AskLanguage())
        case Command.PRIVACY:
            return _kept(state, Purpose.PRIVACY)
        case Command.EXPORT:
            return _kept(state, Purpose.EXPORT)
        case Command.DELETE:
            return say(state, AskDelete())
        case None:
            return say(state, UnknownCommand())


def _pressed(state: ConversationState, action: Action, languages: Collection[str]) -> Turn:
    if action.kind is ActionKind.LANGUAGE:
        if not action.value:
            return say(state, AskLanguage())
        if action.value not in languages:
            return say(state, OldButton())
        is_first = not state.is_language_known and state.need is None
        state = replace(state, language=action.value, is_language_known=True)
        return say(state, Greeting() if is_first else LanguageSet())
    if action.kind is ActionKind.GUESS:
        return _guess_confirmed(state, action.value, languages)
    return _PRESSES[action.kind](replace(state, held=()), action.value)


def _need_chosen(state: ConversationState, value: str) -> Turn:
    need = Need(value)
    state = replace(state, pending=None)
    if need is Need.PATH:
        return path.begin(state)
    return recognition.begin(state, {}) if need is Need.RECOGNITION else search.begin(state, need, {})


def _in_search(state: ConversationState) -> ConversationState:
    """Buttons of a search may be pressed after another topic; they return to the search."""
    return state if state.need in (Need.COURSE, Need.CHILDCARE) else replace(state, need=Need.COURSE, pending=None)


def _level_chosen(state: ConversationState, value: str) -> Turn:
    state = state if state.need is Need.PATH else _in_search(state)
    return search.skip(state, Question.LEVEL) if value == ANY else search.has_level(state, Level(value))


def _place_chosen(state: ConversationState, value: str) -> Turn:
    state = _in_search(state)
    if value == OTHERS:
        return say(replace(state, pending=Question.PLACE), Ask(Question.PLACE, shows_all=True))
    if value == ANY:
        return search.answered(state, replace(state.wishes, place=None), Question.PLACE)
    return search.answered(state, replace(state.wishes, place=value), Question.PLACE)


def _care_chosen(state: ConversationState, value: str) -> Turn:
    state = _in_search(state)
    care = None if value == ANY else CareMode(value)
    return search.answered(state, replace(state.wishes, care=care), Question.CARE)


def _until_chosen(state: ConversationState, value: str) -> Turn:
    state = _in_search(state)
    until = f"{value[:2]}:{value[2:]}"
    return search.answered(state, replace(state.wishes, care=CareMode.HOURS, time_until=until), Question.CARE)


def _profession_chosen(state: ConversationState, value: str) -> Turn:
    if value == OTHERS:
        return say(replace(state, pending=Question.PROFESSION), Ask(Question.PROFESSION, shows_all=True))
    return recognition.find(replace(state, profession=None if value == ANY else Profession(value)))


def _guess_confirmed(state: ConversationState, value: str, languages: Collection[str]) -> Turn:
    slots = dict(state.held)
    return _act(replace(state, held=()), Intent(value), slots, languages)


def _type_searched(state: ConversationState, value: str) -> Turn:
    return search.begin(replace(state, pending=None), Need.COURSE, {Entity.COURSE_TYPE: (CourseType(value),)})


def _more(state: ConversationState, _: str) -> Turn:
    return search.search(state) if state.has_results else say(state, OldButton())


def _open(state: ConversationState, _: str) -> Turn:
    return search.search(state, View.OPEN) if state.has_results else say(state, OldButton())


def _changed(state: ConversationState, _: str) -> Turn:
    need = state.need if state.need in (Need.COURSE, Need.CHILDCARE) else Need.COURSE
    forgotten = Wishes(child_age_years=state.wishes.child_age_years)  # No question asks for the age.
    return search.begin(replace(state, pending=None, wishes=forgotten), need, {})


def _refined(**changes: object) -> Callable[[ConversationState, str], Turn]:
    def press(state: ConversationState, _: str) -> Turn:
        if not state.has_results:
            return say(state, OldButton())
        wishes = replace(state.wishes, **changes)  # type: ignore[arg-type]
        return search.search_with(state, wishes)

    return press


def _ratable(state: ConversationState, subject: str) -> ConversationState:
    """An answer is shown anew: she may say whether this one helped."""
    return replace(state, rated=state.rated - {str(subject)})


def _rated(state: ConversationState, value: str) -> Turn:
    verdict, _, subject = value.partition("-")
    if subject in state.rated:
        return say(state, RatingTaken(None))
    has_helped = verdict == "yes"
    state = replace(state, rated=state.rated | {subject})
    return Turn(state, (RatingTaken(has_helped),), records=(Rated(subject, state.language, has_helped),))


def _watched(state: ConversationState, value: str) -> Turn:
    if value == "stop":
        return Turn(state, (WatchStopped(),), records=(StopWatching(),))
    has_seen_matches = state.view is View.MATCHES and state.offset > 0
    if not state.has_results or has_seen_matches:  # A button of a search before this one.
        return say(state, OldButton())
    return Turn(state, (WatchStarted(state.wishes),), records=(Watch(state.wishes, state.language),))


def _kept(state: ConversationState, purpose: Purpose) -> Turn:
    return Turn(state, request=FindSubscription(purpose))


def _not_for_me(state: ConversationState, value: str) -> Turn:
    return say(state, AskWhyNot(int(value)))


def _why_not(state: ConversationState, value: str) -> Turn:
    reason, _, offer_id = value.partition("-")
    return search.not_for_her(_in_search(state), WhyNot(reason), int(offer_id))


def _delete(state: ConversationState, value: str) -> Turn:
    if value != "yes":
        return say(state, AskDelete())
    fresh = ConversationState(language=state.language)
    return Turn(fresh, (Deleted(),), forgets=True)


_PRESSES: dict[ActionKind, Callable[[ConversationState, str], Turn]] = {
    ActionKind.NEED: _need_chosen,
    ActionKind.LEVEL: _level_chosen,
    ActionKind.PLACE: _place_chosen,
    ActionKind.CARE: _care_chosen,
    ActionKind.UNTIL: _until_chosen,
    ActionKind.PROFESSION: _profession_chosen,
    ActionKind.SEARCH: _type_searched,
    ActionKind.MORE: _more,
    ActionKind.OPEN: _open,
    ActionKind.CHANGE: _changed,
    ActionKind.WOMEN_ONLY: _refined(women_only=True),
    ActionKind.ONLINE: _refined(format=Format.ONLINE),
    ActionKind.WITH_CARE: _refined(care=CareMode.CARE),
    ActionKind.FREE: _refined(is_free=True),
    ActionKind.NOT_FOR_ME: _not_for_me,
    ActionKind.WHY_NOT: _why_not,
    ActionKind.OFFER: lambda state, value: search.look_at(state, int(value), OfferView.DETAILS),
    ActionKind.WEEK: lambda state, value: search.look_at(state, int(value), OfferView.WEEK),
    ActionKind.CALENDAR: lambda state, value: search.look_at(state, int(value), OfferView.CALENDAR),
    ActionKind.MAP: lambda state, value: search.look_at(state, int(value), OfferView.MAP),
    ActionKind.RELAX: lambda state, value: (
        search.relax(state, Wish(value)) if state.has_results else say(state, OldButton())
    ),
    ActionKind.TOPIC: lambda state, value: facts.ask(state, Topic(value)),
    ActionKind.PERSON: lambda state, _: facts.ask(state, facts.topic_of(Intent.TALK_TO_COUNSELLOR, state.need)),
    ActionKind.MENU: lambda state, _: say(replace(state, pending=None), Menu()),
    ActionKind.PRIVACY: lambda state, _: _kept(state, Purpose.PRIVACY),
    ActionKind.DELETE: _delete,
    ActionKind.RATE: _rated,
    ActionKind.WATCH: _watched,
    ActionKind.SHOW: lambda state, value: _shown_or_not(state, "", value),  # Answered before, where there are words.
}
