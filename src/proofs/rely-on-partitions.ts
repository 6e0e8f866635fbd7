import type { TableVersion } from '../engine/engine.js';
import { type Dataset, type Model, type Partition, partitionName } from '../model/model.js';
import type { PlanNode } from '../plan/plan.js';
import { type AlwaysRead, implyPartitions } from '../plan/rules/imply-partitions.js';
import { applyRule } from '../plan/rules/rules.js';
import type { Warning } from '../result/result.js';
import { claimOfPartition } from './partition-claim.js';
import { type KnownPartitions, notProven } from './prove-partition.js';

/**
 * The plan that reads only partitions whose rows may count. Those that nobody has proven in this version of the data are
 * read whatever their value, and so are those with rows that do not belong there: the rows are the same.
 * @param known absent where nobody proves: then declarations are taken at their word, and a warning says so
 */
export function relyOnPartitions(
  model: Model,
  root: PlanNode,
  versions: readonly TableVersion[],
  known: KnownPartitions | undefined,
): { readonly root: PlanNode; readonly warnings: readonly Warning[] } {
  if ([...model.datasets.values()].every(({ partitions }) => partitions.length === 0)) return { root, warnings: [] };
  const trusted = new Map<Partition, Dataset>();
  const alwaysRead: AlwaysRead = (dataset, partition) => {
    if (known !== undefined) return whileProven(known, dataset, partition, versions);
    trusted.set(partition, dataset);
    return partition.columns.map((missing) => partition.columns.map((each) => (each === missing ? null : undefined)));
  };
  return {
    root: applyRule(root, implyPartitions(model, alwaysRead)),
    warnings: [...trusted].map(([partition, dataset]) => notProvenWarning(dataset, partition)),
  };
}

function whileProven(
  known: KnownPartitions,
  dataset: Dataset,
  partition: Partition,
  versions: readonly TableVersion[],
): ReturnType<AlwaysRead> {
  const claim = claimOfPartition(dataset, partition);
  const finding = known.findingOf(claim, versions);
  if (finding !== null) return notProven(claim, finding, 'same');
  const earlier = known.earlier(claim);
  return earlier && notProven(claim, earlier, versions);
}

const notProvenWarning = ({ name }: Dataset, partition: Partition): Warning => ({
  code: 'PARTITION_NOT_PROVEN',
  message: `Only partitions of "${name}" were read whose "${partitionName(partition)}" follows from the time asked, and nobody has proven that all rows lie where the definitions say; late rows may be missing. The server proves it in the background, and "grainline check --engine" at once.`,
});
