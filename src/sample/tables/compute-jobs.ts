import { choose } from '../draws.js';
import type { SampleTable } from '../sample-table.js';
import type { Sizes } from '../sizes.js';
import { DAYS, FIRST_DAY, TRUTHS } from '../truths.js';

const PLATFORMS = { trino: 0.44, spark: 0.31, flink: 0.14, druid: 0.11 };
const OWNERS = {
  'playback-analytics': 0.24,
  discovery: 0.2,
  finance: 0.14,
  search: 0.12,
  growth: 0.11,
  'studio-data': 0.09,
  'experimentation-platform': 0.07,
};
const USD_PER_CPU_HOUR =
  "CASE platform WHEN 'trino' THEN 0.0417 WHEN 'spark' THEN 0.0385 WHEN 'flink' THEN 0.0521 ELSE 0.0610 END";
const { costSpike } = TRUTHS;

/** Half of the jobs are nightly batches. CPU hours are long-tailed; a job that never ended has neither end nor cost. */
export const computeJobs = (sizes: Sizes): readonly SampleTable[] => [
  {
    name: 'compute_jobs',
    select: `
      WITH drawn AS (
        SELECT i, DATE '${FIRST_DAY}' + floor(i / ${sizes.computeJobs}::DOUBLE * ${DAYS})::INTEGER AS day,
          draw('job.platform', i) AS platform_draw, draw('job.owner', i) AS owner_draw,
          draw('job.state', i) AS state_draw,
          draw('job.batch', i) < 0.5 AS is_batch, draw('job.second', i) AS second, draw('job.size', i) AS size,
          draw('job.name', i) AS name
        FROM range(${sizes.computeJobs}) AS ids(i)
      ), named AS (
        SELECT *, ${choose('platform_draw', PLATFORMS)} AS platform, ${choose('owner_draw', OWNERS)} AS owner,
          ${choose('state_draw', { succeeded: 0.94, failed: 0.05, running: 0.01 })} AS state,
          day::TIMESTAMP + to_seconds(
            floor(CASE WHEN is_batch THEN 7200 + second * 10800 ELSE second * 86400 END)::BIGINT) AS started_at
        FROM drawn
      ), sized AS (
        SELECT *, round(0.05 + pow(-ln(1 - size), 2.2) * 4 * CASE
          WHEN platform = '${costSpike.platform}' AND owner = '${costSpike.owner}'
            AND day BETWEEN DATE '${costSpike.from}' AND DATE '${costSpike.through}' THEN ${costSpike.factor}
          ELSE 1 END, 4) AS hours
        FROM named
      )
      SELECT row_number() OVER (ORDER BY started_at, i) AS job_id, platform, owner,
        CASE WHEN is_batch THEN 'nightly_' ELSE 'adhoc_' END
          || coalesce(replace(owner, '-', '_'), 'orphan') || '_' || floor(name * 40)::INTEGER AS job_name,
        is_batch, state, started_at,
        CASE WHEN state <> 'running' THEN started_at + to_seconds(30 + floor(hours * 400)::BIGINT) END AS finished_at,
        hours::DOUBLE AS cpu_hours,
        CASE WHEN state <> 'running' THEN (hours * ${USD_PER_CPU_HOUR})::DECIMAL(18, 6) END AS cost
      FROM sized ORDER BY job_id`,
  },
];
