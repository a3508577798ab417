import type { PatientIdentifier } from '../../patients/model.ts';
import type { MergeAsked } from '../hl7/renames.ts';
import { type Fields, fieldsOf, listOf, textOf } from './json.ts';
import { namedPatient } from './named-patient.ts';

export interface PatientLinks {
  /** Of patients that are one for the source: asked of our own people, as a merge of HL7 is. */
  readonly merges: readonly MergeAsked[];
  /** Words for links that change nothing here, such as `Patient.link seealso`. */
  readonly noted: readonly string[];
}

const noLinks: PatientLinks = { merges: [], noted: [] };
const mostLinks = 20;
const kinds = new Set(['replaced-by', 'replaces', 'refer', 'seealso']);

/** What a patient says of other patients. @param today counts where the source does not say when it said so */
export function linksOf(
  resource: Fields,
  own: PatientIdentifier,
  system: string,
  today: string,
): PatientLinks {
  const links = listOf(resource.link);
  if (links.length === 0) return noLinks;
  const merges: MergeAsked[] = [];
  const noted: string[] = [];
  const askedAt = instantOf(textOf(fieldsOf(resource.meta).lastUpdated)) ?? `${today}T00:00:00.000Z`;
  for (const link of links.slice(0, mostLinks).map(fieldsOf)) {
    const kind = textOf(link.type) ?? '';
    const other = namedPatient(link.other, resource, system);
    const isSelf = other?.system === own.system && other.value === own.value;
    if (other !== undefined && !isSelf && kind === 'replaced-by')
      merges.push({ old: own, survivor: other, askedAt });
    else if (other !== undefined && !isSelf && kind === 'replaces')
      merges.push({ old: other, survivor: own, askedAt });
    else noted.push(`Patient.link ${kinds.has(kind) ? kind : 'of another kind'}`);
  }
  return { merges, noted };
}

function instantOf(text: string | undefined): string | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
