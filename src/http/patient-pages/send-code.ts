import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../../database/database.ts';
import type { PatientId } from '../../kit/ids.ts';
import type { Practice } from '../../practice/model.ts';
import type { Language } from '../../words/bind.ts';

/** A code on its way to a patient. */
export interface CodeToSend {
  readonly practice: Practice;
  readonly patientId: PatientId;
  readonly to: { readonly kind: 'text' | 'email'; readonly address: string };
  readonly code: string;
  readonly language: Language;
  readonly now: Date;
}

/** Carries a code to a patient, in the transaction that made it. */
export type SendCode = (db: Db, code: CodeToSend) => Promise<void>;

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
  };
}
