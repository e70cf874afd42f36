"""`./ej rights`: who may do what, read off the modules' own declarations.

Reads the groups, the lists of access, the record rules and the sections as they stand in the
source (``security/``, ``data/ej_section_data.xml``) and writes ``docs/RIGHTS.md``. Nothing is
imported or run: that the product obeys is for the walks of rights in `./ej test` to say.
"""

import csv
import re
import xml.etree.ElementTree as Tree
from collections import defaultdict
from dataclasses import dataclass, field

from .house import ROOT_MODULE
from .say import out

REF = re.compile(r"ref\('([\w.]+)'\)")
WIZARD = re.compile(r'\(models\.TransientModel\):.*?_name = "([\w.]+)"', re.DOTALL)
LEVELS = ("—", "view", "view, print", "edit")
NONE, VIEW, PRINT, EDIT = range(4)
OPERATIONS = ("read", "write", "create", "unlink")


@dataclass
class Group:
    """A capability or a position with what it implies directly."""

    name: str = ""
    comment: str = ""
    position: bool = False
    capability: bool = False
    implied: set = field(default_factory=set)


@dataclass
class Section:
    """A section with its models and limits."""

    name: str = ""
    sequence: int = 10
    models: set = field(default_factory=set)
    wizards: set = field(default_factory=set)
    editors: set = field(default_factory=set)
    keepers: set = field(default_factory=set)
    evidence: bool = False
    only_editors: bool = False
    grant: str = ""


class Declared:
    """What the modules of a checkout declare."""

    def __init__(self, root, modules):
        self.root = root
        self.folders = [(name, root / name) for name in modules] + [(ROOT_MODULE, root)]
        self.groups, self.sections = defaultdict(Group), defaultdict(Section)
        self.access = defaultdict(lambda: defaultdict(set))
        self.rules = defaultdict(list)
        self.wizards = set()
        for module, folder in self.folders:
            for path in sorted(folder.glob("*/**/*.py")) if module != ROOT_MODULE else ():
                found = WIZARD.findall(path.read_text(encoding="utf-8"))
                self.wizards.update(name.replace(".", "_") for name in found)
            for path in sorted((folder / "security").glob("*.xml")):
                for record in self._records(path):
                    self._read(module, record)
            self._read_lists(module, folder / "security" / "ir.model.access.csv")
            path = folder / "data" / "ej_section_data.xml"
            for record in self._records(path) if path.is_file() else ():
                self._read(module, record)

    @staticmethod
    def _records(path):
        """Yield (model, id, {field: element}) of the records of a file."""
        for record in Tree.parse(path).iter("record"):
            fields = {item.get("name"): item for item in record.findall("field")}
            yield record.get("model"), record.get("id"), fields

    def _read(self, module, record):
        model, key, fields = record
        key = self._full(module, key)
        if model == "res.groups":
            self._read_group(module, self.groups[key], fields)
        elif model == "ir.rule":
            self._read_rule(module, fields)
        elif model == "ej.section":
            self._read_section(module, self.sections[key], fields)

    @staticmethod
    def _full(module, key):
        return key if "." in key else f"{module}.{key}"

    def _refs(self, module, element):
        """Return the full ids that a field names."""
        if element is None:
            return set()
        if element.get("ref"):
            return {self._full(module, element.get("ref"))}
        told = re.sub(r"Command\.unlink\([^)]*\)\)", "", element.get("eval") or "")
        return {self._full(module, key) for key in REF.findall(told)}

    @staticmethod
    def _true(fields, name):
        return name in fields and (fields[name].get("eval") or fields[name].text) == "True"

    def _read_group(self, module, group, fields):
        group.name = fields["name"].text if "name" in fields else group.name
        group.comment = fields["comment"].text if "comment" in fields else group.comment
        group.position = group.position or self._true(fields, "ej_is_position")
        privilege = self._refs(module, fields.get("privilege_id"))
        group.capability = group.capability or privilege == {"ej_core.privilege_ej"}
        group.implied |= self._refs(module, fields.get("implied_ids"))

    def _read_rule(self, module, fields):
        denied = [word for word in OPERATIONS if fields.get(f"perm_{word}") is not None]
        [model] = self._refs(module, fields["model_id"])
        groups = self._refs(module, fields.get("groups"))
        title = fields["name"].text.split(": ", 1)[-1]
        self.rules[self._model(model)].append((title, groups, denied))

    def _read_section(self, module, section, fields):
        section.name = fields["name"].text if "name" in fields else section.name
        if "sequence" in fields:
            section.sequence = int(fields["sequence"].text)
        for target, name in (
            ("models", "model_ids"),
            ("wizards", "changing_ids"),
            ("wizards", "printing_ids"),
            ("wizards", "own_ids"),
        ):
            found = self._refs(module, fields.get(name))
            getattr(section, target).update(self._model(key) for key in found)
        section.editors |= self._refs(module, fields.get("editor_ids"))
        section.keepers |= self._refs(module, fields.get("keeper_ids"))
        section.evidence = section.evidence or self._true(fields, "is_evidence")
        section.only_editors = section.only_editors or self._true(fields, "only_editors")
        section.grant = next(iter(self._refs(module, fields.get("grant_id"))), section.grant)

    @staticmethod
    def _model(key):
        """Return the underscored model of the id of an ``ir.model``."""
        return key.split(".")[-1].removeprefix("model_")

    def _read_lists(self, module, path):
        if not path.is_file():
            return
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                model = self._model(row["model_id:id"])
                group = self._full(module, row["group_id:id"]) if row["group_id:id"] else ""
                for word in OPERATIONS:
                    if row[f"perm_{word}"] == "1":
                        self.access[model][word].add(group)

    def closure(self, key):
        """Return the group and everything it implies."""
        found, todo = set(), [key]
        while todo:
            step = todo.pop()
            if step not in found:
                found.add(step)
                todo += self.groups[step].implied if step in self.groups else ()
        return found

    def level(self, position, section):
        """Return the level that the capabilities of a position give in a section."""
        held = self.closure(position)
        if held & section.editors:
            return EDIT
        level = NONE
        for model in section.models - self.wizards:  # most may be opened by everybody
            lists = self.access.get(model, {})
            if any(held & lists.get(word, set()) for word in ("write", "create", "unlink")):
                return EDIT
            if held & lists.get("read", set()):
                level = PRINT
        return level

    def label(self, key):
        """Return the title of a group, or its id when it is Odoo's."""
        return self.groups[key].name if key in self.groups and self.groups[key].name else key


