import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { refuse } from '../../problems/problem.js';
import { type Shape, suggestRollups, yamlOf } from '../../rollups/suggest.js';
import { type QueryRecord, recordShape } from '../../server/query-log/record.js';
import { openProject } from '../ask/project.js';
import { EXIT } from '../exit.js';
import type { Surroundings } from '../surroundings.js';

interface Flags {
  readonly json: boolean;
  readonly atMost: number;
}

/** Rollups that would have saved most of what the questions of a log cost; nothing is written. */
export async function suggest(file: string, flags: Flags, surroundings: Surroundings): Promise<number> {
  const { model } = openProject({ ...flags }, surroundings);
  const path = resolve(surroundings.folder, file);
  const { shapes, unread } = shapesIn(textOf(path));
  if (unread > 0) surroundings.err(`${unread} lines of ${file} are no lines of a query log.\n`);
  const found = suggestRollups(model, shapes, flags.atMost);
  const share = found.reduce((sum, each) => sum + each.share, 0);
  if (flags.json) surroundings.out(`${JSON.stringify({ questions: shapes.length, share, rollups: found }, null, 2)}\n`);
  else if (found.length === 0) surroundings.out(`No rollup would answer any of the ${shapes.length} questions.\n`);
  else
    surroundings.out(
      `${yamlOf(found)}\n# These answer ${(share * 100).toFixed(1)} % of what ${shapes.length} questions cost.\n`,
    );
  return EXIT.ok;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return refuse({
      code: 'UNREADABLE_FILE',
      message: `The query log ${path} cannot be read.`,
      hint: 'query_log: {file: …} in grainline.yaml says where the server writes it.',
    });
  }
}

/** Questions that were answered from the cache cost nothing. */
function shapesIn(text: string): { readonly shapes: readonly Shape[]; readonly unread: number } {
  const records: QueryRecord[] = [];
  let unread = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const record = recordOf(line);
    if (record === undefined) unread++;
    else if (record.cache === 'MISS') records.push(record);
  }
  const hasBytes = records.every(({ bytesRead }) => bytesRead !== null);
  const costOf = ({ bytesRead, milliseconds }: QueryRecord): number => (hasBytes ? bytesRead : null) ?? milliseconds;
  return { shapes: records.map((record) => ({ ...record, cost: costOf(record) })), unread };
}

function recordOf(line: string): QueryRecord | undefined {
  try {
    return recordShape.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
