import { useMemo } from 'react';
import { formatJson, jsonTokens } from './json-format';
import { Lines } from './lines';
import classes from './lines.module.css';
import { splitLines } from './text-lines';
import { VisibleText } from './visible-text';

interface Props {
  /** Label of the box for screen readers. */
  readonly label: string;
}

function JsonLine({ line }: { line: string }) {
  return [...jsonTokens(line).entries()].map(([position, { text, role }]) => (
    <span key={position} className={role === 'punctuation' ? undefined : classes[role]}>
      <VisibleText text={text} />
    </span>
  ));
}

/** Text as it was received: indented and highlighted if it is JSON. */
export function JsonText({ text, label }: Props & { readonly text: string }) {
  const json = useMemo(() => formatJson(text), [text]);
  const lines = useMemo(() => splitLines(json ?? text.split('\n')), [json, text]);
  return (
    <Lines
      lines={lines}
      label={label}
      render={(line) => (json === undefined ? <VisibleText text={line} /> : <JsonLine line={line} />)}
    />
  );
}

/** Value as indented JSON. */
export function JsonValue({ value, label }: Props & { readonly value: unknown }) {
  return <JsonText text={JSON.stringify(value) ?? 'undefined'} label={label} />;
}
