import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

// Browsers keep a __Host- cookie only over TLS; plain http is for loopback alone.
function cookieName(origin: string): string {
  return origin.startsWith('https:') ? '__Host-keepwell' : 'keepwell';
}

export function readSessionToken(request: FastifyRequest, origin: string): string | undefined {
  const token = request.cookies[cookieName(origin)];
  return token !== undefined && token.length <= 200 ? token : undefined;
}

export function setSessionToken(reply: FastifyReply, origin: string, token: string): void {
  reply.setCookie(cookieName(origin), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: origin.startsWith('https:'),
  });
}

export function clearSessionToken(reply: FastifyReply, origin: string): void {
  reply.clearCookie(cookieName(origin), { path: '/' });
}

// Of the browser, not of a person: it outlives sessions. Half a year without a use, and the desk is enrolled anew.
const deviceDays = 180;

function deviceCookieName(origin: string): string {
  return `${cookieName(origin)}-desk`;
}

export function readDeviceToken(request: FastifyRequest, origin: string): string | undefined {
  const token = request.cookies[deviceCookieName(origin)];
  return token !== undefined && token.length <= 200 ? token : undefined;
}

export function setDeviceToken(reply: FastifyReply, origin: string, token: string): void {
  reply.setCookie(deviceCookieName(origin), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: origin.startsWith('https:'),
    maxAge: deviceDays * 86_400,
  });
}
