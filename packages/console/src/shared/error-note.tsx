import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import { VisibleText } from './visible-text';

/** Message of an error, at the place where the user looks. */
export function ErrorNote({ error, children }: { error: unknown; children?: ReactNode }) {
  return (
    <Alert color="red" variant="light" role="alert" m="xs">
      <VisibleText text={error instanceof Error ? error.message : String(error)} />
      {children}
    </Alert>
  );
}
