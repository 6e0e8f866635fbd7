// biome-ignore-all lint/suspicious/noTemplateCurlyInString: so it stands in the source
export { directedNames } from '../directed.js';

/** A fault in the source, as one would make it: `find` occurs once in `file`, a space standing for any white space. */
export interface PlantedBug {
  /** A sentence about what goes wrong. */
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Matches `find` however the source is broken into lines. */
export const finderOf = ({ find }: Pick<PlantedBug, 'find'>): RegExp =>
  new RegExp(find.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\s+/g, '\\s*'), 'g');

const bugsIn = (
  file: string,
  ...bugs: readonly (readonly [name: string, find: string, replace: string])[]
): readonly PlantedBug[] => bugs.map(([name, find, replace]) => ({ name, file, find, replace }));

/** The differential test must notice each of them. */
export const bugs: readonly PlantedBug[] = [
  ...bugsIn(
    'src/plan/joins.ts',
    [
      'of a composite key only the first pair joins',
      'const on = link.on.map((',
      'const on = link.on.slice(0, 1).map((',
    ],
    [
      'an inner link keeps rows without a partner',
      "each.asked && each.link.join === 'inner' ? 'inner' : 'left'",
      "'left'",
    ],
    [
      'a left link drops rows without a partner',
      "each.asked && each.link.join === 'inner' ? 'inner' : 'left'",
      "each.asked ? 'inner' : 'left'",
    ],
    [
      'an inner link of one metric’s filter drops rows for all',
      "each.asked && each.link.join === 'inner' ? 'inner' : 'left'",
      'each.link.join',
    ],
    [
      'a label stands for NULL attributes too',
      'choose(this.isReached(reached), value, literal(label',
      'choose(isNotNull(value), value, literal(label',
    ],
    [
      'two roles of a dataset share a join',
      "way === '' ? link.name : `${way}.${link.name}`",
      "way === '' ? link.to : `${way}.${link.to}`",
    ],
    [
      'a dangling key loses its value',
      'const own = links.length === 1 && links[0] ? ownKey(this.model, links[0], dimension) : undefined',
      'const own = undefined',
    ],
    [
      'a key behind an inner or labelled link is the row’s own',
      "link.kind === 'many_to_one' && link.join === 'left' && link.default === null && link.during === null",
      'true',
    ],
    [
      'what is linked on beside the key is the row’s own too',
      'plain && (key.length === 0 || key.includes(name)) ?',
      'plain ?',
    ],
    ['the top loses NULL', "call('is_same', [shown, column(top.relation", "call('=', [shown, column(top.relation"],
  ),
  ...bugsIn(
    'src/plan/history.ts',
    ['today is the day of the row', "during.asOf === 'now' ? value(today, 'date') : own()", 'own()'],
    ['a day that is asked for moves no history', "if (validAt !== null) return value(validAt, 'date');", ''],
    [
      'the day on which a validity ends is included',
      "call('<', [day, ends], 'boolean')",
      "call('<=', [day, ends], 'boolean')",
    ],
    [
      'a validity without an end never holds',
      "any([call('<', [day, ends], 'boolean'), isNull(ends)])",
      "call('<', [day, ends], 'boolean')",
    ],
  ),
  ...bugsIn(
    'src/plan/leaf/measures.ts',
    [
      'a row counts for each of its partners',
      'const simple = (!this.from.pairs || measures.length === 0) && ',
      'const simple = ',
    ],
    [
      'equal amounts of different rows count once over a to-many link',
      'const keys = this.from.pairs ? this.keyColumns() : []',
      'const keys: Named[] = []',
    ],
    [
      'the last day is chosen in each group',
      'this.settings.question.dimensions.filter(isMetricTime).map(({ name }) => name)',
      'this.settings.question.dimensions.map(({ name }) => name)',
    ],
  ),
  ...bugsIn('src/plan/leaf/rows.ts', [
    'the range cuts what an offset or a window looks at',
    '...(reports ? this.time.range() : settings.readsAll ? [] : this.time.reach())',
    '...this.time.range()',
  ]),
  ...bugsIn(
    'src/plan/leaf/stays.ts',
    [
      'a value that comes again never leaves a window',
      "any([isNull(after), call('>=', [after, away(at, count)], 'boolean')])",
      'isNull(after)',
    ],
    [
      'months are as long counted in days',
      '!MONTHS.has(window.span.grain) ||',
      'MONTHS.has(window.span.grain) || !MONTHS.has(window.span.grain) ||',
    ],
    [
      'a value comes to a month on each of its days',
      "name: 'since', value: trunc(window.grain as CalendarGrain, unit)",
      "name: 'since', value: unit",
    ],
  ),
  ...bugsIn('src/plan/leaf/edge.ts', [
    'the last day is chosen for all of per together',
    'partitionBy: [...periods, ...per(edge).map((name) => outputColumn(rows, name))]',
    'partitionBy: [...periods]',
  ]),
  ...bugsIn('src/plan/leaf/row-time.ts', [
    'the range is held against UTC',
    'const of = inZone(time, this.settings.question.zone);',
    'const of = time;',
  ]),
  ...bugsIn(
    'src/sql/dialects/ansi.ts',
    ['NULL does not match NULL', '`${a} IS NOT DISTINCT FROM ${b}`', '`${a} = ${b}`'],
    ['COUNT(x) counts rows', "`COUNT(${arg ?? '*'})${filter}`", '`COUNT(*)${filter}`'],
    [
      'weeks start on Sunday',
      "name === 'day' ? `CAST(${x} AS DATE)` :",
      "name === 'day' ? `CAST(${x} AS DATE)` : name === 'week' ? `CAST(DATE_TRUNC('week', ${x} + INTERVAL 1 DAY) - INTERVAL 1 DAY AS DATE)` :",
    ],
    ['integers divide as integers', '`CAST(${a} AS DOUBLE)`} / ${', '`${a}`} // ${'],
  ),
  ...bugsIn('src/sql/dialects/duckdb.ts', [
    'a discrete percentile interpolates',
    'QUANTILE_DISC(${arg}',
    'QUANTILE_CONT(${arg}',
  ]),
  ...bugsIn('src/plan/meet.ts', [
    'the NULL group is lost where facts meet',
    'relation: met, input: union,',
    "relation: met, input: { kind: 'filter', input: union, where: dimensions.map((name) => isNotNull(column(facts, name, outputColumn(first, name).type))) },",
  ]),
  ...bugsIn(
    'src/plan/composition.ts',
    [
      'a metric’s own filter does not decide where it has rows',
      'found.set(leaf, own.length === 0 || edgeOf(simple) !== null ? null : [...(known ?? []), own])',
      'found.set(leaf, null)',
    ],
    ['metrics with another time share a pass', 'const time = timed ? metric.time : null', 'const time = null'],
  ),
  ...bugsIn(
    'src/plan/plan-for.ts',
    [
      'the limit comes before having',
      "kind: 'filter', input: projected, where: having",
      "kind: 'filter', input: request.limit === null ? projected : { kind: 'sort', input: projected, by: [], limit: request.limit, offset: 0 }, where: having",
    ],
    ['a dense metric is not filled', "return dense && byTime ? 'empty' : null", 'return null'],
  ),
  ...bugsIn('src/plan/pages.ts', [
    'NULLs go where the engine puts them',
    'return { value, direction, nulls };',
    "return { value, direction, nulls: direction === 'asc' ? 'last' : 'first' };",
  ]),
  ...bugsIn('src/plan/top.ts', [
    'the top is ranked without the conditions',
    '{ ...question, dimensions: [dimension] }',
    '{ ...question, where: [], dimensions: [dimension] }',
  ]),
  ...bugsIn('src/plan/fill.ts', [
    'filling forgets the groups that only a window looks at',
    '...parts.flatMap((part) =>',
    '...(still === null ? parts : []).flatMap((part) =>',
  ]),
  ...bugsIn(
    'src/plan/units.ts',
    ['filling adds periods that conditions exclude', 'const where = [ ...reported,', 'const where = ['],
    [
      'the days of a calendar are its only hours',
      "options.prefer === 'range' || base !== 'day' ||",
      "options.prefer === 'range' ||",
    ],
  ),
  ...bugsIn(
    'src/plan/window.ts',
    [
      'a trailing window reaches one unit too far',
      "compare('>', row, away(-window.span.count",
      "compare('>=', row, away(-window.span.count",
    ],
    [
      'a leading window holds its own unit',
      "[compare('>', row, unit), compare('<=', row, away(",
      "[compare('>=', row, unit), compare('<=', row, away(",
    ],
    [
      'to-date looks ahead',
      "compare('>=', row, trunc(window.grain as CalendarGrain, unit)), compare('<=', row, unit)]",
      "compare('>=', row, trunc(window.grain as CalendarGrain, unit))]",
    ],
  ),
  ...bugsIn(
    'src/plan/custom-units.ts',
    [
      'the same place is sought past the end of a shorter unit',
      "choose(call('>', [place, size], 'boolean'), size, place)",
      'place',
    ],
    [
      'custom units stand in the order of their values',
      "over('row_number', [], of('first'), [of('within')])",
      "over('row_number', [], of('unit'), [])",
    ],
    [
      'the unit before a custom unit is the one after it',
      "over(count < 0 ? 'lead' : 'lag'",
      "over(count < 0 ? 'lag' : 'lead'",
    ],
    [
      'a window before the first custom unit is empty',
      "isCalendarGrain(grain) ? aim : call('coalesce', [aim, edge], 'date')",
      'aim',
    ],
    [
      'at the start of a custom unit is its own period',
      "return project(joined, outputColumn(around, 'start'))",
      'return project(joined, start)',
    ],
  ),
  ...bugsIn('src/plan/look.ts', [
    'at the start of a custom unit only its first hour finds it',
    "[isBelow ? trunc('day', at) : at,",
    '[at,',
  ]),
  ...bugsIn('src/plan/reach.ts', [
    'all time begins with the range',
    "if (window.kind === 'all_time') return { from: null,",
    "if (window.kind === 'all_time') return { from: print(from),",
  ]),
  ...bugsIn('src/plan/timeline.ts', [
    'rows do not move by less than a period',
    'return plus(trunc(grain, time), count, grain)',
    'return trunc(grain, time)',
  ]),
  ...bugsIn('src/plan/periods.ts', [
    'periods are cut in UTC',
    "return call('trunc', [literal(grain, 'text'), inZone(time, zone)], isBelowDay",
    "return call('trunc', [literal(grain, 'text'), time], isBelowDay",
  ]),
  ...bugsIn('src/plan/entity-values.ts', [
    'the range reaches into a metric filter',
    'segments: [], time: null,',
    'segments: [], time: composition.question.time,',
  ]),
  ...bugsIn(
    'src/plan/tests.ts',
    [
      'NULL is not in a list, so it is kept',
      'return not(isIn(of, test.values));',
      'return any([not(isIn(of, test.values)), isNull(of)]);',
    ],
    ['what is not in an empty list is all, NULL too', '? neverTrue(of) :', "? value(false, 'boolean') :"],
    ['a null in a list keeps nothing', 'if (known.length < values.length) parts.push(isNull(of));', ''],
    [
      'between leaves out its end',
      "call('<=', [of, bound(test.through, of.type)]",
      "call('<', [of, bound(test.through, of.type)]",
    ],
  ),
  ...bugsIn(
    'src/plan/existence.ts',
    ['whether there is a partner: any will do', "{ type: 'semi', of, where: of }", "{ type: 'semi', of, where: [] }"],
    [
      'whether there is a partner: who has none has one',
      "{ type: 'anti', of, where: [] }",
      "{ type: 'semi', of, where: [] }",
    ],
    [
      'whether there is a partner: a NULL attribute is none',
      'part.args.every((arg) => met.has(textOf(arg)))',
      'part.args.length > 0',
    ],
  ),
  ...bugsIn(
    'src/plan/rules/aggregate-before-join.ts',
    [
      'before a join conditions on the rows are lost',
      'const rows: PlanNode = where.length === 0 ? base',
      'const rows: PlanNode = true ? base',
    ],
    [
      'before a join distinct values are counted, after it these counts',
      'isMergeable(measure) && measure.type',
      "(isMergeable(measure) || measure.name === 'count_distinct') && measure.type",
    ],
    [
      'before a join rows are left out whose key reaches nobody',
      '({ ...join, left, on: join.on.map(readSides) })',
      "({ ...join, type: 'inner', left, on: join.on.map(readSides) })",
    ],
  ),
  ...bugsIn(
    'src/plan/merge.ts',
    ['distinct counts of days are added up', "count: 'sum',", "count: 'sum', count_distinct: 'sum',"],
    ['averages of days are averaged', "count: 'sum',", "count: 'sum', avg: 'avg',"],
    ['before a join rows are counted, after it groups of them', "count: 'sum'", "count: 'count'"],
  ),
  ...bugsIn(
    'src/plan/rules/reduce-entities.ts',
    [
      'where few entities are left, a row without one is lost',
      'return { type, right: among(right, per, meet)',
      "return { type: 'inner', right: among(right, per, meet)",
    ],
    [
      'where few entities are left, the condition on their value is lost',
      'above.length === 0 ? input : {',
      'true ? input : {',
    ],
    ['where few entities are left, columns of one name are one', '`${relation}\\u0000${name}`', 'relation && name'],
    [
      'where few entities are left, those of several rows count several times',
      "groups: [{ name: 'key', value: renamed(key) }]",
      "groups: [{ name: 'key', value: renamed(key) }, ...rows.columns.map((each) => ({ name: `its_${each.name}`, value: outputColumn(rows, each.name) }))]",
    ],
  ),
  ...bugsIn('src/plan/rules/one-entity.ts', [
    'one entity without rows has the count of none',
    "return { kind: 'filter', input: one, where: [some] };",
    'return one;',
  ]),
  ...bugsIn('src/plan/rules/case-itself.ts', [
    'a band that two conditions make is that of the first',
    'each !== undefined && each !== wanted',
    'each !== undefined',
  ]),
  ...bugsIn('src/plan/rules/compare-bare-column.ts', [
    'up to a month ends where it begins',
    'return before(next);',
    'return before(start);',
  ]),
  ...bugsIn('src/plan/rules/filter-below-aggregate.ts', [
    'one metric’s filter narrows its neighbours',
    'others.every((parts) => parts.has(key))',
    'others.some((parts) => parts.has(key))',
  ]),
  ...bugsIn(
    'src/plan/rules/inner-where-null-fails.ts',
    ['IS NULL makes a left join inner', "case 'is_not_null':", "case 'is_null':\n    case 'is_not_null':"],
    [
      'rows that one measure does not count are lost to its neighbours',
      'conditions.length > 0 && conditions.length === measures.length',
      'conditions.length > 0',
    ],
  ),
  ...bugsIn(
    'src/plan/build/cumulative-units.ts',
    ['windows are taken of units that the spine lacks', "prefer: 'spine', bounds", "prefer: 'range', bounds"],
    [
      'units stay where they are while their window is shifted',
      'moves.reduce((time: Scalar, span) => movedTime(time, span), start)',
      'start',
    ],
    ['the last of a period is its first', "period === 'last' ? 'max_by' : 'min_by'", "'min_by'"],
  ),
  ...bugsIn(
    'src/plan/build/events.ts',
    ['the edge of a conversion window is included', "return call('>', [shown(first", "return call('>=', [shown(first"],
    ['what follows is cut by the question’s range', 'segments: [], time: null,', 'segments: [],'],
    [
      'events of one day are compared by their clocks',
      "byDay ? day(outputColumn(events, 'event.time')) : instant(events)",
      'instant(events)',
    ],
  ),
  ...bugsIn(
    'src/plan/build/conversion.ts',
    ['a conversion goes to the first base row', "direction: 'desc',", "direction: 'asc',"],
    [
      'constant properties are not compared',
      'const names = [metric.entity, ...metric.constant]',
      'const names = [metric.entity]',
    ],
    ['a base row counts as often as it converts', "metric.counts === 'bases' ? firstOfEach", 'false ? firstOfEach'],
    ['a base row is timed to its last conversion', "kind: 'aggregate', name: 'min'", "kind: 'aggregate', name: 'max'"],
  ),
  ...bugsIn(
    'src/plan/build/funnel.ts',
    [
      'a step’s event must be later, not at the same time',
      "direction: 'desc', nulls: 'last' }], //",
      "direction: 'desc', nulls: 'last' }, { value: outputColumn(both, NEXT), direction: 'desc', nulls: 'first' }], //",
    ],
    ['a path that ended goes on', 'isNotNull(outputColumn(found, AT)),', ''],
    [
      'a window is counted from the step before',
      'const start = outputColumn(found, stepColumn(0));',
      'const start = outputColumn(found, AT);',
    ],
    [
      'entities are counted as often as they start',
      "path.counts === 'entities' ? 'count_distinct' : 'count'",
      "'count'",
    ],
    ['rows of nobody start a path', 'where: [isNotNull(outputColumn(starts, WHO))]', 'where: []'],
    [
      'an entity is timed on its last path',
      "nullOf(at(0).type)), direction: 'asc'",
      "nullOf(at(0).type)), direction: 'desc'",
    ],
    [
      'a path begins under the first step’s metric alone',
      'pass.events([entity, ...constant], filters)',
      'pass.events([entity, ...constant], [])',
    ],
  ),
  ...bugsIn(
    'src/plan/build/inputs.ts',
    ['a filter on a ratio narrows neither side', '...(metric.where ? [metric.where] : []), ...above]', '...above]'],
    [
      'an input shifted within a window is not',
      'movement: shifted(model, scope.movement, shift, timeline?.grain ?? null)',
      'movement: scope.movement.window === null ? shifted(model, scope.movement, shift, timeline?.grain ?? null) : scope.movement',
    ],
  ),
  ...bugsIn(
    'src/plan/build/rank.ts',
    ['dense ranks have gaps', "metric.ties === 'dense' ? 'dense_rank' : 'rank'", "'rank'"],
    ['NULL ranks first', "nulls: 'last'", "nulls: 'first'"],
  ),
  ...bugsIn(
    'src/plan/build/share.ts',
    [
      'a shifted share is of the present whole',
      'composer.compose(less, [input], { ...scope, frame: ofKept })',
      'composer.compose(less, [input], { filters: scope.filters, frame: ofKept })',
    ],
    ['a share is of all periods', 'isMetricTime(dimension) || metric.within', 'metric.within'],
    [
      'the whole of a share keeps rows that the answer drops',
      'touched: [...(question.touched ?? []), ...question.dimensions.map(({ paths }) => paths)]',
      'touched: []',
    ],
    [
      'the whole of a share is without the conditions',
      'dimensions: kept, touched',
      'where: [], dimensions: kept, touched',
    ],
  ),
  ...bugsIn('src/plan/build/simple.ts', [
    'a metric without rows shows what SQL makes of none',
    'const natural = withoutRows(metric.value);',
    'return value;\n  const natural = withoutRows(metric.value);',
  ]),
  ...bugsIn(
    'src/plan/carry.ts',
    ['NULL is handed on as the last value', 'ignoreNulls: true,', ''],
    ['the last value goes from group to group', 'partitionBy: others,', 'partitionBy: [],'],
    [
      'the range bounds what is handed on',
      'question: { ...question, time: null, where }',
      'question: { ...question, where }',
    ],
    ['a metric’s own NULL is filled', 'equals(read(own), ZERO)', 'isNull(here)'],
    [
      'a period hands on what it has no rows for',
      "choose(call('>', [rows, ZERO], 'boolean'), value, nullOf(value.type))",
      'value',
    ],
  ),
  ...bugsIn(
    'src/plan/fill.ts',
    [
      'who only has an earlier value is not filled',
      '...(groupsBefore === undefined ? [] : [groupsBefore(periods, others)]),',
      '',
    ],
    [
      'the periods of the data end before the last',
      "call('<=', [at, bounds.through], 'boolean')",
      "call('<', [at, bounds.through], 'boolean')",
    ],
  ),
  ...bugsIn('src/plan/leaf/looking.ts', [
    'a balance is looked for from the first day of its period',
    "plus(plus(period, 1, grain as CalendarGrain), -1, 'day')",
    'period',
  ]),
  ...bugsIn('src/plan/window.ts', [
    'a balance is known for ever',
    "window.days === null ? [] : [compare('>', row, plus(unit, -window.days, 'day'))]",
    '[]',
  ]),
  ...bugsIn('src/plan/leaf/row-time.ts', [
    'without periods a balance is not filled forward',
    'knownFrom(time.to, forward.days) : time.from',
    'time.from : time.from',
  ]),
  ...bugsIn(
    'src/plan/build/average.ts',
    [
      'each group has the days of a mean for itself',
      'const shared = [...composer.question.dimensions.filter(isMetricTime), ...keys.per];',
      'const shared = [...composer.question.dimensions, ...keys.per];',
    ],
    [
      'days without a value count in a mean',
      'minus(outputColumn(days, DAYS), minus(rows, known))',
      'outputColumn(days, DAYS)',
    ],
    ['a mean is of all keys together', 'per: per.map(dimension) };', 'per: [] };'],
  ),
  ...bugsIn('src/plan/rules/imply-partitions.ts', [
    'late rows lie in partitions that are not read',
    'to && late ? add(to, late.count, late.grain) : to',
    'to',
  ]),
  ...bugsIn('src/plan/time-bounds.ts', [
    'one of two ways tells which partitions are read',
    'scalar.args.map(visit).reduce(hull)',
    'scalar.args.map(visit).reduce(meet)',
  ]),
];
