import { describe, expect, test } from '@jest/globals';
import { compile } from '../builders/compile.js';

const plays = (partition: string): string => `
dataset: plays
table: plays
columns: {ds: date, dt: text, ym: integer, hh: bigint, price: double, started_at: timestamp, started_on: date, device: text, year: integer, month: text, day: bigint}
time: started_at
partition: ${partition}
dimensions: {played_at: {expression: CAST(dt AS TIMESTAMP)}}
`;

describe('a partition column', () => {
  test.each([
    { name: 'a date', partition: '{ds: {from: started_at, late: 3 days}}', found: ['ds yyyy-mm-dd 3 day'] },
    { name: 'a text, as ISO writes days', partition: '{dt: {from: started_on}}', found: ['dt yyyy-mm-dd null'] },
    {
      name: 'an integer, in another form',
      partition: '{ym: {from: started_at, late: 12 hours, form: yyyymm}}',
      found: ['ym yyyymm 12 hour'],
    },
    { name: 'an integer', partition: '{hh: {from: started_at}}', found: ['hh yyyymmdd null'] },
    {
      name: 'two of them, one by hours',
      partition: '{ds: {from: started_at}, dt: {from: started_at, late: 1 hour, form: yyyy-mm-dd-hh}}',
      found: ['ds yyyy-mm-dd null', 'dt yyyy-mm-dd-hh 1 hour'],
    },
    { name: 'from a dimension', partition: '{ds: {from: played_at}}', found: ['ds yyyy-mm-dd null'] },
    {
      name: 'a year, with its months and days',
      partition: '{year: {from: started_at, late: 1 day, form: yyyy, parts: [month, day]}}',
      found: ['year yyyy month mm day dd 1 day'],
    },
    {
      name: 'a month, with its days and hours',
      partition: '{dt: {from: started_at, form: yyyy-mm, parts: [day, hh]}}',
      found: ['dt yyyy-mm day dd hh hh null'],
    },
    {
      name: 'a day, with its hours',
      partition: '{ds: {from: started_at, parts: [hh]}}',
      found: ['ds yyyy-mm-dd hh hh null'],
    },
    { name: 'none', partition: '', found: [] },
  ])('$name', ({ partition, found }) => {
    const { model, problems } = compile(plays(partition));
    expect(problems).toEqual([]);
    const partitions = model.datasets.get('plays')?.partitions ?? [];
    const late = (of: (typeof partitions)[number]) => of.late && `${of.late.count} ${of.late.grain}`;
    expect(
      partitions.map((each) => `${each.columns.map(({ name, form }) => `${name} ${form}`).join(' ')} ${late(each)}`),
    ).toEqual(found);
  });

  test.each([
    {
      partition: '{»dsx: {from: started_at}}',
      says: 'UNKNOWN_COLUMN Partition "dsx" is no column of "plays".',
    },
    {
      partition: '{ds: {from: »start_at}}',
      says: 'UNKNOWN_COLUMN Partition "ds" follows from "start_at", which "plays" does not have.',
    },
    {
      partition: '{ds: {from: »device}}',
      says: 'TYPE_MISMATCH Partition "ds" follows from "device", which is text, not a date or timestamp.',
    },
    {
      partition: '{»price: {from: started_at}}',
      says: 'TYPE_MISMATCH Partition "price" is double; a partition is a date, a text or an integer.',
    },
    {
      partition: '{ds: {from: started_at, form: »yyyymmdd}}',
      says: 'TYPE_MISMATCH Partition "ds" is date, and cannot be spelled yyyymmdd.',
    },
    {
      partition: '{ym: {from: started_at, form: »yyyy-mm}}',
      says: 'TYPE_MISMATCH Partition "ym" is integer, and cannot be spelled yyyy-mm.',
    },
    {
      partition: '{hh: {from: »started_on, form: yyyymmddhh}}',
      says: 'TYPE_MISMATCH Partition "hh" holds hours, and "started_on" is a date.',
    },
    {
      partition: '{year: {from: started_at, form: yyyy, parts: [»months]}}',
      says: 'UNKNOWN_COLUMN Partition "months" is no column of "plays".',
    },
    {
      partition: '{year: {from: started_at, form: yyyy, parts: [month, »ds]}}',
      says: 'TYPE_MISMATCH Partition "year" has "ds" within it, which is date.',
    },
    {
      partition: '{year: {from: started_at, parts: [hh, »day]}}',
      says: 'TYPE_MISMATCH Partition "year" is spelled yyyymmdd, which leaves only the hour to "day".',
    },
    {
      partition: '{dt: {from: started_at, form: yyyy-mm-dd-hh, parts: [»hh]}}',
      says: 'TYPE_MISMATCH Partition "dt" is spelled yyyy-mm-dd-hh, which leaves nothing to "hh".',
    },
    {
      partition: '{ds: {from: »started_on, parts: [hh]}}',
      says: 'TYPE_MISMATCH Partition "ds" holds hours, and "started_on" is a date.',
    },
    {
      partition: '{ds: {from: started_at, parts: »hh}}',
      says: 'INVALID_DEFINITION',
    },
    {
      partition: '{ds: {from: started_on, late: »6 hours}}',
      says: 'TYPE_MISMATCH Partition "ds" is late by hours, and "started_on" is a date.',
    },
    {
      partition: '{ds: {from: started_at, late: »2 retail_weeks}}',
      says: 'TYPE_MISMATCH Partition "ds" is late by retail_weeks, which is no grain of the calendar.',
    },
    {
      partition: '{»ds: {late: 3 days}}',
      says: 'INVALID_DEFINITION Partition "ds" needs "from".',
    },
    {
      partition: '{ds: {from: started_at, late: »3}}',
      says: 'INVALID_DEFINITION',
    },
    {
      partition: '{ds: {from: started_at, form: »dd}}',
      says: 'INVALID_DEFINITION',
    },
  ])('is refused: $says', ({ partition, says }) => {
    const { model, problems, marks } = compile(plays(partition));
    expect(problems.map(({ at }) => at)).toEqual(marks);
    expect(`${problems[0]?.code} ${problems[0]?.message}`).toContain(says);
    expect(model.datasets.get('plays')?.partitions).toEqual([]);
  });
});
