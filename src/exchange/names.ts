import { MOST_NAME_CHARACTERS, NAME, snakeCase } from '../definitions/names.js';
import type { Origin, Report } from './report.js';

/** Whether a name of theirs may stand in definitions; it also becomes the name of a file. */
export function isName(name: string, origin: Origin, report: Report, form: RegExp = NAME): boolean {
  if (form.test(name) && name.length <= MOST_NAME_CHARACTERS) return true;
  report.loss(
    origin,
    `"${name}" is no name here: ${form === NAME ? 'lower-case letters' : 'letters'}, digits and _, a letter first.`,
  );
  return false;
}

/** A name as it can stand in definitions: theirs, or one made from it, which is told. */
export function nameHere(name: string, origin: Origin, report: Report): string | undefined {
  const snake = snakeCase(name);
  if (NAME.test(name) || snake === undefined) return isName(name, origin, report) ? name : undefined;
  report.add('guess', origin, `It is called "${snake}" here: names are lower-case letters, digits and _.`);
  return snake;
}
