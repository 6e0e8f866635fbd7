const STAMP = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?Z?)?$/;

/** `2024-01-31` when the text is a day of the calendar, else undefined. */
export function readDate(text: string): string | undefined {
  return text.length === 10 ? read(text)?.slice(0, 10) : undefined;
}

/** `2024-01-31 10:00:00[.123456]` (UTC) when the text is a timestamp, else undefined. A day alone is its midnight. */
export const readTimestamp = (text: string): string | undefined => read(text);

function read(text: string): string | undefined {
  const match = STAMP.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = ''] = match;
  const last = new Date(Date.UTC(2000, Number(month), 0));
  last.setUTCFullYear(Number(year), Number(month), 0);
  const isDay = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= last.getUTCDate();
  if (!isDay || Number(year) === 0 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return `${year}-${month}-${day} ${hour}:${minute}:${second}${fraction}`;
}
