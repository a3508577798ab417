// The words of Keepwell. Descriptors (`words-en.ts`) are the English; `es.po` beside each is its Spanish. This brings
// them together: `npm run words` updates the PO files from the descriptors; `checkWords` fails for whatever is missing or
// does not fit, and writes the compiled catalogues that the program speaks from (src/words/compiled, never committed).
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import PO from 'pofile';
import { fingerprint } from './fingerprint.mjs';
import { root } from './run.mjs';

const translated = ['es'];
const compiledFolder = join(root, 'src', 'words', 'compiled');

function findCatalogues(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return path === compiledFolder ? [] : findCatalogues(path);
    return entry.name === 'words-en.ts' ? [path] : [];
  });
}

/** A catalogue as a flat list: id, English, the names of its values, and whether it is parsed as ICU at all. */
export function flatten(node, path = '') {
  if (typeof node === 'string') return [{ id: path, text: node, names: null }];
  if (typeof node.text === 'string' && Array.isArray(node.names)) {
    return [{ id: path, text: node.text, names: node.names }];
  }
  return Object.entries(node).flatMap(([name, child]) =>
    flatten(child, path === '' ? name : `${path}.${name}`),
  );
}

/** Every value that a compiled message names, also within its plurals and choices. */
function namesIn(compiled, found = new Set()) {
  if (!Array.isArray(compiled)) return found;
  for (const part of compiled) {
    if (!Array.isArray(part)) continue;
    found.add(part[0]);
    for (const branch of Object.values(part[2] ?? {})) namesIn(branch, found);
  }
  return found;
}

/** Whether every plural and choice says what else there may be. */
function everyChoiceEnds(compiled) {
  if (!Array.isArray(compiled)) return true;
  return compiled.every((part) => {
    if (!Array.isArray(part) || typeof part[2] !== 'object') return true;
    return 'other' in part[2] && Object.values(part[2]).every(everyChoiceEnds);
  });
}

/** @returns the compiled message, or what is wrong with it */
function compile(text, names) {
  if (names === null) return { compiled: text };
  const compiled = compileMessage(text);
  // Lingui's compiler prints what it cannot read, and hands the text back as one piece.
  const unread = compiled.length === 1 && typeof compiled[0] === 'string' && /[{}]/.test(compiled[0]);
  if (unread || !everyChoiceEnds(compiled)) return { problem: 'is not valid ICU' };
  const used = namesIn(compiled);
  const lost = names.filter((name) => !used.has(name));
  const strange = [...used].filter((name) => !names.includes(name));
  if (strange.length > 0) return { problem: `names ${strange.join(', ')}, which it is not given` };
  if (lost.length > 0) return { problem: `does not use ${lost.join(', ')}` };
  return { compiled };
}

const comment = (text) => text.split('\n');

export function readPo(text) {
  const items = new Map();
  const twice = [];
  for (const item of PO.parse(text).items) {
    if (item.obsolete) continue;
    if (items.has(item.msgid)) twice.push(item.msgid);
    items.set(item.msgid, {
      text: item.msgstr[0] ?? '',
      english: item.extractedComments.join('\n'),
      fuzzy: item.flags.fuzzy === true,
    });
  }
  return { items, twice };
}

/** The PO file of a language: its translations kept, in the order of the descriptors, what is new empty. */
export function updatePo(messages, text, language) {
  const { items } = readPo(text);
  const po = new PO();
  po.headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Transfer-Encoding': '8bit',
    Language: language,
  };
  for (const { id, text: english } of messages) {
    const known = items.get(id);
    const item = new PO.Item();
    item.msgid = id;
    item.msgstr = [known?.text ?? ''];
    item.extractedComments = comment(english);
    // What was translated from other words has to be looked at again.
    if (known?.text && (known.fuzzy || known.english !== english)) item.flags.fuzzy = true;
    po.items.push(item);
  }
  return `${po.toString().trim()}\n`;
}

/**
 * What is wrong between the descriptors of a catalogue and the PO of a language, each with the id of the message, and
 * the compiled messages of both.
 */
