import type { ColumnType } from 'kysely';

/** jsonb: read as parsed data, written as text, because the driver turns a bare array into a PostgreSQL array. */
export type Json<T> = ColumnType<T, string, string>;
/** As `Json`, for a column with a default. */
export type JsonDefault<T> = ColumnType<T, string | undefined, string>;
/** As `Json`, for a column that may be null. */
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** timestamptz: an instant, read as Date. */
export type Instant = ColumnType<Date, Date | string, Date | string>;
export type InstantDefault = ColumnType<Date, Date | string | undefined, Date | string>;
export type InstantOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** A column that may be left out on insert and is then null. */
export type OrNull<T> = ColumnType<T | null, T | null | undefined, T | null>;
