import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { refusing } from './not-whole.ts';
import { packWriter, readAt } from './pack.ts';

test('what was put in comes out, and nothing beyond the end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keepwell-pack-'));
  const handle = await open(join(folder, 'pack'), 'wx+');
  try {
    const pack = packWriter(handle);
    const first = await pack.add(Buffer.from('first'));
    const second = await pack.add(Buffer.from('the second'));
    await pack.finish();
    expect(pack.bytes).toBe(15);
    expect((await readAt(handle, first))?.toString()).toBe('first');
    expect((await readAt(handle, second))?.toString()).toBe('the second');
    expect(await readAt(handle, { offset: 10, length: 6 })).toBeUndefined();
  } finally {
    await handle.close();
    rmSync(folder, { recursive: true });
  }
});

test('a full disk is refused in words, with the next step', async (context) => {
  if (!existsSync('/dev/full')) return context.skip('left out: this system has no /dev/full');
  const handle: FileHandle = await open('/dev/full', 'w');
  try {
    const outcome = await refusing('/backups', () => packWriter(handle).add(Buffer.from('x')));
    expect(outcome).toEqual({
      ok: false,
      refusal: {
        code: 'backup_full',
        detail:
          'the disk of /backups is full; make room or name another folder with --to, the former backups are whole',
      },
    });
  } finally {
    await handle.close();
  }
});
