import type * as z from 'zod/mini';

type Shape = z.ZodMiniType;

/** What an operation takes apart from the session; absent parts are not accepted at all. */
export interface OperationInput {
  readonly params?: Shape;
  readonly query?: Shape;
  readonly body?: Shape;
}

/**
 * One thing that the outside may ask of us: the server makes a route of it, the OpenAPI page a paragraph, the web
 * client a typed function, and the authorisation matrix a row.
 */
export interface Operation<
  Verb extends string = string,
  In extends OperationInput = OperationInput,
  Reply extends Shape = Shape,
> {
  /** `today.list`; stands in the audit trail. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:params`; begins with /api/. */
  readonly path: string;
  readonly summary: string;
  /** Who may: a verb of the policy table; `public` needs no session, `signed_in` any session, even one without a practice. */
  readonly verb: Verb;
  /**
   * How much the session must be worth. Absent: any but one whose second factor is missing. `pending`: that one too.
   * `full`: not one that a PIN opened. `fresh`: full, and proved within the last minutes. `enrol`: fresh, or pending as
   * long as the account has no second factor at all.
   */
  readonly session?: 'pending' | 'full' | 'fresh' | 'enrol';
  readonly input: In;
  readonly reply: Reply;
  /** Files instead of JSON go in, or a file comes out. */
  readonly takes?: 'multipart/form-data';
  readonly gives?: 'text/csv' | 'text/event-stream';
  /** Reads and changes no record: what it says is only noted in the audit trail when it is refused. */
  readonly quiet?: true;
}

/** Keeps the literal types of an operation, so that server and client infer the same input and reply. */
export function operation<Verb extends string, const In extends OperationInput, Reply extends Shape>(
  definition: Operation<Verb, In, Reply>,
): Operation<Verb, In, Reply> {
  return definition;
}

type Part<In extends OperationInput, K extends keyof OperationInput> = In[K] extends Shape
  ? z.output<In[K]>
  : undefined;
type SentPart<In extends OperationInput, K extends keyof OperationInput> = In[K] extends Shape
  ? z.input<In[K]>
  : undefined;

/** What the handler of an operation receives, parsed. */
export interface Parsed<In extends OperationInput> {
  readonly params: Part<In, 'params'>;
  readonly query: Part<In, 'query'>;
  readonly body: Part<In, 'body'>;
}

/** What a caller of an operation sends. */
export type Sent<In extends OperationInput> = {
  readonly [K in keyof In as In[K] extends Shape ? K : never]: K extends keyof OperationInput
    ? SentPart<In, K>
    : never;
};

export type ReplyOf<O> = O extends Operation<string, OperationInput, infer Reply> ? z.output<Reply> : never;
export type InputOf<O> = O extends Operation<string, infer In, Shape> ? In : never;
