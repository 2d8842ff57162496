import { blocks } from '../blocks';
import { kilobyte } from '../month';
import { blocksOf, type Resource, textOf } from '../resource';
import type { FunctionLoad } from './function-flow';
import type { Load } from './stream-flow';

export interface TableLoad {
  readonly table: Resource;
  /** Write units of 1 KB, including indexes. */
  readonly writeUnits: number;
  /** Read units of 4 KB. An eventually consistent read is half a unit. */
  readonly readUnits: number;
  readonly writtenBytes: number;
}

type WrittenItems = Pick<Load, 'count' | 'bytes'>;

/** Returns the load on a table. @param stored items that rules write */
export function tableLoad(table: Resource, stored: readonly Load[], functions: readonly FunctionLoad[]): TableLoad {
  const name = textOf(table.attributes, 'name') ?? table.name;
  const touches = functions.flatMap(({ run, invocations, items }) =>
    (run.touches ?? [])
      .filter((touch) => touch.table === name)
      .map(({ does, times, each, bytes }) => ({
        does,
        bytes,
        count: times * (each === 'item' ? items : invocations),
      })),
  );
  const writes: readonly WrittenItems[] = [...stored, ...touches.filter(({ does }) => does === 'writes')];
  const copies = 1 + blocksOf(table.attributes, 'global_secondary_index').length;
  const sum = (loads: readonly WrittenItems[], of: (load: WrittenItems) => number) =>
    loads.reduce((total, one) => total + of(one), 0);
  return {
    table,
    writeUnits: copies * sum(writes, ({ count, bytes }) => count * blocks(bytes, kilobyte)),
    readUnits:
      0.5 *
      sum(
        touches.filter(({ does }) => does === 'reads'),
        ({ count, bytes }) => count * blocks(bytes, 4 * kilobyte),
      ),
    writtenBytes: sum(writes, ({ count, bytes }) => count * bytes),
  };
}
