import type { Db } from '../database/database.ts';
import type { InputOf, Operation, Parsed, ReplyOf } from '../kit/contract.ts';
import type { AccountId, PatientId } from '../kit/ids.ts';
import type { LocalDate } from '../kit/local-date.ts';
import type { Outcome } from '../kit/outcome.ts';
import type { Actor } from '../practice/model.ts';
import type { Caller } from '../practice/open-session.ts';
import type { SessionActor } from '../practice/session.ts';

/** Remembers whose records a request read or changed, for its one audit event. */
export interface Seen {
  patient(...ids: readonly PatientId[]): void;
  object(...ids: readonly string[]): void;
  /** Something was done that can be taken back; the reply says by which deed. */
  deed(id: string): void;
  /** The same was read a moment ago, and stands in the trail: not once more. */
  again(): void;
}

/** What a handler of a signed-in operation works with: one transaction, one actor. */
export interface Context {
  readonly db: Db;
  readonly actor: Actor;
  /** What the session is worth. */
  readonly session: SessionActor;
  readonly accountId: AccountId;
  readonly email: string;
  readonly now: Date;
  /** Today in the practice's zone, or the fixed day of this server. */
  readonly today: LocalDate;
  readonly seen: Seen;
  readonly tokenHash: Buffer;
  /** Where the request comes from. */
  readonly caller: Caller;
}

type AnyOperation = Operation;

/** A handler behind the guards: who may, is the input right, one transaction, one audit event. */
export type Handler<O extends AnyOperation> = (
  context: Context,
  input: Parsed<InputOf<O>>,
) => Promise<Outcome<ReplyOf<O>>>;
