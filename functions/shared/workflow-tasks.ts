import {
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';

/** The tasks of workflows that wait for their token. */
export function workflowTasks(client: SFNClient) {
  return {
    /** Wakes a workflow. @returns false where it no longer waits */
    succeed: (taskToken: string, output: object): Promise<boolean> =>
      stillWaits(client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),

    /** Wakes a workflow, by an error that its states catch. @returns false where it no longer waits */
    fail: (taskToken: string, { error, cause }: { readonly error: string; readonly cause: string }): Promise<boolean> =>
      stillWaits(client.send(new SendTaskFailureCommand({ taskToken, error, cause }))),
  };
}

async function stillWaits(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    // SendTaskSuccess, API reference: the task timed out, or its execution ended or was answered.
    if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist) return false;
    throw error;
  }
}
