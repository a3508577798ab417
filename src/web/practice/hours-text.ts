type Spans = [string, string][];

/** `08:00-12:00, 13:00-17:00`; empty for a day that is closed. */
export function hoursToText(spans: Readonly<Spans> | undefined): string {
  return (spans ?? []).map(([from, to]) => `${from}-${to}`).join(', ');
}

/** What was typed; undefined when it is no hours. `8-12` is understood too. */
export function hoursFromText(text: string): Spans | undefined {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const spans = parts.map((part) => {
    const [from, to, rest] = part.split(/\s*[-–]\s*/).map(clock);
    return from === undefined || to === undefined || rest !== undefined
      ? undefined
      : ([from, to] as [string, string]);
  });
  return spans.every((span) => span !== undefined) ? spans : undefined;
}

function clock(text: string): string | undefined {
  const [, hour = '', minute = '00'] = /^(\d{1,2})(?::?(\d{2}))?$/.exec(text) ?? [];
  return hour !== '' && Number(hour) < 24 && Number(minute) < 60
    ? `${hour.padStart(2, '0')}:${minute}`
    : undefined;
}
