import { NAME, snakeCase } from '../definitions/names.js';
import { refuse } from '../problems/problem.js';

/** @throws INVALID_NAME, with what it could be called */
export function nameOrRefuse(name: string): void {
  if (NAME.test(name)) return;
  const snake = snakeCase(name);
  refuse({
    code: 'INVALID_NAME',
    message: `"${name}" is no name.`,
    hint: snake ? `Write ${snake}.` : 'Use a-z, 0-9 and _.',
  });
}
