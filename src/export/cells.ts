import pg from 'pg';
import type { CatalogueColumn } from '../database/catalogue.ts';

/**
 * What a spreadsheet takes for the beginning of a formula, also in full width, and our own mark. A cell that begins so
 * gets an apostrophe before it: shown as text everywhere, and taken away again by exactly one character on the way
 * back. A telephone number in international form begins with a plus and so stays the text it is.
 */
const formulaStarts = `=+-@\t\r\n\uff1d\uff0b\uff0d\uff20'`;

export function neutralised(text: string): string {
  return text !== '' && formulaStarts.includes(text.charAt(0)) ? `'${text}` : text;
}

// Numbers and yes or no cannot be a formula; a negative number stays a number.
function isHarmless(column: CatalogueColumn): boolean {
  return column.category === 'N' || column.category === 'B';
}

const startsLiteral = pg.escapeLiteral(formulaStarts);

/** As `neutralised`, in SQL. */
export function cellOut(column: CatalogueColumn, name = pg.escapeIdentifier(column.name)): string {
  if (isHarmless(column)) return name;
  const text = `${name}::text`;
  return `case when ${text} <> '' and position(left(${text}, 1) in ${startsLiteral}) > 0 then '''' || ${text} else ${text} end as ${pg.escapeIdentifier(column.name)}`;
}

/** A cell as it came, back to its value. */
export function cellIn(column: CatalogueColumn): string {
  const name = pg.escapeIdentifier(column.name);
  if (isHarmless(column)) return `${name}::${column.type}`;
  return `(case when left(${name}, 1) = '''' then substr(${name}, 2) else ${name} end)::${column.type}`;
}
