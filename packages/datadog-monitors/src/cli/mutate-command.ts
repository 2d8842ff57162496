import { createCommand, createProgress, printJson } from '@himeshima/cli';
import { type MonitorSource, monitorNamed } from './monitor-source';
import { bundleTests } from './mutation/bundle-tests';
import { recordTests } from './mutation/try-mutants';
import { type EquivalentMutants, type Verdict, verdictOn } from './mutation/verdict';

interface Mutated {
  /** Paths of the test files, absolute. */
  readonly tests: readonly string[];
  /** Folder that paths are shown relative to. */
  readonly root: string;
  readonly equivalent: EquivalentMutants;
  /** File that declares the equivalent mutants. */
  readonly equivalentFile?: string | undefined;
  readonly json?: true | undefined;
}

/** Creates the command that finds missing tests. @param name name of the program @param example arguments of the example */
export const mutateCommand = (name: string, example = '--file monitors.json --tests monitors.test.ts') =>
  createCommand('mutate', {
    summary: 'Changes each monitor by one step at a time, runs its tests, and names the tests that are missing.',
    example: `${name} mutate ${example}`,
  }).option('--json', 'print JSON');

/** Runs the mutants of one monitor or of all. @throws Error if a test fails without a mutant, and for an unknown id */
export async function mutate(id: string | undefined, mutated: Mutated, source: MonitorSource): Promise<void> {
  const verdicts = await verdictsOn(id, mutated, source);
  if (verdicts.some(({ survivors, stale }) => survivors.length + stale.length > 0)) process.exitCode = 1;
  if (mutated.json) return printJson(verdicts);
  for (const verdict of verdicts) console.log(formatted(verdict, mutated.equivalentFile));
  console.log(summary(verdicts));
}

async function verdictsOn(
  id: string | undefined,
  { tests, root, equivalent }: Mutated,
  source: MonitorSource,
): Promise<Verdict[]> {
  const chosen = id === undefined ? source.monitors : [monitorNamed(id, source)];
  const files = await bundleTests(tests, root);
  const recorded = await recordTests(files);
  const broken = recorded.find(({ failure }) => failure !== undefined);
  if (broken) throw new Error(`${broken.file}, "${broken.name}" fails without a mutant: ${broken.failure}`);
  const context = { files, recorded, catalogue: source.catalogue, equivalent };
  const progress = createProgress(process.stderr);
  const verdicts: Verdict[] = [];
  for (const [index, monitor] of chosen.entries()) {
    progress.reach(index, chosen.length, monitor.id);
    verdicts.push(await verdictOn(monitor, context));
  }
  progress.clear();
  return verdicts;
}

function formatted({ id, files, killed, equivalent, survivors, stale }: Verdict, equivalentFile?: string): string {
  const total = killed + equivalent + survivors.length;
  if (total === 0) return `· ${id}: no mutants; monitors of this kind are not evaluated`;
  const passes = survivors.length + stale.length === 0;
  const counts = [`${killed} of ${total} killed`, ...(equivalent > 0 ? [`${equivalent} equivalent`] : [])].join(', ');
  const where = files.length === 0 ? 'no test simulates it' : files.join(', ');
  return [
    `${passes ? '✓' : '✗'} ${id}: ${counts} (${where})`,
    ...survivors.map(({ change, missing }) => `    ${change} survives: ${missing}`),
    ...stale.map((change) => `    ${change} is declared equivalent in ${equivalentFile}, but it is not`),
  ].join('\n');
}

function summary(verdicts: readonly Verdict[]): string {
  const sum = (count: (verdict: Verdict) => number) => verdicts.reduce((total, one) => total + count(one), 0);
  const [killed, equivalent] = [sum((one) => one.killed), sum((one) => one.equivalent)];
  const survivors = sum((one) => one.survivors.length);
  const total = killed + equivalent + survivors;
  return `${total} mutants: ${killed} killed, ${equivalent} equivalent, ${survivors} survive`;
}
