import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { useSession } from '../app/session.ts';
import { useLanguage } from '../app/words.ts';
import { Empty, Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { CalibrationView } from './calibration-view.tsx';
import { CohortView } from './cohort-view.tsx';
import { ModelTable } from './model-table.tsx';
import { type Check, predictionsQuery, useModelName } from './predictions-query.ts';
import { usePredictionsWords } from './predictions-words.ts';
import { SurvivalView } from './survival-view.tsx';
import './predictions.css';

// Checked once a week; older than this somebody should look why.
const staleDays = 15;

/** How good the predictions are: against what came, beside the rules that practices use, by service. */
export function PredictionsScreen() {
  const words = usePredictionsWords();
  const query = useQuery(predictionsQuery);
  useTitle(words.title);
  return (
    <div className="page predictions">
      <h1>{words.title}</h1>
      <p className="dim">{words.lead}</p>
      <Region query={query}>
        {({ services }) => (services.length === 0 ? <Nothing /> : <Services services={services} />)}
      </Region>
    </div>
  );
}

function Nothing() {
  const words = usePredictionsWords();
  return (
    <Empty title={words.none}>
      <p>{words.noneExplained}</p>
      <p>
        <Link to="/imports">{words.toImport}</Link>
      </p>
    </Empty>
  );
}

function Services({ services }: { readonly services: readonly Check[] }) {
  const words = usePredictionsWords();
  const language = useLanguage();
  const [chosen, setChosen] = useState<string>();
  const check = services.find(({ serviceId }) => serviceId === chosen) ?? services[0];
  if (check === undefined) return null;
  return (
    <>
      <NativeSelect
        className="predictions-service"
        label={words.service}
        value={check.serviceId}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={services.map(({ serviceId, service }) => ({
          value: serviceId,
          label: inLanguage(service, [language])?.text ?? '',
        }))}
      />
      <Whole key={check.serviceId} check={check} />
    </>
  );
}

function Whole({ check }: { readonly check: Check }) {
  const words = usePredictionsWords();
  const formats = useFormats();
  const session = useSession();
  const nameOf = useModelName();
  const n = formats.number;
  const age = session ? (Date.parse(session.today) - Date.parse(check.day)) / 86_400_000 : 0;
  return (
    <>
      {age > staleDays ? <p className="strip stale">{words.stale(formats.partialDay(check.day))}</p> : null}
      <p>
        <strong>{words.champion(nameOf(check.champion))}</strong>{' '}
        {words.because[check.because](n(check.labels))}
      </p>
      <p className="dim">
        {words.checked(
          formats.moment(check.madeAt),
          n(check.patients),
          n(check.recallDays),
          n(check.horizonDays),
        )}
      </p>
      {check.test === null ? (
        <p>{words.noTest(n(check.horizonDays))}</p>
      ) : (
        <>
          <CalibrationView test={check.test} />
          <ModelTable test={check.test} />
        </>
      )}
      <CohortView check={check} />
      <SurvivalView check={check} />
      <p className="dim">{words.method}</p>
    </>
  );
}
