import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { useMay, useSession } from '../app/session.ts';
import { Region } from '../parts/region.tsx';
import { useChange } from '../parts/use-change.ts';
import { useTitle } from '../parts/use-title.ts';
import { useHuddleWords } from './huddle-words.ts';
import './huddle.css';

type Item = Reply<'getLeavingItems'>['items'][number];
type Audience = Item['applies'];

const audiences: readonly Audience[] = ['always', 'first_visit', 'no_next_visit', 'promise_open', 'worried'];
/** As many as a hand can tick while somebody puts a coat on. */
const mostItems = 12;

/** What is looked at before a patient leaves: a list that the practice changes, in the languages that it speaks. */
export function LeavingItemsScreen() {
  const words = useHuddleWords();
  useTitle(words.beforeLeaving);
  const query = useQuery({
    queryKey: ['plan', 'leaving-items'],
    queryFn: ({ signal }) => ask('getLeavingItems', {}, signal),
  });
  return (
    <div className="page">
      <p>
        <Link to="/huddle">{words.backToHuddle}</Link>
      </p>
      <h1>{words.beforeLeaving}</h1>
      <p className="dim">{words.itemsExplained}</p>
      <Region query={query}>{({ items }) => <Editor key={JSON.stringify(items)} items={items} />}</Region>
    </div>
  );
}

function newCode(items: readonly Item[]): string {
  let nth = items.length + 1;
  while (items.some(({ code }) => code === `item-${nth}`)) nth += 1;
  return `item-${nth}`;
}

function Editor({ items: kept }: { readonly items: readonly Item[] }) {
  const words = useHuddleWords();
  const formats = useFormats();
  const mayChange = useMay('plan.change');
  const languages = useSession()?.practice?.languages ?? ['en'];
  const change = useChange(['plan']);
  const [items, setItems] = useState<readonly Item[]>(kept);
  const put = (index: number, part: Partial<Item>) =>
    setItems(items.map((item, at) => (at === index ? { ...item, ...part } : item)));
  const move = (index: number, by: -1 | 1) => {
    const next = [...items];
    const [item] = next.splice(index, 1);
    if (item !== undefined) next.splice(index + by, 0, item);
    setItems(next);
  };
  const add = () =>
    setItems([...items, { code: newCode(items), words: {}, applies: 'always', enabled: true }]);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void change.run('changeLeavingItems', { body: { items: [...items] } }, words.itemsSaved);
  };
  const isChanged = JSON.stringify(items) !== JSON.stringify(kept);
  return (
    <form onSubmit={save}>
      {items.length === 0 ? <p className="dim">{words.noItemsYet}</p> : null}
      <ol className="leaving-items">
        {items.map((item, index) => (
          <li key={item.code}>
            {languages.map((language) => (
              <TextInput
                key={language}
                label={words.itemIn(formats.languageName(language))}
                value={item.words[language] ?? ''}
                lang={language}
                dir="auto"
                maxLength={120}
                disabled={!mayChange}
                onChange={(event) =>
                  put(index, { words: { ...item.words, [language]: event.currentTarget.value } })
                }
              />
            ))}
            <NativeSelect
              label={words.forWhom}
              value={item.applies}
              disabled={!mayChange}
              onChange={(event) => put(index, { applies: event.currentTarget.value as Audience })}
              data={audiences.map((value) => ({ value, label: words.audiences[value] }))}
            />
            <div className="buttons">
              <Switch
                label={words.itemOn}
                checked={item.enabled}
                disabled={!mayChange}
                onChange={(event) => put(index, { enabled: event.currentTarget.checked })}
              />
              {mayChange ? (
                <>
                  <Button
                    variant="default"
                    size="compact-sm"
                    disabled={index === 0}
                    onClick={() => move(index, -1)}
                  >
                    {words.up}
                  </Button>
                  <Button
                    variant="default"
                    size="compact-sm"
                    disabled={index === items.length - 1}
                    onClick={() => move(index, 1)}
                  >
                    {words.down}
                  </Button>
                  <Button
                    variant="default"
                    size="compact-sm"
                    onClick={() => setItems(items.filter((_, at) => at !== index))}
                  >
                    {words.takeOut}
                  </Button>
                </>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
      {mayChange ? (
        <div className="buttons">
          <Button variant="default" onClick={add} disabled={items.length >= mostItems}>
            {words.addItem}
          </Button>
          <Button type="submit" disabled={!isChanged} loading={change.busy}>
            {words.saveItems}
          </Button>
        </div>
      ) : null}
    </form>
  );
}
