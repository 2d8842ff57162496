import type { Digest } from '../../contracts/digest';

/** Maximum number of devices in the page's table. */
const devicesShown = 20;

/** Renders a digest as a Markdown page. */
export function digestPage({ date, devices, messages, failures, alerts }: Digest): string {
  const failureCount = failures.invocations + failures.workflows + alerts;
  const longest = devices.filter(({ onSeconds }) => onSeconds > 0).toSorted((a, b) => b.onSeconds - a.onSeconds);
  const hiddenCount = longest.length - devicesShown;
  return [
    `# ${date}`,
    '',
    failureCount === 0
      ? 'Nothing failed, and no alerts were sent.'
      : `**Failures:** ${countText(failures.invocations, 'function invocation')} and ` +
        `${countText(failures.workflows, 'workflow')} failed; ${countText(alerts, 'alert')} ${alerts === 1 ? 'was' : 'were'} sent.`,
    '',
    `${countText(devices.length, 'device')} ${devices.length === 1 ? 'was' : 'were'} active, and ` +
      `${countText(messages, 'measurement')} ${messages === 1 ? 'was' : 'were'} stored.`,
    ...(longest.length === 0
      ? []
      : [
          '',
          '| Device | On | Changes |',
          '|---|---:|---:|',
          ...longest
            .slice(0, devicesShown)
            .map(({ thing, onSeconds, changes }) => `| \`${thing}\` | ${span(onSeconds)} | ${changes} |`),
          ...(hiddenCount > 0
            ? [
                '',
                `${countText(hiddenCount, 'other device')} ${hiddenCount === 1 ? 'was' : 'were'} on for a shorter time.`,
              ]
            : []),
        ]),
    '',
  ].join('\n');
}

const countText = (count: number, what: string) => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

/** Formats a time span: `2 h 05 min`. */
function span(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
