import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Model } from '../../model/model.js';
import { ASSETS } from './assets.js';
import { exampleQueries } from './examples.js';
import { PAGE_CSS, PAGE_HTML, PAGE_POLICY, PAGE_SCRIPT } from './page.js';

/** The GraphiQL page and its files, from this server alone. */
export function graphiqlRoutes(server: FastifyInstance, model: () => Model): void {
  server.get('/graphiql', (_request, reply) =>
    reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(PAGE_HTML),
  );
  server.get('/graphiql/', (_request, reply) => reply.redirect('/graphiql')); // the page's files are named beside it
  server.get('/graphiql/page.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(PAGE_CSS));
  server.get('/graphiql/page.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(PAGE_SCRIPT));
  server.get('/graphiql/examples.json', (_request, reply) => reply.send(exampleQueries(model())));
  for (const [name, { file, type }] of Object.entries(ASSETS))
    server.get(`/graphiql/${name}`, async (request, reply) => sendCached(request, reply, await readFile(file()), type));
}

/** The browser keeps the file and asks whether it is still the same. */
function sendCached(request: FastifyRequest, reply: FastifyReply, body: Buffer, type: string): FastifyReply {
  const tag = `"${createHash('sha1').update(body).digest('base64url')}"`;
  reply.header('etag', tag).header('cache-control', 'no-cache');
  if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  return reply.type(type).send(body);
}
