import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Model } from '../../src/model/model.js';
import { compileProject } from '../../src/server/compile.js';

const METRICS = 'examples/tpch/metrics';

/** The example's definitions with other constants in them. */
export function tpchModel(changes: Readonly<Record<string, string>>): Model {
  const folder = mkdtempSync(join(tmpdir(), 'grainline-tpch-'));
  try {
    const files = readdirSync(METRICS).map((file) => ({ file, text: readFileSync(`${METRICS}/${file}`, 'utf8') }));
    for (const from of Object.keys(changes)) expect(files.some(({ text }) => text.includes(from))).toBe(true);
    for (const { file, text } of files) writeFileSync(join(folder, file), replaced(text, changes));
    const { model, problems } = compileProject(folder, folder);
    expect(problems).toEqual([]);
    return model;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All at once: what one change puts in, no other one changes. */
export function replaced(text: string, changes: Readonly<Record<string, string>>): string {
  const keys = Object.keys(changes);
  if (keys.length === 0) return text;
  const pattern = keys.map((key) => key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return text.replace(new RegExp(pattern, 'g'), (found) => changes[found] ?? found);
}
