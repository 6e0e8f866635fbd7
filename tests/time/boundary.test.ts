import { describe, expect, test } from '@jest/globals';
import { around, instantFrom } from '../../src/time/boundary.js';
import { printWallClock, readWallClock, type WallClock } from '../../src/time/wall-clock.js';
import { wallClockOf } from '../../src/time/zone.js';

const clock = (text: string): WallClock => readWallClock(text) as WallClock;
const from = (zone: string, text: string): string | undefined => {
  const instant = instantFrom(clock(text), zone);
  return instant && printWallClock(instant);
};

describe('instantFrom', () => {
  test.each([
    ['UTC is itself', 'UTC', '2024-03-10T02:30:00', '2024-03-10T02:30:00'],
    ['winter', 'America/Los_Angeles', '2024-01-01T00:00', '2024-01-01T08:00:00'],
    ['summer', 'America/Los_Angeles', '2024-07-01T00:00', '2024-07-01T07:00:00'],
    [
      'just before clocks go forward',
      'America/Los_Angeles',
      '2024-03-10T01:59:59.999999',
      '2024-03-10T09:59:59.999999',
    ],
    [
      'a time that is skipped begins when clocks have gone forward',
      'America/Los_Angeles',
      '2024-03-10T02:30',
      '2024-03-10T10:00:00',
    ],
    ['the first time after them', 'America/Los_Angeles', '2024-03-10T03:00', '2024-03-10T10:00:00'],
    ['the midnight after', 'America/Los_Angeles', '2024-03-11T00:00', '2024-03-11T07:00:00'],
    [
      'just before a time that comes twice',
      'America/Los_Angeles',
      '2024-11-03T00:59:59.999999',
      '2024-11-03T07:59:59.999999',
    ],
    ['a time that comes twice', 'America/Los_Angeles', '2024-11-03T01:30', undefined],
    ['the first that comes twice', 'America/Los_Angeles', '2024-11-03T01:00', '2024-11-03T08:00:00'],
    ['the first that comes once again', 'America/Los_Angeles', '2024-11-03T02:00', '2024-11-03T10:00:00'],
    ['a midnight that is skipped', 'America/Havana', '2024-03-10T00:00', '2024-03-10T05:00:00'],
    ['a midnight to which clocks are set back', 'America/Havana', '2024-11-03T00:00', '2024-11-03T04:00:00'],
    ['half an hour that comes twice', 'Australia/Lord_Howe', '2024-04-07T01:45', undefined],
    ['half an hour that is skipped', 'Australia/Lord_Howe', '2024-10-06T02:15', '2024-10-05T15:30:00'],
    ['a quarter of an hour off', 'Asia/Kathmandu', '2024-01-01T00:00', '2023-12-31T18:15:00'],
    ['microseconds stay', 'Asia/Kathmandu', '2024-01-01T00:00:00.000001', '2023-12-31T18:15:00.000001'],
    ['a day that never was', 'Pacific/Apia', '2011-12-30T12:00', '2011-12-30T10:00:00'],
    ['long ago', 'Europe/Berlin', '0100-06-01T00:00', '0100-05-31T23:06:32'],
  ])('%s: %s %s', (_name, zone, text, wanted) => expect(from(zone, text)).toBe(wanted));

  test.each([
    'America/Los_Angeles',
    'Europe/Berlin',
    'America/Havana',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Kathmandu',
  ])('in %s it parts the hours of a year as the wall clock does', (zone) => {
    const start = Date.UTC(2024, 0, 1);
    const steps = Array.from({ length: 366 * 48 }, (_, step) => new Date(start + step * 1_800_000));
    const shown = steps.map((instant) => ({
      instant: instant.toISOString().slice(0, 19),
      wall: printWallClock(wallClockOf(instant, zone)),
    }));
    const wrong: unknown[] = [];
    let parted = 0;
    for (let day = 3; day < 360; day++) {
      const midnight = printWallClock({ days: clock('2024-01-01').days + day, micros: 0 });
      const boundary = from(zone, midnight);
      if (boundary === undefined) continue;
      parted += 1;
      for (const { instant, wall } of shown.slice((day - 2) * 48, (day + 2) * 48))
        if (wall >= midnight !== instant >= boundary) wrong.push({ midnight, boundary, instant, wall });
    }
    expect(wrong).toEqual([]);
    expect(parted).toBe(357);
  });
});

test('around holds every instant whose wall clock shows the time, in the zones farthest from UTC', () => {
  const [early, late] = around(clock('2024-06-15T12:00')).map((bound) => Date.parse(`${printWallClock(bound)}Z`)) as [
    number,
    number,
  ];
  for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kathmandu']) {
    const at = Date.parse(`${from(zone, '2024-06-15T12:00')}Z`);
    expect(at).toBeGreaterThan(early);
    expect(at).toBeLessThan(late);
  }
});
