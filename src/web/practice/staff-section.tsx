import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { useMay, useSession } from '../app/session.ts';
import { useWords, wordFor } from '../app/words.ts';
import { Region } from '../parts/region.tsx';
import { useChange } from '../parts/use-change.ts';
import { staffQuery } from '../today/today-queries.ts';
import { InviteForm } from './invite-form.tsx';
import { type Role, RoleChoice } from './role-choice.tsx';
import { useSettingsWords } from './settings-words.ts';
import { StaffPhoto } from './staff-photo.tsx';
import '../parts/inline-form.css';

type StaffMember = Reply<'listStaff'>['staff'][number];
function RolesForm({ member, close }: { readonly member: StaffMember; readonly close: () => void }) {
  const words = useWords();
  const change = useChange(['staff']);
  const [roles, setRoles] = useState<readonly Role[]>(member.roles as Role[]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const params = { staffMemberId: member.id };
    const before = member.roles as Role[];
    const said = words.practice.rolesChanged(member.displayName);
    const done = await change.run('changeStaff', { params, body: { roles: [...roles] } }, said, () => {
      void change.run('changeStaff', { params, body: { roles: before } });
    });
    if (done) close();
  };
  return (
    <form className="inline-form" onSubmit={(event) => void submit(event)}>
      <div className="wide">
        <RoleChoice label={words.practice.rolesOf(member.displayName)} chosen={roles} choose={setRoles} />
      </div>
      <div className="wide save-row">
        <Button type="submit" variant="default" loading={change.busy} disabled={roles.length === 0}>
          {words.common.save}
        </Button>
        <Button variant="subtle" onClick={close}>
          {words.common.cancel}
        </Button>
      </div>
    </form>
  );
}

interface MemberProps {
  readonly member: StaffMember;
  readonly mayChange: boolean;
  readonly mayPicture: boolean;
}

function Member({ member, mayChange, mayPicture }: MemberProps) {
  const words = useWords();
  const formats = useFormats();
  const say = useSettingsWords();
  const session = useSession();
  const change = useChange(['staff']);
  const [open, setOpen] = useState(false);
  const [pictured, setPictured] = useState(false);
  const isMe = session?.staffMemberId === member.id;
  const turn = (state: 'active' | 'suspended', said: string) => {
    const params = { staffMemberId: member.id };
    const back = state === 'active' ? 'suspended' : 'active';
    void change.run('changeStaff', { params, body: { state } }, said, () => {
      void change.run('changeStaff', { params, body: { state: back } });
    });
  };
  return (
    <li className="member">
      <span className="member-name">
        <strong>
          <bdi>{member.displayName}</bdi>
        </strong>{' '}
        {isMe ? <span className="dim">({words.practice.you}) </span> : null}
        <span className="dim">
          <bdi>{member.email}</bdi>
        </span>
      </span>
      <span>{formats.list(member.roles.map((role) => wordFor(words.roles, role)))}</span>
      <span className={member.state === 'suspended' ? 'late' : 'dim'}>
        {words.practice.states[member.state]}
      </span>
      <span className="member-tools">
        {mayPicture ? (
          <button
            type="button"
            className="quiet small"
            aria-label={say.staff.photoFor(member.displayName)}
            aria-expanded={pictured}
            onClick={() => setPictured(!pictured)}
          >
            {say.staff.photo}
          </button>
        ) : null}
        {mayChange ? (
          <>
            <button
              type="button"
              className="quiet small"
              aria-label={`${words.practice.changeRoles}: ${member.displayName}`}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              {words.practice.changeRoles}
            </button>
            {isMe || member.state !== 'active' || member.email === null ? null : (
              <button
                type="button"
                className="quiet small"
                aria-label={`${say.staff.reset}: ${member.displayName}`}
                onClick={() =>
                  void change.run(
                    'resetFactors',
                    { params: { staffMemberId: member.id } },
                    say.staff.wasReset(member.displayName),
                  )
                }
              >
                {say.staff.reset}
              </button>
            )}
            {isMe || member.state === 'invited' ? null : member.state === 'active' ? (
              <button
                type="button"
                className="quiet small"
                aria-label={`${words.practice.suspend}: ${member.displayName}`}
                onClick={() => turn('suspended', words.practice.suspended(member.displayName))}
              >
                {words.practice.suspend}
              </button>
            ) : (
              <button
                type="button"
                className="quiet small"
                aria-label={`${words.practice.readmit}: ${member.displayName}`}
                onClick={() => turn('active', words.practice.readmitted(member.displayName))}
              >
                {words.practice.readmit}
              </button>
            )}
          </>
        ) : null}
      </span>
      {pictured ? <StaffPhoto staffMemberId={member.id} name={member.displayName} /> : null}
      {open ? <RolesForm member={member} close={() => setOpen(false)} /> : null}
    </li>
  );
}

/** Who works here, with what roles; administrators invite and change. */
export function StaffSection() {
  const words = useWords();
  const mayChange = useMay('staff.change');
  const mayPicture = useMay('practice.change');
  const query = useQuery(staffQuery);
  return (
    <section>
      <h2>{words.practice.staff}</h2>
      <Region query={query} rows={3}>
        {({ staff }) => (
          <ul className="members">
            {staff.map((member) => (
              <Member key={member.id} member={member} mayChange={mayChange} mayPicture={mayPicture} />
            ))}
          </ul>
        )}
      </Region>
      {mayChange ? <InviteForm /> : null}
    </section>
  );
}
