import { TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { inLanguage } from '../../kit/words.ts';
import { useFormats } from '../app/format.ts';
import { useLanguage } from '../app/words.ts';
import { fits } from '../parts/fits.ts';
import type { Touchpoint } from './plan-queries.ts';
import { readPlanSearch } from './plan-search.ts';
import { usePlanWords } from './plan-words.ts';

export interface TouchpointFilterState {
  readonly shown: readonly Touchpoint[];
  readonly find: string;
  readonly setFind: (text: string) => void;
}

/** Those of the plan that are looked at: on, off or all by the address, and found by words of their title. */
export function useTouchpointFilter(touchpoints: readonly Touchpoint[]): TouchpointFilterState {
  const { show } = useSearch({ from: '/desk/plan' });
  const language = useLanguage();
  const [find, setFind] = useState('');
  const shown = touchpoints.filter(
    ({ enabled, title }) =>
      (show === undefined || enabled === (show === 'on')) &&
      fits(inLanguage(title, [language, 'en'])?.text ?? '', find),
  );
  return { shown, find, setFind };
}

/** Twenty touchpoints are a long page on a phone. */
export function TouchpointFilter({
  touchpoints,
  find,
  setFind,
}: Pick<TouchpointFilterState, 'find' | 'setFind'> & { readonly touchpoints: readonly Touchpoint[] }) {
  const { filter } = usePlanWords();
  const formats = useFormats();
  const navigate = useNavigate();
  const { show } = useSearch({ from: '/desk/plan' });
  const on = touchpoints.filter(({ enabled }) => enabled).length;
  const tabs = [
    { show: undefined, said: filter.all(formats.number(touchpoints.length)) },
    { show: 'on' as const, said: filter.on(formats.number(on)) },
    { show: 'off' as const, said: filter.off(formats.number(touchpoints.length - on)) },
  ];
  return (
    <div className="plan-filter">
      {/* biome-ignore lint/a11y/useSemanticElements: buttons in a row, no form */}
      <div role="group" aria-label={filter.which}>
        {tabs.map((tab) => (
          <button
            key={tab.show ?? 'all'}
            type="button"
            className="quiet"
            aria-pressed={tab.show === show}
            onClick={() => void navigate({ to: '/plan', search: readPlanSearch({ ...tab }) })}
          >
            {tab.said}
          </button>
        ))}
      </div>
      <TextInput
        type="search"
        dir="auto"
        aria-label={filter.find}
        placeholder={filter.find}
        value={find}
        onChange={(event) => setFind(event.currentTarget.value)}
      />
    </div>
  );
}

/** None is like that: the way back to all of them. */
export function NoTouchpoint({ setFind }: Pick<TouchpointFilterState, 'setFind'>) {
  const { filter } = usePlanWords();
  const navigate = useNavigate();
  return (
    <p>
      {filter.none}{' '}
      <button
        type="button"
        className="quiet"
        onClick={() => {
          setFind('');
          void navigate({ to: '/plan', search: {} });
        }}
      >
        {filter.showAll}
      </button>
    </p>
  );
}
