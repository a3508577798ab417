import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { done, type Outcome, refuse } from '../kit/outcome.ts';

/** A place in a file, for words about it. */
export interface CellPlace {
  readonly file: string;
  /** As a spreadsheet counts: the headings are row 1. */
  readonly row: number;
  readonly column: string;
}

/** Says that a cell cannot be what it should. */
export function refuseCell({ file, row, column }: CellPlace, value: string, wanted: string) {
  const shown = JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return refuse('invalid_input', `${file}, row ${row}, column ${column}: ${shown} is not ${wanted}`);
}

/**
 * Streams the named columns of a CSV file, row by row; stops at the first refusal.
 * @param columns undefined ones are left out: their cells come as undefined
 * @param take sees the cells in the order of `columns`, trimmed
 * @cost csv-parse: 5 to 10 µs a row
 */
export async function readRows(
  file: string,
  columns: readonly (string | undefined)[],
  take: (cells: readonly (string | undefined)[], row: number) => Outcome<undefined>,
): Promise<Outcome<undefined>> {
  const stream = createReadStream(file);
  const parser = stream.pipe(
    parse({ bom: true, skip_empty_lines: true, relax_column_count: true, trim: true, info: true }),
  );
  stream.on('error', (error) => parser.destroy(error));
  let places: readonly number[] | undefined;
  try {
    for await (const found of parser as AsyncIterable<Found>) {
      const { record, info } = found;
      if (places === undefined) {
        const heading = findColumns(file, columns, record);
        if (!heading.ok) return heading;
        places = heading.value;
        continue;
      }
      const cells = places.map((place) => (place === -1 ? undefined : (record[place] ?? '')));
      const taken = take(cells, info.lines);
      if (!taken.ok) return taken;
    }
  } catch (error) {
    if (error instanceof CsvError) return refuse('invalid_input', `${file}: line ${error.lines}: not CSV`);
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    return refuse('invalid_input', `${file} cannot be read (${code})`);
  } finally {
    stream.destroy();
  }
  return places === undefined ? refuse('invalid_input', `${file} is empty`) : done(undefined);
}

interface Found {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function findColumns(
  file: string,
  columns: readonly (string | undefined)[],
  headings: readonly string[],
): Outcome<readonly number[]> {
  const places: number[] = [];
  for (const column of columns) {
    const place = column === undefined ? -1 : headings.indexOf(column);
    if (column !== undefined && place === -1) {
      const there = headings.slice(0, 30).join(', ');
      return refuse('invalid_input', `${file} has no column ${column}; it has ${there}`);
    }
    places.push(place);
  }
  return done(places);
}
