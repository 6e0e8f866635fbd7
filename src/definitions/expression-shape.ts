import { z } from 'zod';

/** SQL text; YAML takes `NULL`, `TRUE` and `1` for other things than text, so these are welcome too. */
export const expressionShape = z
  .union([z.string(), z.number(), z.boolean(), z.null()], { error: 'must be an SQL expression' })
  .meta({ id: 'Expression', title: 'Expression', description: 'One SQL expression, such as SUM(amount) / 60.0.' });

/** A label or member value; numbers and truth values are taken as they are written. */
export const wordShape = z
  .union([z.string(), z.number(), z.boolean()], { error: 'must be a text' })
  .meta({ id: 'Word', description: 'A text, number or truth value.' });
