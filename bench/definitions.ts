import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { keepingCompiler } from '../src/server/compile.js';
import { median, threadCpu } from './measure.js';
import type { Part } from './part.js';
import { modelOf } from './planning.js';
import { type Measured, sides } from './report.js';
import { syntheticDefinitions } from './synthetic-metrics.js';

const MANY = 5_000;
const ROUNDS = 9;

/** Milliseconds of CPU on this thread, of each round. */
const rounds = (work: (round: number) => unknown): number[] =>
  Array.from({ length: ROUNDS }, (_, round) => {
    const began = threadCpu();
    work(round);
    return (threadCpu() - began) / 1000;
  });

export const definitions: Part = {
  name: 'definitions',
  title: 'Definitions',
  about:
    'CPU of reading and compiling definitions, over that of parsing their YAML and nothing else; `grainline check` as people call it; and the check of one changed file. Median of 9 runs in turn.',
  measure: async () => [...overYaml(), ...wholeProcess(), oneChange()],
};

/** CPU of reading and compiling texts, over that of parsing them as YAML and nothing else; each in turn. */
function overYaml(): readonly Measured[] {
  return [540, MANY].map((metrics): Measured => {
    const files = syntheticDefinitions(metrics);
    const yaml: number[] = [];
    const ours = rounds(() => {
      const began = threadCpu();
      for (const { text } of files) parseDocument(text);
      yaml.push((threadCpu() - began) / 1000);
      modelOf(metrics);
    }).map((both, round) => both - (yaml[round] ?? 0));
    const [one, other] = [median(ours), median(yaml)];
    return {
      what: `${named(metrics)}, over yaml.parseDocument`,
      value: one / other,
      unit: 'x',
      bar: 2,
      ...sides(one, other, 'ms'),
      note: `first ${Math.round(ours[0] ?? 0)} ms`,
    };
  });
}

/** A process says at its end what its main thread took, in microseconds: what others do beside it is not in it. */
const TELL_CPU = `data:text/javascript,process.on('exit',()=>{const{user,system}=process.threadCpuUsage();process.stderr.write('cpu '+(user+system))})`;

/** From the start of the process to its end, by the clock. */
function wholeProcess(): readonly Measured[] {
  return [
    { metrics: 540, bar: 300 },
    { metrics: MANY, bar: 1_000 },
  ].map(({ metrics, bar }): Measured => {
    const times = withProject(metrics, (folder) =>
      Array.from({ length: ROUNDS + 1 }, () => {
        const began = performance.now();
        const args = ['--import', TELL_CPU, 'scripts/grainline.mjs', 'check', '--project', folder];
        const { stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
        return { clock: performance.now() - began, cpu: Number(/cpu (\d+)/.exec(stderr)?.[1]) / 1000 };
      }),
    ).slice(1); // the first may bundle
    return {
      what: `grainline check, ${named(metrics)}`,
      value: median(times.map(({ clock }) => clock)),
      unit: 'ms',
      bar,
      note: `${Math.round(median(times.map(({ cpu }) => cpu)))} ms of CPU on its main thread`,
    };
  });
}

/** One file of many written, as `check --watch` and the server then read and compile all; the files are looked at too. */
function oneChange(): Measured {
  const times = withProject(MANY, (folder) => {
    const compile = keepingCompiler(folder, join(folder, 'metrics'));
    compile();
    const [file] = syntheticDefinitions(MANY);
    return rounds((round) => {
      write(folder, file?.path ?? '', (file?.text ?? '').replace('SUM(b)', `SUM(b) + ${round}`));
      compile();
    });
  });
  return {
    what: `one changed file of ${named(MANY)}`,
    value: median(times),
    unit: 'ms',
    bar: 50,
    note: `first ${Math.round(times[0] ?? 0)} ms, most ${Math.round(Math.max(...times))} ms`,
  };
}

const named = (metrics: number): string => `${metrics.toLocaleString('en')} metrics`;

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function withProject<T>(metrics: number, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'grainline-bench-'));
  try {
    write(folder, 'grainline.yaml', '');
    for (const { path, text } of syntheticDefinitions(metrics)) write(folder, path, text);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
