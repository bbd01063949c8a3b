"""Greeting, help, small talk, and every sentence for what cannot be read or done."""

from collections.abc import Mapping, Sequence

from bot.dialogue.actions import OTHERS, ActionKind
from bot.dialogue.events import ContentKind
from bot.dialogue.replies import (
    CannotRead,
    DidYouMean,
    NotUnderstoodReply,
    PlaceUnderstood,
    QuestionDecided,
    RatingTaken,
    SmallTalk,
    SmallTalkKind,
)
from bot.rendering.buttons import (
    bold,
    in_rows,
    language_button,
    menu_button,
    message,
    need_buttons,
    one_per_row,
    path_button,
    person_button,
    press,
)
from bot.rendering.danger import numbers_line
from bot.rendering.language import Language
from bot.rendering.message import Message
from bot.rendering.names import INTENTS
from knowledge_base.results import EmergencyNumber
from knowledge_base.vocabulary import PLACE_NAMES


def greeting(language: Language) -> list[Message]:
    """Who speaks, what she can ask, and the big buttons."""
    paragraphs = [
        # Translators: first words to a woman; "Wegweiserin" is the name of this assistant and stays.
        bold(language.say("Hello! I am Wegweiserin.")),
        language.say(
            "I help you to find courses, courses that fit your children, and the way to get your diploma recognised."
        ),
        # Translators: how she can use the chat.
        language.say("Write to me in your own words, or tap a button."),
        # Translators: honest hint: she should not tell secrets here.
        language.say("I am a computer program. You do not need to tell me your name."),
    ]
    last = (language_button(language), person_button(language))
    return [message(language, paragraphs, (*need_buttons(language), last))]


def menu(language: Language) -> list[Message]:
    # Translators: above the three main buttons.
    text = language.say("What can I do for you?")
    last = (language_button(language), person_button(language))
    return [message(language, [text], (*need_buttons(language), (path_button(language),), last))]


def help_text(language: Language, numbers: Sequence[EmergencyNumber]) -> list[Message]:
    """What can be asked, with sentences to copy; who only writes "help" may be in danger, so the numbers are there."""
    paragraphs = [
        bold(language.say("You can ask me, for example:")),
        # Translators: examples of what a woman can write; keep them short and natural.
        "• "
        + language.say("I am looking for a German course B1 in Esslingen")
        + "\n• "
        + language.say("A course in the morning while my son is in Kita until 13:00")
        + "\n• "
        + language.say("I was a nurse in my country. Can I work as a nurse here?")
        + "\n• "
        + language.say("What does a course cost?"),
        language.say("You can also tap a button. With /language you choose another language."),
        numbers_line(language, numbers),
    ]
    return [message(language, paragraphs, (*need_buttons(language), (person_button(language),)))]


def ask_language(language: Language, languages: Sequence[Language], *, is_not_spoken: bool = False) -> list[Message]:
    """One button per language, each in its own script."""
    paragraphs = []
    if is_not_spoken:
        # Translators: she asked for a language that is not offered.
        paragraphs.append(language.say("I do not speak this language yet. I speak these:"))
    else:
        paragraphs.append(language.say("Which language do you want to speak?"))
    buttons = [press(each.name, ActionKind.LANGUAGE, each.code) for each in languages]
    return [message(language, paragraphs, in_rows(buttons, 2))]


def language_set(language: Language) -> list[Message]:
    # Translators: she has chosen this language; %(name)s is its own name.
    text = language.say("Good. We now speak %(name)s.", name=language.value(language.name))
    return [message(language, [text], need_buttons(language))]


def did_you_mean(language: Language, reply: DidYouMean) -> list[Message]:
    # Translators: the program is not sure what she wants; the buttons are guesses.
    text = language.say("I am not sure that I understand. Do you mean:")
    buttons = [press(language.label(INTENTS[intent]), ActionKind.GUESS, intent) for intent in reply.intents]
    return [message(language, [text], (*one_per_row(buttons), (menu_button(language),)))]


