import { describe, expect, test } from '@jest/globals';
import { printWallClock } from '../../src/time/wall-clock.js';
import { isTimeZone, wallClockOf } from '../../src/time/zone.js';

describe('wallClockOf', () => {
  test.each([
    ['2024-03-31T00:59:59.250Z', 'Europe/Paris', '2024-03-31T01:59:59.25'],
    ['2024-03-31T01:00:00Z', 'Europe/Paris', '2024-03-31T03:00:00'],
    ['2024-10-27T00:30:00Z', 'Europe/Paris', '2024-10-27T02:30:00'],
    ['2024-10-27T01:30:00Z', 'Europe/Paris', '2024-10-27T02:30:00'],
    ['2024-01-01T04:00:00Z', 'America/New_York', '2023-12-31T23:00:00'],
    ['2024-01-01T00:00:00Z', 'Asia/Kathmandu', '2024-01-01T05:45:00'],
    ['2024-01-01T00:00:00Z', 'UTC', '2024-01-01T00:00:00'],
  ])('%s in %s', (instant, zone, shown) => {
    expect(printWallClock(wallClockOf(new Date(instant), zone))).toBe(shown);
  });
});

test.each(['Mars/Olympus', '+02:00', '', 'Europe/Paris; DROP', 'Europe//Paris', '__proto__'])(
  '"%s" is no time zone',
  (zone) => {
    expect(isTimeZone(zone)).toBe(false);
  },
);
