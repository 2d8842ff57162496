import { type CheckedStack, checks, counted, oneLine, type SortedFindings } from '@himeshima/plan-review';
import pc from 'picocolors';
import wrap from 'wrap-ansi';

interface Screen {
  readonly columns: number;
  readonly colour: boolean;
}

/** Formats findings for a terminal. Lists each check once, with all affected resources. */
export function formatFindings(sorted: SortedFindings, inspected: readonly CheckedStack[], screen: Screen): string {
  const colours = pc.createColors(screen.colour);
  const line = (sign: string, text: string) => {
    const wrapped = wrap(oneLine(text), Math.max(40, screen.columns - 12), { trim: true });
    return `    ${colours.dim(sign.padEnd(8))}${wrapped.replaceAll('\n', `\n${' '.repeat(12)}`)}`;
  };
  const findings = [...new Set(sorted.open.map(({ finding }) => finding.check))].flatMap((id) => {
    const matching = sorted.open.filter(({ finding }) => finding.check === id);
    const { severity = '', reason = '', fix = '', source = '' } = matching[0]?.finding ?? {};
    return [
      `${colours.red('✗')} ${colours.bold(id)} (${severity}): ${reason}`,
      ...affectedResources(matching).map((resource) => line('where', resource)),
      line('fix', fix),
      line('source', source),
    ];
  });
  return [
    ...findings,
    ...sorted.unread.map(
      ({ stack, address, attribute, reason }) =>
        `${colours.red('✗')} ${oneLine(address)}: ${attribute} could not be read and was not checked (${oneLine(reason)}; ${stack})`,
    ),
    ...sorted.stale.map(
      ({ check, address }) =>
        `${colours.red('✗')} ${check} no longer occurs at ${address}: remove the acceptance from config/accepted-findings.ts`,
    ),
    ...sorted.ending.map(
      ({ check, address, until, why }) =>
        `${colours.yellow('!')} ${check} at ${address} is accepted only until ${until} (${why})`,
    ),
    totalOf(sorted, inspected),
  ].join('\n');
}

/** Returns one line per affected address, with the address's stacks. */
function affectedResources(matching: SortedFindings['open']): readonly string[] {
  const affected = new Map<string, string[]>();
  for (const { stack, finding, ended } of matching) {
    const where = finding.where === undefined ? '' : `, ${finding.where}`;
    const end = ended === undefined ? '' : `; it was accepted until ${ended.until} (${ended.why})`;
    const resource = `${finding.address}${where}${end}`;
    affected.set(resource, [...(affected.get(resource) ?? []), stack]);
  }
  return [...affected].map(([resource, stacks]) => `${resource} (${stacks.join(', ')})`);
}

function totalOf({ open, accepted, stale, unread }: SortedFindings, inspected: readonly CheckedStack[]): string {
  const sign = open.length + stale.length + unread.length > 0 ? '✗' : '✓';
  const many = [
    open.length === 0 ? 'no open findings' : counted(open.length, 'open finding'),
    ...(accepted.length > 0 ? [`${accepted.length} accepted`] : []),
    ...(unread.length > 0 ? [`${unread.length} unreadable`] : []),
    ...(stale.length > 0 ? [`${stale.length} accepted but obsolete`] : []),
  ];
  return `${sign} ${checks.length} checks, ${counted(inspected.length, 'stack')}: ${many.join(', ')}`;
}
