import { refuse } from '../../problems/problem.js';
import type { Surroundings } from '../surroundings.js';

export async function suggest(_file: string, _flags: object, _surroundings: Surroundings): Promise<number> {
  return refuse({ code: 'INVALID_CONFIGURATION', message: 'later' });
}
