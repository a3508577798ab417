import { useQuery } from '@tanstack/react-query';
import { useFormats } from '../app/format.ts';
import { useWords } from '../app/words.ts';
import { todayQuery } from '../today/today-queries.ts';

/** How old the schedule is, as the newest look at Today said; asks for nothing itself. */
export function ScheduleAge() {
  const words = useWords();
  const formats = useFormats();
  const { data } = useQuery({ ...todayQuery({}), enabled: false });
  if (data === undefined) return null;
  const age =
    data.scheduleAsOf === null
      ? words.shell.noSchedule
      : words.shell.scheduleAsOf(formats.moment(data.scheduleAsOf));
  return <span className={data.scheduleIsStale ? 'schedule-age late' : 'schedule-age'}>{age}</span>;
}
