import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Region } from '../parts/region.tsx';
import { CapabilityTable } from './capability-table.tsx';
import { CountTable, ReasonTable } from './counts.tsx';
import { importQuery } from './import-queries.ts';
import { useImportWords } from './import-words.ts';
import { TakeBack } from './take-back.tsx';

/** What an import came to; readable for as long as the import is remembered. */
export function ImportResultView({ importId }: { readonly importId: string }) {
  const words = useImportWords();
  const formats = useFormats();
  const query = useQuery(importQuery(importId));
  return (
    <Region query={query}>
      {(result) => (
        <>
          <p className="dim">
            {[
              formats.moment(result.startedAt),
              result.by ?? words.byCommand,
              words.states[result.state],
              ...result.sources,
            ].join(' · ')}
          </p>
          <ul className="figures">
            <li>
              <strong>{formats.number(result.patients)}</strong> {words.import.patients}
            </li>
            <li>
              <strong>{formats.number(result.visits)}</strong> {words.import.visits}
            </li>
            <li className="dim">{words.import.taken}</li>
          </ul>
          <TakeBack result={result} />
          <CountTable files={result.files} />
          <CapabilityTable />
          <ReasonTable
            refusals={result.refusals}
            listAt={result.hasRefusals ? `/api/imports/${importId}/refusals` : undefined}
          />
        </>
      )}
    </Region>
  );
}

/** Where to go from an import that is done. */
export function WaysOn() {
  const words = useImportWords();
  const shell = useWords();
  const mayToday = useMay('today.read');
  const maySearch = useMay('patients.search');
  const mayMatch = useMay('matches.read');
  const mayOverview = useMay('overview.read');
  return (
    <>
      <p className="dim">{words.import.later}</p>
      <ul className="ways-on">
        {mayOverview ? (
          <li>
            <Link to="/look-back">{words.import.lookBack}</Link>
          </li>
        ) : null}
        {mayToday ? (
          <li>
            <Link to="/today">{words.import.toToday}</Link>
          </li>
        ) : null}
        {maySearch ? (
          <li>
            <Link to="/patients">{words.import.lookUp}</Link>
          </li>
        ) : null}
        {mayMatch ? (
          <li>
            <Link to="/matches">{shell.places.matches}</Link>
          </li>
        ) : null}
        <li>
          <Link to="/imports/new">{words.import.more}</Link>
        </li>
        <li>
          <Link to="/imports">{words.allImports}</Link>
        </li>
      </ul>
    </>
  );
}
