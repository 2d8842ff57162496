export { eachOnce } from './each-once';
export { extentOf, minuteIn, seriesOf, seriesOptions } from './series-options';
