import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { poll } from '@himeshima/local-aws/testing';
import { ignoreTimeout } from './ignore-timeout';

export interface CommandCounts {
  readonly asked: number;
  readonly answered: number;
}

const secondsToAnswer = 40;

/**
 * Sends one command per second, to one light after another; each light must report the change.
 * Skips a light with a pending command, because the API would reject a second command (docs/adr/0015).
 */
export async function commandLights(
  sfn: SFNClient,
  { lights, workflowArn, seconds }: { lights: readonly string[]; workflowArn: string; seconds: number },
): Promise<CommandCounts> {
  const started = performance.now();
  const outcomes: Promise<boolean>[] = [];
  const last = new Map<string, Promise<boolean>>();
  for (let turn = 0; turn < seconds; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, started + turn * 1000 - performance.now())));
    const thing = lights[turn % lights.length];
    if (thing === undefined) break;
    await last.get(thing);
    const input = JSON.stringify({ thing, power: Math.floor(turn / lights.length) % 2 === 0 });
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: workflowArn, input }));
    const outcome = finalStatus(sfn, executionArn).then((status) => status === 'SUCCEEDED');
    // Promise.all reports the error later; until then, Node.js must not treat it as unhandled
    outcome.catch(() => undefined);
    last.set(thing, outcome);
    outcomes.push(outcome);
  }
  const answered = (await Promise.all(outcomes)).filter(Boolean).length;
  return { asked: outcomes.length, answered };
}

async function finalStatus(sfn: SFNClient, executionArn: string | undefined): Promise<string | undefined> {
  const describe = new DescribeExecutionCommand({ executionArn });
  const readStatus = async () => {
    const { status } = await sfn.send(describe);
    return status === 'RUNNING' ? undefined : status;
  };
  return poll(readStatus, 'the command to finish', secondsToAnswer, 250).catch(ignoreTimeout);
}
