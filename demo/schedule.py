"""A week without clashes by local search. Plain Python, no ORM."""

from collections import Counter

#: pairs of each day of a group's week, Monday first: eighteen pairs, thirty-six hours
DAY_LENGTHS = (3, 4, 3, 3, 3, 2)
PLACES = [
    (weekday, pair) for weekday, count in enumerate(DAY_LENGTHS, 1) for pair in range(1, count + 1)
]


class Week:
    """Puts the tokens of each group into the places of its week.

    A token is (key, teachers): what is taught and the set of those who teach it at once (two,
    when the group is divided). No teacher is in two places at once; a unit seldom stands twice
    on one day.

    :param tokens: {group: list of len(PLACES) tokens}
    :param fixed: {(group, place): token} that must not move, taken out of ``tokens`` beforehand
    """

    def __init__(self, chance, tokens, fixed):
        self.chance = chance
        self.grid = {}
        self.movable = {}
        for group, own in tokens.items():
            held = {place: token for (owner, place), token in fixed.items() if owner == group}
            free = [place for place in PLACES if place not in held]
            chance.shuffle(own)
            self.grid[group] = {**held, **dict(zip(free, own, strict=True))}
            self.movable[group] = free
        self.busy = Counter()
        seen = set()
        for group, week in self.grid.items():
            for place, (key, teachers) in week.items():
                # a stream of several groups occupies its teacher once
                if (group, place) in fixed and (place, key) in seen:
                    continue
                seen.add((place, key))
                self.busy.update((teacher, place) for teacher in teachers)

    def solve(self, rounds=60000):
        """Swap places until nobody is in two places at once; return {group: {place: token}}.

        :raise ValueError: no solution was found, the load is too dense
        """
        for _n in range(rounds):
            clashing = [
                (group, place)
                for group, places in self.movable.items()
                for place in places
                if self._clashes(self.grid[group][place], place)
            ]
            if not clashing:
                return self.grid
            group, place = self.chance.choice(clashing)
            self._improve(group, place)
        raise ValueError("The week of the demonstration has no solution")

    def _clashes(self, token, place):
        return sum(self.busy[teacher, place] > 1 for teacher in token[1])

    def _improve(self, group, place):
        week = self.grid[group]
        best, choices = None, []
        for other in self.movable[group]:
            if other == place or week[other][0] == week[place][0]:
                continue
            cost = self._cost_after(week, place, other)
            if best is None or cost < best:
                best, choices = cost, [other]
            elif cost == best:
                choices.append(other)
        # a step aside from time to time leads out of dead ends
        other = self.chance.choice(choices if self.chance.random() < 0.93 else self.movable[group])
        if other != place:
            self._swap(week, place, other)

    def _swap(self, week, place, other):
        for token, here, there in ((week[place], place, other), (week[other], other, place)):
            for teacher in token[1]:
                self.busy[teacher, here] -= 1
                self.busy[teacher, there] += 1
        week[place], week[other] = week[other], week[place]

    def _cost_after(self, week, place, other):
        self._swap(week, place, other)
        cost = 10 * (self._clashes(week[place], place) + self._clashes(week[other], other))
        for here in (place, other):
            cost += (
                sum(
                    1
                    for (day, pair), token in week.items()
                    if day == here[0] and token[0] == week[here][0]
                )
                - 1
            )
        self._swap(week, place, other)
        return cost
