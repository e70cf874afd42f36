/** First and last day of the month of an ISO date. */
export function monthRange(date) {
    const moment = luxon.DateTime.fromISO(date);
    return { from: moment.startOf("month").toISODate(), to: moment.endOf("month").toISODate() };
}

/** The month so many months away. */
export function shiftMonth(date, months) {
    return monthRange(luxon.DateTime.fromISO(date).startOf("month").plus({ months }).toISODate());
}
