import { Box, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './section.module.css';

interface Props {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Part of a page with a heading and, next to it, buttons. */
export function Section({ title, actions, children }: Props) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.head}>
        <Title order={3} id={id}>
          {title}
        </Title>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}

interface FactsProps {
  readonly facts: Readonly<Record<string, ReactNode>>;
  /** Shows the facts next to each other instead of below each other. */
  readonly isInline?: boolean;
}

/** Names and values. Undefined values are left out. */
export function Facts({ facts, isInline = false }: FactsProps) {
  return (
    <dl className={classes.facts} data-inline={isInline || undefined}>
      {Object.entries(facts)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Text that explains why a list is empty or how a form works. */
export function Hint({ children }: { children: ReactNode }) {
  return <p className={classes.quiet}>{children}</p>;
}

/** Box that scrolls horizontally, also with the keyboard, if its content, such as a table, is wider than the page. */
export function ScrollBox({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box component="section" className={classes.scroll} aria-label={label} tabIndex={0}>
      {children}
    </Box>
  );
}
