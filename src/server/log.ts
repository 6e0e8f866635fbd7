/** One line of JSON for each event, on stderr: stdout belongs to whoever reads the process's own words. */
export interface Log {
  readonly warn: (message: string, details?: LogDetails) => void;
  readonly error: (message: string, details?: LogDetails) => void;
}

export interface LogDetails {
  readonly requestId?: string | undefined;
  readonly code?: string | undefined;
  readonly cause?: unknown;
}

export const stderrLog: Log = {
  warn: (message, details) => write('warn', message, details),
  error: (message, details) => write('error', message, details),
};

function write(level: string, message: string, { cause, ...details }: LogDetails = {}): void {
  const line = {
    at: new Date().toISOString(),
    level,
    message,
    ...details,
    ...(cause === undefined ? {} : { cause: textOf(cause) }),
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

const textOf = (cause: unknown): string => (cause as { readonly stack?: string } | null)?.stack ?? String(cause);
