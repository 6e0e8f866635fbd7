import { type Scalar, visitScalar } from '../../expressions/scalar.js';

/** Functions that make infinities of finite numbers: large powers. */
const OVERFLOWING: ReadonlySet<string> = new Set(['exp', 'power']);

/**
 * Whether a value may be NaN or infinite: only where it is made of a double in the data, of a text, or of a large power.
 * Quotients of integers and decimals never are (N2), so that most expressions need no care.
 */
export function mayBeNaN(scalar: Scalar | undefined): boolean {
  if (scalar?.type !== 'double') return false;
  let found = false;
  visitScalar(scalar, (node) => {
    if (node.kind === 'column') found ||= node.type === 'double';
    if (node.kind === 'value') found ||= node.value === 'NaN';
    if (node.kind === 'call')
      found ||= OVERFLOWING.has(node.name) || (node.name === 'cast' && node.args[0]?.type === 'text');
  });
  return found;
}
