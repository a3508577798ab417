import type { Figure } from '../statistics/figure.ts';
import type { Elder } from './model.ts';

/**
 * The patients of one service, in columns: a million of them with ten visit days each take 100 MB, as objects ten times
 * as much. Days count from 1970-01-01.
 */
export interface ServiceRows {
  readonly count: number;
  patient(row: number): string;
  /** Visit days, ascending; a view, not a copy. */
  days(row: number): Int32Array;
  bookedOn(row: number): number | undefined;
  exitedOn(row: number): number | undefined;
  /** That the booked visit is missed, where that was estimated. */
  noShow(row: number): Figure | undefined;
  /** Of whoever is old. */
  elder(row: number): Elder | undefined;
  lastVisitDay(row: number): number;
  /** Keeps of each row's days only those for which it is asked: from then on `days` are the first days of episodes. */
  keepEpisodes(starts: (days: Int32Array) => number): void;
}

export type Standing = Readonly<Record<'bookedOn' | 'exitedOn', number | undefined>> & {
  readonly noShow: Figure | undefined;
  readonly elder: Elder | undefined;
};

export interface OpenServiceRows extends ServiceRows {
  /** @param patient bytes of the id, copied */
  add(patient: Buffer, days: Int32Array, standing: Standing): void;
}

/** No day of anybody's life. */
const none = -(2 ** 31);
const firstRoom = 1024;

/** An empty service; its columns double when they are full. @cost amortised O(1) a row and day */
export function openServiceRows(): OpenServiceRows {
  let count = 0;
  let ids = Buffer.alloc(36 * firstRoom);
  let idEnds = new Int32Array(firstRoom + 1);
  let days = new Int32Array(8 * firstRoom);
  let dayEnds = new Int32Array(firstRoom + 1);
  let booked = new Int32Array(firstRoom);
  let exited = new Int32Array(firstRoom);
  let lasts = new Int32Array(firstRoom);
  /** How many of a row's days still count. */
  let lengths = new Int32Array(firstRoom);
  /** Few have a visit booked. */
  const noShows = new Map<number, Figure>();
  /** One in ten is old. */
  const elders = new Map<number, Elder>();
  const dayAt = (list: Int32Array, row: number) => (list[row] === none ? undefined : list[row]);
  const rows: OpenServiceRows = {
    get count() {
      return count;
    },
    patient: (row) => ids.toString('latin1', idEnds[row], idEnds[row + 1]),
    days: (row) => {
      const start = dayEnds[row] ?? 0;
      return days.subarray(start, start + (lengths[row] ?? 0));
    },
    bookedOn: (row) => dayAt(booked, row),
    exitedOn: (row) => dayAt(exited, row),
    noShow: (row) => noShows.get(row),
    elder: (row) => elders.get(row),
    lastVisitDay: (row) => lasts[row] ?? 0,
    keepEpisodes(starts) {
      for (let row = 0; row < count; row += 1) lengths[row] = starts(rows.days(row));
    },
    add(patient, visits, { bookedOn, exitedOn, noShow, elder }) {
      if (count === booked.length) {
        idEnds = grown(idEnds, 2 * count + 1);
        dayEnds = grown(dayEnds, 2 * count + 1);
        booked = grown(booked, 2 * count);
        exited = grown(exited, 2 * count);
        lasts = grown(lasts, 2 * count);
        lengths = grown(lengths, 2 * count);
      }
      const idStart = idEnds[count] ?? 0;
      const dayStart = dayEnds[count] ?? 0;
      if (idStart + patient.length > ids.length) {
        const more = Buffer.alloc(2 * (idStart + patient.length));
        more.set(ids);
        ids = more;
      }
      while (dayStart + visits.length > days.length) days = grown(days, 2 * days.length);
      ids.set(patient, idStart);
      days.set(visits, dayStart);
      idEnds[count + 1] = idStart + patient.length;
      dayEnds[count + 1] = dayStart + visits.length;
      booked[count] = bookedOn ?? none;
      exited[count] = exitedOn ?? none;
      lasts[count] = visits[visits.length - 1] ?? 0;
      lengths[count] = visits.length;
      if (noShow !== undefined) noShows.set(count, noShow);
      if (elder !== undefined) elders.set(count, elder);
      count += 1;
    },
  };
  return rows;
}

function grown(list: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const more = new Int32Array(length);
  more.set(list);
  return more;
}
