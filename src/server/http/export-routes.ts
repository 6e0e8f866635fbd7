import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Export, openExport, writeExport } from '../../export/export-rows.js';
import { fileName } from '../../export/file-name.js';
import { FORMAT_NAMES, FORMATS, type FormatName } from '../../export/formats.js';
import { writeTo } from '../../export/write-to.js';
import { refuse } from '../../problems/problem.js';
import { readLink } from '../../question/read-link.js';
import { readRequest } from '../../request/read-request.js';
import type { Limits } from '../configuration/configuration.js';
import { runtimeOf } from '../context.js';
import type { Live } from '../live.js';
import type { Log } from '../log.js';
import type { RequestsUnderWay } from '../requests-under-way.js';
import type { Serving } from '../serving.js';
import { endingSignal } from './ending-signal.js';
import type { GraphqlRoute } from './graphql-route.js';
import { whoAsks } from './who-asks.js';

export interface ExportRoutes extends Pick<GraphqlRoute, 'userHeader' | 'provenFor'> {
  readonly live: Live;
  readonly underWay: RequestsUnderWay;
  readonly limits: Limits;
  readonly log: Log;
}

/** A link for each format: `/export.csv?metrics=plays&dimensions=metric_time:month`. Rows go out as the engine gives them. */
export function exportRoutes(server: FastifyInstance, routes: ExportRoutes): void {
  for (const name of FORMAT_NAMES)
    server.route({
      method: 'GET',
      url: `/export.${name}`,
      exposeHeadRoute: false, // it would ask all rows for nothing
      handler: (request, reply) => routes.live.use((serving) => exportOnce(name, request, reply, serving, routes)),
    });
}

async function exportOnce(
  name: FormatName,
  request: FastifyRequest,
  reply: FastifyReply,
  { schema, fresh }: Serving,
  { underWay, limits, userHeader, provenFor, log }: ExportRoutes,
): Promise<void> {
  const viewer = whoAsks(request, userHeader);
  const link = new URLSearchParams(request.raw.url?.split('?')[1] ?? '');
  const options = { guardFormulas: guardOf(link) };
  const signal = endingSignal(reply, limits.exportSeconds, 'limits.export_seconds');
  const { onProgress, end } = underWay.begin(request.id, viewer.user);
  try {
    const runtime = runtimeOf({ runtime: await fresh(), requestId: request.id, viewer, provenFor, onProgress });
    const asked = readRequest(runtime.model, readLink(schema, link), { now: new Date() }, '');
    const opened = openExport(runtime, asked, viewer, { rows: limits.exportRows, seconds: limits.exportSeconds });
    const format = await FORMATS[name]();
    const write = writeTo(reply.raw, signal);
    const begin = (): void => {
      void reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': format.mediaType,
        'content-disposition': `attachment; filename="${fileName(asked, name)}"`,
        'cache-control': 'no-store',
        ...warningHeader(opened),
      });
    };
    await writeExport(
      opened,
      format,
      options,
      async (bytes) => {
        if (!reply.sent) begin();
        await write(bytes);
      },
      signal,
    );
    reply.raw.end();
  } catch (error) {
    if (!reply.sent) throw error;
    // A reset tells also those who read to the end of the connection that this was not the end of the rows.
    reply.raw.socket?.resetAndDestroy();
    if (!signal.aborted) log.error('An export ended in the middle.', { requestId: request.id, cause: error });
  } finally {
    end();
  }
}

const FORMULAS = 'formulas';

/** `formulas=keep` leaves texts as they are that a spreadsheet would take for formulas. */
function guardOf(link: URLSearchParams): boolean {
  const said = link.get(FORMULAS) ?? 'guard';
  link.delete(FORMULAS);
  if (said !== 'guard' && said !== 'keep')
    refuse({ code: 'INVALID_VALUE', message: 'formulas is guard or keep.', path: FORMULAS });
  return said === 'guard';
}

/** The rows have no place for warnings: their codes go before them. */
function warningHeader({ warnings }: Export): Readonly<Record<string, string>> {
  const codes = new Set(warnings.map(({ code }) => code));
  return codes.size === 0 ? {} : { 'x-grainline-warnings': [...codes].join(', ') };
}
