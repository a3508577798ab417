import { Button, PasswordInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../app/api.ts';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { sessionQuery, useSession } from '../app/session.ts';
import { useWords } from '../app/words.ts';
import { Region } from '../parts/region.tsx';
import { useChange } from '../parts/use-change.ts';
import { EnrolApp } from '../sign-in/enrol-app.tsx';
import { EnrolPasskey } from '../sign-in/enrol-passkey.tsx';
import { RecoveryCodes } from '../sign-in/recovery-codes.tsx';
import '../sign-in/sign-in.css';
import { mySignInQuery } from './settings-queries.ts';
import { useSettingsWords } from './settings-words.ts';
import '../parts/inline-form.css';

type Mine = Reply<'getMySignIn'>;

function Remove({ label, run }: { readonly label: string; readonly run: () => void }) {
  const say = useSettingsWords();
  return (
    <button type="button" className="quiet small" aria-label={label} onClick={run}>
      {say.me.remove}
    </button>
  );
}

function Pin({ pin }: { readonly pin: Mine['pin'] }) {
  const words = useWords();
  const say = useSettingsWords();
  const change = useChange(['me']);
  const [typed, setTyped] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await change.run('setPin', { body: { pin: typed } }, say.me.pinSaved)) setTyped('');
  };
  return (
    <section className="setting" id="setting-pin">
      <h3>{say.me.pin}</h3>
      <p className="dim">{say.me.pinExplained}</p>
      <p className="setting-value">
        <span>{pin === 'none' ? say.me.pinNone : pin === 'locked' ? say.me.pinLocked : say.me.pinSet}</span>
        {pin === 'none' ? null : (
          <Remove
            label={say.me.removeOf(say.me.pin)}
            run={() => void change.run('removePin', {}, say.me.pinGone)}
          />
        )}
      </p>
      <form className="inline-form" onSubmit={(event) => void submit(event)}>
        <PasswordInput
          label={say.me.pinNew}
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': words.door.showPassword }}
        />
        <Button type="submit" variant="default" loading={change.busy} disabled={typed.length < 6}>
          {say.me.pinSave}
        </Button>
      </form>
    </section>
  );
}

function Sessions({ sessions }: { readonly sessions: Mine['sessions'] }) {
  const say = useSettingsWords();
  const formats = useFormats();
  const change = useChange(['me']);
  return (
    <section className="setting" id="setting-sessions">
      <h3>{say.me.sessions}</h3>
      <ul className="plain">
        {sessions.map((one) => (
          <li key={one.id} className="setting-value">
            <span>
              {say.me.kind[one.kind]}, {say.me.opened(formats.moment(one.createdAt))}{' '}
              <span className="dim">
                {one.isThis ? say.me.here : say.me.seen(formats.moment(one.seenAt))}
              </span>
            </span>
            {one.isThis ? null : (
              <button
                type="button"
                className="quiet small"
                aria-label={say.me.endOf(formats.moment(one.createdAt))}
                onClick={() =>
                  void change.run('endMySession', { params: { sessionId: one.id } }, say.me.ended)
                }
              >
                {say.me.end}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Factors({ mine, tell }: { readonly mine: Mine; readonly tell: (codes: readonly string[]) => void }) {
  const say = useSettingsWords();
  const formats = useFormats();
  const session = useSession();
  const change = useChange(['me']);
  const client = useQueryClient();
  const added = async (codes: readonly string[]) => {
    if (codes.length > 0) tell(codes);
    await client.invalidateQueries({ queryKey: mySignInQuery.queryKey });
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  const renew = async () => {
    const answer = await call('renewRecoveryCodes', {});
    if (answer.ok) await added(answer.value.recoveryCodes);
  };
  return (
    <>
      <section className="setting" id="setting-passkeys">
        <h3>{say.me.passkeys}</h3>
        <p className="dim">{say.me.passkeysExplained}</p>
        {mine.passkeys.length === 0 ? <p>{say.me.noPasskeys}</p> : null}
        <ul className="plain">
          {mine.passkeys.map((passkey) => (
            <li key={passkey.id} className="setting-value">
              <span>
                <bdi>{passkey.name}</bdi>{' '}
                <span className="dim">
                  {passkey.usedAt === null
                    ? say.me.since(formats.moment(passkey.createdAt))
                    : say.me.used(formats.moment(passkey.usedAt))}
                </span>
              </span>
              <Remove
                label={say.me.removeOf(passkey.name)}
                run={() =>
                  void change.run(
                    'removePasskey',
                    { params: { passkeyId: passkey.id } },
                    say.me.removed(passkey.name),
                  )
                }
              />
            </li>
          ))}
        </ul>
        <EnrolPasskey
          call={call}
          done={(codes) => void added(codes)}
          work={session?.factors.passkeysWork === true}
        />
      </section>
      <section className="setting" id="setting-app">
        <h3>{say.me.app}</h3>
        <p className="dim">{say.me.appExplained}</p>
        {mine.appSince === null ? (
          <EnrolApp call={call} done={(codes) => void added(codes)} secondary />
        ) : (
          <p className="setting-value">
            <span>{say.me.since(formats.moment(mine.appSince))}</span>
            <Remove
              label={say.me.removeOf(say.me.app)}
              run={() => void change.run('removeApp', {}, say.me.removed(say.me.app))}
            />
          </p>
        )}
      </section>
      <section className="setting" id="setting-recovery">
        <h3>{say.me.recovery}</h3>
        {mine.passkeys.length === 0 && mine.appSince === null ? (
          <p className="dim">{say.me.recoveryNone}</p>
        ) : (
          <p className="setting-value">
            <span>
              {say.me.recoveryLeft(formats.number(mine.recoveryCodesLeft))}{' '}
              <span className="dim">{say.me.renewExplained}</span>
            </span>
            <button type="button" className="quiet small" onClick={() => void renew()}>
              {say.me.renew}
            </button>
          </p>
        )}
      </section>
    </>
  );
}

function Everything() {
  const query = useQuery(mySignInQuery);
  const [codes, setCodes] = useState<readonly string[]>();
  if (codes !== undefined) return <RecoveryCodes codes={codes} done={() => setCodes(undefined)} />;
  return (
    <Region query={query} rows={6}>
      {(mine) => (
        <>
          <Factors mine={mine} tell={setCodes} />
          <Pin pin={mine.pin} />
          <Sessions sessions={mine.sessions} />
        </>
      )}
    </Region>
  );
}

/** How one signs in oneself. */
export function MySignInSection() {
  const say = useSettingsWords();
  const session = useSession();
  return (
    <section>
      <h2>{say.sections.me}</h2>
      {session?.state === 'pin' ? <p>{say.me.byPin}</p> : <Everything />}
    </section>
  );
}
