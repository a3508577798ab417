import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useFormats } from '../app/format.ts';
import { wantedAct } from '../app/patient-trail.ts';
import { useMay, useSession } from '../app/session.ts';
import { Note } from '../parts/patient-name.tsx';
import type { Patient } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';

/** The open act that comes next, with its reason, and the way to it. */
export function NextAct({ patient }: { readonly patient: Patient }) {
  const words = usePatientWords().page;
  const formats = useFormats();
  const navigate = useNavigate();
  const today = useSession()?.today ?? '';
  const mayRead = useMay('today.read');
  const act = patient.nextAct;
  return (
    <section>
      <h2>{words.nextAct}</h2>
      {act === null ? (
        <p className="dim">{words.noNextAct}</p>
      ) : (
        <div className="next-act">
          <p>
            {act.title} <span className="source">{formats.day(act.day)}</span>
            {act.reason === '' ? null : (
              <>
                <br />
                <Note>{act.reason}</Note>
              </>
            )}
          </p>
          {mayRead && act.day <= today ? (
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => {
                wantedAct.set(act.id);
                void navigate({ to: '/today', search: { tab: 'everyone' } });
              }}
            >
              {words.openOnToday}
            </Button>
          ) : null}
        </div>
      )}
    </section>
  );
}
