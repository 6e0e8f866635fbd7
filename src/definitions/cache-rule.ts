import { z } from 'zod';
import { DURATION } from '../time/lifetime.js';
import type { CacheDefinition } from './definitions.js';
import { offered } from './snippet.js';
import { get, type MapTree, textUnder } from './tree.js';

/** 0 seconds is none. */
export const durationShape = z
  .string()
  .regex(DURATION, { error: 'must be a count of seconds, minutes, hours, days or weeks, such as 5 minutes' })
  .meta({
    id: 'Duration',
    title: 'Duration',
    description: 'A length of time that no calendar changes: 30 seconds, 5 minutes, 1 week.',
    ...offered(['30 seconds', '5 minutes', '1 hour', '1 day']),
  });

export const lifetimeKeys = {
  max_age: durationShape.optional().meta({
    title: 'Fresh for',
    description: 'How old an answer may be where the table does not tell its version, as views of Trino do not.',
  }),
  closed_max_age: durationShape.optional().meta({
    title: 'Fresh for, when over',
    description: 'The same for periods that are over; as max_age, unless said.',
  }),
  stale_while_revalidate: durationShape.optional().meta({
    title: 'Stale while asked anew',
    description: 'For how long after a change earlier answers are given, marked STALE, while they are asked for anew.',
  }),
  stale_if_error: durationShape.optional().meta({
    title: 'Stale if the engine fails',
    description: 'For how long after a change earlier answers are given, marked STALE, while the engine cannot answer.',
  }),
};

export const cacheShape = z
  .strictObject(lifetimeKeys)
  .meta({ id: 'Cache', title: 'Cache', description: 'How old answers over this dataset may be.' });

/** What a dataset says of it; the configuration says the rest. */
export function readCacheRule(head: MapTree): CacheDefinition | undefined {
  const cache = get(head, 'cache');
  return (
    cache && {
      maxAge: textUnder(cache, 'max_age'),
      closedMaxAge: textUnder(cache, 'closed_max_age'),
      staleWhileRevalidate: textUnder(cache, 'stale_while_revalidate'),
      staleIfError: textUnder(cache, 'stale_if_error'),
    }
  );
}
