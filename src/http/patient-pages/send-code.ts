import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Channels } from '../../contact/channels.ts';
import { escapeHtml } from '../../contact/templates/html.ts';
import type { Db } from '../../database/database.ts';
import { newId, type PatientId } from '../../kit/ids.ts';
import type { Practice } from '../../practice/model.ts';
import type { Language } from '../../words/bind.ts';
import { speak, told } from '../../words/told.ts';

/** A code on its way to a patient. */
export interface CodeToSend {
  readonly practice: Practice;
  readonly patientId: PatientId;
  readonly to: { readonly kind: 'text' | 'email'; readonly address: string };
  readonly code: string;
  readonly language: Language;
  readonly now: Date;
}

/** Carries a code to a patient, in the transaction that made it. @returns false when a provider did not take it */
export type SendCode = (db: Db, code: CodeToSend) => Promise<boolean>;

/**
 * Where nothing can be sent yet, codes lie in a file of the data folder that only the operator reads, so that whoever
 * tries a local installation can go on.
 */
export function localMailbox(dataFolder: string): SendCode {
  return async (_db, { practice, to, code, now }) => {
    const folder = join(dataFolder, 'mailbox');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Whom it is for is left out: the file is for trying, and holds nothing of patients.
    const line = `${now.toISOString()} ${practice.slug} ${to.kind} code ${code}\n`;
    await appendFile(join(folder, 'codes.txt'), line, { mode: 0o600 });
    return true;
  };
}

/**
 * Through a provider where there is one, else into the local mailbox; a sample practice never sends. A code is made
 * anew each time, so a provider that may have taken one counts as having taken it.
 */
export function throughChannels(channels: Channels, dataFolder: string): SendCode {
  const local = localMailbox(dataFolder);
  return async (db, wanted) => {
    const { practice, to, code, language } = wanted;
    const channel = channels[to.kind];
    if (channel.name === 'mailbox' || practice.isSample) return local(db, wanted);
    const subject = speak(told.codeMail.subject(practice.name), language);
    const text = speak(told.codeMail.text(code, practice.name), language);
    const sent = await channel.send({
      clientRef: `keepwell.${newId()}`,
      to: to.address,
      from: practice.name,
      subject,
      text,
      html: `<!doctype html><html lang="${language}"><meta charset="utf-8"><p>${escapeHtml(text)}</p></html>`,
    });
    return sent.kind !== 'refused';
  };
}
