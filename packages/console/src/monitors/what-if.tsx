import { Button, NumberInput, Slider } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { apiQuery } from '../api/client';
import type { Monitor, Timeline, WhatIfResult } from '../api/operations';
import { CopyButton } from '../shared/copy-button';
import { ErrorNote } from '../shared/error-note';
import { Lines } from '../shared/lines';
import { Section } from '../shared/section';
import { VisibleText } from '../shared/visible-text';
import { AlertList } from './alert-list';
import classes from './monitors.module.css';
import { alertSegments } from './timeline';
import { TimelineChart } from './timeline-chart';
import { choicesWith, thresholdRange } from './what-if-range';

type Values = Monitor['adjustable'];

const debounceMs = 150;
const windows = [1, 5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880];
const delays = [0, 60, 120, 300, 600, 900, 1800, 3600];

function durationText(seconds: number): string {
  if (seconds % 3600 === 0 && seconds > 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 && seconds > 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** Returns the values that differ from the current values of the monitor. */
function changesOf(current: Values, chosen: Values): Values {
  const { threshold, windowMinutes, delaySeconds } = chosen;
  return {
    ...(threshold !== undefined && threshold !== current.threshold && { threshold }),
    ...(windowMinutes !== undefined && windowMinutes !== current.windowMinutes && { windowMinutes }),
    ...(delaySeconds !== undefined && delaySeconds !== current.delaySeconds && { delaySeconds }),
  };
}

/** Timeline of a monitor and, after a change of its values, what it would have done with them. */
export function WhatIf({ monitor }: { monitor: Monitor }) {
  const { id, adjustable, timeline } = monitor;
  const [chosen, setChosen] = useState<Values>({});
  const [settled] = useDebouncedValue(chosen, debounceMs);
  const body = changesOf(adjustable, settled);
  const isChanged = Object.keys(body).length > 0;
  const { data, error } = useQuery({
    ...apiQuery('whatIf', { path: { id }, body }),
    enabled: isChanged,
    placeholderData: keepPreviousData,
  });
  const result = isChanged ? data : undefined;
  const shown = result?.timeline ?? timeline;
  return (
    <Section
      title="Timeline and what if"
      actions={
        <Button
          size="compact-sm"
          variant="default"
          disabled={Object.keys(changesOf(adjustable, chosen)).length === 0}
          onClick={() => setChosen({})}
        >
          Reset
        </Button>
      }
    >
      <Sliders current={adjustable} chosen={chosen} timeline={timeline} choose={setChosen} />
      {error !== null && isChanged && <ErrorNote error={error} />}
      {result?.reason !== undefined && <ErrorNote error={result.reason} />}
      <TimelineChart
        timeline={shown}
        {...(result !== undefined && {
          lanes: [
            { name: `Alerts now: ${timeline.alerts.length}`, segments: alertSegments(timeline.alerts, timeline) },
            { name: `Alerts then: ${shown.alerts.length}`, segments: alertSegments(shown.alerts, shown) },
          ],
        })}
      />
      {result !== undefined && <Comparison result={result} />}
    </Section>
  );
}

interface SlidersProps {
  readonly current: Values;
  readonly chosen: Values;
  readonly timeline: Timeline;
  readonly choose: (values: Values) => void;
}

function Sliders({ current, chosen, timeline, choose }: SlidersProps) {
  const { threshold, windowMinutes, delaySeconds } = current;
  return (
    <div className={classes.sliders}>
      {threshold !== undefined && (
        <ThresholdSlider
          current={threshold}
          value={chosen.threshold ?? threshold}
          timeline={timeline}
          onChange={(value) => choose({ ...chosen, threshold: value })}
        />
      )}
      {windowMinutes !== undefined && (
        <ChoiceSlider
          title="Window"
          choices={choicesWith(windows, windowMinutes)}
          value={chosen.windowMinutes ?? windowMinutes}
          format={(minutes) => durationText(minutes * 60)}
          onChange={(value) => choose({ ...chosen, windowMinutes: value })}
        />
      )}
      {delaySeconds !== undefined && (
        <ChoiceSlider
          title="Delay"
          hint="locally 0 s"
          choices={choicesWith(delays, delaySeconds)}
          value={chosen.delaySeconds ?? delaySeconds}
          format={durationText}
          onChange={(value) => choose({ ...chosen, delaySeconds: value })}
        />
      )}
    </div>
  );
}

interface ThresholdProps {
  readonly current: number;
  readonly value: number;
  readonly timeline: Timeline;
  readonly onChange: (value: number) => void;
}

function ThresholdSlider({ current, value, timeline, onChange }: ThresholdProps) {
  const [{ min, max, step }] = useState(() => thresholdRange(current, timeline));
  return (
    <LabelledSlider
      title="Threshold"
      value={
        <NumberInput
          aria-label="Threshold"
          size="xs"
          w={90}
          step={step}
          value={value}
          onChange={(given) => typeof given === 'number' && onChange(given)}
        />
      }
    >
      <Slider
        label={null}
        thumbLabel="Threshold slider"
        min={min}
        max={max}
        step={step}
        value={value}
        onChange={(given) => onChange(Number(given.toPrecision(6)))}
      />
    </LabelledSlider>
  );
}

interface ChoiceProps {
  readonly title: string;
  readonly hint?: string | undefined;
  readonly choices: readonly number[];
  readonly value: number;
  readonly format: (value: number) => string;
  readonly onChange: (value: number) => void;
}

function ChoiceSlider({ title, hint, choices, value, format, onChange }: ChoiceProps) {
  return (
    <LabelledSlider title={title} hint={hint} value={format(value)}>
      <Slider
        label={null}
        thumbLabel={title}
        min={0}
        max={choices.length - 1}
        step={1}
        marks={choices.map((_, position) => ({ value: position }))}
        value={choices.indexOf(value)}
        thumbProps={{ 'aria-valuetext': format(value) }}
        onChange={(position) => onChange(choices[position] ?? value)}
      />
    </LabelledSlider>
  );
}

interface LabelledProps {
  readonly title: string;
  readonly hint?: string | undefined;
  readonly value: ReactNode;
  readonly children: ReactNode;
}

function LabelledSlider({ title, hint, value, children }: LabelledProps) {
  return (
    <div className={classes.slider}>
      <div className={classes.sliderLabel}>
        <span>
          {title} {hint !== undefined && <span className={classes.sliderHint}>({hint})</span>}
        </span>
        {value}
      </div>
      {children}
    </div>
  );
}

function Comparison({ result: { added, removed, diff, query, place } }: { result: WhatIfResult }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <code className={classes.query}>{query}</code>
      <div className={classes.changes} aria-live="polite">
        <div>
          <h4 className={classes.added}>{added.length} added</h4>
          <AlertList alerts={added} hint="No further alerts." />
        </div>
        <div>
          <h4 className={classes.removed}>{removed.length} removed</h4>
          <AlertList alerts={removed} hint="No fewer alerts." />
        </div>
      </div>
      <div className={classes.head}>
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Hide the diff' : 'Show the diff'}
        </Button>
        {place !== undefined && <code>{place}</code>}
        {isOpen && <CopyButton text={diff} label="Copy diff" />}
      </div>
      {isOpen && (
        <div id={id}>
          <Lines
            lines={diff.trimEnd().split('\n')}
            label="Diff"
            render={(line) => (
              <span
                className={line.startsWith('+') ? classes.removed : line.startsWith('-') ? classes.added : undefined}
              >
                <VisibleText text={line} />
              </span>
            )}
          />
        </div>
      )}
    </>
  );
}
