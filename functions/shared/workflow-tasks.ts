import {
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';

/** Creates the functions that resume workflow tasks by their token. */
export function workflowTasks(client: SFNClient) {
  return {
    /** Completes a task. @returns false if the task is no longer waiting */
    succeed: (taskToken: string, output: object): Promise<boolean> =>
      hasResumed(client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),

    /** Fails a task, with an error that the workflow can catch. @returns false if the task is no longer waiting */
    fail: (taskToken: string, { error, cause }: { readonly error: string; readonly cause: string }): Promise<boolean> =>
      hasResumed(client.send(new SendTaskFailureCommand({ taskToken, error, cause }))),
  };
}

async function hasResumed(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    // the task has timed out or completed, or its execution has ended (API reference, SendTaskSuccess)
    if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist) return false;
    throw error;
  }
}