def document(root, modules):
    """Return the text of RIGHTS.md."""
    declared = Declared(root, modules)
    parts = [
        "# Rights",
        "Made by `./ej rights` from the declarations of the modules; do not edit.",
        "A right is what a position's capabilities give (lists of access), within the record rules "
        "(institution, relation, day), lowered or raised by the matrix of the institution (screen "
        "«Rights of positions»), within limits that no setting passes. One person may hold several "
        "positions and has the union. Students and parents hold none: the one scope function of "
        "the portal gives them their own data.",
        "## Positions and sections",
        "What the capabilities give; an institution may set each cell otherwise. «edit» stays "
        "within what is one's own: the page, the group, the term.",
        _matrix(declared),
        "## Limits that no setting passes",
        *_limits(declared),
        "## Positions and capabilities",
        _positions(declared),
        "## Capabilities and models",
        "Through the lists of access; r read, w write, c create, u unlink. What is not named has "
        "no access. Marks, absences, works and homework are written by the page's door only.",
        *_models(declared),
        "## Record rules",
        "Rules without a capability hold for everybody; those with one are joined by «or».",
        _rules(declared),
    ]
    return "\n\n".join(parts) + "\n"


def _staff(declared):
    """Return the positions of employees in their order."""
    found = [key for key, group in declared.groups.items() if group.position]
    return [key for key in found if "base.group_portal" not in declared.closure(key)]


def _ordered(declared):
    return sorted(declared.sections.values(), key=lambda section: (section.sequence, section.name))


def _table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _matrix(declared):
    sections = _ordered(declared)
    rows = [
        [declared.label(key), *(LEVELS[declared.level(key, section)] for section in sections)]
        for key in _staff(declared)
    ]
    return _table(["Position", *(section.name for section in sections)], rows)


def _limits(declared):
    for section in _ordered(declared):
        if section.evidence:
            yield f"- {section.name}: edited by nobody."
        if section.only_editors:
            who = ", ".join(sorted(declared.label(key) for key in section.editors))
            yield f"- {section.name}: edited by those only who hold: {who}."
        if section.keepers:
            who = ", ".join(sorted(declared.label(key) for key in section.keepers))
            yield f"- {section.name}: cannot be taken away from who holds: {who}."


def _positions(declared):
    rows = []
    for key, group in declared.groups.items():
        if group.position:
            implied = declared.closure(key) & declared.groups.keys()
            held = [name for name in implied if declared.groups[name].capability]
            capabilities = ", ".join(sorted(declared.label(name) for name in held)) or "—"
            rows.append([group.name, group.comment, capabilities])
    return _table(["Position", "What it is for", "Capabilities"], rows)


def _models(declared):
    for section in _ordered(declared):
        yield f"### {section.name}"
        rows = []
        for model in sorted(section.models | section.wizards):
            lists = declared.access.get(model, {})
            letters = defaultdict(str)
            for word, letter in zip(OPERATIONS, "rwcu", strict=True):
                for group in lists.get(word, ()):
                    letters[group] += letter
            told = "; ".join(
                f"{declared.label(group)}: {letters[group]}"
                for group in sorted(letters, key=declared.label)
            )
            rows.append([f"`{model.replace('_', '.')}`", told or "nobody"])
        yield _table(["Model", "Capability: operations"], rows)


def _rules(declared):
    rows = []
    for model in sorted(declared.rules):
        for title, groups, denied in declared.rules[model]:
            who = ", ".join(sorted(declared.label(key) for key in groups)) or "everybody"
            kept = ", ".join(word for word in OPERATIONS if word not in denied)
            rows.append([f"`{model.replace('_', '.')}`", title, who, kept])
    return _table(["Model", "Rule", "Who", "Operations"], rows)


def write(house):
    """Write docs/RIGHTS.md and say how many positions and sections it shows."""
    text = document(house.root, house.modules())
    (house.root / "docs" / "RIGHTS.md").write_text(text, encoding="utf-8")
    out("docs/RIGHTS.md")
