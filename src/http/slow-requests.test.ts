import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { endSlowRequests } from './slow-requests.ts';

async function trickle(port: number, path: string, forMilliseconds: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n[`,
  );
  await Promise.race([closed, wait(forMilliseconds)]);
  if (!socket.destroyed) {
    socket.write(']');
    await Promise.race([closed, wait(300)]);
  }
  socket.destroy();
  return said;
}

test('a body that trickles in is ended, but where files are expected', async () => {
  const server = fastify();
  endSlowRequests(server, new Set(['POST /files']), 150);
  server.post('/files', async () => 'taken');
  server.post('/others', async () => 'taken');
  await server.listen({ port: 0, host: '127.0.0.1' });
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await trickle(port, '/files', 400)).toContain('200 OK');
  expect(await trickle(port, '/others', 400)).not.toContain('200 OK');
  expect(await trickle(port, '/others', 20)).toContain('200 OK');
  await server.close();
});
