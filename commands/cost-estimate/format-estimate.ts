import { type Bill, type Comparison, sumsBy } from '@himeshima/serverless-cost';
import pc from 'picocolors';
import wrap from 'wrap-ansi';
import type { Estimate, Question } from './estimate';
import { dollars, percent, signed, whole } from './format-amounts';

interface Screen {
  readonly columns: number;
  readonly colour: boolean;
}

type Colours = ReturnType<typeof pc.createColors>;

const widths = { name: 30, amount: 14 } as const;
const maximumBarWidth = 40;

/** Formats an estimate for a terminal. */
export function formatEstimate(estimate: Estimate, screen: Screen): string {
  const colours = pc.createColors(screen.colour);
  const { bill, devices } = estimate;
  return [
    titleOf(estimate, estimate.prices.region, colours),
    '',
    ...barsOf('by service', sumsBy(bill.lines, 'service'), { bill, screen, colours }),
    ...barsOf('by slice', sumsBy(bill.lines, 'slice'), { bill, screen, colours }),
    colours.bold(`  ${'total'.padEnd(widths.name)}${dollars(bill.total).padStart(widths.amount)}`) +
      `   ${(bill.total / devices).toFixed(4)} per device`,
    '',
    ...caveats(estimate, screen, colours),
  ].join('\n');
}

const titleOf = ({ environment, devices, rate }: Question, region: string, colours: Colours) =>
  `${colours.bold(`himeshima ${environment}`)} · ${whole(devices)} devices, ${rate} each · ${region} · USD per month`;

interface BillView {
  readonly bill: Bill;
  readonly screen: Screen;
  readonly colours: Colours;
}

/** Returns the width of a full bar on this screen. */
const barWidth = ({ columns }: Screen) =>
  Math.max(8, Math.min(maximumBarWidth, columns - widths.name - widths.amount - 12));

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

function bar(share: number, width: number): string {
  const parts = Math.round(share * width * 8);
  return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '');
}

function barsOf(
  title: string,
  sums: readonly { readonly key: string; readonly monthly: number }[],
  { bill, screen, colours }: BillView,
): readonly string[] {
  const maximum = Math.max(...sums.map(({ monthly }) => monthly), 0);
  const width = barWidth(screen);
  const rows = sums.map(({ key, monthly }) => {
    const share = percent(bill.total === 0 ? 0 : monthly / bill.total).padStart(5);
    const line = `  ${key.padEnd(widths.name)}${dollars(monthly).padStart(widths.amount)}  ${share}  `;
    return line + colours.cyan(bar(maximum === 0 ? 0 : monthly / maximum, width));
  });
  return [colours.dim(`  ${title}`), ...rows.map((row) => row.trimEnd()), ''];
}

function caveats({ bill, prices }: Estimate, screen: Screen, colours: Colours): readonly string[] {
  const unknown = bill.unknowns.map(
    ({ service, resource, what, quantity, unit }) => `${service} ${resource}, ${what}: ${whole(quantity)} ${unit}`,
  );
  const regions = new Map<string, string[]>();
  for (const { name, of } of bill.borrowed) regions.set(of, [...(regions.get(of) ?? []), name]);
  const borrowed = [...regions].map(([of, names]) => `${of}: ${names.join(', ')}`);
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [colours.yellow(`  ${title}`), ...items.flatMap((item) => hanging('    ', item, screen))];
  return [
    ...list('price unknown, not included', unknown),
    ...list('not covered by the estimate', together(bill.uncounted)),
    ...list('no usage assumption, not included', together(bill.unreached)),
    ...list(`prices of another region, because ${prices.region} has no price for them`, borrowed),
    ...hanging('  ', closing(prices.date), screen).map((line) => colours.dim(line)),
  ];
}

const together = (addresses: readonly string[]) => (addresses.length === 0 ? [] : [addresses.join(', ')]);

const closing = (date: string) =>
  `Prices of ${date}. Free tiers, data transfer and taxes are not included. Assumptions about the fleet: docs/cost.md`;

/** Formats the cost of a change for a terminal. */
export function formatComparison(comparison: Comparison, question: Question, to: Screen & Region): string {
  const colours = pc.createColors(to.colour);
  const { before, after, changes, newUnknowns, newlyUnreached } = comparison;
  const rows = changes.map(({ slice, resource, what, ...sums }) => {
    const change = signed(sums.after - sums.before).padStart(widths.amount);
    return `  ${slice.padEnd(18)}${change}   ${resource}: ${what} (${dollars(sums.before)} → ${dollars(sums.after)})`;
  });
  const unknowns = newUnknowns.map(({ service, resource, what }) => `    ${service} ${resource}, ${what}`);
  return [
    titleOf(question, to.region, colours),
    '',
    ...(rows.length === 0 ? ['  no cost changes'] : rows),
    '',
    ...(unknowns.length === 0 ? [] : [colours.yellow('  new, price unknown'), ...unknowns, '']),
    ...(newlyUnreached.length === 0
      ? []
      : [
          colours.yellow('  new, no usage assumption, not included (docs/cost.md)'),
          ...newlyUnreached.map((address) => `    ${address}`),
          '',
        ]),
    colours.bold(`  ${dollars(before)} at ${to.base} → ${dollars(after)} now: ${signed(after - before)} per month`),
    ...hanging('  ', closing(to.date), to).map((line) => colours.dim(line)),
  ].join('\n');
}

interface Region {
  readonly region: string;
  readonly date: string;
  readonly base: string;
}

/** Puts text after a lead and wraps it. Indents the remaining lines by the width of the lead. */
function hanging(lead: string, text: string, { columns }: Screen): readonly string[] {
  const width = Math.max(40, columns - lead.length);
  const [first = '', ...others] = wrap(text, width, { trim: true }).split('\n');
  return [lead + first, ...others.map((line) => ' '.repeat(lead.length) + line)];
}
