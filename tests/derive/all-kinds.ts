import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '../../src/model/model.js';
import { compileProject } from '../../src/server/compile.js';
import type { MetricGroup } from './session.js';

/** The sample's definitions, and metrics of the kinds that it has none of. */
export async function allKinds(): Promise<Model> {
  const folder = await mkdtemp(join(tmpdir(), 'kinds-'));
  try {
    await cp('metrics', folder, { recursive: true });
    const plays = join(folder, 'streaming/plays.yaml');
    await writeFile(plays, (await readFile(plays, 'utf8')) + (await readFile('tests/derive/more-kinds.yaml', 'utf8')));
    const { model, problems } = compileProject('.', folder);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    return model;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const OF_PLAYS = ['device', 'country_code', 'player', 'title.genre', 'member.plan'];

/** Which metrics a session may be about, by the parts of a hundred that are. */
export const GROUPS: readonly MetricGroup[] = [
  {
    kind: 'simple',
    parts: 40,
    metrics: [
      'plays',
      'streaming_hours',
      'viewers',
      'completed_plays',
      'minutes_per_play',
      'median_minutes',
      'originals_hours',
    ],
    dimensions: OF_PLAYS,
  },
  {
    kind: 'derived',
    parts: 15,
    metrics: ['completion_rate', 'hours_per_viewer', 'hours_change', 'plays'],
    dimensions: OF_PLAYS,
  },
  { kind: 'ratio', parts: 10, metrics: ['tv_share', 'long_rate', 'plays'], dimensions: OF_PLAYS },
  {
    kind: 'cumulative',
    parts: 10,
    metrics: ['hours_7d', 'viewers_7d', 'hours_this_month', 'plays_ever'],
    dimensions: OF_PLAYS,
  },
  { kind: 'share', parts: 5, metrics: ['share_of_hours', 'streaming_hours'], dimensions: OF_PLAYS },
  { kind: 'rank', parts: 5, metrics: ['rank_by_plays', 'plays'], dimensions: OF_PLAYS },
  { kind: 'multi_stage', parts: 5, metrics: ['average_daily_viewers', 'peak_daily_plays'], dimensions: OF_PLAYS },
  {
    kind: 'semi_additive',
    parts: 5,
    metrics: ['closing_subscriptions', 'average_subscriptions'],
    dimensions: ['plan', 'country_code'],
  },
  {
    kind: 'conversion',
    parts: 3,
    metrics: ['days_from_trial_to_charge', 'trials_started'],
    dimensions: ['plan', 'member.signup_channel', 'member.country'],
  },
  {
    kind: 'funnel',
    parts: 2,
    metrics: ['trial_members', 'trial_members_who_play', 'trial_members_who_pay'],
    dimensions: ['plan', 'member.signup_channel', 'member.country'],
  },
];

/** What people slice by. */
export const VALUES: ReadonlyMap<string, readonly string[]> = new Map([
  ['device', ['tv', 'phone', 'tablet', 'web']],
  ['player', ['classic', 'nova']],
  ['country_code', ['US', 'DE', 'BR', 'JP', 'GB', 'FR']],
  ['title.genre', ['Drama', 'Kids', 'Comedy', 'Action', 'Documentary']],
  ['member.plan', ['basic', 'standard', 'premium']],
  ['plan', ['basic', 'standard', 'premium']],
  ['member.signup_channel', ['web', 'app']],
  ['member.country', ['US', 'DE', 'BR']],
]);
