import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { inLanguage } from '../../kit/words.ts';
import { useMay } from '../app/session.ts';
import { useLanguage } from '../app/words.ts';
import { Empty, Region } from '../parts/region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { NewsDesk } from './news-desk.tsx';
import { planQuery } from './plan-queries.ts';
import { usePlanWords } from './plan-words.ts';
import '../patients/patients.css';
import '../templates/templates.css';
import './settings.css';
import './plan.css';

/** The news of this month: a touchpoint on a date, written, looked at, and sent by the plan like everything else. */
export function NewsScreen() {
  const { news: words, versions } = usePlanWords();
  const language = useLanguage();
  const mayChange = useMay('plan.change');
  const query = useQuery(planQuery);
  const [chosen, setChosen] = useState<string>();
  useTitle(words.heading);
  return (
    <Region query={query} rows={8}>
      {({ touchpoints }) => {
        const dated = touchpoints.filter(({ trigger }) => trigger === 'on_date');
        const touchpoint = dated.find(({ code }) => code === chosen) ?? dated[0];
        return (
          <div className="page templates">
            <p>
              <Link to="/plan">{versions.back}</Link>
            </p>
            <h1>{words.heading}</h1>
            {touchpoint === undefined || !mayChange ? (
              <Empty title={mayChange ? words.none : words.readOnly}>
                {mayChange ? <p>{words.noneExplained}</p> : null}
              </Empty>
            ) : (
              <>
                <p className="dim">{words.explained}</p>
                {dated.length === 1 ? null : (
                  // biome-ignore lint/a11y/useSemanticElements: buttons in a row, no fields
                  <div className="template-channels" role="group" aria-label={words.which}>
                    {dated.map(({ code, title }) => (
                      <button
                        key={code}
                        type="button"
                        className="quiet"
                        aria-pressed={code === touchpoint.code}
                        onClick={() => setChosen(code)}
                      >
                        {inLanguage(title, [language, 'en'])?.text ?? code}
                      </button>
                    ))}
                  </div>
                )}
                <NewsDesk key={JSON.stringify(touchpoint)} touchpoint={touchpoint} />
              </>
            )}
          </div>
        );
      }}
    </Region>
  );
}
