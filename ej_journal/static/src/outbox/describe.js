import { _t } from "@web/core/l10n/translation";

/** A value of the door as a person reads it. */
export function describeValue(value) {
    if (value === null || value === undefined || value === "" || value === false) {
        return _t("empty");
    }
    if (value === true) {
        return _t("attendance confirmed");
    }
    if (typeof value === "object") {
        if (value.none) {
            return _t("not set");
        }
        return value.content || value.title || [value.number, value.pages].filter(Boolean).join(", ") || _t("empty");
    }
    return String(value);
}

/** What a refused or conflicting operation was about. */
export function describeKind(kind) {
    return {
        cell: _t("Mark or absence"),
        topic: _t("Topic"),
        material: _t("Material"),
        lesson_kind: _t("Kind of lesson"),
        present: _t("Attendance"),
        homework: _t("Homework"),
        work: _t("Work"),
        final: _t("Final mark"),
    }[kind];
}

/** «Горбунова Н. И.» of a full name: the initials are enough for a signature. */
export function shortName(name) {
    const [surname, ...others] = (name || "").split(" ");
    return [surname, ...others.map((part) => `${part[0]}.`)].join(" ");
}

/** "14.10, 15:32" of the server's UTC moment, in the person's own time. */
export function describeMoment(utc) {
    if (!utc) {
        return "";
    }
    const moment = luxon.DateTime.fromSQL(utc, { zone: "utc" }).setZone("default");
    if (!moment.isValid) {
        return utc;
    }
    const [day, month, hour, minute] = [moment.day, moment.month, moment.hour, moment.minute].map((number) => String(number).padStart(2, "0"));
    return `${day}.${month}, ${hour}:${minute}`; // not toFormat: it is called for every line of a semester
}
