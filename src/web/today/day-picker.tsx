import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useWords } from '../app/words.ts';
import { Disclosure } from '../parts/disclosure.tsx';
import type { TodayList } from './today-queries.ts';
import type { TodaySearch } from './today-search.ts';

/** "What if": another day, or other minutes. Nothing is recorded there. */
export function DayPicker({ search, list }: { readonly search: TodaySearch; readonly list: TodayList }) {
  const words = useWords();
  return (
    <Disclosure className="day-picker" label={words.today.whatIf} face={<span>{words.today.whatIf}</span>}>
      {(close) => <WhatIfForm search={search} list={list} close={close} />}
    </Disclosure>
  );
}

function WhatIfForm({
  search,
  list,
  close,
}: {
  readonly search: TodaySearch;
  readonly list: TodayList;
  readonly close: () => void;
}) {
  const words = useWords();
  const navigate = useNavigate();
  const [day, setDay] = useState(search.asOf ?? list.asOf);
  const [minutes, setMinutes] = useState(String(search.minutes ?? list.minutes.available));
  const look = (event: FormEvent) => {
    event.preventDefault();
    close();
    const wanted = Number(minutes);
    void navigate({
      to: '/today',
      search: {
        ...(day === '' || (day === list.asOf && !list.whatIf) ? {} : { asOf: day }),
        ...(Number.isInteger(wanted) && wanted > 0 && wanted !== list.minutes.available
          ? { minutes: Math.min(1440, wanted) }
          : search.minutes === undefined
            ? {}
            : { minutes: search.minutes }),
      },
    });
  };
  return (
    <form onSubmit={look}>
      <p className="dim">{words.today.whatIfExplained}</p>
      <label>
        {words.today.day}
        <input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
      </label>
      <label>
        {words.today.minutesThere}
        <input
          type="number"
          min={1}
          max={1440}
          value={minutes}
          onChange={(event) => setMinutes(event.target.value)}
        />
      </label>
      <div className="buttons">
        <Button type="submit">{words.today.look}</Button>
      </div>
    </form>
  );
}
