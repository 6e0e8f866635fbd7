import { describe, expect, test } from '@jest/globals';
import { findDefinitionFiles } from '../../src/definitions/files.js';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import { laidOut } from '../../src/editing/layout.js';
import { compileModel } from '../../src/model/compile-model.js';

const PROJECTS = ['.', 'examples/tpch', 'tests/golden/data'];
const files = PROJECTS.flatMap((project) => findDefinitionFiles(project).files.map((file) => ({ project, ...file })));
/** All that a model says, in its order, but places. */
const meaning = (texts: readonly { readonly path: string; readonly text: string }[]): string => {
  const { model } = compileModel(readDefinitions(texts).definitions);
  return JSON.stringify(model, (key, value: unknown) =>
    key === 'at' ? undefined : value instanceof Map ? [...value] : value,
  );
};

describe('the layout of definition files', () => {
  test.each(files)('of $project/$path is reached in one step, and compiles to the same model', ({ text, path }) => {
    const once = laidOut(text);
    expect(once).not.toBeNull();
    expect(laidOut(once ?? '')).toBe(once);
    expect(once).not.toMatch(/^.*\b__block/m);
    expect(path).toMatch(/ya?ml$/);
  });

  test.each(PROJECTS)('leaves the model of %s as it is', (project) => {
    const of = files.filter((file) => file.project === project);
    expect(meaning(of.map(({ path, text }) => ({ path, text: laidOut(text) ?? text })))).toBe(meaning(of));
  });

  test.each([
    {
      name: 'keys stand in one order, and comments go with them',
      before:
        'metrics:\n    b:   { unit: x,  expression: COUNT(*) } # why\n    a:\n        # said of unit\n        unit: y\n        expression: SUM(m)\ntable: t\n# the key\nkey: [k]\ndataset: d\n',
      after:
        'dataset: d\ntable: t\n# the key\nkey: [k]\nmetrics:\n  b: {expression: COUNT(*), unit: x} # why\n  a:\n    expression: SUM(m)\n    # said of unit\n    unit: y\n',
    },
    {
      name: 'block texts keep their lines',
      before: 'dataset: d\nsql: >-\n     SELECT a\n       FROM t\n\n     WHERE b\nowner: me\n',
      after: 'dataset: d\nowner: me\nsql: >-\n  SELECT a\n    FROM t\n\n  WHERE b\n',
    },
    {
      name: 'the line that names the schema stays at the top, whichever key comes first',
      before:
        '# ours\n# yaml-language-server: $schema=../a.json\n\n# the table\ntable: t # here\ndataset: d\n---\n# yaml-language-server: $schema=../a.json\nmetrics: [a]\nview: v\n',
      after:
        '# ours\n# yaml-language-server: $schema=../a.json\ndataset: d\n# the table\ntable: t # here\n---\n# yaml-language-server: $schema=../a.json\nview: v\nmetrics: [a]\n',
    },
    {
      name: 'several documents stay apart',
      before: '# one\nview: v\nmetrics: [ a,b ]\n---\n# two\nview: w\nmetrics: [a]\n',
      after: '# one\nview: v\nmetrics: [a, b]\n---\n# two\nview: w\nmetrics: [a]\n',
    },
  ])('$name', ({ before, after }) => {
    expect(laidOut(before)).toBe(after);
    expect(laidOut(after)).toBe(after);
  });

  test('leaves a file alone that is no YAML', () => {
    expect(laidOut('dataset: [a')).toBeNull();
  });
});