def not_understood(language: Language, reply: NotUnderstoodReply) -> list[Message]:
    # Translators: the program did not understand; kind, it is not her fault.
    paragraphs = [language.say("I am sorry, I did not understand. Please say it in other words, or tap a button.")]
    if reply.offers_person:
        paragraphs.append(language.say("A person can help you too."))
    last = (language_button(language), person_button(language))
    return [message(language, paragraphs, (*need_buttons(language), last))]


def ask_to_show(language: Language) -> list[Message]:
    """Her words are shown only if she says so."""
    # Translators: her question was not understood; the people of the district office (Landratsamt) could read it.
    text = language.say(
        "May I show your question to the people at the district office (Landratsamt)?"
        " I take out names and numbers. So I can learn."
    )
    # Translators: button; the office may see her question.
    yes = press(language.label("Yes, you may show it"), ActionKind.SHOW, "yes")
    # Translators: button; the office may not see her question.
    no = press(language.label("No, do not show it"), ActionKind.SHOW, "no")
    return [message(language, [text], ((yes,), (no,)))]


def question_decided(language: Language, reply: QuestionDecided, retention_days: int) -> list[Message]:
    if reply.is_shown:
        days = language.isolate(language.count("%(n)s day", "%(n)s days", retention_days))
        # Translators: she allowed the office to see her question; %(days)s is for example "90 days".
        text = language.say("Thank you! I keep your question for %(days)s. Nobody sees that it is yours.", days=days)
    else:
        # Translators: she did not allow the office to see her question.
        text = language.say("All right. I do not keep your question.")
    return [message(language, [text], (*need_buttons(language), (person_button(language),)))]


def buttons_only(language: Language, numbers: Sequence[EmergencyNumber]) -> list[Message]:
    """The model does not answer."""
    paragraphs = [
        # Translators: free text cannot be read just now, buttons work.
        language.say("At the moment I cannot read what you write. The buttons work. Please tap one."),
        numbers_line(language, numbers),
    ]
    return [message(language, paragraphs, (*need_buttons(language), (person_button(language),)))]


def offers_unavailable(language: Language, numbers: Sequence[EmergencyNumber]) -> list[Message]:
    """The knowledge base does not answer."""
    paragraphs = [
        # Translators: the list of courses cannot be read just now; integration@lra-es.de is the district office.
        language.say(
            "At the moment I cannot look up the courses."
            " Please try again later, or write to the district office (Landratsamt):"
        ),
        language.value("integration@lra-es.de"),
        numbers_line(language, numbers),
    ]
    return [message(language, paragraphs, ((menu_button(language),),))]


def apology(language: Language, numbers: Sequence[EmergencyNumber]) -> list[Message]:
    """A turn failed on our side."""
    paragraphs = [
        # Translators: something broke in the program; a person of the district office can be written to.
        language.say(
            "I am sorry, something went wrong here. Please try again."
            " You can also write to the district office (Landratsamt):"
        ),
        language.value("integration@lra-es.de"),
        numbers_line(language, numbers),
    ]
    return [message(language, paragraphs, ((menu_button(language),),))]


def cannot_read(language: Language, reply: CannotRead) -> list[Message]:
    """A kind word for what is not text."""
    # Translators: she sent a voice message, a picture, a place far away, somebody's phone number or a file.
    sentences: Mapping[ContentKind, str] = {
        ContentKind.VOICE: language.say("Thank you for your voice message. I cannot listen yet."),
        ContentKind.PICTURE: language.say("Thank you for the picture. I cannot see pictures."),
        ContentKind.PLACE: language.say(
            "Thank you. This place is far away, I do not know courses there. Please write the name of your town."
        ),
        ContentKind.CONTACT: language.say("Thank you. I do not need phone numbers and do not keep them."),
        ContentKind.FILE: language.say("Thank you. I cannot open files. Please do not send papers here."),
        ContentKind.OTHER: language.say("Thank you! I can only read text."),
    }
    more = language.say("Please write to me, or tap a button.")
    return [message(language, [sentences[reply.kind], more], (*need_buttons(language), (person_button(language),)))]


