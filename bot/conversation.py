"""One turn, from event to commit: understand, respond, fetch what is asked for, render, store."""

import logging
from asyncio import Lock, to_thread
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from weakref import WeakValueDictionary

from bot.dialogue.events import (
    Event,
    Fact,
    FindSubscription,
    Incoming,
    KnowledgeUnavailable,
    Request,
    SubscriptionFound,
    TextWritten,
    Understood,
)
from bot.dialogue.masking import masked
from bot.dialogue.records import Record
from bot.dialogue.replies import Apology, Reply
from bot.dialogue.respond import respond
from bot.dialogue.state import ConversationState
from bot.errors import KnowledgeError, StorageError, cause
from bot.ports import Knowledge, Store, Understanding
from bot.rendering.message import Message
from bot.rendering.render import Renderer

MAX_STEPS = 4
"""Facts that one turn may ask for; more is a mistake in the dialogue."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a turn leaves to be committed."""

    state: ConversationState | None
    """`None`: she is to be forgotten."""
    messages: Sequence[Message]
    records: Sequence[Record] = ()


class Conversation:
    """Answers updates of one channel; the turns of one chat run one after the other."""

    def __init__(
        self,
        store: Store,
        understanding: Understanding,
        knowledge: Knowledge,
        renderer: Renderer,
        *,
        on_commit: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._understanding = understanding
        self._knowledge = knowledge
        self._renderer = renderer
        self._on_commit = on_commit
        self._locks: WeakValueDictionary[str, Lock] = WeakValueDictionary()

    async def handle(self, incoming: Incoming) -> None:
        """Answer one update; when this returns, state, answer and update are committed.

        Raises:
            StorageError: nothing could be stored; the update must stay unacknowledged.
        """
        lock = self._locks.setdefault(incoming.chat_id, Lock())
        async with lock:
            memory = await self._store.recall(incoming.chat_id, incoming.update_id)
            if memory.is_handled:
                return
            outcome = await self._turn(memory.state or self._first_state(incoming), incoming)
            await self._store.commit(
                incoming.chat_id, incoming.update_id, outcome.state, outcome.messages, outcome.records
            )
        self._on_commit()

    async def _turn(self, state: ConversationState, incoming: Incoming) -> _Outcome:
        started = perf_counter()
        try:
            event = await self._event(state, incoming)
            outcome = await self._respond(state, event, incoming)
        except StorageError:
            raise
        except Exception as error:
            # She is told and nobody waits behind her; the cause goes to the log without her words.
            _log.error("turn failed: %s", cause(error))
            return _Outcome(state, self._renderer.render(Apology(), state.language))
        intent = event.intent if isinstance(event, Understood) else type(event).__name__
        _log.info("turn %s in %.0f ms", intent, (perf_counter() - started) * 1000)
        return outcome

    def _render(self, replies: Sequence[Reply], language: str) -> list[Message]:
        return [message for reply in replies for message in self._renderer.render(reply, language)]

    async def _event(self, state: ConversationState, incoming: Incoming) -> Event:
        if isinstance(incoming.content, TextWritten):
            return await self._understanding.understand(incoming.content.text, language=state.language)
        return incoming.content

    async def _respond(self, state: ConversationState, event: Event, incoming: Incoming) -> _Outcome:
        replies: list[Reply] = []
        records: list[Record] = []
        for _ in range(MAX_STEPS):
            turn = respond(state, event, languages=self._renderer.languages)
            replies += turn.replies
            records += turn.records
            state = turn.state
            if turn.holds_words and isinstance(incoming.content, TextWritten):
                state = replace(state, held_words=masked(incoming.content.text))
            if turn.request is None:
                # Pictures take a while to draw; other chats go on meanwhile.
                messages = await to_thread(self._render, replies, state.language)
                return _Outcome(None if turn.forgets else state, messages, records)
            event = await self._fetch(turn.request, incoming.chat_id, state.language)
        raise RuntimeError("The dialogue asks for facts without end.")

    async def _fetch(self, request: Request, chat_id: str, language: str) -> Fact:
        if isinstance(request, FindSubscription):
            return SubscriptionFound(request.purpose, await self._store.subscription(chat_id))
        try:
            return await self._knowledge.fetch(request, language=language)
        except KnowledgeError as error:
            _log.warning("knowledge base unavailable: %s", cause(error.__cause__ or error))
            return KnowledgeUnavailable()

    def _first_state(self, incoming: Incoming) -> ConversationState:
        app_language = (incoming.app_language or "").split("-")[0]
        return ConversationState(language=app_language if app_language in self._renderer.languages else "de")
