import { Agent, request } from 'node:http';
import type { Child } from './child.js';

const AT_ONCE = 10;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** The body of the answer to a question. */
export function post(url: string, body: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (answer.statusCode === 200) resolve(text);
        else reject(new Error(text));
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}

/** Microseconds of the server's CPU for each of so many questions, ten of them at a time. */
export async function cpuPerRequest(
  { url, usage }: Child,
  requests: number,
  question: (at: number) => object,
  atOnce = AT_ONCE,
): Promise<number> {
  const before = (await usage()).cpu;
  for (let at = 0; at < requests; at += atOnce)
    await Promise.all(Array.from({ length: atOnce }, (_, beside) => post(url, question(at + beside))));
  return ((await usage()).cpu - before) / requests;
}