def place_understood(language: Language, reply: PlaceUnderstood) -> list[Message]:
    # Translators: she sent her place on the map; %(place)s is the town it lies in.
    text = language.say(
        "Your town: %(place)s. I do not keep the place on the map.", place=language.value(PLACE_NAMES[reply.place])
    )
    other = press(language.label("Other towns"), ActionKind.PLACE, OTHERS)
    return [message(language, [text], ((other,),))]


def only_in_private(language: Language) -> list[Message]:
    # Translators: said once in a group chat.
    return [message(language, [language.say("I only talk in a private chat. Please write to me there.")])]


def rating_taken(language: Language, reply: RatingTaken) -> list[Message]:
    """One short line; after a no a person."""
    if reply.has_helped:
        # Translators: she said that an answer helped her.
        text = language.say("Thank you! I am glad.")
    elif reply.has_helped is None:
        # Translators: she pressed "Helped me" or "Did not help" a second time.
        text = language.say("Thank you, you have told me already.")
    else:
        # Translators: she said that an answer did not help her.
        text = language.say("Thank you for telling me. A person can help you.")
    return [message(language, [text], () if reply.has_helped else ((person_button(language),),))]


def edit_not_seen(language: Language) -> list[Message]:
    # Translators: she changed a message that was sent before.
    text = language.say("I do not read changed messages. Please write it again as a new message.")
    return [message(language, [text], ((menu_button(language),),))]


def old_button(language: Language) -> list[Message]:
    # Translators: she pressed a button of an old message.
    return [message(language, [language.say("This button is old. Please choose here:")], need_buttons(language))]


def offer_gone(language: Language) -> list[Message]:
    # Translators: she wants to see a course that was taken out of the list.
    text = language.say("This course is not in my list any more. Please search again.")
    return [message(language, [text], need_buttons(language))]


def no_answer(language: Language) -> list[Message]:
    # Translators: there is no checked answer to her question.
    text = language.say("I have no checked answer to this yet. A person can help you.")
    return [message(language, [text], ((person_button(language),), (menu_button(language),)))]


def unknown_command(language: Language) -> list[Message]:
    # Translators: she typed a command that does not exist; the commands stay as they are.
    text = language.say("I do not know this command. These work: /start /help /language /privacy /export /delete")
    return [message(language, [text], need_buttons(language))]


def small_talk(language: Language, reply: SmallTalk) -> list[Message]:
    """A short sentence and a way on."""
    sentences: Mapping[SmallTalkKind, str] = {
        # Translators: she said thank you.
        SmallTalkKind.THANKS: language.say("You are welcome! I am glad to help you."),
        # Translators: she said goodbye.
        SmallTalkKind.GOODBYE: language.say("Goodbye! Come back at any time."),
        # Translators: she asked whether a human is writing.
        SmallTalkKind.ROBOT: language.say(
            "I am a computer program, not a person. If you want to talk to a person, tap the button."
        ),
        # Translators: she asked about weather, a flat, taxes, her health … something this assistant does not know.
        SmallTalkKind.OUT_OF_SCOPE: language.say(
            "I cannot help with that. I know about courses, childcare at courses, recognition and work."
        ),
        # Translators: she said no, or yes to nothing in particular.
        SmallTalkKind.FINE: language.say("All right. What can I do for you?"),
        # Translators: she wants to begin again.
        SmallTalkKind.RESTARTED: language.say("All right, we begin again. What are you looking for?"),
    }
    return [message(language, [sentences[reply.kind]], (*need_buttons(language), (person_button(language),)))]
