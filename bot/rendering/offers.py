"""Offers as she reads them: her words, her calendar, and the German title so that she can say it."""

from itertools import groupby

from bot.dialogue.actions import ActionKind
from bot.dialogue.replies import (
    AskWhyNot,
    NewOffers,
    NoMoreOffers,
    ShowNearMisses,
    ShowOffer,
    ShowOffers,
    ShowOpenQuestions,
)
from bot.rendering.buttons import (
    Rows,
    attachment_rows,
    bold,
    change_button,
    in_rows,
    menu_button,
    message,
    one_per_row,
    person_button,
    press,
    rating_row,
    stop_button,
    topic_button,
)
from bot.rendering.language import Language
from bot.rendering.message import Button, Message
from bot.rendering.names import COURSE_TYPES, RELAXATIONS, UNKNOWN, UNKNOWN_OTHERS, WHY_NOT, level_range
from bot.rendering.reasons import why_it_fits, why_it_misses
from bot.rendering.wishes import in_one_line
from knowledge_base.results import OfferSummary, PriceKind, SeatStatus, Session, Wish
from knowledge_base.vocabulary import Childcare, CourseType, Format, Intent, Pace, Topic, Weekday

_TO_ASK_ABOUT = {"childcare", "childcare_age_from", "childcare_age_to", "sessions"}
"""What she plans her day by."""


def offers(language: Language, reply: ShowOffers) -> list[Message]:
    """A page of the list, numbered, with a button for each."""
    # Translators: above a list of courses that fit what she asked for; %(n)s is a number.
    heading = language.count("%(n)s course fits:", "%(n)s courses fit:", reply.total)
    reasons = reply.reasons or ((),) * len(reply.offers)
    cards = [
        "\n".join([card(language, offer, number), *why_it_fits(language, why)])
        for number, (offer, why) in enumerate(zip(reply.offers, reasons, strict=True), reply.first)
    ]
    numbers = _number_buttons(language, reply.offers, reply.first)
    rows = [*in_rows(numbers, 3)]
    rows += _more_row(language, reply.first + len(reply.offers) <= reply.total)
    rows += _open_row(language, reply.open_count)
    rows += _refine_rows(language)
    return [message(language, [bold(heading), *cards], tuple(rows))]


def near_misses(language: Language, reply: ShowNearMisses) -> list[Message]:
    """What nearly fits and which wish would have to give."""
    if reply.misses or reply.open_count:
        # Translators: no course fits everything she asked for; the courses below nearly fit.
        heading = language.say("Nothing fits exactly. But do not give up: these nearly fit.")
    else:
        # Translators: no course fits and none nearly fits.
        heading = language.say("I did not find a course that fits. You can change something, or ask a person.")
    cards = [
        card(language, miss.offer, number) + "\n" + why_it_misses(language, miss.broken, miss.reason)
        for number, miss in enumerate(reply.misses, 1)
    ]
    rows = [*in_rows(_number_buttons(language, [miss.offer for miss in reply.misses], 1), 3)]
    # Translators: button; she gets a message when there is a course that fits.
    rows.append((press(language.label("🔔 Tell me when there is one"), ActionKind.WATCH, "yes"),))
    for wish, number in reply.relaxed[:4]:
        rows.append((press(language.label(RELAXATIONS[wish], n=str(number)), ActionKind.RELAX, wish),))
    rows += _open_row(language, reply.open_count)
    rows.append((change_button(language), person_button(language)))
    return [message(language, [bold(heading), *cards], tuple(rows))]


def open_questions(language: Language, reply: ShowOpenQuestions) -> list[Message]:
    """Offers that may fit, with what is not stated."""
    # Translators: above courses where the provider has not said something she needs to know.
    heading = language.say("These may fit. One thing is not known. Please ask first.")
    cards = [
        "\n".join([card(language, item.offer, number), *_questions(language, item.unknown)])
        for number, item in enumerate(reply.questions, reply.first)
    ]
    rows = [*in_rows(_number_buttons(language, [item.offer for item in reply.questions], reply.first), 3)]
    rows += _more_row(language, reply.first + len(reply.questions) <= reply.total)
    rows.append((change_button(language), person_button(language)))
    return [message(language, [bold(heading), *cards], tuple(rows))]


