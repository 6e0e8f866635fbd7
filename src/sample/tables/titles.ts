import { choose, list, text } from '../draws.js';
import type { SampleTable } from '../sample-table.js';
import type { Sizes } from '../sizes.js';
import { FIRST_DAY, TRUTHS } from '../truths.js';
import { COUNTRY_CODES } from './places.js';

// Names that a filter, a page or an export has to take as they are.
const NAMED: readonly string[] = [
  "It's 100% Over",
  'L\'Été_à "Nice"',
  '東京の夜',
  'Back\\slash',
  "C'est la vie; --",
  'Ünder the Moon 🌙',
  'The Salt Road',
  '',
];
const words = (text: string): readonly string[] => text.split(' ');
const FIRST_WORDS = words(
  'Silent Broken Golden Last Hidden Burning Paper Northern Second Glass Wild Distant ' +
    'Midnight Hollow Electric Borrowed Crimson Restless Little Endless',
);
const LAST_WORDS = words(
  'Harbour Kingdom Letters Orchard Witness Tides Republic Garden Signal Bridge ' +
    'Summer Detective Parallel Winter Station Family Voyage Machine Promise Mountain',
);
const GENRES = {
  Drama: 0.22,
  Comedy: 0.17,
  Thriller: 0.13,
  Documentary: 0.11,
  Kids: 0.1,
  Action: 0.09,
  Romance: 0.07,
  'Sci-Fi': 0.06,
  Horror: 0.03,
};
const LANGUAGES = {
  English: 0.46,
  Spanish: 0.13,
  Korean: 0.09,
  Japanese: 0.08,
  French: 0.07,
  Hindi: 0.07,
  German: 0.05,
  Portuguese: 0.03,
};

export const titles = (sizes: Sizes): readonly SampleTable[] => [
  {
    name: 'titles',
    select: `
      WITH drawn AS (
        SELECT (i + 1)::INTEGER AS title_id, draw('title.kind', i) AS kind, draw('title.genre', i) AS genre,
          draw('title.language', i) AS language, draw('title.runtime', i) AS runtime,
          draw('title.release', i) AS release,
          draw('title.first', i) AS first_word, draw('title.last', i) AS last_word, draw('title.made', i) AS made,
          draw('title.original', i) AS original
        FROM range(${sizes.titles}) AS ids(i)
      )
      SELECT title_id,
        CASE WHEN title_id <= ${NAMED.length} THEN ${list(NAMED)}[title_id]
          ELSE ${list(FIRST_WORDS)}[1 + floor(first_word * ${FIRST_WORDS.length})::INTEGER] || ' ' ||
            ${list(LAST_WORDS)}[1 + floor(last_word * ${LAST_WORDS.length})::INTEGER] END AS title_name,
        CASE WHEN kind < 0.6 THEN 'series' ELSE 'film' END AS kind,
        ${choose('genre', GENRES)} AS genre,
        ${choose('language', LANGUAGES)} AS language,
        CASE WHEN made < 0.97 THEN ${list(COUNTRY_CODES)}[1 + floor(made / 0.97 * ${COUNTRY_CODES.length})::INTEGER]
          WHEN made < 0.985 THEN 'SU' END AS made_in,
        CASE WHEN runtime > 0.99 THEN NULL
          WHEN kind < 0.6 THEN 22 + floor(runtime * 40) ELSE 80 + floor(runtime * 65) END::INTEGER AS runtime_minutes,
        CASE WHEN title_id = ${TRUTHS.premiere.titleId} THEN DATE '${TRUTHS.premiere.day}'
          WHEN release < 0.6 THEN DATE '${FIRST_DAY}' - 1 - floor(pow(release / 0.6, 2) * 7000)::INTEGER
          ELSE DATE '${FIRST_DAY}' + floor((release - 0.6) / 0.4 * 720)::INTEGER END AS release_date,
        original < 0.35 AS is_original
      FROM drawn ORDER BY title_id`,
  },
  {
    // Titles in order of popularity; `old_rank` numbers those that were there from the first day.
    name: 'title_pool',
    scratch: true,
    select: `
      SELECT (row_number() OVER (ORDER BY draw('title.rank', title_id)) - 1)::INTEGER AS rank,
        CASE WHEN release_date < DATE '${FIRST_DAY}' THEN
          (row_number() OVER (
            PARTITION BY release_date < DATE '${FIRST_DAY}' ORDER BY draw('title.rank', title_id)) - 1)::INTEGER
        END AS old_rank,
        title_id, release_date, coalesce(runtime_minutes, 45) AS runtime,
          (draw('title.quality', title_id) - 0.5) * 0.2 AS quality
      FROM titles WHERE title_name <> ${text('')} ORDER BY rank`,
  },
];
