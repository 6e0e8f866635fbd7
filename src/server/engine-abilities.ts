import type { Definitions } from '../definitions/definitions.js';
import { isSketch } from '../expressions/data-type.js';
import type { Problem } from '../problems/problem.js';
import type { Dialect } from '../sql/dialects/dialect.js';

/** What the definitions use and the engine cannot do: the rest is served, and this is refused when it is asked for. */
export function beyondEngine({ datasets }: Pick<Definitions, 'datasets'>, { name, can }: Dialect): readonly Problem[] {
  if (can.storedSketches) return [];
  return datasets.flatMap(({ columns }) =>
    columns.flatMap((column): Problem[] =>
      isSketch(column.type.value)
        ? [
            {
              code: 'NOT_ON_ENGINE',
              severity: 'warning',
              at: column.type.at,
              message: `Column "${column.name.value}" holds sketches (${column.type.value}), which ${NAMES[name]} cannot read: metrics over it are refused here.`,
              hint: `Ask them on an engine that reads sketches (trino), or define them over rows.`,
            },
          ]
        : [],
    ),
  );
}

const NAMES = { duckdb: 'DuckDB', trino: 'Trino' } as const;
