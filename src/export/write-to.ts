import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Bytes } from './format.js';

/** Writes and waits while the stream holds as much as it wants to; rejects when the signal is aborted meanwhile. */
export const writeTo =
  (stream: Writable, signal: AbortSignal) =>
  async (bytes: Bytes): Promise<void> => {
    signal.throwIfAborted();
    if (bytes.byteLength > 0 && !stream.write(bytes)) await once(stream, 'drain', { signal });
  };
