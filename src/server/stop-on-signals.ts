/**
 * The first signal lets requests under way end; a second one, or a stop that takes too long, ends the process at once.
 * @param patience milliseconds until then
 */
export function stopOnSignals(stop: () => Promise<void>, patience: number, say: (text: string) => void): void {
  let isStopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    say(`${signal}: letting requests under way end.\n`);
    setTimeout(() => process.exit(1), patience).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        say(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
