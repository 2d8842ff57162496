import { Sensors } from './features/sensors';

new Sensors(this, 'sensors');
