import type { TableVersion } from '../engine/engine.js';
import { any, call, isNull, type Scalar, value } from '../expressions/scalar.js';
import type { Aggregate, PlanNode, Scan } from '../plan/plan.js';
import { printScalar } from '../plan/print-scalar.js';
import { listNames } from '../problems/did-you-mean.js';
import type { RollupExplained } from '../result/explanation.js';
import type { Warning } from '../result/result.js';
import { answerFrom, type Cover, covers, FAILED_RULES, type FailedRule, type Have } from '../reuse/covers.js';
import { aggregated, aggregationsIn, type Leaf, leafOf, replaceLeaves } from '../reuse/leaf.js';
import { mergeable } from '../reuse/mergeable.js';
import { overRows } from '../reuse/over-rows.js';
import { isApart, spansOf, united } from '../reuse/spans.js';
import { compareClocks, readWallClock } from '../time/wall-clock.js';
import { after, changedSources, isUnknown } from './due.js';
import type { Holding } from './holding.js';
import { timeOf } from './partitions.js';
import type { Rollups } from './rollups.js';
import type { RollupState } from './state.js';

/** Rules of rollups alone, before and after those of `covers`. */
export const ROLLUP_RULES = {
  ...FAILED_RULES,
  NOT_BUILT: 'It was never built.',
  DEFINITION_CHANGED: 'Its definition has changed since it was built.',
  TABLE_GONE: 'Its table is gone.',
  TABLE_CHANGED: 'Its table is not as it was built.',
  SOURCE_CHANGED: 'A table that it was made from has changed since it was built.',
  AFTER_WATERMARK: 'It holds nothing of the asked time that cannot change any more.',
  LARGER: 'A smaller one answers too.',
  FOR_ANOTHER_USER: 'The engine answers in the name of a user, and it was not built in theirs.',
} as const satisfies Record<string, string> & Record<FailedRule, string>;
export type RollupRule = keyof typeof ROLLUP_RULES;

export interface Matched {
  /** The very same plan where no rollup serves. */
  readonly root: PlanNode;
  readonly uses: readonly RollupExplained[];
  readonly warnings: readonly Warning[];
}

export interface MatchContext {
  readonly versionsOf: (tables: readonly string[]) => readonly TableVersion[];
  readonly now: Date;
  /** Those that the question is about: their rollups are told of, whether one serves or not. */
  readonly datasets: readonly string[];
  /** Whether the rows that a question may see are those that everybody sees. */
  readonly forEverybody: boolean;
}

interface Failure {
  readonly rule: RollupRule;
  readonly message: string;
}

/** How far what was built can be relied on. */
interface Standing {
  readonly state: RollupState;
  /** Rows before it alone; null for all. */
  readonly upTo: string | null;
  /** Its sources have changed, and its owner allows that. */
  readonly isStale: boolean;
}

interface Served {
  readonly node: PlanNode;
  readonly upTo: string | null;
}

/**
 *   aggregate want            project want              the smallest rollup that covers the leaf; one that lags
 *     rows of tables    =>      aggregate               up to its watermark, the rest from the rows
 *                                 scan of the rollup
 */
