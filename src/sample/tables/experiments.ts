import { text } from '../draws.js';
import type { SampleTable } from '../sample-table.js';
import { LAST_DAY, TRUTHS } from '../truths.js';

interface Experiment {
  readonly name: string;
  readonly hypothesis: string | null;
  readonly owner: string | null;
  readonly from: string;
  readonly through: string | null;
  readonly traffic: number;
  readonly planned: string;
  /** Cells and the upper bounds of their parts of [0, 1). */
  readonly cells: readonly (readonly [cell: string, upTo: number])[];
}

// In the order of their ids, from 1.
const EXPERIMENTS: readonly Experiment[] = [
  {
    name: 'a_a_check',
    hypothesis: 'Both cells are the same; nothing should differ.',
    owner: 'experimentation-platform',
    from: '2024-09-02',
    through: '2024-09-29',
    traffic: 1,
    planned: '50/50',
    cells: [
      ['control', 0.5],
      ['treatment', 1],
    ],
  },
  {
    name: 'row_order',
    hypothesis: 'Rows in order of genre or trend shorten the search.',
    owner: 'discovery',
    from: '2025-02-03',
    through: '2025-03-02',
    traffic: 0.6,
    planned: '34/33/33',
    cells: [
      ['control', 0.34],
      ['by_genre', 0.67],
      ['by_trend', 1],
    ],
  },
  {
    name: 'autoplay_next',
    hypothesis: 'Starting the next episode at once lengthens a sitting.',
    owner: 'playback-analytics',
    from: '2025-09-01',
    through: '2025-10-12',
    traffic: 1,
    planned: '50/50',
    cells: [
      ['control', 0.5],
      ['treatment', 1],
    ],
  },
  {
    name: 'artwork_faces',
    hypothesis: 'Faces on artwork raise the take rate.',
    owner: 'discovery',
    from: '2025-12-01',
    through: '2025-12-28',
    traffic: 0.8,
    planned: '50/50',
    cells: [
      ['control', 0.54],
      ['treatment', 1],
    ],
  },
  {
    name: 'quiet_autoplay',
    hypothesis: null,
    owner: null,
    from: '2026-04-06',
    through: null,
    traffic: 0.9,
    planned: '50/50',
    cells: [
      ['control', 0.5],
      ['treatment', 1],
    ],
  },
];

const orNull = (value: string | null, type = ''): string => (value === null ? 'NULL' : `${type} ${text(value)}`);

const cellDraw = (id: number): string => `draw('exposure.cell', member_id * 8 + ${id})`;

/** First exposures of members who are there in the experiment's time; a few have no cell. */
const firstExposures = ({ cells, from, through, traffic }: Experiment, id: number): string => `
  SELECT ${id} AS experiment_id, member_id,
    CASE WHEN draw('exposure.lost', member_id * 8 + ${id}) >= 0.002 THEN
      CASE ${cells.map(([cell, upTo]) => `WHEN ${cellDraw(id)} < ${upTo} THEN ${text(cell)}`).join(' ')} END
    END AS cell,
    greatest(DATE '${from}', active_from)::TIMESTAMP
      + to_microseconds(floor(draw('exposure.at', member_id * 8 + ${id}) * 10 * 86400000000)::BIGINT) AS exposed_at
  FROM member_pool
  WHERE active_from <= DATE '${through ?? LAST_DAY}' - 10 AND active_until > DATE '${from}' + 10
    AND draw('exposure.traffic', member_id * 8 + ${id}) < ${traffic}`;

export const experiments = (): readonly SampleTable[] => [
  {
    name: 'experiments',
    select: `SELECT * FROM (VALUES ${EXPERIMENTS.map(
      (e, index) =>
        `(${index + 1}::INTEGER, ${text(e.name)}, ${orNull(e.hypothesis)}, ${orNull(e.owner)}, DATE '${e.from}',
        ${orNull(e.through, 'DATE')}, ${text(e.planned)})`,
    ).join(', ')})
      AS experiment(experiment_id, experiment_name, hypothesis, owner, started_on, ended_on, planned_split)
      ORDER BY experiment_id`,
  },
  {
    name: 'first_exposures',
    scratch: true,
    select: EXPERIMENTS.map((experiment, index) => firstExposures(experiment, index + 1)).join(' UNION ALL '),
  },
  {
    // A quarter are exposed twice, 0.4% of them to another cell; 0.3% point to an experiment that was deleted.
    name: 'exposures',
    select: `
      WITH twice AS (
        SELECT *, 1 AS nth FROM first_exposures
        UNION ALL
        SELECT experiment_id, member_id,
          CASE WHEN draw('exposure.crosses', member_id * 8 + experiment_id) < 0.004 THEN
            CASE WHEN cell <> 'control' THEN 'control' WHEN experiment_id = 2 THEN 'by_genre' ELSE 'treatment' END
              ELSE cell END,
          exposed_at + to_microseconds(3600000000
            + floor(draw('exposure.again_at', member_id * 8 + experiment_id) * 604800000000)::BIGINT), 2
        FROM first_exposures WHERE draw('exposure.again', member_id * 8 + experiment_id) < 0.25
      )
      SELECT row_number() OVER (ORDER BY exposed_at, experiment_id, member_id, nth) AS exposure_id,
        CASE WHEN draw('exposure.deleted', member_id * 8 + experiment_id) < 0.003 THEN 99
          ELSE experiment_id END::INTEGER AS experiment_id,
        member_id, cell, exposed_at
      FROM twice JOIN experiments AS e USING (experiment_id)
      WHERE exposed_at < coalesce(ended_on, DATE '${LAST_DAY}') + 1 ORDER BY exposure_id`,
  },
  {
    // Who feels an effect, and from when on.
    name: 'treated',
    scratch: true,
    select: `
      SELECT member_id, max(exposed_at) FILTER (experiment_id = ${TRUTHS.autoplayNext.experimentId}) AS longer_from,
        max(exposed_at) FILTER (experiment_id = ${TRUTHS.quietAutoplay.experimentId}) AS fewer_from
      FROM first_exposures
      WHERE cell = 'treatment'
        AND experiment_id IN (${TRUTHS.autoplayNext.experimentId}, ${TRUTHS.quietAutoplay.experimentId})
      GROUP BY member_id`,
  },
];

/** The day after the last one of an experiment, as SQL. */
export const endOf = (experimentId: number): string =>
  `DATE '${EXPERIMENTS[experimentId - 1]?.through ?? LAST_DAY}' + 1`;
