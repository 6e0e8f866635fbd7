import { refuse } from '../../problems/problem.js';

const BEGIN = '# grainline codeowners: begin';
const END = '# grainline codeowners: end';

/**
 * The text of a CODEOWNERS file with our lines in it. What people wrote around them stays; without lines of ours they come
 * last, where they win over the ones above.
 * @param command what writes these lines
 */
export function withBlock(text: string, lines: readonly string[], command: string): string {
  const block = [BEGIN, `# Written from the owners in definitions by: ${command}`, ...lines, END].join('\n');
  const before = text.split('\n');
  const [begin, end] = [before.indexOf(BEGIN), before.indexOf(END)];
  if (begin === -1 && end === -1) return `${text === '' ? '' : `${text.trimEnd()}\n\n`}${block}\n`;
  if (begin === -1 || end < begin)
    return refuse({
      code: 'INVALID_VALUE',
      message: `CODEOWNERS has "${begin === -1 ? END : BEGIN}" without its other end.`,
      hint: 'Delete what is left of the block, and run the command again.',
    });
  return [...before.slice(0, begin), block, ...before.slice(end + 1)].join('\n');
}
