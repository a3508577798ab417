import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../kit/outcome.ts';
import { told } from '../words/told.ts';
import type { HttpPorts } from './ports.ts';
import { sendRefusal } from './problem.ts';

/** The staff screens: hashed assets for a year, and the one page for every address that is not the API's. */
export async function webRoutes(server: FastifyInstance, ports: HttpPorts): Promise<void> {
  const { webFolder } = ports;
  if (webFolder !== undefined) {
    await server.register(files, {
      root: join(webFolder, 'assets'),
      prefix: '/assets/',
      maxAge: '365d',
      immutable: true,
      preCompressed: true,
      index: false,
    });
  }
  server.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' && !request.url.startsWith('/api') && !request.url.startsWith('/assets/');
    if (webFolder === undefined || !isPage) {
      return sendRefusal(reply, refuse('not_found', told.refusals.nothingHere).refusal);
    }
    return (
      reply
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        // Without it the page would be kept for a year like the assets, and an upgrade would never arrive.
        .sendFile('index.html', webFolder, { cacheControl: false })
    );
  });
}
