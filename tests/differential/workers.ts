import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SeedReport, Share } from './worker.js';

/** Splits seeds over processes of this same bundle, started with `--worker`. */
export async function askInWorkers(share: Omit<Share, 'step'>, workers: number, tell: (report: SeedReport) => void): Promise<void> {
  await Promise.all(Array.from({ length: workers }, (_, i) => oneWorker({ ...share, from: share.from + i, step: workers }, tell)));
}

function oneWorker(share: Share, tell: (report: SeedReport) => void): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), ['--worker', JSON.stringify(share)], { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] });
  child.on('message', (report) => tell(report as SeedReport));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => (code === 0 ? resolve() : reject(new Error(`A worker ended with ${code ?? signal}.`))));
  });
}
