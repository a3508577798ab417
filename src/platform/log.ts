import { pino } from 'pino';

/** What a log line may hold: an allow-list, because a list of what to hide is never complete. */
export interface LogFields {
  readonly requestId?: string;
  readonly operation?: string;
  readonly status?: number;
  readonly milliseconds?: number;
  readonly practiceId?: number;
  readonly job?: string;
  readonly count?: number;
  readonly code?: string;
  readonly fault?: FaultFields;
}

interface FaultFields {
  readonly name: string;
  readonly code: string;
  readonly at: string;
}

export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/**
 * A fault without its message: messages of drivers and parsers quote values (`Key (phone)=(...) already exists`).
 * Class, code and our own lines of the stack are enough to find it.
 */
export function faultFields(error: unknown): FaultFields {
  return describe(error, 0);
}

// Causes may be nested without end, or point back at each other.
const mostCauses = 4;
const word = /^\w{1,60}$/;

function describe(error: unknown, depth: number): FaultFields {
  if (!(error instanceof Error)) return { name: typeof error, code: '', at: '' };
  const code = 'code' in error && typeof error.code === 'string' && word.test(error.code) ? error.code : '';
  // The stack begins with the message, whose own lines may look like ours.
  const stack = (error.stack ?? '').replace(error.message, '');
  const lines = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const deeper =
    error.cause === undefined || depth === mostCauses ? undefined : describe(error.cause, depth + 1);
  const cause = deeper === undefined ? '' : ` < ${deeper.name} ${deeper.code}`;
  return {
    name: `${word.test(error.name) ? error.name : 'Error'}${cause}`,
    code,
    at: lines
      .slice(0, 6)
      .map((line) => line.trim())
      .join(' | '),
  };
}

/** Lines of JSON to standard error, so that standard output stays a command's answer. */
export function openLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
