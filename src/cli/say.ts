import type { Refusal } from '../kit/outcome.ts';
import type { Language } from '../words/bind.ts';
import { languageOf, speak, speakAll } from '../words/told.ts';

// `--lang`, else the environment's: what commands say themselves is English, what they show comes in this language.
let language: Language = 'en';

export function answerIn(wanted: string | undefined): void {
  language = languageOf(wanted || process.env.LC_ALL || process.env.LANG);
}

/** Ends a command with one clear line; thrown, because it crosses the whole command. */
export class CommandRefused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(speak(refusal.detail, language));
    this.refusal = { ...refusal, detail: this.message };
  }
}

/** The answer of a command goes to standard output; everything else to standard error. */
export function answer(json: boolean, value: unknown, words: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(speakAll(value, language)) : speak(words(), language)}\n`);
}

export function say(line: string): void {
  process.stderr.write(`${speak(line, language)}\n`);
}

const stepMs = 1000;

/**
 * Shows what takes longer than a second, on one line that renews itself on a terminal and in plain lines elsewhere.
 * @returns `step` to be called as often as one likes, `end` when it is over
 */
export function showProgress(quiet: boolean): { step(words: string): void; end(): void } {
  const startedAt = Date.now();
  let saidAt = startedAt;
  let said = false;
  const terminal = process.stderr.isTTY === true;
  return {
    step: (words) => {
      const now = Date.now();
      if (quiet || now - startedAt < stepMs || now - saidAt < (terminal ? 200 : 5 * stepMs)) return;
      saidAt = now;
      said = true;
      process.stderr.write(terminal ? `\r\u001b[2K${words}` : `${words}\n`);
    },
    end: () => {
      if (said && terminal) process.stderr.write('\r\u001b[2K');
    },
  };
}
