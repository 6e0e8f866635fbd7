import { z } from 'zod';
import type { Problem } from '../../problems/problem.js';
import type { DefinitionFile } from '../print-files.js';
import type { OssieExtension, OssieModel, OssieVersion } from './document.js';
import { type Fingerprints, fingerprintsOf } from './fingerprints.js';

const FORM = 1;
/** 0.1.1 has a closed list of vendors; from 0.2 on any name will do. */
const VENDORS: Readonly<Record<OssieVersion, string>> = { '0.1.1': 'COMMON', '0.2': 'GRAINLINE' };

/** Below the folder of definitions: no way out of it, nothing hidden, nothing that is not read as a definition. */
const PATH = /^(?:[A-Za-z0-9_-][A-Za-z0-9_. -]*\/){0,20}[A-Za-z0-9_-][A-Za-z0-9_. -]*\.ya?ml$/;

const shape = z.strictObject({
  grainline: z.strictObject({
    form: z.literal(FORM),
    plain: z.record(z.string(), z.string()),
    files: z.array(z.strictObject({ path: z.string().regex(PATH), text: z.string() })).min(1),
  }),
});

/** The definitions themselves, and what the plain part was when it was written from them. */
export interface Carried {
  readonly files: readonly DefinitionFile[];
  readonly plain: Fingerprints;
}

export const carry = (plain: OssieModel, files: readonly DefinitionFile[], version: OssieVersion): OssieExtension => ({
  vendor_name: VENDORS[version],
  data: JSON.stringify({ grainline: { form: FORM, plain: fingerprintsOf(plain), files } }),
});

/** Whether an extension is ours, whoever it says that it is from: under 0.1.1 it is from COMMON. */
export const isOurs = ({ vendor_name, data }: OssieExtension): boolean =>
  vendor_name === VENDORS['0.2'] || (vendor_name === VENDORS['0.1.1'] && /^\s*\{\s*"grainline"\s*:/.test(data));

/** What an extension of ours holds, or what is wrong with it. */
export function carriedIn({ data }: OssieExtension): Carried | Pick<Problem, 'message' | 'hint'> {
  const hint = 'Export anew, or say --prefer plain.';
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return { message: 'The extension of Grainline is no JSON.', hint };
  }
  const read = shape.safeParse(json);
  if (!read.success) {
    const { path, message } = read.error.issues[0] ?? { path: [], message: '' };
    return { message: `The extension of Grainline cannot be read: ${path.join('.')}: ${message}.`, hint };
  }
  const { files, plain } = read.data.grainline;
  const paths = new Set(files.map(({ path }) => path.toLowerCase()));
  return paths.size < files.length
    ? { message: 'The extension of Grainline has two files of one path.', hint }
    : { files, plain };
}
