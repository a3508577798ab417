import { Button, FileButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Region } from '../parts/region.tsx';
import { useChange } from '../parts/use-change.ts';
import { photoQuery } from './settings-queries.ts';
import { useSettingsWords } from './settings-words.ts';
import { smallPicture } from './small-picture.ts';

/** The picture that patients see beside a name on the page of their visit. */
export function StaffPhoto({
  staffMemberId,
  name,
}: {
  readonly staffMemberId: string;
  readonly name: string;
}) {
  const words = useSettingsWords().staff;
  const query = useQuery(photoQuery(staffMemberId));
  const change = useChange(['staff']);
  const [unread, setUnread] = useState(false);
  const params = { staffMemberId };
  const choose = async (file: File | null) => {
    if (file === null) return;
    const photo = await smallPicture(file);
    setUnread(photo === undefined);
    if (photo !== undefined) void change.run('setPhoto', { params, body: { photo } }, words.photoSet(name));
  };
  return (
    <div className="staff-photo wide">
      <p className="dim">{words.photoHelp}</p>
      <Region query={query} rows={1}>
        {({ photo }) => (
          <>
            {photo === null ? (
              <p className="dim">{words.noPhoto}</p>
            ) : (
              <img alt={words.photoOf(name)} src={photo} width={80} height={80} />
            )}
            <span className="save-row">
              <FileButton onChange={(file) => void choose(file)} accept="image/png,image/jpeg,image/webp">
                {(props) => (
                  <Button {...props} variant="default" loading={change.busy}>
                    {words.choosePhoto}
                  </Button>
                )}
              </FileButton>
              {photo === null ? null : (
                <Button
                  variant="subtle"
                  onClick={() =>
                    void change.run('setPhoto', { params, body: { photo: null } }, words.photoGone(name))
                  }
                >
                  {words.removePhoto}
                </Button>
              )}
            </span>
            {unread ? (
              <p className="late" role="alert">
                {words.photoUnread}
              </p>
            ) : null}
          </>
        )}
      </Region>
    </div>
  );
}
