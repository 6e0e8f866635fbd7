import type { KnownKeys } from './prove-key.js';
import type { KnownPartitions } from './prove-partition.js';

/** What has been found out about the data that answers rely on. */
export interface Proven {
  readonly keys: KnownKeys;
  readonly partitions: KnownPartitions;
}
