import { SendTaskSuccessCommand, type SFNClient, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';

/** The tasks of workflows that wait for their token. */
export function workflowTasks(client: SFNClient) {
  return {
    /** Wakes a workflow. @returns false where it no longer waits */
    async succeed(taskToken: string, output: object): Promise<boolean> {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
        return true;
      } catch (error) {
        // SendTaskSuccess, API reference: the task timed out, or its execution ended or was answered.
        if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist) return false;
        throw error;
      }
    },
  };
}
