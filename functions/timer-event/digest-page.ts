import type { Digest } from '../../contracts/digest';

/** More are a matter for a query. */
const devicesShown = 20;

/** The digest as a page that a person wants to read: Markdown. */
export function digestPage({ date, devices, messages, failures, alerts }: Digest): string {
  const wrong = failures.invocations + failures.workflows + alerts;
  const longest = devices.filter(({ onSeconds }) => onSeconds > 0).toSorted((a, b) => b.onSeconds - a.onSeconds);
  const others = longest.length - devicesShown;
  return [
    `# ${date}`,
    '',
    wrong === 0
      ? 'A quiet day: nothing failed, and nobody was called.'
      : `**Something went wrong:** ${said(failures.invocations, 'invocation')} of functions and ` +
        `${said(failures.workflows, 'workflow')} failed; people were sent ${said(alerts, 'alert')}.`,
    '',
    `${said(devices.length, 'device')} ${devices.length === 1 ? 'was' : 'were'} seen, and ` +
      `${said(messages, 'measurement')} stored.`,
    ...(longest.length === 0
      ? []
      : [
          '',
          '| Device | On | Changes |',
          '|---|---:|---:|',
          ...longest
            .slice(0, devicesShown)
            .map(({ thing, onSeconds, changes }) => `| \`${thing}\` | ${span(onSeconds)} | ${changes} |`),
          ...(others > 0 ? ['', `${said(others, 'other device')} ${others === 1 ? 'was' : 'were'} on for less.`] : []),
        ]),
    '',
  ].join('\n');
}

const said = (count: number, what: string) => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

/** `2 h 05 min` */
function span(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
