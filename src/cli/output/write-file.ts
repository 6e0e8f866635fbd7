import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { type Export, writeExport } from '../../export/export-rows.js';
import type { ExportOptions } from '../../export/format.js';
import { FORMATS, type FormatName } from '../../export/formats.js';
import { writeTo } from '../../export/write-to.js';
import { refuse } from '../../problems/problem.js';

/** Writes an export to a file, which is there when it is whole and not before. */
export async function writeFile(
  path: string,
  name: FormatName,
  opened: Export,
  options: ExportOptions,
  signal: AbortSignal,
): Promise<void> {
  const format = await FORMATS[name]();
  const unfinished = `${path}.unfinished`;
  const file = createWriteStream(unfinished);
  const done = finished(file);
  done.catch(() => {}); // thrown below
  try {
    await Promise.race([done, writeExport(opened, format, options, writeTo(file, signal), signal)]);
    file.end();
    await done;
    await rename(unfinished, path);
  } catch (error) {
    file.destroy();
    await rm(unfinished, { force: true });
    const { code, syscall } = error as { readonly code?: string; readonly syscall?: string };
    if (syscall === undefined) throw error;
    refuse({ code: 'INVALID_VALUE', message: `The file cannot be written (${code}).`, path: '--out' });
  }
}
