import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Cell } from '../../engine/engine.js';
import { METRIC_TIME, type Metric } from '../../model/model.js';
import { refuse } from '../../problems/problem.js';
import { dimensionsOfMetrics } from '../../request/common-dimensions.js';
import { timeBefore } from '../../request/compare.js';
import type { TimeRangeInput as TimeRange } from '../../request/query-input.js';
import { readRequest } from '../../request/read-request.js';
import { lifecycleWarnings } from '../../result/warnings.js';
import { WarningType } from '../../schema/fixed/answer-parts.js';
import { ChangeType, DimensionType, MetricHandle, PointType, SliceType } from '../../schema/fixed/catalogue.js';
import { ConditionInput } from '../../schema/fixed/conditions.js';
import { Fill, type FillValue, SqlDialect, type SqlDialectValue } from '../../schema/fixed/enums.js';
import { CompareInput, TimeRangeInput } from '../../schema/fixed/time-range.js';
import { DimensionPath, Grain, NumberScalar } from '../../schema/scalars.js';
import type { RequestContext } from '../context.js';
import { guarded } from '../graphql-errors.js';
import type { MetricAsk } from '../loaders.js';
import { describedDimensions } from './catalogue.js';
import { changeOf } from './change.js';

const optional = { nullable: true } as const;
const conditions = () => [ConditionInput];
const range = () => TimeRangeInput;

type Where = ConditionInput[] | null | undefined;

/**
 * The fields of a metric handle that need the engine: equal questions of one tick become one statement. They are
 * nullable, so that one that is refused leaves the others standing.
 */
@Resolver(() => MetricHandle)
export class MetricResolver {
  @FieldResolver(() => NumberScalar, { nullable: true, description: 'Over everything that passes.' })
  value(
    @Root() handle: MetricHandle,
    @Ctx() context: RequestContext,
    @Arg('time', range, optional) time?: TimeRangeInput | null,
    @Arg('where', conditions, optional) where?: Where,
  ): Promise<number | string | null> {
    return guarded(async () => numberOf(await wholeValue(context, handle, time, where)));
  }

  @FieldResolver(() => ChangeType, {
    nullable: true,
    description: 'How the value of a range differs from that of another.',
  })
  change(
    @Root() handle: MetricHandle,
    @Ctx() context: RequestContext,
    @Arg('time', range) time: TimeRangeInput,
    @Arg('compare', () => CompareInput) compare: CompareInput,
    @Arg('where', conditions, optional) where?: Where,
  ): Promise<ChangeType> {
    return guarded(async () => {
      const now = readRequest(
        context.model,
        { ...handle.setting, metrics: [handle.name], time },
        context.clock,
        '',
      ).time;
      const before: TimeRange | null | undefined =
        compare.to && now ? timeBefore(context.model, now, time, compare.to) : compare.range;
      if (!before) refuse({ code: 'INVALID_REQUEST', message: 'compare says neither to nor range.', path: 'compare' });
      const values = await Promise.all([time, before].map((each) => wholeValue(context, handle, each, where)));
      return changeOf(handle.metric.type, values[0] ?? null, values[1] ?? null);
    });
  }

  @FieldResolver(() => [PointType], { nullable: true, description: 'The value in each period, in order of time.' })
  series(
    @Root() handle: MetricHandle,
    @Ctx() context: RequestContext,
    @Arg('grain', () => Grain) grain: string,
    @Arg('time', range, optional) time?: TimeRangeInput | null,
    @Arg('where', conditions, optional) where?: Where,
    @Arg('fill', () => Fill, optional) fill?: FillValue | null,
  ): Promise<PointType[]> {
    return guarded(async () => {
      const { answer, column } = await context.metrics.load(
        ask(handle, {
          time,
          where,
          fill,
          dimensions: [{ as: METRIC_TIME, path: METRIC_TIME, grain }],
          orderBy: [{ by: METRIC_TIME }],
        }),
      );
      const at = answer.columns.find(({ name }) => name === METRIC_TIME)?.values ?? [];
      return column.values.map((value, row) => ({ at: textOf(at[row]), value: numberOf(value) }));
    });
  }

  @FieldResolver(() => [SliceType], {
    nullable: true,
    description: 'The largest members of a dimension, largest first.',
  })
  breakdown(
    @Root() handle: MetricHandle,
    @Ctx() context: RequestContext,
    @Arg('by', () => DimensionPath) by: string,
    @Arg('top', () => Int, { defaultValue: 10 }) top: number,
    @Arg('time', range, optional) time?: TimeRangeInput | null,
    @Arg('where', conditions, optional) where?: Where,
  ): Promise<SliceType[]> {
    return guarded(async () => {
      const [{ answer, column }, whole] = await Promise.all([
        context.metrics.load(
          ask(handle, {
            time,
            where,
            dimensions: [{ as: MEMBER, path: by }],
            limit: top,
            orderBy: [{ by: handle.name, direction: 'desc' }, { by: MEMBER }],
          }),
        ),
        wholeValue(context, handle, time, where),
      ]);
      const members = answer.columns.find(({ name }) => name === MEMBER)?.values ?? [];
      return column.values.map((value, row) => ({
        member: members[row] ?? null,
        value: numberOf(value),
        share: shareOf(value, whole),
      }));
    });
  }

  @FieldResolver(() => [WarningType], {
    description: 'What to know before one builds on it: that it is called otherwise now, a draft, or deprecated.',
  })
  warnings(@Root() { asked, metric }: MetricHandle): readonly WarningType[] {
    return lifecycleWarnings({ named: new Map([[asked, metric]]) });
  }

  @FieldResolver(() => [DimensionType], { description: 'What the metric can be grouped and filtered by.' })
  dimensions(@Root() handle: MetricHandle, @Ctx() context: RequestContext): readonly DimensionType[] {
    return describedDimensions(context.model, [handle.metric], dimensionsOfMetrics(context.model, [handle.metric]));
  }

  @FieldResolver(() => [String], { nullable: true, description: 'The statements behind value, printed for an engine.' })
  sql(
    @Root() handle: MetricHandle,
    @Ctx() context: RequestContext,
    @Arg('dialect', () => SqlDialect, optional) dialect?: SqlDialectValue,
  ): Promise<readonly string[]> {
    return guarded(async () => {
      const request = readRequest(context.model, { ...handle.setting, metrics: [handle.name] }, context.clock, '');
      return (await context.ask(request)).proof.sql(dialect ?? undefined);
    });
  }
}

/** A name that no metric has, since theirs are lower case. */
const MEMBER = 'Member';

const ask = (
  { metric, setting }: { metric: Metric; setting: MetricHandle['setting'] },
  question: MetricAsk['question'],
): MetricAsk => ({
  metric,
  question: { ...setting, ...question },
});

async function wholeValue(
  context: RequestContext,
  handle: MetricHandle,
  time: TimeRange | null | undefined,
  where: Where,
): Promise<Cell> {
  const { column } = await context.metrics.load(ask(handle, { time, where }));
  return column.values[0] ?? null;
}

const numberOf = (cell: Cell | undefined): number | string | null =>
  typeof cell === 'boolean' ? null : (cell ?? null);
const textOf = (cell: Cell | undefined): string | null => (cell === null || cell === undefined ? null : String(cell));

function shareOf(value: Cell, whole: Cell): number | null {
  return value === null || whole === null || Number(whole) === 0 ? null : Number(value) / Number(whole);
}
