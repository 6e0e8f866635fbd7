import { setImmediate as nextTurn } from 'node:timers/promises';
import { matchContext, type Runtime, relied, type Viewer } from '../answer.js';
import type { PlanNode } from '../plan/plan.js';
import { planFor } from '../plan/plan-for.js';
import { applyRules } from '../plan/rules/rules.js';
import { ProblemError } from '../problems/problem.js';
import type { MetricRequest } from '../request/metric-request.js';
import { approximations } from '../result/approximations.js';
import type { Warning } from '../result/result.js';
import { type ColumnHead, headsOf, valuesOf } from '../result/shape.js';
import { warningsOf } from '../result/warnings.js';
import { served } from '../rollups/served.js';
import { dialects } from '../sql/dialects/dialects.js';
import { toSql } from '../sql/to-sql.js';
import type { Bytes, Encoder, ExportOptions, Format, Part } from './format.js';

/** Rows that are encoded at once: between two such parts other requests have their turn. */
const AT_ONCE = 4_096;

/** A question whose rows go out as they come, however many. */
export interface Export {
  /** Dimensions, then metrics, as they were asked. */
  readonly columns: readonly ColumnHead[];
  /** Whole once the first rows have come. */
  readonly warnings: readonly Warning[];
  /** Asks the engine and gives the rows part by part; each waits for the one before to be taken. */
  readonly stream: (receive: (part: Part) => Promise<void>, signal: AbortSignal) => Promise<void>;
}

export interface ExportBounds {
  /** More rows are an error; null where any number may go. */
  readonly rows: number | null;
  /** How long the engine may take, its reader included. */
  readonly seconds: number;
}

/**
 * Nothing is kept and nothing is taken from the cache: what goes out is what the tables hold now, read from rollups where
 * these serve.
 */
export function openExport(
  runtime: Runtime,
  request: MetricRequest,
  viewer: Viewer,
  { rows: most, seconds }: ExportBounds,
): Export {
  const { model, engine, rollups } = runtime;
  const plan = planFor(model, request);
  const asIs = relied(runtime, plan.root);
  const columns = headsOf(model, request, plan);
  let ofRollups: readonly Warning[] = [];
  return {
    columns,
    get warnings() {
      return [
        ...warningsOf(request),
        ...approximations(model, request, plan.root, dialects[engine.name].accuracy),
        ...asIs.warnings,
        ...ofRollups,
      ];
    },
    stream: async (receive, signal) => {
      let [sent, begun] = [0, false];
      const streamed = (root: PlanNode): Promise<void> =>
        engine.stream(
          toSql(root, plan.columns, dialects[engine.name]),
          async (rows) => {
            begun = true;
            sent += rows.rowCount;
            if (most !== null && sent > most) throw tooLarge(most);
            const values = columns.map(({ from }) => valuesOf(rows, from));
            for (let at = 0; at < rows.rowCount; at += AT_ONCE) {
              const isWhole = rows.rowCount <= AT_ONCE;
              if (at > 0) await nextTurn();
              await receive({
                values: isWhole ? values : values.map((cells) => cells.slice(at, at + AT_ONCE)),
                rowCount: Math.min(AT_ONCE, rows.rowCount - at),
              });
            }
          },
          signal,
          { seconds, onProgress: runtime.onProgress },
        );
      await served(
        rollups,
        plan.logical,
        matchContext(runtime, request, viewer),
        ({ matched }) => {
          ofRollups = matched.warnings;
          const isServed = matched.root !== plan.logical;
          return streamed(isServed ? relied(runtime, applyRules(matched.root, model)).root : asIs.root);
        },
        () => !begun,
      );
    },
  };
}

/** Has the rows of an export written in a format; nothing is written before the engine has given the first of them. */
export async function writeExport(
  { columns, stream }: Pick<Export, 'columns' | 'stream'>,
  format: Format,
  options: ExportOptions,
  write: (bytes: Bytes) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const encoder: Encoder = format.encode(columns, options);
  let head: Bytes | null = encoder.head();
  await stream(async (part) => {
    const bytes = encoder.part(part);
    const first = head;
    head = null;
    await write(first === null ? bytes : Buffer.concat([first, bytes]));
  }, signal);
  const tail = encoder.tail();
  await write(head === null ? tail : Buffer.concat([head, tail]));
}

const tooLarge = (most: number): ProblemError =>
  new ProblemError([
    {
      code: 'RESULT_TOO_LARGE',
      message: `The export has more than ${most} rows.`,
      hint: 'Ask a narrower range or fewer dimensions, or raise limits.export_rows.',
    },
  ]);
