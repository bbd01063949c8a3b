"""Random walks over the whole dialogue: every event has an answer, and the talk never gets stuck."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.actions import Action, ActionKind, Need, decode, encode
from bot.dialogue.events import (
    AnswerFound,
    ButtonPressed,
    CalledInGroup,
    Command,
    CommandGiven,
    ContentKind,
    ContentSent,
    Event,
    Fact,
    FindAnswer,
    FindOffer,
    FindOffers,
    FindRoute,
    FindSteps,
    FindSubscription,
    Guess,
    KnowledgeUnavailable,
    MessageEdited,
    NothingToRead,
    NotUnderstood,
    OfferFound,
    OffersFound,
    OfferView,
    PlaceShared,
    Request,
    RouteFound,
    StepsFound,
    SubscriptionFound,
    Understood,
)
from bot.dialogue.respond import respond
from bot.dialogue.state import ConversationState
from knowledge_base.results import NearMiss, OfferedStep, OpenQuestion, PathStep, SearchResult, Step, Wish
from knowledge_base.vocabulary import (
    PLACE_NAMES,
    CourseType,
    Entity,
    Intent,
    Level,
    Profession,
    TimeOfDay,
    Topic,
    Weekday,
)
from tests.dialogue.examples import LANGUAGES, offer

_VALUES: dict[Entity, st.SearchStrategy[str]] = {
    Entity.COURSE_TYPE: st.sampled_from([*CourseType, "unheard_of"]),
    Entity.LEVEL: st.sampled_from([*Level, "D9"]),
    Entity.PLACE: st.sampled_from(list(PLACE_NAMES)),
    Entity.WEEKDAY: st.sampled_from(list(Weekday)),
    Entity.TIME_OF_DAY: st.sampled_from(list(TimeOfDay)),
    Entity.TIME_FROM: st.sampled_from(["08:00", "13:30"]),
    Entity.TIME_UNTIL: st.sampled_from(["12:00", "16:00"]),
    Entity.CHILDCARE: st.just("true"),
    Entity.CHILD_AGE: st.sampled_from(["2", "1.5", "many"]),
    Entity.FORMAT: st.sampled_from(["online", "in_person"]),
    Entity.PACE: st.sampled_from(["part_time", "full_time"]),
    Entity.PROFESSION: st.sampled_from([*Profession, "astronaut"]),
    Entity.COUNTRY: st.sampled_from(["SY", "UA"]),
    Entity.LANGUAGE: st.sampled_from([*LANGUAGES, "so"]),
}
_slots = st.dictionaries(st.sampled_from(list(Entity)), st.none(), max_size=4).flatmap(
    lambda chosen: st.fixed_dictionaries(
        {entity: st.lists(_VALUES[entity], min_size=1, max_size=2).map(tuple) for entity in chosen}
    )
)
_confidence = st.floats(0, 1)
_messages = st.builds(
    Understood,
    st.sampled_from(list(Intent)),
    _confidence,
    st.sampled_from([*LANGUAGES, "xx"]),
    st.booleans(),
    st.lists(st.builds(Guess, st.sampled_from(list(Intent)), _confidence), max_size=3).map(tuple),
    _slots,
)
_ENUM_VALUES = [
    "",
    "-",
    "+",
    "yes",
    "1300",
    "7",
    *Need,
    *Level,
    *CourseType,
    *Topic,
    *Wish,
    *Intent,
    *Profession,
    "care",
    "online",
    "ar",
    "nuertingen",
    "yes-rights",
    "no-find_course",
    "yes-danger",
    "stop",
    "no",
]
_actions = st.builds(Action, st.sampled_from(list(ActionKind)), st.sampled_from([str(value) for value in _ENUM_VALUES]))
_presses = _actions.map(lambda action: ButtonPressed(decode(encode(action))))
_events: st.SearchStrategy[Event] = st.one_of(
    _messages,
    _presses,
    st.builds(NotUnderstood, st.sampled_from(LANGUAGES), st.booleans()),
    st.just(NothingToRead()),
    st.builds(CommandGiven, st.sampled_from([*Command, None])),
    st.builds(ContentSent, st.sampled_from(list(ContentKind))),
    st.just(MessageEdited()),
    st.builds(PlaceShared, st.sampled_from(list(PLACE_NAMES))),
    st.just(CalledInGroup()),
)
_counts = st.integers(0, 5)


def _fact(request: Request, counts: tuple[int, int, int], is_down: bool) -> Fact:
    if isinstance(request, FindSubscription):
        return SubscriptionFound(request.purpose, None)
    if is_down:
        return KnowledgeUnavailable()
    match request:
        case FindOffers(criteria, view):
            matches, ask, misses = counts
            result = SearchResult(
                criteria,
                tuple(offer(number) for number in range(1, matches + 1)),
                tuple(OpenQuestion(offer(number), (Wish.CHILDCARE,)) for number in range(11, 11 + ask)),
                tuple(NearMiss(offer(number), Wish.PLACE) for number in range(21, 21 + misses)),
                matches_count=matches,
                ask_count=ask,
            )
            return OffersFound(result, view)
        case FindOffer(offer_id, view):
            content = b"BEGIN:VCALENDAR" if counts[0] and view is OfferView.CALENDAR else None
            return OfferFound(offer(offer_id) if offer_id % 2 else None, view, counts[1] * 10, content)
        case FindAnswer(topic):
            return AnswerFound(topic, None)
        case FindSteps():
            step = OfferedStep(PathStep(Step.MEET, Topic.MEETING_GROUPS), offer(1), 1)
            return StepsFound((step,) * min(counts[0], 2))
        case FindRoute(profession):
            return RouteFound(profession, None)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(_events, st.tuples(_counts, _counts, _counts), st.booleans()), min_size=1, max_size=12))
def test_every_event_has_an_answer(talk: list[tuple[Event, tuple[int, int, int], bool]]) -> None:
    state = ConversationState()
    for event, counts, is_down in talk:
        turn = respond(state, event, languages=LANGUAGES)
        replies = list(turn.replies)
        if turn.request is not None:
            turn = respond(turn.state, _fact(turn.request, counts, is_down), languages=LANGUAGES)
            replies += turn.replies

        assert turn.request is None, "one question to the knowledge base is enough for a turn"
        assert replies or event == CalledInGroup(), event
        assert turn.state.language in LANGUAGES
        state = replace(turn.state, held_words="her words") if turn.holds_words else turn.state
    assert state.asked <= 2


@given(_actions)
def test_what_can_be_decoded_is_what_was_encoded(action: Action) -> None:
    found = decode(encode(action))

    assert found in (action, None)


@given(st.text(max_size=80))
def test_forged_callback_data_is_refused_or_harmless(data: str) -> None:
    found = decode(data)

    assert found is None or encode(found) == data
