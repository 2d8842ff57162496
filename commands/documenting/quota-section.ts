import type { NamedTest, Quota } from '@himeshima/local-aws/reference';

type Quotas = ReadonlyMap<string, readonly Quota[]>;

/** Tests of the quotas that are enforced. */
export const testsOfQuotas = (quotas: Quotas): readonly NamedTest[] =>
  [...quotas.values()].flat().flatMap(({ here }) => ('test' in here ? [here.test] : []));

/** The chapter of docs/local.md on AWS IoT's quotas. */
export function quotaSection(quotas: Quotas, sources: Readonly<Record<string, string>>): readonly string[] {
  return [
    before,
    ...Object.entries(sources).map(([name, source]) => `- *${name}*: ${source}`),
    ...[...quotas].flatMap(([part, rows]) => ['', `### ${part}`, '', ...head, ...rows.map(rowOf)]),
  ];
}

const head = [
  '| Quota | AWS | Raised | Source | What happens to what is beyond it | Here |',
  '|---|---|---|---|---|---|',
];

const raised = (adjustable: boolean | undefined) => (adjustable === undefined ? '?' : adjustable ? 'yes' : 'no');

const rowOf = ({ name, value, adjustable, source, beyond, here }: Quota) =>
  `| ${name} | ${value} | ${raised(adjustable)} | ${source} | ${beyond} | ${hereOf(here)} |`;

function hereOf(here: Quota['here']): string {
  if ('whyNot' in here) return `taken: ${here.whyNot}`;
  const told = `${here.scales ? 'by `--quotas`' : 'always'}; [test](../${here.test.file})`;
  return here.but === undefined ? told : `${told}; ${here.but}`;
}

const before = `## Quotas of AWS IoT

Rates and numbers of what piles up are those of AWS, scaled by \`--quotas\`: \`--quotas off\` enforces none, \`--quotas 0.5\` half
of each. The form of a message, a name, a policy or a rule is that of AWS always: a device that needs more does not work there.
Rates go by the platform's clock, like every time here: at \`--speed 20\` a device may send 2000 messages in a second of yours,
and where the clock stands still it has used its rate up until the clock moves. What is beyond is said once a second.

*Raised* says whether AWS raises it for an account that asks, where the source has that: "?" where it has not.
Each row that is enforced names the file of the test that sees it; \`npm run check\` sees that this test is there. The sources:
`;
