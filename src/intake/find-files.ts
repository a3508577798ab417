import { open, readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import iconv from 'iconv-lite';
import { done, type Outcome, type Refusal, refuse } from '../kit/outcome.ts';

const readable = new Set([
  '.csv',
  '.tsv',
  '.txt',
  '.tab',
  '.xlsx',
  '.json',
  '.ndjson',
  '.jsonl',
  '.hl7',
  '.er7',
]);
const mostFiles = 10_000;

/** The files that some paths mean: a folder means the files in it that we can read, in order of name. */
export async function findFiles(
  paths: readonly string[],
): Promise<Outcome<readonly string[], Refusal<'invalid_input'>>> {
  const files: string[] = [];
  for (const path of paths) {
    const about = await stat(path).catch(() => undefined);
    if (about === undefined) return refuse('invalid_input', `there is no file or folder ${path}`);
    if (about.isDirectory()) await addFolder(path, files);
    // A pipe or a device can be read but once, or never ends.
    else if (!about.isFile()) return refuse('invalid_input', `${path} is no file that lies on a disk`);
    else files.push(path);
    if (files.length > mostFiles)
      return refuse('invalid_input', `there are more than ${mostFiles} files in ${path}`);
  }
  if (files.length === 0) {
    return refuse(
      'invalid_input',
      'there is nothing to read: name files, or a folder with CSV, XLSX, JSON, NDJSON or HL7 in it',
    );
  }
  return done(files);
}

async function addFolder(folder: string, files: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || files.length > mostFiles) continue;
    const path = join(folder, entry.name);
    // A link is not followed: it may lead out of the folder, or round in a circle.
    if (entry.isDirectory()) await addFolder(path, files);
    else if (entry.isFile() && (await isReadable(path))) files.push(path);
  }
}

// HL7 files have any ending, or none: what they begin with tells.
async function isReadable(path: string): Promise<boolean> {
  return (
    readable.has(extname(path.replace(/\.gz$/i, '')).toLowerCase()) ||
    beginsWithHeader(await readHead(path, 64))
  );
}

async function readHead(path: string, bytes: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** True of HL7 v2: a header of a message (MSH), a batch (BHS) or a file (FHS), after whatever marks. */
function beginsWithHeader(head: Buffer): boolean {
  // UTF-16 shows as letters with zeros between.
  const text = head.toString('latin1').replace(/\p{Cc}/gu, '');
  return /^(?:\u00EF\u00BB\u00BF|\u00FF\u00FE|\u00FE\u00FF)?\s*(?:MSH|FHS|BHS)[^\w\s]/.test(text);
}

export type FileShape = 'table' | 'lines' | 'document' | 'messages';

/** Whether a file is a table, FHIR or HL7, by its ending and its first characters. */
export async function shapeOfFile(path: string, encoding: string): Promise<FileShape> {
  const ending = extname(path).toLowerCase();
  if (ending === '.ndjson' || ending === '.jsonl') return 'lines';
  if (ending === '.csv' || ending === '.tsv') return 'table';
  const bytes = await readHead(path, 65_536);
  if (ending === '.hl7' || ending === '.er7' || beginsWithHeader(bytes)) return 'messages';
  const head = iconv.decode(bytes, encoding).replace(/^\uFEFF/, '');
  if (ending !== '.json' && !/^\s*[{[]/.test(head)) return 'table';
  const first = head.slice(0, head.indexOf('\n') + 1).trim();
  const second = head.slice(head.indexOf('\n') + 1).trimStart();
  // Two lines that each begin an object, the first of them whole.
  return first.endsWith('}') && second.startsWith('{') && isWhole(first) ? 'lines' : 'document';
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
