/** Of each dataset: five sums, two counts, two ratios and a derived metric. */
const PER_DATASET = 10;

/** Definitions of so many metrics over as many datasets as that takes, each with links to members and countries. */
export function syntheticDefinitions(metrics: number): readonly { readonly path: string; readonly text: string }[] {
  const datasets = Array.from({ length: Math.ceil(metrics / PER_DATASET) }, (_, n) => ({
    path: `metrics/facts_${n}.yaml`,
    text: factOf(n),
  }));
  return [
    ...datasets,
    { path: 'metrics/members.yaml', text: MEMBERS },
    { path: 'metrics/countries.yaml', text: COUNTRIES },
  ];
}

const factOf = (n: number): string => `dataset: facts_${n}
description: Facts of kind ${n}.
owner: team-${n % 7}
table: lake.facts_${n}
columns: {fact_id: bigint, member_id: bigint, at: timestamp, device: text, channel: text, a: integer, b: integer, c: "decimal(12,2)", is_done: boolean}
key: [fact_id]
time: at
links:
  member: {to: members, on: member_id}
dimensions:
  device: {description: What it ran on.}
  length: {expression: "CASE WHEN a >= 60 THEN 'long' ELSE 'short' END"}
segments: {done: is_done}
metrics:
  facts_${n}: {expression: COUNT(*), empty: 0, description: Facts.}
  a_${n}: {expression: SUM(a) / 60.0, unit: hours, description: Hours of a.}
  b_${n}: {expression: SUM(b), description: All of b.}
  c_${n}: {expression: SUM(c), unit: USD, description: All of c.}
  done_${n}: {expression: COUNT(*), where: is_done, empty: 0, description: Facts that are done.}
  members_${n}: {expression: COUNT(DISTINCT member_id), empty: 0, description: Members with a fact.}
  local_c_${n}: {expression: SUM(c), where: "member.country.region = 'EU'", description: What comes from Europe.}
  done_rate_${n}: {expression: done_${n} / facts_${n}, format: percent, description: Part that is done.}
  c_per_member_${n}: {expression: c_${n} / members_${n}, unit: USD, description: What a member brings.}
  rest_${n}: {expression: c_${n} - local_c_${n}, unit: USD, description: What comes from elsewhere.}
`;

const MEMBERS = `dataset: members
table: lake.members
columns: {member_id: bigint, plan: text, country_code: text, is_kid: boolean}
key: [member_id]
links:
  country: {to: countries, on: {country_code: code}}
`;

const COUNTRIES = `dataset: countries
table: lake.countries
columns: {code: text, name: text, region: text}
key: [code]
`;