def new_offers(language: Language, reply: NewOffers) -> list[Message]:
    """Offers for a search that found nothing before, and how to stop such messages."""
    # Translators: a message that she asked for: now there is a course for her search.
    heading = language.say("There is something new for your search:")
    cards = [card(language, offer, number) for number, offer in enumerate(reply.offers, 1)]
    rows = (
        *in_rows(_number_buttons(language, reply.offers, 1), 3),
        (stop_button(language),),
        (menu_button(language),),
    )
    return [message(language, [bold(heading), in_one_line(language, reply.wishes), *cards], rows)]


def no_more(language: Language, reply: NoMoreOffers) -> list[Message]:
    """The list is at its end."""
    # Translators: she asked for more courses, but has seen all that fit.
    text = language.say("That was all. You can change your search.")
    return [message(language, [text], (*_open_row(language, reply.open_count), *_refine_rows(language)))]


def one_offer(language: Language, reply: ShowOffer) -> list[Message]:
    """Everything about one offer, with a way to reach the provider."""
    offer = reply.offer
    lines = [card(language, offer)]
    # Translators: name of the school or organisation that gives the course.
    lines.append("🏫 " + language.say("Provider: %(name)s", name=language.value(offer.provider)))
    if offer.street:
        lines.append("🏠 " + language.value(offer.street))
    if offer.lessons:
        # Translators: %(n)s is a number of lessons of 45 minutes.
        lines.append("⏱ " + language.say("%(n)s lessons of 45 minutes", n=language.number(offer.lessons)))
    if offer.pauses_in_school_holidays is not None:
        lines.append(school_holidays(language, offer))
    if offer.registration_until:
        day = language.date(offer.registration_until)
        # Translators: last day to sign up.
        lines.append("✍️ " + language.say("Register until %(day)s", day=day))
    if offer.email:
        lines.append("✉️ " + language.value(offer.email))
    if offer.phone:
        lines.append("📞 " + language.value(offer.phone))
    if offer.last_checked_on:
        # Translators: a person of the office looked at this on that day; small print under a course.
        lines.append(language.say("Checked on %(day)s", day=language.date(offer.last_checked_on)))
    # Translators: button; opens the page of the course.
    page: Rows = ((Button(language.label("🔗 Page of the course"), url=offer.url),),) if offer.url else ()
    topics = (topic_button(language, Topic.COURSE_REGISTRATION), topic_button(language, Topic.COURSE_COST))
    rows = (
        *page,
        *attachment_rows(language, offer),
        topics,
        (topic_button(language, Topic.COURSE_DOCUMENTS), person_button(language)),
        *rating_row(language, Intent.FIND_COURSE),
        # Translators: button under a course; she does not want this one.
        (press(language.label("👎 Not for me"), ActionKind.NOT_FOR_ME, str(offer.id)), menu_button(language)),
    )
    return [message(language, ["\n".join(lines)], rows)]


def ask_why_not(language: Language, reply: AskWhyNot) -> list[Message]:
    """What is wrong with a course, one button each."""
    # Translators: she does not want this course; the buttons are reasons. Then better courses are looked for.
    text = language.say("What does not fit? I will look for something better.")
    buttons = [
        press(language.label(name), ActionKind.WHY_NOT, f"{reason}-{reply.offer_id}")
        for reason, name in WHY_NOT.items()
    ]
    return [message(language, [text], in_rows(buttons, 2))]


def short_card(language: Language, offer: OfferSummary) -> list[str]:
    """What and when, under a picture or file."""
    lines = [bold(_title(language, offer, None)), "„" + language.value(offer.title) + "“"]
    return [*lines, "🕘 " + _times(language, offer), *_caveats(language, offer)]


def school_holidays(language: Language, offer: OfferSummary) -> str:
    """Whether there is a course in the school holidays, or that this is not known."""
    match offer.pauses_in_school_holidays:
        case True:
            # Translators: is there a course while the schools are closed?
            return "🏖 " + language.say("No course in the school holidays.")
        case False:
            return "🏖 " + language.say("Also in the school holidays.")
    # Translators: the provider has not said whether there is a course while the schools are closed.
    return "🏖 " + language.say("School holidays: not known, please ask")


