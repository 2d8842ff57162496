import { SampleThing } from './features/sample-thing';

new SampleThing(this, 'sample-thing-events', { failures });
