import type { TrinoProfile } from '../../src/engine/trino/profile.js';
import { openTrino } from '../../src/engine/trino/trino-engine.js';
import type { Model } from '../../src/model/model.js';
import { serve } from '../../tests/builders/serve.js';
import { median } from '../measure.js';
import { recording } from '../recording.js';
import type { Measured } from '../report.js';
import { bareRun } from './bare-client.js';

const ROUNDS = 60;
const QUESTION = '{ query(input: {metrics: ["titles_released"], dimensions: [{path: "genre"}]}) { rows } }';

/** From a question to its answer, over a bare client that sends the same statement; nothing comes from the cache. */
export async function overhead(model: Model, profile: TrinoProfile): Promise<readonly Measured[]> {
  const engine = recording(await openTrino(profile));
  const served = await serve(model, engine);
  const times: { readonly ours: number[]; readonly bare: number[] } = { ours: [], bare: [] };
  const ours = async (): Promise<number> => {
    const began = performance.now();
    const { errors } = await served.ask(QUESTION);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return performance.now() - began;
  };
  const bare = async (): Promise<number> => {
    const text = engine.last()?.text ?? '';
    const began = performance.now();
    await bareRun(profile, text);
    return performance.now() - began;
  };
  try {
    for (let round = -10; round < ROUNDS; round++) {
      const first = await (round % 2 === 0 ? ours : bare)();
      const second = await (round % 2 === 0 ? bare : ours)();
      if (round < 0) continue; // warming up
      times.ours.push(round % 2 === 0 ? first : second);
      times.bare.push(round % 2 === 0 ? second : first);
    }
  } finally {
    await served.close();
  }
  const [a, b] = [median(times.ours), median(times.bare)];
  return [
    {
      what: 'a question over its statement by a bare client, p50',
      value: a - b,
      unit: 'ms',
      bar: 5,
      note: `${a.toFixed(1)} : ${b.toFixed(1)} ms`,
    },
  ];
}
