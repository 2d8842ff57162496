import { createCommand, createProgress, printJson } from '@himeshima/cli';
import type { Problem } from '../monitor/problem';
import { validate } from '../monitor/validate';
import { type MonitorSource, monitorNamed, type NamedMonitor } from './monitor-source';
import { bundleTests } from './mutation/bundle-tests';
import { recordTests, testsOf } from './mutation/try-mutants';
import { type EquivalentMutants, type Verdict, verdictOn, verdictsOnUnknown } from './mutation/verdict';

interface MutationInput {
  /** Absolute paths of the test files. */
  readonly tests: readonly string[];
  /** Base folder of printed paths. */
  readonly root: string;
  readonly equivalent: EquivalentMutants;
  /** File that declares the equivalent mutants. */
  readonly equivalentFile?: string | undefined;
  readonly json?: true | undefined;
}

/** Creates the command that finds missing tests. @param name name of the program @param example arguments in its usage example */
export const mutateCommand = (name: string, example = '--file monitors.json --tests monitors.test.ts') =>
  createCommand('mutate', {
    summary:
      'Changes one property of each monitor at a time, runs the tests of the monitor, and describes the missing tests.',
    example: `${name} mutate ${example}`,
  }).option('--json', 'print JSON');

/**
 * Runs the tests with each mutant of one monitor, or of all monitors.
 * @throws Error if the id is unknown, a monitor is invalid, or a test of these monitors fails even without a mutant
 */
export async function mutate(id: string | undefined, mutated: MutationInput, source: MonitorSource): Promise<void> {
  const verdicts = await verdictsOn(id, mutated, source);
  if (verdicts.some(isFailed)) process.exitCode = 1;
  if (mutated.json) return printJson(verdicts);
  for (const verdict of verdicts) console.log(formatted(verdict, mutated.equivalentFile));
  console.log(summary(verdicts));
}

async function verdictsOn(
  id: string | undefined,
  { tests, root, equivalent }: MutationInput,
  source: MonitorSource,
): Promise<Verdict[]> {
  const chosen = id === undefined ? source.monitors : [monitorNamed(id, source)];
  rejectInvalid(chosen, source);
  const files = await bundleTests(tests, root);
  const recorded = await recordTests(files);
  const own = id === undefined ? recorded : chosen.flatMap(({ definition }) => testsOf(definition, recorded));
  const broken = own.find(({ failure }) => failure !== undefined);
  if (broken) throw new Error(`${broken.file}, "${broken.name}" fails even without a mutant: ${broken.failure}`);
  for (const { file, name, failure } of recorded)
    if (failure !== undefined) console.error(`! skipped ${file}, "${name}", which fails and does not simulate ${id}`);
  const context = { files, recorded, catalogue: source.catalogue, equivalent };
  const progress = createProgress(process.stderr);
  const verdicts: Verdict[] = [];
  try {
    for (const [index, monitor] of chosen.entries()) {
      progress.reach(index, chosen.length, monitor.id);
      verdicts.push(await verdictOn(monitor, context));
    }
  } finally {
    progress.clear();
  }
  return id === undefined ? [...verdicts, ...verdictsOnUnknown(equivalent, chosen)] : verdicts;
}

/** Rejects invalid monitors. Their mutants are invalid, too, and a monitor without valid mutants would pass. */
function rejectInvalid(monitors: readonly NamedMonitor[], { catalogue }: MonitorSource): void {
  const problems = monitors.flatMap(({ id, definition }) =>
    validate(definition, catalogue).map((problem) => `${id}${placeOf(problem)}: ${problem.message}`),
  );
  if (problems.length > 0) throw new Error(problems.join('; '));
}

const placeOf = ({ attribute, column }: Problem): string =>
  `${attribute === undefined ? '' : `, ${attribute}`}${column === undefined ? '' : `, column ${column}`}`;

function formatted(verdict: Verdict, equivalentFile: string | undefined): string {
  const { id, survivors, stale } = verdict;
  const passed = totalOf(verdict) === 0 ? '·' : '✓';
  return [
    `${isFailed(verdict) ? '✗' : passed} ${id}: ${outcome(verdict)}`,
    ...survivors.map(({ change, missing }) => `    ${change} survives: ${missing}`),
    ...stale.map((change) => `    ${change} is declared equivalent in ${equivalentFile}, but is not equivalent`),
  ].join('\n');
}

/** Returns whether tests are missing. A monitor that no test simulates fails even if it has no mutants. */
const isFailed = ({ type, files, survivors, stale }: Verdict): boolean =>
  survivors.length + stale.length > 0 || (type !== undefined && files.length === 0);

const totalOf = ({ killed, equivalent, survivors }: Verdict): number => killed + equivalent + survivors.length;

function outcome(verdict: Verdict): string {
  const { type, files, killed, equivalent } = verdict;
  const total = totalOf(verdict);
  if (type === undefined) return 'unknown monitor';
  if (total === 0)
    return `no mutants for monitors of type ${type} (${files.length === 0 ? 'not simulated by any test' : files.join(', ')})`;
  const counts = [`${killed} of ${total} killed`, ...(equivalent > 0 ? [`${equivalent} equivalent`] : [])].join(', ');
  return `${counts} (${files.length === 0 ? 'not simulated by any test' : files.join(', ')})`;
}

function summary(verdicts: readonly Verdict[]): string {
  const sum = (count: (verdict: Verdict) => number) => verdicts.reduce((total, one) => total + count(one), 0);
  const [killed, equivalent] = [sum((one) => one.killed), sum((one) => one.equivalent)];
  const [survivors, stale] = [sum((one) => one.survivors.length), sum((one) => one.stale.length)];
  const counts = `${sum(totalOf)} mutants: ${killed} killed, ${equivalent} equivalent, ${survivors} survived`;
  return stale === 0 ? counts : `${counts}; ${stale} incorrectly declared equivalent`;
}
