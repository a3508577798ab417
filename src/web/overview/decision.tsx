import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRoom } from '../app/registry.ts';
import { useMay, useSession } from '../app/session.ts';
import { MondaySheet } from './monday-sheet.tsx';
import type { Overview } from './overview-query.ts';
import { useDecisionWords } from './overview-sentences.ts';
import { useOverviewWords } from './overview-words.ts';

function isMonday(day: string | undefined): boolean {
  return day !== undefined && new Date(`${day}T12:00:00Z`).getUTCDay() === 1;
}

/** What the owner decides this week, and the page on paper. */
export function Decision({ overview }: { readonly overview: Overview }) {
  const words = useOverviewWords();
  const session = useSession();
  const mayPlan = useMay('plan.read');
  const said = useDecisionWords();
  const print = () => window.print();
  useRoom({ actions: [{ id: 'print-overview', words: words.print, run: print }] });
  return (
    <section>
      <h2>{words.decide}</h2>
      <p className="overview-decision">
        {said(overview.decision)}{' '}
        {overview.decision.kind === 'minutes' && mayPlan ? <Link to="/plan">{words.toPlan}</Link> : null}
      </p>
      <p>
        <Button size="compact-sm" variant="default" onClick={print}>
          {words.print}
        </Button>{' '}
        {isMonday(session?.today) ? <span className="dim">{words.monday}</span> : null}
      </p>
      <MondaySheet overview={overview} />
    </section>
  );
}
