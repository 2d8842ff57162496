import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import type { Light } from '../../devices/light';
import type { Clients } from './clients';

/** What the steps of the story share. */
export interface Story {
  platform: LocalAwsProcess;
  clients: Clients;
  /** Set by the first step. */
  light: Light | undefined;
}

/** Something that was expected, and what was read back. */
export interface Check {
  expected: string;
  readBack: string;
  holds: boolean;
}

export interface Step {
  title: string;
  /** @throws Error where what is awaited does not come */
  run(story: Story): Promise<Check[]>;
}

/** Compares as text what was expected with what was read back. */
export function check(what: string, expected: unknown, readBack: unknown): Check {
  const [wanted, found] = [JSON.stringify(expected), JSON.stringify(readBack)];
  return { expected: `${what} ${wanted}`, readBack: found ?? 'nothing', holds: wanted === found };
}

/** @throws Error where the first step has not connected it */
export function lightOf(story: Story): Light {
  if (story.light === undefined) throw new Error('light-1 is not connected');
  return story.light;
}

export const account = '000000000000';
