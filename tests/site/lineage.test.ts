import { expect, test } from '@jest/globals';
import { lineageOf } from '../../src/site/lineage/lineage.js';
import { modelOf } from '../builders/compile.js';

const model = modelOf(
  `
dataset: plays
table: streaming.plays
columns: {play_id: bigint, member_id: bigint, at: timestamp, minutes: integer, unread: text}
key: [play_id]
time: at
links: {member: {to: members, on: member_id}}
dimensions: {band: {expression: "CASE WHEN minutes > 20 THEN 'long' END"}}
metrics:
  long_plays: {expression: COUNT(*), where: "band = 'long'"}
  home_hours: {expression: SUM(minutes), where: "member.home = 'BR'"}
  heavy: {expression: COUNT(*), where: "METRIC(home_hours, member_id) > 10"}
  rate: {expression: long_plays / home_hours}
  all_rates: {expression: rate + long_plays}`,
  `
dataset: members
sql: SELECT m.member_id AS member_id, c.country AS home_country FROM streaming.members AS m LEFT JOIN streaming.homes AS c ON m.home_id = c.home_id
tables:
  streaming.members: {member_id: bigint, home_id: bigint}
  streaming.homes: {home_id: bigint, country: text}
key: [member_id]
dimensions: {home: {expression: home_country}}`,
);

const shown = (name: string): string => {
  const metric = model.metrics.get(name);
  if (metric === undefined) throw new Error(name);
  return lineageOf(model, metric)
    .layers.map((layer) => layer.map(({ name: node, columns }) => [node, ...columns].join(' ')).join(', '))
    .join(' > ');
};

test.each([
  {
    name: 'a condition over a dimension reads its columns',
    metric: 'long_plays',
    is: 'long_plays > plays > streaming.plays at minutes',
  },
  {
    name: 'a path reads the keys on its way, and through a SELECT what gives its columns',
    metric: 'home_hours',
    is: 'home_hours > plays, members > streaming.plays at member_id minutes, streaming.homes country, streaming.members member_id',
  },
  {
    name: 'a metric in a condition is below',
    metric: 'heavy',
    is: 'heavy > home_hours > plays, members > streaming.plays at member_id minutes, streaming.homes country, streaming.members member_id',
  },
  {
    name: 'a metric that is needed twice stands below both',
    metric: 'all_rates',
    is: 'all_rates > rate > long_plays, home_hours > plays, members > streaming.plays at member_id minutes, streaming.homes country, streaming.members member_id',
  },
])('$name', ({ metric, is }) => {
  expect(shown(metric)).toBe(is);
});
