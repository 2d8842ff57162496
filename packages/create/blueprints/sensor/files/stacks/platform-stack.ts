import { SampleThings } from './features/sample-things';

new SampleThings(this, 'sample-things', { failures });
