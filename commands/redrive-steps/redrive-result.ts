import { ZodError } from 'zod';

/** Outcome of one failed item. */
export type RedriveResult =
  | { readonly what: string; readonly to: string; readonly count: number }
  /** The item failed again and is kept. */
  | { readonly what: string; readonly refused: string };

export function reasonOf(error: unknown): string {
  if (error instanceof ZodError) return `unexpected content at ${error.issues[0]?.path.join('.')}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
