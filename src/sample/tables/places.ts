import { text } from '../draws.js';
import type { SampleTable } from '../sample-table.js';

type Country = readonly [
  code: string,
  name: string,
  region: string | null,
  currency: string,
  zone: string,
  utcOffset: number,
  share: number,
];

// Greenland has no region; New Caledonia's region is not in the table of regions.
const COUNTRIES: readonly Country[] = [
  ['US', 'United States', 'NA', 'USD', 'America/New_York', -5, 24],
  ['BR', 'Brazil', 'LATAM', 'BRL', 'America/Sao_Paulo', -3, 10],
  ['GB', 'United Kingdom', 'EU', 'GBP', 'Europe/London', 0, 7],
  ['DE', 'Germany', 'EU', 'EUR', 'Europe/Berlin', 1, 6],
  ['MX', 'Mexico', 'LATAM', 'MXN', 'America/Mexico_City', -6, 6],
  ['IN', 'India', 'APAC', 'INR', 'Asia/Kolkata', 5.5, 6],
  ['FR', 'France', 'EU', 'EUR', 'Europe/Paris', 1, 5],
  ['JP', 'Japan', 'APAC', 'JPY', 'Asia/Tokyo', 9, 5],
  ['CA', 'Canada', 'NA', 'CAD', 'America/Toronto', -5, 4],
  ['KR', 'South Korea', 'APAC', 'KRW', 'Asia/Seoul', 9, 3],
  ['ES', 'Spain', 'EU', 'EUR', 'Europe/Madrid', 1, 3],
  ['IT', 'Italy', 'EU', 'EUR', 'Europe/Rome', 1, 3],
  ['AU', 'Australia', 'APAC', 'AUD', 'Australia/Sydney', 10, 3],
  ['AR', 'Argentina', 'LATAM', 'ARS', 'America/Argentina/Buenos_Aires', -3, 2],
  ['CO', 'Colombia', 'LATAM', 'COP', 'America/Bogota', -5, 2],
  ['NL', 'Netherlands', 'EU', 'EUR', 'Europe/Amsterdam', 1, 1.5],
  ['PL', 'Poland', 'EU', 'PLN', 'Europe/Warsaw', 1, 1.5],
  ['SE', 'Sweden', 'EU', 'SEK', 'Europe/Stockholm', 1, 1],
  ['TR', 'Türkiye', 'MEA', 'TRY', 'Europe/Istanbul', 3, 1],
  ['ZA', 'South Africa', 'MEA', 'ZAR', 'Africa/Johannesburg', 2, 1],
  ['NG', 'Nigeria', 'MEA', 'NGN', 'Africa/Lagos', 1, 0.8],
  ['EG', 'Egypt', 'MEA', 'EGP', 'Africa/Cairo', 2, 0.7],
  ['CI', "Côte d'Ivoire", 'MEA', 'XOF', 'Africa/Abidjan', 0, 0.4],
  ['NZ', 'New Zealand', 'APAC', 'NZD', 'Pacific/Auckland', 12, 0.6],
  ['SG', 'Singapore', 'APAC', 'SGD', 'Asia/Singapore', 8, 0.5],
  ['CL', 'Chile', 'LATAM', 'CLP', 'America/Santiago', -4, 0.5],
  ['PT', 'Portugal', 'EU', 'EUR', 'Europe/Lisbon', 0, 0.5],
  ['CH', 'Switzerland', 'EU', 'CHF', 'Europe/Zurich', 1, 0.4],
  ['GL', 'Greenland', null, 'DKK', 'America/Nuuk', -2, 0.1],
  ['NC', 'New Caledonia', 'OCEANIA', 'XPF', 'Pacific/Noumea', 11, 0.1],
];

// Nothing streams from Antarctica.
const REGIONS = [
  ['NA', 'North America', 'Avery Stone'],
  ['LATAM', 'Latin America', 'Lucía Ferreira'],
  ['EU', 'Europe', 'Jonas Weber'],
  ['MEA', 'Middle East & Africa', null],
  ['APAC', 'Asia-Pacific', 'Hana Sato'],
  ['ANT', 'Antarctica', null],
] as const;

const orNull = (value: string | null): string => (value === null ? 'NULL' : text(value));

export const COUNTRY_CODES: readonly string[] = COUNTRIES.map(([code]) => code);

export const places = (): readonly SampleTable[] => [
  {
    name: 'regions',
    select: `SELECT * FROM (VALUES ${REGIONS.map((row) => `(${row.map(orNull).join(', ')})`).join(', ')})
      AS region(region_code, region_name, lead) ORDER BY region_code`,
  },
  {
    // `low` and `high` bound the country's part of [0, 1).
    name: 'country_shares',
    scratch: true,
    select: `SELECT *,
        sum(share) OVER (ORDER BY code ROWS UNBOUNDED PRECEDING)::DOUBLE / sum(share) OVER () AS high,
        (sum(share) OVER (ORDER BY code ROWS UNBOUNDED PRECEDING) - share)::DOUBLE / sum(share) OVER () AS low
      FROM (VALUES ${COUNTRIES.map(
        ([code, name, region, currency, zone, offset, share]) =>
          `(${text(code)}, ${text(name)}, ${orNull(region)}, ${text(currency)}, ${text(zone)}, ${offset}::DOUBLE,
            ${share}::DECIMAL(9, 1))`,
      ).join(', ')}) AS country(code, country_name, region_code, currency, time_zone, utc_offset, share)
      ORDER BY code`,
  },
  {
    name: 'countries',
    select: 'SELECT code, country_name, region_code, currency, time_zone FROM country_shares ORDER BY code',
  },
];
