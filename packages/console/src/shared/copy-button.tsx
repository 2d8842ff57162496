import { ActionIcon, CopyButton as Copying, Tooltip } from '@mantine/core';
import { CheckIcon, CopyIcon } from './icons';

interface Props {
  readonly text: string;
  /** Label of the button, such as `Copy link`. */
  readonly label: string;
  readonly className?: string | undefined;
}

/** Button that copies a text to the clipboard. */
export function CopyButton({ text, label, className }: Props) {
  return (
    <Copying value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : label}>
          <ActionIcon
            variant="default"
            size="sm"
            aria-label={copied ? 'Copied' : label}
            {...(className !== undefined && { className })}
            onClick={copy}
          >
            {copied ? <CheckIcon /> : <CopyIcon />}
          </ActionIcon>
        </Tooltip>
      )}
    </Copying>
  );
}
