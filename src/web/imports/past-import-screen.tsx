import { Link, useParams } from '@tanstack/react-router';
import { useWords } from '../app/words.ts';
import { useTitle } from '../parts/use-title.ts';
import { ImportResultView } from './import-result.tsx';
import { useImportWords } from './import-words.ts';
import '../patients/patients.css';
import '../plan/settings.css';
import './imports.css';

/** One import of before. */
export function PastImportScreen() {
  const { importId } = useParams({ from: '/desk/imports/past/$importId' });
  const words = useImportWords();
  const shell = useWords();
  useTitle(`${shell.places.imports}: ${words.pastTitle}`);
  return (
    <div className="page import-page">
      <p>
        <Link to="/imports">{words.allImports}</Link>
      </p>
      <h1>{words.pastTitle}</h1>
      <ImportResultView importId={importId} />
    </div>
  );
}
