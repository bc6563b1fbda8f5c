export { virtualClock, type VirtualClock } from '../../src/sim/virtual-clock.ts'
