import { fail } from '@himeshima/cli';
import { App, type TerraformStack } from 'cdktf';
import { callLocation } from '../stack/call-location';
import { reportedIn } from '../stack/problems';

/**
 * Runs the program of a project with one stack: writes its Terraform to `cdktf.out`. If there are problems, prints each of them with its
 * file and line, and sets the exit code to 1.
 */
export function synthesizeStack(create: (app: App) => TerraformStack): void {
  try {
    const app = new App({ outdir: process.env['CDKTF_OUTDIR'] ?? 'cdktf.out' });
    const problems = reportedIn(create(app));
    if (problems.length === 0) app.synth();
    for (const { declared, subject, message } of problems)
      console.error(`✗ ${callLocation(declared)} ${subject}: ${message}`);
    if (problems.length > 0) process.exitCode = 1;
  } catch (error) {
    fail(error);
  }
}
