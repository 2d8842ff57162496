import { sampleThingOperation } from './sample-thing-operation';

export const operations = {
  ...sampleThingOperation(ownership),
};
