import { Secret, TOTP } from 'otpauth';

const stepMilliseconds = 30_000;

/** An authenticator app as a person has it: letters in, codes out; it never shows a code twice. */
export interface AuthenticatorApp {
  readonly letters: string;
  /** @param at when; the next code after the last one shown, so that two in one half minute both count */
  code(at: Date): string;
  /** Until a server that allows one step of drift takes the next code. */
  waitMilliseconds(at: Date): number;
}

export function anAuthenticatorApp(letters: string): AuthenticatorApp {
  const generator = new TOTP({
    secret: Secret.fromBase32(letters),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
  });
  let last = 0;
  return {
    letters,
    waitMilliseconds: (at) => Math.max(0, last * stepMilliseconds - at.getTime()),
    code: (at) => {
      const step = Math.max(Math.floor(at.getTime() / stepMilliseconds), last + 1);
      last = step;
      return generator.generate({ timestamp: step * stepMilliseconds });
    },
  };
}
