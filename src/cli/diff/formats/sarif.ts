import { CHANGE_CLASSES, type ChangeClass, type ReviewedChange } from '../../../review/change.js';
import { readVersion } from '../../../server/configuration/version.js';
import type { Report } from '../report.js';
import { MEANING, touchedLines } from '../wording.js';

const LEVELS: Readonly<Record<ChangeClass, 'error' | 'warning' | 'note'>> = {
  breaking: 'error',
  numbers: 'warning',
  additive: 'note',
  wording: 'note',
};

/** SARIF 2.1.0: a rule for each class, a result for each change, places relative to the repository. */
export const sarifReport = ({ changes, prefix }: Report): string =>
  `${JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'grainline',
              version: readVersion(),
              rules: CHANGE_CLASSES.map((of) => ({
                id: of,
                shortDescription: { text: MEANING[of] },
                defaultConfiguration: { level: LEVELS[of] },
              })),
            },
          },
          columnKind: 'utf16CodeUnits',
          results: changes.map((change) => resultOf(change, prefix)),
        },
      ],
    },
    null,
    2,
  )}\n`;

const resultOf = (change: ReviewedChange, prefix: string): object => ({
  ruleId: change.class,
  ruleIndex: CHANGE_CLASSES.indexOf(change.class),
  level: LEVELS[change.class],
  message: { text: [`${change.subject} ${change.name}: ${change.message}`, ...touchedLines(change)].join('\n') },
  ...(change.at && {
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: (prefix + change.at.file).split('/').map(encodeURIComponent).join('/') },
          region: { startLine: change.at.line, startColumn: change.at.column },
        },
      },
    ],
  }),
  partialFingerprints: { change: `${change.class}/${change.subject}/${change.name}` },
});
