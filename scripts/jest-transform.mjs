// How jest makes JavaScript of TypeScript: as @swc/jest does, with the language's own globals bound to constants in each
// module. Jest runs modules in a context where every look at a global such as `Math` asks an interceptor: what computes
// takes half its time so.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import swc from '@swc/jest';

/** What no test replaces. */
export const GLOBALS =
  `Array BigInt Boolean DataView Error Float64Array Infinity Intl JSON Map Math Number Object Promise
  Proxy RangeError Reflect RegExp Set String Symbol SyntaxError TypeError Uint8Array WeakMap WeakSet isNaN parseFloat
  parseInt`.split(/\s+/);

const own = createHash('sha256')
  .update(readFileSync(new URL(import.meta.url)))
  .digest('hex');

/** In front of the first line, so that all lines keep their numbers. */
function bind({ code, map }) {
  const names = GLOBALS.filter((name) => reads(code, name) && !declares(code, name));
  return { code: names.length === 0 ? code : `const { ${names.join(', ')} } = globalThis; ${code}`, map };
}

const reads = (code, name) => new RegExp(`\\b${name}\\b`).test(code);
const declares = (code, name) =>
  new RegExp(`^(export )?(import [^;]*|(const|let|var|class|(async )?function\\*?) )\\b${name}\\b`, 'm').test(code);

export default {
  createTransformer(options) {
    const made = swc.createTransformer(options);
    return {
      ...made,
      process: (...given) => bind(made.process(...given)),
      processAsync: async (...given) => bind(await made.processAsync(...given)),
      getCacheKey: (...given) => `${made.getCacheKey(...given)}-${own}`,
    };
  },
};
