import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeSample } from '../../src/sample/make-sample.js';
import { readSampleCard } from '../../src/sample/sample-card.js';
import { type OpenSample, openSample } from './open-sample.js';

const KEYS = {
  calendar: 'day',
  charges: 'charge_id',
  compute_jobs: 'job_id',
  countries: 'code',
  daily_balances: 'balance_date, plan, country_code',
  experiments: 'experiment_id',
  exposures: 'exposure_id',
  impressions: 'impression_id',
  members: 'member_id',
  plan_history: 'member_id, valid_from',
  plays: 'play_id',
  regions: 'region_code',
  subscriptions: 'subscription_id',
  titles: 'title_id',
};

let folder: string;
let sample: OpenSample;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samples-'));
  sample = await openSample({ scale: 0.01 });
});
afterAll(async () => {
  await sample.close();
  await rm(folder, { recursive: true, force: true });
});

/** Row count and an order-free checksum of all values, by table. */
async function checksums({ rowsOf }: OpenSample): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const table of Object.keys(KEYS)) {
    const [row] = await rowsOf(`SELECT count(*) || ':' || sum(hash(t)::HUGEINT) AS sum FROM streaming.${table} AS t`);
    found[table] = row?.sum;
  }
  return found;
}

describe('makeSample', () => {
  test('equal seeds give equal rows, another seed others', async () => {
    const [again, other] = [await openSample({ scale: 0.01 }), await openSample({ scale: 0.01, seed: 7 })];
    const [first, second, third] = [await checksums(sample), await checksums(again), await checksums(other)];
    await Promise.all([again.close(), other.close()]);
    expect(second).toEqual(first);
    expect(third.plays).not.toBe(first.plays);
    expect(third.members).not.toBe(first.members);
    expect(third.calendar).toBe(first.calendar);
  });

  test('reports the rows of each table, as the card and the files do', async () => {
    const { tables } = sample.report;
    expect(tables.map((table) => table.name).sort()).toEqual(Object.keys(KEYS));
    const card = await readSampleCard(sample.folder);
    expect(card?.tables).toEqual(Object.fromEntries(tables.map(({ name, rows }) => [name, rows])));
    for (const { name, rows } of tables) {
      expect({ name, ...(await sample.rowOf(`SELECT count(*) AS rows FROM streaming.${name}`)) }).toEqual({
        name,
        rows,
      });
    }
  });

  test.each(Object.entries(KEYS))('the key of %s tells its rows apart', async (table, key) => {
    const again = await sample.rowsOf(`SELECT ${key} FROM streaming.${table} GROUP BY ALL HAVING count(*) > 1 LIMIT 1`);
    expect(again).toEqual([]);
  });

  test('leaves nothing behind when it is cancelled, and what was there stays', async () => {
    const stopped = join(folder, 'stopped');
    const seen: string[] = [];
    const stop = async (at: string): Promise<unknown> => {
      const controller = new AbortController();
      const onProgress = (_done: number, _total: number, what: string): void => {
        seen.push(what);
        if (what === at) setImmediate(() => controller.abort(new Error(`stopped at ${at}`)));
      };
      return makeSample(stopped, { scale: 0.02, signal: controller.signal, onProgress });
    };
    await expect(stop('plays')).rejects.toThrow('stopped at plays');
    expect(seen).not.toContain('done');
    expect(await readdir(stopped)).toEqual([]);
    expect(await readSampleCard(stopped)).toBeUndefined();

    await makeSample(stopped, { scale: 0.01, seed: 1 });
    await expect(stop('charges')).rejects.toThrow('stopped at charges');
    expect(await readdir(stopped)).toEqual(['streaming']);
    expect(await readSampleCard(stopped)).toMatchObject({ seed: 1, scale: 0.01 });
  });

  test('replaces a sample as a whole', async () => {
    const again = join(folder, 'again');
    await makeSample(again, { scale: 0.01, seed: 1 });
    await makeSample(again, { scale: 0.01, seed: 2 });
    expect(await readdir(again)).toEqual(['streaming']);
    expect(await readSampleCard(again)).toMatchObject({ seed: 2 });
  });
});
