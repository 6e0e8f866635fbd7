import { printSyntax } from '../../../expressions/print-syntax.js';
import type { Syntax } from '../../../expressions/syntax.js';
import { described, fileOf } from '../../draft.js';
import { name, namesIn, replaced } from '../../expression.js';
import { nameHere } from '../../names.js';
import { type Origin, Report } from '../../report.js';
import type { OssieMetric } from '../document.js';
import { readForeign } from './foreign-sql.js';
import { declareColumn } from './keys.js';
import { overNoRows } from './no-rows.js';
import { isAggregate, isOwnColumn, type Placed, Placing } from './placing.js';
import type { Linked } from './relationships.js';
import { type Importing, named, type Source } from './sources.js';
import { tellUnused } from './unused.js';

interface Entry {
  readonly of: OssieMetric;
  readonly origin: Origin;
  /** The dataset that it stands in; none for those of the model. */
  readonly scope: Source | undefined;
}

interface Made {
  readonly name: string;
  readonly home: Source;
}

/** Metrics by name, each imported when it is first asked for, so that one may name another of any place. */
export class Metrics {
  private readonly entries = new Map<string, Entry>();
  private readonly done = new Map<string, Made | undefined>();
  private readonly names = new Set<string>();
  private readonly placing: Placing;

  constructor(
    private readonly importing: Importing,
    linked: readonly Linked[],
    /** The names of metrics of other models of the document. */
    private readonly taken: Set<string>,
  ) {
    this.placing = new Placing(importing, linked);
    const { model, place, sources, report } = importing;
    const all = [
      ...(model.metrics ?? []).map((of, index) => ({ of, place: `${place}metrics[${index}]`, scope: undefined })),
      ...[...sources.values()].flatMap((scope) =>
        (scope.of.metrics ?? []).map((of, index) => ({ of, place: `${scope.place}.metrics[${index}]`, scope })),
      ),
    ];
    for (const { of, scope, place: at } of all) {
      const origin = { what: `metric "${of.name}"`, place: at };
      if (this.entries.has(of.name))
        report.loss(origin, 'Another one has its name, and metrics have one namespace here.');
      else this.entries.set(of.name, { of, scope, origin });
    }
  }

  /** Those of one dataset first, so that others can be made of them. */
  importAll(): void {
    const all = [...this.entries.values()];
    const simple = all.filter(speaksOfOneDataset);
    for (const { of } of [...simple, ...all]) this.metric(of.name);
  }

  private metric(of: string): Made | undefined {
    const entry = named(this.entries, of);
    if (entry === undefined) return undefined;
    if (this.done.has(entry.of.name)) return this.done.get(entry.of.name);
    this.done.set(entry.of.name, undefined); // while it is under way: circles are losses
    const made = this.import(entry);
    this.done.set(entry.of.name, made);
    return made;
  }

  private import({ of, origin, scope }: Entry): Made | undefined {
    const { report } = this.importing;
    tellUnused(of, origin, report);
    const here = nameHere(of.name, origin, report);
    const syntax = readForeign(of.expression, origin, report);
    if (here === undefined || syntax === undefined) return undefined;
    if (this.isTaken(here)) return report.loss(origin, 'Another metric has its name.');
    const placed = this.placing.place(syntax, scope, origin, (metric) => this.metric(metric));
    if (placed === undefined) return undefined;
    return placed.kind === 'simple' ? this.simple(here, of, placed, origin) : this.derived(here, of, placed, origin);
  }

  private isTaken(metric: string): boolean {
    return this.names.has(metric) || this.taken.has(metric);
  }

  private simple(
    metric: string,
    of: OssieMetric,
    { home, syntax }: Extract<Placed, { kind: 'simple' }>,
    origin: Origin,
  ): Made {
    this.tellSuspicious(syntax, home, origin);
    const none = overNoRows(syntax);
    const isCount = syntax.kind === 'call' && none === 0;
    if (none === undefined || (typeof none === 'number' && none !== 0))
      this.importing.report.add(
        'difference',
        origin,
        'Without rows it is NULL here, and there what SQL makes of none.',
      );
    return this.add(
      metric,
      home,
      {
        ...described({ name: metric, description: of.description }),
        expression: printSyntax(syntax),
        ...(none === 0 && !isCount && { empty: 0 }),
      },
      origin,
    );
  }

