/** Computes when the calls of a batch start and end, from their order and their durations alone, without an engine. */
import { compareTurns, isNearEnd, type Turn } from '../../../src/middleware/limits/call-order.ts'
import { seededRandom } from '../../../src/util/random.ts'

export interface Workload {
  readonly prompts: number
  readonly slots: number
  readonly draftMs: number
  /** One entry per critic. */
  readonly critiqueMs: readonly number[]
  /** The share of prompts that need another iteration, by the iteration that has ended. */
  readonly goesOn: readonly number[]
}

export interface Schedule {
  /** The time from the first call to the last answer, over the longest chain or the total time per slot. */
  readonly overIdeal: number
  readonly medianPromptMs: number
}

export interface Order {
  readonly name: string
  /** How many of the last prompts per slot start without waiting for a free slot. */
  readonly lastPromptsPerSlot: number
  readonly compare: (one: Turn, other: Turn, promptsLeft: number, slots: number) => number
}

const byStart = (one: Turn, other: Turn) => one.priority - other.priority

export const ORDERS: readonly Order[] = [
  { name: 'first come', lastPromptsPerSlot: Infinity, compare: () => 0 },
  { name: 'depth first', lastPromptsPerSlot: 0, compare: byStart },
  {
    name: 'sifaka',
    lastPromptsPerSlot: 0.75,
    compare: (one, other, left, slots) => compareTurns(one, other, isNearEnd(left, slots)),
  },
]

interface Task {
  readonly priority: number
  readonly iterations: number
  critiquesLeft: number
  startedMs: number
}

interface Call {
  readonly task: Task
  readonly turn: Turn
  readonly ms: number
}

function schedule(workload: Workload, order: Order, seed: number): Schedule {
  const { slots, draftMs, critiqueMs } = workload
  const tasks = createTasks(workload, seed)
  const chainMs = draftMs + Math.max(...critiqueMs)
  const waiting: Call[] = []
  const inFlight: { readonly endMs: number; readonly call: Call }[] = []
  const promptMs: number[] = []
  let nowMs = 0
  let busyMs = 0
  let next = 0
  const write = (task: Task, iteration: number) => {
    waiting.push({ task, turn: { priority: task.priority, iteration, hasDraft: false }, ms: draftMs })
  }
  const startTask = () => {
    const task = tasks[next++]
    if (task) write(task, 1)
  }
  const send = (call: Call) => {
    call.task.startedMs = Math.min(call.task.startedMs, nowMs)
    busyMs += call.ms
    inFlight.push({ endMs: nowMs + call.ms, call })
  }
  const fillSlots = () => {
    while (tasks.length - next <= order.lastPromptsPerSlot * slots && next < tasks.length) startTask()
    const left = next < tasks.length ? Infinity : tasks.length - promptMs.length
    waiting.sort((one, other) => order.compare(one.turn, other.turn, left, slots))
    while (inFlight.length < slots) {
      if (waiting.length === 0) startTask()
      const call = waiting.shift()
      if (!call) return
      send(call)
    }
  }
  const end = ({ task, turn }: Call) => {
    const { iteration = 1 } = turn
    if (!turn.hasDraft) {
      task.critiquesLeft = critiqueMs.length
      for (const ms of critiqueMs) waiting.push({ task, turn: { ...turn, hasDraft: true }, ms })
    } else if (--task.critiquesLeft === 0) {
      if (iteration < task.iterations) write(task, iteration + 1)
      else promptMs.push(nowMs - task.startedMs)
    }
  }
  fillSlots()
  while (inFlight.length > 0) {
    inFlight.sort((one, other) => one.endMs - other.endMs || byStart(one.call.turn, other.call.turn))
    nowMs = inFlight[0]?.endMs ?? nowMs
    while (inFlight[0]?.endMs === nowMs) end(inFlight.shift()!.call)
    fillSlots()
  }
  const longestMs = Math.max(...tasks.map(({ iterations }) => iterations * chainMs))
  promptMs.sort((one, other) => one - other)
  return {
    overIdeal: nowMs / Math.max(longestMs, busyMs / slots),
    medianPromptMs: promptMs[promptMs.length >> 1] ?? Number.NaN,
  }
}

function createTasks({ prompts, goesOn }: Workload, seed: number): Task[] {
  const random = seededRandom(seed)
  return Array.from({ length: prompts }, (_, priority) => {
    const draws = goesOn.map((share) => random() < share)
    const iterations = 1 + (draws.includes(false) ? draws.indexOf(false) : draws.length)
    return { priority, iterations, critiquesLeft: 0, startedMs: Infinity }
  })
}

/** The means over several seeds. */
export function meanSchedule(workload: Workload, order: Order, seeds: number): Schedule {
  const all = Array.from({ length: seeds }, (_, seed) => schedule(workload, order, seed + 1))
  const mean = (pick: (one: Schedule) => number) => all.reduce((sum, one) => sum + pick(one), 0) / seeds
  return {
    overIdeal: mean(({ overIdeal }) => overIdeal),
    medianPromptMs: mean(({ medianPromptMs }) => medianPromptMs),
  }
}

/** Two critics, up to three iterations of which a prompt needs 2.3 on average, as in the reference task of `sifaka bench`. */
export const referenceWorkload = (prompts: number): Workload => ({
  prompts,
  slots: 64,
  draftMs: 320,
  critiqueMs: [120, 150],
  goesOn: [0.85, 0.53],
})