export function matchRollups(rollups: Rollups, root: PlanNode, context: MatchContext): Matched {
  const leaves = new Map(aggregationsIn(root).leaves.map((leaf) => [leaf.aggregate, overRows(leaf)]));
  const bases = new Set([...leaves.values()].map(({ base }) => JSON.stringify(base)));
  const near = rollups.holdings.filter(
    (holding) => bases.has(baseOf(holding)) || context.datasets.includes(holding.rollup.dataset),
  );
  if (near.length === 0) return { root, uses: [], warnings: [] };
  const states = rollups.states();
  const rowsIn = ({ name }: Holding): number => states.get(name)?.rows ?? Number.POSITIVE_INFINITY;
  const ordered = [...near].sort((a, b) => rowsIn(a) - rowsIn(b) || (a.name < b.name ? -1 : 1));
  const standing = new Map(ordered.map((each) => [each, standingOf(each, states.get(each.name) ?? null, context)]));
  const first = new Map<Holding, Failure>();
  const used = new Map<Holding, string | null>();
  const skipped = new Set<Holding>();
  const replaced = new Map<Aggregate, PlanNode>();
  for (const [aggregate, leaf] of leaves) {
    const here = ordered.filter((each) => baseOf(each) === JSON.stringify(leaf.base));
    for (const holding of here) {
      const stands = standing.get(holding) as Standing | Failure;
      const served = 'rule' in stands ? whatIf(holding, leaf, stands, skipped) : serve(holding, stands, leaf);
      if ('rule' in served) {
        if (!first.has(holding)) first.set(holding, served);
        continue;
      }
      if (replaced.has(aggregate)) {
        if (!first.has(holding)) first.set(holding, failed('LARGER'));
        continue;
      }
      replaced.set(aggregate, served.node);
      used.set(holding, served.upTo);
    }
  }
  return {
    root: replaced.size === 0 ? root : replaceLeaves(root, (leaf) => replaced.get(leaf)),
    uses: near.map((holding): RollupExplained => {
      const isUsed = used.has(holding);
      return {
        name: holding.name,
        used: isUsed,
        upTo: used.get(holding) ?? null,
        builtAt: states.get(holding.name)?.builtAt ?? null,
        failed: isUsed ? null : (first.get(holding) ?? failed('OTHER_ROWS')),
      };
    }),
    warnings: [
      ...[...used.keys()].flatMap((holding) => staleWarning(holding, standing.get(holding) as Standing)),
      ...[...skipped].map((holding) => skippedWarning(holding.name, standing.get(holding) as Failure)),
    ],
  };
}

const failed = (rule: RollupRule, more = ''): Failure => ({
  rule,
  message: more === '' ? ROLLUP_RULES[rule] : `${ROLLUP_RULES[rule].replace(/\.$/, '')}: ${more}.`,
});

function standingOf(holding: Holding, state: RollupState | null, context: MatchContext): Standing | Failure {
  const { rollup } = holding;
  if (!context.forEverybody) return failed('FOR_ANOTHER_USER');
  if (state === null) return failed('NOT_BUILT');
  if (state.fingerprint !== holding.fingerprint) return failed('DEFINITION_CHANGED');
  const versions = new Map(
    context.versionsOf([state.table, ...holding.sources]).map((version) => [version.table, version]),
  );
  const versionOf = (table: string): TableVersion =>
    versions.get(table) ?? { table, version: 'absent', modifiedAt: null };
  const own = versionOf(state.table);
  if (own.version === 'absent') return failed('TABLE_GONE', state.table);
  if (isUnknown(own)) return failed('TABLE_CHANGED', `of "${state.table}" the engine tells no version (yet)`);
  if (own.version !== state.version) return failed('TABLE_CHANGED', state.table);
  const changed = changedSources(holding, state, versionOf);
  if (changed.length === 0) return { state, upTo: null, isStale: false };
  if (rollup.maxStaleness !== null && context.now < after(state.builtAt, rollup.maxStaleness))
    return { state, upTo: null, isStale: true };
  const isLinked = changed.some((table) => !holding.own.includes(table));
  if (isLinked || rollup.lag === 'not_at_all' || state.watermark === null)
    return failed('SOURCE_CHANGED', listNames(changed));
  return { state, upTo: state.watermark, isStale: false };
}

/** One that is gone or drifted would have served: then the answer says so. Else what it fails by first is told. */
function whatIf(holding: Holding, leaf: Leaf, why: Failure, skipped: Set<Holding>): Failure {
  if (why.rule !== 'TABLE_GONE' && why.rule !== 'TABLE_CHANGED') return why;
  const cover = covers(haveOf(holding, true), relationOf(holding), leaf);
  if ('rule' in cover) return coverFailed(cover);
  skipped.add(holding);
  return why;
}

