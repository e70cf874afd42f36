"""The table of figures: plain Python, markdown."""

import os

#: what a figure may say: name -> (how it is shown, how it is shown as a goal)
SHOWN = {
    "ratio": ("× {:.2f}", "≤ × {}"),
    "queries": ("{} queries", "≤ {} queries"),
    "request": ("{} of the request", ""),
    "bytes": ("{:,} bytes", "≤ {:,} bytes"),
    "odoo_ms": ("{:.1f} ms Odoo", "≤ {} ms Odoo"),
    "pg_ms": ("{:.1f} ms PostgreSQL", ""),
    "ms": ("{:.0f} ms", "≤ {} ms"),
    "unchanged": ("unchanged page: {}", "unchanged page: {}"),
    "stored": ("stored {} time(s)", "stored once"),
    "same_answer": ("same answer: {}", "same answer"),
    "lost": ("{} lost in silence", "0 lost"),
    "told": ("{} told", ""),
    "whole": ("whole: {}", "whole"),
}
#: these must equal their goals, the others must not exceed them
EXACT = ("unchanged", "stored", "same_answer", "lost", "whole")
#: how much the processor's time of a figure may differ from that of the smallest size
FLAT = 0.2
ABSENT = (
    (
        "a student's and a group's report for a year",
        "≤ 20 queries",
        "reports are not in this suite yet",
    ),
    (
        "100 dense journal pages to PDF",
        "≤ 5 CPU-s, ≤ 150 MiB",
        "printing to PDF is not in this suite yet",
    ),
)


def missed(figure):
    """Return the names of the goals a figure misses."""
    return [
        name
        for name, goal in figure["goals"].items()
        if name not in figure["values"]
        or (figure["values"][name] != goal if name in EXACT else figure["values"][name] > goal)
    ]


def cell(figure):
    """Return the text of a measured figure."""
    if figure["note"]:
        return figure["note"]
    return "; ".join(SHOWN[name][0].format(value) for name, value in figure["values"].items())


def goal(figure):
    """Return the text of the goals of a figure."""
    return "; ".join(
        SHOWN[name][1].format(value) for name, value in figure["goals"].items() if SHOWN[name][1]
    )


def cost(figure):
    """Return the processor's time of a figure, Odoo and PostgreSQL together, or None."""
    values = figure["values"]
    return values["odoo_ms"] + values["pg_ms"] if "pg_ms" in values else None


def flatness(results, place):
    """Return (text, is missed) of the change of a figure's cost from the smallest size to the
    others.

    The yardstick of the empty portal page, whose work no data changes, takes out what the
    machine did meanwhile.
    """
    costs = []
    for figures in results.values():
        own, yard = cost(figures[place]), cost(figures[2])
        if own is None or not yard:
            return "", False
        costs.append(figures[place]["values"].get("ratio") or own / yard)
    if len(costs) < 2:
        return "", False
    changes = [value / costs[0] - 1 for value in costs[1:]]
    text = ", ".join(f"{change:+.0%}" for change in changes)
    return text, any(change > FLAT for change in changes)


def render(results, titles):
    """Return (markdown of the table, number of missed goals).

    :param results: {size: [figure as a dict]}, each size with the same figures in the same order
    :param titles: {size: what it is}
    """
    sizes = list(results)
    lines = [
        "# Figures",
        "",
        "Medians of ten after a warm-up. Ratios are to the yardsticks, measured in turns with the",
        "figure (milliseconds of the processor, Odoo and PostgreSQL together). «Change» compares",
        "with the first size, goal ± 20 %. The browser's milliseconds are of the clock: they mean",
        f"something on a machine that does nothing else (load average {os.getloadavg()[0]:.1f}).",
        "",
        f"| figure | goal | {' | '.join(titles[size] for size in sizes)} | change | |",
        "|---|---|" + "---|" * len(sizes) + "---|---|",
    ]
    count = 0
    first = results[sizes[0]]
    for place, figure in enumerate(first):
        row = [results[size][place] if place < len(results[size]) else None for size in sizes]
        faults = {name for one in row if one for name in missed(one)}
        failed = any(one is None or one["note"] for one in row)
        change, grows = flatness(results, place) if not failed else ("", False)
        has_goal = bool(figure["goals"])
        bad = failed or bool(faults) or (grows and has_goal)
        count += bad
        verdict = "" if not has_goal and not failed else "**missed**" if bad else "met"
        cells = " | ".join(cell(one) if one else "-" for one in row)
        lines.append(f"| {figure['title']} | {goal(figure)} | {cells} | {change} | {verdict} |")
    for title, wanted, why in ABSENT:
        lines.append(f"| {title} | {wanted} | {' | '.join([why] * len(sizes))} | | not measured |")
    return "\n".join(lines) + "\n", count
