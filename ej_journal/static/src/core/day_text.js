/**
 * Days in words, as luxon's formats give them, at a hundredth of the price: a semester has 120 heads
 * and 120 lines, and luxon builds a formatter for every token of each.
 */

let names = {};

/** Words of the language in use: names of weekdays and months. */
function words() {
    const locale = luxon.Settings.defaultLocale;
    if (names.locale !== locale) {
        const { Info } = luxon;
        names = {
            locale,
            weekdays: Info.weekdays("long"),
            shortWeekdays: Info.weekdays("short"),
            months: Info.months("long"),
            monthsOfDay: Info.monthsFormat("long"),
            shortMonths: Info.monthsFormat("short"),
        };
    }
    return names;
}

/** [year, month 1..12, day] of an ISO date. */
function parts(iso) {
    return iso.split("-").map(Number);
}

/** Place of an ISO date in the week: 0 is Monday. */
function weekdayOf(iso) {
    const [year, month, day] = parts(iso);
    return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
}

/** "Wednesday, 14 October": luxon's "cccc, d MMMM". */
export function longDay(iso) {
    const [, month, day] = parts(iso);
    const { weekdays, monthsOfDay } = words();
    return `${weekdays[weekdayOf(iso)]}, ${day} ${monthsOfDay[month - 1]}`;
}

/** "Wed 14.10": luxon's "ccc dd.MM". */
export function weekDay(iso) {
    const [, month, day] = iso.split("-");
    return `${words().shortWeekdays[weekdayOf(iso)]} ${day}.${month}`;
}

/** "14 Oct": luxon's "d MMM". */
export function shortDay(iso) {
    const [, month, day] = parts(iso);
    return `${day} ${words().shortMonths[month - 1]}`;
}

/** "October 2026": luxon's "LLLL yyyy". */
export function monthOf(iso) {
    const [year, month] = parts(iso);
    return `${words().months[month - 1]} ${year}`;
}