function serve(holding: Holding, { state, upTo, isStale }: Standing, leaf: Leaf): Served | Failure {
  const have = haveOf(holding, state.keepsRows && !isStale);
  const scan: Scan = { kind: 'scan', relation: relationOf(holding), table: state.table };
  const from = (of: Leaf): PlanNode | Failure => {
    const cover = covers(have, scan.relation, of);
    return 'rule' in cover ? coverFailed(cover) : answerFrom(cover, scan, of.aggregate);
  };
  if (upTo === null) {
    const node = from(leaf);
    return 'rule' in node ? node : { node, upTo: null };
  }
  return upToWatermark(holding, upTo, leaf, from);
}

function upToWatermark(
  holding: Holding,
  upTo: string,
  leaf: Leaf,
  from: (of: Leaf) => PlanNode | Failure,
): Served | Failure {
  const time = timeOf(holding.leaf, holding.rollup);
  const at = readWallClock(upTo);
  if (time === null || at === undefined) return failed('SOURCE_CHANGED');
  const clock = time.type === 'date' ? call('cast', [time], 'timestamp') : time;
  const span = spansOf(leaf).find(({ of }) => JSON.stringify(of) === JSON.stringify(clock));
  if (span?.from && compareClocks(span.from, at) >= 0) return failed('AFTER_WATERMARK', `it lags behind ${upTo}`);
  if (span?.to && compareClocks(span.to, at) <= 0) {
    const node = from(leaf);
    return 'rule' in node ? node : { node, upTo };
  }
  const bound = value(upTo, 'timestamp');
  const below = call('<', [clock, bound], 'boolean');
  const later = call('>=', [clock, bound], 'boolean');
  const form = mergeable(leaf);
  const early = from(aggregated(form, { where: [...leaf.where, below] }));
  if ('rule' in early) return early;
  // Rows without a time are in no range
  const rest: Scalar = span === undefined ? any([later, isNull(time)]) : later;
  const late = aggregated(form, { where: [...leaf.where, rest] });
  const isGrouped = span !== undefined && isApart(leaf, { of: clock, from: null, to: null }, at);
  const parts = united(form, [early, late.aggregate], isGrouped, true);
  if (parts === null) return failed('MEASURE_DOES_NOT_MERGE', `beyond ${upTo}`);
  if (form === leaf) return { node: parts, upTo };
  const own: Have = { leaf: form, keepsRows: () => false, joinsLater: false, addsDoubles: true };
  const cover = covers(own, form.aggregate.relation, leaf);
  return 'rule' in cover ? coverFailed(cover) : { node: answerFrom(cover, parts, leaf.aggregate), upTo };
}

const baseOf = ({ leaf }: Holding): string => JSON.stringify(leafOf(leaf).base);

const relationOf = ({ name }: Holding): string => `rollup ${name}`;

const haveOf = ({ leaf }: Holding, keepsRows: boolean): Have => ({
  leaf: leafOf(leaf),
  keepsRows: () => keepsRows,
  joinsLater: true,
  addsDoubles: true,
});

const coverFailed = ({ rule, what }: Exclude<ReturnType<typeof covers>, Cover>): Failure =>
  failed(rule, what === null ? '' : printScalar(what));

function staleWarning({ name }: Holding, { state, isStale, upTo }: Standing): readonly Warning[] {
  if (isStale)
    return [
      {
        code: 'ROLLUP_STALE',
        message: `The numbers come from rollup "${name}", built ${state.builtAt}; its sources have changed since.`,
      },
    ];
  if (upTo === null) return [];
  return [
    {
      code: 'ROLLUP_LAGS',
      message: `Periods before ${upTo} come from rollup "${name}", built ${state.builtAt}: rows that landed later than it is declared are missing there.`,
    },
  ];
}

export const skippedWarning = (name: string, { message }: Pick<Failure, 'message'>): Warning => ({
  code: 'ROLLUP_SKIPPED',
  message: `Rollup "${name}" was not used, though it would answer: ${message}`,
});
