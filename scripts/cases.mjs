// `npm run --silent cases -- SUITE.json [--engine duckdb|trino]`: SUITE is looked up from where npm was called.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from './run.mjs';

const from = process.env.INIT_CWD ?? process.cwd();
const args = process.argv.slice(2).map((arg) => (existsSync(resolve(from, arg)) ? resolve(from, arg) : arg));
await run('tests/cases/run.ts', args);