def card(language: Language, offer: OfferSummary, number: int | None = None) -> str:
    """The few lines that decide: what, when, where, care, cost, start."""
    lines = [bold(_title(language, offer, number)), "„" + language.value(offer.title) + "“"]
    lines.append("🕘 " + _times(language, offer))
    lines.append("📍 " + _place(language, offer))
    lines.append("👶 " + _care(language, offer))
    lines.append("💶 " + _price(language, offer))
    lines.append("📅 " + _start(language, offer))
    lines += _notes(language, offer)
    return "\n".join(lines)


def _title(language: Language, offer: OfferSummary, number: int | None) -> str:
    # Translators: a course whose kind is not stated.
    name = language.say(COURSE_TYPES[offer.course_type]) if offer.course_type else language.say("Course")
    levels = level_range(language, offer.level_from, offer.level_to)
    prefix = f"{number}. " if number else ""
    return prefix + " · ".join(part for part in (name, levels) if part)


def _times(language: Language, offer: OfferSummary) -> str:
    if not offer.sessions:
        if offer.schedule_note:
            return language.value(offer.schedule_note)
        # Translators: the times of the course are not fixed; she agrees them with the provider.
        return language.say("Times on request")
    same_hours = sorted(offer.sessions, key=lambda session: (session.time_from, session.time_until, _index(session)))
    parts = []
    for (time_from, time_until), group in groupby(same_hours, key=lambda each: (each.time_from, each.time_until)):
        days = _days(language, sorted({_index(session) for session in group}))
        parts.append(f"{days} {language.isolate(f'{time_from}–{time_until}')}")
    return language.comma.join(parts)


def _index(session: Session) -> int:
    return list(Weekday).index(session.weekday)


def _days(language: Language, indexes: list[int]) -> str:
    is_run = len(indexes) > 2 and indexes == list(range(indexes[0], indexes[-1] + 1))
    if is_run:
        return f"{language.day(indexes[0])} – {language.day(indexes[-1])}"
    return language.comma.join(language.day(index) for index in indexes)


def _place(language: Language, offer: OfferSummary) -> str:
    if offer.format is Format.ONLINE:
        # Translators: the course is on the internet; she learns at home.
        return language.say("Online, at home")
    place = language.value(offer.place_name or "")
    if offer.distance_km is not None and offer.distance_km >= 1:
        # Translators: a town and how far it is.
        place = language.say("%(place)s (%(km)s km)", place=place, km=language.number(round(offer.distance_km)))
    if offer.format is Format.HYBRID:
        # Translators: some meetings are at this place, the others online.
        place = language.say("%(place)s, partly online", place=place)
    return place


def _care(language: Language, offer: OfferSummary) -> str:
    if offer.child_in_room:
        # Translators: a group that mothers visit together with the child.
        text = language.say("Your child comes along")
    elif offer.childcare is Childcare.ON_SITE:
        # Translators: somebody looks after her child in the same house during the course.
        text = language.say("Childcare at the course")
    elif offer.childcare is Childcare.PARTNER:
        # Translators: a Kita or childminder near the course holds places for the children.
        text = language.say("Childcare near the course")
    elif offer.childcare is Childcare.UNKNOWN:
        # Translators: the provider has not said whether there is childcare.
        return language.say("Childcare: not known, please ask")
    else:
        return language.say("No childcare")
    return f"{text}{language.comma}{_ages(language, offer)}" if offer.childcare_age_from is not None else text


def _ages(language: Language, offer: OfferSummary) -> str:
    youngest, oldest = offer.childcare_age_from or 0.0, offer.childcare_age_to
    if oldest is None:
        # Translators: age of children that are taken.
        return language.say("from %(age)s years", age=language.number(youngest))
    ages = language.isolate(f"{language.number(youngest)}–{language.number(oldest)}")
    # Translators: ages of children that are taken, for example "1–6 years".
    return language.say("%(ages)s years", ages=ages)


def _price(language: Language, offer: OfferSummary) -> str:
    match offer.price_kind:
        case PriceKind.FREE:
            # Translators: the course costs nothing.
            return language.say("Free")
        case PriceKind.FEE if offer.price_cents is not None:
            return language.euros(offer.price_cents)
        case PriceKind.PER_LESSON if offer.price_per_lesson_cents is not None:
            price = language.euros(offer.price_per_lesson_cents)
            # Translators: price of one lesson; women with little money can ask to pay nothing.
            return language.say("%(price)s per lesson. With little money it can be free: ask.", price=price)
        case PriceKind.VOUCHER:
            # Translators: paid with a voucher of the job centre or employment agency; keep the German words.
            return language.say("Free with a voucher (Bildungsgutschein, AVGS)")
        case PriceKind.PAID_TRAINING:
            # Translators: in this training she earns money.
            return language.say("You earn money here")
    # Translators: the price is not stated.
    return language.say("Price: please ask")


