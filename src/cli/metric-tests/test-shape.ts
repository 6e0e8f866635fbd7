import { z } from 'zod';
import { columnNameShape } from '../../definitions/names.js';

const cellShape = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: 'must be a text, a number, true, false or null',
});

const rowsShape = z
  .union([z.string(), z.array(z.record(columnNameShape, cellShape))], {
    error: 'must be a table of text or a list of maps',
  })
  .meta({
    id: 'Rows',
    title: 'Rows',
    description: 'A table of text under |, cells between |, the first line naming the columns; or a list of maps.',
  });

const givenShape = z.record(z.string(), rowsShape).nullish().meta({
  title: 'Given',
  description: 'Rows by dataset or table. A column that is left out is NULL, a table that is left out is empty.',
});

const nowShape = z
  .string()
  .optional()
  .meta({ title: 'Now', description: 'The moment that stands for now: 2025-01-31, or 2025-01-31T10:00:00Z.' });

const listShape = z.union([z.string(), z.array(z.string())], { error: 'must be a text or a list of texts' });
const list = (title: string, description: string) => listShape.optional().meta({ title, description });
const text = (title: string, description: string) => z.string().optional().meta({ title, description });
const count = (title: string, description: string) => z.int().min(0).optional().meta({ title, description });

export const askShape = z
  .strictObject({
    metrics: list('Metrics', 'Names of metrics.'),
    by: list('By', 'Paths to group by: device, month=metric_time:month.'),
    where: list('Where', "Conditions on rows: member.country = 'BR'."),
    segments: list('Segments', 'Names of segments.'),
    having: list('Having', 'Conditions on groups: plays > 10.'),
    from: text('From', 'The first day that is reported.'),
    through: text('Through', 'The last day that is reported.'),
    last: text('Last', 'The whole periods before now: 7 days.'),
    this: text('This', 'The period that now is in.'),
    compare: z
      .enum(['previous_period', 'previous_year', 'previous_year_weekday'])
      .optional()
      .meta({ title: 'Compare', description: 'The same metrics over another range beside each row.' }),
    time_zone: text('Time zone', 'Days and periods are those of this zone.'),
    valid_at: text('Valid at', 'Histories as of this day.'),
    fill: text('Fill', 'Each group in each period: empty, zero, last.'),
    order: list('Order', 'plays, or plays:desc. Rows are then compared in their order.'),
    limit: count('Limit', 'Rows at most.'),
    offset: count('Offset', 'Rows to leave out first.'),
    top: text('Top', 'count:metric:column, the largest values of a column and the others as one.'),
    other: text('Other', 'What the others are shown as.'),
    dataset: text('Dataset', 'Without metrics: whose values are listed.'),
  })
  .meta({ id: 'Question', title: 'Question', description: 'What is asked, in the words of grainline query.' });

export const testShape = z
  .strictObject({
    name: z.string().meta({ title: 'Name', description: 'A sentence that the test shows to be true.' }),
    given: givenShape,
    now: nowShape,
    ask: askShape,
    expect: rowsShape.optional(),
    refused: text('Refused', 'The code of the problem with which the question is refused, in place of rows.'),
  })
  .meta({ id: 'MetricTest', title: 'Test', description: 'Rows, a question, and the rows of its answer.' });

export const testFileShape = z
  .strictObject({
    given: givenShape,
    now: nowShape,
    tests: z
      .array(testShape)
      .meta({ title: 'Tests', description: 'Each with a name, a question and what is expected.' }),
  })
  .meta({
    id: 'MetricTestFile',
    title: 'Metric tests',
    description: 'Unit tests of metrics, beside their definitions.',
  });
