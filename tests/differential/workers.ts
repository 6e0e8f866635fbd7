import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CaseId } from './directed.js';
import { type SeedReport, type Share, work } from './worker.js';

/** Splits seeds over processes of this same bundle, started with `--worker`; one worker is this process itself. */
export async function askInWorkers(share: Share, workers: number, tell: (report: SeedReport) => void): Promise<void> {
  if (workers <= 1) return work(share, tell);
  const seedsOf = (worker: number): readonly CaseId[] => share.seeds.filter((_, i) => i % workers === worker);
  await Promise.all(Array.from({ length: workers }, (_, i) => oneWorker({ ...share, seeds: seedsOf(i) }, tell)));
}

function oneWorker(share: Share, tell: (report: SeedReport) => void): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), ['--worker', JSON.stringify(share)], {
    stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
  });
  child.on('message', (report) => tell(report as SeedReport));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`A worker ended with ${code ?? signal}.`)),
    );
  });
}
