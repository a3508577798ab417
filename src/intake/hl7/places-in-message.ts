import { findSegment, type Hl7Message, textAt } from './er7.ts';

/** A place in a message, as interface people write it: `SCH-25`, `PV1-3.4`, `ZAP-2.1`. */
export interface MessagePlace {
  readonly segment: string;
  readonly field: number;
  readonly component: number;
  readonly written: string;
}

const shape = /^([A-Z][A-Z0-9]{2})-(\d{1,3})(?:\.(\d{1,2}))?$/;

/** Undefined when the text names no place. */
export function readPlace(written: string): MessagePlace | undefined {
  const parts = shape.exec(written);
  if (parts === null) return undefined;
  const [, segment = '', field = '', component = '1'] = parts;
  if (Number(field) < 1 || Number(component) < 1) return undefined;
  return { segment, field: Number(field), component: Number(component), written };
}

/** The text at the first of these places that has one. */
export function firstText(message: Hl7Message, places: readonly MessagePlace[]): string | undefined {
  for (const place of places) {
    const found = textAt(message, findSegment(message, place.segment), place.field, place.component);
    if (found !== undefined) return found;
  }
  return undefined;
}
