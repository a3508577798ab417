import { beginningOf } from '../../kit/beginning.ts';
import { told } from '../../words/told.ts';
import { readText } from '../text/encoding.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from './json.ts';
import { createJsonSplitter } from './json-splitter.ts';

/** One resource of a file, or what stood where one was expected. */
export type ResourceItem =
  | {
      readonly kind: 'resource';
      readonly row: number;
      readonly resource: Fields;
      readonly fullUrl: string | undefined;
      /** The JSON that it stood in, and which of the resources of it this is: equal for what is the same again. */
      readonly within: string;
      readonly nth: number;
    }
  | { readonly kind: 'skipped'; readonly row: number; readonly type: string }
  | { readonly kind: 'broken'; readonly row: number; readonly reason: string; readonly text: string };

export interface ResourceFile {
  readonly path: string;
  readonly encoding: string;
  /** One JSON document a line, or one (perhaps large) document. */
  readonly shape: 'lines' | 'document';
}

/** Characters in a line of NDJSON, or in one entry of a bundle. */
export const resourceLimit = 1_000_000;

// A resource that begins with its type is told without parsing it, which is most of the work on a bulk
// export.
const leadingType = /^\s*\{\s*"resourceType"\s*:\s*"([A-Za-z]{1,40})"/;
const entryType =
  /^\s*\{\s*(?:"fullUrl"\s*:\s*"[^"\\]{0,300}"\s*,\s*)?"resource"\s*:\s*\{\s*"resourceType"\s*:\s*"([A-Za-z]{1,40})"/;
const halfCharacter = /\\u0000|\0|\p{Surrogate}|\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])/iu;

/**
 * The resources of a file in pieces, with the line (or the place in the bundle) of each. Bundles are opened,
 * also those that stand on a line. Types that nobody wants are passed over unparsed.
 */
export async function* readResources(
  file: ResourceFile,
  isWanted: (type: string) => boolean,
): AsyncGenerator<ResourceItem[]> {
  if (file.shape === 'lines') yield* linesOf(file, isWanted);
  else yield* entriesOf(file, isWanted);
}

async function* linesOf(
  file: ResourceFile,
  isWanted: (type: string) => boolean,
): AsyncGenerator<ResourceItem[]> {
  let rest = '';
  let row = 0;
  let skipping = false;
  for await (const text of readText(file.path, file.encoding)) {
    const items: ResourceItem[] = [];
    let from = 0;
    // Only the new text is looked through: a line that never ends costs no more than its length.
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      row += 1;
      if (skipping) skipping = false;
      else readPiece(rest + text.slice(from, end), row, leadingType, isWanted, items);
      rest = '';
      from = end + 1;
    }
    if (!skipping) rest += text.slice(from);
    if (rest.length > resourceLimit) {
      items.push(tooLong(row + 1, rest));
      skipping = true;
      rest = '';
    }
    yield items;
  }
  const items: ResourceItem[] = [];
  if (!skipping) readPiece(rest, row + 1, leadingType, isWanted, items);
  yield items;
}

async function* entriesOf(
  file: ResourceFile,
  isWanted: (type: string) => boolean,
): AsyncGenerator<ResourceItem[]> {
  const splitter = createJsonSplitter(resourceLimit);
  let found = 0;
  const read = (pieces: ReturnType<typeof splitter.push>): ResourceItem[] => {
    const items: ResourceItem[] = [];
    for (const piece of pieces) {
      found += 1;
      const row = piece.kind === 'entry' ? piece.number : 1;
      if (piece.text === undefined) items.push(tooLong(row, ''));
      else if (piece.kind === 'entry') readPiece(piece.text, row, entryType, isWanted, items);
      else readPiece(piece.text, row, leadingType, isWanted, items);
    }
    return items;
  };
  for await (const text of readText(file.path, file.encoding)) yield read(splitter.push(text));
  const { pieces, ended } = splitter.end();
  const items = read(pieces);
  if (!ended || found === 0) {
    items.push({ kind: 'broken', row: found + 1, reason: told.fhir.document, text: '' });
  }
  yield items;
}

function tooLong(row: number, text: string): ResourceItem {
  return { kind: 'broken', row, reason: told.fhir.long, text: beginningOf(text, 200) };
}

function readPiece(
  text: string,
  row: number,
  type: RegExp,
  isWanted: (type: string) => boolean,
  items: ResourceItem[],
): void {
  const named = type.exec(text)?.[1];
  if (named !== undefined && named !== 'Bundle' && named !== 'Parameters' && !isWanted(named)) {
    items.push({ kind: 'skipped', row, type: named });
    return;
  }
  if (text.trim() === '') return;
  if (text.length > resourceLimit) {
    items.push(tooLong(row, text));
    return;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    items.push({ kind: 'broken', row, reason: told.fhir.noJson, text: beginningOf(text, 200) });
    return;
  }
  if (halfCharacter.test(text)) {
    const reason = told.fhir.zero;
    items.push({ kind: 'broken', row, reason, text: '' });
    return;
  }
  const piece: Piece = { text, row, isWanted, items, before: items.length };
  if (type === entryType) openEntry(value, piece, 0);
  else openResource(value, undefined, piece, 0);
}

interface Piece {
  readonly text: string;
  readonly row: number;
  readonly isWanted: (type: string) => boolean;
  readonly items: ResourceItem[];
  /** How many items there were before it. */
  readonly before: number;
}

// Bundles within bundles (a searchset on each line, a batch's answers) are opened this deep.
const deepest = 4;

function openEntry(value: unknown, piece: Piece, depth: number): void {
  const entry = fieldsOf(value);
  // Elements of other lists called `entry` (a List's) hold no resource.
  if (isFields(entry.resource)) openResource(entry.resource, textOf(entry.fullUrl), piece, depth);
}

function openResource(value: unknown, fullUrl: string | undefined, piece: Piece, depth: number): void {
  const { row, items } = piece;
  const resource = fieldsOf(value);
  const type = textOf(resource.resourceType);
  if (type === undefined || !/^[A-Za-z]{1,40}$/.test(type)) {
    items.push({ kind: 'broken', row, reason: told.fhir.noResource, text: '' });
  } else if (type === 'Bundle' && depth < deepest) {
    for (const entry of listOf(resource.entry)) openEntry(entry, piece, depth + 1);
  } else if (piece.isWanted(type)) {
    const nth = items.length - piece.before;
    items.push({ kind: 'resource', row, resource, fullUrl, within: piece.text, nth });
  } else items.push({ kind: 'skipped', row, type });
}
