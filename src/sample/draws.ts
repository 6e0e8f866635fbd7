/**
 * SQL macros for pseudo-random draws. A draw depends on the seed, the topic and the row's id alone, so the sample
 * is the same for any number of threads and any order of rows.
 *
 * DuckDB's `hash(a, b)` XORs the hashes of a and b: two topics would give the same draws up to a constant.
 * The outer hash breaks that.
 */
export const drawMacros = (seed: number): readonly string[] => [
  // Uniform in [0, 1): the upper 53 bits of the hash.
  `CREATE MACRO draw(topic, id) AS
     (hash(xor(hash(id::BIGINT), hash(topic, ${Math.trunc(seed)}::BIGINT))) >> 11) * 1.1102230246251565e-16::DOUBLE`,
  // Index from 0 to n - 1. With skew 1 all are equally likely; the higher the skew, the more the low ones win.
  `CREATE MACRO skewed(u, n, skew) AS least(n - 1, floor(n * pow(u, skew)))::INTEGER`,
  // Exponential waiting time in whole days.
  `CREATE MACRO waiting_days(u, mean) AS floor(-ln(1 - u) * mean)::INTEGER`,
];

/** A CASE that gives each value its share of [0, 1); what is left over is NULL. `u` is the name of a column. */
export function choose(u: string, shares: Readonly<Record<string, number>>): string {
  let upTo = 0;
  const arms = Object.entries(shares).map(([value, share]) => {
    upTo += share;
    return `WHEN ${u} < ${upTo.toFixed(6)} THEN ${text(value)}`;
  });
  return `CASE ${arms.join(' ')} END`;
}

export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export const list = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;
