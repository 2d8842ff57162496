import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import type { Light } from '../../devices/light';
import type { Clients } from './clients';

/** State shared by the steps of the demo. */
export interface Story {
  platform: LocalAwsProcess;
  clients: Clients;
  /** Light that the first step connects. */
  light: Light | undefined;
}

/** Expected value and the value that was read back. */
export interface Check {
  expected: string;
  readBack: string;
  holds: boolean;
}

export interface Step {
  title: string;
  /** Runs the step and returns its checks. @throws Error if an expected event does not occur in time */
  run(story: Story): Promise<Check[]>;
}

/** Compares an expected value with the value that was read back, as JSON. */
export function check(what: string, expected: unknown, readBack: unknown): Check {
  const [wanted, found] = [JSON.stringify(expected), JSON.stringify(readBack)];
  return { expected: `${what} ${wanted}`, readBack: found ?? 'nothing', holds: wanted === found };
}

/** Returns the light of the demo. @throws Error if the first step has not connected it */
export function lightOf(story: Story): Light {
  if (story.light === undefined) throw new Error('light-1 is not connected');
  return story.light;
}
