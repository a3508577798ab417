import type { FastifyInstance } from 'fastify';

/** More than any form of ours can hold: 4,500 letters, of which some scripts need nine bytes each. */
export const formLimitBytes = 48 * 1024;

/**
 * Forms of our pages, and whatever else is posted to them: mail providers send a one-click as they like, so a body
 * that is no form is taken for none instead of being refused.
 */
export function takeForms(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    /^application\/x-www-form-urlencoded/,
    { parseAs: 'string', bodyLimit: formLimitBytes },
    (_request, body, done) => done(null, String(body)),
  );
  server.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: formLimitBytes },
    (_request, _body, done) => done(null, undefined),
  );
}

// PostgreSQL stores no NUL; a line ends as it does everywhere.
const tidy = (text: string): string => text.replaceAll('\0', '').replaceAll('\r\n', '\n');

export function readForm(body: unknown): URLSearchParams {
  const form = new URLSearchParams();
  if (typeof body !== 'string') return form;
  for (const [name, value] of new URLSearchParams(body)) form.append(tidy(name), tidy(value));
  return form;
}

/** The text of a field, without white space around it. */
export function textOf(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? '').trim();
}

/** Those of the known values that were ticked. */
export function ticked<T extends string>(form: URLSearchParams, name: string, known: readonly T[]): T[] {
  const given = form.getAll(name);
  return known.filter((one) => given.includes(one));
}

/** The one that was chosen; undefined: none, or none that is known. */
export function chosen<T extends string>(
  form: URLSearchParams,
  name: string,
  known: readonly T[],
): T | undefined {
  const given = form.get(name);
  return known.find((one) => one === given);
}
