import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environmentNamed } from '../../config/environments';
import { projectFolder } from '../platform/project-folder';

/** Returns the file of an environment's synthesized stack. @throws Error if the stack has not been synthesized */
export function synthesizedStack(environment: string): string {
  const { stack } = environmentNamed(environment);
  const file = join('cdktf.out', 'stacks', stack, 'cdk.tf.json');
  if (!existsSync(join(projectFolder(), file))) throw new Error(`${file} does not exist; run npm run synth`);
  return file;
}
