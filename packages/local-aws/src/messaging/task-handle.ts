import { z } from 'zod';

const Handle = z.object({ taskId: z.string(), sourceArn: z.string() });

/** Returns the handle of a message move task. */
export const taskHandle = (task: z.infer<typeof Handle>) =>
  Buffer.from(JSON.stringify({ taskId: task.taskId, sourceArn: task.sourceArn })).toString('base64');

/** Returns the task that a handle identifies, or undefined if the handle is invalid. */
export function readTaskHandle(handle: string): z.infer<typeof Handle> | undefined {
  try {
    return Handle.safeParse(JSON.parse(Buffer.from(handle, 'base64').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
