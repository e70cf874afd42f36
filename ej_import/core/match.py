"""Proposals: which known thing a spelling means, and how sure that is.

The confidence is a number from 0 to 1. `CERTAIN` needs no person; anything below must be accepted,
changed or refused by one before the import is applied.
"""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from .groups import candidates_by_speciality, group_key, parse_group
from .people import initials_of
from .text import clean, fold, russian_letters

CERTAIN = 1.0
#: Surname and initials that fit one member of staff only.
INITIALS = 0.95
#: Speciality and year of entry that fit one group only; the stream's letters when they fit several.
SPECIALITY = 0.95
SPECIALITY_MANY = 0.9
#: Every word of one title abbreviates the word of the other.
ABBREVIATED = 0.97
#: Below this likeness nothing is proposed.
FLOOR = 0.72
#: Two candidates closer than this are a tie: the confidence is lowered so that nobody accepts it
#: blindly.
TIE = 0.04
_TIE_CEILING = 0.6
#: A misspelling never reaches the confidence of an abbreviation.
_FUZZY_CEILING = 0.96

#: Two words less alike than this are different words, however alike the rest of the titles is.
_WORD_LIKENESS = 0.75


@dataclass(frozen=True)
class Proposal:
    """``targets``: keys of what is meant (several groups for one spelling are possible, usually
    one).

    ``how``: exact, alias, initials, speciality, abbreviation, similar, none.
    """

    targets: tuple
    confidence: float
    how: str

    @property
    def certain(self):
        """True when no person has to decide."""
        return bool(self.targets) and self.confidence >= CERTAIN


NOTHING_FOUND = Proposal((), 0.0, "none")


def title_key(value):
    """The key of a discipline's title.

    >>> title_key("Физика ") == title_key("физика")
    True
    """
    return fold(_spaced(value))


def propose_title(spelling, candidates, aliases=None):
    """What discipline a title means.

    ``candidates``: ``{key of the target: its title}``; ``aliases``: ``{title_key: key of the
    target}`` decided earlier.

    >>> propose_title("Операционныен системы", {1: "Операционные системы", 2: "Базы"}).targets
    (1,)
    >>> propose_title("Базы данных", {1: "Основы баз данных"}).how
    'none'
    """
    wanted = title_key(spelling)
    if aliases and wanted in aliases:
        return Proposal((aliases[wanted],), CERTAIN, "alias")
    keys = {target: title_key(title) for target, title in candidates.items()}
    exact = [target for target, key in keys.items() if key == wanted]
    if exact:
        confidence = CERTAIN if len(exact) == 1 else _TIE_CEILING
        return Proposal((exact[0],), confidence, "exact")
    short = [target for target, title in candidates.items() if is_abbreviation(spelling, title)]
    if short:
        confidence = ABBREVIATED if len(short) == 1 else _TIE_CEILING
        return Proposal((short[0],), confidence, "abbreviation")
    scores = {target: _word_by_word(spelling, title) for target, title in candidates.items()}
    return _best(scores)


def is_abbreviation(one, other):
    """True when each word of one title is the same as, or an abbreviation of, the other's.

    >>> is_abbreviation("программно-аппар-е средства", "программно-аппаратные средства")
    True
    >>> is_abbreviation("бухг.учета источников имущ.", "бухгалтерского учета источников имущества")
    True
    >>> is_abbreviation("основы безопасности", "основы безопасности жизнедеятельности")
    False
    """
    left, right = _words(_spaced(one)), _words(_spaced(other))
    if len(left) != len(right) or not left:
        return False
    return all(_same_word(first, second) for first, second in zip(left, right, strict=True))


def fullest(one, other):
    """The title in which each word is the fuller one of two spellings of a discipline.

    >>> fullest("Основы бухг.учета имущества", "Основы бухгалтерского учета имущ.")
    'Основы бухгалтерского учета имущества'
    """
    left, right = (re.findall(r"[^\s.]+\.?", clean(title)) for title in (one, other))
    if len(left) != len(right):
        return max((one, other), key=len)
    return " ".join(
        max(pair, key=lambda word: (not word.endswith("."), "(" not in word, len(word)))
        for pair in zip(left, right, strict=True)
    )


def propose_teacher(spelling, staff, aliases=None):
    """Who «Иванов И.И.» is. ``staff``: ``{key: (surname, first name, patronymic)}``.

    >>> propose_teacher("Алфёрова Е.Г.", {7: ("Алферова", "Екатерина", "Геннадьевна")}).confidence
    0.95
    """
    wanted = fold(spelling)
    if aliases and wanted in aliases:
        return Proposal((aliases[wanted],), CERTAIN, "alias")
    for key, names in staff.items():
        if fold(" ".join(names)) == wanted:
            return Proposal((key,), CERTAIN, "exact")
    parts = initials_of(spelling)
    if not parts:
        return _similar(wanted, {key: fold(" ".join(names)) for key, names in staff.items()})
    surname, first, second = (fold(part) for part in parts)
    fitting = [
        key
        for key, names in staff.items()
        if fold(names[0]) == surname
        and fold(names[1])[:1] == first
        and (not second or fold(names[2])[:1] == second)
    ]
    if fitting:
        return Proposal((fitting[0],), INITIALS if len(fitting) == 1 else _TIE_CEILING, "initials")
    shorts = {
        key: fold(f"{names[0]} {names[1][:1]}.{names[2][:1]}.") for key, names in staff.items()
    }
    return _similar(wanted, shorts)


