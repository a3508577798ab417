import pg from 'pg';

const dateOid = 1082;

/**
 * The driver's readers, with one change: `date` stays `YYYY-MM-DD` text. The default turns it into midnight in the
 * machine's zone, which is another day elsewhere.
 */
export const keepwellTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === dateOid && format !== 'binary'
      ? (text: string) => text
      : pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
};
