import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePlatform } from '../api/hooks';

interface Props extends ButtonProps {
  readonly children: ReactNode;
  readonly onClick: () => void;
  /** Reason why the change is impossible, shown as a tooltip of the disabled button. */
  readonly impossible?: string | undefined;
}

/** Button that changes the platform. It is disabled, with the reason as a tooltip, if the platform is read-only. */
export function ChangeButton({ children, onClick, impossible, ...props }: Props) {
  const platform = usePlatform();
  const reason = platform?.readOnly ? 'The platform was started with --console-read-only' : impossible;
  return (
    <Tooltip label={reason} disabled={reason === undefined} events={{ hover: true, focus: true, touch: true }}>
      <Button
        size="compact-sm"
        variant="default"
        {...props}
        {...(reason !== undefined && { 'data-disabled': true })}
        aria-disabled={reason !== undefined}
        onClick={() => {
          if (reason === undefined) onClick();
        }}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
