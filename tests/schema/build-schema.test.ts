import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  isSpecifiedScalarType,
  validateSchema,
} from 'graphql';
import { FIXED_ROOT_FIELDS, FIXED_TYPES } from '../../src/schema/names.js';
import { printGraphqlSchema } from '../../src/schema/print.js';
import { fixedSchema, schemaFor } from '../../src/server/resolvers/schema-for.js';
import { dataset, metric, model, view } from '../builders/model.js';
import { streaming } from '../builders/streaming.js';

const small = model({
  datasets: [
    dataset('plays', {
      columns: { device: 'text', minutes: 'integer', started_at: 'timestamp' },
      time: 'started_at',
      links: { member: 'members' },
    }),
    dataset('members', { columns: { member_id: 'bigint', kids: 'boolean', born_on: 'date' } }),
  ],
  metrics: [
    metric('streaming_hours', 'plays', {
      description: 'Hours watched.',
      unit: 'hours',
      owner: 'playback',
      type: 'decimal(12,2)',
    }),
  ],
  views: [
    view('engagement', {
      description: 'What members watch.',
      metrics: ['streaming_hours'],
      dimensions: { device: { plays: 'device' }, kids: { plays: 'member.kids' }, born_on: { plays: 'member.born_on' } },
    }),
  ],
});

describe('schemaFor', () => {
  test('prints the schema of a small model as the file beside this test has it', () => {
    const file = new URL('./small.graphql', import.meta.url);
    const printed = printGraphqlSchema(schemaFor(small));
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, printed);
    expect(printed).toBe(readFileSync(file, 'utf8'));
  });

  test('is valid GraphQL, without views and with them', () => {
    expect(validateSchema(schemaFor(model({ datasets: [] })))).toEqual([]);
    expect(validateSchema(schemaFor(streaming()))).toEqual([]);
  });

  test('can be built again and again from other models, as a reload does', () => {
    expect(schemaFor(small).getType('EngagementRow')).not.toBe(schemaFor(streaming()).getType('EngagementRow'));
    expect(schemaFor(small).getType('Proof')).toBe(schemaFor(streaming()).getType('Proof'));
  });

  test('takes one test, one range and one comparison at a time', () => {
    for (const name of ['Test', 'TimeRange', 'Compare'])
      expect((schemaFor(small).getType(name) as GraphQLInputObjectType).isOneOf).toBe(true);
  });

  test('has no type and no root field that names.ts does not keep free', () => {
    const ownTypes = Object.values(schemaFor(model({ datasets: [] })).getTypeMap())
      .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
      .map((type) => type.name);
    expect(FIXED_TYPES).toEqual(expect.arrayContaining(ownTypes));
    const roots = Object.keys(
      schemaFor(model({ datasets: [] }))
        .getQueryType()
        ?.getFields() ?? {},
    );
    expect([...FIXED_ROOT_FIELDS].sort()).toEqual(roots.sort());
  });

  test('shows descriptions, units and owners of metrics, and values of dimensions', () => {
    const row = schemaFor(streaming()).getType('EngagementRow') as GraphQLObjectType;
    expect(row.getFields().plays?.description).toBe('Times a title was started.\nOwner: playback.');
    expect(row.getFields().streamingHours?.description).toContain('Unit: hours.');
    expect(row.getFields().device?.description).toBe('What it ran on.\nOne of: tv, phone.\nPath: device.');
  });

  test('shares the enums of the fixed part', () => {
    expect(schemaFor(small).getType('Direction')).toBe(fixedSchema().getType('Direction'));
    expect(schemaFor(small).getType('Direction')).toBeInstanceOf(GraphQLEnumType);
  });
});
