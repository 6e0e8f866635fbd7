import { z } from 'zod';

/** Names of datasets, metrics, views, links, segments and rollups. */
export const NAME = /^[a-z][a-z0-9_]*$/;
/** Names of columns and dimensions: as tables have them, SQL keywords too. */
export const COLUMN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
export const MOST_NAME_CHARACTERS = 100;

/** Names are checked by `Reading.isName`, which knows a better message; the pattern is for editors. */
export const nameShape = z.string().meta({ pattern: NAME.source, maxLength: MOST_NAME_CHARACTERS });
export const columnNameShape = z.string().meta({ pattern: COLUMN_NAME.source, maxLength: MOST_NAME_CHARACTERS });

/** `revenuePerDay` and `Revenue per day` as `revenue_per_day`; undefined where nothing of a name is left. */
export function snakeCase(text: string): string | undefined {
  const snake = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, MOST_NAME_CHARACTERS);
  return NAME.test(snake) ? snake : undefined;
}
