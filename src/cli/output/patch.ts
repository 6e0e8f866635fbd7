import type { Ink } from '../../problems/ink.js';

/** A patch as `diff -u` writes it: what goes, what comes, and where. */
export const patchText = (patch: string, ink: Ink): string =>
  patch
    .split('\n')
    .map((line) =>
      /^(---|\+\+\+|===|@@)/.test(line)
        ? ink.aside(line)
        : line.startsWith('-')
          ? ink.bad(line)
          : line.startsWith('+')
            ? ink.good(line)
            : line,
    )
    .join('\n');
