import { createProgress, printJson } from '@himeshima/cli';
import pc from 'picocolors';
import { monitorsNamed } from './declared';
import { testFilesIn } from './mutation/monitor-tests';
import { seenTests } from './mutation/try-mutants';
import { type Verdict, verdictOn } from './mutation/verdict';

export async function mutateMonitors(id: string | undefined, root: string, json: boolean): Promise<void> {
  const verdicts = await mutate(root, id);
  if (verdicts.some(({ survivors, stale }) => survivors.length + stale.length > 0)) process.exitCode = 1;
  if (json) return printJson(verdicts);
  for (const verdict of verdicts) console.log(printed(verdict));
  console.log(summary(verdicts));
}

/** @throws Error where a test fails without any mutant, and for an unknown id */
async function mutate(root: string, id: string | undefined): Promise<Verdict[]> {
  const chosen = monitorsNamed(id);
  const files = await testFilesIn(root, 'monitors');
  const seen = await seenTests(files);
  const broken = seen.find(({ failure }) => failure !== undefined);
  if (broken) throw new Error(`${broken.file}, "${broken.name}" fails as it is: ${broken.failure}`);
  const progress = createProgress(process.stderr);
  const verdicts: Verdict[] = [];
  for (const [at, monitor] of chosen.entries()) {
    progress.reach(at, chosen.length, monitor.id);
    verdicts.push(await verdictOn(monitor, files, seen));
  }
  progress.clear();
  return verdicts;
}

function printed({ id, files, killed, equivalent, survivors, stale }: Verdict): string {
  const total = killed + equivalent + survivors.length;
  if (total === 0) return `${pc.dim('·')} ${id}: nothing of it can be changed by a step`;
  const fine = survivors.length + stale.length === 0;
  const counts = [`${killed} of ${total} killed`, ...(equivalent > 0 ? [`${equivalent} equivalent`] : [])].join(', ');
  const where = files.length === 0 ? 'no test simulates it' : files.join(', ');
  return [
    `${fine ? pc.green('✓') : pc.red('✗')} ${id}: ${counts} (${where})`,
    ...survivors.map(({ change, missing }) => `    ${change} survives: ${missing}`),
    ...stale.map((change) => `    ${change} is declared equivalent, and is not: monitors/equivalent-mutants.ts`),
  ].join('\n');
}

function summary(verdicts: readonly Verdict[]): string {
  const sum = (count: (verdict: Verdict) => number) => verdicts.reduce((total, one) => total + count(one), 0);
  const [killed, equivalent] = [sum((one) => one.killed), sum((one) => one.equivalent)];
  const survivors = sum((one) => one.survivors.length);
  const total = killed + equivalent + survivors;
  return `${total} mutants: ${killed} killed, ${equivalent} equivalent, ${survivors} survive`;
}
