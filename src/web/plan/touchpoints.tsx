import { Switch } from '@mantine/core';
import { useState } from 'react';
import { inLanguage } from '../../kit/words.ts';
import { useLanguage, useWords, wordFor } from '../app/words.ts';
import { TableScroll } from '../parts/table-scroll.tsx';
import { useChange } from '../parts/use-change.ts';
import type { Plan } from './plan-screen.tsx';

type Touchpoint = Plan['touchpoints'][number];

function MinutesField({
  touchpoint,
  title,
  disabled,
  save,
}: {
  readonly touchpoint: Touchpoint;
  readonly title: string;
  readonly disabled: boolean;
  readonly save: (minutes: number) => void;
}) {
  const words = useWords();
  const [text, setText] = useState(String(touchpoint.minutes));
  const leave = () => {
    const minutes = Number(text);
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > 240) setText(String(touchpoint.minutes));
    else if (minutes !== touchpoint.minutes) save(minutes);
  };
  return (
    <input
      className="number"
      type="number"
      min={1}
      max={240}
      aria-label={words.plan.minutesOf(title)}
      disabled={disabled}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') leave();
      }}
    />
  );
}

/** Every change is undone from its toast, so none asks whether it is meant. */
export function Touchpoints({ plan, mayChange }: { readonly plan: Plan; readonly mayChange: boolean }) {
  const words = useWords();
  const language = useLanguage();
  const change = useChange(['plan']);
  const shareTitles = new Map(plan.shares.map((share) => [share.code, share.title]));
  const titleOf = (title: Touchpoint['title']): string => inLanguage(title, [language, 'en'])?.text ?? '';
  const put = (
    touchpoint: Touchpoint,
    body: { enabled?: boolean; minutes?: number },
    before: { enabled?: boolean; minutes?: number },
    said: string,
  ) => {
    const params = { touchpointId: touchpoint.id };
    void change.run('changeTouchpoint', { params, body }, said, () => {
      void change.run('changeTouchpoint', { params, body: before });
    });
  };
  return (
    <section>
      <h2>{words.plan.touchpoints}</h2>
      <TableScroll label={words.plan.touchpoints}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.plan.on}</th>
              <th scope="col">{words.plan.touchpoint}</th>
              <th scope="col">{words.plan.when}</th>
              <th scope="col">{words.plan.who}</th>
              <th scope="col">{words.plan.how}</th>
              <th scope="col">{words.plan.share}</th>
              <th scope="col" className="figure">
                {words.plan.minutes}
              </th>
            </tr>
          </thead>
          <tbody>
            {plan.touchpoints.map((touchpoint) => {
              const title = titleOf(touchpoint.title);
              const share = shareTitles.get(touchpoint.share);
              return (
                <tr key={touchpoint.id}>
                  <td>
                    <Switch
                      aria-label={title}
                      checked={touchpoint.enabled}
                      disabled={!mayChange}
                      onChange={() =>
                        put(
                          touchpoint,
                          { enabled: !touchpoint.enabled },
                          { enabled: touchpoint.enabled },
                          touchpoint.enabled ? words.plan.switchedOff(title) : words.plan.switchedOn(title),
                        )
                      }
                    />
                  </td>
                  <th scope="row">{title}</th>
                  <td>{wordFor(words.plan.triggers, touchpoint.trigger)}</td>
                  <td>{wordFor(words.roles, touchpoint.ownerRole)}</td>
                  <td>{wordFor(words.channels, touchpoint.channel)}</td>
                  <td>{share === undefined ? words.plan.owed : titleOf(share)}</td>
                  <td className="figure">
                    <MinutesField
                      key={touchpoint.minutes}
                      touchpoint={touchpoint}
                      title={title}
                      disabled={!mayChange}
                      save={(minutes) =>
                        put(
                          touchpoint,
                          { minutes },
                          { minutes: touchpoint.minutes },
                          words.plan.changed(title),
                        )
                      }
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}
