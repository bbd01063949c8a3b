"""Courses, and courses that work with children: ask what is missing, search, show, refine."""

from dataclasses import replace

from bot.dialogue.actions import CareMode, Need, WhyNot
from bot.dialogue.events import Cue, FindOffer, FindOffers, OfferFound, OffersFound, OfferView, Slots, View
from bot.dialogue.flows import path
from bot.dialogue.replies import (
    Ask,
    NoMoreOffers,
    OfferGone,
    Remembered,
    Reply,
    ShowCalendarFile,
    ShowMap,
    ShowNearMisses,
    ShowOffer,
    ShowOffers,
    ShowOpenQuestions,
    ShowWeek,
)
from bot.dialogue.state import ConversationState, Question, Wishes
from bot.dialogue.turn import Turn, say
from bot.dialogue.wishes import criteria_of, rejecting, remembered, settled_by, with_slots, without
from knowledge_base.results import OfferSummary, Wish
from knowledge_base.vocabulary import Level

PAGE_SIZE = 3
"""Offers in one message; more is hard to read on a small phone."""

MAX_QUESTIONS = 2
"""Asked before the first results."""

_QUESTIONS = {
    Need.COURSE: (Question.LEVEL, Question.PLACE),
    Need.CHILDCARE: (Question.CARE, Question.PLACE, Question.LEVEL),
}


def begin(state: ConversationState, need: Need, slots: Slots, cues: frozenset[Cue] = frozenset()) -> Turn:
    """A search begins; a message that answers an open question of the same search continues it."""
    continues = state.pending in (Question.LEVEL, Question.PLACE, Question.CARE) and bool(slots)
    if continues:
        need = Need.CHILDCARE if Need.CHILDCARE in (need, state.need) else need
        return fill(replace(state, need=need), slots, cues)
    kept = remembered(state.wishes, slots)
    state = replace(
        state,
        need=need,
        wishes=with_slots(kept, slots, cues, is_about_children=need is Need.CHILDCARE),
        settled=frozenset(),
        pending=None,
        asked=0,
        view=View.MATCHES,
        offset=0,
        has_results=False,
    )
    turn = advance(state)
    # The age of her child alone changes no search: nothing to tell.
    is_told = replace(kept, child_age_years=None, oldest_child_years=None) != Wishes()
    return replace(turn, replies=(Remembered(kept), *turn.replies)) if is_told else turn


def fill(state: ConversationState, slots: Slots, cues: frozenset[Cue] = frozenset()) -> Turn:
    """Values she named go into the running search."""
    is_answer = state.pending is Question.LEVEL or state.wishes.level_goal is None
    is_about_children = state.need is Need.CHILDCARE
    wishes = with_slots(state.wishes, slots, cues, is_answer=is_answer, is_about_children=is_about_children)
    return answered(state, wishes)


def answered(state: ConversationState, wishes: Wishes, *questions: Question) -> Turn:
    """Her wishes have changed; `questions` need not be asked again."""
    pending = None if state.pending in {*questions, *settled_by(wishes)} or state.pending is None else state.pending
    state = replace(_from_the_top(state, wishes), settled=state.settled | set(questions), pending=pending)
    return advance(state)


def skip(state: ConversationState, question: Question) -> Turn:
    """It does not matter to her."""
    return answered(replace(state, pending=None), state.wishes, question)


def advance(state: ConversationState) -> Turn:
    """The next question, or the search when enough is known."""
    if state.need is Need.PATH:
        return path.advance(state)
    known = state.settled | settled_by(state.wishes)
    open_questions = [question for question in _QUESTIONS[state.need or Need.COURSE] if question not in known]
    if not state.has_results and state.asked < MAX_QUESTIONS and open_questions:
        question = open_questions[0]
        asked = state.asked + (question is not state.pending)
        return say(replace(state, pending=question, asked=asked), Ask(question))
    return search(state)


