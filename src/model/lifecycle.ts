import type { Lifecycle } from './model.js';

/** What people are told of a deprecated thing: until when, what instead, and why. */
export function deprecationText({ state, deprecated }: Lifecycle): string | undefined {
  if (state !== 'deprecated') return undefined;
  const { until, use, because } = deprecated ?? { until: null, use: null, because: null };
  const parts = [until && `until ${until}`, use && `use ${use}`].filter(Boolean).join('; ');
  const reason = [parts && `${parts.charAt(0).toUpperCase()}${parts.slice(1)}.`, because].filter(Boolean).join(' ');
  return reason || 'It goes.';
}
