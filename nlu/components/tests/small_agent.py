"""A Rasa agent trained on a few messages within seconds."""

from pathlib import Path

from rasa.core.agent import Agent

from environment import HERE
from training import train_model

DATA = {
    "greet": ["hallo", "guten tag", "hi", "merhaba", "привіт", "سلام", "hey du", "grüß gott"],
    "find_course": [
        "ich suche einen [B1](level:B1) kurs in [Nürtingen](place:nuertingen)",
        "[deutschkurs](course_type:german_course) am [wochenende](weekday:sat+sun)",
        "kurs [abends](time_of_day:evening) [ab 18 uhr](time_from:18:00)",
        "[deutschkurs](course_type:german_course) in [Esslingen](place:esslingen)",
        "kurs [bis 12](time_until:12:00) bitte",
        "[a2](level:A2) kurs gesucht",
        "ich brauche einen kurs",
        "wo gibt es einen [sprachkurs](course_type:german_course)",
    ],
    "ask_cost": ["was kostet das", "ist das kostenlos", "wer zahlt", "preis", "muss ich zahlen", "gratis?", "kosten"],
}


def trained_agent(folder: Path, config: Path = HERE / "config.yml") -> Agent:
    for intent, lines in DATA.items():
        path = folder / "data" / "de" / f"{intent}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        listed = "".join(f"    - {line}\n" for line in lines)
        path.write_text(f'version: "3.1"\nnlu:\n- intent: {intent}\n  examples: |\n{listed}', encoding="utf-8")
    train_model(config, folder / "data", HERE / "domain.yml", folder / "small.tar.gz")
    loaded = Agent.load(str(folder / "small.tar.gz"))
    loaded.folder = folder
    return loaded
