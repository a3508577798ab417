import type { PatientMerge } from '../patients/model.ts';
import type { VisitMerge } from '../visits/actions.ts';
import type { FileReading } from './gatherer.ts';
import type { FileReport } from './model.ts';

export interface StagedCounts {
  readonly patients: PatientMerge;
  readonly visits: VisitMerge;
}

const noPatients = { added: 0, updated: 0, unchanged: 0 };
const noVisits = { ...noPatients, orphaned: 0 };

/**
 * What became of each file. In a table of visits a row is its visit: a row whose visit is as it was but whose
 * patient changed counts as updated. In FHIR each resource counts for itself.
 */
export function reportFiles(
  paths: readonly string[],
  readings: readonly FileReading[],
  counts: StagedCounts,
): {
  readonly files: readonly FileReport[];
  readonly totals: { readonly patients: number; readonly visits: number };
} {
  const files = readings.map((reading): FileReport => {
    const patients = counts.patients.byFile.get(reading.position) ?? noPatients;
    const visits = counts.visits.byFile.get(reading.position) ?? noVisits;
    const orphans = counts.patients.orphans.byFile.get(reading.position) ?? 0;
    // A row of a list of visits is refused as a visit of nobody already.
    const erased = reading.kind.includes('visits') ? 0 : (counts.patients.erased.get(reading.position) ?? 0);
    const isVisits = reading.kind.includes('visits');
    const changedOnly = isVisits ? Math.min(patients.updated, visits.unchanged) : 0;
    const ofPatients = isVisits ? noPatients : patients;
    return {
      path: paths[reading.position] ?? '',
      kind: reading.kind,
      rows: reading.rows,
      added: ofPatients.added + visits.added + reading.addedPlaces,
      updated: ofPatients.updated + visits.updated + changedOnly,
      unchanged:
        ofPatients.unchanged + visits.unchanged - changedOnly + reading.repeated - reading.addedPlaces,
      refused: reading.refused + visits.orphaned + orphans + erased,
      mapping: reading.mapping,
    };
  });
  return { files, totals: { patients: counts.patients.patients, visits: counts.visits.visits } };
}
