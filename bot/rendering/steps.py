"""Her next steps on the way to work in her profession."""

from bot.dialogue.actions import ActionKind
from bot.dialogue.replies import ShowSteps
from bot.rendering.buttons import Rows, bold, menu_button, message, person_button, press, topic_button
from bot.rendering.language import Language
from bot.rendering.message import Button, Message
from bot.rendering.names import TOPICS
from bot.rendering.offers import card, course_type_buttons
from knowledge_base.results import OfferedStep


def steps(language: Language, reply: ShowSteps) -> list[Message]:
    """At most two steps with their usual time and the best offer for each; at the goal a person."""
    last: Rows = ((person_button(language), menu_button(language)),)
    if not reply.steps:
        # Translators: she has done all steps we know of.
        return [message(language, [language.say("You have come very far. A person can help you now.")], last)]
    # Translators: above the next two steps on her way to work in her profession.
    paragraphs = [bold(language.say("Your next steps:"))]
    rows: Rows = ()
    for number, step in enumerate(reply.steps, 1):
        paragraphs.append(_step(language, number, step))
        rows += ((topic_button(language, step.stage.topic), *_offer_button(language, number, step)),)
        if step.offers_count > 1:
            rows += course_type_buttons(language, tuple(sorted(step.stage.course_types))[:1])
    # Translators: how long a step takes is different for each woman.
    paragraphs.append(language.say("The times are usual ones, not a promise."))
    return [message(language, paragraphs, (*rows, *last))]


def _step(language: Language, number: int, step: OfferedStep) -> str:
    lines = [bold(f"{number}. " + language.say(TOPICS[step.stage.topic]))]
    months_from, months_to = step.stage.months_from, step.stage.months_to
    if months_from is not None and months_to is not None:
        span = str(months_to) if months_from == months_to else f"{months_from}–{months_to}"
        lines.append("⏳ " + language.say("Time: about %(months)s months", months=language.isolate(span)))
    if step.offer:
        lines.append(card(language, step.offer))
    return "\n".join(lines)


def _offer_button(language: Language, number: int, step: OfferedStep) -> tuple[Button, ...]:
    if step.offer is None:
        return ()
    return (press(language.label("🔎 Course %(n)s", n=str(number)), ActionKind.OFFER, str(step.offer.id)),)
