import { spawn } from 'node:child_process';
import { once } from 'node:events';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

export interface Completion {
  readonly label: string;
  readonly insertText?: string;
  readonly documentation?: string | { readonly value: string };
}

/** A yaml-language-server that really runs, spoken to as an editor does: JSON-RPC over its standard streams. */
export async function openLanguageServer() {
  const server = spawn(process.execPath, ['node_modules/yaml-language-server/bin/yaml-language-server', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = new Map<number, (message: Message) => void>();
  const diagnosed = new Map<string, (found: readonly Diagnostic[]) => void>();
  let asked = 0;
  let opened = 0;

  const send = (message: Message): void => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const ask = (method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++asked;
      answers.set(id, ({ result, error }) => (error ? reject(new Error(error.message)) : resolve(result)));
      send({ id, method, params });
    });
  const take = (message: Message): void => {
    const { id, method, params } = message;
    if (id !== undefined && method === undefined) answers.get(id)?.(message);
    else if (id !== undefined)
      send({ id, result: null }); // it registers abilities and asks for settings
    else if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { readonly uri: string; readonly diagnostics: readonly Diagnostic[] };
      diagnosed.get(uri)?.(diagnostics);
    }
  };
  server.stdout.on('data', messagesOf(take));

  const textDocument = {
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
    hover: { contentFormat: ['markdown'] },
  };
  await ask('initialize', { processId: process.pid, rootUri: null, capabilities: { textDocument } });
  send({ method: 'initialized', params: {} });
  const yaml = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };
  send({ method: 'workspace/didChangeConfiguration', params: { settings: { yaml } } });

  /** Opens a text as if it were a new file of that folder. */
  const open = (folder: string, text: string) => {
    const uri = `file://${process.cwd()}/${folder}/opened-${++opened}.yaml`;
    const diagnostics = new Promise<readonly Diagnostic[]>((resolve) => diagnosed.set(uri, resolve));
    send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
    });
    return { uri, diagnostics };
  };
  /** Asks at the mark ▮, which is taken out. */
  const askAt = (method: string, folder: string, marked: string): Promise<unknown> => {
    const lines = marked.slice(0, marked.indexOf('▮')).split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    const { uri } = open(folder, marked.replace('▮', ''));
    return ask(method, { textDocument: { uri }, position });
  };

  return {
    diagnose: (folder: string, text: string): Promise<readonly Diagnostic[]> => open(folder, text).diagnostics,
    async complete(folder: string, marked: string): Promise<readonly Completion[]> {
      const found = (await askAt('textDocument/completion', folder, marked)) as { readonly items: Completion[] };
      return found.items;
    },
    async hover(folder: string, marked: string): Promise<string> {
      const found = (await askAt('textDocument/hover', folder, marked)) as {
        readonly contents: { readonly value: string };
      } | null;
      return found?.contents.value ?? '';
    },
    async close(): Promise<void> {
      const closed = once(server, 'close');
      await ask('shutdown', null);
      send({ method: 'exit' });
      await closed;
    },
  };
}

/** Parts a stream of `Content-Length: N`, an empty line, and N bytes of JSON. */
function messagesOf(take: (message: Message) => void): (bytes: Buffer) => void {
  let held = Buffer.alloc(0);
  return (bytes) => {
    held = Buffer.concat([held, bytes]);
    for (;;) {
      const end = held.indexOf('\r\n\r\n');
      const [, length] = /Content-Length: (\d+)/i.exec(held.toString('latin1', 0, Math.max(end, 0))) ?? [];
      if (length === undefined || held.length < end + 4 + Number(length)) return;
      const body = held.toString('utf8', end + 4, end + 4 + Number(length));
      held = held.subarray(end + 4 + Number(length));
      take(JSON.parse(body) as Message);
    }
  };
}

export type LanguageServer = Awaited<ReturnType<typeof openLanguageServer>>;
