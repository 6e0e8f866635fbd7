import { z } from 'zod';
import { readDate } from '../time/wall-clock.js';
import type { AliasDefinition, LifecycleDefinition } from './definitions.js';
import { nameShape } from './names.js';
import type { Reading } from './reading.js';
import { get, isNothing, type MapTree, type Tree, textUnder } from './tree.js';

export const STATES = ['draft', 'certified', 'deprecated'] as const;

const dateShape = z
  .string()
  .refine((text) => readDate(text) !== undefined, { error: 'must be a date such as 2027-01-31' })
  .meta({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

const deprecatedShape = z
  .strictObject({
    until: dateShape.optional().meta({ title: 'Until', description: 'The last day on which it can be relied on.' }),
    use: nameShape.optional().meta({ title: 'Use', description: 'What to use in its place.' }),
    because: z.string().optional().meta({ title: 'Because', description: 'Why it goes.' }),
  })
  .meta({ id: 'Deprecated', title: 'Deprecated', description: 'It goes: until when, why, and what to use instead.' });

/** Where a thing stands between its first draft and its end. */
export const lifecycleKeys = {
  state: z
    .enum(STATES)
    .optional()
    .meta({ title: 'State', description: 'draft: may still change; certified: its owner vouches for it; deprecated.' }),
  deprecated: deprecatedShape.optional(),
  tier: z
    .union([z.literal(1), z.literal(2), z.literal(3)], { error: 'must be 1, 2 or 3' })
    .optional()
    .meta({ title: 'Tier', description: 'How much depends on it: 1 most, 3 least.' }),
  domain: z.string().nullish().meta({ title: 'Domain', description: 'The part of the business that it belongs to.' }),
};

export const aliasesShape = z
  .record(nameShape, dateShape.nullable())
  .optional()
  .meta({ title: 'Aliases', description: 'Old names that still work, until a day or (empty) for good.' });

export function readLifecycle(reading: Reading, tree: Tree): LifecycleDefinition {
  const state = reading.locatedOrNone(tree, 'state');
  const deprecated = get(tree, 'deprecated');
  if (state !== undefined && deprecated !== undefined && state.value !== 'deprecated')
    reading.report({
      code: 'INVALID_DEFINITION',
      at: state.at,
      message: `It is "${state.value}" and has "deprecated".`,
      hint: 'Keep one of the two.',
    });
  const tier = textUnder(tree, 'tier');
  return {
    state: deprecated === undefined ? STATES.find((each) => each === state?.value) : 'deprecated',
    deprecated: deprecated && {
      until: reading.locatedOrNone(deprecated, 'until'),
      use: reading.locatedOrNone(deprecated, 'use'),
      because: textUnder(deprecated, 'because'),
    },
    tier: tier === undefined ? undefined : (Number(tier) as 1 | 2 | 3),
    domain: textUnder(tree, 'domain'),
  };
}

export function readAliases(reading: Reading, metric: MapTree, what: string): readonly AliasDefinition[] {
  const aliases = get(metric, 'aliases');
  if (aliases?.kind !== 'map') return [];
  return [...aliases.entries.values()].flatMap((entry) =>
    reading.isName(entry.key, entry.start, `${what}: an alias`, aliases)
      ? [
          {
            name: reading.locatedKey(entry),
            until: isNothing(entry.value) ? null : reading.locatedScalar(entry.value).value,
          },
        ]
      : [],
  );
}
