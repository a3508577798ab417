/** What goes to one address. Nothing of it is logged. */
export interface Outgoing {
  /** The message's own reference, the same however often it is tried. */
  readonly clientRef: string;
  /** An address, a number in E.164; never a list. */
  readonly to: string;
  /** The practice, as the patient knows it. */
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Absolute address that takes one bare POST (RFC 8058); undefined: no bulk mail. */
  readonly unsubscribe?: string;
}

/** What a provider did with it. `unknown`: it may have been taken, and nobody can tell. */
export type Sent =
  | { readonly kind: 'accepted'; readonly providerId: string }
  | {
      readonly kind: 'refused';
      /** False: later may be better. True: never. */
      readonly permanent: boolean;
      /** A code of the provider's answer, never its text: that may hold anything. */
      readonly code: string;
      /** True: the address itself is not there. */
      readonly badAddress: boolean;
    }
  | { readonly kind: 'unknown'; readonly code: string };

/** A way out of the practice. `send` never throws for what a provider does. */
export interface Channel {
  readonly name: 'smtp' | 'mailbox' | 'provider';
  /** Of the address that mail comes from. */
  readonly domain?: string | undefined;
  send(message: Outgoing): Promise<Sent>;
  /** Whether the provider surely has it, where it can be asked; absent: it cannot, as SMTP cannot. */
  find?(clientRef: string): Promise<boolean>;
  close(): Promise<void>;
}

/** The ways out that an installation has; built at a door and handed down. */
export interface Channels {
  readonly email: Channel;
  readonly text: Channel;
  /** Where patients reach our pages, such as https://hello.example.org; undefined: nowhere. */
  readonly publicUrl: string | undefined;
  /** Our own address, for links that only the local mailbox shows. */
  readonly ownUrl: string;
}

/** Takes everything and sends nothing: what was said stays in the outbox, where it is read under "Mailbox". */
export const mailbox: Channel = {
  name: 'mailbox',
  send: async ({ clientRef }) => ({ kind: 'accepted', providerId: clientRef }),
  find: async () => true,
  close: async () => {},
};

/** Without any provider. */
export const onlyMailbox: Channels = {
  email: mailbox,
  text: mailbox,
  publicUrl: undefined,
  ownUrl: 'http://localhost:4600',
};
