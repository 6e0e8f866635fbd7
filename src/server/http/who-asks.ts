import type { IncomingMessage } from 'node:http';
import { ANYONE, type Viewer } from '../../answer.js';
import { refuse } from '../../problems/problem.js';

/** What the engine takes for a name: no control characters, and no comma, which joins the values of a header sent twice. */
const NAME = /^[\x21-\x2b\x2d-\x7e]([\x20-\x2b\x2d-\x7e]{0,254}[\x21-\x2b\x2d-\x7e])?$/;

/**
 * Who asks, where a trusted proxy says so in a header; without one, everybody is the same viewer.
 * @throws USER_REQUIRED: nobody falls back to what the server itself may see
 */
export function whoAsks({ headers }: Pick<IncomingMessage, 'headers'>, userHeader: string | undefined): Viewer {
  if (userHeader === undefined) return ANYONE;
  const user = headers[userHeader];
  if (typeof user === 'string' && NAME.test(user)) return { ...ANYONE, user };
  return refuse({
    code: 'USER_REQUIRED',
    message: user === undefined ? 'The request does not say who asks.' : 'The name of who asks cannot be read.',
    hint: `A proxy has to send it in the header ${userHeader}.`,
  });
}
