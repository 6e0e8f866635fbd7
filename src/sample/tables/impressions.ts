import { choose } from '../draws.js';
import type { SampleTable } from '../sample-table.js';
import { FIRST_DAY } from '../truths.js';
import { DEVICES, whoAndWhat } from './plays.js';

const SHOWN_ROWS = {
  'Continue Watching': 0.16,
  'Trending Now': 0.22,
  'Because You Watched': 0.22,
  'Top Picks': 0.2,
  'New Releases': 0.2,
};

/** A sample of what home pages showed: each fifth play that came from a row, and what nobody took. */
export const impressions = (): readonly SampleTable[] => [
  {
    name: 'impressions',
    select: `
      WITH ids AS (SELECT day, first_id + unnest(range((plays * 0.55)::BIGINT)) AS id FROM days),
      passed_over AS (
        SELECT member_id, title_id, draw('shown.row', id) AS row_draw, draw('shown.device', member_id) AS device_draw,
          1 + skewed(draw('shown.position', id), 40, 1.6) AS position,
          day::TIMESTAMP + to_seconds(floor(draw('shown.second', id) * 86400)::BIGINT) AS shown_at, id
        FROM (${whoAndWhat('shown', 'SELECT * FROM ids')})
      ), shown AS (
        SELECT member_id, title_id, ${choose('row_draw', SHOWN_ROWS)} AS row_name, position,
          ${choose('device_draw', DEVICES)} AS device, shown_at, NULL::BIGINT AS play_id, -id AS id
        FROM passed_over
        UNION ALL
        SELECT member_id, title_id, started_from_row, 1 + skewed(draw('taken.position', play_id), 40, 3), device,
          greatest(started_at - to_seconds(5 + floor(draw('taken.before', play_id) * 55)::BIGINT),
            TIMESTAMP '${FIRST_DAY}'),
          CASE WHEN draw('taken.lost', play_id) < 0.002 THEN 900000000 + play_id ELSE play_id END, play_id
        FROM plays WHERE started_from_row IS NOT NULL AND draw('taken', play_id) < 0.2
      ), ordered AS (SELECT *, draw('shown.algorithm', id) AS algorithm_draw FROM shown ORDER BY shown_at, id)
      SELECT row_number() OVER () AS impression_id, member_id, title_id, row_name, position,
        CASE row_name WHEN 'Trending Now' THEN 'popularity' WHEN 'Because You Watched' THEN 'item_neighbours'
          WHEN 'New Releases' THEN 'editorial' WHEN 'Top Picks' THEN
            CASE WHEN algorithm_draw < 0.6 THEN 'two_tower' ELSE 'matrix_factors' END END AS algorithm,
        device, shown_at, shown_at::DATE AS ds, play_id
      FROM ordered`,
  },
];
