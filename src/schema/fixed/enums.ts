import { registerEnumType } from './type-graphql.js';

export const Direction = { ASC: 'asc', DESC: 'desc' } as const;
export const Nulls = { FIRST: 'first', LAST: 'last' } as const;
export const DatePart = { DAY_OF_WEEK: 'day_of_week', MONTH_OF_YEAR: 'month_of_year' } as const;
export const Fill = { EMPTY: 'empty', ZERO: 'zero', LAST: 'last' } as const;
export const SqlDialect = { TRINO: 'trino', DUCKDB: 'duckdb' } as const;
export const CompareTo = {
  PREVIOUS_PERIOD: 'previous_period',
  PREVIOUS_YEAR: 'previous_year',
  PREVIOUS_YEAR_WEEKDAY: 'previous_year_weekday',
} as const;
export const ColumnRole = { DIMENSION: 'DIMENSION', TIME: 'TIME', METRIC: 'METRIC', COMPARISON: 'COMPARISON' } as const;

export const LifecycleState = { DRAFT: 'draft', CERTIFIED: 'certified', DEPRECATED: 'deprecated' } as const;

export const JoinKind = { LEFT: 'left', INNER: 'inner' } as const;
export const FilterPlace = { ROWS: 'rows', PERIODS: 'periods', METRIC: 'metric', GROUPS: 'groups' } as const;

type ValueOf<T> = T[keyof T];
export type DirectionValue = ValueOf<typeof Direction>;
export type NullsValue = ValueOf<typeof Nulls>;
export type DatePartValue = ValueOf<typeof DatePart>;
export type FillValue = ValueOf<typeof Fill>;
export type SqlDialectValue = ValueOf<typeof SqlDialect>;
export type LifecycleStateValue = ValueOf<typeof LifecycleState>;
export type CompareToValue = ValueOf<typeof CompareTo>;

registerEnumType(Direction, { name: 'Direction' });
registerEnumType(Nulls, { name: 'Nulls', description: 'Where NULLs stand, whatever the direction.' });
registerEnumType(DatePart, {
  name: 'DatePart',
  valuesConfig: {
    DAY_OF_WEEK: { description: '1 for Monday to 7 for Sunday.' },
    MONTH_OF_YEAR: { description: '1 to 12.' },
  },
});
registerEnumType(Fill, {
  name: 'Fill',
  description: 'Rows for the periods of metric_time that have none.',
  valuesConfig: {
    EMPTY: { description: 'Metrics show there what they show without rows: 0 or null, as defined.' },
    ZERO: { description: 'Metrics without rows show 0.' },
    LAST: { description: 'Metrics without rows show their last value before, also from before the range.' },
  },
});
registerEnumType(SqlDialect, { name: 'SqlDialect' });
registerEnumType(CompareTo, {
  name: 'CompareTo',
  valuesConfig: {
    PREVIOUS_PERIOD: { description: 'As long as the range, just before it: the week before, the month before.' },
    PREVIOUS_YEAR: { description: 'The same dates a year earlier; 29 February becomes the 28th.' },
    PREVIOUS_YEAR_WEEKDAY: { description: '364 days earlier: the same days of the week.' },
  },
});
registerEnumType(ColumnRole, { name: 'ColumnRole' });
registerEnumType(LifecycleState, {
  name: 'LifecycleState',
  valuesConfig: {
    DRAFT: { description: 'What it means may still change.' },
    CERTIFIED: { description: 'Its owner vouches for it.' },
    DEPRECATED: { description: 'It goes; deprecation says when, and what to use.' },
  },
});
registerEnumType(JoinKind, {
  name: 'JoinKind',
  valuesConfig: {
    LEFT: { description: 'Rows without a partner stay, in the group of null.' },
    INNER: { description: 'Rows without a partner are left out.' },
  },
});
registerEnumType(FilterPlace, {
  name: 'FilterPlace',
  valuesConfig: {
    ROWS: { description: 'Rows are left out before anything is aggregated.' },
    PERIODS: { description: 'Says which periods are shown; windows and offsets look beyond.' },
    METRIC: { description: 'Rows are left out of one metric alone.' },
    GROUPS: { description: 'Groups are left out after all is computed.' },
  },
});
