import { checks, counted, type Judged, type LookedAt, oneLine } from '@himeshima/plan-review';
import pc from 'picocolors';
import wrap from 'wrap-ansi';

interface Screen {
  readonly columns: number;
  readonly colour: boolean;
}

/** What was found, for somebody who looks at a terminal: each check once, with every place. */
export function formatFindings(judged: Judged, looked: readonly LookedAt[], screen: Screen): string {
  const colours = pc.createColors(screen.colour);
  const line = (sign: string, text: string) => {
    const wrapped = wrap(oneLine(text), Math.max(40, screen.columns - 12), { trim: true });
    return `    ${colours.dim(sign.padEnd(8))}${wrapped.replaceAll('\n', `\n${' '.repeat(12)}`)}`;
  };
  const found = [...new Set(judged.open.map(({ finding }) => finding.check))].flatMap((id) => {
    const those = judged.open.filter(({ finding }) => finding.check === id);
    const { severity = '', reason = '', fix = '', source = '' } = those[0]?.finding ?? {};
    return [
      `${colours.red('✗')} ${colours.bold(id)} (${severity}): ${reason}`,
      ...placesOf(those).map((place) => line('where', place)),
      line('fix', fix),
      line('source', source),
    ];
  });
  return [
    ...found,
    ...judged.unread.map(
      ({ stack, address, attribute, reason }) =>
        `${colours.red('✗')} ${oneLine(address)}: ${attribute} could not be read, so it was not checked (${oneLine(reason)}; ${stack})`,
    ),
    ...judged.stale.map(
      ({ check, address }) =>
        `${colours.red('✗')} ${check} is not found at ${address} any more: take it out of config/accepted-findings.ts`,
    ),
    ...judged.ending.map(
      ({ check, address, until, why }) =>
        `${colours.yellow('!')} ${check} at ${address} is accepted until ${until} and no longer (${why})`,
    ),
    totalOf(judged, looked),
  ].join('\n');
}

/** An address with every stack in which it is found. */
function placesOf(those: Judged['open']): readonly string[] {
  const places = new Map<string, string[]>();
  for (const { stack, finding, ended } of those) {
    const where = finding.where === undefined ? '' : `, ${finding.where}`;
    const end = ended === undefined ? '' : `; it was accepted until ${ended.until} (${ended.why})`;
    const place = `${finding.address}${where}${end}`;
    places.set(place, [...(places.get(place) ?? []), stack]);
  }
  return [...places].map(([place, stacks]) => `${place} (${stacks.join(', ')})`);
}

function totalOf({ open, accepted, stale, unread }: Judged, looked: readonly LookedAt[]): string {
  const sign = open.length + stale.length + unread.length > 0 ? '✗' : '✓';
  const many = [
    open.length === 0 ? 'no open finding' : counted(open.length, 'open finding'),
    ...(accepted.length > 0 ? [`${accepted.length} accepted`] : []),
    ...(unread.length > 0 ? [`${unread.length} not readable`] : []),
    ...(stale.length > 0 ? [`${stale.length} accepted and not found`] : []),
  ];
  return `${sign} ${checks.length} checks, ${counted(looked.length, 'stack')}: ${many.join(', ')}`;
}
