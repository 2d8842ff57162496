import { SampleThings } from './features/sample-things';

new SampleThings(this, 'sample-thing-reports', { failures });
