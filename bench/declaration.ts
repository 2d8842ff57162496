import { declareMonitors, ReadableStack, withoutStackTraces } from '@himeshima/constructs';
import { Testing } from 'cdktf';
import { environments } from '../config/environments';
import { monitoringOf } from '../monitors/monitoring';
import { monitors } from '../monitors/monitors';
import { type Figure, median } from './figure';

/** Measures how much time the monitors add to the synthesis of every environment. */
export function declarationFigure(): Figure {
  const round = () => {
    const started = performance.now();
    // omit stack traces, as main.ts does
    withoutStackTraces(() => {
      for (const environment of environments) {
        const stack = new (class extends ReadableStack {})(Testing.app(), environment.stack);
        declareMonitors(stack, monitoringOf(environment));
        stack.toTerraform();
      }
    });
    return performance.now() - started;
  };
  const value = median(Array.from({ length: 5 }, round));
  return {
    name: `${monitors.length} monitors synthesized for every environment`,
    value,
    unit: 'ms',
    limit: { most: 150 },
  };
}
