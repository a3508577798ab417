import type { Formats } from '../app/format.ts';
import type { Reply } from '../app/operations.ts';
import { wordFor } from '../app/words.ts';
import type { en } from './words-en.ts';

export type Health = Reply<'describeHealth'>;
type Words = typeof en;

/** One part of the installation: how it stands in words, and what to do when it is not well. */
export interface Finding {
  readonly id: string;
  readonly part: string;
  /** As `toDo`, with what is typed or entered between backticks. */
  readonly state: string;
  /** Undefined: it is well. */
  readonly toDo?: string | undefined;
  /** What failed of this kind can be tried again. */
  readonly retry?: string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
// As `keepwell doctor` has them: a night that was missed, and a week and a week's grace.
const backupOldMs = 2 * dayMs;
const drillOldMs = 15 * dayMs;
const jobOldMs = 10 * minuteMs;
// The sealer goes round once a second.
const openOldMs = 5 * minuteMs;
// It is read twice a minute.
const mailboxOldMs = 15 * minuteMs;
const diskFullShare = 0.1;

interface Speaker {
  readonly words: Words;
  readonly formats: Formats;
  readonly now: number;
}

function ageOf({ words, now }: Speaker, at: string): string {
  const ms = Math.max(0, now - Date.parse(at));
  if (ms < minuteMs) return words.ages.now;
  if (ms < 2 * hourMs) return words.ages.minutes(Math.floor(ms / minuteMs));
  return ms < 2 * dayMs ? words.ages.hours(Math.floor(ms / hourMs)) : words.ages.days(Math.floor(ms / dayMs));
}

function sizeOf({ words, formats }: Speaker, bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return words.size(formats.number(Number(value.toPrecision(value < 100 ? 2 : 3))), units[power] ?? '');
}

const isOlder = ({ now }: Speaker, at: string, ms: number): boolean => now - Date.parse(at) > ms;

function ofDatabase(speaker: Speaker, { version, database }: Health): Finding[] {
  const { words } = speaker;
  const size = sizeOf(speaker, database.bytes);
  const { freeBytes: free, diskBytes: disk } = database;
  const state = (database.own ? words.own : words.external)(database.version, size);
  const isFull = free !== null && disk !== null && free / disk < diskFullShare;
  return [
    { id: 'version', part: words.parts.version, state: words.version(version) },
    { id: 'database', part: words.parts.database, state },
    {
      id: 'disk',
      part: words.parts.disk,
      state:
        free === null || disk === null
          ? words.diskUnknown
          : words.disk(sizeOf(speaker, free), sizeOf(speaker, disk)),
      toDo: isFull ? words.diskToDo : undefined,
    },
  ];
}

function ofJobs(speaker: Speaker, { jobs }: Health): Finding[] {
  const { words } = speaker;
  const { waiting, running, workers, oldest, failed } = jobs;
  const waits = oldest === null ? '' : ` ${words.oldest(ageOf(speaker, oldest))}`;
  const isSlow = oldest !== null && isOlder(speaker, oldest, jobOldMs);
  return [
    {
      id: 'jobs',
      part: words.parts.jobs,
      state: `${words.jobs(waiting, running, workers)}${waits}`,
      toDo: workers === 0 ? words.workersToDo : isSlow ? words.slowToDo : undefined,
    },
    ...(failed.length === 0
      ? [{ id: 'failed', part: words.parts.failed, state: words.failedNone }]
      : failed.map(({ task, jobs: count, attempts, lastAt, reason }) => ({
          id: `failed ${task}`,
          part: words.parts.failed,
          state: `${words.failed(wordFor(words.tasks, task.replaceAll('.', '_')), count, attempts, ageOf(speaker, lastAt))} ${words.reasons[reason]}`,
          toDo: words.reasonsToDo[reason],
          retry: task,
        }))),
  ];
}

function ofBackups(speaker: Speaker, { backup }: Health): Finding[] {
  const { words } = speaker;
  const { lastAt, backups, unreadable, drill, daily } = backup;
  const said = [
    lastAt === null ? words.noBackup : words.backups(ageOf(speaker, lastAt), backups),
    unreadable > 0 ? words.unreadable(unreadable) : '',
    daily ? '' : words.backupOff,
  ].filter((part) => part !== '');
  const isBad = lastAt === null || unreadable > 0 || isOlder(speaker, lastAt, backupOldMs);
  const isUntried = drill === null || !drill.good || isOlder(speaker, drill.at, drillOldMs);
  return [
    {
      id: 'backup',
      part: words.parts.backup,
      state: said.join(' '),
      toDo: isBad ? words.backupToDo : undefined,
    },
    {
      id: 'drill',
      part: words.parts.drill,
      state:
        drill === null
          ? words.noDrill
          : (drill.good ? words.drillGood : words.drillBad)(ageOf(speaker, drill.at)),
      toDo: isUntried ? words.drillToDo : undefined,
    },
  ];
}

function ofSources(speaker: Speaker, { schedule, lines }: Health): Finding[] {
  const { words } = speaker;
  const nameOf = ({ kind, name }: Health['schedule'][number]) =>
    kind === 'sample' ? words.sample : name === '' ? words.files : name;
  const sources = schedule.map((source): Finding => {
    const state =
      source.at === null
        ? words.scheduleNever(nameOf(source))
        : words.scheduleAt(nameOf(source), ageOf(speaker, source.at));
    const toDo = source.stale ? words.scheduleToDo : undefined;
    return { id: `schedule ${source.kind} ${source.name}`, part: words.parts.schedule, state, toDo };
  });
  const none: Finding = {
    id: 'schedule',
    part: words.parts.schedule,
    state: words.noSchedule,
    toDo: words.scheduleToDo,
  };
  return [
    ...(sources.length === 0 ? [none] : sources),
    ...lines.map(({ name, waiting, refused, failed, heard }) => ({
      id: `line ${name}`,
      part: words.parts.line(name),
      state: words.line(ageOf(speaker, heard), waiting, refused, failed),
      toDo: failed > 0 ? words.lineToDo : undefined,
    })),
  ];
}

function ofMail(speaker: Speaker, { mail }: Health): Finding[] {
  const { words } = speaker;
  const { sends, reads, readAt, failedAt, failure, sender } = mail;
  const found: Finding[] = [];
  if (reads) {
    const last = readAt === null ? words.mailboxNever : words.mailboxRead(ageOf(speaker, readAt));
    const failed = failure === null || failedAt === null ? '' : ` ${words.mailboxFailures[failure]}`;
    const isOld = readAt === null || isOlder(speaker, readAt, mailboxOldMs);
    const toDo = failure !== null ? words.mailboxToDo[failure] : isOld ? words.workersToDo : undefined;
    found.push({ id: 'mailbox', part: words.parts.mailbox, state: `${last}${failed}`, toDo });
  }
  if (sends && sender === null)
    found.push({ id: 'sender', part: words.parts.sender, state: words.senderUnasked });
  if (sends && sender !== null) {
    const { domain, spf, dkim, dmarc, passes, wanted } = sender;
    const state = `${words.sender(domain, words.dns[spf], words.dns[dkim], words.dns[dmarc])} ${passes ? words.senderPasses : words.senderHeld}`;
    const enter = wanted.map(({ name, text }) => words.senderEnter(name, text)).join(' ');
    const unsigned = dkim === 'unsigned' ? words.senderUnsigned : '';
    const toDo = [unsigned, enter].filter((part) => part !== '').join(' ');
    found.push({ id: 'sender', part: words.parts.sender, state, toDo: toDo === '' ? undefined : toDo });
  }
  return found;
}

function ofRecords(speaker: Speaker, { audit, uploads }: Health): Finding[] {
  const { words, formats } = speaker;
  const { sealedAt, seals, oldestOpen } = audit;
  return [
    {
      id: 'audit',
      part: words.parts.audit,
      state:
        sealedAt === null ? words.unsealed : words.sealed(formats.moment(sealedAt), formats.number(seals)),
      toDo: oldestOpen !== null && isOlder(speaker, oldestOpen, openOldMs) ? words.auditToDo : undefined,
    },
    {
      id: 'uploads',
      part: words.parts.uploads,
      state: uploads.there ? words.uploads(uploads.uploads, sizeOf(speaker, uploads.bytes)) : words.noUploads,
    },
  ];
}

/** Every part of the installation in words; what needs care has what to do. */
export function findingsOf(health: Health, words: Words, formats: Formats): readonly Finding[] {
  const speaker = { words, formats, now: Date.parse(health.now) };
  return [
    ...ofDatabase(speaker, health),
    ...ofJobs(speaker, health),
    ...ofBackups(speaker, health),
    ...ofSources(speaker, health),
    ...ofMail(speaker, health),
    ...ofRecords(speaker, health),
  ];
}
