"""How Rasa is run here: without telemetry, without the noise of its libraries, from this folder."""

import logging
import os
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent


def _show_what_concerns_us(
    message: Warning | str, category: type[Warning], filename: str, *_: object, **__: object
) -> None:
    """Prints warnings about data and configuration, not those about what Rasa's libraries will do one day."""
    # Our own extractor learns the annotated values; Rasa's advice on its synonyms and extractors does not apply.
    is_about_synonyms = "synonyms" in str(message) or "entity extractor" in str(message)
    if "rasa/shared" in Path(filename).as_posix() and not is_about_synonyms:
        print(f"{category.__name__}: {message}", file=sys.stderr)


def prepare(*, show_progress: bool = True) -> None:
    """Sets what must be set before Rasa is imported; debug level, at which Rasa logs messages, is off."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ["LOG_LEVEL"] = "INFO"
    warnings.showwarning = _show_what_concerns_us
    if str(HERE) not in sys.path:
        sys.path.insert(0, str(HERE))
    os.chdir(HERE)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    if show_progress:
        logging.getLogger("rasa.engine.training.hooks").setLevel(logging.INFO)
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
