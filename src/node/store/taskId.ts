/** A task's place in the workspace; its id is the three with `/` between. */
export interface TaskPlace {
  readonly dataset: string
  readonly split: string
  readonly name: string
}

export const taskIdOf = ({ dataset, split, name }: TaskPlace): string => `${dataset}/${split}/${name}`

/** The folder part of a file name can hold no `/`, so an id has exactly three parts. */
export function placeOfTask(taskId: string): TaskPlace | null {
  const [dataset, split, name, ...rest] = taskId.split('/')
  return dataset && split && name && rest.length === 0 ? { dataset, split, name } : null
}
