import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { inLanguage } from '../../kit/words.ts';
import { useLanguage, useWords } from '../app/words.ts';
import { ProblemMessage } from '../parts/problem-message.tsx';
import { useChange } from '../parts/use-change.ts';
import type { Plan } from './plan-queries.ts';

/** Percentages of the minutes that promises leave over; together at most 100. */
export function SharesEditor({
  shares,
  mayChange,
}: {
  readonly shares: Plan['shares'];
  readonly mayChange: boolean;
}) {
  const words = useWords();
  const language = useLanguage();
  const change = useChange(['plan']);
  const [percents, setPercents] = useState<Readonly<Record<string, number>>>(() =>
    Object.fromEntries(shares.map((share) => [share.code, share.percent])),
  );
  const sum = Object.values(percents).reduce((total, percent) => total + percent, 0);
  const isChanged = shares.some((share) => percents[share.code] !== share.percent);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const put = (list: readonly { code: string; percent: number }[]) => ({
      body: { shares: list.map(({ code, percent }) => ({ code, percent })) },
    });
    const wanted = Object.entries(percents).map(([code, percent]) => ({ code, percent }));
    void change.run('changeShares', put(wanted), words.plan.saved, () => {
      void change.run('changeShares', put(shares));
    });
  };
  return (
    <section>
      <h2>{words.plan.shares}</h2>
      <p className="dim">{words.plan.sharesExplained}</p>
      <form className="narrow" onSubmit={submit}>
        <table>
          <tbody>
            {shares.map((share) => {
              const title = inLanguage(share.title, [language, 'en'])?.text ?? share.code;
              return (
                <tr key={share.code}>
                  <th scope="row">{title}</th>
                  <td className="figure">
                    <input
                      className="number"
                      type="number"
                      min={0}
                      max={100}
                      aria-label={title}
                      disabled={!mayChange}
                      value={percents[share.code] ?? 0}
                      onChange={(event) => {
                        const percent = Math.max(
                          0,
                          Math.min(100, Math.round(Number(event.target.value) || 0)),
                        );
                        setPercents({ ...percents, [share.code]: percent });
                      }}
                    />{' '}
                    %
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <div className="save-row">
          <span className={sum > 100 ? 'late' : 'dim'} role="status">
            {sum > 100 ? words.plan.tooMuch(sum) : words.plan.sum(sum)}
          </span>
          {mayChange ? (
            <Button type="submit" variant="default" disabled={!isChanged || sum > 100} loading={change.busy}>
              {words.common.save}
            </Button>
          ) : null}
        </div>
        <ProblemMessage problem={change.problem} />
      </form>
    </section>
  );
}
