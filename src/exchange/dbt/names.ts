import { MOST_NAME_CHARACTERS, NAME } from '../../definitions/names.js';
import type { Origin, Report } from './report.js';

/** Whether a name of dbt's may stand in definitions; it also becomes the name of a file. */
export function isName(name: string, origin: Origin, report: Report, form: RegExp = NAME): boolean {
  if (form.test(name) && name.length <= MOST_NAME_CHARACTERS) return true;
  report.loss(
    origin,
    `"${name}" is no name here: ${form === NAME ? 'lower-case letters' : 'letters'}, digits and _, a letter first.`,
  );
  return false;
}
