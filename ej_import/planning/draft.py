"""The draft of an import: what the files mean and what has to be done about it."""

import hashlib
from dataclasses import dataclass, field

from ..core.fault import Fault
from ..core.match import NOTHING_FOUND

#: A decision that a spelling means nothing of what is known: it stays a thing of its own.
APART = ("apart",)

CREATE, CHANGE, SAME, SKIP = "create", "change", "same", "skip"


@dataclass(eq=False)
class Target:
    """A thing that rows lean on: a record, or what the import will make of it.

    ``key`` names it among the candidates of its kind; ``record`` is empty until it is made;
    ``data`` is the planner's own.
    """

    kind: str
    key: str
    name: str
    record: object = None
    data: dict = field(default_factory=dict)


@dataclass
class Question:
    """A spelling whose meaning a person has to confirm; ``targets`` are the proposed keys."""

    kind: str
    key: str
    spelling: str
    proposal: object
    place: str
    count: int = 0


class Draft:
    """What the import would do, and does.

    :param env: environment in sudo mode: whoever may import may bring in whole files
    :param company: institution the files belong to
    :param files: list of ``(file name, Parsed)``
    :param decisions: ``{(kind, key): tuple of target keys, or APART}`` of this session
    :param aliases: the same, remembered from earlier imports
    """

    def __init__(self, env, company, files, decisions=None, aliases=None):
        self.env = env
        self.company = company
        self.files = files
        self.decisions = decisions or {}
        self.aliases = aliases or {}
        self.targets = {"group": {}, "teacher": {}, "discipline": {}}
        self.questions = {}
        self.lines = []
        self.faults = [(name, fault) for name, parsed in files for fault in parsed.faults]
        #: ``{(title of a discipline, key of the question): Target}`` and ``{id of a row: Target}``,
        #: filled by the planner of units.
        self.titles = {}
        self.units = {}
        #: Loads the timetable wants, filled by its planner.
        self.loads = {}
        #: The planner of the calendar.
        self.calendar = None
        self.planners = []

    def parsed(self, kind):
        """``[(file name, Parsed)]`` of one format."""
        return [(name, parsed) for name, parsed in self.files if parsed.kind == kind]

    def plan(self, planners):
        """Let each planner compare its rows with the database. Writes nothing; returns self."""
        for planner in planners:
            self.planners.append(planner(self))
        for planner in self.planners:
            planner.plan()
        return self

    def apply(self):
        """Carry the plan out, planner by planner. The caller has checked the questions."""
        for planner in self.planners:
            planner.apply()
        for planner in self.planners:
            planner.finish()

    def fingerprint(self):
        """A hash of what would be done, to see whether it is still what was shown."""
        told = sorted(
            (line["kind"], line["action"], line["name"] or "", line["detail"] or "", line["count"])
            for line in self.lines
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()

    # ------------------------------------------------------------
    # WHAT PLANNERS SAY
    # ------------------------------------------------------------

    def line(self, action, kind, name, detail="", file_name="", count=1):
        """Tell what would be done with one thing; ``count`` records stand behind it."""
        self.lines.append(
            {
                "action": action,
                "kind": kind,
                "name": name,
                "detail": detail,
                "file_name": file_name,
                "count": count,
            }
        )

    def fault(self, file_name, level, code, **values):
        """Add a fault found only when comparing with the database or with other files."""
        params = values.pop("params", {})
        self.faults.append((file_name, Fault(level, code, params=params, **values)))

    # ------------------------------------------------------------
    # WHAT SPELLINGS MEAN
    # ------------------------------------------------------------

    def add_target(self, kind, key, name, record=None, **data):
        """Register a candidate, or return the one that is there already."""
        return self.targets[kind].setdefault(key, Target(kind, key, name, record, data))

    def resolve(self, kind, key, spelling, propose, place="", ask_nothing=True, count=1):
        """The targets a spelling means: by decision, by memory, or by proposal.

        ``propose`` is called without arguments and returns a `Proposal` whose targets are keys of
        this kind. A proposal below certainty becomes a question; until it is answered its targets
        are used for the preview. Returns ``(targets, apart)``; ``apart`` is True when a person said
        that the spelling means none of the candidates. With ``ask_nothing`` False a spelling
        without any proposal is no question: the caller makes a new thing of it. ``count``: how many
        times it stands in the files.
        """
        known = self.targets[kind]
        decided = self.decisions.get((kind, key)) or self.aliases.get((kind, key))
        if decided == APART:
            self._remember(kind, key, spelling, place, count)
            return [], True
        if decided and all(target in known for target in decided):
            self._remember(kind, key, spelling, place, count)
            return [known[target] for target in decided], False
        proposal = propose() or NOTHING_FOUND
        if not proposal.certain and (proposal.targets or ask_nothing):
            self.ask(kind, key, spelling, proposal, place, count)
        return [known[target] for target in proposal.targets], False

    def ask(self, kind, key, spelling, proposal, place, count):
        """Put a question, or count more places of it."""
        question = self.questions.setdefault(
            (kind, key), Question(kind, key, spelling, proposal, place)
        )
        question.count += count

    def _remember(self, kind, key, spelling, place, count):
        """Decided spellings stay among the questions of a session, so that they can be changed."""
        if (kind, key) in self.decisions:
            question = self.questions.setdefault(
                (kind, key), Question(kind, key, spelling, None, place)
            )
            question.count += count


class Planner:
    """One chapter of the import. `plan` reads only; `apply` writes in batches."""

    def __init__(self, draft):
        self.draft = draft
        self.env = draft.env
        self.company = draft.company

    def plan(self):
        """Compare the rows with the database."""
        raise NotImplementedError

    def apply(self):
        """Write what was planned."""
        raise NotImplementedError

    def finish(self):
        """What has to wait until all planners have written; most have nothing to wait for."""


def changes(record, values):
    """The values that differ from the record's; empty ones of the file never erase anything."""
    result = {}
    for name, value in values.items():
        if value in (None, "", False):
            continue
        present = record[name]
        if hasattr(present, "_name"):
            present = present.id
        if present != value:
            result[name] = value
    return result
