/** What a bare client gets: names and values as the protocol gives them, and what the engine says it took. */
export interface BareAnswer {
  readonly names: readonly string[];
  readonly rowCount: number;
  readonly cpuMillis: number;
  readonly bytes: number;
}

interface Page {
  readonly nextUri?: string;
  readonly columns?: readonly { readonly name: string }[];
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: { readonly message: string };
  readonly stats: { readonly cpuTimeMillis: number; readonly physicalInputBytes: number };
}

export interface BareClient {
  readonly server: string;
  readonly catalog: string;
  readonly user: string;
}

/** The least that a client can do: one request after the other, JSON parsed, rows counted and dropped. */
export async function bareRun({ server, catalog, user }: BareClient, text: string): Promise<BareAnswer> {
  const headers = {
    'X-Trino-User': user,
    'X-Trino-Source': 'bare',
    'X-Trino-Catalog': catalog,
    'X-Trino-Schema': 'default',
    'X-Trino-Time-Zone': 'UTC',
    'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
  };
  const ask = async (url: string, body?: string): Promise<Page> => {
    const answer = await fetch(url, { headers, ...(body === undefined ? {} : { method: 'POST', body }) });
    return (await answer.json()) as Page;
  };
  let page = await ask(`${server}/v1/statement`, text);
  let names: readonly string[] = [];
  let rowCount = 0;
  for (;;) {
    if (page.error !== undefined) throw new Error(`${page.error.message}\n${text}`);
    if (page.columns !== undefined) names = page.columns.map(({ name }) => name);
    rowCount += page.data?.length ?? 0;
    if (page.nextUri === undefined) break;
    page = await ask(page.nextUri);
  }
  return { names, rowCount, cpuMillis: page.stats.cpuTimeMillis, bytes: page.stats.physicalInputBytes };
}
