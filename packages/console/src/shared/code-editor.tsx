import { Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { CodeMirrorProps } from './code-mirror';
import classes from './code-mirror.module.css';

const CodeMirror = lazy(() => import('./code-mirror'));

/** Editor for JSON or SQL, which is loaded when it is shown. */
export function CodeEditor(props: CodeMirrorProps) {
  return (
    <div>
      <div className={classes.label} aria-hidden="true">
        {props.label}
      </div>
      <Suspense fallback={<Loader size="xs" role="status" aria-label="Loading" />}>
        <CodeMirror {...props} />
      </Suspense>
    </div>
  );
}
