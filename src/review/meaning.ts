import { mapScalar, type Scalar } from '../expressions/scalar.js';
import type { Metric } from '../model/model.js';
import { conjuncts } from '../plan/rules/canonical-conjuncts.js';
import { data } from './comparison.js';

/** What a metric computes, as far as it says so itself: no words for people, no order of conjuncts, no names of inputs. */
export function meaningOf(metric: Metric): string {
  const { name: _name, label, description, owner, tags, unit, format, at, type, ...computed } = metric;
  const { state, deprecated, tier, domain, aliases, ...rest } = computed;
  const where = rest.where && new Map([...rest.where].map(([dataset, condition]) => [dataset, sorted(condition)]));
  if (rest.kind !== 'derived') return data({ ...rest, where });
  const inputs = rest.inputs;
  const value = mapScalar(rest.value, (node) =>
    node.kind === 'column' ? { ...node, column: data(inputs.get(node.column)) } : node,
  );
  return data({ ...rest, where, value, inputs: [...inputs.values()].map(data).sort() });
}

const sorted = (condition: Scalar): readonly string[] => conjuncts(condition).map(data).sort();
