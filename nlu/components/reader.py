"""All parts of the pipeline in a row without Rasa, for experiments and tests; the components use the same parts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from scipy import sparse

from components import meanings
from components.candidates import Candidate, CandidateFinder, Findings
from components.care_model import ENTITY, VALUE, CareModel
from components.concepts import FEWEST_MESSAGES, ConceptFinder, concept_features
from components.examples import Example
from components.features import NamedSpace, NgramSpace, shape_of
from components.intent_model import IntentModel
from components.judgement import Judge, evidence
from components.lexicon import EntityLexicon, load_concepts, load_entities, load_meanings
from components.meanings import MeaningFinder, meaning_features
from components.normalisation import words
from components.slips import slipped

CONCEPT_WEIGHT = 0.8
FOLDS = 5
LIKELY_INTENTS = 3


def find_in_unseen(finder: CandidateFinder, examples: Sequence[Example]) -> list[Findings]:
    """Findings in each example with words learnt from the others only, as they will be found in new messages.

    Afterwards the finder knows the words of all examples.
    """
    findings: list[Findings | None] = [None] * len(examples)
    if len(examples) >= FOLDS:
        for fold in range(FOLDS):
            finder.learn([example for i, example in enumerate(examples) if i % FOLDS != fold])
            for i in range(fold, len(examples), FOLDS):
                findings[i] = finder.find(examples[i].text)
    finder.learn(examples)
    return [found or finder.find(example.text) for found, example in zip(findings, examples)]


def named_features(concepts: ConceptFinder, message: Sequence[str], findings: Findings) -> dict[str, float]:
    """Concepts and shape of one message as features by name."""
    kinds, shape = shape_of(findings.candidates, len(findings.words))
    return {**concept_features(concepts.find(message), kinds), **shape}


def likely(intents: Sequence[str], probabilities: Sequence[float]) -> dict[str, float]:
    """The few most likely intents with their probabilities."""
    ranked = sorted(zip(probabilities, intents), reverse=True)[:LIKELY_INTENTS]
    return {intent: float(probability) for probability, intent in ranked}


def is_meant(candidate: Candidate, example: Example) -> bool:
    """Whether the candidate's values are annotated at its words."""
    return all(
        any(
            (v.entity, v.value) == (candidate.entity, value) and v.start < candidate.end and v.end > candidate.start
            for v in example.values
        )
        for value in candidate.value.split("+")
    )


@dataclass(frozen=True)
class Reading:
    """What was understood of one message."""

    intents: dict[str, float]
    """Most likely first."""
    slots: frozenset[tuple[str, str]]


@dataclass
class Reader:
    """Learns from annotated messages and reads new ones."""

    lexicon: EntityLexicon
    concepts: ConceptFinder
    meanings: MeaningFinder
    ngrams: NgramSpace = field(default_factory=NgramSpace)
    named: NamedSpace = field(default_factory=NamedSpace)
    meant: NamedSpace = field(default_factory=NamedSpace)
    model: IntentModel = field(default_factory=IntentModel)
    judge: Judge = field(default_factory=Judge)
    care: CareModel = field(default_factory=CareModel)

    def fit(self, examples: Sequence[Example]) -> None:
        self.finder = CandidateFinder(self.lexicon)
        findings = find_in_unseen(self.finder, examples)
        messages = [[word.text for word in words(example.text)] for example in examples]
        rows = [named_features(self.concepts, m, f) for m, f in zip(messages, findings)]
        features = sparse.hstack(
            [
                self.ngrams.fit(messages),
                self.named.fit(rows, FEWEST_MESSAGES) * CONCEPT_WEIGHT,
                self.meant.fit([self._meanings(m) for m in messages], meanings.FEWEST_MESSAGES),
            ],
            format="csr",
        )
        copies = list(slipped((example.text, example.intent) for example in examples))
        more_features = self._features([text for text, _ in copies])[1] if copies else None
        intents = [example.intent for example in examples]
        self.model.fit(features, intents, more_features, [intent for _, intent in copies])
        self.care.fit(features, [(ENTITY, VALUE) in example.slots for example in examples])
        evidence_rows, meant = [], []
        for example, found, unseen in zip(examples, findings, self.model.unseen):
            evidence_rows += evidence(found.candidates, found.words, likely(self.model.intents, unseen))
            meant += [is_meant(candidate, example) for candidate in found.candidates]
        self.judge.fit(evidence_rows, meant)

    def _meanings(self, message: Sequence[str]) -> dict[str, float]:
        return meaning_features(self.meanings.find(message))

    def _features(self, texts: Sequence[str]) -> tuple[list[Findings], sparse.csr_matrix]:
        findings = [self.finder.find(text) for text in texts]
        messages = [[word.text for word in words(text)] for text in texts]
        rows = [named_features(self.concepts, m, f) for m, f in zip(messages, findings)]
        columns = [
            self.ngrams.features(messages),
            self.named.features(rows) * CONCEPT_WEIGHT,
            self.meant.features([self._meanings(m) for m in messages]),
        ]
        return findings, sparse.hstack(columns, format="csr")

    def read(self, texts: Sequence[str]) -> list[Reading]:
        findings, features = self._features(texts)
        readings = []
        asks_for_care = self.care.probabilities(features) >= self.care.threshold
        for found, asks, probabilities in zip(findings, asks_for_care, self.model.probabilities(features)):
            ranked = sorted(zip(self.model.intents, map(float, probabilities)), key=lambda pair: -pair[1])
            chances = self.judge.probabilities(
                evidence(found.candidates, found.words, likely(self.model.intents, probabilities))
            )
            chosen = self.judge.choose(found.candidates, chances)
            slots = frozenset((c.entity, value) for c, _ in chosen for value in c.value.split("+"))
            readings.append(Reading(dict(ranked), slots | {(ENTITY, VALUE)} if asks else slots))
        return readings


def new_reader() -> Reader:
    """A reader with the lexicon of this project that has not learnt anything yet."""
    return Reader(load_entities(), ConceptFinder(load_concepts()), MeaningFinder(load_meanings()))
