/** A piece of a JSON document: an element of its `entry` list, or the document without that list. */
export interface JsonPiece {
  readonly kind: 'entry' | 'document';
  /** Of entries: 1, 2, ... */
  readonly number: number;
  /** Undefined when the piece is over the limit. */
  readonly text: string | undefined;
}

export interface JsonSplitter {
  push(text: string): JsonPiece[];
  /** What is left; `ended` is false when the document breaks off in the middle. */
  end(): { readonly pieces: JsonPiece[]; readonly ended: boolean };
}

const quote = 34;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;

/**
 * Cuts a document into the elements of its top-level `entry` list, without ever holding the document: a
 * bundle of a gigabyte is read in pieces of one resource. Looks only at brackets and quotes (about 150 MB/s);
 * whether a piece is JSON its parser decides.
 */
export function createJsonSplitter(limit: number): JsonSplitter {
  let buffer = '';
  // Where in `buffer` the scan goes on, and where the entry in hand begins (-1: none).
  let at = 0;
  let entryStart = -1;
  let depth = 0;
  let inString = false;
  let inEntries = false;
  let stringStart = -1;
  // The key that the top-level object named last.
  let lastKey = '';
  // The document around its entries, within the limit.
  let shell = '';
  let shellFrom = 0;
  let shellTooLong = false;
  let entryTooLong = false;
  let number = 0;

  function keepShell(upTo: number): void {
    if (shellFrom >= upTo) return;
    if (shell.length + upTo - shellFrom > limit) shellTooLong = true;
    else shell += buffer.slice(shellFrom, upTo);
    shellFrom = upTo;
  }

  function documentPiece(): JsonPiece {
    const text = shellTooLong ? undefined : shell;
    shell = '';
    shellTooLong = false;
    return { kind: 'document', number: 0, text };
  }

  function open(code: number): void {
    depth += 1;
    if (inEntries) {
      if (depth === 3) entryStart = at;
      return;
    }
    if (depth === 2 && code === openBracket && lastKey === 'entry') {
      keepShell(at + 1);
      inEntries = true;
    }
  }

  function close(pieces: JsonPiece[]): void {
    depth -= 1;
    if (inEntries && depth === 2 && entryStart >= 0) {
      number += 1;
      const text = entryTooLong || at + 1 - entryStart > limit ? undefined : buffer.slice(entryStart, at + 1);
      pieces.push({ kind: 'entry', number, text });
      entryStart = -1;
      entryTooLong = false;
    } else if (inEntries && depth === 1) {
      inEntries = false;
      shellFrom = at;
    } else if (depth === 0) {
      keepShell(at + 1);
      pieces.push(documentPiece());
      lastKey = '';
      number = 0;
    }
  }

  function scanString(): boolean {
    for (;;) {
      const end = buffer.indexOf('"', at);
      if (end < 0) {
        // A backslash at the very end belongs to the next character.
        at = buffer.length;
        return false;
      }
      let slashes = 0;
      while (end - 1 - slashes >= stringStart && buffer.charCodeAt(end - 1 - slashes) === backslash)
        slashes += 1;
      at = end + 1;
      if (slashes % 2 === 1) continue;
      if (depth === 1 && !inEntries) lastKey = buffer.slice(stringStart, Math.min(end, stringStart + 20));
      inString = false;
      return true;
    }
  }

  function scan(): JsonPiece[] {
    const pieces: JsonPiece[] = [];
    while (at < buffer.length) {
      if (inString) {
        if (!scanString()) break;
        continue;
      }
      const code = buffer.charCodeAt(at);
      if (code === quote) {
        inString = true;
        stringStart = at + 1;
      } else if (code === openBrace || code === openBracket) open(code);
      else if (code === closeBrace || code === closeBracket) close(pieces);
      at += 1;
    }
    forget();
    return pieces;
  }

  // Drops what is behind: the entry in hand and the string in hand stay, unless the entry is over the limit.
  function forget(): void {
    if (entryStart >= 0 && at - entryStart > limit) entryTooLong = true;
    if (!inEntries) keepShell(buffer.length);
    let keepFrom = at;
    if (entryStart >= 0 && !entryTooLong) keepFrom = Math.min(keepFrom, entryStart);
    // Twenty characters before the end are enough to count backslashes and to name a key.
    if (inString) keepFrom = Math.min(keepFrom, Math.max(stringStart, at - 1000));
    buffer = buffer.slice(keepFrom);
    at -= keepFrom;
    if (entryStart >= 0) entryStart = entryTooLong ? 0 : entryStart - keepFrom;
    stringStart = Math.max(0, stringStart - keepFrom);
    shellFrom = Math.max(0, shellFrom - keepFrom);
  }

  return {
    push: (text) => {
      buffer += text;
      return scan();
    },
    end: () => {
      const pieces = scan();
      const ended = depth === 0 && !inString && shell.trim() === '';
      return { pieces, ended };
    },
  };
}
