import type { Model } from '../../src/model/model.js';
import { at, dataset, metric, model, ratio, view } from './model.js';

/** Plays and impressions of members in countries: two datasets that share some dimensions. */
export function streaming(): Model {
  const plays = metric('plays', 'plays', { description: 'Times a title was started.', owner: 'playback' });
  const hours = metric('streaming_hours', 'plays', { type: 'decimal(12,2)', unit: 'hours' });
  const impressions = metric('impressions', 'impressions', { type: 'bigint' });
  return model({
    datasets: [
      dataset('plays', {
        columns: {
          play_id: 'bigint',
          member_id: 'bigint',
          device: 'text',
          minutes: 'integer',
          is_completed: 'boolean',
          rating: 'double',
          price: 'decimal(8,2)',
          started_at: 'timestamp',
          released_on: 'date',
        },
        key: ['play_id'],
        time: 'started_at',
        segments: ['finished'],
        links: {
          member: 'members',
          gifted_by: { to: 'members', on: [{ own: 'member_id', its: 'member_id' }] },
          promos: { to: 'members', kind: 'one_to_many' },
          plan_then: { to: 'members', during: { from: 'valid_from', to: 'valid_to', asOf: 'event' } },
        },
        dimensions: { device: { values: ['tv', 'phone'], description: 'What it ran on.' }, play_id: { hidden: true } },
      }),
      dataset('impressions', {
        columns: { impression_id: 'bigint', member_id: 'bigint', row_name: 'text', shown_on: 'date' },
        time: 'shown_on',
        links: { member: 'members' },
      }),
      dataset('members', {
        columns: { member_id: 'bigint', country_id: 'text', plan: 'text', kids: 'boolean' },
        key: ['member_id'],
        links: { country: 'countries' },
      }),
      dataset('countries', {
        columns: { country_id: 'text', region: 'text', population: 'bigint' },
        key: ['country_id'],
      }),
    ],
    metrics: [
      plays,
      hours,
      impressions,
      metric('members', 'members'),
      ratio('plays_per_impression', plays, impressions, { description: 'How often a shown title is started.' }),
    ],
    views: [
      view('engagement', {
        description: 'Watching and what led to it.',
        owner: 'growth',
        metrics: ['plays', 'streaming_hours', 'impressions'],
        dimensions: {
          region: { plays: 'member.country.region', impressions: 'member.country.region' },
          kids: { plays: 'member.kids', impressions: 'member.kids' },
          device: { plays: 'device' },
          minutes: { plays: 'minutes' },
          started_at: { plays: 'started_at' },
          released_on: { plays: 'released_on' },
        },
      }),
    ],
    spines: [
      {
        table: 'calendar',
        column: 'day',
        grain: 'day',
        grains: ['fiscal_quarter'],
        units: null,
        starts: null,
        rule: null,
        types: new Map([['fiscal_quarter', 'text']]),
      },
    ],
    refused: { broken: { code: 'UNKNOWN_COLUMN', message: 'Metric "broken" reads a column that is not there.', at } },
  });
}
