import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf, createCommand, onSignal, repeated, runCommand, showsColours } from '@himeshima/cli';
import pc from 'picocolors';
import { environmentNamed } from '../config/environments';
import { clientsOf } from './demonstration/clients';
import { isAnswered, notifiesOnCall } from './demonstration/command-steps';
import { endsAsAlert, runsItsErrorAction } from './demonstration/failure-steps';
import { connects, isInHistory, isRemembered, obeysItsShadow } from './demonstration/power-steps';
import { rejectsForeignClients } from './demonstration/security-steps';
import type { Check, Step, Story } from './demonstration/story';
import { startPlatformProcess } from './platform/platform-process';
import { projectFolder } from './platform/project-folder';
import { synthesizeIfStale } from './platform/synthesize-if-stale';

// picocolors treats CI=true as a terminal
const colours = pc.createColors(showsColours());

const steps: readonly Step[] = [
  connects,
  obeysItsShadow,
  isRemembered,
  isInHistory,
  endsAsAlert,
  runsItsErrorAction,
  isAnswered,
  notifiesOnCall,
  rejectsForeignClients,
];

function print(check: Check): void {
  const mark = check.holds ? colours.green('✓') : colours.red('✗');
  console.log(`    ${mark} expected ${check.expected}\n      ${colours.dim('read back')} ${check.readBack}`);
}

/** Runs a step and prints its checks. @returns whether every check succeeded */
async function runStep(step: Step, number: number, story: Story): Promise<boolean> {
  console.log(`${String(number).padStart(2)}  ${colours.bold(step.title)}`);
  try {
    const checks = await step.run(story);
    checks.forEach(print);
    return checks.every(({ holds }) => holds);
  } catch (error) {
    print({ expected: 'no error', readBack: error instanceof Error ? error.message : String(error), holds: false });
    return false;
  }
}

async function demo(without: readonly string[]): Promise<void> {
  const root = projectFolder();
  const started = performance.now();
  await synthesizeIfStale(root, environmentNamed('dev'));
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-demo-'));
  // remove the folder even if the demo fails; the platform has already been killed
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  // with --temporary, the platform removes the folder if the demo itself is killed
  const args = ['--temporary', ...without.flatMap((address) => ['--without', address])];
  const platform = await startPlatformProcess({ root, directory, args });
  console.log(`himeshima dev is ready after ${platform.secondsToReady.toFixed(1)} s\n`);
  const story: Story = { platform, clients: clientsOf(platform), light: undefined };
  for (const [index, step] of steps.entries()) {
    if (await runStep(step, index + 1, story)) continue;
    await platform.stop();
    throw new Error(`step ${index + 1} failed: ${step.title}`);
  }
  await platform.stop();
  console.log(`\n${steps.length} steps verified in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

const command = createCommand('npm run demo --', {
  summary:
    "Plays the conference talk's scenario on a temporary platform, on free ports, and verifies every step. The exit code is 1 if a step fails.",
  example: 'npm run demo -- --without aws_lambda_permission.power_on_rule_invokes_power_on',
})
  .option('--without <address>', 'omit a resource to see which step requires it; repeatable', repeated)
  .action(({ without }) => demo(without ?? []));

onSignal((signal) => process.exit(codeOf(signal)));
// open connections would keep the process running
void runCommand(command).then(() => process.exit());
