import type { Model } from '../../model/model.js';
import type { JoinContext } from '../joins.js';
import type { Movement } from '../movement.js';
import type { Question } from '../question.js';
import type { Edge } from './edge.js';

/** What one pass over one dataset is asked for. */
export interface LeafSettings {
  readonly model: Model;
  readonly question: Question;
  readonly dataset: string;
  /** The dimension that metric_time means here. */
  readonly time: string | null;
  readonly movement: Movement;
  /** Rows that no reported period looks at are read too: they are matched with others first. */
  readonly readsAll?: boolean | undefined;
  readonly edge: Edge | null;
  readonly relation: string;
  readonly metricValue: JoinContext['metricValue'];
}
