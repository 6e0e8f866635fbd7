import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BoundedStore, ENTRY_BYTES } from '../../src/cache/bounded-store.js';

const place = (bytes: number, closed = false) => ({ bytes, closed });

describe('one bound', () => {
  test('holds for everything together, whatever is kept, used, dropped and under way', () => {
    const step = fc.record({
      act: fc.constantFrom('set', 'set', 'set', 'get', 'delete', 'hold', 'end'),
      key: fc.integer({ min: 0, max: 30 }).map(String),
      bytes: fc.integer({ min: 0, max: 4_000 }),
      section: fc.constantFrom('rows', 'bytes'),
      closed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), fc.array(step, { maxLength: 200 }), (maxBytes, steps) => {
        const store = new BoundedStore({ maxBytes });
        const kept = new Map<string, number>();
        const ends: (() => void)[] = [];
        let held = 0;
        for (const { act, key, bytes, section, closed } of steps) {
          const of = store.section<number>(section);
          if (act === 'get') expect([kept.get(section + key), undefined]).toContain(of.get(key));
          if (act === 'delete') of.delete(key);
          if (act === 'hold') {
            const end = store.hold(bytes);
            held += bytes;
            ends.push(() => {
              end();
              held -= bytes;
            });
          }
          if (act === 'end') ends.pop()?.();
          if (act === 'set') {
            kept.set(section + key, bytes);
            const isKept = of.set(key, bytes, place(bytes, closed));
            expect(of.get(key)).toBe(isKept ? bytes : undefined);
            if (bytes > maxBytes / 4) expect(isKept).toBe(false);
          }
          expect(store.bytes).toBeLessThanOrEqual(Math.max(maxBytes, held));
        }
        for (const end of ends) end();
        expect(store.bytes).toBeGreaterThanOrEqual(store.entries * ENTRY_BYTES);
      }),
      { numRuns: 300 },
    );
  });

  test('sections share it: what is kept in one takes the room of another', () => {
    const store = new BoundedStore({ maxBytes: 4 * (1_000 + ENTRY_BYTES) });
    const [rows, bytes] = [store.section<number>('rows'), store.section<number>('bytes')];
    for (let n = 0; n < 4; n++) rows.set(`k${n}`, n, place(1_000));
    bytes.set('k0', 9, place(1_000));
    expect([rows.get('k0'), rows.get('k1'), bytes.get('k0')]).toEqual([undefined, 1, 9]);
  });

  test('what is under way takes room too', () => {
    const store = new BoundedStore({ maxBytes: 4 * (1_000 + ENTRY_BYTES) });
    const rows = store.section<number>('rows');
    for (let n = 0; n < 4; n++) rows.set(`k${n}`, n, place(1_000));
    const end = store.hold(2_000);
    expect([0, 1, 2, 3].map((n) => rows.get(`k${n}`))).toEqual([undefined, undefined, 2, 3]);
    end();
    end();
    expect(store.bytes).toBe(2 * (1_000 + ENTRY_BYTES));
  });

  test('tells what it drops', () => {
    const store = new BoundedStore({ maxBytes: 10_000 });
    const gone: number[] = [];
    const rows = store.section<number>('rows');
    for (let n = 0; n < 8; n++) rows.set(`k${n}`, n, { ...place(1_500), gone: () => gone.push(n) });
    expect(gone).toEqual([0, 1, 2, 3]);
  });
});

describe('what is of closed periods', () => {
  const ROOM = 100;
  const full = () => {
    const store = new BoundedStore({ maxBytes: ROOM * (1_000 + ENTRY_BYTES) });
    return { store, rows: store.section<number>('rows') };
  };

  test('outlives what is not, though it was used before', () => {
    const { rows } = full();
    for (let n = 0; n < ROOM; n++) rows.set(`k${n}`, n, place(1_000, n < ROOM / 2));
    for (let n = 0; n < 20; n++) rows.set(`more${n}`, n, place(1_000));
    const left = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => rows.get(`k${from + n}`)).filter((each) => each !== undefined).length;
    expect([left(0, ROOM / 2), left(ROOM / 2, ROOM)]).toEqual([50, 30]);
  });

  test('goes too, once it has not been used for four times as long', () => {
    const { rows } = full();
    for (let n = 0; n < ROOM; n++) rows.set(`k${n}`, n, place(1_000, n < ROOM / 2));
    for (let n = 0; n < 20 * ROOM; n++) rows.set(`more${n % ROOM}`, n, place(1_000));
    expect(Array.from({ length: ROOM }, (_, n) => rows.get(`k${n}`)).filter((each) => each !== undefined)).toEqual([]);
  });
});
