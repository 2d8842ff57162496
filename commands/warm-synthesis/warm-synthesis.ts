import { fork } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';

/** Request to return the Terraform of an environment's monitors, or to write the environment's stacks to a folder. */
export type SynthesisRequest =
  | { readonly kind: 'monitors'; readonly environment: string }
  | { readonly kind: 'stacks'; readonly environment: string; readonly outdir: string };

const Answer = z.object({ id: z.number(), result: z.unknown().optional(), error: z.string().optional() });
type Answer = z.infer<typeof Answer>;

/** Process that stays loaded, so that a synthesis takes a fraction of a second. */
export interface WarmSynthesis {
  /** Returns the result of synthesize.ts. @throws Error if the sources cannot be loaded, or the process has exited */
  ask(request: SynthesisRequest): Promise<unknown>;
}

/** Starts the process, which exits when this process exits. @param root the project's folder */
export function startWarmSynthesis(root: string): WarmSynthesis {
  const program = join(root, 'commands', 'warm-synthesis', 'process.mjs');
  const child = fork(program, [], { cwd: root, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const waiting = new Map<number, (answer: Answer) => void>();
  let count = 0;
  let end: string | undefined;
  child.on('message', (message) => {
    const answer = Answer.parse(message);
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.once('exit', () => {
    end = 'the synthesis process has exited; restart to apply changes';
    for (const [id, answer] of waiting) answer({ id, error: end });
  });
  // the running child must not keep the platform from exiting
  child.unref();
  child.channel?.unref();
  return {
    async ask(request) {
      count += 1;
      const id = count;
      const { result, error } = await new Promise<Answer>((resolve) => {
        if (end !== undefined) return resolve({ id, error: end });
        waiting.set(id, resolve);
        child.send({ id, request });
      });
      if (error !== undefined) throw new Error(error);
      return result;
    },
  };
}
