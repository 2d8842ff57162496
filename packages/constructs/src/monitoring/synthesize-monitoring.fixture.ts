import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { declareDatadog } from '../stack/datadog-provider';
import { reportedIn } from '../stack/problems';
import { ReadableStack } from '../stack/readable-stack';

class Stack extends ReadableStack {}

/** Synthesizes a stack with Datadog's provider, and returns its Terraform and its problems. */
export function synthesizeMonitoring(declare: (stack: ReadableStack) => void) {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const app = new App({ outdir, stackTraces: false });
    const stack = new Stack(app, 'datadog');
    declareDatadog(stack, 'datadoghq.eu');
    declare(stack);
    const problems = reportedIn(stack).map(({ subject, message }) => `${subject}: ${message}`);
    app.synth();
    const json: unknown = JSON.parse(readFileSync(join(outdir, 'stacks', 'datadog', 'cdk.tf.json'), 'utf8'));
    return { json, problems };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
