import { Checkbox } from '@mantine/core';
import { useMay } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import { Note } from '../parts/patient-name.tsx';
import { useChange } from '../parts/use-change.ts';
import { Origin } from './origin.tsx';
import type { Patient } from './patient-queries.ts';
import { usePatientWords } from './patient-words.ts';
import { PlainMail, WarnedOfMail } from './plain-mail.tsx';

type Way = Patient['reachBy'][number];

/** The ways to reach a patient, the preferred first; each says where it is from and can be said to be wrong. */
export function Ways({ patient }: { readonly patient: Patient }) {
  const words = useWords();
  const { origin, envelope } = usePatientWords();
  const mayChange = useMay('patients.change');
  const change = useChange(['patients']);
  const params = (wayId: string) => ({ patientId: patient.id, wayId });
  const mayConsent = useMay('patients.consent');
  const wish = (way: Way, part: Partial<Pick<Way, 'confidentialOnly' | 'neverVoicemail'>>) => {
    const { confidentialOnly, neverVoicemail } = { ...way, ...part };
    const body = { confidentialOnly, neverVoicemail };
    void change.run('setWayWish', { params: params(way.id), body }, origin.wishKept);
  };
  const wrong = (wayId: string) =>
    void change.run(
      'markWayWrong',
      { params: params(wayId), body: { wrong: true } },
      origin.saidWrong,
      () => {
        void change.run('markWayWrong', { params: params(wayId), body: { wrong: false } });
      },
    );
  return (
    <>
      <ul className="ways">
        {patient.reachBy.map((way) => (
          <li key={way.id}>
            <span className="dim">{wordFor(words.ways, way.kind)}</span> <Note>{way.value}</Note>{' '}
            {way.belongsTo === 'self' ? null : (
              <span className="dim">{words.today.belongsTo(way.belongsTo)}</span>
            )}
            {way.confidentialOnly ? <span className="chip">{origin.onlyThis}</span> : null}{' '}
            {way.neverVoicemail ? <span className="chip">{origin.noMachine}</span> : null}
            {way.kind === 'email' ? <WarnedOfMail held={patient.plainMail} /> : null}
            {way.asked ? <span className="chip">{envelope.chip}</span> : null}
            {way.asked ? null : (
              <Origin patientId={patient.id} fact={`way:${way.id}`} label={way.value}>
                {(close) => (
                  <>
                    {mayConsent ? (
                      <>
                        <Checkbox
                          label={origin.onlyThisLong}
                          checked={way.confidentialOnly}
                          onChange={(event) => wish(way, { confidentialOnly: event.currentTarget.checked })}
                        />
                        {way.kind === 'mobile' || way.kind === 'phone' ? (
                          <Checkbox
                            label={origin.noMachineLong}
                            checked={way.neverVoicemail}
                            onChange={(event) => wish(way, { neverVoicemail: event.currentTarget.checked })}
                          />
                        ) : null}
                      </>
                    ) : null}
                    {mayConsent && way.kind === 'email' ? (
                      <PlainMail patientId={patient.id} held={patient.plainMail} close={close} />
                    ) : null}
                    {mayChange ? (
                      <button
                        type="button"
                        className="quiet"
                        onClick={() => {
                          close();
                          wrong(way.id);
                        }}
                      >
                        {origin.wrong}
                      </button>
                    ) : null}
                  </>
                )}
              </Origin>
            )}
          </li>
        ))}
      </ul>
      {patient.reachBy.length === 0 ? <p className="dim">{words.today.noWay}</p> : null}
    </>
  );
}
