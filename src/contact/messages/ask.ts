import type { About, ContactAsk, Purpose } from '../model.ts';

/** What a message is about, as the gate's rules tell it apart. */
export type MessageSubject = About;

/** HIPAA, 45 CFR 164.501. What nobody has sorted is `unknown`, and is never queued. */
export const legalClasses = ['treatment', 'operations', 'marketing'] as const;
export type LegalClass = (typeof legalClasses)[number];

export type MessageChannel = 'email' | 'text' | 'post';

export interface Asking {
  readonly channel: MessageChannel;
  readonly purpose: Purpose;
  readonly about: MessageSubject;
  readonly owed: boolean;
  readonly legalClass: LegalClass;
  readonly thirdPartyPaid: boolean;
  /** Nobody looks at it before it goes. A letter is looked at by whoever prints it. */
  readonly automatic: boolean;
}

/** The stricter of two: a template may be sharpened after its messages were planned. */
export function stricterClass(one: LegalClass, other: LegalClass): LegalClass {
  return legalClasses[Math.max(legalClasses.indexOf(one), legalClasses.indexOf(other))] ?? 'marketing';
}

/** The one place where a message becomes a question to the gate. */
export function askOfMessage(asking: Asking): ContactAsk {
  const { channel, purpose, about, owed, legalClass, thirdPartyPaid, automatic } = asking;
  // What is not treatment carries its way out in the headers and at its end.
  const unsubscribe = channel === 'email' && legalClass !== 'treatment';
  return { channel, purpose, owed, legalClass, about, thirdPartyPaid, automatic, unsubscribe };
}
