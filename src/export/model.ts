import * as z from 'zod/mini';

export const exportVersion = 1;
export const manifestName = 'keepwell-export.json';

export type ExportFormat = 'csv' | 'fhir' | 'all';

/** Tables that are not part of an export, each with its reason. A new table is exported unless it stands here. */
export const leftOutTables: Readonly<Record<string, string>> = {
  session: 'who is signed in at this moment, in this installation',
  link_token: 'links that were sent by this installation work only here',
  bulk_mail_day: 'bulk mails are counted for days by the domain that they come from, and by nobody',
  attempt: 'failed sign-ins are counted for minutes, under hashed keys',
  passkey: 'a secret of the person, and good for the address of this installation only',
  authenticator_app: 'a secret of the person, sealed with a key of this installation',
  recovery_code: 'a secret of the person',
  passkey_challenge: 'what an authenticator signs within minutes, once',
  desk_pin: 'a secret of the person',
  page_code: 'codes before pages of patients are good for minutes, and only here',
  shared_device: 'the browsers that are shared desks of this installation',
  shared_device_entry: 'who signed in at a shared desk of this installation',
  import_change:
    'what the imports of the last seven days changed, so that they can be taken back where they were made',
};

/** Columns that are left out of every table that has them, or of one table. */
export const leftOutColumns: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '*': { practice_id: 'the number of the practice in this installation; another one gives another' },
  practice: { id: 'as practice_id' },
  import: { journalled: 'an import can be taken back only where it was made' },
  account: { password_hash: 'a secret of the person; keepwell reset-password gives a new one' },
};

const whole = z.int().check(z.gte(0));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
// Names of files stand in the manifest and are joined to a path: nothing but a plain name of ours.
const plainName = z.string().check(z.regex(/^[a-z][a-z0-9_]{0,62}$/));

export const exportManifest = z.object({
  format: z.literal('keepwell-export'),
  version: z.literal(exportVersion),
  at: z.iso.datetime(),
  program: z.string(),
  /** The newest file of the schema's history. */
  schema: z.string(),
  practice: z.object({ slug: z.string(), name: z.string() }),
  csv: z.array(z.object({ table: plainName, columns: z.array(z.string()), rows: whole, sha256: hash })),
  fhir: z.array(
    z.object({ type: z.string().check(z.regex(/^[A-Za-z]{1,40}$/)), resources: whole, sha256: hash }),
  ),
});
export type ExportManifest = z.output<typeof exportManifest>;
export type CsvEntry = ExportManifest['csv'][number];
export type FhirEntry = ExportManifest['fhir'][number];
