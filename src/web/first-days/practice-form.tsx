import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { call, type Problem } from '../app/api.ts';
import { useLanguage } from '../app/words.ts';
import { countries, zones } from '../parts/countries-and-zones.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useFirstDaysWords } from './first-days-words.ts';
import { guess } from './guess.ts';

/** Name, country, zone and languages: what the browser can guess is filled in, and all of it can be changed. */
export function PracticeForm({ made }: { readonly made: () => Promise<void> }) {
  const words = useFirstDaysWords().practice;
  const language = useLanguage();
  const [guessed] = useState(() => guess());
  const [name, setName] = useState('');
  const [country, setCountry] = useState(guessed.country);
  const [zone, setZone] = useState(guessed.zone);
  const [spoken, setSpoken] = useState<readonly string[]>([language]);
  const [others, setOthers] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const countryList = useMemo(() => countries(language, guessed.country), [language, guessed.country]);
  const zoneList = useMemo(() => zones(language, guessed.zone), [language, guessed.zone]);
  const more = others.split(/[,\s]+/).filter((tag) => tag !== '' && !spoken.includes(tag));
  const languages = [...spoken, ...more];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await call('addPractice', { body: { name: name.trim(), country, zone, languages } });
    if (answer.ok) await made();
    else setProblem(answer.problem);
    setBusy(false);
  };
  const tick = (tag: string, on: boolean): void =>
    setSpoken(on ? [...spoken, tag] : spoken.filter((one) => one !== tag));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <p className="dim">{words.lead}</p>
      <TextInput
        label={words.name}
        description={words.nameHelp}
        autoComplete="organization"
        autoFocus
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label={words.country}
        description={words.countryHelp}
        data={countryList}
        value={country}
        onChange={(event) => setCountry(event.currentTarget.value)}
      />
      <NativeSelect
        label={words.zone}
        data={zoneList}
        value={zone}
        onChange={(event) => setZone(event.currentTarget.value)}
      />
      <fieldset className="spoken">
        <legend>{words.languages}</legend>
        <Checkbox
          label={words.english}
          checked={spoken.includes('en')}
          onChange={(event) => tick('en', event.currentTarget.checked)}
        />
        <Checkbox
          label={words.spanish}
          checked={spoken.includes('es')}
          onChange={(event) => tick('es', event.currentTarget.checked)}
        />
        <TextInput
          label={words.others}
          value={others}
          onChange={(event) => setOthers(event.currentTarget.value)}
        />
      </fieldset>
      <ProblemMessage problem={problem} />
      <Button type="submit" loading={busy} disabled={name.trim() === '' || languages.length === 0}>
        {words.make}
      </Button>
    </form>
  );
}
