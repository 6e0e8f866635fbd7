import type { Engine, Rows, RunStatistics, Statement } from '../../src/engine/engine.js';
import type { TrinoProfile } from '../../src/engine/trino/profile.js';
import { openTrino } from '../../src/engine/trino/trino-engine.js';
import type { Model } from '../../src/model/model.js';
import { serve } from '../../tests/builders/serve.js';
import { differenceOf } from '../equal-rows.js';
import { median } from '../measure.js';
import type { Question } from '../questions.js';
import { recording } from '../recording.js';
import { type Measured, sides } from '../report.js';
import type { GeneratedSql } from '../sql-quality.js';
import { SQL_BAR } from '../sql-quality.js';
import { bareRun } from './bare-client.js';

const ROUNDS = 7;

/** CPU and bytes, as Trino reports them, of the SQL that is generated over those of the SQL by hand; rows must be equal. */
export async function sqlOnTrino(
  name: string,
  model: Model,
  profile: TrinoProfile,
  questions: readonly Question[],
  onResult: (sql: GeneratedSql) => void,
): Promise<readonly Measured[]> {
  const engine = recording(await openTrino(profile));
  const served = await serve(model, engine);
  const measured: Measured[] = [];
  try {
    for (const question of questions) {
      const { data, errors } = await served.ask(question.graphql, question.variables);
      const [answer] = Object.values(data ?? {}) as { readonly columns: readonly { readonly name: string }[] }[];
      const last = engine.last();
      if (errors !== undefined || answer === undefined || last === null)
        throw new Error(`${question.name}: ${JSON.stringify(errors)}`);
      const ours = {
        ...last,
        columns: last.columns.map((column, at) => ({ ...column, name: answer.columns[at]?.name ?? '' })),
      };
      const theirs = await byHand(profile, question.sql, ours);
      const difference = differenceOf(await run(engine, ours), await run(engine, theirs));
      const [a, b] = await inTurn(
        () => run(engine, ours),
        () => run(engine, theirs),
      );
      const [cpu, byHandCpu] = [median(a.map(cpuOf)), median(b.map(cpuOf))];
      const [bytes, byHandBytes] = [median(a.map(bytesOf)), median(b.map(bytesOf))];
      const rows = difference === null ? {} : { note: `OTHER ROWS: ${difference}` };
      measured.push(
        {
          what: `${name} ${question.name}`,
          value: cpu / byHandCpu,
          unit: 'x',
          bar: SQL_BAR,
          ...sides(cpu, byHandCpu, 'ms'),
          ...rows,
        },
        {
          what: `${name} ${question.name}, bytes`,
          value: byHandBytes === 0 ? 1 : bytes / byHandBytes,
          unit: 'x',
          bar: BYTES_BAR,
          ...sides(bytes / 1e3, byHandBytes / 1e3, 'kB'),
        },
      );
      onResult({ name: question.name, ratio: cpu / byHandCpu, ours, theirs });
    }
  } finally {
    await served.close();
  }
  return measured;
}

/** Files end at whole blocks, and a filter that one join makes for another comes in time or not. */
const BYTES_BAR = 1.02;

const cpuOf = ({ milliseconds }: RunStatistics): number => milliseconds.cpu;
const bytesOf = ({ bytesRead }: RunStatistics): number => bytesRead;

const run = (engine: Engine, statement: Statement): Promise<Rows> =>
  engine.run(statement, new AbortController().signal);

/** What each run took; each is first every other time. Both have been run before. */
async function inTurn(
  ours: () => Promise<Rows>,
  theirs: () => Promise<Rows>,
): Promise<readonly [readonly RunStatistics[], readonly RunStatistics[]]> {
  const runs: [RunStatistics[], RunStatistics[]] = [[], []];
  const once = async (of: 0 | 1): Promise<void> => {
    const { statistics } = await (of === 0 ? ours : theirs)();
    if (statistics !== undefined) runs[of].push(statistics);
  };
  for (let round = 0; round < ROUNDS; round++) {
    await once(round % 2 === 0 ? 0 : 1);
    await once(round % 2 === 0 ? 1 : 0);
  }
  return runs;
}

/** Its columns may stand in another order than ours: each has the type of ours of that name. */
async function byHand(profile: TrinoProfile, sql: string, ours: Statement): Promise<Statement> {
  const text = sql
    .replace(/^(--.*\n)+/, '')
    .trim()
    .replace(/;$/, '');
  const { names } = await bareRun(profile, text);
  const typeOf = (name: string) => ours.columns.find((column) => column.name === name)?.type ?? 'text';
  return { text, parameters: [], columns: names.map((name) => ({ name, type: typeOf(name) })) };
}