def search(state: ConversationState, view: View | None = None) -> Turn:
    """Ask the knowledge base with the wishes as they are, for the next page of a list; by default the one she sees."""
    if view is not None and view is not state.view:
        state = replace(state, view=view, offset=0)
    state = replace(state, pending=None, has_results=True)
    return Turn(state, request=FindOffers(criteria_of(state.wishes), state.view, state.offset, PAGE_SIZE))


def _from_the_top(state: ConversationState, wishes: Wishes) -> ConversationState:
    return replace(state, wishes=wishes, view=View.MATCHES, offset=0)


def search_with(state: ConversationState, wishes: Wishes) -> Turn:
    """Search anew with other wishes."""
    return search(_from_the_top(state, wishes))


def show(state: ConversationState, found: OffersFound) -> Turn:
    """What was found, page by page; nothing found is never the end of it."""
    result, first = found.result, state.offset
    if found.view is View.OPEN and result.ask:
        seen = first + len(result.ask)
        reply: Reply = ShowOpenQuestions(result.ask, first + 1, result.ask_count)
        return say(replace(state, offset=seen), reply)
    if found.view is View.OPEN:
        return say(state, NoMoreOffers(0))
    if result.matches_count == 0:
        return say(
            state,
            ShowNearMisses(result.near_misses[:PAGE_SIZE], result.relaxed, result.criteria, result.ask_count),
        )
    if not result.matches:
        return say(state, NoMoreOffers(result.ask_count))
    reply = ShowOffers(
        result.matches, result.criteria, first + 1, result.matches_count, result.ask_count, result.reasons
    )
    return say(replace(state, offset=first + len(result.matches)), reply)


def look_at(state: ConversationState, offer_id: int, view: OfferView) -> Turn:
    """Ask the knowledge base for one offer."""
    return Turn(state, request=FindOffer(offer_id, view, state.wishes.place))


def show_one(state: ConversationState, found: OfferFound) -> Turn:
    """What she asked to see of one offer, or a kind word that it is gone."""
    if found.offer is None:
        return say(state, OfferGone())
    match found.view:
        case OfferView.DETAILS:
            return say(state, ShowOffer(found.offer))
        case OfferView.WEEK:
            return say(state, _week(state.wishes, found.offer, found.way_minutes))
        case OfferView.CALENDAR:
            return say(state, ShowCalendarFile(found.offer, found.calendar_file))
        case OfferView.MAP:
            return say(state, ShowMap(found.offer))


def _week(wishes: Wishes, offer: OfferSummary, way_minutes: int) -> ShowWeek:
    """Her times are those of Kita or school only where she said so; else they are wishes about the course."""
    if wishes.care is not CareMode.HOURS or wishes.time_until is None:
        return ShowWeek(offer, way_minutes)
    return ShowWeek(offer, way_minutes, wishes.time_from, wishes.time_until)


def relax(state: ConversationState, wish: Wish) -> Turn:
    """Search again without one wish."""
    return search_with(state, without(state.wishes, wish))


def not_for_her(state: ConversationState, reason: WhyNot, offer_id: int) -> Turn:
    """She told what is wrong with an offer: that is asked anew or taken as a wish, and the offer does not come back."""
    wishes = rejecting(state.wishes, offer_id)
    match reason:
        case WhyNot.CARE:
            return search_with(state, replace(wishes, care=CareMode.CARE))
        case WhyNot.MONEY:
            return search_with(state, replace(wishes, is_free=True))
        case WhyNot.OTHER:
            return search_with(state, wishes)
    question = {WhyNot.TIME: Question.CARE, WhyNot.PLACE: Question.PLACE, WhyNot.LEVEL: Question.LEVEL}[reason]
    return say(replace(_from_the_top(state, wishes), pending=question, has_results=True), Ask(question))


def has_level(state: ConversationState, level: Level) -> Turn:
    """She has told how much German she knows today."""
    return answered(state, replace(state.wishes, level_now=level, level_goal=None), Question.LEVEL)