  /** Others' converters leave out what they cannot say, and what is left looks like another metric, or like nothing. */
  private tellSuspicious(syntax: Syntax, home: Source, origin: Origin): void {
    const { report } = this.importing;
    const text = printSyntax(syntax);
    const [same] = [...home.draft.metrics].find(([, keys]) => keys.expression === text) ?? [];
    if (same !== undefined)
      report.add(
        'guess',
        origin,
        `It says the same as "${same}": the document may lack what tells them apart, such as a window.`,
      );
    if (syntax.kind === 'binary' && syntax.operator === '-' && printSyntax(syntax.left) === printSyntax(syntax.right))
      report.add('guess', origin, 'It takes a value from itself, which is 0: the document may lack an offset in time.');
  }

  /** Aggregates of several datasets are metrics of their own, which the metric names. */
  private derived(
    metric: string,
    of: OssieMetric,
    { syntax, parts, homes }: Extract<Placed, { kind: 'derived' }>,
    origin: Origin,
  ): Made | undefined {
    const { report } = this.importing;
    const names = parts.map((part, index) => {
      const text = printSyntax(part.syntax);
      const there = [...part.home.draft.metrics].find(
        ([, keys]) =>
          keys.expression === text && Object.keys(keys).every((key) => key === 'expression' || key === 'description'),
      );
      if (there) return there[0];
      const added = [`${metric}_${index + 1}`, `${metric}_part_${index + 1}`].find(
        (each) => !this.isTaken(each) && !this.entries.has(each),
      );
      if (added === undefined) return report.loss(origin, 'There is no free name for a part of it.');
      report.add('exact', origin, `Its part ${text}, of "${part.home.of.name}", is the metric "${added}".`);
      return this.add(added, part.home, { expression: text }, origin).name;
    });
    const [home] = [...parts.map((part) => part.home), ...homes];
    if (home === undefined || names.includes(undefined)) return undefined;
    const expression = printSyntax(
      replaced(syntax, (node) => {
        const at = isAggregate(node) ? parts.findIndex((part) => part.of === node) : -1;
        return at < 0 ? undefined : name(names[at] ?? '');
      }),
    );
    return this.add(metric, home, { ...described({ name: metric, description: of.description }), expression }, origin);
  }

  private add(metric: string, home: Source, keys: Record<string, unknown>, origin: Origin): Made {
    this.names.add(metric);
    this.taken.add(metric);
    home.draft.metrics.set(metric, keys);
    this.importing.draft.origins.set(`${fileOf(home.draft.dataset)} metrics ${metric}`, origin);
    this.importing.report.add('exact', origin, `Metric "${metric}" in dataset "${home.draft.dataset}".`);
    return { name: metric, home };
  }

  /**
   * Columns that metrics of a dataset name bare, before any metric is made: a field may have the name of another column,
   * and is then written out.
   */
  declareBareColumns(): void {
    for (const { of, scope, origin } of this.entries.values()) {
      if (scope === undefined) continue;
      const syntax = readForeign(of.expression, origin, new Report());
      for (const [column = '', ...more] of syntax ? namesIn(syntax) : [])
        if (more.length === 0 && !isOwnColumn(scope, column)) declareColumn(this.importing, scope, column, origin);
    }
  }
}

function speaksOfOneDataset({ of, origin, scope }: Entry): boolean {
  const syntax = readForeign(of.expression, origin, new Report());
  const datasets = syntax ? namesIn(syntax).map((path) => (path.length > 1 ? path[0] : scope?.of.name)) : [];
  return new Set(datasets).size === 1 && !datasets.includes(undefined);
}
