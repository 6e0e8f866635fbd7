import { readDefinitions } from '../../src/definitions/read-definitions.js';
import type { Problem } from '../../src/problems/problem.js';

export const read = (text: string, path = 'm.yaml') => readDefinitions([{ path, text }]);

/** `line:column CODE message`, short enough for a table of cases. */
export const brief = ({ code, message, at }: Problem): string => `${at?.line}:${at?.column} ${code} ${message}`;

export const problemsOf = (text: string): string[] => read(text).problems.map(brief);

/** A dataset around one key, which then begins on the third line. */
export const dataset = (rest: string): string => `dataset: plays\ntable: t\n${rest}`;

/** Values without their places and trees. */
export const withoutPlaces = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner) => {
      if (key === 'at' || key === 'syntax') return undefined;
      const keys =
        inner !== null && typeof inner === 'object' ? Object.keys(inner).filter((k) => inner[k] !== undefined) : [];
      const isLocated = keys.includes('value') && keys.every((k) => ['value', 'at', 'syntax', 'placeOf'].includes(k));
      return isLocated ? inner.value : inner;
    }),
  );
