import { CODES, type ProblemSource } from '../../problems/codes.js';
import { markdownTable } from './markdown-table.js';

const SECTIONS: Readonly<Record<ProblemSource, { readonly title: string; readonly says: string }>> = {
  definitions: {
    title: 'Definitions',
    says: 'Reported together when the definitions are compiled, each with its file, line and column.',
  },
  request: { title: 'Requests', says: 'The question is refused before the engine is asked.' },
  engine: { title: 'Engine', says: 'The question was understood, and the engine could not answer it.' },
  server: { title: 'Server', says: 'Settings, addresses, and faults of ours.' },
};

/** The text of `docs/problems.md`. */
export function printProblemsPage(): string {
  const sections = Object.entries(SECTIONS).map(([source, { title, says }]) => {
    const codes = Object.entries(CODES).filter(([, code]) => code.source === source);
    const rows = codes.map(([name, { meaning, remedy }]) => [`\`${name}\``, meaning, remedy]);
    return `## ${title}\n\n${says}\n\n${markdownTable(['code', 'what it means', 'what to do'], rows)}`;
  });
  return `<!-- Written by \`npm run generated\` from src/problems/codes.ts. -->
# Problems

Every refusal has a stable code, in \`errors[].extensions.code\` of a GraphQL answer and before the message of a
definition's problem. Codes are never renamed. The message beside a code names what is wrong here; a hint says the
likely fix.

${sections.join('\n')}`;
}
