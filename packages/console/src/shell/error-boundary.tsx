import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { ErrorNote } from '../shared/error-note';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error?: unknown;
}

/** Shows an error of a view, so that the rest of the console keeps working. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <ErrorNote error={error}>
        <Button mt="sm" size="compact-sm" variant="default" onClick={() => location.reload()}>
          Reload the page
        </Button>
      </ErrorNote>
    );
  }
}
