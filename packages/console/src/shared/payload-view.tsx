import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { apiQuery } from '../api/client';
import type { Payload, PayloadContent } from '../api/operations';
import { CopyButton } from './copy-button';
import { ErrorNote } from './error-note';
import { formatBytes } from './format';
import { JsonText } from './json-text';
import { Lines } from './lines';
import classes from './payload-view.module.css';
import { bytesOfBase64, hexLines } from './text-lines';

interface BytesProps {
  readonly text?: string | undefined;
  readonly base64?: string | undefined;
  /** Label of the box for screen readers. */
  readonly label: string;
}

/** Bytes as JSON or text, or in hexadecimal if they are not UTF-8. */
export function BytesView({ text, base64, label }: BytesProps) {
  const hex = useMemo(() => (base64 === undefined ? undefined : hexLines(bytesOfBase64(base64))), [base64]);
  if (text !== undefined) return <JsonText text={text} label={label} />;
  return <Lines lines={hex ?? []} label={`${label}, in hexadecimal`} render={(line) => line} />;
}

/** Recorded payload, which is loaded when it is expanded. */
export function PayloadView({ payload, isOpen = false }: { readonly payload: Payload; readonly isOpen?: boolean }) {
  const [open, setOpen] = useState(isOpen);
  const id = useId();
  const { label, ref, bytes } = payload;
  return (
    <div className={classes.payload} data-open={open || undefined}>
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <span className={classes.arrow} aria-hidden="true">
          ▸
        </span>
        {label} <span className={classes.size}>{formatBytes(bytes)}</span>
      </button>
      {open && (
        <div id={id}>
          <Recorded reference={ref} label={label} />
        </div>
      )}
    </div>
  );
}

/** Recorded payloads of an event, side by side until they are expanded. */
export function PayloadViews({ payloads }: { readonly payloads: readonly Payload[] }) {
  if (payloads.length === 0) return null;
  return (
    <div className={classes.payloads}>
      {payloads.map((payload) => (
        <PayloadView key={`${payload.label} ${payload.ref}`} payload={payload} />
      ))}
    </div>
  );
}

function Recorded({ reference, label }: { reference: string; label: string }) {
  const { data, error } = useQuery({
    ...apiQuery('getPayload', { path: { ref: reference } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error !== null) return <ErrorNote error={error} />;
  if (data === undefined) return <Loader size="xs" role="status" aria-label="Loading" />;
  return <Content content={data} label={label} />;
}

function Content({ content, label }: { content: PayloadContent; label: string }) {
  const { text, base64, truncated, bytes } = content;
  return (
    <div className={classes.content}>
      {text !== undefined && <CopyButton text={text} label={`Copy ${label}`} className={classes.copy} />}
      <BytesView text={text} base64={base64} label={label} />
      {truncated && <p className={classes.note}>Only the beginning was recorded, of {formatBytes(bytes)}.</p>}
    </div>
  );
}
