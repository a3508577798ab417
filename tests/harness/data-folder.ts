import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The data folder of every server of this test file; it goes when the file has ended. */
export const dataFolder = mkdtempSync(join(tmpdir(), 'keepwell-http-'));
process.on('exit', () => rmSync(dataFolder, { recursive: true, force: true }));
