import type { Pair, Task, TaskJson } from './task'

const pairToJson = ({ input, output }: Pair) => ({ input: input.toRows(), output: output.toRows() })

/** A task in the form of ARC's files; `parseTask` reads it back. The id is the file's name and no part of it. */
export function taskToJson(task: Task): TaskJson {
  return { train: task.train.map(pairToJson), test: task.test.map(pairToJson) }
}
