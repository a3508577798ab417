import type { FastifyInstance } from 'fastify';
import { installationKey } from '../../platform/secrets.ts';
import { relyingPartyOf } from '../../practice/factors/relying-party.ts';
import type { HttpPorts } from '../ports.ts';
import { deviceRoutes } from './devices.ts';
import { mySignInRoutes } from './my-sign-in.ts';
import { settingsRoutes } from './settings.ts';
import { sessionRoutes, signInRoutes } from './sign-in.ts';
import { staffRoutes } from './staff.ts';

/** Sign-in, sessions, staff and places. */
export async function practiceRoutes(server: FastifyInstance, ports: HttpPorts): Promise<void> {
  const key = await installationKey(ports.config.dataFolder, 'second-factor');
  const ground = { key, party: relyingPartyOf(ports.origin) };
  signInRoutes(server, ports, ground);
  sessionRoutes(server, ports, ground);
  mySignInRoutes(server, ports, ground);
  staffRoutes(server, ports);
  deviceRoutes(server, ports);
  settingsRoutes(server, ports);
}
