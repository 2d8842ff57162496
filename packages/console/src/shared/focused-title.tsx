import { Title, type TitleProps } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './focused-title.module.css';

/**
 * Heading of details that have just been opened. It receives the focus, so keyboard navigation continues there, and screen readers
 * announce the heading.
 */
export function FocusedTitle({ size, children }: { readonly size?: TitleProps['size']; readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <Title order={2} ref={heading} tabIndex={-1} className={classes.title ?? ''} {...(size !== undefined && { size })}>
      {children}
    </Title>
  );
}
