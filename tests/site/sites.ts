import { compileProject } from '../../src/server/compile.js';
import type { SiteInput } from '../../src/site/catalogue.js';
import { type SiteFile, siteOf } from '../../src/site/site-of.js';
import { modelOf } from '../builders/compile.js';

/** The site of a project's definitions, without its history. */
export function siteOfProject(project: string, more: Partial<SiteInput> = {}): readonly SiteFile[] {
  const { model, textOf } = compileProject(project, `${project}/metrics`);
  return siteOf({ model, title: 'Test', textOf, changesOf: () => [], testsOf: new Map(), trends: new Map(), ...more });
}

/** The site of definition texts, which are metrics/1.yaml and on. */
export function siteOfTexts(...texts: readonly string[]): readonly SiteFile[] {
  const files = new Map(texts.map((text, index) => [`metrics/${index + 1}.yaml`, text]));
  return siteOf({
    model: modelOf(...texts),
    title: 'Test',
    textOf: (file) => files.get(file),
    changesOf: () => [],
    testsOf: new Map(),
    trends: new Map(),
  });
}

export const pageOf = (files: readonly SiteFile[], path: string): string =>
  files.find((file) => file.path === path)?.text ?? '';
