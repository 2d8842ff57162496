import { Box } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import classes from './lines.module.css';

const lineHeight = 20;
const linePadding = 8;
/** Maximum number of lines that are all rendered, in a box that is as high as its content. */
const shortText = 60;

interface Props {
  readonly lines: readonly string[];
  /** Label of the box for screen readers. */
  readonly label: string;
  readonly render: (line: string) => ReactNode;
}

/** Lines of text, in a box that the keyboard can scroll. Of a long text, only the visible lines are rendered. */
export function Lines(props: Props) {
  return props.lines.length <= shortText ? <ShortLines {...props} /> : <LongLines {...props} />;
}

function ShortLines({ lines, label, render }: Props) {
  return (
    <Box component="section" className={classes.box} tabIndex={0} aria-label={label}>
      <pre className={classes.text}>
        {[...lines.entries()].map(([position, line]) => (
          <div key={position} className={classes.line}>
            {render(line)}
          </div>
        ))}
      </pre>
    </Box>
  );
}

function LongLines({ lines, label, render }: Props) {
  const box = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => lineHeight,
    overscan: 20,
    paddingStart: linePadding,
    paddingEnd: linePadding,
  });
  return (
    <Box component="section" className={classes.box} data-long tabIndex={0} aria-label={label} ref={box}>
      <pre className={classes.text} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <div key={index} className={classes.line} data-placed style={{ top: start }}>
            {render(lines[index] ?? '')}
          </div>
        ))}
      </pre>
    </Box>
  );
}
