import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE = 100;

/**
 * Waits for a state instead of a moment: what `look` says, once it says something.
 * @throws when it has said nothing for so many seconds, which is to be far longer than a busy machine takes
 */
export async function until<T>(
  look: () => T | Promise<T>,
  seconds = 120,
): Promise<Exclude<T, false | null | undefined>> {
  for (const end = performance.now() + seconds * 1_000; ; await sleep(PAUSE)) {
    const seen = await look();
    if (seen !== false && seen !== null && seen !== undefined) return seen as Exclude<T, false | null | undefined>;
    if (performance.now() > end) throw new Error(`it did not come to be: ${look}`);
  }
}