def propose_group(spelling, groups, aliases=None, speciality_year=None):
    """Which group or groups a spelling means. ``groups``: ``{key: name}``.

    ``speciality_year``: ``(letters, year of entry)`` when the file names a group by them.

    >>> propose_group("kКОМ-2023", {1: "кКОМ-2023"}).how
    'exact'
    >>> propose_group("кИБ-2024", {1: "кИБ-2023"}).how
    'none'
    >>> propose_group("ПСО-2022", {1: "кПСО-2022/1", 2: "кПСО-2022/2"}, None, ("ПСО", 2022)).targets
    (1, 2)
    """
    wanted = group_key(spelling)
    if aliases and wanted in aliases:
        found = aliases[wanted]
        return Proposal(
            tuple(found) if isinstance(found, (list, tuple)) else (found,), CERTAIN, "alias"
        )
    keys = {target: group_key(name) for target, name in groups.items()}
    exact = [target for target, key in keys.items() if key == wanted]
    if exact:
        return Proposal((exact[0],), CERTAIN if len(exact) == 1 else _TIE_CEILING, "exact")
    if speciality_year:
        names = candidates_by_speciality(*speciality_year, list(groups.values()))
        targets = tuple(target for target, name in groups.items() if name in names)
        if targets:
            return Proposal(
                targets, SPECIALITY if len(targets) == 1 else SPECIALITY_MANY, "speciality"
            )
        return NOTHING_FOUND
    name = parse_group(spelling)
    if name:
        # another year or number is another group, however alike the names are
        others = {target: parse_group(other) for target, other in groups.items()}
        keys = {
            target: keys[target]
            for target, other in others.items()
            if other and (other.year, other.number) == (name.year, name.number)
        }
    return _similar(wanted, keys)


def _similar(wanted, keys):
    """The most alike of short names (groups, people)."""
    ranked = process.extract(wanted, keys, scorer=fuzz.ratio, score_cutoff=FLOOR * 100, limit=2)
    return _best({target: score / 100 for _name, score, target in ranked})


def _best(scores):
    """The proposal of the highest score; a tie makes it too doubtful to be accepted blindly."""
    ranked = sorted(
        ((score, target) for target, score in scores.items() if score >= FLOOR),
        key=lambda item: -item[0],
    )
    if not ranked:
        return NOTHING_FOUND
    confidence = min(ranked[0][0], _FUZZY_CEILING)
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < TIE:
        confidence = min(confidence, _TIE_CEILING)
    return Proposal((ranked[0][1],), round(confidence, 2), "similar")


def _word_by_word(one, other):
    """Likeness of two titles, 0 when any word has no like in its place.

    A title that differs by a whole word is another discipline («Основы безопасности
    жизнедеятельности» and «Безопасность жизнедеятельности»), so the words are compared one by one.
    """
    left, right = _words(_spaced(one)), _words(_spaced(other))
    if len(left) != len(right):
        joined = fuzz.ratio("".join(left), "".join(right)) / 100
        return joined if joined >= CERTAIN - TIE else 0.0
    total = 0.0
    for first, second in zip(left, right, strict=True):
        if _same_word(first, second):
            likeness = 1.0
        else:
            likeness = fuzz.ratio(first, second) / 100
            if likeness < _WORD_LIKENESS or fold(first).isdigit() or fold(second).isdigit():
                return 0.0
        total += likeness
    return total / len(left) if left else 0.0


def _spaced(value):
    """Lower case, Russian letters, «ё» as «е»; full stops stay, they mark abbreviations."""
    return clean(russian_letters(clean(value))[0]).lower().replace("ё", "е")


def _words(text):
    """Words with their full stops: «бухг.учета» are two, «автоматизир-х(инф)» is one and a half."""
    text = re.sub(r"\([^)]*\)", " ", text)
    text = re.sub(r"(?<=\w)-(?=\w{1,3}\b)", "~", text)
    return re.findall(r"[\w~]+\.?", text)


def _same_word(one, other):
    one_bare, other_bare = one.rstrip("."), other.rstrip(".")
    if one_bare == other_bare:
        return True
    return _abbreviates(one, other_bare) or _abbreviates(other, one_bare)


def _abbreviates(short, full):
    """«имущ.» and «аппар~е» stand for «имущества» and «аппаратные»."""
    if "~" in short:
        stem, ending = short.rstrip(".").split("~", 1)
        return (
            len(stem) > 2
            and full.startswith(stem)
            and full.endswith(ending)
            and len(full) > len(stem)
        )
    if short.endswith("."):
        stem = short[:-1]
        return len(stem) > 2 and full.startswith(stem) and len(full) > len(stem)
    return False
