export { backtest, backtestCommand } from './backtest-command';
export { type MonitorSource, monitorNamed } from './monitor-source';
export { runOver } from './run-over-series';
export { extentOf, minuteIn, seriesOf } from './series-options';
export { simulate, simulateCommand } from './simulate-command';
export { tryCommand } from './try-command';