export function matchWords(messages, poText, language) {
  const problems = [];
  const { items, twice } = readPo(poText);
  const own = new Map();
  const other = new Map();
  for (const { id, text, names } of messages) {
    const english = compile(text, names);
    if (english.problem) problems.push(`${id}: the English ${english.problem}`);
    own.set(id, { names, compiled: english.compiled });
    const item = items.get(id);
    if (item === undefined) problems.push(`${id}: is missing in ${language}`);
    else if (item.text === '' && text !== '') problems.push(`${id}: is not translated to ${language}`);
    else if (item.english !== text)
      problems.push(`${id}: the English has changed since it was translated to ${language}`);
    else if (item.fuzzy)
      problems.push(`${id}: is marked fuzzy in ${language}; look at it and take the mark away`);
    else {
      const found = compile(item.text, names);
      if (found.problem) problems.push(`${id}: the text in ${language} ${found.problem}`);
      other.set(id, { names, compiled: found.compiled });
    }
  }
  for (const id of twice) problems.push(`${id}: stands twice in ${language}`);
  for (const id of items.keys()) {
    if (!own.has(id)) problems.push(`${id}: stands in ${language} alone; no descriptor has this id`);
  }
  return { problems, own, other };
}

/** The tree of the descriptors again, with compiled messages as its leaves. */
function treeOf(node, compiled, path = '') {
  if (typeof node === 'string' || (typeof node.text === 'string' && Array.isArray(node.names))) {
    const found = compiled.get(path);
    return found?.names ? { p: found.names, m: found.compiled } : found?.compiled;
  }
  const into = (name) => (path === '' ? name : `${path}.${name}`);
  if (Array.isArray(node)) return node.map((child, at) => treeOf(child, compiled, into(String(at))));
  return Object.fromEntries(
    Object.entries(node).map(([name, child]) => [name, treeOf(child, compiled, into(name))]),
  );
}

const stamp = join(compiledFolder, '.stamp');

// Sources and what was made of them: whoever changes or deletes either gets them made again.
function mark() {
  const sources = findCatalogues(join(root, 'src')).map(dirname);
  const files = sources.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /^words-en.*\.ts$|\.po$/.test(name))
      .map((name) => join(folder, name)),
  );
  const made = existsSync(compiledFolder)
    ? readdirSync(compiledFolder).filter((name) => name.endsWith('.ts'))
    : [];
  const tool = join(root, 'tools', 'words.mjs');
  return fingerprint([tool, ...files, ...made.map((name) => join(compiledFolder, name))]);
}

/** True while the compiled catalogues are those of the descriptors and PO files as they lie here. */
export const isCompiled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === mark();

function writeIfOther(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const moduleOf = (tree) =>
  `// Written by npm run words; not to be changed by hand.\nimport type { Tree } from '../bind.ts';\n\nexport const tree: Tree = ${JSON.stringify(tree)};\n`;

/**
 * Reads every catalogue below src and writes the compiled ones. @returns problems, each with room and id of the message
 */
export async function checkWords({ update = false } = {}) {
  const { runnerImport } = await import('vite');
  const mode = process.env.NODE_ENV;
  const problems = [];
  for (const file of findCatalogues(join(root, 'src'))) {
    const { module } = await runnerImport(file, { root, configFile: false, logLevel: 'error' });
    const messages = flatten(module.en);
    const room = basename(dirname(file));
    for (const language of translated) {
      const po = join(dirname(file), `${language}.po`);
      let text = existsSync(po) ? readFileSync(po, 'utf8') : '';
      if (update) {
        text = updatePo(messages, text, language);
        writeIfOther(po, text);
      }
      const found = matchWords(messages, text, language);
      problems.push(...found.problems.map((one) => `${relative(root, po)}: ${one}`));
      writeIfOther(join(compiledFolder, `${room}-en.ts`), moduleOf(treeOf(module.en, found.own)));
      writeIfOther(join(compiledFolder, `${room}-${language}.ts`), moduleOf(treeOf(module.en, found.other)));
    }
  }
  // Reading a module sets it to development for the whole process, and for whatever the process starts or serves.
  if (mode === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = mode;
  return problems;
}

/** Says what is wrong and ends the process, or compiles. */
export async function compileWords(options) {
  const problems = await checkWords(options);
  if (problems.length === 0) {
    writeIfOther(stamp, mark());
    return;
  }
  for (const one of problems) process.stderr.write(`${one}\n`);
  process.stderr.write(
    `${problems.length} ${problems.length === 1 ? 'message is' : 'messages are'} not right; see above.\n`,
  );
  process.exit(1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await compileWords({ update: true });