def _start(language: Language, offer: OfferSummary) -> str:
    if offer.flexible_start:
        # Translators: she can begin the course on any day.
        return language.say("You can start at any time")
    if offer.start_on is None:
        # Translators: the first day of the course is not stated.
        return language.say("Start: please ask")
    # Translators: first day of the course.
    start = language.say("Start: %(day)s", day=language.date(offer.start_on))
    return f"{start} ({language.in_days(offer.days_until_start)})" if offer.days_until_start else start


def _notes(language: Language, offer: OfferSummary) -> list[str]:
    notes = []
    if offer.has_started:
        # Translators: the course began some time ago.
        notes.append("▶️ " + language.say("Already running. Ask if you can join."))
    if offer.women_only:
        notes.append("👩 " + language.say("Only women"))
    if offer.pace is Pace.FULL_TIME:
        # Translators: the whole day, 30 hours a week or more.
        notes.append("🕗 " + language.say("Full-time"))
    if offer.status is SeatStatus.FEW:
        notes.append("⚡ " + language.say("Only a few places are left."))
    elif offer.seats_free:
        # Translators: how many women can still join the course.
        notes.append("🪑 " + language.count("%(n)s free place", "%(n)s free places", offer.seats_free))
    if offer.status is SeatStatus.WAITLIST:
        # Translators: all places are taken; she can be put on a list.
        notes.append("⏳ " + language.say("Waiting list: ask when a place is free."))
    return [*notes, *_caveats(language, offer)]


def _caveats(language: Language, offer: OfferSummary) -> list[str]:
    """What she must know wherever the offer is shown."""
    notes = []
    if offer.derived & _TO_ASK_ABOUT:
        # Translators: times or childcare were read out of a text by the program and may be wrong.
        notes.append("❓ " + language.say("Please ask if the times and the childcare are right."))
    if offer.is_example:
        # Translators: shown on invented courses until the office has put in real ones.
        notes.append("⚠️ " + language.say("This is an example. The course does not exist."))
    return notes


def _questions(language: Language, unknown: tuple[Wish, ...]) -> list[str]:
    sentences = dict.fromkeys(UNKNOWN.get(wish, UNKNOWN_OTHERS) for wish in unknown)
    return ["❓ " + language.say(sentence) for sentence in sentences]


def _number_buttons(
    language: Language, shown: tuple[OfferSummary, ...] | list[OfferSummary], first: int
) -> list[Button]:
    # Translators: button; all about course number %(n)s of the list.
    return [
        press(language.label("🔎 Course %(n)s", n=str(number)), ActionKind.OFFER, str(offer.id))
        for number, offer in enumerate(shown, first)
    ]


def _more_row(language: Language, has_more: bool) -> Rows:
    # Translators: button; shows the next courses of the list.
    return ((press(language.label("➡️ More courses"), ActionKind.MORE),),) if has_more else ()


def _open_row(language: Language, open_count: int) -> Rows:
    if not open_count:
        return ()
    # Translators: button; shows courses where one thing is not known; %(n)s is a number.
    return ((press(language.label("❓ Maybe: please ask (%(n)s)", n=str(open_count)), ActionKind.OPEN),),)


def _refine_rows(language: Language) -> Rows:
    # Translators: buttons that narrow the list of courses.
    online = press(language.label("💻 Only online"), ActionKind.ONLINE)
    women = press(language.label("👩 Only women"), ActionKind.WOMEN_ONLY)
    care = press(language.label("👶 With childcare"), ActionKind.WITH_CARE)
    free = press(language.label("💶 Only free"), ActionKind.FREE)
    return (online, women), (care, free), (change_button(language), person_button(language))


def course_type_buttons(language: Language, types: tuple[CourseType, ...]) -> Rows:
    """Buttons that search one kind of course."""
    return one_per_row(press(language.label(COURSE_TYPES[each]), ActionKind.SEARCH, each) for each in types)
