import { done, type Outcome, type Refusal, refuse } from '../../kit/outcome.ts';
import { told } from '../../words/told.ts';
import type { LegalClass, MessageChannel } from '../messages/ask.ts';
import {
  type FieldFault,
  type FieldName,
  faultsIn,
  fieldOf,
  fillFields,
  isField,
  keepKnownPhrases,
  namesIn,
  oneLine,
  type Place,
} from './fields.ts';
import { writeHtml } from './html.ts';
import { measureText, plainText } from './texts.ts';
import { fixedWords } from './words.ts';

/** The words of one language; an empty text is not said on that channel. */
export interface SpokenWords {
  readonly subject: string;
  readonly preheader: string;
  readonly email: string;
  readonly text: string;
  readonly post: string;
}

export type Paper = 'letter' | 'postcard';
export type FieldValues = Readonly<Partial<Record<FieldName, string>>>;

export interface Writing {
  readonly words: SpokenWords;
  readonly channel: MessageChannel;
  readonly paper: Paper;
  /** Links too: only whether there is one counts. */
  readonly values: FieldValues;
}

export interface Written {
  readonly subject: string;
  readonly text: string;
  /** Empty where the channel has none. */
  readonly html: string;
}

export type WritingRefusal = Refusal<
  'unknown_field' | 'sensitive_field' | 'link_in_subject' | 'no_words' | 'text_too_long' | 'no_postal_address'
>;

/** One text may hold so many characters after its fields are filled: what may come free of consent rules ends there (FCC 15-72). */
export const longestText = 160;

/** Not treatment: it carries our postal address and a way out (CAN-SPAM, 15 USC 7704(a)(5); RFC 8058). */
export function isBulk(legalClass: LegalClass): boolean {
  return legalClass !== 'treatment';
}

export function placeOf(channel: MessageChannel, paper: Paper): Place {
  return channel !== 'post' ? channel : paper === 'postcard' ? 'postcard' : 'letter';
}

/** The texts of a channel with the places where they will stand. */
export function textsOf(
  words: SpokenWords,
  channel: MessageChannel,
  paper: Paper,
): readonly (readonly [string, Place])[] {
  if (channel === 'email')
    return [
      [words.subject, 'subject'],
      [words.preheader, 'preheader'],
      [words.email, 'email'],
    ];
  return [[channel === 'text' ? words.text : words.post, placeOf(channel, paper)]];
}

export function tellFault(fault: FieldFault): WritingRefusal {
  const place = told.outbox.places[fault.place];
  const words = {
    unknown_field: told.outbox.unknownField,
    sensitive_field: told.outbox.sensitiveField,
    link_in_subject: told.outbox.linkInSubject,
  }[fault.kind];
  return { code: fault.kind, detail: words(fault.field, place) };
}

/** The links that the words of a channel need, in their order. Bulk mail needs its way out besides. */
export function linksIn(
  writing: Pick<Writing, 'words' | 'channel' | 'paper'> & { readonly legalClass: LegalClass },
): readonly FieldName[] {
  const names = textsOf(writing.words, writing.channel, writing.paper).flatMap(([text]) => namesIn(text));
  const links = names.filter((name): name is FieldName => isField(name) && fieldOf(name).link !== undefined);
  if (writing.channel === 'email' && isBulk(writing.legalClass)) links.push('unsubscribe_link');
  return [...new Set(links)];
}

// Kept in paragraphs; everything else is one line, so that no value makes a line of its own, or a header.
const paragraphs: readonly FieldName[] = ['news', 'what_we_do', 'after_care'];

// What a value holds is never read as a field again: a patient called {price} stays (price).
function spellValue(value: string, field: FieldName): string {
  const lines = paragraphs.includes(field) ? value.split(/\r?\n/) : [value];
  return lines.map((line) => oneLine(line).replaceAll('{', '(').replaceAll('}', ')')).join('\n');
}

/** What was said, as it is kept: every value in its place, and each link as its field, without its token. */
export interface Baked {
  readonly subject: string;
  readonly preheader: string;
  readonly body: string;
}

/**
 * Puts everything but the links in. What may not stand on this channel is refused by name, also where it slipped past
 * the saving. Pure.
 */
export function bakeMessage(writing: Writing): Outcome<Baked, WritingRefusal> {
  const { words, channel, paper, values } = writing;
  const texts = textsOf(words, channel, paper);
  const body = texts.at(-1)?.[0] ?? '';
  if (body.trim() === '') return refuse('no_words', told.outbox.noWords);
  const fault = texts.flatMap(([text, place]) => faultsIn(text, place))[0];
  if (fault !== undefined) return { ok: false, refusal: tellFault(fault) };
  // A newsletter without news is worse than none.
  if (values.news === undefined && namesIn(keepKnownPhrases(body, values)).includes('news'))
    return refuse('no_words', told.outbox.noNews);
  const bake = (text: string): string =>
    fillFields(keepKnownPhrases(text, values), values, (value, field) =>
      fieldOf(field).link === undefined ? spellValue(value, field) : `{${field}}`,
    );
  const email = channel === 'email';
  return done({
    subject: email ? oneLine(bake(words.subject)) : '',
    preheader: email ? oneLine(bake(words.preheader)) : '',
    body: bake(body)
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  });
}

export interface Frame {
  readonly language: string;
  readonly channel: MessageChannel;
  readonly legalClass: LegalClass;
  readonly practiceName: string;
  readonly postalAddress: string;
  /** Of the practice; empty: none. */
  readonly mission: string;
  /** Whole addresses, by field. */
  readonly links: FieldValues;
}

/** The message as it goes out: what was said, with its links and what stands around it. Pure. */
export function frameMessage(baked: Baked, frame: Frame): Outcome<Written, WritingRefusal> {
  const { channel, links } = frame;
  if (channel === 'email') return frameEmail(baked, frame);
  const text = fillFields(baked.body, links);
  if (channel === 'post') {
    return done({ subject: '', text: frame.mission === '' ? text : `${text}\n\n${frame.mission}`, html: '' });
  }
  const plain = plainText(text);
  const { characters } = measureText(plain);
  if (characters > longestText)
    return refuse('text_too_long', told.outbox.textTooLong(characters, longestText));
  return done({ subject: '', text: plain, html: '' });
}

function frameEmail(baked: Baked, frame: Frame): Outcome<Written, WritingRefusal> {
  const { language, legalClass, practiceName, postalAddress, mission, links } = frame;
  const bulk = isBulk(legalClass);
  if (bulk && postalAddress === '') return refuse('no_postal_address', told.outbox.noPostalAddress);
  const { linkWords, ...fixed } = fixedWords(language);
  const address = links.unsubscribe_link;
  const unsubscribe = bulk && address !== undefined ? { words: fixed.unsubscribe, address } : undefined;
  const footer = [practiceName, mission, postalAddress, bulk ? fixed.whyBulk : fixed.whyCare];
  const { preheader, body } = baked;
  const html = writeHtml({ language, preheader, body, footer, linkWords, unsubscribe }, links);
  const lines = [...footer, ...(unsubscribe === undefined ? [] : [`${unsubscribe.words}: ${address}`])];
  const text = `${fillFields(body, links)}\n\n-- \n${lines.filter(Boolean).join('\n')}\n`;
  return done({ subject: baked.subject, text, html });
}
