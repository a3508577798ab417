import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { importsQuery } from './import-queries.ts';
import { useImportWords } from './import-words.ts';
import { type SystemName, systems } from './systems.ts';

/** Which export to make in a system, as far as we can stand behind it. */
function Guide({ system }: { readonly system: SystemName }) {
  const words = useImportWords();
  const sureness = systems.find(([name]) => name === system)?.[1] ?? 'not_seen';
  const { name, export: lines } = words.systems[system];
  return (
    <section className="guide" aria-label={words.source.export}>
      <h2>
        {words.source.export}: {name}
      </h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className={sureness === 'seen' ? 'dim' : 'unsure'}>{words.source.sure[sureness]}</p>
      <h3>{words.source.always}</h3>
      <ul>
        {words.source.alwaysList.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

// What the readers of FHIR and HL7 call their sources by themselves.
const ownNames = new Set(['fhir', 'hl7']);

/** Under which name the source goes: only a practice that imported before is asked. */
export function SourceName({
  value,
  suggested,
  change,
}: {
  readonly value: string | undefined;
  readonly suggested: string;
  readonly change: (system: string | undefined) => void;
}) {
  const words = useImportWords();
  const group = useId();
  const query = useQuery(importsQuery);
  const before = [...new Set(query.data?.imports.flatMap(({ sources }) => sources) ?? [])].filter(
    (name) => !ownNames.has(name),
  );
  if (before.length === 0) return null;
  const current = value ?? 'csv';
  const isOther = !before.includes(current);
  return (
    <fieldset className="choice">
      <legend>{words.source.same}</legend>
      <p className="dim">{words.source.sameExplained}</p>
      {before.map((name) => (
        <label key={name}>
          <input
            type="radio"
            className="radio"
            name={group}
            checked={current === name}
            onChange={() => change(name)}
          />{' '}
          {words.source.sameAs(name)}
        </label>
      ))}
      <label>
        <input
          type="radio"
          className="radio"
          name={group}
          checked={isOther}
          onChange={() => change(suggested)}
        />{' '}
        {words.source.other}
      </label>
      {isOther ? (
        <label className="below-choice">
          {words.source.otherName}{' '}
          <input
            value={current}
            maxLength={40}
            onChange={(event) =>
              change(event.target.value.toLowerCase().replace(/[^a-z0-9-]/g, '') || suggested)
            }
          />
        </label>
      ) : null}
    </fieldset>
  );
}

/** Which system: a choice of one, and beside it what to do there. */
export function SourceChoice({
  value,
  change,
}: {
  readonly value: SystemName;
  readonly change: (system: SystemName) => void;
}) {
  const words = useImportWords();
  const group = useId();
  return (
    <div className="system-choice">
      <fieldset className="choice">
        <legend>{words.source.lead}</legend>
        {systems.map(([name]) => (
          <label key={name}>
            <input
              type="radio"
              className="radio"
              name={group}
              checked={value === name}
              onChange={() => change(name)}
            />{' '}
            {words.systems[name].name}
          </label>
        ))}
      </fieldset>
      <Guide system={value} />
    </div>
  );
}
